"""What pages count over: all articles, positions, events and statements of a generation as plain rows, read once.

A ``fact`` and a ``happening`` are IRIs; other things are ids, what follows the base in an IRI ("japan"). A date
is ISO 8601 of any precision, or "".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from urllib.parse import unquote

from kg import settings
from kg.graph.store import Queryable
from kg.query.labels import Labels
from kg.query.network import explorer_rows
from kg.query.sides import Sides, read_sides

#: Holder or source of what nobody named says ("observers", "a former official").
UNNAMED = "unnamed"
#: An article is about a dispute whose land it names at least so often, beside the one that it names most.
_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article; ``country`` is the side (a state's id) that its outlet is from, "" where that is not known."""

    id: str
    title: str
    date: str
    outlet: str
    country: str
    disputes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position; ``holder`` is an id or ``UNNAMED``, topic and stance are concepts' names."""

    fact: str
    article: str
    confidence: float
    date: str
    holder: str
    name: str
    topic: str
    stance: str
    regarding: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as one article tells it; ``happening`` is one for all articles that tell of the same event."""

    fact: str
    article: str
    confidence: float
    date: str
    type: str
    status: str
    place: str
    where: str
    happening: str
    actors: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement; ``source`` is an id or ``UNNAMED``."""

    fact: str
    article: str
    confidence: float
    date: str
    source: str
    name: str


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute, its parties (those that are no more under what they became), and the land that it is about."""

    id: str
    label: str
    parties: tuple[str, ...]
    territory: str


class Survey:
    """The rows of one store, each kind read when it is first asked for, and words for their ids."""

    def __init__(self, store: Queryable) -> None:
        self._store, self._labels = store, Labels(store)

    def label(self, ident: str) -> str:
        """Words for an id; the id itself for one that no thing has."""
        try:
            return UNNAMED if ident == UNNAMED else self._labels(settings.BASE + ident)
        except ValueError:  # somebody's own text, which is no part of an IRI
            return ident

    def id_of(self, iri: str) -> str:
        """The id of a thing's IRI; "" for somebody else's."""
        return _id(iri) if iri.startswith(settings.BASE) else ""

    @cached_property
    def sides(self) -> Sides:
        """Whom each actor belongs to."""
        return read_sides(self._store, self.label)

    @cached_property
    def disputes(self) -> Mapping[str, DisputeRow]:
        """The disputes by id, by label."""
        parties: dict[str, list[str]] = {}
        labels: dict[str, str] = {}
        lands: dict[str, str] = {}
        for row in explorer_rows(self._store, "disputes.rq"):
            ident = _id(row["dispute"]).removeprefix("dispute/")
            labels.setdefault(ident, row["label"])
            lands.setdefault(ident, _id(row["territory"]))
            found = parties.setdefault(ident, [])
            if row["party"] and (side := self.sides.of(_id(row["party"]))) not in found:
                found.append(side)
        return {i: DisputeRow(i, labels[i], tuple(parties[i]), lands[i])
                for i in sorted(labels, key=labels.__getitem__)}

    @cached_property
    def articles(self) -> Mapping[str, ArticleRow]:
        """The articles by id (without ``article/``)."""
        mentions: dict[str, dict[str, int]] = {}
        for row in explorer_rows(self._store, "lands.rq"):
            counts = mentions.setdefault(_article(row["article"]), {})
            counts[intern(_id(row["dispute"]).removeprefix("dispute/"))] = int(row["mentions"])
        first: dict[str, dict[str, str]] = {}
        for row in explorer_rows(self._store, "articles.rq"):
            first.setdefault(_article(row["article"]), row)
        return {ident: ArticleRow(ident, row["title"] or ident, row["published"], intern(row["name"]),
                                  self.sides.of_country(row["country"]), _about(mentions.get(ident, {})))
                for ident, row in first.items()}

    @cached_property
    def positions(self) -> tuple[PositionRow, ...]:
        """All positions by date."""
        return tuple({row["fact"]: PositionRow(
            row["fact"], _article(row["article"]), float(row["confidence"]), row["date"],
            _id(row["holder"]) or UNNAMED, intern(row["name"]), _name(row["topic"]), _name(row["stance"]),
            _id(row["regarding"])) for row in explorer_rows(self._store, "positions.rq")}.values())

    @cached_property
    def events(self) -> tuple[EventRow, ...]:
        """All events by date."""
        who: dict[str, list[tuple[str, str]]] = {}
        for row in explorer_rows(self._store, "participants.rq"):
            who.setdefault(row["fact"], []).append((_id(row["who"]), intern(row["name"])))
        return tuple({row["fact"]: EventRow(
            row["fact"], _article(row["article"]), float(row["confidence"]), row["date"], _name(row["type"]),
            _name(row["status"]), _id(row["place"]), intern(row["where"]), row["happening"],
            tuple(actor for actor, _ in who.get(row["fact"], ()) if actor),
            tuple(name for _, name in who.get(row["fact"], ()) if name),
        ) for row in explorer_rows(self._store, "events.rq")}.values())

    @cached_property
    def statements(self) -> tuple[StatementRow, ...]:
        """All statements by the date on which something was said."""
        return tuple({row["fact"]: StatementRow(
            row["fact"], _article(row["article"]), float(row["confidence"]), row["date"],
            _id(row["source"]) or UNNAMED, intern(row["name"])) for row in
            explorer_rows(self._store, "statements.rq")}.values())


def _about(mentions: Mapping[str, int]) -> tuple[str, ...]:
    """The disputes that an article is about, the most named first."""
    most = max(mentions.values(), default=0)
    return tuple(sorted((d for d, n in mentions.items() if n >= most * _SHARE), key=lambda d: (-mentions[d], d)))


def _id(iri: str) -> str:
    return intern(iri.removeprefix(settings.BASE))


def _article(iri: str) -> str:
    return intern(_id(iri).removeprefix("article/"))


def _name(iri: str) -> str:
    return intern(unquote(iri.rpartition("/")[2]))


def years(dates: Iterable[str]) -> tuple[int, int] | None:
    """The first and the last year of dates; None where there is no date."""
    found = [int(date[:4]) for date in dates if date]
    return (min(found), max(found)) if found else None
