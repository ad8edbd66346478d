"""Values of time expressions, counted from the article's date and from the dates mentioned before."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc, Token

from kg.extraction import calendar
from kg.extraction.date_tense import is_future, is_past_plan
from kg.extraction.date_words import number_of, time_words, unit_of
from kg.extraction.tree import sentence, text_of
from kg.model import PartialDate, TimeExpression


class Resolver:
    """Values of matches, with the dates mentioned so far as anchors."""

    def __init__(self, doc: Doc, reference: PartialDate | None) -> None:
        self.doc, self.reference = doc, reference
        self.previous: TimeExpression | None = None
        self.anchors: list[TimeExpression] = []

    def note(self, found: TimeExpression) -> None:
        if found.value is None:
            return
        before = self.doc[found.start - 1].lower_ if found.start else ""
        named = found.rule == "time/year" and before not in time_words().data["year_after"]  # "the 1956 declaration"
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
        month, day = time_words().months[m["month"].lower()], int(m["day"])
        year = int(m["year"]) if m["year"] else self._year_of(month, day, root)
        if not year:
            return None
        until = calendar.day_of_month(year, month, int(m["day2"])) if m["day2"] else None
        return calendar.day_of_month(year, month, day), until

    _day_month = _month_day

    def _year_of(self, month: int, day: int, root: Token) -> int | None:
        """The year of a date given without one: the article's, unless that puts a past event into the future."""
        anchor = self._anchor_year(root) or self._story_year(root)
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

    def _story_year(self, root: Token) -> int | None:
        """The year of a story of old: that of a date in this or the last sentence, years before the article."""
        if not self.previous or not self.previous.value or not self.reference:
            return None
        near = sentence(self.doc[self.previous.head])[1] >= sentence(root)[0]
        return self.previous.value.year if near and self.previous.value.year < self.reference.year - 1 else None

    def _month_year(self, m: re.Match[str], _: Token) -> PartialDate:
        return PartialDate(int(m["year"]), time_words().months[m["month"].lower()])

    def _season_year(self, m: re.Match[str], _: Token) -> PartialDate:
        return PartialDate(int(m["year"]))

    def _year_range(self, m: re.Match[str], _: Token) -> tuple[PartialDate, PartialDate | None]:
        first, second = m["year"], m["year2"]
        end = int(second if len(second) == 4 else first[:2] + second)
        return PartialDate(int(first)), PartialDate(end) if end >= int(first) else None

    def _year(self, m: re.Match[str], _: Token) -> PartialDate:
        return PartialDate(int(m["year"]))

    def _month(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number = time_words().months[m["month"].lower()]
        if year := self._anchor_year(root) or self._story_year(root):
            return PartialDate(year, number)
        if self.reference and is_past_plan(root):
            return calendar.nearest_month(self.reference, number)
        return calendar.month(self.reference, number, future=is_future(root)) if self.reference else None

    def _weekday(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number = time_words().weekdays[m["weekday"].lower()]
        return calendar.weekday(self.reference, number, future=is_future(root)) if self.reference else None

    def _relative_weekday(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number, steer = time_words().weekdays[m["weekday"].lower()], m["steer"].lower()
        future = steer == "next" or (steer == "this" and is_future(root))
        found = calendar.weekday(self.reference, number, future=future) if self.reference else None
        if found and found == self.reference and found.day and steer != "this":  # said on a Friday
            return calendar.step(found, "day", 7 if future else -7)
        return found

    def _relative_month(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number, steer = time_words().months[m["month"].lower()], m["steer"].lower()
        future = steer == "next" or (steer == "this" and is_future(root))
        if not self.reference:
            return None
        if steer == "last" and number == self.reference.month:  # said in August
            return PartialDate(self.reference.year - 1, number)
        return calendar.month(self.reference, number, future=future)

    def _day_word(self, m: re.Match[str], _: Token) -> PartialDate | None:
        count = time_words().data["days"][m["dayword"].lower()]
        return calendar.step(self.reference, "day", count) if self.reference else None

    def _relative_unit(self, m: re.Match[str], _: Token) -> PartialDate | None:
        words, steer, unit = time_words().data, m["steer"].lower(), unit_of(m["unit"])
        if steer == "next" and re.match("the", m[0], re.IGNORECASE) and self.previous:
            steer = "following"
        if steer in words["from_article"]:
            anchor, count = self.reference, words["from_article"][steer]
            if steer == "past":
                return None
        else:
            anchor, count = (self.previous.value if self.previous else None), words["from_text"][steer]
        return calendar.step(anchor, unit, count) if anchor else None

    def _relative_season(self, m: re.Match[str], root: Token) -> PartialDate | None:
        middle = time_words().data["seasons"][m["season"].lower()]
        steer = m["steer"].lower().removeprefix("the").strip()
        anchor = self.previous.value if steer in ("previous", "following") and self.previous else self.reference
        if not anchor or not anchor.month or m["season"].lower() == "winter":  # winters have two years
            return None
        future = steer in ("next", "following") or (steer in ("this", "") and is_future(root))
        if steer == "this":
            return PartialDate(anchor.year)
        if steer == "last" and abs(anchor.month - middle) <= 1:
            return PartialDate(anchor.year - 1)  # "last spring", said in spring
        return PartialDate(calendar.month(anchor, middle, future=future).year)

    def _steps(self, m: re.Match[str], root: Token) -> PartialDate | None:
        words, way = time_words().data, m["way"].lower()
        count = number_of(m["number"])
        if count is None:
            return None
        if way in words["ago"]:
            value = calendar.step(self.reference, unit_of(m["unit"]), -count) if self.reference else None
            if value and m["today"] and unit_of(m["unit"]) == "year" and self.reference:
                value = calendar.day_of_month(value.year, self.reference.month, self.reference.day)
            return value
        after = text_of(self.doc)[m.end():m.end() + 4]
        counted = way in words["before_what"] and not re.match(r"\s*(?:$|[,.;:)])", after)
        anchor = self._named_anchor(root, m.end()) if counted else self.previous.value if self.previous else None
        sign = -1 if way in words["before"] else 1
        return calendar.step(anchor, unit_of(m["unit"]), sign * count) if anchor else None

    _the_step = _steps

    def _the_unit(self, m: re.Match[str], _: Token) -> PartialDate | None:
        """ "by the end of the year": of the year that the text speaks of, else the article's."""
        return calendar.step(self.reference, unit_of(m["unit"]), 0) if self.reference else None

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
