"""Where things lie on the map, from the geometries of the graph."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.graph.store import Queryable
from kg.query.results import Result

_PAIRS = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True)
class Place:
    """A thing's geometry: parts of (longitude, latitude) pairs in degrees; ``area`` says that parts are outlines."""

    iri: str
    area: bool
    parts: tuple[tuple[tuple[float, float], ...], ...]


def places(store: Queryable, iris: Iterable[str]) -> list[Place]:
    """The geometries of those of the things that have one, in the order given."""
    wanted = list(dict.fromkeys(iris))
    if not wanted:
        return []
    values = " ".join(str(NamedNode(iri)) for iri in wanted)
    rows = Result.of(store.query(f"SELECT DISTINCT ?thing ?wkt {{ VALUES ?thing {{ {values} }} "
                                 "?thing geo:hasGeometry/geo:asWKT ?wkt } ORDER BY ?thing ?wkt")).dicts()
    found = {row["thing"]: row["wkt"] for row in reversed(rows)}
    return [Place(iri, "POLYGON" in found[iri], _parts(found[iri])) for iri in wanted if iri in found]


def _parts(wkt: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The innermost lists of a geometry: rings, lines, or points."""
    return tuple(tuple((float(x), float(y)) for x, y in (pair.split() for pair in part.split(",")))
                 for part in _PAIRS.findall(wkt))
