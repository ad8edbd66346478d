"""The SPARQL 1.1 Protocol: requests, formats, datasets, the description; and what real clients make of it."""

import csv
import io
import subprocess
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
from SPARQLWrapper import CSV, JSON, POST, TURTLE, SPARQLWrapper

from kg.web.negotiation import best

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
EX = "http://example.org/"
NAMES = f"SELECT ?name {{ <{EX}a> <{EX}name> ?name }} ORDER BY ?name"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(("accept", "media"), [
    ("application/sparql-results+json", "application/sparql-results+json"),
    ("application/json", "application/sparql-results+json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/csv", "text/csv"), ("text/tab-separated-values", "text/tab-separated-values"),
    ("*/*", "application/sparql-results+json"), ("", "application/sparql-results+json"),
    ("text/*", "text/csv"), ("text/turtle, text/csv;q=0.5", "text/csv"),
    ("application/xml;q=0.9, */*;q=0.8", "application/sparql-results+xml"),
    ("text/html", None), ("application/json;q=0", None)])
def test_rows_in_the_format_asked_for(reading: Any, accept: str, media: str | None) -> None:
    reply = reading.query(NAMES, accept=accept)
    if media is None:
        assert (reply.status, reply.problem()) == (406, "not-acceptable")
        return
    assert (reply.status, reply.media) == (200, media)
    assert int(reply.headers["content-length"]) == len(reply.body)
    for name in ("Aaa", "ああ", "аа"):
        assert name in reply.text


@pytest.mark.parametrize(("media", "parser"), [
    ("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"),
    ("application/rdf+xml", "xml"), ("application/trig", "trig"), ("application/n-quads", "nquads")])
def test_graphs_in_each_format(reading: Any, media: str, parser: str) -> None:
    reply = reading.query(f"CONSTRUCT WHERE {{ <{EX}a> ?p ?o }}", accept=media)
    assert (reply.status, reply.media) == (200, media)
    graph = rdflib.Dataset(default_union=True).parse(data=reply.body, format=parser)
    assert len(list(graph.triples((None, None, None)))) == 4


def test_ask_and_describe(reading: Any) -> None:
    assert reading.query("ASK { ?s ?p ?o }").json()["boolean"] is True
    assert b"<boolean>false" in reading.query("ASK { <x:y> ?p ?o }", accept="application/xml").body
    assert "Aaa" in reading.query(f"DESCRIBE <{EX}a>", accept="text/turtle").text


def test_three_ways_to_ask(reading: Any) -> None:
    ways = [reading("GET", f"/sparql?{urlencode({'query': NAMES})}"),
            reading("POST", "/sparql", urlencode({"query": NAMES}), FORM),
            reading("POST", "/sparql", NAMES, {"Content-Type": "application/sparql-query"}),
            reading("POST", "/sparql", NAMES, {"Content-Type": "application/sparql-query; charset=utf-8"})]
    assert [(reply.status, reply.body) for reply in ways] == [(200, ways[0].body)] * 4
    head = reading("HEAD", f"/sparql?{urlencode({'query': NAMES})}")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(ways[0].body)))


def test_the_format_parameter(reading: Any) -> None:
    assert reading.query(NAMES, accept="text/html", format="csv").media == "text/csv"
    assert reading.query(NAMES, format="exe").problem() == "not-acceptable"


@pytest.mark.parametrize(("method", "target", "body", "headers", "status", "kind"), [
    ("GET", "/sparql?query=SELEC", None, {}, 400, "syntax"),
    ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400, "parameters"),
    ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 400, "method"),
    ("GET", "/sparql?nonsense=1", None, {}, 400, "parameters"),
    ("GET", "/sparql?query=%FF", None, {}, 400, "parameters"),
    ("GET", "/sparql?query=", None, {}, 400, "syntax"),
    ("POST", "/sparql", "", FORM, 400, "parameters"),
    ("POST", "/sparql", "query=ASK%7B%7D&update=CLEAR%20ALL", FORM, 400, "parameters"),
    ("POST", "/sparql", "ASK {}", {}, 415, "media-type"),
    ("POST", "/sparql", "ASK {}", {"Content-Type": "text/plain"}, 415, "media-type"),
    ("POST", "/sparql?query=ASK%7B%7D", "ASK {}", {"Content-Type": "application/sparql-query"}, 400, "parameters"),
    ("POST", "/sparql", b"ASK { \xff }", {"Content-Type": "application/sparql-query"}, 400, "encoding"),
    ("POST", "/sparql", "CLEAR ALL", {"Content-Type": "application/sparql-query"}, 400, "query"),
    ("PUT", "/sparql", "ASK {}", {}, 405, "method"), ("DELETE", "/sparql", None, {}, 405, "method"),
    ("PATCH", "/sparql", "ASK {}", {}, 405, "method"), ("GET", "/nothing", None, {}, 404, "not-found"),
    ("GET", "/sparql/", None, {}, 404, "not-found"), ("GET", "/..%2f..%2fetc/passwd", None, {}, 404, "not-found"),
    ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", None, {}, 400, "parameters"),
    ("GET", f"/sparql?query=ASK%7B%7D&default-graph-uri={EX}none", None, {}, 400, "unknown-graph"),
    ("GET", f"/sparql?query=ASK%20FROM%20%3C{EX}none%3E%7B%7D", None, {}, 400, "unknown-graph"),
])
def test_faulty_requests(reading: Any, method: str, target: str, body: Any, headers: dict[str, str], status: int,
                         kind: str) -> None:
    reply = reading(method, target, body, headers)
    assert (reply.status, reply.problem()) == (status, kind)


