"""Time expressions, resolved against the article's date and the dates mentioned before (TIMEX3-like values).

No date rather than a guessed one: vague expressions ("recent months", "the 1990s") are found, with value None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml
from spacy.tokens import Doc, Token

from kg.errors import KnowledgeError
from kg.extraction import calendar
from kg.extraction.tree import children, sentence
from kg.model import Context, PartialDate, TimeExpression
from kg.settings import data_dir


@dataclass(frozen=True)
class _Words:
    """The lexicon: maps from lower-case word to value, and one compiled pattern for each kind of expression."""

    months: dict[str, int]
    weekdays: dict[str, int]
    data: dict[str, Any]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _words() -> _Words:
    path = data_dir("ontology") / "lexicon" / "time.yaml"
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        months = {w: n for n, ws in data["months"].items() for w in ws}
        weekdays = {w: n for n, ws in data["weekdays"].items() for w in ws}
        lists = {
            "months": _either(months, capital=True),
            "weekdays": _either(weekdays, capital=True),
            "ways": _either([*data["ago"], *data["before"], *data["after"]]),
            "steers": _either([*data["from_article"], *data["from_text"]]),
            **{name: _either(data[name]) for name in ("numbers", "units", "parts", "seasons", "days")},
        }
        for name, macro in data["macros"].items():  # in the file's order: later ones may use earlier ones
            lists[name] = macro.format_map(lists)
        patterns = tuple((name, re.compile(rf"(?<![\w-])(?:{pattern.format_map(lists)})(?!\w)"))
                         for name, pattern in data["patterns"].items())
    except (OSError, yaml.YAMLError, KeyError, re.error) as error:
        raise KnowledgeError(f"{path}: {error}", "mend the file, or restore it from the package") from error
    return _Words(months, weekdays, data, patterns)


def _either(words: Iterable[str], *, capital: bool = False) -> str:
    """An alternation, longest first; with a first letter of either case unless ``capital``."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    if capital:
        return "|".join(f"{re.escape(w.capitalize())}|{re.escape(w.upper())}" for w in ordered)
    return "|".join(rf"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}" for w in ordered)


def add_times(context: Context) -> Context:
    """The context with its time expressions, in text order."""
    return replace(context, times=tuple(find_times(context.doc, context.article.date)))


def find_times(doc: Doc, reference: PartialDate | None) -> Iterator[TimeExpression]:
    """Time expressions of the Doc in text order, without overlap; ``reference`` is the article's date."""
    resolver = _Resolver(doc, reference)
    for start, end, name, match in _matches(doc.text):
        tokens = doc.char_span(start, end, alignment_mode="expand")
        if tokens is None or (name == "year" and not _is_year(doc, tokens.start)):
            continue
        if name == "month" and match["month"] in ("May", "March", "MAY", "MARCH") and tokens.root.pos_ != "PROPN":
            continue
        value, until = resolver.resolve(name, match, tokens.root)
        found = TimeExpression(tokens.start, tokens.end, tokens.root.i, value, until, f"time/{name}")
        resolver.note(found)
        yield found


def _matches(text: str) -> Iterator[tuple[int, int, str, re.Match[str]]]:
    """Leftmost matches, the longest of those that start together, none overlapping."""
    found = [(m.start(), -m.end(), rank, name, m) for rank, (name, pattern) in enumerate(_words().patterns)
             for m in pattern.finditer(text)]
    last = 0
    for start, minus_end, _, name, match in sorted(found, key=lambda f: f[:3]):
        if start >= last:
            last = -minus_end
            yield start, last, name, match


def _is_year(doc: Doc, i: int) -> bool:
    """Whether a bare number of four digits is a year: by the word before it, or as modifier of a name."""
    token = doc[i]
    before = doc[i - 1].lower_ if i else ""
    if before in _words().data["year_after"] or (i and doc[i - 1].is_punct and token.is_sent_start):
        return True
    if token.is_sent_start and i + 1 < len(doc) and doc[i + 1].text == ",":
        return True
    return token.dep_ in ("nummod", "nmod", "compound", "amod", "nmod:unmarked") and token.head.i > i and (
        token.head.pos_ == "PROPN" or token.head.lemma_.lower() not in _words().data["counted"])


