"""An article's text in passages, cut at the borders of what the graph says of it, with the facts that begin in each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.query.reader import ArticlePage, Stretch

_BLANK, _LINE = re.compile(r"\n[ \t\r]*\n\s*"), re.compile(r"\n\s*")
#: What an item of a list begins with; the length that lines which were wrapped have on average, at least.
_ITEM, _WRAPPED = re.compile(r"\s*([-*•–—]|\d+[.)])\s"), 30
#: A paragraph that is longer is cut at its lines; characters and facts of a page.
_LONG, _PAGE, _FACTS = 3000, 24_000, 120


@dataclass(frozen=True)
class Piece:
    """A stretch of text without a border in it: kinds of the facts that it is evidence of, the thing that it names,
    and the facts that end with it."""

    text: str
    start: int
    kinds: tuple[str, ...]
    thing: str
    ends: tuple[Stretch, ...]


@dataclass(frozen=True)
class Passage:
    """A paragraph without the white space behind it, and the facts that begin in it.

    ``wrapped`` where its line ends are only a file's, so that they may be set as spaces.
    """

    pieces: tuple[Piece, ...]
    facts: tuple[Stretch, ...]
    wrapped: bool


def paged(text: str, begin: int, page: ArticlePage) -> list[list[tuple[int, int]]]:
    """The paragraphs' borders from ``begin`` on, by pages; at least one page."""
    starts = [fact.start for fact in page.facts]
    pages: list[list[tuple[int, int]]] = [[]]
    room, facts = _PAGE, _FACTS
    for start, end in _paragraphs(text, begin):
        inside = bisect_left(starts, end) - bisect_left(starts, start)
        if pages[-1] and (room < end - start or facts < inside):
            pages.append([])
            room, facts = _PAGE, _FACTS
        pages[-1].append((start, end))
        room, facts = room - (end - start), facts - inside
    return pages


def _paragraphs(text: str, begin: int) -> Iterable[tuple[int, int]]:
    for start, end in _cut(text, begin, len(text), _BLANK):
        yield from _cut(text, start, end, _LINE) if end - start > _LONG else ((start, end),)


def _cut(text: str, start: int, end: int, border: re.Pattern[str]) -> Iterable[tuple[int, int]]:
    for found in border.finditer(text, start, end):
        if found.start() > start:
            yield start, found.end()
            start = found.end()
    if start < end:
        yield start, end


def passages(text: str, borders: Sequence[tuple[int, int]], page: ArticlePage) -> list[Passage]:
    """The paragraphs of a page of the text."""
    if not borders:
        return []
    first, last = borders[0][0], borders[-1][1]
    facts = [fact for fact in page.facts if fact.start < last and fact.end > first]
    mentions = [m for m in page.mentions if m[0] < last and m[1] > first]
    cuts = sorted({b for start, end in borders for b in (start, end, start + len(text[start:end].rstrip()))}
                  | {b for f in facts for b in (f.start, f.end) if first <= b <= last}
                  | {b for m in mentions for b in m[:2] if first <= b <= last})
    kinds: list[set[str]] = [set() for _ in cuts]
    ends: list[list[Stretch]] = [[] for _ in cuts]
    things = [""] * len(cuts)
    for fact in facts:
        covered = range(bisect_left(cuts, max(fact.start, first)), bisect_left(cuts, min(fact.end, last)))
        for number in covered:
            kinds[number].add(fact.kind)
        if covered and fact.end <= last:
            ends[covered[-1]].append(fact)
    for start, end, value in mentions:
        for number in range(bisect_left(cuts, max(start, first)), bisect_left(cuts, min(end, last))):
            things[number] = things[number] or value.iri
    made = []
    for start, end in borders:
        lines = text[start:end].rstrip().split("\n")
        inside = range(bisect_left(cuts, start), bisect_right(cuts, start + len(text[start:end].rstrip())) - 1)
        made.append(Passage(
            tuple(Piece(text[cuts[n]:cuts[n + 1]], cuts[n], tuple(sorted(kinds[n])), things[n], tuple(ends[n]))
                  for n in inside),
            tuple(fact for fact in facts if start <= fact.start < end),
            _wrapped(lines)))
    return made


def _wrapped(lines: Sequence[str]) -> bool:
    """Whether a paragraph's lines end where a file's width ended: long ones, most of them within a sentence."""
    ends = [line.rstrip() for line in lines[:-1]]
    if any(map(_ITEM.match, lines[1:])):
        return False
    inside = sum(not end.endswith((".", "!", "?", ":", ";", "”", "\"")) for end in ends)
    return sum(map(len, ends)) >= _WRAPPED * len(ends) and inside * 5 >= len(ends) * 3
