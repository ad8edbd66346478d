"""The README's examples are Turtle, conform to the shapes, use declared terms, and contradict nothing."""

import re

import owlrl
import rdflib
from pyoxigraph import Quad, RdfFormat, parse
from rdflib.namespace import OWL, RDF, RDFS

from kg import settings
from kg.graph.schema import ontology_files
from kg.graph.validation import validate

ROOT = settings.data_dir("ontology")
BLOCKS = re.findall(r"```turtle\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), flags=re.S)
HEAD = (ROOT / "prefixes.ttl").read_text("utf-8")
DKG = rdflib.Namespace(settings.ONTOLOGY)
#: owlrl marks a contradiction by an instance of this class.
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")


def examples() -> list[Quad]:
    return [quad for block in BLOCKS for quad in parse(HEAD + block, RdfFormat.TURTLE)]


def test_there_is_an_example_of_every_class(ontology: rdflib.Graph) -> None:
    shown = {q.object.value for q in examples() if q.predicate.value == str(RDF.type)}  # type: ignore[union-attr]
    abstract = {"Entity", "Actor", "View", "Fact", "Conclusion", "Place", "Organization"}
    classes = {str(c) for c in ontology.subjects(RDF.type, OWL.Class) if str(c).startswith(settings.ONTOLOGY)}
    assert {c.removeprefix(settings.ONTOLOGY) for c in classes - shown} <= abstract


def test_examples_conform_as_far_as_they_go() -> None:
    """What the examples point to without describing it (other stretches of text) is not held against them."""
    quads = examples()
    described = {q.subject.value for q in quads if q.predicate.value == str(RDF.type)}  # type: ignore[union-attr]
    stubs = {("article:" + str(q.object.value).rpartition("/article/")[2]) for q in quads  # type: ignore[union-attr]
             if "/article/" in str(q.object) and q.object.value not in described}  # type: ignore[union-attr]
    assert [str(f) for f in validate(quads) if f.value not in stubs] == []


def test_examples_use_declared_terms(ontology: rdflib.Graph) -> None:
    known = set(ontology.subjects(RDF.type, None))
    for quad in examples():
        for term in (quad.predicate, quad.object):
            iri = str(getattr(term, "value", ""))
            if iri.startswith((settings.ONTOLOGY, "https://w3id.org/dispute-kg/vocabulary/")):
                assert rdflib.URIRef(iri) in known, iri


def closure(*more: tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]) -> list[str]:
    """Contradictions that OWL 2 RL finds in schema and examples; annotations are left out for speed."""
    graph = rdflib.Graph()
    for path in ontology_files()[:1]:
        graph.parse(path)
    for annotation in (RDFS.label, RDFS.isDefinedBy, rdflib.SKOS.definition, rdflib.SKOS.example):
        graph.remove((None, annotation, None))
    graph.parse(data="".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in examples()), format="nt")
    for triple in more:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, datatype_axioms=False).expand(graph)
    return [str(graph.value(error, None)) for error in graph.subjects(RDF.type, ERROR)]


def test_schema_and_examples_are_consistent() -> None:
    assert closure() == []


def test_a_contradiction_is_noticed() -> None:
    assert closure((rdflib.URIRef(settings.BASE + "japan"), RDF.type, DKG.Person))
