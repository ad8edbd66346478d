"""Another engine: the same rows from a real server, and one clear line for every way in which a server fails."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

from kg.cli.group import main
from kg.errors import KgError, QueryError, StoreError
from kg.graph import remote
from kg.graph.remote import RemoteStore
from kg.graph.store import GraphStore, Queryable
from kg.query import Labels, catalogue, run, with_reasons

# --- a real server ---


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(folder: Path, *options: str) -> Iterator[str]:
    """The address of an Oxigraph that runs until the test is over."""
    beside = Path(sys.executable).parent / "oxigraph"
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        pytest.skip("the server is not installed: pip install oxigraph")
    port = free_port()
    with subprocess.Popen([binary, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline and server.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def load(address: str, store: GraphStore) -> None:
    dump = BytesIO()
    store.dump(dump)
    request = urllib.request.Request(f"{address}/store", dump.getvalue(), {"Content-Type": "application/n-quads"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as reply:
        assert reply.status in (200, 201, 204)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory, store: GraphStore) -> Iterator[str]:
    for address in served(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph"):
        load(address, store)
        yield f"{address}/query"


@pytest.mark.parametrize("name", catalogue())
def test_the_catalogue_gives_the_same_rows(name: str, oxigraph: str, store: GraphStore) -> None:
    query = catalogue()[name]
    params = {p.name: "japan" if p.type in ("entity", "state") else p.example or "" for p in query.parameters
              if p.required}

    def outcome(engine: Queryable) -> tuple[object, ...]:
        try:
            found = run(engine, query, params)
        except QueryError as error:  # an example of the corpus that the small graph does not know
            return (str(error),)
        return found.kind, found.columns, sorted(map(str, found.rows)), found.triples

    assert outcome(RemoteStore(oxigraph)) == outcome(store)


def test_most_of_the_catalogue_has_rows_here(store: GraphStore) -> None:
    """So that the test above compares something."""
    with_rows = [n for n, q in catalogue().items()
                 if not any(p.required for p in q.parameters) and run(store, q).rows]
    assert len(with_rows) >= 10


@pytest.mark.parametrize(("name", "params"), [
    ("positions-of-actor", {"actor": "Japan"}),
    ("positions-of-actor", {"actor": "https://w3id.org/dispute-kg/id/japan", "topic": "transfer"}),
    ("meetings-of-two", {"first": "Shinzo Abe", "second": "vladimir-putin"}),
])
def test_parameters_and_reasons(name: str, params: dict[str, str], oxigraph: str, store: GraphStore) -> None:
    there, here = RemoteStore(oxigraph), store
    first = with_reasons(there, run(there, catalogue()[name], params)).labelled(Labels(there))
    second = with_reasons(here, run(here, catalogue()[name], params)).labelled(Labels(here))
    assert first.rows
    assert sorted(map(str, first.rows)) == sorted(map(str, second.rows))


def test_all_kinds_of_answers(oxigraph: str, store: GraphStore) -> None:
    there = RemoteStore(oxigraph)
    assert isinstance(there.query("SELECT ?p { ?p a dkg:Position }"), QuerySolutions)
    for text, truth in (("ASK { ?p a dkg:Position }", True), ("# ask\nASK { ?p a dkg:Nothing }", False)):
        answer = there.query(text)
        assert isinstance(answer, QueryBoolean)
        assert bool(answer) is truth
    text = "BASE <http://example.org/> PREFIX a: <b#>\n# SELECT\nCONSTRUCT { ?p a a:P } WHERE { ?p a dkg:Position }"
    assert isinstance(there.query(text), QueryTriples)
    assert run(there, text).triples == run(store, text).triples != ()


def test_text_and_long_text(oxigraph: str, store: GraphStore) -> None:
    text = f"SELECT ?p {{ ?p a dkg:Position }} ORDER BY ?p # {'x' * 60_000}"
    assert run(RemoteStore(oxigraph), text).rows == run(store, text).rows != ()
    cut = run(RemoteStore(oxigraph), text, limit=2)
    assert (len(cut.rows), cut.complete) == (2, False)
    with pytest.raises(QueryError, match="changes the store"):
        run(RemoteStore(oxigraph), "CLEAR ALL")
    with pytest.raises(QueryError, match="only read"):
        RemoteStore(oxigraph).query("CLEAR ALL")


def test_the_engine_says_what_is_faulty(oxigraph: str) -> None:
    with pytest.raises(QueryError, match=r"does not take the query: .*error at 2:12: expected"):
        RemoteStore(oxigraph).query("SELECT *\n{ ?p dkg:a }")


def test_the_command_line(oxigraph: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["query", "positions-of-actor", "-p", "actor=japan", "--store", oxigraph, "--format", "csv", "--labels"])
    out, err = capsys.readouterr()
    assert (stopped.value.code, err) == (0, "")
    assert out.splitlines()[1].startswith("2016-05-06,transfer,oppose,")


def test_commands_that_need_a_folder_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["stats", "--store", "http://127.0.0.1:1/query"])
    assert stopped.value.code == 2
    assert "this command needs a folder" in capsys.readouterr().err


def test_a_default_graph_that_is_not_the_union(tmp_path: Path, store: GraphStore) -> None:
    for address in served(tmp_path / "plain"):
        endpoint = RemoteStore(f"{address}/query")
        endpoint.check()  # nothing there, nothing hidden
        load(address, store)
        with pytest.raises(StoreError, match="--union-default-graph"):
            endpoint.check()


# --- servers that fail ---

ROWS = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "x:y"}}]}})
TABLE = json.dumps({"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [
    {"__ASK_RETVAL": {"type": "literal", "value": "1"}}]}})
TYPED = ROWS.replace('"uri"', '"typed-literal", "datatype": "x:z"')
SELECT, ASK, CONSTRUCT = "SELECT ?a { ?a ?b ?c }", "ASK { ?a ?b ?c }", "CONSTRUCT WHERE { ?a ?b ?c }"
JSON, NT = {"Content-Type": "application/sparql-results+json"}, {"Content-Type": "application/n-triples"}

Reply = tuple[int, dict[str, str], str]


class Stub:
    """A server that gives the replies in their order, the last one for ever, and remembers what it was asked."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.pause = self.drip = 0.0
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                stub.asked.append((self.command, dict(self.headers), self.rfile.read(length).decode()))
                time.sleep(stub.pause)
                status, headers, body = stub.replies[min(len(stub.asked), len(stub.replies)) - 1]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(ConnectionError):  # who waits no longer has gone
                    for piece in body if stub.drip else (body,):
                        self.wfile.write(piece.encode())
                        time.sleep(stub.drip)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/sparql"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited."""
    seconds: list[float] = []
    monkeypatch.setattr(remote.time, "sleep", lambda s: seconds.append(s) if s else None)
    return seconds


