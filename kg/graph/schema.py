"""The ontology and the vocabularies as one named graph, and their files."""

import hashlib
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from kg import settings
from kg.errors import KnowledgeError
from kg.graph import iris


def ontology_files() -> list[Path]:
    """``kg.ttl``, ``alignments.ttl`` and the vocabularies, in a fixed order."""
    root = settings.data_dir("ontology")
    return [root / "kg.ttl", root / "alignments.ttl", *sorted((root / "vocabularies").glob("*.ttl"))]


def shape_files() -> list[Path]:
    """The SHACL shapes, one file a class."""
    return sorted((settings.data_dir("ontology") / "shapes").glob("*.ttl"))


@cache
def ontology_hash() -> str:
    """Checksum of the ontology's files."""
    digest = hashlib.sha256()
    for path in ontology_files():
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def ontology_quads() -> list[Quad]:
    """All triples of the ontology's files; blank nodes (lists, unions) get IRIs by RDFC-1.0, so bytes are stable."""
    graph = iris.graph("ontology")
    dataset = Dataset()
    for path in ontology_files():
        for quad in read_turtle(path):
            dataset.add(Quad(quad.subject, quad.predicate, quad.object, graph))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [Quad(_skolem(q.subject) if isinstance(q.subject, BlankNode) else q.subject, q.predicate,
                 _skolem(q.object) if isinstance(q.object, BlankNode) else q.object, graph) for q in dataset]


def read_turtle(path: Path) -> list[Quad]:
    """The triples of a Turtle file; KnowledgeError with file and line for one that is faulty."""
    try:
        return list(parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True))
    except (SyntaxError, OSError) as error:
        raise KnowledgeError(f"cannot read {path.name}: {error}", "correct the file, or restore it from git") from error


def _skolem(node: BlankNode) -> NamedNode:
    return iris.thing("genid", node.value)
