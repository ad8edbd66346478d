"""Lines of a text with their offsets, which the repairs of menus and paragraphs look at."""

from collections.abc import Iterator
from typing import NamedTuple

TERMINAL = frozenset(".!?…")
_CLOSING = "\"'”’»)]"


class Line(NamedTuple):
    """A line without the white space around it; ``text`` is ``source[start:end]``, ``row`` counts from 0."""

    start: int
    end: int
    text: str
    indent: int
    row: int

    @property
    def ends_sentence(self) -> bool:
        """True when a sentence can end here: final stop, perhaps inside closing quotes or brackets."""
        return self.text.rstrip(_CLOSING)[-1:] in TERMINAL


def lines(text: str) -> Iterator[Line]:
    """The lines of a text; a blank one has no text."""
    start = 0
    for row, raw in enumerate(text.split("\n")):
        body = raw.lstrip(" ")
        indent = len(raw) - len(body)
        body = body.rstrip(" ")
        yield Line(start + indent, start + indent + len(body), body, indent, row)
        start += len(raw) + 1
