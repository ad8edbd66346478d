"""A map as numbers for SVG: a plate carrée that is true to scale in its middle, coastlines, a graticule, labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np

from kg.web.coasts import Ring, coasts, extents

WIDTH, HEIGHT = 960.0, 620.0
#: From this span of longitude on, the coarse coastline will do.
_COARSE = 90.0
#: Paths are written in whole numbers of so small a part of a unit; the template scales them back.
FINE = 0.5
#: Islands that are smaller than so many units are left out.
_SEEN = 0.8
_STEPS = (0.25, 0.5, 1, 2, 5, 10, 20, 30)


@dataclass(frozen=True)
class Frame:
    """What the map shows: the middle, units of the drawing for a degree of latitude, the drawing's height."""

    lon: float
    lat: float
    scale: float
    height: float = HEIGHT

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]], margin: float = 0.25, least: float = 1.5) -> "Frame":
        """A frame with the points in it, a margin as a share of their extent, at least so many degrees high."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        lat = (min(ys) + max(ys)) / 2
        flat = max(cos(radians(lat)), 0.2)
        high = max((max(ys) - min(ys)) * (1 + 2 * margin), least)
        wide = max((max(xs) - min(xs)) * (1 + 2 * margin) * flat, least * WIDTH / HEIGHT)
        return cls((min(xs) + max(xs)) / 2, lat, min(HEIGHT / high, WIDTH / wide))

    @property
    def flat(self) -> float:
        """How much shorter a degree of longitude is."""
        return max(cos(radians(self.lat)), 0.2)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        x, y = WIDTH / 2 / self.scale / self.flat, self.height / 2 / self.scale
        return self.lon - x, self.lat - y, self.lon + x, self.lat + y

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point is in the drawing."""
        return (round(WIDTH / 2 + (lon - self.lon) * self.scale * self.flat, 1),
                round(self.height / 2 - (lat - self.lat) * self.scale, 1))

    def sees(self, lon: float, lat: float) -> bool:
        """Whether a point is in the frame."""
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north


WORLD = Frame(10.0, 12.0, WIDTH / 360 / cos(radians(12.0)), 390.0)


def coastline(frame: Frame) -> str:
    """The path of all land in the frame; "" where there are no coastlines."""
    west, south, east, north = frame.box
    wide, detail = (east - west) / 10, "110m" if east - west > _COARSE else "10m"
    box = np.array([west - wide, south - wide]), np.array([east + wide, north + wide])
    rings, found = coasts(detail), extents(detail)
    large = (found[:, 2:] - found[:, :2]).max(1) * frame.scale > _SEEN
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        shift = np.array([turn, 0.0])
        seen = (found[:, 2:] + shift >= box[0]).all(1) & (found[:, :2] + shift <= box[1]).all(1) & large
        parts += [_path(frame, np.clip(rings[n] + shift, *box)) for n in np.flatnonzero(seen).tolist()]
    return "".join(parts)


def shape(frame: Frame, rings: Iterable[Sequence[tuple[float, float]]], closed: bool = True) -> str:
    """The path of a geometry."""
    return "".join(_path(frame, np.array(ring), closed) for ring in rings)


def _path(frame: Frame, ring: Ring, closed: bool = True) -> str:
    """A ring in parts of the drawing's units (``FINE``), without points that fall on the one before."""
    xy = np.column_stack([WIDTH / 2 + (ring[:, 0] - frame.lon) * frame.scale * frame.flat,
                          frame.height / 2 - (ring[:, 1] - frame.lat) * frame.scale])
    whole = (xy / FINE).round().astype(np.int64)
    steps = np.diff(whole, axis=0)
    steps = steps[(steps != 0).any(1)]
    if len(steps) < (2 if closed else 1):
        return ""
    return f"M{whole[0, 0]} {whole[0, 1]}l" + " ".join(map(str, steps.ravel().tolist())) + ("z" if closed else "")


@dataclass(frozen=True)
class GridLine:
    """A line of longitude or latitude with its name."""

    path: str
    name: str
    x: float
    y: float


def graticule(frame: Frame) -> list[GridLine]:
    """Lines of longitude and latitude at round degrees, four to eight of each."""
    west, south, east, north = frame.box
    step = next((s for s in _STEPS if (north - south) / s <= 6), _STEPS[-1])
    lines = []
    for n in range(int(west // step) + 1, int(east // step) + 1):
        x, _ = frame.at(n * step, 0)
        degree = (n * step + 180) % 360 - 180
        lines.append(GridLine(f"M{x:g} 0V{frame.height:g}",
                              f"{abs(degree):g}°{'W' if degree < 0 else 'E' if degree else ''}", x + 3,
                              frame.height - 6))
    for n in range(int(max(south, -90) // step) + 1, int(min(north, 90) // step) + 1):
        _, y = frame.at(0, n * step)
        lines.append(GridLine(f"M0 {y:g}H{WIDTH:g}",
                              f"{abs(n * step):g}°{'S' if n < 0 else 'N' if n else ''}", 4, y - 3))
    return lines


class Lettering:
    """Finds room for labels, first come, first served, so that no two lie upon each other."""

    def __init__(self, height: float, size: float = 15.0) -> None:
        self._height, self._size = height, size
        self._taken: list[tuple[float, float, float, float]] = []

    def place(self, text: str, x: float, y: float, away: float = 7.0) -> tuple[float, float, str] | None:
        """Where a label of a point goes (x, y, anchor), beside, below or above it; None where there is no room."""
        wide = sum(self._size * (1.0 if ord(c) > 0x2E80 else 0.56) for c in text)
        for dx, dy, anchor in ((away, 5, "start"), (-away, 5, "end"), (0, away + 13, "middle"), (0, -away, "middle")):
            left = x + dx - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
            box = left, y + dy - self._size, left + wide, y + dy + 3
            inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= self._height
            if inside and not any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3]
                                  for t in self._taken):
                self._taken.append(box)
                return round(x + dx, 1), round(y + dy, 1), anchor
        return None

    def keep(self, x: float, y: float, radius: float) -> None:
        """No label here: a mark is."""
        self._taken.append((x - radius, y - radius, x + radius, y + radius))
