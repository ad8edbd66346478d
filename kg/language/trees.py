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
    return _arborescence(full)[1:]


def _cycle(heads: list[int]) -> list[int]:
    """Some cycle among ``heads`` (index 0 is the root; -1 stands for nodes that are gone), or nothing."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        node = start
        while node > 0 and seen[node] == 0 and heads[node] >= 0:
            seen[node] = start
            node = heads[node]
        if node > 0 and seen[node] == start and heads[node] >= 0:
            cycle, at = [node], heads[node]
            while at != node:
                cycle.append(at)
                at = heads[at]
            return cycle
    return []


def _arborescence(scores: Scores) -> list[int]:
    """Heads of the best arborescence from node 0; ``scores`` is square, dependents in rows, and is used up.

    A cycle is contracted into its lowest node, in place, so a contraction costs as much as its rows; contractions are
    undone in reverse order. Row 0 is ignored.
    """
    heads: list[int] = scores.argmax(1).tolist()
    heads[0] = 0
    contractions: list[tuple[list[int], list[int], NDArray[np.int64], NDArray[np.int64]]] = []
    while cycle := _cycle(heads):
        cycle.sort()
        inside = np.array(cycle)
        kept, gone = cycle[0], inside[1:]
        old = [heads[node] for node in cycle]
        columns = scores[:, inside]
        leave = inside[columns.argmax(1)]  # for each dependent outside, its best head in the cycle
        gain = scores[inside] - scores[inside, old][:, None]
        enter = inside[gain.argmax(0)]  # for each head outside, the node of the cycle that it would take
        contractions.append((cycle, old, leave, enter))
        scores[:, kept] = columns.max(1)
        scores[kept] = gain.max(0)
        scores[gone] = -np.inf
        scores[:, gone] = -np.inf
        scores[kept, inside] = -np.inf
        members = set(cycle)
        heads = [kept if h in members else h for h in heads]
        for node in gone.tolist():
            heads[node] = -1
        heads[kept] = int(scores[kept].argmax())
    for cycle, old, leave, enter in reversed(contractions):
        kept, outside = cycle[0], heads[cycle[0]]
        heads = [int(leave[d]) if h == kept else h for d, h in enumerate(heads)]
        for node, head in zip(cycle, old, strict=True):
            heads[node] = head
        heads[int(enter[outside])] = outside
    heads[0] = 0
    return heads


def lift_punctuation(heads: list[int], marks: list[int]) -> list[int]:
    """The tree with each punctuation mark (indices from 0) attached where its arc crosses no other.

    A mark's head is lifted to its own head for as long as arcs cross (Nivre & Nilsson 2005); punctuation is attached
    projectively in Universal Dependencies. Marks that something depends on stay as they are.
    """
    if not marks:
        return heads
    lifted = list(heads)
    loose = set(marks) - {h - 1 for h in heads}
    words = np.array([(min(i + 1, h), max(i + 1, h)) for i, h in enumerate(heads) if h and i not in loose],
                     np.int64).reshape(-1, 2)
    low, high = words[:, 0], words[:, 1]
    for mark in sorted(loose):
        head, at = heads[mark], mark + 1
        while head:
            left, right = min(at, head), max(at, head)
            if right - left == 1 or not bool((((low < left) & (left < high) & (high < right))
                                              | ((left < low) & (low < right) & (right < high))).any()):
                lifted[mark] = head
                break
            head = heads[head - 1]
    return lifted
