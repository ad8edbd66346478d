"""The ontology for readers: terms and vocabularies as plain objects, for a page or for completion in an editor."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from kg import settings
from kg.graph.iris import VOCABULARY
from kg.graph.namespaces import prefixes
from kg.graph.schema import ontology_files, shape_files

_STATUS = rdflib.URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
_ONTOLOGY = rdflib.URIRef(settings.ONTOLOGY.removesuffix("#"))
_TIES = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)


@dataclass(frozen=True, slots=True)
class Link:
    """A term as it is named on a page; ``anchor`` is "" for a term of another vocabulary."""

    name: str
    iri: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or concept. ``labels`` by language; ``status`` is "", "offered" or "deprecated"; ``links``
    are what it is tied to, by the words for the tie; ``rules`` what data must keep, from the shapes."""

    iri: str
    name: str
    anchor: str
    kind: str
    labels: dict[str, str]
    definition: str
    example: str
    source: str
    status: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    rules: tuple[str, ...] = ()
    notations: tuple[str, ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary; its concepts stand in the order of their hierarchy, each with its depth."""

    iri: str
    anchor: str
    labels: dict[str, str]
    definition: str
    concepts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All of it, with its version."""

    iri: str
    version: str
    titles: dict[str, str]
    description: str
    licence: str
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    schemes: tuple[Scheme, ...]


@cache
def ontology() -> Ontology:
    """The ontology, its ties, its vocabularies, and what packs add to these."""
    graph, shapes = rdflib.Graph(), rdflib.Graph()
    for target, files in ((graph, ontology_files()), (shapes, shape_files())):
        for path in files:
            target.parse(data=path.read_text("utf-8-sig"), format="turtle")
    rules = _rules(shapes)
    own = sorted((t for t in set(graph.subjects(SKOS.definition)) if str(t).startswith(settings.ONTOLOGY)), key=str)
    classes = [t for t in own if (t, RDF.type, OWL.Class) in graph]
    return Ontology(
        str(_ONTOLOGY), str(graph.value(_ONTOLOGY, OWL.versionInfo)), _labels(graph, _ONTOLOGY, DCTERMS.title),
        _text(graph, _ONTOLOGY, DCTERMS.description), str(graph.value(_ONTOLOGY, DCTERMS.license)),
        tuple(_term(graph, t, "class", rules) for t in classes),
        tuple(_term(graph, t, "property", rules) for t in own if t not in set(classes)),
        tuple(_scheme(graph, s, rules) for s in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str)))


def _scheme(graph: rdflib.Graph, node: Node, rules: dict[Node, tuple[str, ...]]) -> Scheme:
    def walk(concepts: Iterable[Node], depth: int) -> Iterator[Term]:
        for concept in sorted(concepts, key=str):
            yield _term(graph, concept, "concept", rules, depth)
            yield from walk(graph.subjects(SKOS.broader, concept), depth + 1)

    concepts = tuple(walk(graph.subjects(SKOS.topConceptOf, node), 0))
    return Scheme(str(node), _anchor(node), _labels(graph, node, RDFS.label), _text(graph, node, SKOS.definition),
                  concepts)


def _term(graph: rdflib.Graph, node: Node, kind: str, rules: dict[Node, tuple[str, ...]], depth: int = 0) -> Term:
    old = (node, OWL.deprecated, rdflib.Literal(True)) in graph
    offered = str(graph.value(node, _STATUS)) == "testing"
    label = SKOS.prefLabel if kind == "concept" else RDFS.label
    notes = [str(note) for name in (SKOS.scopeNote, SKOS.historyNote) for note in graph.objects(node, name)]
    datatype = kind == "property" and (node, RDF.type, OWL.DatatypeProperty) in graph
    return Term(str(node), shorten(str(node)), _anchor(node), "datatype property" if datatype else kind,
                _labels(graph, node, label), _text(graph, node, SKOS.definition), _text(graph, node, SKOS.example),
                _text(graph, node, DCTERMS.source), "deprecated" if old else "offered" if offered else "", tuple(notes),
                tuple((words, links) for words, links in _links(graph, node, kind) if links), rules.get(node, ()),
                tuple(sorted(map(str, graph.objects(node, SKOS.notation)))), depth)


def _links(graph: rdflib.Graph, node: Node, kind: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
    def named(nodes: Iterable[Node]) -> tuple[Link, ...]:
        flat = (one for n in nodes for one in _members(graph, n))
        return tuple(sorted({Link(shorten(str(n)), str(n), _anchor(n)) for n in flat}, key=lambda link: link.name))

    ours = settings.ONTOLOGY
    if kind == "class":
        wider = list(graph.objects(node, RDFS.subClassOf))
        yield "narrower than", named(n for n in wider if str(n).startswith(ours))
        yield "wider than", named(graph.subjects(RDFS.subClassOf, node))
        yield "has", named(p for p, d in graph.subject_objects(RDFS.domain) if node in _members(graph, d))
        yield "value of", named(graph.subjects(RDFS.range, node))
    elif kind == "property":
        yield "of", named(graph.objects(node, RDFS.domain))
        yield "value", named(graph.objects(node, RDFS.range))
        yield "inverse", named([*graph.objects(node, OWL.inverseOf), *graph.subjects(OWL.inverseOf, node)])
    else:
        yield "narrower than", named(graph.objects(node, SKOS.broader))
    yield "replaced by", named(graph.objects(node, DCTERMS.isReplacedBy))
    yield "replaces", named(graph.subjects(DCTERMS.isReplacedBy, node))
    yield "elsewhere", named(o for p in _TIES for o in graph.objects(node, p) if not str(o).startswith(ours)
                             and isinstance(o, rdflib.URIRef))


def _members(graph: rdflib.Graph, node: Node) -> list[Node]:
    """A union's classes, or the class itself."""
    head = graph.value(node, OWL.unionOf)
    return list(Collection(graph, head)) if head is not None else [node]


def _rules(shapes: rdflib.Graph) -> dict[Node, tuple[str, ...]]:
    """What data must keep, by class: the shapes' messages."""
    found: dict[Node, list[str]] = {}
    for shape, target in shapes.subject_objects(SH.targetClass):
        messages = [str(m) for p in shapes.objects(shape, SH.property) for m in shapes.objects(p, SH.message)]
        found.setdefault(target, []).extend([*messages, *map(str, shapes.objects(shape, SH.message))])
    return {target: tuple(sorted(set(messages))) for target, messages in found.items()}


def _labels(graph: rdflib.Graph, node: Node, predicate: Node) -> dict[str, str]:
    labels = (label for label in graph.objects(node, predicate) if isinstance(label, rdflib.Literal))
    return dict(sorted((label.language or "", str(label)) for label in labels))


def _text(graph: rdflib.Graph, node: Node, predicate: Node) -> str:
    return " ".join(str(graph.value(node, predicate) or "").split())


def shorten(iri: str) -> str:
    """A prefixed name, or the IRI."""
    base, name = max(((base, name) for name, base in prefixes().items() if iri.startswith(base)),
                     key=lambda pair: len(pair[0]), default=("", ""))
    return f"{name}:{iri[len(base):]}" if base else iri


def _anchor(node: Node) -> str:
    """The fragment under which a page shows a term: that of its IRI, so that the IRI can lead there."""
    iri = str(node)
    if iri.startswith(settings.ONTOLOGY):
        return iri.removeprefix(settings.ONTOLOGY)
    return re.sub("[^a-z0-9]+", "-", iri.removeprefix(VOCABULARY)) if iri.startswith(VOCABULARY) else ""
