"""Every term is labelled, defined, exemplified and declared before it is used."""

import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from kg import knowledge, settings
from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.namespaces import prefixes
from kg.graph.schema import ontology_files, read_turtle, shape_files
from kg.graph.validation import validate

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(RDF), str(RDFS), str(OWL))
VOCABULARY = "https://w3id.org/dispute-kg/vocabulary/"
FILES = [*ontology_files(), *shape_files(), settings.data_dir("ontology") / "prefixes.ttl"]
QUERIES = sorted(settings.data_dir("queries").rglob("*.rq"))


def declared(ontology: rdflib.Graph) -> set[rdflib.term.Node]:
    return {term for kind in KINDS for term in ontology.subjects(RDF.type, kind)}


def own_terms(ontology: rdflib.Graph) -> list[rdflib.term.Node]:
    terms = sorted(t for t in declared(ontology) if str(t).startswith(settings.ONTOLOGY))
    return [*terms, *sorted(ontology.subjects(RDF.type, SKOS.Concept))]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_turtle_is_the_same_for_both_readers(path: Path) -> None:
    assert len(rdflib.Graph().parse(path)) == len(set(read_turtle(path)))


def test_terms_are_labelled_in_three_languages_defined_and_exemplified(ontology: rdflib.Graph) -> None:
    terms = own_terms(ontology)
    assert len(terms) > 150
    faults = []
    for term in terms:
        concept = (term, RDF.type, SKOS.Concept) in ontology
        labels = list(ontology.objects(term, SKOS.prefLabel if concept else RDFS.label))
        if sorted(str(label.language) for label in labels) != ["en", "ja", "ru"]:  # type: ignore[attr-defined]
            faults.append((term, "labels"))
        faults += [(term, name) for name in (SKOS.definition, SKOS.example, RDFS.isDefinedBy)
                   if len(list(ontology.objects(term, name))) != 1]
        if concept and not (list(ontology.objects(term, SKOS.inScheme)) and list(ontology.objects(term, RDFS.label))):
            faults.append((term, "scheme"))
    assert faults == []


def test_labels_do_not_clash(ontology: rdflib.Graph) -> None:
    """Within classes, and within the concepts of a scheme, a label means one thing."""
    seen: dict[tuple[object, str, str], rdflib.term.Node] = {}
    for term in own_terms(ontology):
        concept = (term, RDF.type, SKOS.Concept) in ontology
        if not concept and (term, RDF.type, OWL.Class) not in ontology:
            continue
        scope = ontology.value(term, SKOS.inScheme) if concept else OWL.Class
        for label in ontology.objects(term, SKOS.prefLabel if concept else RDFS.label):
            key = (scope, str(label), str(label.language))  # type: ignore[attr-defined]
            assert seen.setdefault(key, term) == term, key


def test_every_concept_lies_under_its_scheme_and_every_scheme_is_described(ontology: rdflib.Graph) -> None:
    for concept, scheme in ontology.subject_objects(SKOS.inScheme):
        assert str(concept).startswith(f"{scheme}/")
        assert (scheme, RDF.type, SKOS.ConceptScheme) in ontology
        assert ontology.value(scheme, SKOS.definition)


def test_topics_stances_and_types_are_those_of_the_facts(ontology: rdflib.Graph) -> None:
    def names(scheme: str) -> set[str]:
        node = rdflib.URIRef(VOCABULARY + scheme)
        return {str(c).rpartition("/")[2] for c in ontology.subjects(SKOS.topConceptOf, node)}

    assert names("topic") == {
        "sovereignty", "transfer", "peace-treaty", "treaty-basis", "negotiation", "progress", "economic-cooperation",
        "sanctions", "military-presence", "war-outcome", "annexation", "third-party", "self-determination"}
    assert names("stance") == {"support", "oppose", "conditional"}
    assert names("event-type") == {"meeting", "visit", "call", "agreement", "proposal", "sanction", "military",
                                   "annexation", "protest", "election", "expulsion", "legal", "aid"}
    assert names("event-status") == {"happened", "planned", "cancelled"}
    assert names("mode") == {"direct", "indirect", "mixed"}
    assert names("predicate") == {"holds-office", "affiliated-with", "claims", "controls", "sanctions", "party-to",
                                  "member-of", "part-of"}


