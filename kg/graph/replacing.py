"""What is written to the engine: named graphs, each whole or not at all."""

from collections.abc import Iterable, Sequence
from itertools import chain

from pyoxigraph import NamedNode, Quad, Store

#: From so many quads on, writing RocksDB's files directly is cheaper than its journal, which a few go through.
BULK = 5000


def add_graphs(store: Store, graphs: Sequence[list[Quad]]) -> None:
    """Adds graphs of which nothing is stored yet. Many quads go in as one transaction, for a third of the time: their
    files are written aside, and become part of the store at once or, if the process is killed, not at all."""
    if sum(map(len, graphs)) >= BULK:
        store.bulk_extend(chain.from_iterable(graphs))
    else:
        for quads in graphs:
            store.extend(quads)


def replace_graph(store: Store, graph: NamedNode, quads: Iterable[Quad]) -> None:
    """Makes ``quads``, which are all in ``graph``, its content: writes what differs, all of it or nothing."""
    new, old = set(quads), set(store.quads_for_pattern(None, None, None, graph))
    if old:
        exchange(store, graph, old, new)
    else:
        store.extend(new)


def exchange(store: Store, graph: NamedNode, old: set[Quad], new: set[Quad]) -> None:
    """Puts new quads of a graph in the place of old ones, in one transaction."""
    if old != new:
        store.update(_data("DELETE", graph, old - new) + _data("INSERT", graph, new - old))


def _data(operation: str, graph: NamedNode, quads: Iterable[Quad]) -> str:
    """One operation of a SPARQL update over ground triples, sorted; terms write themselves, so nothing is injected."""
    triples = "".join(sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads))
    return f"{operation} DATA {{ GRAPH {graph} {{\n{triples}}} }};\n" if triples else ""
