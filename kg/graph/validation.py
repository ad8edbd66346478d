"""Data against the SHACL shapes, and what is wrong as lines that a person can act on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyshacl
import rdflib
from pyoxigraph import Quad
from rdflib.namespace import RDF, SH

from kg.graph.namespaces import prefixes
from kg.graph.schema import ontology_files, shape_files
from kg.graph.store import GraphStore


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One violation: the node, the property (or ""), the offending value (or ""), and the shape's message."""

    node: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        value = f" {self.value}" if self.value else ""
        return f"{self.node}: {self.path}{value}: {self.message}" if self.path else f"{self.node}: {self.message}"


def validate(quads: Iterable[Quad]) -> list[Finding]:
    """Violations of the shapes in the quads, whatever their graphs, sorted."""
    data = rdflib.Graph() + _ontology()  # shapes ask whether a concept is in its scheme
    data.parse(data="".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), advanced=False)
    return sorted(set(_findings(report)))


def validate_article(store: GraphStore, article_id: str) -> list[Finding]:
    """Violations in one article's graph; KeyError if the store does not have it."""
    return validate(store.article_graph(article_id))


def _findings(report: rdflib.Graph) -> Iterator[Finding]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = report.value(result, SH.resultMessage)
        yield Finding(_short(report.value(result, SH.focusNode)), _short(report.value(result, SH.resultPath)),
                      _short(report.value(result, SH.value)), str(message))


def _short(term: object) -> str:
    """A term as people write it; a property path that is no single property is left out."""
    if isinstance(term, rdflib.URIRef):
        longest = max(((iri, name) for name, iri in prefixes().items() if term.startswith(iri)), default=("", ""))
        return f"{longest[1]}:{term[len(longest[0]):]}" if longest[0] else str(term)
    return repr(str(term)) if isinstance(term, rdflib.Literal) else ""


@cache
def _shapes() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for path in shape_files():
        shapes.parse(path, format="turtle")
    return shapes


@cache
def _ontology() -> rdflib.Graph:
    ontology = rdflib.Graph()
    for path in ontology_files():
        ontology.parse(path, format="turtle")
    return ontology
