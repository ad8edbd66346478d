"""Whether two articles tell of one event: by type, participants, time with its precision, and place.

A state stands for whoever acts for it ("Japan and Russia held talks", "Abe met Putin"), so participants are compared
without states that a named person already stands for. Nothing follows from what one article leaves out, but where
only little is told two things must agree that otherwise one may miss (see ``Telling.compare``).
"""

from collections.abc import Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from kg.model import PartialDate
from kg.model.identity import Opinion

#: An event without a date is looked for in the days before its article, not further back than this.
RECENT = 45


@dataclass(frozen=True)
class Telling:
    """An event as one article tells it, or as several do together.

    ``sides`` gives each participant its state (a state is its own); ``within`` what lies around the place, the place
    included; ``kind`` is the place's. ``published`` is the article's date.
    """

    key: str
    type: str
    participants: frozenset[str] = frozenset()
    sides: tuple[tuple[str, str], ...] = ()
    when: PartialDate | None = None
    place: str | None = None
    within: frozenset[str] = frozenset()
    kind: str = ""
    published: PartialDate | None = None

    exclusive = None  # an article may tell of an event twice

    @cached_property
    def _side(self) -> dict[str, str]:
        return dict(self.sides)

    @cached_property
    def actors(self) -> frozenset[str]:
        """The participants without states that another participant stands for."""
        stood_for = {self._side.get(p) for p in self.participants if self._side.get(p) != p}
        return frozenset(p for p in self.participants if p not in stood_for)

    @property
    def order(self) -> tuple[object, ...]:
        precise = {"day": 0, "month": 1, "year": 2}[self.when.precision] if self.when else 3
        named = sum(self._side.get(p) != p for p in self.actors)
        return (precise, -named, -len(self.actors), self.place is None, str(self.when or ""), str(self.published or ""))

    @property
    def shelves(self) -> Iterator[Hashable]:
        if self.when:
            whole = str(self.when)
            yield from ((self.type, whole[:length]) for length in (4, 7, 10) if length <= len(whole))
            if self.place and self.when.precision == "day":
                yield self.type, self.place, whole[:7]

    @property
    def places_to_look(self) -> Iterator[Hashable]:
        if self.when:
            yield self.type, str(self.when)
            if self.when.precision == "day":
                yield from ((self.type, str(day)) for day in _around(self.when))
        elif self.place and self.published:
            day, last = self.published.first, self.published.last
            months = {str(last)[:7], *(str(day - timedelta(days=back))[:7] for back in (0, RECENT // 2, RECENT)
                                       if day.toordinal() > back)}
            yield from ((self.type, self.place, month) for month in sorted(months))

    def compare(self, other: "Telling") -> Opinion | None:
        """What speaks for one event, where ``other`` is the less precise one; None where nothing does."""
        if self.type != other.type or not (match := self._participants(other)):
            return None
        place = self._place(other)
        named = (f"{self.type} of {', '.join(sorted(self.actors)) or 'nobody named'}, {self.when or 'no date'}"
                 + (f", {self.place}" if self.place else ""))
        if not self._time_fits(other):
            return Opinion("unsure", 0.5, "event.neighbouring-day", f"{named}; but the other is told of {other.when}") \
                if match == "all" and place == "agree" and other.when in list(_around(self.when)) else None
        day = other.when is not None and other.when.precision == "day"
        if place == "conflict":
            return Opinion("unsure", 0.5, "event.place", f"{named}; but the other is told of {other.place}") if day \
                else None
        if match == "more":
            return Opinion("unsure", 0.5, "event.participants", f"{named}; but one of them names further sides")
        agree = place == "agree"
        if other.when is None or other.when.precision == "year" or match == "part":
            if not agree or (match == "part" and not day):
                return None
            return Opinion("same", 0.7, "event.place", f"{named}: participants and place agree")
        if match == "none" and not (agree and day):
            return None
        rule, strength = ("event.day", 0.9) if day else ("event.month", 0.8)
        return Opinion("same", strength + (0.05 if agree else 0.0), rule,
                       f"{named}: {'time, participants and place' if agree else 'time and participants'} agree")

    def _time_fits(self, other: "Telling") -> bool:
        """The times may be one; without a date, the article must come soon after."""
        if self.when and other.when:
            return self.when.first <= other.when.last and other.when.first <= self.when.last
        day, told = (self.when, other.published) if self.when else (other.when, self.published)
        if not day or day.precision != "day" or not told:
            return False
        return (told.last - day.first).days >= 0 and (told.first - day.first).days <= RECENT

    def _participants(self, other: "Telling") -> str:
        """``all`` match; ``none`` are named; ``part`` where one names a single one of them; ``more`` where one names
        sides that the other does not; "" where they contradict."""
        few, many = sorted((self.actors, other.actors), key=lambda s: (len(s), sorted(s)))
        if not few:
            return "none" if not many else "part"
        side = self._side | other._side
        if not all(any(_one(p, q, side) for q in many) for p in few):
            return ""
        further = {side.get(q, q) for q in many} - {side.get(p, p) for p in few}
        if not further:
            return "all"
        return "part" if len(few) == 1 else "more"

    def _place(self, other: "Telling") -> str:
        if not self.place or not other.place:
            return "unknown"
        if self.place in other.within or other.place in self.within:
            return "agree"
        comparable = not self.kind or self.kind == other.kind or not other.kind  # no town contradicts a sea
        elsewhere = len(self.within) > 1 < len(other.within) and not self.within & other.within
        return "conflict" if comparable or elsewhere else "unknown"

    def merged(self, other: "Telling") -> "Telling":
        """What both say: all participants, the more precise time and place, the first publication."""
        when = min((w for w in (self.when, other.when) if w), key=lambda w: (-len(str(w)), str(w)), default=None)
        finer = other if other.place and (not self.place or self.place in other.within - {other.place}) else self
        published = min((p for p in (self.published, other.published) if p), default=None)
        return replace(self, participants=self.participants | other.participants,
                       sides=tuple(sorted({*self.sides, *other.sides})), when=when, place=finer.place,
                       within=finer.within, kind=finer.kind, published=published)


def _around(when: PartialDate | None) -> Iterator[PartialDate]:
    """The days before and after a day: clocks differ, and so do papers."""
    if when and when.precision == "day":
        for distance in (-1, 1):
            with suppress(OverflowError):
                yield PartialDate.of(when.first + timedelta(days=distance))


def _one(p: str, q: str, side: dict[str, str]) -> bool:
    """The same participant, or one of them the state that the other is of."""
    return p == q or side.get(p, p) == q or side.get(q, q) == p