def counted(client: Any, where: str = "?s ?p ?o", dataset: str = "", **fields: str) -> int:
    return int(client.query(f"SELECT (COUNT(*) AS ?n) {dataset} {{ {where} }}", **fields).rows()[0]["n"])


def test_the_union_holds_a_triple_once(reading: Any) -> None:
    """The triple that two graphs hold is one of the default graph, as in an RDF merge."""
    assert counted(reading, f"<{EX}a> <{EX}p> ?o") == 1
    assert counted(reading, f"GRAPH ?g {{ <{EX}a> <{EX}p> ?o }}") == 2
    assert counted(reading) == 1000 + 4 + 2


def test_datasets_of_text_and_of_request(reading: Any) -> None:
    one, two = f"<{EX}g1>", f"<{EX}g2>"
    assert counted(reading, dataset=f"FROM {one}") == 4
    assert counted(reading, dataset=f"FROM {one} FROM {two}") == 6  # a merge: the common triple once
    assert counted(reading, dataset=f"FROM NAMED {one}") == 0
    assert counted(reading, "GRAPH ?g { ?s ?p ?o }", f"FROM {one} FROM NAMED {two}") == 3
    fields = {"default-graph-uri": f"{EX}g2"}
    assert counted(reading, **fields) == 3
    assert counted(reading, dataset=f"FROM {one}", **fields) == 3  # the request's graphs, not the text's
    assert reading.query(f"BASE <{EX}> PREFIX x: <{EX}> SELECT * FROM <g1> FROM NAMED x:g2 {{ ?s x:name ?o }}"
                         ).json()["results"]["bindings"].__len__() == 3


def test_unknown_graphs_may_be_empty(served: Callable[..., Any]) -> None:
    with served("--unknown-graphs", "empty") as client:
        assert counted(client, dataset=f"FROM <{EX}none>") == 0
        assert counted(client, **{"default-graph-uri": f"{EX}none"}) == 0


def test_the_description(reading: Any) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for media, parser in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"),
                          ("application/ld+json", "json-ld")):
        reply = reading("GET", "/sparql", headers={"Accept": media})
        assert (reply.status, reply.media) == (200, media)
        graph = rdflib.Graph().parse(data=reply.body, format=parser)
        service = graph.value(None, rdflib.RDF.type, sd.Service)
        assert str(graph.value(service, sd.endpoint)) == f"{reading.url}/sparql"
        assert (service, sd.feature, sd.UnionDefaultGraph) in graph
        assert (service, sd.supportedLanguage, sd.SPARQL11Update) not in graph
        assert {str(name) for name in graph.objects(None, sd.name)} == {f"{EX}{g}" for g in ("g1", "g2", "many")}


def test_sparqlwrapper(reading: Any) -> None:
    wrapper = SPARQLWrapper(f"{reading.url}/sparql")
    wrapper.setQuery(NAMES)
    wrapper.setReturnFormat(JSON)
    assert [row["name"]["value"] for row in wrapper.queryAndConvert()["results"]["bindings"]] == ["Aaa", "аа", "ああ"]
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(CSV)
    assert len(list(csv.reader(io.StringIO(wrapper.queryAndConvert().decode())))) == 4
    wrapper.setQuery(f"CONSTRUCT WHERE {{ <{EX}a> ?p ?o }}")
    wrapper.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) == 4


def test_rdflib_reads_and_writes(writing: Any) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

    store = SPARQLUpdateStore(f"{writing.url}/sparql", f"{writing.url}/sparql",
                              headers={"Authorization": "Bearer a-token-of-the-tests"})
    graph = rdflib.Graph(store, rdflib.URIRef(f"{EX}of-rdflib"))
    graph.add((rdflib.URIRef(f"{EX}s"), rdflib.URIRef(f"{EX}p"), rdflib.Literal("そうです", lang="ja")))
    assert len(graph) == 1
    read = rdflib.Graph(SPARQLStore(f"{writing.url}/sparql"), rdflib.URIRef(f"{EX}of-rdflib"))
    assert [str(o) for o in read.objects()] == ["そうです"]
    assert [str(row.o) for row in read.query("SELECT ?o { ?s ?p ?o }")] == ["そうです"]
    graph.remove((None, None, None))
    assert len(graph) == 0


def test_curl(reading: Any) -> None:
    done = subprocess.run(["curl", "-sSf", f"{reading.url}/sparql", "--data-urlencode", f"query={NAMES}", "-H",
                           "Accept: text/csv"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["name", "Aaa", "аа", "ああ"]


@pytest.mark.parametrize(("accept", "offers", "chosen"), [
    (None, ("a/b", "c/d"), "a/b"), ("", ("a/b",), "a/b"), (";;;,,", ("a/b",), "a/b"),
    ("c/d", ("a/b", "c/d"), "c/d"), ("c/*;q=0.2, a/b;q=0.1", ("a/b", "c/d"), "c/d"),
    ("*/*;q=0.1, c/d;q=0", ("c/d", "a/b"), "a/b"), ("a/b;q=x", ("a/b",), None), ("a/b;q=nan", ("a/b",), None),
    ("A/B ; Q=0.5", ("a/b",), "a/b"), ("x/y", ("a/b",), None)])
def test_negotiation(accept: str | None, offers: tuple[str, ...], chosen: str | None) -> None:
    assert best(accept, offers) == chosen