DAMAGED = [
    (SELECT, JSON, ROWS[:-5]), (SELECT, JSON, ROWS + "\nThe query ran out of time"), (SELECT, JSON, ""),
    (SELECT, JSON, '{"head":{},"boolean":true}'), (SELECT, {"Content-Type": "text/html"}, "<html>Welcome</html>"),
    (SELECT, JSON, ROWS.replace("x:y", "no IRI")), (SELECT, JSON, "[" * 100_000), (SELECT, JSON, "[]"),
    (ASK, JSON, '{"head":{},"boolean":true} out of time'), (ASK, JSON, ROWS), (ASK, JSON, "null"),
    (CONSTRUCT, NT, "<x:a> <x:b> <x:c> .\n<x:a> <x:b"), (CONSTRUCT, NT, "<x:a> <x:b> <x:c> .\nout of time"),
    (CONSTRUCT, JSON, ROWS),
]


@pytest.mark.parametrize(("text", "headers", "body"), DAMAGED)
def test_damaged_answers(text: str, headers: dict[str, str], body: str, stub: Stub) -> None:
    stub.replies = [(200, headers, body)]
    with pytest.raises(QueryError, match="is damaged") as error:
        RemoteStore(stub.url).query(text)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 800


@pytest.mark.parametrize(("headers", "says"), [
    ({"X-SQL-State": "S1TAT"}, "time limit and answered only in part"),
    ({"x-sparql-maxrows": "10000"}, "limit of rows and answered only in part"),
    ({"Content-Length": "9999"}, "broke its answer off after"),
    ({"Transfer-Encoding": "chunked"}, "broke its answer off"),
])
@pytest.mark.parametrize(("text", "kind", "body"), [(SELECT, JSON, ROWS), (CONSTRUCT, NT, "<x:a> <x:b> <x:c> .\n")])
def test_partial_answers(headers: dict[str, str], says: str, text: str, kind: dict[str, str], body: str,
                         stub: Stub) -> None:
    if "Transfer-Encoding" in headers:
        body = f"{len(body):x}\r\n{body}\r\n"  # the last chunk, of no bytes, is missing
        stub.server.RequestHandlerClass.protocol_version = "HTTP/1.1"  # type: ignore[attr-defined]
    stub.replies = [(200, headers | kind | {"Connection": "close"}, body)]
    with pytest.raises(QueryError, match=says):
        RemoteStore(stub.url).query(text)


