"""Putting a question of the catalogue to the graph."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from kg.graph.serving.service import Service
from kg.query import bind
from kg.query.catalogue import CatalogueQuery
from kg.web.answers import departure
from kg.web.turns import Turns

_ROWS = {"rows": "application/sparql-results+json", "boolean": None, "graph": None}


async def ask(service: Service, turns: Turns, request: Request, query: CatalogueQuery,
              given: Mapping[str, str]) -> dict[str, Any]:
    """The whole answer in the JSON results format; QueryError for a value that does not fit."""
    text = await turns.run(lambda: bind(service.store, query, given))
    async with departure(request) as gone:
        found = await service.query(text, _ROWS, gone=gone)
    data: dict[str, Any] = json.loads(found.path.read_bytes() if found.path else found.body)
    found.discard()
    return data
