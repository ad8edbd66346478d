"""Every term is labelled, defined, exemplified and declared before it is used."""

import re
from pathlib import Path
from typing import get_args

import pytest
import rdflib
from pyoxigraph import NamedNode
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from kg import settings
from kg.build import build
from kg.graph import packs
from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.lint import unused
from kg.graph.namespaces import prefixes
from kg.graph.schema import ontology_files, read_turtle, shape_files
from kg.graph.store import GraphStore
from kg.model import Article, Cleaned, Entity, Facts, Knowledge, Mode, Relation, Span, Stance, Status
from kg.model.identity import Verdict

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(RDF), str(RDFS), str(OWL))
VOCABULARY = "https://w3id.org/dispute-kg/vocabulary/"
FILES = [*ontology_files(), *shape_files(), settings.data_dir("ontology") / "prefixes.ttl"]
QUERIES = sorted(settings.data_dir("queries").rglob("*.rq"))
ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = sorted((ROOT / "corpus" / "articles").glob("*.md"))


def declared(ontology: rdflib.Graph) -> set[rdflib.term.Node]:
    return {term for kind in KINDS for term in ontology.subjects(RDF.type, kind)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_turtle_is_the_same_for_both_readers(path: Path) -> None:
    assert len(rdflib.Graph().parse(path)) == len(set(read_turtle(path)))


def test_the_linter_finds_nothing() -> None:
    """Labels in three languages, definitions, examples, sources; no clashes, no cycles, nothing undeclared …"""
    assert [str(finding) for finding in [*packs.ontology_findings(), *packs.findings(world=False)]] == []


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


def test_every_scheme_is_described_in_three_languages(ontology: rdflib.Graph) -> None:
    for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme):
        assert ontology.value(scheme, SKOS.definition)
        tags = sorted(str(label.language) for label in ontology.objects(scheme, RDFS.label))  # type: ignore[attr-defined]
        assert tags == ["en", "ja", "ru"], scheme


def test_narrower_topics(ontology: rdflib.Graph) -> None:
    topic = rdflib.Namespace(VOCABULARY + "topic/")
    pairs = {(str(a).removeprefix(topic), str(b).removeprefix(topic))
             for a, b in ontology.subject_objects(SKOS.broader) if str(a).startswith(topic)}
    assert {("two-island-formula", "transfer"), ("four-islands", "transfer")} <= pairs
    assert {("fishing", "economic-cooperation"), ("joint-economic-activities", "economic-cooperation")} <= pairs
    assert ("visa-free-visits", "economic-cooperation") in pairs


def test_the_ontology_has_a_version(ontology: rdflib.Graph) -> None:
    node = rdflib.URIRef(settings.ONTOLOGY.removesuffix("#"))
    version = ontology.value(node, OWL.versionInfo)
    assert str(ontology.value(node, OWL.versionIRI)) == f"{node}/{version}"
    assert ontology.value(node, OWL.priorVersion)


def test_alignments_start_from_declared_terms(ontology: rdflib.Graph) -> None:
    known = declared(ontology) | set(ontology.subjects(RDF.type, SKOS.Concept))
    path = settings.data_dir("ontology") / "alignments.ttl"
    ties = [t for t in rdflib.Graph().parse(path) if not str(t[0]).endswith("/alignments") and t[1] != RDF.type]
    assert len(ties) > 120
    for subject, predicate, value in ties:
        assert subject in known, subject
        assert predicate in {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch}
        assert not str(value).startswith(settings.ONTOLOGY)


@pytest.mark.parametrize("base", [
    "http://semanticweb.cs.vu.nl/2009/11/sem/", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#",
    "https://schema.org/", "http://www.w3.org/ns/org#", "http://www.w3.org/2006/time#",
    "http://www.opengis.net/ont/geosparql#", "http://data.europa.eu/eli/ontology#",
    "https://schema.followthemoney.tech/#", *(f"http://www.wikidata.org/prop/{p}" for p in (
        "direct/P1336", "qualifier/P1310", "qualifier/P3680", "direct/P39", "direct/P1891"))])
def test_there_is_a_tie_to_each_vocabulary(base: str) -> None:
    path = settings.data_dir("ontology") / "alignments.ttl"
    assert any(str(value).startswith(base) for value in rdflib.Graph().parse(path).objects())


def test_owl_dl_types(ontology: rdflib.Graph) -> None:
    """No term is a class and a property, or a property of two kinds; what axioms use as a class is declared one."""
    kinds: dict[rdflib.term.Node, set[rdflib.term.Node]] = {}
    for kind in KINDS:
        for term in ontology.subjects(RDF.type, kind):
            kinds.setdefault(term, set()).add(kind)
    assert {term: found for term, found in kinds.items() if len(found) > 1} == {}
    for predicate, wanted in ((RDFS.subClassOf, {OWL.Class}), (RDFS.domain, {OWL.Class}),
                              (RDFS.subPropertyOf, set(KINDS[1:])), (OWL.inverseOf, {OWL.ObjectProperty})):
        for subject, value in ontology.subject_objects(predicate):
            assert kinds.get(value, set()) & wanted, (subject, predicate, value)
            if predicate == RDFS.subPropertyOf:
                assert kinds[subject] == kinds[value], (subject, value)
    for subject, value in ontology.subject_objects(RDFS.range):
        if OWL.ObjectProperty in kinds[subject]:
            assert kinds.get(value) == {OWL.Class}, (subject, value)
        else:
            assert str(value).startswith(str(rdflib.XSD)), (subject, value)


