"""The map's page: what of an atlas is drawn where."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.query.atlas import Atlas, Land, Spot, language_name
from kg.query.survey import DisputeRow, Survey
from kg.web.cartography import WORLD, Frame, GridLine, Lettering, coastline, graticule, shape

ZOOMS = ("near", "wide", "world")


@dataclass(frozen=True)
class Mark:
    """A land or a spot in the drawing: an outline (``path``) or a point of ``radius``; a label, where there is room.

    What is no ``area`` is a line.
    """

    id: str
    label: str
    path: str
    x: float
    y: float
    radius: float
    area: bool
    text: str
    text_at: tuple[float, float, str] | None
    spot: Spot | None = None


@dataclass(frozen=True)
class Drawing:
    """A map: the territories and the places of events in it; ``coast`` is "" without coastlines."""

    height: float
    coast: str
    grid: list[GridLine]
    lands: list[Mark]
    spots: list[Mark]
    outside: int


def draw(atlas: Atlas, survey: Survey, dispute: str, zoom: str, named: tuple[str, str] | None) -> Drawing:
    """A dispute's land (``near``: what it is about; ``wide``: all that belongs to it and the places around), or the
    world; with the names that an authority uses in a language."""
    own = [land for land in atlas.lands.values() if land.points and (not dispute or land.dispute == dispute)]
    frame = _frame(own, atlas, zoom, survey.disputes.get(dispute)) if dispute and own and zoom != "world" else WORLD
    letters = Lettering(frame.height)
    world = frame is WORLD
    lands = _world(own, survey, frame, letters) if world else _lands(own, frame, letters, named)
    spots = []
    outside = 0
    for spot in atlas.spots:
        if not frame.sees(*spot.at):
            outside += 1
            continue
        x, y = frame.at(*spot.at)
        radius = round(3.5 + 2.2 * spot.total ** 0.5, 1)
        at = letters.place(spot.label, x, y, radius + 4) if spot.id not in atlas.lands else None
        spots.append(Mark(spot.id, spot.label, "", x, y, radius, False, spot.label, at, spot))
    return Drawing(frame.height, coastline(frame), graticule(frame), lands, spots, outside)


def name_of(land: Land, named: tuple[str, str] | None) -> str:
    """What an authority calls the land in a language; its own label in brackets where no such name is known."""
    if named is None:
        return land.label
    return land.names[named][0] if land.names.get(named) else f"[{land.label}]"


def authorities(atlas: Atlas, survey: Survey, dispute: str) -> list[tuple[str, str]]:
    """What the choice of names offers: ("japan.ja", "Japan's, in Japanese")."""
    return [(f"{by}.{language}", f"as {survey.label(by)} calls it, {language_name(language)}")
            for by, language in atlas.authorities.get(dispute, [])][:12]


def _frame(own: Sequence[Land], atlas: Atlas, zoom: str, dispute: DisputeRow | None) -> Frame:
    inner = atlas.within(dispute.territory) if dispute and zoom == "near" else []
    chosen = [land for land in inner if land.points] or own
    points = [point for land in chosen for part in land.points for point in part]
    return Frame.around(points, 0.3 if zoom == "near" else 0.6, 1.2 if zoom == "near" else 12)


def _lands(own: Sequence[Land], frame: Frame, letters: Lettering, named: tuple[str, str] | None) -> list[Mark]:
    """The lands in the frame, the larger first, so that parts lie upon their wholes."""
    made = []
    for land in sorted(own, key=lambda one: -_size(one)):
        corner = [point for part in land.points for point in part]
        if not any(frame.sees(*point) for point in corner):
            continue
        path = shape(frame, land.points, "POLYGON" in land.shape) if "POINT" not in land.shape else ""
        xs, ys = zip(*(frame.at(*point) for point in max(land.points, key=len)), strict=True)
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        parts = any(other.whole == land.id and other.points for other in own)
        text = name_of(land, named)
        made.append((land, path, x, y, text, parts))
    placed: dict[str, tuple[float, float, str] | None] = {}
    for land, _, x, y, text, parts in sorted(made, key=lambda m: (m[5], -_size(m[0]))):  # parts are named first
        placed[land.id] = letters.place(text, x, y) if not parts or len(made) < 4 else None
    return [Mark(land.id, land.label, path, round(x, 1), round(y, 1), 5.0, "POLYGON" in land.shape, text,
                 placed[land.id]) for land, path, x, y, text, _ in made]


def _world(own: Sequence[Land], survey: Survey, frame: Frame, letters: Lettering) -> list[Mark]:
    """A mark for each dispute, at its largest land; those that most articles are about are named first."""
    largest: dict[str, Land] = {}
    for land in own:
        if land.dispute not in largest or _size(land) > _size(largest[land.dispute]):
            largest[land.dispute] = land
    about = Counter(dispute for row in survey.articles.values() for dispute in row.disputes)
    made = []
    for ident, land in sorted(largest.items(), key=lambda item: (-about[item[0]], item[0])):
        part = max(land.points, key=len)
        lons, lats = [x for x, _ in part], [y for _, y in part]
        x, y = frame.at((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
        label = survey.disputes[ident].label if ident in survey.disputes else land.label
        letters.keep(x, y, 5)
        made.append((ident, label, x, y))
    return [Mark(ident, label, "", x, y, 7.0, True, label, letters.place(label, x, y, 9))
            for ident, label, x, y in made]


def _size(land: Land) -> float:
    xs = [x for part in land.points for x, _ in part]
    ys = [y for part in land.points for _, y in part]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def table(atlas: Atlas, dispute: str) -> list[tuple[Land, Mapping[str, list[tuple[str, list[str]]]]]]:
    """The lands of a dispute, wholes before parts, each with its names by authority: [(language, names)]."""
    def depth(land: Land) -> list[str]:
        way = [land.label]
        while land.whole in atlas.lands and atlas.lands[land.whole].label not in way:
            land = atlas.lands[land.whole]
            way.append(land.label)
        return way[::-1]

    lands = sorted((land for land in atlas.lands.values() if land.dispute == dispute), key=depth)
    found: list[tuple[Land, Mapping[str, list[tuple[str, list[str]]]]]] = []
    for land in lands:
        by: dict[str, list[tuple[str, list[str]]]] = {}
        for (authority, language), names in sorted(land.names.items()):
            by.setdefault(authority, []).append((language, names[:3]))
        found.append((land, by))
    return found


def plain(drawing: Drawing, atlas: Atlas) -> dict[str, Any]:
    """The map's data for programs: coordinates, names, events."""
    return {"territories": [{"id": land.id, "label": land.label, "dispute": land.dispute, "part_of": land.whole,
                             "type": land.shape, "coordinates": land.points,
                             "names": [{"authority": by, "language": language, "names": names}
                                       for (by, language), names in sorted(land.names.items())]}
                            for land in atlas.lands.values()],
            "places": [{"id": spot.id, "label": spot.label, "at": spot.at, "events": dict(spot.types)}
                       for spot in atlas.spots],
            "elsewhere": [{"id": ident, "label": label, "events": count} for label, ident, count in atlas.elsewhere],
            "outside": drawing.outside}
