"""Where facts come from: the article, its outlet, and the extraction that read it (PROV-O)."""

import hashlib
from functools import cache
from importlib import metadata

from pyoxigraph import Literal, NamedNode

from kg import __version__, settings
from kg.graph import iris
from kg.graph.namespaces import DCTERMS, DKG, LABEL, PROV, TYPE
from kg.graph.terms import date, tagged, text
from kg.graph.writer import ArticleWriter
from kg.language.files import FOLDER
from kg.model import Article, Entity, Event, Position, Relation, Span, Statement

#: Raised when the mapping changes, so that stored articles are mapped anew.
MAPPING = 2
#: Folders under ``ontology/`` that extraction does not read.
_NOT_READ = {"shapes", "vocabularies"}


@cache
def configuration() -> str:
    """Checksum of the knowledge, patterns and lexicons: they decide, beside the code, what an article yields."""
    root = settings.data_dir("ontology")
    files = sorted((path.relative_to(root).as_posix(), path) for path in root.rglob("*")
                   if path.is_file() and path.parent != root and path.relative_to(root).parts[0] not in _NOT_READ)
    digest = hashlib.sha256()
    for name, path in files:
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


@cache
def model() -> str:
    """Checksum of the language model's list of its files and their checksums."""
    return hashlib.sha256((FOLDER / "labels.json").read_bytes()).hexdigest()


def foreign_pipeline() -> str:
    """Name and version of the spaCy pipeline that the environment puts in the place of our own; "" for our own."""
    name = settings.pipeline()
    try:
        return f"{name} {metadata.version(name)}" if name else ""
    except metadata.PackageNotFoundError:
        return name  # a folder


def content_hash(article: Article) -> str:
    """What decides whether a stored article is still current: text, package, mapping, configuration and model."""
    parts = (article.sha256, __version__, str(MAPPING), settings.BASE, configuration(), model(), foreign_pipeline())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def write_article(writer: ArticleWriter) -> None:
    """The article, its outlet, its named graph, and the activity that made it."""
    article, node, add = writer.article, writer.node, writer.add
    add(node, TYPE, DKG["Article"])
    add(node, DCTERMS["identifier"], text(article.id))
    add(node, LABEL, tagged(article.title or article.id, article.language))
    add(node, DKG["publishedOn"], date(article.date) if article.date else None)
    add(node, DKG["sha256"], text(article.sha256))
    for name in ("language", "genre", "author", "licence", "url"):
        if value := getattr(article, name):
            add(node, DKG[name], text(value))
    if article.source_name:
        add(node, DKG["sourceName"], text(article.source_name))
    if article.outlet:
        outlet = iris.outlet(article.outlet)
        add(node, DKG["outlet"], outlet)
        add(outlet, TYPE, DKG["Outlet"])
        add(outlet, LABEL, tagged(article.outlet, "en"))
        add(outlet, DKG["outletCountry"], text(article.outlet_country) if article.outlet_country else None)

    add(writer.activity, TYPE, DKG["Extraction"])
    add(writer.activity, PROV["used"], node)
    add(writer.activity, PROV["wasAssociatedWith"], iris.thing("software"))
    add(writer.activity, DKG["softwareVersion"], text(__version__))
    add(writer.activity, DKG["configuration"], text(configuration()))
    add(writer.activity, DKG["languagePipeline"], text(foreign_pipeline()) if foreign_pipeline() else None)
    add(writer.graph, TYPE, DKG["ArticleGraph"])
    add(writer.graph, DKG["article"], node)
    add(writer.graph, PROV["wasGeneratedBy"], writer.activity)
    add(writer.graph, DKG["contentHash"], text(content_hash(article)))


def write_fact(writer: ArticleWriter, node: NamedNode, kind: str,
               fact: Entity | Statement | Position | Event | Relation, evidence: Span | None) -> None:
    """What all facts have: class, id, article, evidence, rule, confidence and the extraction that made it."""
    add = writer.add
    add(node, TYPE, DKG[kind])
    add(node, DCTERMS["identifier"], text(fact.id))
    add(node, DKG["article"], writer.node)
    add(node, DKG["evidence"], writer.stretch(evidence))
    add(node, DKG["rule"], text(fact.rule))
    add(node, DKG["confidence"], Literal(float(fact.confidence)))
    add(node, PROV["wasGeneratedBy"], writer.activity)
