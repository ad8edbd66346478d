"""Data against the SHACL shapes, and what is wrong as lines that a person can act on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib.namespace import RDF, SH

from kg.graph.namespaces import prefixes
from kg.graph.schema import ontology_files, read_turtle, shape_files


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


def validate(quads: Iterable[Quad], packs: tuple[str, ...] | None = None) -> list[Finding]:
    """Violations of the shapes in the quads, whatever their graphs, sorted.

    The concepts are those of the ontology and of the packs that are named (None: of all).
    """
    data = rdflib.Graph() + _ontology(packs)  # shapes ask whether a concept is in its scheme
    for quad in quads:
        data.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), advanced=False, inplace=True)
    return sorted(set(_findings(report)))


def _findings(report: rdflib.Graph) -> Iterator[Finding]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = report.value(result, SH.resultMessage)
        yield Finding(_short(report.value(result, SH.focusNode)), _short(report.value(result, SH.resultPath)),
                      _short(report.value(result, SH.value)), str(message))


def to_rdflib(term: object) -> rdflib.term.Node:
    """A term of pyoxigraph as rdflib has it."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        return rdflib.Literal(term.value, lang=term.language) if term.language else rdflib.Literal(
            term.value, datatype=rdflib.URIRef(term.datatype.value))
    assert isinstance(term, BlankNode)
    return rdflib.BNode(term.value)


def _short(term: object) -> str:
    """A term as people write it; a property path that is no single property is left out."""
    if isinstance(term, rdflib.URIRef):
        longest = max(((iri, name) for name, iri in prefixes().items() if term.startswith(iri)), default=("", ""))
        return f"{longest[1]}:{term[len(longest[0]):]}" if longest[0] else str(term)
    return repr(str(term)) if isinstance(term, rdflib.Literal) else ""


@cache
def _shapes() -> rdflib.Graph:
    return _graph(shape_files())


@cache
def _ontology(packs: tuple[str, ...] | None) -> rdflib.Graph:
    return _graph(ontology_files(packs))


def _graph(files: Iterable[Path]) -> rdflib.Graph:
    """The files as one graph; KnowledgeError with file and line for one that is faulty."""
    graph = rdflib.Graph()
    for path in files:
        for quad in read_turtle(path):
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph
