"""The ontology and the vocabularies as one named graph, and their files."""

import codecs
import hashlib
from collections.abc import Collection
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from kg import settings
from kg.errors import KnowledgeError
from kg.graph import iris


def ontology_files(packs: Collection[str] | None = None) -> list[Path]:
    """``kg.ttl``, ``alignments.ttl``, the vocabularies, and what packs add to them, in a fixed order.

    Of ``packs``, or of all of them for None.
    """
    root = settings.data_dir("ontology")
    added = (p for p in sorted((root / "knowledge").glob("*/*.ttl")) if packs is None or p.parent.name in packs)
    return [root / "kg.ttl", root / "alignments.ttl", *sorted((root / "vocabularies").glob("*.ttl")), *added]


def shape_files() -> list[Path]:
    """The SHACL shapes, one file a class."""
    return sorted((settings.data_dir("ontology") / "shapes").glob("*.ttl"))


def ontology_hash(packs: Collection[str] | None = None) -> str:
    """Checksum of the ontology's files."""
    digest = hashlib.sha256()
    for path in ontology_files(packs):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def ontology_quads(packs: Collection[str] | None = None) -> list[Quad]:
    """All triples of the ontology's files; blank nodes (lists, unions) get IRIs by RDFC-1.0, so bytes are stable."""
    graph = iris.graph("ontology")
    dataset = Dataset()
    for path in ontology_files(packs):
        for quad in read_turtle(path):
            dataset.add(Quad(quad.subject, quad.predicate, quad.object, graph))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [Quad(_skolem(q.subject) if isinstance(q.subject, BlankNode) else q.subject, q.predicate,
                 _skolem(q.object) if isinstance(q.object, BlankNode) else q.object, graph) for q in dataset]


def read_turtle(path: Path) -> list[Quad]:
    """The triples of a Turtle file; KnowledgeError with file and line for one that is faulty."""
    root = settings.data_dir("ontology")
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        text = path.read_bytes().removeprefix(codecs.BOM_UTF8).decode()
        return list(parse(text, RdfFormat.TURTLE, rename_blank_nodes=True))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise KnowledgeError(f"{name}:{line}: not UTF-8", "save the file as UTF-8") from error
    except SyntaxError as error:
        raise KnowledgeError(f"{name}:{error.lineno}: not Turtle: {error.msg}", REMEDY) from error
    except OSError as error:
        raise KnowledgeError(f"{name}:1: cannot be read: {error.strerror}", "restore it from git") from error


#: What mends most faults of Turtle.
REMEDY = "end every statement with a dot, declare every prefix, close every quote and bracket, and save it as UTF-8"


def _skolem(node: BlankNode) -> NamedNode:
    return iris.thing("genid", node.value)
