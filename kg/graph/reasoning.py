"""What follows from the graph under OWL 2 RL, and whether that contradicts itself.

The engine is ``reasonable`` (OWL 2 RL/RDF rules in Datalog, all that our axioms need but property chains, prp-spo2;
data say ``dkg:hasParticipant`` themselves). It concludes, and looks for no contradictions, so the rules of the
profile that end in ``false`` and that our axioms can set off are checked here on what it concluded
(https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import rdflib
import reasonable
from pyoxigraph import Quad
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

from kg.graph.validation import to_rdflib

Triple = tuple[Node, Node, Node]
#: Subjects and objects by predicate.
Pairs = defaultdict[Node, list[tuple[Node, Node]]]


def closure(quads: Iterable[Quad]) -> set[Triple]:
    """The triples of the quads, whatever their graphs, and all that follows from them."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    engine = reasonable.PyReasoner()
    engine.from_graph(graph)
    return set(graph) | set(engine.reason())


def contradictions(triples: Iterable[Triple]) -> list[str]:
    """Why the triples, closed under the rules, cannot all be true, in words; empty where they can.

    Rules cax-dw, cax-adc, cls-nothing2, prp-irp, prp-asyp, eq-diff1, and prp-fp with unequal literals.
    """
    pairs: Pairs = defaultdict(list)
    for subject, predicate, object in triples:
        pairs[predicate].append((subject, object))
    return sorted({*_disjoint(pairs), *_properties(pairs), *_different(pairs)})


def _disjoint(pairs: Pairs) -> Iterator[str]:
    apart = {frozenset(pair) for pair in pairs[OWL.disjointWith]}
    first, rest, members = dict(pairs[RDF.first]), dict(pairs[RDF.rest]), dict(pairs[OWL.members])
    for node in _instances(pairs, OWL.AllDisjointClasses):
        classes, at = [], members.get(node)
        while at in first:
            classes.append(first[at])
            at = rest.get(at)
        apart |= {frozenset(pair) for pair in combinations(classes, 2)}
    kinds: dict[Node, set[Node]] = defaultdict(set)
    for thing, kind in pairs[RDF.type]:
        kinds[thing].add(kind)
        if kind == OWL.Nothing:
            yield f"{thing} is of the class that nothing is of"
    concerned = {kind for pair in apart for kind in pair}
    for thing, found in kinds.items():
        for a, b in combinations(sorted(found & concerned, key=str), 2):
            if frozenset((a, b)) in apart:
                yield f"{thing} is of the disjoint classes {a} and {b}"


def _properties(pairs: Pairs) -> Iterator[str]:
    for term in _instances(pairs, OWL.IrreflexiveProperty):
        yield from (f"{a} has {term} to itself, which is irreflexive" for a, b in pairs[term] if a == b)
    for term in _instances(pairs, OWL.AsymmetricProperty):
        known = set(pairs[term])
        yield from (f"{a} and {b} have {term} both ways, which is asymmetric" for a, b in known if (b, a) in known)
    for term in _instances(pairs, OWL.FunctionalProperty):
        values: dict[Node, set[object]] = defaultdict(set)
        for a, b in pairs[term]:
            if isinstance(b, rdflib.Literal):
                values[a].add(b.toPython())
        yield from (f"{a} has several values of {term}, which is functional"
                    for a, found in values.items() if len(found) > 1)


def _different(pairs: Pairs) -> Iterator[str]:
    same = set(pairs[OWL.sameAs])
    for a, b in pairs[OWL.differentFrom]:
        if a == b or (a, b) in same or (b, a) in same:
            yield f"{a} and {b} are the same and different"


def _instances(pairs: Pairs, kind: Node) -> list[Node]:
    return [thing for thing, found in pairs[RDF.type] if found == kind]
