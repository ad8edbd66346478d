"""Where things are: land under dispute with each authority's names for it, and the places where events happened."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.graph.store import Queryable
from kg.knowledge.geometry import wkt_parts
from kg.query.network import explorer_rows
from kg.query.selection import Selection
from kg.query.survey import Survey

Points = list[list[tuple[float, float]]]
_NAMES = {"en": "English", "ja": "Japanese", "ja-latn": "Japanese in Latin letters", "ru": "Russian"}


@dataclass(frozen=True)
class Holding:
    """That somebody claims or controls a territory, according to whom, from when until when ("" for open)."""

    kind: str
    who: str
    by: str
    start: str
    end: str


@dataclass(frozen=True)
class Land:
    """A territory. ``shape`` is a type of WKT ("" for none), ``points`` its lists of longitude and latitude.

    ``names`` has, by (authority, language), what the authority calls it.
    """

    id: str
    label: str
    dispute: str
    whole: str
    shape: str
    points: Points
    names: Mapping[tuple[str, str], list[str]]
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class Spot:
    """A place where events happened, and how many of each type."""

    id: str
    label: str
    at: tuple[float, float]
    types: Mapping[str, int]

    @property
    def total(self) -> int:
        """Events."""
        return sum(self.types.values())


@dataclass(frozen=True)
class Atlas:
    """All lands by id; the events that passed, by place, and (label, id, number) where no location is known."""

    lands: Mapping[str, Land]
    spots: tuple[Spot, ...]
    elsewhere: tuple[tuple[str, str, int], ...]
    authorities: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)

    def within(self, territory: str) -> list[Land]:
        """A territory and its parts."""
        found, new = {territory}, {territory}
        while new := {land.id for land in self.lands.values() if land.whole in new} - found:
            found |= new
        return [land for ident, land in self.lands.items() if ident in found]


@dataclass(frozen=True)
class Ground:
    """What a map of a store begins with, whatever events are asked for: lands, and locations and labels by id."""

    lands: Mapping[str, Land]
    where: Mapping[str, tuple[float, float]]
    labels: Mapping[str, str]


def ground(store: Queryable, survey: Survey) -> Ground:
    """The lands and places of a store."""
    lands = _lands(store, survey)
    where = {land.id: _middle(land) for land in lands.values() if land.points}
    labels = {land.id: land.label for land in lands.values()}
    for row in explorer_rows(store, "places.rq"):
        if ident := survey.id_of(row["place"]):
            where.setdefault(ident, wkt_parts(row["wkt"])[1][0][0])
            labels.setdefault(ident, row["label"])
    return Ground(lands, where, labels)


def atlas(ground: Ground, survey: Survey, selection: Selection) -> Atlas:
    """The lands, and where the events that pass happened; an event that several articles tell of counts once."""
    where, labels = ground.where, ground.labels
    counts: dict[str, Counter[str]] = {}
    told: set[str] = set()
    for event in selection.events(survey):
        if event.place and event.happening not in told:
            told.add(event.happening)
            counts.setdefault(event.place, Counter())[event.type] += 1
    spots = tuple(Spot(place, labels.get(place) or survey.label(place), where[place], dict(types))
                  for place, types in counts.items() if place in where)
    elsewhere = sorted(((survey.label(place), place, types.total()) for place, types in counts.items()
                        if place not in where), key=lambda found: (-found[2], found[0]))
    return Atlas(ground.lands, tuple(sorted(spots, key=lambda s: (-s.total, s.id))), tuple(elsewhere),
                 _authorities(ground.lands))


def _lands(store: Queryable, survey: Survey) -> dict[str, Land]:
    names: dict[str, dict[tuple[str, str], list[str]]] = {}
    for row in explorer_rows(store, "territory-names.rq"):
        key = survey.id_of(row["by"]), row["language"].lower()
        names.setdefault(survey.id_of(row["territory"]), {}).setdefault(key, []).append(row["name"])
    holdings: dict[str, list[Holding]] = {}
    for row in explorer_rows(store, "claims.rq"):
        holdings.setdefault(survey.id_of(row["territory"]), []).append(Holding(
            row["kind"], survey.id_of(row["who"]), survey.id_of(row["by"]), row["from"], row["until"]))
    lands: dict[str, Land] = {}
    for row in explorer_rows(store, "territories.rq"):
        ident = survey.id_of(row["territory"])
        if ident and ident not in lands:
            shape, points = wkt_parts(row["wkt"]) if row["wkt"] else ("", [])
            lands[ident] = Land(ident, row["label"], survey.id_of(row["dispute"]).removeprefix("dispute/"),
                                survey.id_of(row["whole"]), shape, points,
                                names.get(ident, {}), tuple(holdings.get(ident, ())))
    return lands


def _authorities(lands: Mapping[str, Land]) -> dict[str, list[tuple[str, str]]]:
    """By dispute, the (authority, language) pairs that name its lands, those with most names first."""
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for land in lands.values():
        counts.setdefault(land.dispute, Counter()).update(land.names.keys())
    return {dispute: sorted(found, key=lambda pair: (-found[pair], pair)) for dispute, found in counts.items()}


def language_name(tag: str) -> str:
    """A language in words, as far as this site needs it; else its tag."""
    return _NAMES.get(tag, tag)


def _middle(land: Land) -> tuple[float, float]:
    """The middle of the largest part of a shape."""
    part = max(land.points, key=lambda points: _extent(points))
    xs, ys = [x for x, _ in part], [y for _, y in part]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _extent(points: list[tuple[float, float]]) -> float:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