def test_what_virtuoso_says_otherwise(stub: Stub) -> None:
    stub.replies = [(200, JSON, TABLE), (200, JSON, TYPED)]
    assert bool(RemoteStore(stub.url).query(ASK)) is True
    assert run(RemoteStore(stub.url), SELECT).write("csv").splitlines() == ["a", "x:y"]


FAILURES: list[tuple[Reply, type[KgError], str]] = [
    ((400, {}, "unexpected\n  token \x1b[31m}"), QueryError, r"does not take the query: unexpected token \[31m}"),
    ((401, {}, "who?"), StoreError, r"refuses us \(401\): who\?; set KG_ENDPOINT_USER"),
    ((403, {}, ""), StoreError, r"refuses us \(403\): Forbidden"),
    ((404, {}, ""), StoreError, r"failed \(404\): Not Found; check the address"),
    ((500, {}, "SR186: no permission"), StoreError, r"failed \(500\): SR186: no permission"),
    ((503, {"Retry-After": "0"}, "full"), StoreError, r"busy \(503\), asked 4 times: full"),
    ((429, {"Retry-After": "3600"}, ""), StoreError, r"busy \(429\), asked 1 times.*in 3600 seconds"),
    ((302, {"Location": "http://127.0.0.1:1/other"}, ""), StoreError, "has moved to http://127.0.0.1:1/other"),
]


@pytest.mark.parametrize(("reply", "kind", "says"), FAILURES)
def test_failures(reply: Reply, kind: type[KgError], says: str, stub: Stub, waits: list[float]) -> None:
    stub.replies = [reply]
    with pytest.raises(kind, match=says) as error:
        RemoteStore(stub.url).query(SELECT)
    assert str(error.value).isprintable()
    assert not any(waits)


@pytest.mark.parametrize(("after", "expected"), [
    (lambda: {}, [0.5, 1.0]), (lambda: {"Retry-After": "2"}, [2.0, 2.0]), (lambda: {"Retry-After": "soon"}, [0.5, 1.0]),
    (lambda: {"Retry-After": formatdate(time.time() + 5, usegmt=True)}, [5.0, 5.0]),
    (lambda: {"Retry-After": formatdate(time.time() - 5, usegmt=True)}, []),
])
def test_busy_engines_are_asked_again(after: Callable[[], dict[str, str]], expected: list[float], stub: Stub,
                                      waits: list[float]) -> None:
    stub.replies = [(429, after(), ""), (503, after(), ""), (200, JSON, ROWS)]
    assert len(run(RemoteStore(stub.url), SELECT).rows) == 1
    assert waits == pytest.approx(expected, abs=1.1 if expected[:1] == [5.0] else 0.001)
    assert len(stub.asked) == 3