class _Resolver:
    """Values of matches, with the dates mentioned so far as anchors."""

    def __init__(self, doc: Doc, reference: PartialDate | None) -> None:
        self.doc, self.reference = doc, reference
        self.previous: TimeExpression | None = None
        self.anchors: list[TimeExpression] = []

    def note(self, found: TimeExpression) -> None:
        if found.value is None:
            return
        before = self.doc[found.start - 1].lower_ if found.start else ""
        named = found.rule == "time/year" and before not in _words().data["year_after"]  # "the 1956 declaration"
        if not named:
            self.previous = found
            self.anchors.append(found)

    def resolve(self, name: str, m: re.Match[str], root: Token) -> tuple[PartialDate | None, PartialDate | None]:
        """Value and, for a range, its end."""
        rule: Callable[[re.Match[str], Token], Any] | None = getattr(self, "_" + name.replace("-", "_"), None)
        value = rule(m, root) if rule else None
        return value if isinstance(value, tuple) else (value, None)

    def _iso(self, m: re.Match[str], _: Token) -> PartialDate | None:
        year, month, day = map(int, m["iso"].split("-"))
        return calendar.day_of_month(year, month, day)

    def _month_day(self, m: re.Match[str], root: Token) -> Any:
        month, day = _words().months[m["month"].lower()], int(m["day"])
        year = int(m["year"]) if m["year"] else self._year_of(month, day, root)
        if not year:
            return None
        until = calendar.day_of_month(year, month, int(m["day2"])) if m["day2"] else None
        return calendar.day_of_month(year, month, day), until

    _day_month = _month_day

    def _year_of(self, month: int, day: int, root: Token) -> int | None:
        """The year of a date given without one: the article's, unless that puts a past event into the future."""
        anchor = self._anchor_year(root)
        if anchor:
            return anchor
        if not self.reference:
            return self.previous.value.year if self.previous and self.previous.value else None
        if not self.reference.month:
            return self.reference.year
        future = is_future(root)
        candidate = (month, day if self.reference.day else 0)
        now = (self.reference.month, self.reference.day)
        if future and candidate < now:
            return self.reference.year + 1
        return self.reference.year - (not future and candidate > now and month - self.reference.month > 1)

    def _anchor_year(self, root: Token) -> int | None:
        """The year that the same sentence gives just before ("In 1956 … on October 19")."""
        if self.previous and self.previous.value and sentence(self.doc[self.previous.head]) == sentence(root) \
                and self.previous.value.precision == "year" and self.previous.rule == "time/year":
            return self.previous.value.year
        return None

    def _month_year(self, m: re.Match[str], _: Token) -> PartialDate:
        return PartialDate(int(m["year"]), _words().months[m["month"].lower()])

    def _season_year(self, m: re.Match[str], _: Token) -> PartialDate:
        return PartialDate(int(m["year"]))

    def _year_range(self, m: re.Match[str], _: Token) -> tuple[PartialDate, PartialDate | None]:
        first, second = m["year"], m["year2"]
        end = int(second if len(second) == 4 else first[:2] + second)
        return PartialDate(int(first)), PartialDate(end) if end >= int(first) else None

    def _year(self, m: re.Match[str], _: Token) -> PartialDate:
        return PartialDate(int(m["year"]))

    def _month(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number = _words().months[m["month"].lower()]
        if year := self._anchor_year(root):
            return PartialDate(year, number)
        return calendar.month(self.reference, number, future=is_future(root)) if self.reference else None

    def _weekday(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number = _words().weekdays[m["weekday"].lower()]
        return calendar.weekday(self.reference, number, future=is_future(root)) if self.reference else None

    def _relative_weekday(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number, steer = _words().weekdays[m["weekday"].lower()], m["steer"].lower()
        future = steer == "next" or (steer == "this" and is_future(root))
        return calendar.weekday(self.reference, number, future=future) if self.reference else None

    def _relative_month(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number, steer = _words().months[m["month"].lower()], m["steer"].lower()
        future = steer == "next" or (steer == "this" and is_future(root))
        return calendar.month(self.reference, number, future=future) if self.reference else None

    def _day_word(self, m: re.Match[str], _: Token) -> PartialDate | None:
        count = _words().data["days"][m["dayword"].lower()]
        return calendar.step(self.reference, "day", count) if self.reference else None

    def _relative_unit(self, m: re.Match[str], _: Token) -> PartialDate | None:
        words, steer, unit = _words().data, m["steer"].lower(), words_unit(m["unit"])
        if steer in words["from_article"]:
            anchor, count = self.reference, words["from_article"][steer]
            if steer == "past":
                return None
        else:
            anchor, count = (self.previous.value if self.previous else None), words["from_text"][steer]
        return calendar.step(anchor, unit, count) if anchor else None

    def _relative_season(self, m: re.Match[str], root: Token) -> PartialDate | None:
        middle, steer = _words().data["seasons"][m["season"].lower()], m["steer"].lower().removeprefix("the").strip()
        anchor = self.previous.value if steer in ("previous", "following") and self.previous else self.reference
        if not anchor or not anchor.month:
            return None
        future = steer in ("next", "following") or (steer in ("this", "") and is_future(root))
        if steer == "this":
            return PartialDate(anchor.year)
        if steer == "last" and abs(anchor.month - middle) <= 1:
            return PartialDate(anchor.year - 1)  # "last spring", said in spring
        return PartialDate(calendar.month(anchor, middle, future=future).year)

    def _steps(self, m: re.Match[str], root: Token) -> PartialDate | None:
        words, way = _words().data, m["way"].lower()
        count = _number(m["number"])
        if count is None:
            return None
        if way in words["ago"]:
            return calendar.step(self.reference, words_unit(m["unit"]), -count) if self.reference else None
        anchor = self._named_anchor(root, m.end())
        sign = -1 if way in words["before"] else 1
        return calendar.step(anchor, words_unit(m["unit"]), sign * count) if anchor else None

    def _named_anchor(self, root: Token, end: int) -> PartialDate | None:
        """The date that "two days before Abe's arrival in Sochi" counts from.

        The latest dated sentence that shares a name with what follows the expression; with nothing
        following ("two days later"), the date mentioned last.
        """
        sentence = root.sent
        following = {t.lower_ for t in sentence if t.idx >= end and t.pos_ == "PROPN" and t.idx < end + 80}
        if not following:
            return self.previous.value if self.previous else None
        for anchor in reversed(self.anchors):
            if anchor.value and anchor.value.precision == "day":
                names = {t.lower_ for t in self.doc[anchor.head].sent if t.pos_ == "PROPN"}
                if len(following & names) >= min(2, len(following)):
                    return anchor.value
        return None


def words_unit(unit: str) -> str:
    """The unit's name in the lexicon's spelling."""
    return str(_words().data["units"][unit.lower()])


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    values = [_words().data["numbers"].get(part) for part in re.split(r"[- ]", text.lower())]
    return sum(v for v in values if v) if all(values) else None


def is_future(token: Token) -> bool:
    """Whether the clause that the token stands in speaks of the future (auxiliaries, verbs and words of planning)."""
    data = _words().data
    current = token
    for _ in range(6):
        if any(c.lower_ in data["future_auxiliaries"] for c in children(current) if c.dep_.startswith("aux")):
            return True
        if any(c.lower_ in data["future_words"] for c in children(current) if c.dep_ == "amod"):
            return True
        if current is not token and current.lemma_.lower() in data["future_verbs"]:
            return True
        if current.dep_ in ("root", "ROOT", "ccomp", "parataxis", "advcl") or current.head is current:
            return False
        current = current.head
    return False


def date_of(context: Context, token: Token) -> PartialDate | None:
    """The date of an event or a saying that ``token`` names: of the time expressions that depend on it, directly
    or through nouns and prepositions but not through another clause, the nearest one with a value."""
    found = [(abs(t.head - token.i), t.value) for t in _times_in(context, *sentence(token))
             if t.value and _depends(context.doc[t.head], token)]
    return min(found, key=lambda f: f[0])[1] if found else None


def _times_in(context: Context, start: int, end: int) -> Iterator[TimeExpression]:
    return (t for t in context.times if start <= t.head < end)


def _depends(inner: Token, outer: Token) -> bool:
    current = inner
    for _ in range(8):
        if current.i == outer.i:
            return True
        if current.head is current or (current is not inner and current.pos_ in ("VERB", "AUX")):
            return False
        current = current.head
    return False
