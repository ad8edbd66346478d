"""The README's examples are Turtle, conform to the shapes and use declared terms."""

import re

import rdflib
from pyoxigraph import Quad, RdfFormat, parse
from rdflib.namespace import OWL, RDF

from kg import settings
from kg.graph.validation import validate

ROOT = settings.data_dir("ontology")
BLOCKS = re.findall(r"```turtle\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), flags=re.S)
HEAD = (ROOT / "prefixes.ttl").read_text("utf-8")


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