def test_no_waiting_beyond_the_time_there_is(stub: Stub, waits: list[float]) -> None:
    stub.replies = [(503, {"Retry-After": "5"}, "")]
    with pytest.raises(StoreError, match="asked 1 times"):
        RemoteStore(stub.url, timeout=2).query(SELECT)
    assert waits == []
    stub.replies = [(503, {"Retry-After": "3600"}, "")]
    with pytest.raises(StoreError, match="asked 1 times"):  # nor for an hour, however long there is
        RemoteStore(stub.url, timeout=9_999).query(SELECT)
    assert waits == []


def test_a_silent_engine(stub: Stub) -> None:
    stub.replies, stub.pause = [(200, JSON, ROWS)], 0.6
    with pytest.raises(QueryError, match=r"no whole answer within 0\.2 seconds"):
        RemoteStore(stub.url, timeout=0.2).query(SELECT)


def test_a_dripping_engine(stub: Stub) -> None:
    stub.replies, stub.drip = [(200, JSON, ROWS)], 0.02
    with pytest.raises(QueryError, match="no whole answer within"):
        RemoteStore(stub.url, timeout=0.3).query(SELECT)


def test_an_endless_answer(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 1 << 20)
    stub.replies = [(200, JSON, " " * (1 << 21))]
    with pytest.raises(QueryError, match="more than 1 MB"):
        RemoteStore(stub.url).query(SELECT)


def test_nobody_there(capsys: pytest.CaptureFixture[str]) -> None:
    url = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(StoreError, match=r"cannot reach .*: Connection refused; check the address"):
        RemoteStore(url).query(SELECT)
    with pytest.raises(SystemExit) as stopped:
        main(["query", "position-shifts", "--store", url])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("url", [f"http://{'a' * 300}.invalid/", "http://127.0.0.1:99999/"])
def test_what_cannot_be_an_address(url: str) -> None:
    with pytest.raises(StoreError, match="cannot reach"):
        RemoteStore(url).query(SELECT)


def test_a_token_that_fits_no_header_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "half\nrest")
    with pytest.raises(StoreError, match="KG_ENDPOINT_TOKEN") as error:
        RemoteStore("http://127.0.0.1:1/").query(SELECT)
    assert "half" not in str(error.value)


@pytest.mark.parametrize("url", ["", "out/store", "file:///etc/hosts", "ftp://127.0.0.1/x", "http://", "http://h:port/",
                                 "http://a b/", "http://h/\r\nX: y", "http://user:secret@h/", "http://[::1/"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(StoreError) as error:
        RemoteStore(url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(("given", "sent"), [
    ({}, None), ({"TOKEN": "abc\n"}, "Bearer abc"), ({"USER": "u", "PASSWORD": "p"}, "Basic dTpw"),
])
def test_what_is_sent(given: dict[str, str], sent: str | None, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"KG_ENDPOINT_{name}", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(f"KG_ENDPOINT_{name}", value)
    stub.replies = [(200, JSON, ROWS)]
    RemoteStore(stub.url).query("# SELECT\nSELECT ?a { ?a a dkg:Position ; x:dkg ?b . FILTER(?b != 'é') }")
    (method, headers, body), = stub.asked
    assert (method, headers.get("Authorization")) == ("POST", sent)
    assert headers["Accept"] == "application/sparql-results+json"
    assert list(parse_qs(body)) == ["query"]
    assert parse_qs(body)["query"] == ["PREFIX dkg: <https://w3id.org/dispute-kg/ontology#> # SELECT\n"
                                       "SELECT ?a { ?a a dkg:Position ; x:dkg ?b . FILTER(?b != 'é') }"]
