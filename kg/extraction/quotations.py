"""Quotations: which marks belong together, also where some are missing, mixed up or re-opened.

Works on the characters of the Doc's text in one pass, in linear time. Straight marks are told
apart by what stands beside them; a mark that could be either closes what is open. A quotation
that runs on over a paragraph either re-opens there (the newspaper convention; the part is then
``continued``) or is closed by the next mark. One that is never closed ends with its sentence,
or with its paragraph where it began the paragraph.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extraction.tree import offsets, text_of

_MARK = re.compile(r"``|''|[\"“”„‟″«»‘’‚‹›']")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]{2,}\S)|(?<=[.?!:\"”'’])[ \t\r]*\n")
_SENTENCE_END = re.compile(r"[.?!…](?=\s|$)")
_ELISION = re.compile(r"['’](?:s|t|re|ve|ll|d|m|em|tis|twas|til|n|cause|\d0s)\b", re.I)
_OPENERS, _CLOSERS = "“„«``‘‚‹", "”»’›"
_SINGLE = "‘’‚‹›'"
_BEFORE_OPEN = set(" \t\r\n([{—–-/:\xa0") | set(_OPENERS) | {'"'}
_AFTER_CLOSE = set(" \t\r\n)]}—–-/:;,.?!…\xa0") | set(_CLOSERS) | {'"', "'"}
#: How far, in paragraphs, a closing mark may lie from its opening one without a mark between.
_REACH = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens ``start:end`` with the marks, ``inner_start:inner_end`` without (ends exclusive).

    ``level`` is 0 for a quotation that lies in no other; ``closed`` is false where the closing mark is missing.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    level: int = 0
    closed: bool = True
    continued: bool = False

    def __contains__(self, token: int) -> bool:
        return self.start <= token < self.end


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters of a quotation: where its opening mark starts and ends, and its closing mark."""

    open_start: int
    open_end: int
    close_start: int
    close_end: int
    level: int
    closed: bool
    continued: bool


def find_quotations(doc: Doc) -> tuple[Quotation, ...]:
    """All quotations of the Doc, outer before inner, in text order."""
    starts = offsets(doc)
    found: list[Quotation] = []
    covered = 0  # a token may hold two marks: outer quotations stay apart all the same
    for s in sorted(_stretches(text_of(doc)), key=lambda s: (s.open_start, -s.close_end)):
        inner_start = max(bisect_right(starts, s.open_end) - 1, 0)
        if starts and starts[inner_start] < s.open_end and starts[inner_start] + len(doc[inner_start]) <= s.open_end:
            inner_start += 1
        inner_end = bisect_left(starts, s.close_start)
        while inner_start < inner_end and doc[inner_start].is_space:
            inner_start += 1
        while inner_start < inner_end and doc[inner_end - 1].is_space:
            inner_end -= 1
        if s.level == 0:
            inner_start = max(inner_start, covered)
        if inner_start < inner_end:
            covered = inner_end if s.level == 0 else covered
            start = min(bisect_right(starts, s.open_start) - 1, inner_start)
            end = max(bisect_left(starts, s.close_end), inner_end)
            found.append(Quotation(start, end, inner_start, inner_end, s.level, s.closed, s.continued))
    return tuple(found)


def _stretches(text: str) -> Iterator[_Stretch]:
    breaks = [m.start() for m in _PARAGRAPH.finditer(text)] + [len(text)]
    bodies = [0] + [m.end() for m in _PARAGRAPH.finditer(text)]
    marks = [m for m in _MARK.finditer(text) if not _ELISION.match(text, m.start())
             or text[m.start() - 1:m.start()] in _BEFORE_OPEN]
    singles = _single_closers(text, marks, breaks)
    opened: tuple[int, int, bool] | None = None  # start and end of the open double mark; whether it continues
    single: tuple[int, int, int] | None = None  # the open single mark and where it will close
    for n, mark in enumerate(marks):
        start, end = mark.span()
        if opened and breaks[bisect_left(breaks, opened[1])] < start:
            reopened = _stands_at(bodies, start) and _shape(text, mark) != "close"
            if reopened or not _closes_far(text, mark, breaks, opened[1]):
                closing = _unclosed_end(text, opened, breaks, bodies, whole=reopened)
                yield _Stretch(opened[0], opened[1], closing, closing, 0, False, opened[2])
                opened = (start, end, reopened) if _shape(text, mark) != "close" and _double(mark) else None
                if opened:
                    continue
        if single and start >= single[2]:
            single = None
        if not _double(mark):
            if single is None and n in singles:
                single = (start, end, singles[n])
                yield _Stretch(start, end, singles[n], singles[n] + 1, 1 if opened else 0, True, False)
            continue
        shape = _shape(text, mark)
        if opened is None:
            if shape != "close":
                opened = (start, end, False)
            elif (begun := _missing_open(text, start, bodies, marks, n)) is not None:
                yield _Stretch(begun, begun, start, end, 0, False, False)
        elif shape == "open" and text[start] != "“":
            closing = _unclosed_end(text, opened, [start], bodies, whole=False)
            yield _Stretch(opened[0], opened[1], closing, closing, 0, False, opened[2])
            opened = (start, end, False)
        elif shape == "open":
            continue  # a curly mark within curly marks: the outer one goes on
        else:
            yield _Stretch(opened[0], opened[1], start, end, 0, True, opened[2])
            opened = None
    if opened:
        closing = _unclosed_end(text, opened, breaks, bodies, whole=False)
        yield _Stretch(opened[0], opened[1], closing, closing, 0, False, opened[2])


