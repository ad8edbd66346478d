"""The views' data below ``/api``, as OpenAPI describes it."""

from collections.abc import Callable, Collection
from typing import Any

from kg.analysis.discourse import AGGREGATIONS, ONE_MODE
from kg.query.chronicle import STATEMENT
from kg.query.parameters import concepts
from kg.web.mapping import ZOOMS

_WORDS = {
    "dispute": "Only what articles about this dispute say (its id, like kurils)",
    "country": "Only from outlets of this country (a state's id, like japan)",
    "from": "Not before this year, month or day", "to": "Not after this year, month or day",
    "certainty": "Only what is at least so sure, 0 to 1", "page": "Number of the page, from 1",
    "actor": "Only of this actor (an id), or unnamed", "side": "Only of this state, its people and bodies (an id)",
    "other": "A second actor or side: positions of both, on what both speak about",
    "topic": "Only on this topic", "stance": "Only this stance",
    "regarding": "Only regarding this (an id); !a,b for nothing of these", "type": "Only this type of event",
    "status": "Only this status", "place": "Only at this place (an id)", "by": "What stands for itself",
    "show": "What the cells of the page show", "order": "Which comes first",
    "names": "Whose names, as authority.language",
    "zoom": "How near", "aggregation": "How stances join two actors", "normalization": "What weights are divided by"}
_SHARED = ("dispute", "country", "from", "to", "certainty", "page")
#: Path -> operation's name, summary, and its own parameters with their values (none for any).
_VIEWS: dict[str, tuple[str, str, dict[str, Collection[str]]]] = {
    "/api/positions": ("positions", "Actors by topics", {"by": ("actor", "side"), "show": ("balance", "time")}),
    "/api/positions/sentences": ("positionSentences", "Positions with their sentences", dict.fromkeys(
        ("actor", "side", "other", "topic", "regarding", "stance"), ())),
    "/api/positions/sources": ("positionsBySource", "One proposition as each side's outlets or holders have it", {
        "topic": (), "regarding": (), "by": ("outlet", "holder")}),
    "/api/positions/shifts": ("shifts", "Who took another stance than before", dict.fromkeys(
        ("actor", "side", "topic", "regarding"), ())),
    "/api/positions/disagreements": ("disagreements", "Where outlets disagree about a stance", dict.fromkeys(
        ("actor", "side", "topic", "regarding"), ())),
    "/api/timeline": ("timeline", "Events, or statements, in time", {
        "actor": (), "side": (), "place": (), "type": (STATEMENT,), "status": (), "order": ("old", "new")}),
    "/api/map": ("map", "Land under dispute and places of events", {"type": (), "names": (), "zoom": ZOOMS}),
    "/api/measures": ("measures", "Who agrees with whom, camps, brokers, polarization", {
        "topic": (), "by": ("actor", "side"), "aggregation": AGGREGATIONS, "normalization": ONE_MODE}),
}
_SCHEMES = {"topic": "topic", "stance": "stance", "type": "event-type", "status": "event-status"}


def view_paths(operation: Callable[[str, str, dict[str, Any], list[dict[str, Any]]], dict[str, Any]]) -> dict[str, Any]:
    """The paths of the views, each described by ``operation`` (name, summary, schema, parameters)."""
    return {path: operation(name, summary, {"type": "object"},
                            [_parameter(one, own.get(one, ())) for one in (*_SHARED, *own)])
            for path, (name, summary, own) in _VIEWS.items()}


def _parameter(name: str, values: Collection[str]) -> dict[str, Any]:
    allowed = [*(concepts(_SCHEMES[name]) if name in _SCHEMES else ()), *values]
    schema: dict[str, Any] = {"type": "string"} | ({"enum": allowed} if allowed else {})
    if name == "certainty":
        schema = {"type": "number", "minimum": 0, "maximum": 1}
    if name == "page":
        schema = {"type": "integer", "minimum": 1, "maximum": 99_999}
    return {"name": name, "in": "query", "schema": schema, "description": _WORDS[name]}