def test_domains_ranges_and_superclasses_are_declared(ontology: rdflib.Graph) -> None:
    known = declared(ontology)
    for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf):
        for subject, value in ontology.subject_objects(predicate):
            ours = isinstance(value, rdflib.URIRef) and str(value).startswith(settings.ONTOLOGY)
            assert not ours or value in known, (subject, value)


def test_alignments_start_from_declared_terms(ontology: rdflib.Graph) -> None:
    known = declared(ontology)
    path = settings.data_dir("ontology") / "alignments.ttl"
    for subject, predicate, value in rdflib.Graph().parse(path):
        assert subject in known, subject
        assert predicate in {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch}
        assert not str(value).startswith(settings.ONTOLOGY)


def test_shapes_use_declared_terms_and_have_messages(ontology: rdflib.Graph, shapes: rdflib.Graph) -> None:
    known = declared(ontology) | set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    for predicate in (SH.path, SH["class"], SH.targetClass, SH.hasValue, SH.lessThan, SH.disjoint, RDF.first):
        for value in shapes.objects(None, predicate):
            named = isinstance(value, rdflib.URIRef) and not str(value).startswith(BUILT_IN)
            assert not named or value in known, value
    for constraint in shapes.objects(None, SH.property):
        message = shapes.value(constraint, SH.message)
        assert message, shapes.value(constraint, SH.path)
        assert str(message).endswith("."), message


def test_every_class_of_data_has_a_shape(ontology: rdflib.Graph, shapes: rdflib.Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass))
    abstract = {rdflib.URIRef(settings.ONTOLOGY + name) for name in ("Entity", "Actor", "View", "Fact", "Conclusion")}
    classes = {c for c in ontology.subjects(RDF.type, OWL.Class) if str(c).startswith(settings.ONTOLOGY)}
    assert classes - abstract <= targets


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.name)
def test_queries_and_rules_use_declared_terms(path: Path, ontology: rdflib.Graph) -> None:
    known = declared(ontology) | set(ontology.subjects(RDF.type, SKOS.Concept))
    ours = {name: iri for name, iri in prefixes().items() if iri.startswith((settings.ONTOLOGY, VOCABULARY))}
    body = re.sub(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|<[^>\s]*>', " ", path.read_text("utf-8"))
    for name, local in re.findall(r"([A-Za-z][\w-]*):([A-Za-z][\w-]*)", body):
        if name in ours:
            assert rdflib.URIRef(ours[name] + local) in known, f"{name}:{local}"


def test_prefixes_are_those_of_the_code() -> None:
    made = prefixes()
    assert made["dkg"] == settings.ONTOLOGY
    assert made["id"] == settings.BASE
    assert made["topic"] == VOCABULARY + "topic/"


def test_the_knowledge_uses_declared_terms(ontology: rdflib.Graph) -> None:
    known = declared(ontology) | set(ontology.subjects(RDF.type, SKOS.Concept))
    used = {iri for quad in knowledge_quads(knowledge.load()) for term in (quad.predicate, quad.object)
            if isinstance(term, NamedNode) and not (iri := term.value).startswith((settings.BASE, *BUILT_IN))}
    assert {iri for iri in used if rdflib.URIRef(iri) not in known and "wikidata.org/entity/" not in iri} == set()


def test_the_knowledge_of_the_home_case_conforms() -> None:
    """All of it would take minutes; the shapes are per node, so one dispute's nodes stand for the rest."""
    quads = knowledge_quads(knowledge.load())
    home = {q.subject for q in quads if str(q.object).endswith("/dispute/kurils>")}
    rest = {q.subject for q in quads if isinstance(q.subject, NamedNode)
            and q.subject.value.removeprefix(settings.BASE).startswith(("view/", "clause/", "reading/", "dispute/"))}
    near = home | rest | {q.object for q in quads if q.subject in home}
    assert [str(finding) for finding in validate(q for q in quads if q.subject in near)] == []
