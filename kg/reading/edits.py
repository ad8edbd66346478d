"""Edits of a text, and applying them without losing track of where each character comes from."""

from array import array
from collections.abc import Iterable
from typing import NamedTuple

from kg.model.spans import Cleaned


class Edit(NamedTuple):
    """Put ``text`` in place of ``start:end`` (offsets into the text that a repair was given, end exclusive)."""

    start: int
    end: int
    text: str = ""


def apply(cleaned: Cleaned, edits: Iterable[Edit]) -> Cleaned:
    """The cleaned text after edits in any order; of two that overlap, the one that starts first wins.

    A replacement as long as what it replaces is aligned character by character, any other one
    comes from the whole stretch, and an insertion from the empty stretch before what follows it.
    """
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    done = 0
    for start, end, text in sorted(set(edits)):
        if start < done:
            continue
        parts += cleaned.text[done:start], text
        starts.extend(cleaned.starts[done:start])
        ends.extend(cleaned.ends[done:start])
        if len(text) == end - start:
            starts.extend(cleaned.starts[start:end])
            ends.extend(cleaned.ends[start:end])
        elif text:
            first, last = _origin(cleaned, start, end)
            starts.extend(array("l", [first]) * len(text))
            ends.extend(array("l", [last]) * len(text))
        done = end
    if not parts:
        return cleaned
    parts.append(cleaned.text[done:])
    starts.extend(cleaned.starts[done:])
    ends.extend(cleaned.ends[done:])
    return Cleaned("".join(parts), starts, ends)


def _origin(cleaned: Cleaned, start: int, end: int) -> tuple[int, int]:
    """Where a replacement of ``start:end`` comes from, such that the alignment stays non-decreasing."""
    if start < end:
        return cleaned.starts[start], cleaned.ends[end - 1]
    before = cleaned.ends[start - 1] if start else None
    after = cleaned.starts[start] if start < len(cleaned.text) else None
    if before is None:
        return (after or 0, after or 0)
    return (before, before) if after is None or before <= after else (after, before)
