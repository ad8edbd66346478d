"""Who may write, what is reached from here, what hostile documents do, and what errors tell."""

import http.server
import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import SECRETS, fuzzed
from kg.errors import QueryError
from kg.query import guard
from kg.query.dataset import Dataset, graph_term, using
from kg.query.federation import harmless
from tests.web.conftest import EX, FORM, TOKEN

FORMS = {"Content-Type": FORM}
UPDATE = {"Content-Type": "application/sparql-update"}
INSERT = f"INSERT DATA {{ GRAPH <{EX}new> {{ <{EX}x> <{EX}y> 1 }} }}"


# --- S1: who may write ---

WRITES = [("POST", "/sparql", urlencode({"update": INSERT}), FORMS), ("POST", "/sparql", INSERT, UPDATE),
          ("POST", f"/sparql?update={quote(INSERT)}", "", FORMS)]
WRITES += [(method, target, "<x:a> <x:b> <x:c> .", {"Content-Type": "text/turtle"})
           for method in ("PUT", "POST", "DELETE", "GET", "HEAD")
           for target in (f"/data?graph={EX}new", "/data?default", "/data/direct", "/data")]


@pytest.mark.parametrize(("method", "target", "body", "headers"), WRITES)
def test_s1_nothing_is_written_without_a_token(reading: Any, writing: Any, method: str, target: str, body: str,
                                               headers: dict[str, str]) -> None:
    for token in ("", TOKEN, "wrong"):
        assert reading(method, target, body, headers, token).status == 403
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Bearer {TOKEN}x"},
                   {"Authorization": f"Basic {TOKEN}"}, {"Authorization": TOKEN}, {"Authorization": "Bearer"},
                   {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": "Bearer é"}):
        reply = writing(method, target, body, headers | header)
        assert reply.status == 401
        assert reply.headers["www-authenticate"] == "Bearer"
    assert writing.query(f"ASK {{ GRAPH <{EX}new> {{ ?s ?p ?o }} }}").json()["boolean"] is False


def test_s1_the_right_token_writes(writing: Any) -> None:
    for method, target, body, headers in WRITES[:2]:
        assert writing(method, target, body, headers, TOKEN).status == 204
        assert writing.query(f"ASK {{ GRAPH <{EX}new> {{ ?s ?p ?o }} }}").json()["boolean"] is True
        assert writing.update(f"DROP GRAPH <{EX}new>").status == 204
    assert writing("GET", "/sparql?update=DROP%20ALL", token=TOKEN).status == 400


def test_by_default_it_listens_here_only(reading: Any) -> None:
    assert reading.host == "127.0.0.1"
    with socket.create_connection((reading.host, reading.port)) as open_here:
        assert open_here
    own = socket.gethostbyname(socket.gethostname())
    if not own.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((own, reading.port), timeout=2)


# --- S2: what is reached from here ---

@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[str]]]:
    """A server here that notes whoever comes."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, hits
    server.shutdown()


def inner(port: int) -> list[str]:
    """Spellings of this computer, of inner addresses and of files."""
    hosts = ["127.0.0.1", "localhost", "LOCALHOST", "127.1", "127.0.0.1.", "0.0.0.0", "0", "2130706433", "0x7f000001",
             "0177.0.0.1", "127.0.0.01", "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]", "user@127.0.0.1",
             "example.org@127.0.0.1", "127.0.0.1%2f", "①②⑦.⓪.⓪.①", "169.254.169.254", "10.0.0.1", "192.168.0.1"]
    return [*(f"http://{host}:{port}/hit" for host in hosts), f"HTTP://127.0.0.1:{port}/hit",
            f"https://127.0.0.1:{port}/hit", "file:///etc/passwd", "file:/etc/passwd", "FILE:///etc/passwd",
            "file://localhost/etc/passwd", "/etc/passwd", "../../../../etc/passwd", f"ftp://127.0.0.1:{port}/hit",
            f"//127.0.0.1:{port}/hit", "jar:file:///x!/y", "data:text/turtle,<x:a>%20<x:b>%20<x:c>."]


def test_s2_nothing_inside_is_reached(reading: Any, writing: Any, canary: tuple[int, list[str]]) -> None:
    port, hits = canary
    for iri in inner(port):
        escaped = iri.replace("h", "\\u0068", 1)
        for query in (f"SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}", f"ASK{{SERVICE<{iri}>{{}}}}",
                      f"SELECT * {{ {{}} UNION {{ SERVICE # here\n <{iri}> {{ ?s ?p ?o }} }} }}",
                      f"SELECT * {{ SERVICE SILENT <{iri}> {{ ?s ?p ?o }} }}",
                      f"PREFIX x: <{iri}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
                      f"SELECT * {{ VALUES ?g {{ <{iri}> }} SERVICE ?g {{ ?s ?p ?o }} }}",
                      f"SELECT * {{ \\u0053ERVICE <{iri}> {{ ?s ?p ?o }} }}",
                      f"SELECT * {{ SERVICE <{escaped}> {{ ?s ?p ?o }} }}",
                      f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}",
                      f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"):
            reply = reading.query(query)
            assert reply.status in {400, 403} or ("SILENT" in query and reply.status == 200), (query, reply.body)
            assert b"root:" not in reply.body
        assert reading.query("ASK {}", **{"default-graph-uri": iri}).status == 400
        assert reading.query("ASK {}", **{"named-graph-uri": iri}).status == 400
    for iri in inner(port)[::3]:
        for update in (f"LOAD <{iri}>", f"LOAD SILENT <{iri}> INTO GRAPH <{EX}l>", f"CLEAR DEFAULT;LOAD<{iri}>",
                       f"PREFIX x: <{iri}> LOAD x:",
                       f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}",
                       f"INSERT {{ ?s ?p ?o }} USING <{iri}> WHERE {{ ?s ?p ?o }}"):
            reply = writing.update(update)
            assert reply.status in {400, 403} or "SILENT" in update or "USING" in update, (update, reply.body)
    assert not hits
    assert writing.query("ASK { ?s ?p ?o }").json()["boolean"] is False


def test_listed_hosts_may_be_asked(served: Callable[..., Any], canary: tuple[int, list[str]]) -> None:
    port, hits = canary
    with served("--allow-host", f"127.0.0.1:{port}") as client:
        ask = "SELECT * {{ SERVICE <http://{}/ok> {{ ?s ?p ?o }} }}"
        assert client.query(ask.format(f"127.0.0.1:{port}")).status == 422  # the canary is no endpoint
        assert hits == ["/ok"]
        for other in (f"localhost:{port}", "127.0.0.1", f"x@127.0.0.1:{port}"):
            assert client.query(ask.format(other)).status == 403
    assert hits == ["/ok"]
    hits.clear()


# --- S3, S4: hostile documents ---

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">{}</rdf:RDF>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a \"ha\">" + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)) + "]>"
BODY = XML.format('<rdf:Description rdf:about="http://e/s"><e:p>{}</e:p></rdf:Description>')


@pytest.mark.parametrize("document", [
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + BODY.format("&e;"),
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + BODY.format("x"), LAUGHS + BODY.format("&l;"),
    '<?xml version="1.0"?>\n<!doctype x>' + BODY.format("x"), '<! DOCTYPE x [<!ENTITY a "b">]>' + BODY.format("&a;"),
    ('<?xml version="1.0" encoding="utf-16"?>' + LAUGHS + BODY.format("&l;")).encode("utf-16"),
    "<rdf:RDF", "\x00", XML.format("<e:a>" * 50_000), BODY.format("&nothing;")])
def test_s3_xml(writing: Any, document: str | bytes) -> None:
    reply = writing.graph("PUT", f"{EX}xml", document, "application/rdf+xml")
    assert (reply.status, reply.problem()) == (400, "syntax")
    assert writing.graph("GET", f"{EX}xml").status == 404


@pytest.mark.parametrize("context", ["http://127.0.0.1:{}/context", ["http://127.0.0.1:{}/context"],
                                     {"@import": "http://127.0.0.1:{}/context"}, "file:///etc/passwd"])
def test_s4_contexts_are_not_fetched(writing: Any, canary: tuple[int, list[str]], context: Any) -> None:
    port, hits = canary
    document = json.dumps({"@context": context, "@id": "http://e/s", "name": "x"}).replace("{}", str(port))
    reply = writing.graph("PUT", f"{EX}json", document, "application/ld+json")
    assert (reply.status, reply.problem()) == (400, "syntax")
    assert not hits


# --- S9: other sites ---

def test_s9_other_sites_neither_write_nor_read(reading: Any, writing: Any, served: Callable[..., Any]) -> None:
    evil = {"Origin": "https://evil.example"}
    for headers in (FORMS | evil, {"Content-Type": "text/plain"} | evil):
        assert writing("POST", "/sparql", urlencode({"update": INSERT}), headers).status in {401, 415}
    reply = reading("GET", "/sparql?query=ASK%7B%7D", headers=evil)
    assert not [name for name in reply.headers if name.startswith("access-control")]
    reply = reading("OPTIONS", "/sparql", headers=evil | {"Access-Control-Request-Method": "POST"})
    assert not [name for name in reply.headers if name.startswith("access-control")]
    with served("--allow-origin", "https://good.example") as client:
        reply = client("GET", "/sparql?query=ASK%7B%7D", headers={"Origin": "https://good.example"})
        assert reply.headers["access-control-allow-origin"] == "https://good.example"
        assert "access-control-allow-credentials" not in reply.headers
        reply = client("OPTIONS", "/sparql", headers={"Origin": "https://good.example"})
        assert "authorization" not in reply.headers["access-control-allow-headers"].lower()
        assert "access-control-allow-origin" not in client("GET", "/healthz", headers=evil).headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "evil.example:80", ""])
def test_a_name_that_is_not_ours_is_not_answered(reading: Any, host: str) -> None:
    """So that a page cannot reach this computer by pointing a name of its own here."""
    assert reading("GET", "/sparql?query=ASK%7B%7D", headers={"Host": host}).status in {400, 421}


def test_headers_are_safe(reading: Any) -> None:
    for target in ("/sparql", "/healthz", "/nothing", "/sparql?query=x"):
        headers = reading("GET", target).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


# --- S10: SPARQL that is put together ---

@given(st.text(max_size=40))
def test_s10_graph_names_stay_names(text: str) -> None:
    try:
        term = graph_term(text)
    except QueryError:
        return
    assert term == f"<{text}>"
    assert not set(text) & set('<>"{}|^`\\')
    assert not any(c <= " " for c in text)


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_s10_any_text_is_checked_and_kept(text: str) -> None:
    """Neither check nor rewriting fails on any text; without the words nothing is changed."""
    for check in (guard.check, guard.check_update):
        with suppress(QueryError):
            check(text)
    assert harmless(text, ()) == text or "silent" in text.casefold()
    try:
        using(text, Dataset([EX], []))
    except QueryError:
        assert "using" in text.casefold() or "with" in text.casefold()


# --- S11, S12: anything at all ---

@pytest.mark.parametrize("seed", range(4))
def test_s11_s12_anything(writing: Any, seed: int) -> None:
    """Requests with a token and without (more: benchmarks/fuzz.py): no crash, no 500, nothing of the inside told."""
    chance = random.Random(seed)
    for number in range(75):
        method, target, body, headers = fuzzed(chance, number)
        reply = writing(method, target, body, headers, chance.choice([TOKEN, "", "x"]))
        assert reply.status < 500 or reply.status in {503, 504}, (method, target, body, headers, reply.body)
        if reply.status >= 400 and method != "HEAD":
            assert reply.problem()
            assert not SECRETS.search(reply.body), (method, target, body, reply.body)
            assert TOKEN.encode() not in reply.body
    assert writing.update("CLEAR ALL").status == 204
    assert writing.query("ASK {}").status == 200
    assert "Traceback" not in writing.log.read_text()
    assert TOKEN not in writing.log.read_text()


def test_the_log_is_lines_of_json(reading: Any) -> None:
    reading("GET", "/sparql?query=ASK%7B%7D")
    last = reading.log.read_text().splitlines()[-1]
    entry = json.loads(last)
    assert {"time", "method", "path", "status", "bytes", "ms", "query"} <= set(entry)
    assert "ASK" not in last
