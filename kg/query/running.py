"""Running queries: those of the catalogue here, those that somebody typed in a worker with a deadline."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import (
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from kg.errors import QueryError
from kg.graph.namespaces import prefixes
from kg.graph.store import INFERRED_GRAPH, GraphStore, Queryable
from kg.query import guard, worker
from kg.query.catalogue import CatalogueQuery
from kg.query.parameters import bind
from kg.query.results import Result

#: Seconds, bytes and rows that a query which somebody typed may take.
TIMEOUT, MEMORY, MAX_ROWS = 30.0, 1 << 30, 100_000


def run(store: Queryable, query: CatalogueQuery | str, params: Mapping[str, str] | None = None, *,
        limit: int | None = None, timeout: float = TIMEOUT, memory: int = MEMORY) -> Result:
    """The answer to a query of the catalogue, or to SPARQL text, over the union of all graphs.

    ``limit`` cuts the answer after so many rows. Text is refused if it would write or reach the network, runs in a
    process of its own, and is ended after ``timeout`` seconds or beyond ``memory`` bytes. QueryError says what was
    wrong; an answer is never silently cut (``Result.complete``). Another engine keeps its own limits.
    """
    if limit is not None and limit < 1:
        raise QueryError(f"a limit of {limit} leaves nothing", "give 1 or more, or none")
    if isinstance(query, str):
        if params:
            raise QueryError(f"a query without a header has no parameters, but got {', '.join(params)}",
                             "describe them in its header, as the files of queries/competency do")
        if isinstance(store, GraphStore):
            return _outside(store, query, limit or MAX_ROWS, timeout, memory)
        guard.check(query)
        return Result.of(store.query(query), limit)
    return Result.of(store.query(bind(store, query, params or {})), limit)


def _outside(store: GraphStore, sparql: str, limit: int, timeout: float, memory: int) -> Result:
    guard.check(sparql)
    with _readable(store) as source:
        request = {"source": str(source), "query": sparql, "prefixes": prefixes(), "limit": limit, "memory": memory,
                   "hidden": INFERRED_GRAPH.value}
        try:
            done = subprocess.run([sys.executable, "-I", worker.__file__], input=json.dumps(request).encode(),
                                  capture_output=True, timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            raise QueryError(f"the query was stopped after {timeout:g} seconds",
                             "make it narrower, or give it longer with --timeout") from None
    if done.returncode != 0:
        raise QueryError("the query brought its process down, most likely for want of memory "
                         f"(limit {memory >> 20} MB)", "make it narrower: fewer patterns without common variables, "
                         "or less to sort")
    return _read(json.loads(done.stdout), limit)


def _read(reply: dict[str, Any], limit: int) -> Result:
    note = "" if reply.get("complete", True) else f"the first {limit:,}; there are more (--limit)"
    match reply["kind"]:
        case "boolean":
            return Result("boolean", boolean=reply["boolean"])
        case "rows":
            columns = tuple(reply["columns"])
            bindings = [dict(p for p in zip(columns, row, strict=True) if p[1]) for row in reply["rows"]]
            text = json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}})
            parsed = parse_query_results(text.encode(), QueryResultsFormat.JSON)
            return replace(Result.of(parsed), complete=reply["complete"], note=note)
        case "graph":
            triples = {quad.triple for quad in parse(reply["triples"].encode(), RdfFormat.N_TRIPLES)}
            return Result("graph", triples=tuple(sorted(triples, key=str)), complete=reply["complete"], note=note)
    if reply["error"] == "SyntaxError":
        raise QueryError(f"faulty SPARQL: {reply['message']}", "line and column count from 1; prefixes of "
                         "ontology/prefixes.ttl need no declaration")
    raise QueryError(f"the query failed: {reply['message']}", "if it needs much memory, make it narrower")


@contextmanager
def _readable(store: GraphStore) -> Iterator[Path]:
    """What a worker may read: the store's files where nobody writes them, else a copy of this moment."""
    if store.quads is not None and store.read_only:
        yield store.quads
        return
    with tempfile.TemporaryDirectory(prefix="kg-query-") as folder:
        copy = Path(folder) / "copy"
        if store.path is not None:
            store.checkpoint(copy)
            yield copy
        else:
            dump = copy.with_suffix(".nq")
            with dump.open("wb") as stream:
                store.dump(stream)
            yield dump
