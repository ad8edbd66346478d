"""Which rows of a survey a page is about: the filters that all pages share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.query.survey import ArticleRow, EventRow, PositionRow, StatementRow, Survey


@dataclass(frozen=True)
class Selection:
    """Filters; "" (or 0) lets everything through. Ids as in ``Survey``; dates of any precision, ends included.

    ``country`` is the side that the outlet is from, ``side`` the one that the actor is or belongs to; ``other`` lets a
    second actor, or side, through. ``regarding``
    is whose title, which treaty or whose troops; ``!japan,russia`` means nothing of these.
    """

    dispute: str = ""
    country: str = ""
    start: str = ""
    end: str = ""
    certainty: float = 0.0
    actor: str = ""
    side: str = ""
    other: str = ""
    topic: str = ""
    regarding: str = ""
    stance: str = ""
    type: str = ""
    status: str = ""
    place: str = ""

    def positions(self, survey: Survey) -> Iterator[PositionRow]:
        """The positions that pass, by date."""
        told = self._articles(survey)
        return (row for row in survey.positions if row.article in told and row.confidence >= self.certainty
                and (not self.topic or row.topic == self.topic) and (not self.stance or row.stance == self.stance)
                and self._on(survey, row.regarding)
                and self._who(survey, (row.holder,)) and self.in_time(row.date))

    def events(self, survey: Survey) -> Iterator[EventRow]:
        """The events that pass, by date; those without a date only where no period is asked for."""
        told = self._articles(survey)
        return (row for row in survey.events if row.article in told and row.confidence >= self.certainty
                and (not self.type or row.type == self.type) and (not self.status or row.status == self.status)
                and (not self.place or row.place == self.place)
                and self._who(survey, row.actors) and self.in_time(row.date))

    def statements(self, survey: Survey) -> Iterator[StatementRow]:
        """The statements that pass, by date."""
        told = self._articles(survey)
        return (row for row in survey.statements if row.article in told and row.confidence >= self.certainty
                and self._who(survey, (row.source,)) and self.in_time(row.date))

    def in_time(self, date: str) -> bool:
        """Whether a date is in the period, or may be: 2016 is in May 2016 to June 2017."""
        if not date:
            return not (self.start or self.end)
        return date >= self.start[:len(date)] and date[:len(self.end)] <= self.end if self.end \
            else date >= self.start[:len(date)]

    def of_article(self, row: ArticleRow) -> bool:
        """Whether the article is one of the dispute and from the country."""
        return (not self.dispute or self.dispute in row.disputes) and (not self.country or row.country == self.country)

    def _on(self, survey: Survey, regarding: str) -> bool:
        if self.regarding.startswith("!"):
            return about(survey, regarding) not in self.regarding[1:].split(",")
        return not self.regarding or self.regarding in (regarding, about(survey, regarding))

    def _articles(self, survey: Survey) -> set[str]:
        return {ident for ident, row in survey.articles.items() if self.of_article(row)}

    def _who(self, survey: Survey, actors: Iterable[str]) -> bool:
        if not (self.actor or self.side):
            return True
        return any((self.actor or self.side) in found or (self.other and self.other in found)
                   for actor in actors
                   for found in ((actor, survey.sides.of(actor)) if self.side else (actor,),))


def about(survey: Survey, regarding: str) -> str:
    """What a position regards, a state as it is called now; "" for nothing in particular."""
    return survey.sides.of(regarding) or regarding


def on_common_ground(survey: Survey, rows: Iterable[PositionRow], one: str, other: str) -> list[PositionRow]:
    """The positions of two actors, or sides, on what both speak about; by topic."""
    def who(row: PositionRow) -> set[str]:
        return {row.holder, survey.sides.of(row.holder)} & {one, other}

    found = [(row, (row.topic, about(survey, row.regarding))) for row in rows]
    common = set.intersection(*({ground for row, ground in found if name in who(row)} for name in (one, other)))
    return [row for row, ground in sorted(found, key=lambda pair: pair[1]) if ground in common]