def test_every_term_is_used_or_offered(knowledge: Knowledge) -> None:
    assert list(map(str, unused(packs.core(), used_terms(knowledge)))) == []


def with_all_relations() -> Facts:
    """What few articles have: an address, and each relation."""
    text = "Ann Ash of the League speaks."
    entities = {"ann": "Person", "league": "Organization", "north": "State", "pact": "Treaty"}
    pairs = {"affiliated-with": ("ann", "league"), "sanctions": ("north", "league"), "party-to": ("north", "pact"),
             "member-of": ("north", "league"), "holds-office": ("ann", "north")}
    said = tuple(Relation(name, a, a, name, b, b, Span(0, 7, "Ann Ash")) for name, (a, b) in pairs.items())
    named = tuple(Entity(id, kind, id) for id, kind in entities.items())  # type: ignore[arg-type]
    return Facts(Article("made", text, Cleaned.identity(text), url="https://example.org/a"), named, relations=said)


def used_terms(knowledge: Knowledge) -> set[str]:
    """IRIs that data, queries, rules, shapes or patterns use."""
    with GraphStore.in_memory(knowledge) as store:
        build([p for p in ARTICLES if p.stem.startswith(("14", "23"))], store)
        store.add(with_all_relations())
        quads = [*store.engine]
    quads = [q for q in quads if not str(q.graph_name).endswith("/ontology>")]
    quads += [q for path in shape_files() for q in read_turtle(path)]
    used = {t.value for q in quads for t in (q.predicate, q.object) if isinstance(t, NamedNode)}
    names = "|".join(prefixes())
    for path in QUERIES:
        found = re.findall(rf"\b({names}):([A-Za-z][\w-]*)", path.read_text("utf-8"))
        used |= {prefixes()[name] + local for name, local in found}
    for path in (ROOT / "kg").rglob("*.py"):
        found = re.findall(r'\bDKG\["(\w+)"\]|\bdkg:(\w+)', path.read_text("utf-8"))
        used |= {settings.ONTOLOGY + (one or other) for one, other in found}
    words = {w for path in (settings.data_dir("ontology") / "patterns").rglob("*.yaml")
             for w in re.findall("[a-z]+(?:-[a-z]+)*", path.read_text("utf-8"))}
    words |= {*get_args(Mode), *get_args(Stance), *get_args(Status), *get_args(Verdict)}
    for scheme in ("topic", "stance", "event-type", "event-status", "mode", "predicate", "verdict"):
        used |= {f"{VOCABULARY}{scheme}/{word}" for word in words}
    return used


def test_shapes_use_declared_terms_and_have_messages(ontology: rdflib.Graph, shapes: rdflib.Graph) -> None:
    known = declared(ontology) | {s for kind in (SKOS.ConceptScheme, SKOS.Concept)
                                  for s in ontology.subjects(RDF.type, kind)}
    for predicate in (SH.path, SH["class"], SH.targetClass, SH.hasValue, SH.lessThan, SH.disjoint, RDF.first):
        for value in shapes.objects(None, predicate):
            named = isinstance(value, rdflib.URIRef) and not str(value).startswith(BUILT_IN)
            assert not named or value in known, value
    for constraint in shapes.objects(None, SH.property):
        message = shapes.value(constraint, SH.message)
        assert message, shapes.value(constraint, SH.path)
        assert str(message).endswith("."), message


def test_every_class_has_a_file_of_shapes(ontology: rdflib.Graph, shapes: rdflib.Graph) -> None:
    def kebab(name: str) -> str:
        return re.sub("(?<=[a-z])(?=[A-Z])", "-", name).lower()

    names = {str(c).removeprefix(settings.ONTOLOGY) for c in ontology.subjects(RDF.type, OWL.Class)
             if str(c).startswith(settings.ONTOLOGY)}
    targets = {str(t).removeprefix(settings.ONTOLOGY) for t in shapes.objects(None, SH.targetClass)}
    abstract = {"Entity", "Actor", "View", "Fact", "Conclusion"}
    assert names - abstract <= targets
    assert {kebab(name) for name in names} <= {path.stem for path in shape_files()}
    for path in shape_files():
        found = rdflib.Graph().parse(path)
        own = {kebab(re.split("[#/]", str(t))[-1]) for t in found.objects(None, SH.targetClass)}
        assert path.stem in own | {kebab(name) for name in abstract}, path.name


def test_messages_say_one_thing_each(shapes: rdflib.Graph) -> None:
    for message in shapes.objects(None, SH.message):
        assert 15 < len(str(message)) < 200, message


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


def test_the_knowledge_uses_declared_terms(ontology: rdflib.Graph, knowledge: Knowledge) -> None:
    known = declared(ontology) | set(ontology.subjects(RDF.type, SKOS.Concept))
    used = {iri for quad in knowledge_quads(knowledge) for term in (quad.predicate, quad.object)
            if isinstance(term, NamedNode) and not (iri := term.value).startswith((settings.BASE, *BUILT_IN))}
    assert {iri for iri in used if rdflib.URIRef(iri) not in known and "wikidata.org/entity/" not in iri} == set()
