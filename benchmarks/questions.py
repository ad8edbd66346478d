"""How long the catalogue's questions take on a large graph, and how long rdflib takes for the same SPARQL.

    python benchmarks/questions.py --store /tmp/million [--quads 1000000] [--facts FILE] [--rdflib]

The graph is made of articles recombined and re-dated from the project's own (``recombine``), with identities and
conclusions, unless the folder holds one already. A question is asked with the examples of its required parameters, as
``kg query`` does: finding the things that the parameters mean is part of it. Times are processor time of this process,
the median of ``--rounds``, since a busy machine makes the clock tell little. ``--rdflib`` loads the same triples, each
once, into memory and asks there, at most ``--patience`` seconds a question, in a process of its own.
"""

import argparse
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Literal, NamedNode
from recombine import articles, originals

from kg.graph import identity
from kg.graph.derive import derive
from kg.graph.namespaces import prefixes
from kg.graph.store import INFERRED_GRAPH, GraphStore
from kg.query import bind, catalogue, run

#: Articles that are added at a time, until there are enough quads.
LOT = 50


def made(place: Path, quads: int, facts: Path | None) -> None:
    """A store of at least so many quads."""
    found, first = originals(facts), 0
    with GraphStore.open(place, create=True) as store:
        while len(store.engine) < quads:
            for one in articles(LOT, found, first):
                store.add(one)
            first += LOT
        identity.unify(store)
        derive(store)
    print(f"{first} articles")


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The median of the processor time that the work takes."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


class Rdflib:
    """The same triples in rdflib's memory."""

    def __init__(self, store: GraphStore, patience: float) -> None:
        import rdflib

        self._patience, self._graph = patience, rdflib.Graph()
        for name, iri in prefixes().items():
            self._graph.bind(name, iri)
        for quad in store.engine:
            if quad.graph_name != INFERRED_GRAPH:
                self._graph.add((rdflib.URIRef(quad.subject.value), rdflib.URIRef(quad.predicate.value),
                                 _term(quad.object)))

    def milliseconds(self, sparql: str) -> float | str:
        """Processor time of one answer, or why there was none."""
        ours, theirs = multiprocessing.Pipe(duplex=False)
        asking = multiprocessing.get_context("fork").Process(target=self._ask, args=(sparql, theirs))
        asking.start()
        taken: float | str = ours.recv() if ours.poll(self._patience) else f"stopped after {self._patience:g} s"
        asking.kill()
        asking.join()
        return taken

    def _ask(self, sparql: str, answer: "multiprocessing.connection.Connection") -> None:
        start = time.process_time()
        try:
            list(self._graph.query(sparql))
        except Exception as error:
            answer.send(f"failed: {type(error).__name__} {' '.join(str(error).split())[:60]}")
        else:
            answer.send((time.process_time() - start) * 1000)


def _term(term: object) -> object:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, Literal)
    return rdflib.Literal(term.value, lang=term.language,
                          datatype=None if term.language else rdflib.URIRef(term.datatype.value))


def main() -> int:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--facts", type=Path, help="File that keeps the facts of the originals for the next time.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rdflib", action="store_true")
    parser.add_argument("--patience", type=float, default=60)
    parser.add_argument("names", nargs="*", help="Only these questions.")
    options = parser.parse_args()
    if not options.store.exists():
        made(options.store, options.quads, options.facts)
    with GraphStore.open(options.store, read_only=True) as store:
        print(f"{len(store.engine):,} quads; milliseconds of processor time, median of {options.rounds}")
        other = Rdflib(store, options.patience) if options.rdflib else None
        taken = {}
        for name, query in catalogue().items():
            if options.names and name not in options.names:
                continue
            example = query.example()
            rows = len(run(store, query, example).rows)
            taken[name] = milliseconds(lambda: run(store, query, example), options.rounds)  # noqa: B023
            line = f"{name:34} {rows:8,} rows {taken[name]:9.1f} ms"
            if other:
                theirs = other.milliseconds(bind(store, query, example))
                line += f"   rdflib {theirs}" if isinstance(theirs, str) else \
                    f"   rdflib {theirs:10.1f} ms, {theirs / taken[name]:8.1f} times"
            print(line, flush=True)
    late = [name for name, value in taken.items() if value > 300]
    print(f"median of all {statistics.median(taken.values()):.1f} ms; over 300 ms: {', '.join(late) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
