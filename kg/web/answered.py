"""An answer as a page: table, network, map or timeline, and a link that says which graph it was given by.

A permalink names the generation of the store and a hash of the rows. Opened later it says whether the graph has moved
on since, and whether the answer is still the same.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kg.graph.store import GraphStore
from kg.query.labels import Labels
from kg.query.shapes import places
from kg.web import drawing
from kg.web.drawing import Row
from kg.web.problems import ProblemError

#: Parameters of the page itself, which no question may have.
OWN = ("format", "view", "generation", "result")
#: Rows that a page shows; the files have all.
SHOWN = 1_000


@dataclass(frozen=True)
class Shown:
    """What the template needs: ``picture`` is None for the table; ``links`` lead to the views, ``files`` to the data;
    ``then`` is what a permalink told and what has become of it."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    total: int
    view: str
    links: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    picture: Any
    labels: Mapping[str, str]
    generation: str
    result: str
    permalink: str
    then: str


def fingerprint(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A hash of an answer, whatever the order of its rows."""
    lines = sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)
    told = "\n".join([json.dumps(list(columns)), *lines])
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def shown(store: GraphStore, generation: str, path: str, question: Mapping[str, str], own: Mapping[str, str],
          columns: Sequence[str], rows: Sequence[Row], formats: Sequence[str]) -> Shown:
    """The answer to a question at a path; ``own`` are the page's own parameters. ProblemError for an unknown view."""
    there = places(store, drawing.things_in(rows)[:5000])
    can = drawing.pictures(columns, rows, there)
    view = own.get("view") or "table"
    if view not in ("table", "network", "map", "timeline"):
        raise ProblemError(400, "parameters", f"there is no view {view[:40]!r}", f"choose from {', '.join(can)}")
    view = view if view in can else "table"
    label = Labels(store)
    picture: Any = None
    if view == "network":
        picture = drawing.network(columns, rows, label)
    elif view == "timeline":
        picture = drawing.timeline(columns, rows, label)
    elif view == "map":
        picture = drawing.drawn_map(there[:4 * drawing.MOST], label)
    result = fingerprint(columns, rows)
    first = rows[:SHOWN]
    words = {term["value"]: label(term["value"]) for row in first for term in row.values() if term["type"] == "uri"}

    def link(**more: str) -> str:
        return f"{path}?{urlencode({**question, **more})}"

    keep = {name: own[name] for name in ("generation", "result") if own.get(name)}
    return Shown(tuple(columns), first, len(rows), view,
                 tuple((name, link(**_html(path), view=name, **keep)) for name in can),
                 tuple((name, link(format=name)) for name in formats), picture, words, generation, result,
                 link(**_html(path), view=view, generation=generation, result=result),
                 _then(own, generation, result))


def _html(path: str) -> dict[str, str]:
    """At the endpoint, a page must be asked for by name."""
    return {"format": "html"} if path == "/sparql" else {}


def _then(own: Mapping[str, str], generation: str, result: str) -> str:
    """What has become of the answer that a permalink told of, "" without one."""
    before, told = own.get("generation", ""), own.get("result", "")
    if not before or not told:
        return ""
    moved = before != generation
    same = told == result
    if not moved:
        return "This is the graph of the link, and its answer." if same else \
            "This is the graph of the link, but another answer: the question was changed, or the link was."
    return "The graph has moved on since this link was made; the answer is still the same." if same else \
        "The graph has moved on since this link was made, and the answer is another one now."