def _double(mark: re.Match[str]) -> bool:
    return mark[0] not in _SINGLE


def _shape(text: str, mark: re.Match[str]) -> str:
    """``open``, ``close`` or ``either``, from the mark itself and the characters beside it."""
    start, end = mark.span()
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens, closes = before in _BEFORE_OPEN and not after.isspace(), not before.isspace() and after in _AFTER_CLOSE
    if opens == closes:
        return "open" if mark[0] in _OPENERS else "close" if mark[0] in _CLOSERS else "either"
    if mark[0] in _OPENERS or mark[0] in _CLOSERS:  # believe a curly mark unless it clearly stands the wrong way
        wrong = closes if mark[0] in _OPENERS else opens and before.isspace()
        return ("close" if closes else "open") if wrong else "open" if mark[0] in _OPENERS else "close"
    return "open" if opens else "close"


def _single_closers(text: str, marks: list[re.Match[str]], breaks: list[int]) -> dict[int, int]:
    """Index of each opening single mark -> offset of the mark that closes it in the same paragraph."""
    found: dict[int, int] = {}
    waiting: int | None = None
    for n, mark in enumerate(marks):
        if _double(mark):
            continue
        start, end = mark.span()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if waiting is not None and breaks[bisect_left(breaks, marks[waiting].end())] < start:
            waiting = None
        opens = before in _BEFORE_OPEN and not after.isspace() and mark[0] in "‘'‚‹"
        closes = not before.isspace() and after in _AFTER_CLOSE and mark[0] in "’'›"
        if waiting is None and opens and not _ELISION.match(text, start):
            waiting = n
        elif waiting is not None and closes and not (before == "s" and after == " " and _later(text, marks, n)):
            found[waiting] = start
            waiting = None
    return found


def _later(text: str, marks: list[re.Match[str]], n: int) -> bool:
    """Whether a better closing mark than the possessive's follows at once in the sentence."""
    for mark in marks[n + 1:n + 3]:
        between = text[marks[n].end():mark.start()]
        if _SENTENCE_END.search(between) or _double(mark):
            return False
        if not text[mark.start() - 1].isspace() and text[mark.end():mark.end() + 1] in (*_AFTER_CLOSE, ""):
            return True
    return False


def _stands_at(bodies: list[int], start: int) -> bool:
    """Whether the offset is the first of a paragraph."""
    return bodies[bisect_right(bodies, start) - 1] == start


def _closes_far(text: str, mark: re.Match[str], breaks: list[int], opened: int) -> bool:
    """Whether a mark some paragraphs on closes the open quotation."""
    near = bisect_left(breaks, mark.start()) - bisect_left(breaks, opened) <= _REACH
    return near and _double(mark) and _shape(text, mark) != "open"


def _unclosed_end(text: str, opened: tuple[int, int, bool], breaks: list[int], bodies: list[int], whole: bool) -> int:
    limit = breaks[min(bisect_left(breaks, opened[1]), len(breaks) - 1)]
    if whole or _stands_at(bodies, opened[0]):
        return limit
    end = _SENTENCE_END.search(text, opened[1], limit)
    return end.end() if end else limit


def _missing_open(text: str, start: int, bodies: list[int], marks: list[re.Match[str]], n: int) -> int | None:
    """Where a quotation begins that has a closing mark only: at its paragraph's start, if it reads like speech."""
    begin = bodies[bisect_right(bodies, start) - 1]
    if text[start - 1:start] not in (",", ".", "?", "!") or any(begin <= m.start() for m in marks[max(n - 1, 0):n]):
        return None
    return begin
