"""One named graph for another, in one transaction."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, Store


def replace_quads(store: Store, graph: NamedNode, quads: list[Quad]) -> None:
    """Makes ``quads``, which are all in ``graph``, its content: writes what differs, all of it or nothing."""
    old = set(store.quads_for_pattern(None, None, None, graph))
    if not old:
        store.extend(quads)
        return
    new = set(quads)
    store.update(_data("DELETE", graph, old - new) + _data("INSERT", graph, new - old))


def _data(operation: str, graph: NamedNode, quads: Iterable[Quad]) -> str:
    """One operation of a SPARQL update over ground triples, sorted; terms write themselves, so nothing is injected."""
    triples = "".join(sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads))
    return f"{operation} DATA {{ GRAPH {graph} {{\n{triples}}} }};\n" if triples else ""
