"""Coastlines for the map: Natural Earth's, which come with the package's build (see ``frontend/build.mjs``).

Land only. No border of a state is drawn, so that none can put a disputed territory into one.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]


@cache
def coasts(detail: str) -> tuple[Ring, ...]:
    """Rings of longitude and latitude at 1:110m or 1:10m ("110m", "10m"); none where they were not built.

    A ring over the 180th meridian goes on beyond it; one around a pole is left out.
    """
    file = files("kg.web") / "static" / "vendor" / f"land-{detail}.json"
    if not file.is_file():
        return ()
    data = json.loads(file.read_text("utf-8"))
    scale, shift = (np.array(data["transform"][name]) for name in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in data["arcs"]]
    rings = (_ring(arcs, ring) for polygon in _polygons(data["objects"]["land"]) for ring in polygon)
    return tuple(ring for ring in rings if abs(ring[0, 0] - ring[-1, 0]) < 1)


@cache
def extents(detail: str) -> Ring:
    """West, south, east and north of each ring, a row a ring."""
    rings = coasts(detail)
    return np.array([[*ring.min(0), *ring.max(0)] for ring in rings]).reshape(len(rings), 4)


def _polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a TopoJSON geometry, each as rings of numbers of arcs."""
    match shape["type"]:
        case "GeometryCollection":
            return [polygon for part in shape["geometries"] for polygon in _polygons(part)]
        case "MultiPolygon":
            return list(shape["arcs"])
        case "Polygon":
            return [shape["arcs"]]
    return []


def _ring(arcs: list[Ring], numbers: list[int]) -> Ring:
    """Arcs joined; a negative number is an arc backwards (TopoJSON 2.1.4)."""
    ring = np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])
    return np.column_stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]])
