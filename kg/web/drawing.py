"""Answers as pictures: which of them an answer can be, and where everything lies, in the drawing's units for SVG.

Nothing here runs in the browser: a picture is part of its page, works without JavaScript, and its parts are links.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import networkx as nx

from kg import settings
from kg.query.shapes import Place

#: One row of an answer, as SPARQL's JSON has it: column -> {"type", "value"}.
Row = Mapping[str, Mapping[str, str]]
#: Things that a picture shows at most.
MOST = 150
WIDTH, HEIGHT, MARGIN = 960, 560, 30
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ARTICLE = f"{settings.BASE}article/"


@dataclass(frozen=True)
class Node:
    """A thing in the drawing; ``size`` is a radius."""

    iri: str
    label: str
    x: float
    y: float
    size: float = 6.0


@dataclass(frozen=True)
class Edge:
    """From one node to another, with how many rows say so."""

    one: Node
    other: Node
    rows: int


@dataclass(frozen=True)
class Network:
    """Nodes and edges; ``left_out`` things did not fit."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


@dataclass(frozen=True)
class Moment:
    """A row in time: where it lies, its date as it is, what it says, and its first thing's IRI."""

    x: float
    y: float
    date: str
    words: str
    iri: str


@dataclass(frozen=True)
class Timeline:
    """Rows in time, and the years that are written below them with their places."""

    moments: tuple[Moment, ...]
    years: tuple[tuple[int, float], ...]
    height: float
    left_out: int


@dataclass(frozen=True)
class Outline:
    """A thing on the map: a path where it is an area, and its middle."""

    iri: str
    label: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """Things where they lie, and the lines of the net of degrees: (degrees, place in the drawing)."""

    outlines: tuple[Outline, ...]
    meridians: tuple[tuple[int, float], ...]
    parallels: tuple[tuple[int, float], ...]
    height: float


def things_in(rows: Sequence[Row]) -> list[str]:
    """The IRIs of things (neither articles nor their facts) in an answer, each once."""
    found = (term["value"] for row in rows for term in row.values() if term["type"] == "uri")
    return list(dict.fromkeys(iri for iri in found if not iri.startswith(_ARTICLE)))


def date_column(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """The first column whose values are mostly dates, "" for none."""
    for column in columns:
        values = [row[column]["value"] for row in rows if column in row and row[column]["type"] == "literal"]
        if values and 2 * sum(bool(_DATE.fullmatch(value)) for value in values) > len(rows):
            return column
    return ""


def pictures(columns: Sequence[str], rows: Sequence[Row], places: Sequence[Place]) -> list[str]:
    """What an answer can be shown as."""
    linked = any(len([1 for term in row.values() if term["type"] == "uri"]) > 1 for row in rows)
    return ["table", *(["network"] if linked else []), *(["map"] if places else []),
            *(["timeline"] if date_column(columns, rows) else [])]


def network(columns: Sequence[str], rows: Sequence[Row], label: Callable[[str], str]) -> Network:
    """The things of each row linked with its first one; the best linked of them, laid out."""
    graph: nx.Graph[str] = nx.Graph()
    for row in rows:
        iris = list(dict.fromkeys(row[c]["value"] for c in columns if c in row and row[c]["type"] == "uri"))
        things = [iri for iri in iris if not iri.startswith(_ARTICLE)]
        iris = things if len(things) > 1 else iris  # articles and their facts are where a row is from
        for other in iris[1:]:
            before = graph.get_edge_data(iris[0], other, {"rows": 0})["rows"]
            graph.add_edge(iris[0], other, rows=before + 1)
    kept = sorted(graph.nodes, key=lambda n: (-graph.degree(n), n))[:MOST]
    shown = nx.Graph(graph.subgraph(sorted(kept)))
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(shown.nodes))
    for one, other in sorted(tuple(sorted(edge)) for edge in shown.edges):
        ordered.add_edge(one, other, rows=shown.edges[one, other]["rows"])
    laid = nx.spring_layout(ordered, seed=7, k=2.2 / max(len(ordered), 1) ** 0.5, iterations=80) if kept else {}
    xs, ys = [float(x) for x, _ in laid.values()], [float(y) for _, y in laid.values()]
    nodes = {iri: Node(iri, label(iri), _scaled(float(x), xs, WIDTH - 4 * MARGIN), _scaled(float(y), ys, HEIGHT),
                       round(5 + 2.5 * float(ordered.degree(iri)) ** 0.5, 1)) for iri, (x, y) in laid.items()}
    edges = tuple(Edge(nodes[a], nodes[b], int(d["rows"])) for a, b, d in ordered.edges(data=True))
    return Network(tuple(nodes.values()), edges, len(graph) - len(kept))


