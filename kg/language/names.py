"""From label scores to a valid sequence of name labels (``B-`` begins a name, ``I-`` goes on with it)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray


@cache
def _transitions(labels: tuple[str, ...]) -> NDArray[np.float32]:
    """0 where label ``j`` may follow label ``i``, minus infinity elsewhere."""
    allowed = np.zeros((len(labels), len(labels)), np.float32)
    for j, after in enumerate(labels):
        if after.startswith("I-"):
            for i, before in enumerate(labels):
                if before[2:] != after[2:] or before == "O":
                    allowed[i, j] = -np.inf
    return allowed


def best_labels(scores: NDArray[np.float32], labels: tuple[str, ...]) -> list[int]:
    """The best valid label sequence (Viterbi); ``scores`` is words x labels."""
    if len(scores) == 0:
        return []
    greedy: list[int] = scores.argmax(1).tolist()
    allowed = _transitions(labels)
    start = np.array([-np.inf if label.startswith("I-") else 0 for label in labels], np.float32)
    if start[greedy[0]] == 0 and all(allowed[a, b] == 0 for a, b in zip(greedy, greedy[1:], strict=False)):
        return greedy
    total = scores[0] + start
    back: list[NDArray[np.int64]] = []
    for row in scores[1:]:
        reach = total[:, None] + allowed
        back.append(reach.argmax(0))
        total = reach.max(0) + row
    path = [int(total.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
