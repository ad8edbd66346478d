"""Time expressions, resolved against the article's date and the dates mentioned before (TIMEX3-like values).

No date rather than a guessed one: vague expressions ("recent months", "the 1990s") are found, with value None.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.extraction.date_values import Resolver
from kg.extraction.date_words import time_words
from kg.extraction.tree import sentence, text_of
from kg.model import Context, PartialDate, TimeExpression

_Match = tuple[int, int, str, re.Match[str]]
#: Kinds of expression that can head a part of a text, and what stands around a heading on its line.
_HEADINGS = frozenset(("iso", "month-day", "day-month", "month-year", "season-year", "year-range", "year", "month"))
_BEFORE = re.compile(r"(?:^|\n)[\s*_#>•·–—-]*\Z")
_LABELS = frozenset((":", "–", "—"))
_AFTER = re.compile(r"[\s*_)\]]*(?:$|\n|[:–—]|-\s)")


def add_times(context: Context) -> Context:
    """The context with its time expressions, in text order."""
    return replace(context, times=tuple(find_times(context.doc, context.article.date)))


def find_times(doc: Doc, reference: PartialDate | None) -> Iterator[TimeExpression]:
    """Time expressions of the Doc in text order, without overlap; ``reference`` is the article's date."""
    resolver = Resolver(doc, reference)
    matches = list(_matches(text_of(doc)))
    headings = _headings(text_of(doc), matches)
    for start, end, name, match in matches:
        tokens = doc.char_span(start, end, alignment_mode="expand")
        if tokens is None or (name == "year" and not _is_year(doc, tokens.start)):
            continue
        if name == "month" and match["month"] in ("May", "March", "MAY", "MARCH") and tokens.root.pos_ != "PROPN":
            continue
        value, until = resolver.resolve(name, match, tokens.root)
        heading = start in headings and value is not None
        found = TimeExpression(tokens.start, tokens.end, tokens.root.i, value, until, f"time/{name}", heading)
        resolver.note(found)
        yield found


def _headings(text: str, matches: list[_Match]) -> set[int]:
    """Starts of the dates that stand alone on a line, or before a colon or dash at its beginning; of one alone none:
    that is a dateline, and tells nothing of what happened."""
    found = {start for start, end, name, _ in matches if name in _HEADINGS and _BEFORE.search(
        text, max(0, start - 8), start) and _AFTER.match(text, end)}
    return found if len(found) > 1 else set()


def _matches(text: str) -> Iterator[_Match]:
    """Leftmost matches, the longest of those that start together, none overlapping."""
    last = 0
    for start in time_words().starts(text):
        if start >= last:
            found = [(name, m) for name, pattern in time_words().patterns if (m := pattern.match(text, start))]
            name, match = max(found, key=lambda f: f[1].end())  # the first of equally long ones
            last = match.end()
            yield start, last, name, match


def _is_year(doc: Doc, i: int) -> bool:
    """Whether a bare number of four digits is a year: by the word before it, or as modifier of a name."""
    token = doc[i]
    before = doc[i - 1].lower_ if i else ""
    if before in time_words().data["year_after"] or (i and doc[i - 1].is_punct and token.is_sent_start):
        return True
    if (token.is_sent_start or before.startswith("\n")) and i + 1 < len(doc) and doc[i + 1].text in _LABELS:
        return True  # "1971: Seabees land"
    if token.is_sent_start and i + 1 < len(doc) and doc[i + 1].text == ",":
        return True
    return token.dep_ in ("nummod", "nmod", "compound", "amod", "nmod:unmarked") and token.head.i > i and (
        token.head.pos_ == "PROPN" or token.head.lemma_.lower() not in time_words().data["counted"])


def date_of(context: Context, token: Token, barrier: Callable[[Token], bool] = lambda _: False) -> PartialDate | None:
    """The date of an event or a saying that ``token`` names: of the time expressions that depend on it, directly
    or through nouns and prepositions but not through another clause or a ``barrier``, the nearest one with a value."""
    found = [(_names_another(context.doc, t, token), abs(t.head - token.i), t.value)
             for t in _times_in(context, *sentence(token))
             if t.value and _depends(context.doc[t.head], token, barrier) and not _counts_from(context.doc, t, token)]
    return min(found, key=lambda f: f[:2])[2] if found else None


def _times_in(context: Context, start: int, end: int) -> Iterator[TimeExpression]:
    return (t for t in context.times if start <= t.head < end)


def _counts_from(doc: Doc, time: TimeExpression, token: Token) -> bool:
    """Whether the time is counted from what the token names, or ends it: "two days before his arrival" and
    "prolonged until May" are no dates of it."""
    if time.start and doc[time.start - 1].lower_ in time_words().data["until"]:
        return True
    way = doc[time.end - 1]
    return way.lower_ in time_words().data["before_what"] and way.dep_ in ("case", "mark") and way.head.i == token.i


def _names_another(doc: Doc, time: TimeExpression, token: Token) -> bool:
    """Whether the time is a year that names something else ("the 1965 Agreement"): a date only if there is no other."""
    year = doc[time.head]
    return time.rule == "time/year" and year.head.i > year.i and year.head.i != token.i and (
        year.dep_ in ("nummod", "nmod", "compound", "amod", "nmod:unmarked"))


def _depends(inner: Token, outer: Token, barrier: Callable[[Token], bool]) -> bool:
    current = inner
    for _ in range(8):
        if current.i == outer.i:
            return True
        if current.head is current or (current is not inner and (current.pos_ in ("VERB", "AUX") or barrier(current))):
            return False
        current = current.head
    return False
