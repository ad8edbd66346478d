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

#: Days from the article's date within which a heading is of a running report, not of a history.
_LIVE = 60


class Resolver:
    """Values of matches, with the dates mentioned so far as anchors."""

    def __init__(self, doc: Doc, reference: PartialDate | None) -> None:
        self.doc, self.reference = doc, reference
        self.previous: TimeExpression | None = None
        self.section: PartialDate | None = None
        self.anchors: list[TimeExpression] = []

    def note(self, found: TimeExpression) -> None:
        if found.value is None:
            return
        if found.heading:
            self.section = found.value
        before = self.doc[found.start - 1].lower_ if found.start else ""
        named = found.rule == "time/year" and before not in time_words().data["year_after"]  # "the 1956 declaration"
        if not named:
            self.previous = found
            self.anchors.append(found)

    @property
    def here(self) -> PartialDate | None:
        """The day from which days are counted: that of a live blog's heading, else the article's."""
        day, now = self.section, self.reference
        return day if day and day.day and (not now or abs((day.first - now.first).days) <= _LIVE) else now

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
        """The year that the same sentence gives just before ("In 1956 … on October 19"), or an old heading."""
        if self.section and self.section.year != (self.here or self.section).year:
            return self.section.year
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

    def _turned_year(self, turn: str) -> int | None:
        """The year in "of this year", counted from the article's, or in "of the same year", from the last date's."""
        words, steer = time_words().data, turn.lower().removeprefix("the").strip()
        if steer in words["from_article"]:
            return self.reference.year + words["from_article"][steer] if self.reference else None
        return self.previous.value.year + words["from_text"][steer] if self.previous and self.previous.value else None

    def _month_of(self, m: re.Match[str], _: Token) -> PartialDate | None:
        year = self._turned_year(m["of"])
        return PartialDate(year, time_words().months[m["month"].lower()]) if year else None

    def _month_day_of(self, m: re.Match[str], _: Token) -> PartialDate | None:
        year = self._turned_year(m["of"])
        return calendar.day_of_month(year, time_words().months[m["month"].lower()], int(m["day"])) if year else None

    _day_month_of = _month_day_of

    def _turn(self, m: re.Match[str]) -> tuple[str, PartialDate | None]:
        """ "last", "this", "next" with the article's date, or "that", "previous", "following" with the last date."""
        steer = re.sub(r"^the\s+", "", m["steer"].lower())
        told = steer != m["steer"].lower() or steer == "that"
        if told and self.previous and self.previous.value:
            return {"same": "that", "next": "following", "preceding": "previous"}.get(steer, steer), self.previous.value
        return ("" if told and steer != "next" else steer), self.here

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
        return calendar.weekday(self.here, number, future=is_future(root)) if self.here else None

    def _relative_weekday(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number, (steer, anchor) = time_words().weekdays[m["weekday"].lower()], self._turn(m)
        future = steer in ("next", "following", "that") or (steer == "this" and is_future(root))
        if not steer or not anchor or (not anchor.day and anchor is not self.here):
            return None
        found = calendar.weekday(anchor, number, future=future)
        if found and found == anchor and found.day and steer not in ("this", "that"):  # said on a Friday
            return calendar.step(found, "day", 7 if future else -7)
        return found

    def _relative_month(self, m: re.Match[str], root: Token) -> PartialDate | None:
        number, (steer, anchor) = time_words().months[m["month"].lower()], self._turn(m)
        if not steer or not anchor:
            return None
        if steer == "that":
            return PartialDate(anchor.year, number)
        future = steer in ("next", "following") or (steer == "this" and is_future(root))
        if not anchor.month and steer in ("following", "previous"):
            return PartialDate(anchor.year + (1 if future else -1), number)
        if steer in ("last", "following", "previous") and number == anchor.month:  # "last August", said in August
            return PartialDate(anchor.year + (1 if future else -1), number)
        return calendar.month(anchor, number, future=future)

    def _day_word(self, m: re.Match[str], _: Token) -> PartialDate | None:
        count = time_words().data["days"][m["dayword"].lower()]
        return calendar.step(self.here, "day", count) if self.here else None

    def _relative_unit(self, m: re.Match[str], _: Token) -> PartialDate | None:
        words, steer, unit = time_words().data, m["steer"].lower(), unit_of(m["unit"])
        if steer == "next" and re.match("the", m[0], re.IGNORECASE) and self.previous:
            steer = "following"
        if steer in words["from_article"]:
            anchor, count = self.here if unit == "day" else self.reference, words["from_article"][steer]
            if steer == "past":
                return None
        else:
            anchor, count = (self.previous.value if self.previous else None), words["from_text"][steer]
        return calendar.step(anchor, unit, count) if anchor else None

    def _relative_season(self, m: re.Match[str], root: Token) -> PartialDate | None:
        middle = time_words().data["seasons"][m["season"].lower()]
        steer, anchor = ("", self.reference) if m["bare"] else self._turn(m)
        if not anchor or m["season"].lower() == "winter":  # winters have two years
            return None
        if steer == "that" or (not anchor.month and steer in ("following", "previous")):
            return PartialDate(anchor.year + {"following": 1, "previous": -1}.get(steer, 0))
        if not anchor.month or (not steer and not m["bare"]):
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

    _the_step = _years_on = _steps

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
