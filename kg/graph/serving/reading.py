"""What readers do: answer a query on a generation, and turn RDF that somebody sent into plain N-Triples."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    serialize,
)
from pyoxigraph import parse as parse_rdf

from kg.graph.serving.spool import AnswerError, Spool

#: Formats whose names for namespaces make the answer readable.
_WITH_PREFIXES = ("text/turtle", "application/trig", "application/rdf+xml")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)[\w:][^<>]*?(/?)>")
#: Nested elements of RDF/XML; the parser takes the square of their number.
MAX_DEPTH = 1_000

_open: dict[str, Store] = {}


def store(path: str) -> Store:
    """The generation in this folder, opened once; another one takes its place."""
    if path not in _open:
        _open.clear()
        _open[path] = Store.read_only(path)
    return _open[path]


def warm(request: Mapping[str, Any], spool: Spool) -> str:  # noqa: ARG001
    """Opens ``store``, so that the first query need not wait for that."""
    try:
        store(request["store"])
    except OSError as error:
        raise AnswerError("failed", _words(error)) from error
    return "text/plain"


def query(request: Mapping[str, Any], spool: Spool) -> str:
    """Answers ``query`` on ``store``.

    ``default`` and ``named`` are lists of graphs, or None for the store's own, and if ``strict`` they must be there;
    ``prefixes`` need no declaration; relative IRIs are relative to ``base``; ``formats`` has a media type, or None,
    for each kind of answer: rows, boolean, graph.
    """
    stream = cast(IO[bytes], spool)
    try:
        found = _evaluate(request)
        if isinstance(found, QueryBoolean):
            media = _media(request, "boolean")
            found.serialize(stream, QueryResultsFormat.from_media_type(media))
        elif isinstance(found, QuerySolutions):
            media = spool.expect(_media(request, "rows"))
            found.serialize(stream, QueryResultsFormat.from_media_type(media))
        elif (media := spool.expect(_media(request, "graph"))) in _WITH_PREFIXES:
            serialize(found, stream, RdfFormat.from_media_type(media), prefixes=request["prefixes"])
        else:
            found.serialize(stream, RdfFormat.from_media_type(media))
    except SyntaxError as error:
        raise AnswerError("syntax", _words(error)) from error
    except ValueError as error:
        raise AnswerError("format", _words(error)) from error
    except OSError as error:
        raise AnswerError("failed", _words(error)) from error
    return media


def _evaluate(request: Mapping[str, Any]) -> Any:
    source = store(request["store"])
    default, named = request.get("default"), request.get("named")
    graphs = [*(default or ()), *(named or ())]
    unknown = [graph for graph in graphs if not source.contains_named_graph(NamedNode(graph))]
    if unknown and request["strict"]:
        raise AnswerError("graph", f"there is no graph <{unknown[0]}> in this store")
    options: dict[str, Any] = {}
    if default is not None or named is not None:
        options = {"default_graph": [NamedNode(graph) for graph in default or ()],
                   "named_graphs": [NamedNode(graph) for graph in named or ()]}
        if default and len(default) > 1:
            source = merged(source, default, named or ())
            options["default_graph"] = DefaultGraph()
    return source.query(request["query"], prefixes=request["prefixes"], base_iri=request["base"], **options)


def merged(source: Store, default: Sequence[str], named: Sequence[str]) -> Store:
    """A store with some graphs' merge as its default graph, which pyoxigraph would not free of repeated triples."""
    made = Store()
    for name in default:
        made.extend(Quad(q.subject, q.predicate, q.object)
                    for q in source.quads_for_pattern(None, None, None, NamedNode(name)))
    for name in named:
        made.add_graph(NamedNode(name))
        made.extend(source.quads_for_pattern(None, None, None, NamedNode(name)))
    return made


def check(request: Mapping[str, Any], spool: Spool) -> str:  # noqa: ARG001
    """Whether ``query`` or ``update`` is SPARQL, tried on an empty store; IRIs in it must be harmless."""
    try:
        if "query" in request:
            Store().query(request["query"], prefixes=request["prefixes"], base_iri=request["base"])
        else:
            Store().update(request["update"], prefixes=request["prefixes"], base_iri=request["base"])
    except SyntaxError as error:
        raise AnswerError("syntax", _words(error)) from error
    except (OSError, ValueError, RuntimeError):
        pass  # it was read, and could not be run
    return "text/plain"


def _media(request: Mapping[str, Any], kind: str) -> str:
    media = request["formats"][kind]
    if media is None:
        raise AnswerError("format", {"rows": "a SELECT", "boolean": "an ASK", "graph": "a CONSTRUCT or DESCRIBE"}[kind]
                      + " query cannot be answered in the formats asked for")
    assert isinstance(media, str)
    return media


def parse(request: Mapping[str, Any], spool: Spool) -> str:
    """Reads the RDF in the file ``path`` (``media``, relative to ``base``) and writes it as N-Triples."""
    media, path = request["media"], request["path"]
    form = RdfFormat.from_media_type(media)
    if form is None or (form.supports_datasets and media not in ("application/ld+json", "application/json")):
        raise AnswerError("format", f"{media} is no format of a graph that is read here")
    if form == RdfFormat.RDF_XML:
        refuse_bombs(Path(path).read_bytes())
    try:
        quads = parse_rdf(path=path, format=form, base_iri=request["base"], rename_blank_nodes=True)
        serialize((_triple(quad) for quad in quads), cast(IO[bytes], spool), RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise AnswerError("syntax", _words(error)) from error
    except ValueError as error:
        raise AnswerError("syntax", _words(error)) from error
    return "application/n-triples"


def refuse_bombs(data: bytes) -> None:
    """AnswerError for XML with a document type, since entities grow to gigabytes and name files, or nested too deep."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:64]:
        raise AnswerError("syntax", "XML is read in UTF-8 only")
    if _DOCTYPE.search(data):
        raise AnswerError("syntax", "XML with a document type (<!DOCTYPE …>, <!ENTITY …>) is not read")
    depth = 0
    for closing, empty in _TAG.findall(data):
        depth += -1 if closing else not empty
        if depth > MAX_DEPTH:
            raise AnswerError("syntax", f"the XML nests more than {MAX_DEPTH:,} elements")


def _triple(quad: Quad) -> Triple:
    if not isinstance(quad.graph_name, DefaultGraph):
        raise AnswerError("syntax", f"the document names a graph, {quad.graph_name}; only triples are taken")
    return quad.triple


def _words(error: Exception) -> str:
    """The engine's words on one line, cut: a parser may list all it would have liked, or quote a file's path."""
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else text[:299] + "…"