def _scaled(value: float, all_of_them: Sequence[float], room: float) -> float:
    low, high = min(all_of_them), max(all_of_them)
    return round(MARGIN + (value - low) / ((high - low) or 1) * (room - 2 * MARGIN), 1)


def timeline(columns: Sequence[str], rows: Sequence[Row], label: Callable[[str], str]) -> Timeline:
    """The rows that have a date, from the left in time, those of about one time above each other."""
    column = date_column(columns, rows)
    dated = sorted((row for row in rows if column in row and _DATE.fullmatch(row[column]["value"])),
                   key=lambda row: row[column]["value"])
    shown = dated[:4 * MOST]
    if not shown:
        return Timeline((), (), HEIGHT, 0)
    first, last = (int(row[column]["value"][:4]) for row in (shown[0], shown[-1]))
    span = max(last + 1 - first, 1)
    stacked: dict[int, int] = {}
    made = []
    for row in shown:
        x = MARGIN + (_years(row[column]["value"]) - first) / span * (WIDTH - 2 * MARGIN)
        level = stacked[int(x // 12)] = stacked.get(int(x // 12), 0) + 1
        iris = [term["value"] for term in row.values() if term["type"] == "uri"]
        words = " · ".join(label(t["value"]) if t["type"] == "uri" else t["value"]
                           for c in columns if c in row and c != column for t in (row[c],))
        made.append((x, level, row[column]["value"], words, iris[0] if iris else ""))
    height = max(max(stacked.values()) * 12 + 60, 120)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if span / s <= 16)
    years = tuple((year, round(MARGIN + (year - first) / span * (WIDTH - 2 * MARGIN), 1))
                  for year in range(-(-first // step) * step, last + 2, step))
    return Timeline(tuple(Moment(round(x, 1), height - 34 - level * 12, *rest) for x, level, *rest in made), years,
                    height, len(dated) - len(shown))


def _years(date: str) -> float:
    found = _DATE.fullmatch(date)
    assert found
    year, month, day = (int(part) if part else 0 for part in found.groups())
    return year + (max(month - 1, 0) * 30.4 + max(day - 1, 0)) / 365.25


def drawn_map(places: Sequence[Place], label: Callable[[str], str]) -> Map:
    """The places, as large as the drawing allows: degrees of longitude as long as they are in the middle of the map.

    Places beyond the 180th meridian are drawn where they are if that makes the map narrower.
    """
    def east(lon: float, turned: bool) -> float:
        return lon + 360 if turned and lon < 0 else lon

    points = [p for place in places for part in place.parts for p in part]
    spans = {turned: max(east(x, turned) for x, _ in points) - min(east(x, turned) for x, _ in points)
             for turned in (False, True)}
    turned = spans[True] < spans[False]
    xs, ys = [east(x, turned) for x, _ in points], [y for _, y in points]
    west, south = min(xs) - 1, max(min(ys) - 1, -90)
    right, north = max(xs) + 1, min(max(ys) + 1, 90)
    squeeze = max(cos(radians((south + north) / 2)), 0.2)
    scale = min((WIDTH - 2 * MARGIN) / ((right - west) * squeeze), HEIGHT / (north - south))
    left = (WIDTH - (right - west) * squeeze * scale) / 2

    def place_x(lon: float) -> float:
        return round(left + (east(lon, turned) - west) * squeeze * scale, 1)

    def place_y(lat: float) -> float:
        return round(MARGIN + (north - lat) * scale, 1)

    made = []
    for place in places:
        ends = "Z" if place.area else ""
        path = "".join("M" + "L".join(f"{place_x(x)} {place_y(y)}" for x, y in part) + ends for part in place.parts
                       if len(part) > 1)
        own = [p for part in place.parts for p in part]
        middle = (place_x(sum(east(x, turned) for x, _ in own) / len(own)), place_y(sum(y for _, y in own) / len(own)))
        made.append(Outline(place.iri, label(place.iri), path, *middle))
    return Map(tuple(made), tuple((lon, place_x(lon)) for lon in _net(west, right)),
               tuple((lat, place_y(lat)) for lat in _net(south, north)),
               round(2 * MARGIN + (north - south) * scale, 1))


def _net(low: float, high: float) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 15, 30, 60, 90) if (high - low) / s <= 8)
    return [degrees for degrees in range(-360, 361, step) if low <= degrees <= high]
