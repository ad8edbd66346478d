"""What follows under OWL 2 RL: reasonable is the engine, owlrl the oracle; and what cannot all be true is found."""

import owlrl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import OWL, RDFS, SKOS

from kg import settings
from kg.graph import iris
from kg.graph.namespaces import DKG, TYPE
from kg.graph.namespaces import OWL as OWL_TERMS
from kg.graph.reasoning import Triple, closure, contradictions
from kg.graph.schema import ontology_quads
from kg.graph.validation import to_rdflib

ROOT = settings.data_dir("ontology")
G = iris.graph("x")
A, B, C, D = (NamedNode(f"https://example.org/{name}") for name in "abcd")
ANNOTATIONS = {str(term) for term in (RDFS.label, RDFS.comment, RDFS.isDefinedBy, SKOS.definition, SKOS.example,
                                      SKOS.prefLabel, SKOS.scopeNote, SKOS.historyNote, rdflib.DCTERMS.source)}


@pytest.fixture(scope="module")
def schema() -> list[Quad]:
    """The ontology and its ties without annotations, of which the oracle would need minutes."""
    return [q for q in ontology_quads(packs=()) if q.predicate.value not in ANNOTATIONS
            and "/vocabulary/" not in str(q.subject)]


def examples() -> list[Quad]:
    """The examples of README.md."""
    head, text = (ROOT / "prefixes.ttl").read_text("utf-8"), (ROOT / "README.md").read_text("utf-8")
    blocks = [part.split("```")[0] for part in text.split("```turtle\n")[1:]]
    return [quad for block in blocks for quad in parse(head + block, RdfFormat.TURTLE)]


def oracle(quads: list[Quad]) -> set[Triple]:
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, datatype_axioms=False).expand(graph)
    return set(graph)


def facts(triples: set[Triple]) -> set[Triple]:
    """What is concluded of things, by our own terms and those that ours are tied to; the rest is about the terms."""
    things = {s for s, p, o in triples if str(s).startswith((settings.BASE, "https://example.org/"))}
    return {(s, p, o) for s, p, o in triples if s in things and not isinstance(o, rdflib.Literal)
            and o != OWL.Thing and p not in (OWL.sameAs, OWL.differentFrom) and "genid" not in str(o)
            and isinstance(o, rdflib.URIRef)}


def test_engine_and_oracle_conclude_the_same_of_the_examples(schema: list[Quad]) -> None:
    quads = [*schema, *(Quad(q.subject, q.predicate, q.object, G) for q in examples())]
    engine, checked = facts(closure(quads)), facts(oracle(quads))
    told = facts({(to_rdflib(q.subject), to_rdflib(q.predicate), to_rdflib(q.object)) for q in quads})
    assert {t for t in engine ^ checked if settings.ONTOLOGY in str(t[1]) + str(t[2])} == set()
    assert len(engine - told) > 100


def test_schema_and_examples_are_consistent(schema: list[Quad]) -> None:
    assert contradictions(closure([*schema, *examples()])) == []


@pytest.mark.parametrize("triples", [
    [(A, TYPE, DKG["Person"]), (A, TYPE, DKG["State"])],
    [(A, DKG["territory"], B), (B, DKG["memberOf"], C), (B, TYPE, DKG["State"])],
    [(A, DKG["memberOf"], B), (B, DKG["party"], C)],
    [(A, DKG["parentStatement"], A)],
    [(A, DKG["confidence"], Literal(0.5)), (A, DKG["confidence"], Literal(0.75))],
    [(A, TYPE, DKG["Treaty"]), (B, TYPE, DKG["Sanction"]), (A, OWL_TERMS["sameAs"], B)],
    [(A, OWL_TERMS["sameAs"], B), (A, OWL_TERMS["differentFrom"], B)],
    [(A, TYPE, OWL_TERMS["Nothing"])],
    [(A, DKG["claimant"], B), (A, DKG["controller"], C)],
], ids=lambda triples: " ".join(str(t[1]).split("#")[-1].strip(">") for t in triples))
def test_what_cannot_be_is_found(schema: list[Quad], triples: list[tuple[NamedNode, NamedNode, NamedNode]]) -> None:
    found = contradictions(closure([*schema, *(Quad(*triple, G) for triple in triples)]))
    assert found
    assert all("https://" in problem for problem in found)


@pytest.mark.parametrize(("told", "follows"), [
    ([(A, DKG["partOf"], B), (B, DKG["partOf"], C)], (A, DKG["partOf"], C)),
    ([(A, DKG["partOf"], B)], (B, DKG["hasPart"], A)),
    ([(A, DKG["party"], B)], (B, DKG["partyTo"], A)),
    ([(A, TYPE, DKG["Person"])], (A, TYPE, DKG["Actor"])),
    ([(A, DKG["mentions"], B)], (A, NamedNode("https://schema.org/mentions"), B)),
    ([(A, DKG["holder"], B)], (B, TYPE, DKG["Entity"])),
    ([(A, DKG["successor"], B)], (B, DKG["predecessor"], A)),
    ([(A, DKG["sanctions"], B)], (B, DKG["sanctionedBy"], A)),
])
def test_what_follows(schema: list[Quad], told: list[tuple[NamedNode, NamedNode, NamedNode]],
                      follows: tuple[NamedNode, NamedNode, NamedNode]) -> None:
    wanted = tuple(map(to_rdflib, follows))
    assert wanted in closure([*schema, *(Quad(*triple, G) for triple in told)])
    assert wanted not in closure(schema)


def test_the_chain_follows_for_the_oracle_only(schema: list[Quad]) -> None:
    """reasonable has no rule for property chains (prp-spo2), which is why data say dkg:hasParticipant themselves."""
    told = [Quad(A, DKG["participation"], B, G), Quad(B, DKG["participant"], C, G)]
    wanted = (to_rdflib(A), to_rdflib(DKG["hasParticipant"]), to_rdflib(C))
    assert wanted in oracle([*schema, *told])
    assert wanted not in closure([*schema, *told])
