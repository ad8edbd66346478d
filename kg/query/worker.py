"""The worker that runs one query that somebody typed; a process of its own because pyoxigraph cannot stop a query.

Started as a script, with nothing of this package imported, so that it is up in some 50 ms. Reads one JSON object from
standard input (source, query, prefixes, limit, memory, hidden) and writes one to standard output.
"""

import json
import resource
import sys
from itertools import islice
from textwrap import shorten
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, serialize


def binding(term: Any) -> dict[str, str]:
    """A term as SPARQL 1.1 Query Results JSON has it."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        raise TypeError("a triple as a value, which SPARQL 1.1 does not know")
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif not term.datatype.value.endswith("XMLSchema#string"):
        found["datatype"] = term.datatype.value
    return found


def answer(store: Store, query: str, prefixes: dict[str, str], limit: int, hidden: str) -> dict[str, Any]:
    """The answer over all graphs but the hidden one, at most ``limit`` rows or triples, and whether that is all."""
    if store.contains_named_graph(NamedNode(hidden)):
        seen: Any = [graph for graph in store.named_graphs() if graph != NamedNode(hidden)]
        found = store.query(query, prefixes=prefixes, default_graph=seen)
    else:
        found = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    if isinstance(found, QueryBoolean):
        return {"kind": "boolean", "boolean": bool(found)}
    if isinstance(found, QuerySolutions):
        columns = [variable.value for variable in found.variables]
        rows = [[None if term is None else binding(term) for term in solution] for solution in islice(found, limit + 1)]
        return {"kind": "rows", "columns": columns, "rows": rows[:limit], "complete": len(rows) <= limit}
    triples = list(islice(found, limit + 1))
    text = serialize(triples[:limit], format=RdfFormat.N_TRIPLES) or b""
    return {"kind": "graph", "triples": text.decode(), "complete": len(triples) <= limit}


def main() -> None:
    """Read the request, answer it; what can be told of a failure is told, the rest shows in the exit status."""
    request = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_DATA, (request["memory"], request["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if request["source"].endswith(".nq"):
            store = Store()
            store.bulk_load(path=request["source"], format=RdfFormat.N_QUADS)
        else:
            store = Store.read_only(request["source"])
        reply = answer(store, request["query"], request["prefixes"], request["limit"], request["hidden"])
    except (SyntaxError, OSError, TypeError, MemoryError) as error:
        reply = {"kind": "error", "error": type(error).__name__, "message": shorten(str(error), 160, placeholder=" …")}
    json.dump(reply, sys.stdout)


if __name__ == "__main__":
    main()
