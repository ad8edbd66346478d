"""Spans of text and the alignment of a cleaned text with the text as it was read.

Offsets count Unicode code points, end exclusive. ``Span`` always refers to the
article's text as it was read, so that ``text[span.start:span.end] == span.text``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the original text."""

    start: int
    end: int
    text: str

    def record(self) -> dict[str, object]:
        """The span as the fact records have it."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text and, for each of its characters, where it comes from.

    ``starts[i]`` and ``ends[i]`` are the original offsets of character ``i``. A
    character that cleaning put in (a lost apostrophe) has ``starts[i] == ends[i]``.
    Both arrays are non-decreasing: cleaning removes and inserts but never reorders.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.starts) == len(self.ends):
            raise ValueError(f"{len(self.text)} characters, but {len(self.starts)} starts and {len(self.ends)} ends")

    @classmethod
    def identity(cls, text: str) -> Cleaned:
        """A cleaned text that is the text itself."""
        n = len(text)
        return cls(text, array("l", range(n)), array("l", range(1, n + 1)))

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, int, int]]) -> Cleaned:
        """From pieces ``(text, start, end)`` in order.

        A piece as long as ``end - start`` is kept character by character; any other
        piece (a replacement) has all its characters come from the whole stretch.
        """
        parts: list[str] = []
        starts, ends = array("l"), array("l")
        for text, start, end in pieces:
            parts.append(text)
            if len(text) == end - start:
                starts.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
            else:
                starts.extend([start] * len(text))
                ends.extend([end] * len(text))
        return cls("".join(parts), starts, ends)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of the cleaned stretch ``start:end``; characters that cleaning inserted
        at either edge take no room."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch {start}:{end} in a text of {len(self.text)} characters")
        return self.starts[start], max(self.ends[end - 1], self.starts[start])
