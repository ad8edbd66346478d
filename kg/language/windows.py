"""Sentences as windows of pieces that the encoder can take in, and whole sentences from windows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.language.subwords import CLS, SEP, Subwords, shape_of
from kg.language.trees import best_tree

#: A word as the network needs it: its form, and whether a space comes before it.
WordIn = tuple[str, bool]
#: Longest window, in pieces without ``[CLS]`` and ``[SEP]``, and in words.
WINDOW_PIECES, WINDOW_WORDS = 480, 250
_UNKNOWN_ARC = -1.0e4


@dataclass
class Window:
    """Words ``start:end`` of sentence ``sentence``, as pieces; filled with the network's outputs."""

    sentence: int
    start: int
    end: int
    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]
    out: dict[str, NDArray[np.generic]]


def padded(length: int) -> int:
    """The length in pieces that a window is padded to; a function of the window alone."""
    step = 8 if length <= 64 else 16 if length <= 128 else 32
    return length + -length % step


def windows_of(number: int, words: Sequence[WordIn], subwords: Subwords) -> Iterable[Window]:
    """The sentence in one window, or in several that overlap by half."""
    pieces = subwords.pieces([form for form, _ in words])
    start = 0
    while True:
        ids, shapes, first, last = [CLS], [0], [0], [0]
        end = start
        while end < len(words) and end - start < WINDOW_WORDS and len(ids) + len(pieces[end]) <= WINDOW_PIECES:
            first.append(len(ids))
            ids += pieces[end]
            shapes += [shape_of(*words[end])] * len(pieces[end])
            last.append(len(ids) - 1)
            end += 1
        ids.append(SEP)
        shapes.append(0)
        yield Window(number, start, end, ids, shapes, first, last, {})
        if end == len(words):
            return
        start += max(1, (end - start) // 2)


def tree_of(windows: list[Window], n: int) -> list[int]:
    """Heads of a sentence of ``n`` words from its windows' arc scores; words that share no window hardly combine."""
    if not windows:
        return []
    if len(windows) == 1:
        return best_tree(windows[0].out["arcs"])  # type: ignore[arg-type]
    scores = np.full((n, n + 1), _UNKNOWN_ARC)
    for w in windows:
        arcs = w.out["arcs"].astype(np.float64)
        arcs -= np.logaddexp.reduce(arcs, 1, keepdims=True)  # comparable between windows
        part = scores[w.start : w.end]
        inner = slice(w.start + 1, w.end + 1)
        part[:, inner] = np.maximum(part[:, inner], arcs[:, 1:])
        part[:, 0] = np.maximum(part[:, 0], arcs[:, 0])
    return best_tree(scores)


def homes(windows: list[Window], n: int) -> Iterable[tuple[Window, int, int]]:
    """For each window the words ``start:end`` of the sentence that it decides: those nearer to its middle."""
    start = 0
    for i, w in enumerate(windows):
        end = n if i + 1 == len(windows) else (windows[i + 1].start + w.end) // 2
        yield w, start, end
        start = end


def joined(windows: list[Window], n: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Relation vectors of the sentence's words, as dependents (n) and as heads (n + 1, the root first)."""
    if len(windows) == 1:
        return windows[0].out["dependent"], windows[0].out["head"]  # type: ignore[return-value]
    width = windows[0].out["head"].shape[1]
    dependent, head = np.zeros((n, width), np.float32), np.zeros((n + 1, width), np.float32)
    head[0] = windows[0].out["head"][0]
    for w, start, end in homes(windows, n):
        dependent[start:end] = w.out["dependent"][start - w.start : end - w.start]
        head[start + 1 : end + 1] = w.out["head"][start - w.start + 1 : end - w.start + 1]
    return dependent, head
