"""What happened when: events and statements in order, one entry for an event of which several articles tell."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.graph.store import GraphStore
from kg.query.explain import Explanation, explanations
from kg.query.parameters import concepts
from kg.query.periods import Period, periods
from kg.query.selection import Selection
from kg.query.survey import EventRow, StatementRow, Survey

#: Entries on a page, and articles of which an entry quotes the sentence.
ENTRIES, TELLINGS = 60, 4
#: What statements are called among the types of events.
STATEMENT = "statement"


@dataclass(frozen=True)
class Entry:
    """An event, or a statement: ``tellings`` are sentences of up to ``TELLINGS`` of its articles.

    ``who`` are (id, name) pairs, ids "" for those who are no known thing; ``where`` is a name, ``place`` its id or "".
    """

    type: str
    label: str
    status: str
    date: str
    who: tuple[tuple[str, str], ...]
    place: str
    where: str
    articles: int
    tellings: tuple[Explanation, ...]


@dataclass(frozen=True)
class Chronicle:
    """A page of the entries; ``lanes`` are (type, label, number, periods), all of the same periods."""

    entries: tuple[Entry, ...]
    total: int
    undated: int
    lanes: tuple[tuple[str, str, int, tuple[Period, ...]], ...]
    actors: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]


def chronicle(store: GraphStore, survey: Survey, selection: Selection, page: int = 1,
              newest_first: bool = False) -> Chronicle:
    """The events that pass, or the statements where ``selection.type`` asks for them; undated ones come last."""
    told = _told(survey, selection)
    groups = sorted(told, key=lambda g: (g[0].date, g[0].fact), reverse=newest_first)
    groups.sort(key=lambda group: not group[0].date)
    shown = groups[(page - 1) * ENTRIES:page * ENTRIES]
    labels = concepts("event-type") | {STATEMENT: "statement"}
    rows = [row for group in shown for row in group[:TELLINGS]]
    whys = dict(zip((row.fact for row in rows), explanations(store, (NamedNode(row.fact) for row in rows)),
                    strict=True))
    dated = [(group[0].date, _type(group[0])) for group in groups if group[0].date]
    counts = Counter(_type(group[0]) for group in groups)
    together = periods(dated)
    return Chronicle(
        tuple(Entry(_type(g[0]), labels[_type(g[0])], _status(g[0]), g[0].date, _who(survey, g[0]), _place(g[0])[0],
                    _place(g[0])[1], len({row.article for row in g}),
                    tuple(whys[row.fact] for row in g[:TELLINGS])) for g in shown),
        len(groups), sum(not group[0].date for group in groups),
        tuple((name, labels[name], counts[name], tuple(
            Period(p.start, p.end, {name: p.counts[name]} if name in p.counts else {}) for p in together))
            for name in sorted(counts, key=lambda n: (-counts[n], n))),
        _common(survey, (actor for g in groups for actor in _actors(g[0]))),
        _common(survey, (_place(g[0])[0] for g in groups)))


Row = EventRow | StatementRow


def _told(survey: Survey, selection: Selection) -> list[list[Row]]:
    """What passes, all tellings of one event together, the one that says the date most exactly first."""
    if selection.type == STATEMENT:
        return [[row] for row in selection.statements(survey)]
    groups: dict[str, list[Row]] = {}
    for row in selection.events(survey):
        groups.setdefault(row.happening or row.fact, []).append(row)
    for group in groups.values():
        group.sort(key=lambda row: (-len(row.date), -row.confidence, row.fact))
    return list(groups.values())


def _type(row: Row) -> str:
    return row.type if isinstance(row, EventRow) else STATEMENT


def _status(row: Row) -> str:
    return row.status if isinstance(row, EventRow) else ""


def _place(row: Row) -> tuple[str, str]:
    return (row.place, row.where) if isinstance(row, EventRow) else ("", "")


def _actors(row: Row) -> tuple[str, ...]:
    return row.actors if isinstance(row, EventRow) else (row.source,)


def _who(survey: Survey, row: Row) -> tuple[tuple[str, str], ...]:
    if isinstance(row, StatementRow):
        known = row.source != "unnamed"
        return ((row.source if known else "", survey.label(row.source) if known else row.name or "unnamed"),)
    if len(row.actors) == len(row.names):
        return tuple(zip(row.actors, row.names, strict=True))
    return tuple((actor, survey.label(actor)) for actor in row.actors)


def _common(survey: Survey, idents: Iterable[str], most: int = 40) -> tuple[tuple[str, str], ...]:
    """The most frequent of some things with their labels, by label: what a filter offers."""
    found = [ident for ident, _ in Counter(i for i in idents if i and i != "unnamed").most_common(most)]
    return tuple(sorted(((ident, survey.label(ident)) for ident in found), key=lambda pair: pair[1]))
