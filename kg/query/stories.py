"""What changed and what is contested, with its sentences: shifts, disagreements, a proposition from all sides."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from pyoxigraph import NamedNode

from kg.graph.store import GraphStore
from kg.query.explain import Explanation, explanations
from kg.query.network import explorer_rows
from kg.query.parameters import concepts
from kg.query.selection import Selection
from kg.query.survey import UNNAMED, PositionRow, Survey

#: Positions in one list, and stories on a page.
SHOWN, STORIES = 50, 20
#: The queries that find each kind of story.
KINDS = {"shift": "shifts.rq", "disagreement": "disagreements.rq"}
#: Stands for the outlets of countries that are no party, among the sides of ``views``.
THIRD = "third"


@dataclass(frozen=True)
class Said:
    """A position with its sentence; ``country`` is the outlet's side, in words."""

    row: PositionRow
    holder: str
    country: str
    why: Explanation


@dataclass(frozen=True)
class Story:
    """Two positions that differ: one holder's before and after (shift), or by two outlets (disagreement)."""

    iri: str
    topic: str
    regarding: str
    first: Said
    second: Said


@dataclass(frozen=True)
class View:
    """What the outlets of one side report; ``side`` is a state's id, ``THIRD``, or "" where it is not known."""

    side: str
    label: str
    counts: Mapping[str, int]
    articles: int
    said: tuple[Said, ...]


def said(store: GraphStore, survey: Survey, rows: Sequence[PositionRow]) -> tuple[Said, ...]:
    """Positions with their sentences."""
    whys = explanations(store, (NamedNode(row.fact) for row in rows))
    return tuple(Said(row, (row.name or UNNAMED) if row.holder == UNNAMED else survey.label(row.holder),
                      survey.label(side) if (side := survey.articles[row.article].country) else "", why)
                 for row, why in zip(rows, whys, strict=True))


def stories(store: GraphStore, survey: Survey, selection: Selection, kind: str, page: int = 1,
            size: int = STORIES) -> tuple[list[Story], int]:
    """A page of the stories of a kind of which both ends pass, the biggest first, and how many there are.

    A turn from support to opposition counts double; both are weighed by how sure the ends are and by how much is
    known of the holder.
    """
    rows = {row.fact: row for row in selection.positions(survey)}
    known = Counter(row.holder for row in survey.positions)
    pairs: dict[str, tuple[PositionRow, PositionRow]] = {}
    for found in explorer_rows(store, KINDS[kind]):
        if (first := rows.get(found["first"])) and (second := rows.get(found["second"])):
            pairs.setdefault(found["story"], (first, second))

    def weight(iri: str) -> float:
        first, second = pairs[iri]
        whole = {first.stance, second.stance} == {"support", "oppose"}
        return (2 if whole else 1) * first.confidence * second.confidence * (1 + log(known[first.holder]))

    chosen = sorted(pairs, key=lambda iri: (-weight(iri), iri))[(page - 1) * size:page * size]
    told = said(store, survey, [row for iri in chosen for row in pairs[iri]])
    topics = concepts("topic")
    return [Story(iri, topics.get(first.row.topic, first.row.topic),
                  survey.label(first.row.regarding) if first.row.regarding else "", first, second)
            for iri, first, second in zip(chosen, told[::2], told[1::2], strict=True)], len(pairs)


def views(store: GraphStore, survey: Survey, selection: Selection, sides: Sequence[str],
          by_holder: bool = False) -> list[View]:
    """What outlets (or else holders) of each side say, then those of third and of unknown sides, side by side.

    Without sides, the two of which there is most. The surest of each are told, at most ``SHOWN``, in time.
    """
    def own(row: PositionRow) -> str:
        return survey.sides.of(row.holder) if by_holder else survey.articles[row.article].country

    rows = list(selection.positions(survey))
    sides = sides or [side for side, _ in Counter(filter(None, map(own, rows))).most_common(2)]
    grouped: dict[str, list[PositionRow]] = {side: [] for side in (*sides, THIRD)}
    for row in rows:
        side = own(row)
        grouped.setdefault(side if side in sides or not side else THIRD, []).append(row)
    labels = {THIRD: "third parties", "": "no state, or an unknown one"}
    return [View(side, labels.get(side) or survey.label(side), counted(found), len({row.article for row in found}),
                 said(store, survey, surest(found)))
            for side, found in grouped.items()]


def surest(rows: Iterable[PositionRow], most: int = SHOWN) -> list[PositionRow]:
    """The surest positions, by date."""
    return sorted(sorted(rows, key=lambda r: (-r.confidence, r.fact))[:most], key=lambda r: (r.date, r.fact))


def counted(rows: Iterable[PositionRow]) -> Mapping[str, int]:
    """How many positions take each stance."""
    return dict(Counter(row.stance for row in rows))
