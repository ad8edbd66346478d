"""Maximum spanning trees with exactly one root, for arc scores of one sentence.

Chu & Liu (1965) and Edmonds (1967); the single root by the reweighting of root arcs of
Stanojević & Cohen (2021): a penalty larger than any difference of two trees' scores makes
the best tree use the root once.
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


def is_tree(heads: list[int]) -> bool:
    """Whether ``heads`` (word ``i + 1`` depends on ``heads[i]``, 0 is the root) is a tree with one root."""
    if heads.count(0) != 1:
        return False
    state = [0] * (len(heads) + 1)  # 0 unseen, otherwise the round in which it was seen
    state[0] = -1
    for start in range(1, len(heads) + 1):
        node = start
        while state[node] == 0:
            state[node] = start
            node = heads[node - 1]
        if state[node] == start:
            return False
    return True


def best_tree(scores: NDArray[np.floating]) -> list[int]:
    """Heads of the best tree with one root.

    ``scores[i, h]`` says how well word ``i + 1`` takes head ``h`` (0 is the root), so the
    shape is n x (n + 1). Ties go to the lower head. An empty sentence has no heads.
    """
    n = len(scores)
    if n == 0:
        return []
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:] = scores
    np.fill_diagonal(full, -np.inf)
    greedy: list[int] = full[1:].argmax(1).tolist()
    if is_tree(greedy):
        return greedy
    finite = np.where(np.isfinite(full[1:]), full[1:], np.nan)
    spread = float(np.nanmax(finite) - np.nanmin(finite)) + 1.0
    full[1:, 0] -= spread * (n + 1)
    heads: list[int] = _arborescence(full)[1:].tolist()
    return heads


def _cycle(heads: NDArray[np.int64]) -> list[int]:
    """Some cycle among ``heads`` (index 0 is the root), or nothing."""
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        node = start
        while node and seen[node] == 0:
            seen[node] = start
            node = int(heads[node])
        if node and seen[node] == start:
            cycle, at = [node], int(heads[node])
            while at != node:
                cycle.append(at)
                at = int(heads[at])
            return cycle
    return []


def _arborescence(scores: Scores) -> NDArray[np.int64]:
    """Heads of the best arborescence from node 0; ``scores`` is square, dependents in rows. Row 0 is ignored.

    Cycles are contracted one after the other and opened again in reverse order.
    """
    levels: list[tuple[Scores, NDArray[np.int64], list[int], NDArray[np.int64]]] = []
    while True:
        heads = scores.argmax(1)
        heads[0] = 0
        cycle = _cycle(heads)
        if not cycle:
            break
        inside = np.array(sorted(cycle))
        outside = np.setdiff1d(np.arange(len(scores)), inside)
        levels.append((scores, heads, cycle, outside))
        m = len(outside)
        smaller = np.full((m + 1, m + 1), -np.inf)
        smaller[:m, :m] = scores[np.ix_(outside, outside)]
        smaller[:m, m] = scores[np.ix_(outside, inside)].max(1)
        gain = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
        smaller[m, :m] = gain.max(0)
        scores = smaller
    for bigger, old, cycle, outside in reversed(levels):
        m = len(outside)
        inside = np.array(sorted(cycle))
        result = old.copy()
        for i, node in enumerate(outside.tolist()):
            if node == 0:
                continue
            head = int(heads[i])
            result[node] = outside[head] if head < m else inside[bigger[node, inside].argmax()]
        entry = int(outside[heads[m]])
        gain = bigger[inside, entry] - bigger[inside, old[inside]]
        result[inside[gain.argmax()]] = entry
        heads = result
    heads[0] = 0
    return heads
