"""What follows under OWL 2 RL, in a graph of its own that questions do not see unless they ask for it.

The closure is worked out anew from all other graphs (``kg.graph.reasoning``); what is stored already, says nothing
(``x owl:sameAs x``), or has a literal or a blank node where RDF has none, is left out.
"""

import hashlib
from contextlib import suppress

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Literal as RdfLiteral
from rdflib import URIRef
from rdflib.namespace import OWL as RDFLIB_OWL

from kg.graph import iris
from kg.graph.identity import GRAPH as IDENTITY
from kg.graph.reasoning import closure
from kg.graph.store import INFERRED, GraphStore
from kg.graph.validation import to_rdflib


def infer(store: GraphStore) -> int:
    """Brings the inferred graph up to date; how many triples are in it."""
    names = ("ontology", "knowledge", IDENTITY, "derived", "wikidata")
    digest = hashlib.sha256("\n".join([*store.hashes(), *(f"{n} {store.content(n)}" for n in names)]).encode())
    store.replace_graph(INFERRED, digest.hexdigest(), lambda: _inferred(store))
    return sum(1 for _ in store.engine.quads_for_pattern(None, None, None, iris.graph(INFERRED))) - 1


def forget(store: GraphStore) -> None:
    """Removes the inferred graph, and nothing else."""
    store.update(f"DROP SILENT GRAPH {iris.graph(INFERRED)}")


def _inferred(store: GraphStore) -> list[Quad]:
    target = iris.graph(INFERRED)
    stored = [quad for quad in store.engine if quad.graph_name != target]
    known = {(to_rdflib(q.subject), to_rdflib(q.predicate), to_rdflib(q.object)) for q in stored}
    made = []
    for subject, predicate, value in closure(stored) - known:
        if isinstance(subject, URIRef) and isinstance(predicate, URIRef) and isinstance(value, URIRef | RdfLiteral) \
                and subject != value and value != RDFLIB_OWL.Thing:
            with suppress(ValueError):  # what is no IRI by the grammar of RDF
                made.append(Quad(NamedNode(subject), NamedNode(predicate), _term(value), target))
    return sorted(made, key=str)


def _term(value: URIRef | RdfLiteral) -> NamedNode | Literal:
    if isinstance(value, URIRef):
        return NamedNode(value)
    if value.language:
        return Literal(str(value), language=value.language)
    return Literal(str(value), datatype=NamedNode(value.datatype)) if value.datatype else Literal(str(value))
