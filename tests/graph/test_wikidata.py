"""Enrichment from a server that speaks the protocol: what is taken, what is refused, and the cache before it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from kg.cli.group import main
from kg.errors import KgError
from kg.graph import iris, remote, wikidata
from kg.graph.store import GraphStore
from kg.model import Entry, Knowledge

ABE, JAPAN = "http://www.wikidata.org/entity/Q132345", "http://www.wikidata.org/entity/Q17"
KNOWLEDGE = Knowledge(entries={e.id: e for e in (
    Entry("shinzo-abe", "Person", "Shinzo Abe", wikidata="Q132345"), Entry("japan", "State", "Japan", wikidata="Q17"),
    Entry("nobody", "Person", "Nobody Known"))})
DAY = "http://www.w3.org/2001/XMLSchema#dateTime"


def row(item: str, name: str, value: str, datatype: str = "") -> dict[str, dict[str, str]]:
    told = {"type": "literal", "value": value, "datatype": datatype} if datatype else {"type": "uri", "value": value}
    return {"item": {"type": "uri", "value": item}, "property": {"type": "uri", "value": wikidata.WDT + name},
            "value": told}


ROWS = [row(ABE, "P569", "1954-09-21T00:00:00Z", DAY), row(JAPAN, "P856", "https://www.japan.go.jp/")]


class Stub(ThreadingHTTPServer):
    """Answers as it is told, and keeps what it was asked."""

    status, wait, asked = 200, 0.0, list[str]()

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []
        self.answer(ROWS)
        self.url = f"http://127.0.0.1:{self.server_port}/sparql"

    def answer(self, rows: list[dict[str, dict[str, str]]]) -> None:
        head = {"vars": ["item", "property", "value"]}
        self.body = json.dumps({"head": head, "results": {"bindings": rows}}).encode()


class Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(parse_qs(body.decode())["query"][0])
        time.sleep(self.server.wait)
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with GraphStore.in_memory(KNOWLEDGE) as made:
        yield made


def facts(store: GraphStore) -> set[str]:
    return {str(q.triple) for q in store.engine.quads_for_pattern(None, None, None, iris.graph("wikidata"))}


def test_facts_come_with_source_and_date(stub: Stub, store: GraphStore, tmp_path: Path) -> None:
    assert wikidata.enrich(store, tmp_path, "2026-01-02", stub.url) == 2
    assert any("Q132345" in f and "P569" in f and "1954-09-21T00:00:00Z" in f for f in facts(store))
    asked = store.query("ASK { ?r prov:hadPrimarySource wd:Q17 ; prov:generatedAtTime ?on ; dcterms:source ?from }")
    assert asked
    assert "Q132345" in stub.asked[0]
    assert "P17>" not in stub.asked[0]  # the country of a place


def test_what_is_in_the_cache_is_not_asked_again(stub: Stub, store: GraphStore, tmp_path: Path) -> None:
    wikidata.enrich(store, tmp_path, "2026-01-02", stub.url)
    before = facts(store)
    wikidata.enrich(store, tmp_path, "2027-01-02", stub.url)
    assert (len(stub.asked), facts(store)) == (1, before)
    (tmp_path / "Q17.json").write_text("{")
    stub.answer(ROWS[1:])
    wikidata.enrich(store, tmp_path, "2027-01-02", stub.url)
    assert "Q17>" in stub.asked[1]
    assert "Q132345" not in stub.asked[1]
    wikidata.forget(store)
    assert facts(store) == set()


def spoil(stub: Stub) -> None:
    stub.body = stub.body[:-9]


@pytest.mark.parametrize(("spoiled", "said"), [
    (lambda stub: setattr(stub, "status", 500), "failed"),
    (lambda stub: setattr(stub, "status", 429), "busy"),
    (lambda stub: setattr(stub, "status", 403), "refuses"),
    (lambda stub: setattr(stub, "body", b"<html>maintenance</html>"), "damaged"),
    (lambda stub: setattr(stub, "body", b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'), "columns"),
    (lambda stub: setattr(stub, "body", b'{"boolean": true}'), "damaged"),
    (spoil, "damaged"),
    (lambda stub: stub.answer([row("http://www.wikidata.org/entity/Q1", "P569", "x", DAY)]), "not asked for"),
    (lambda stub: stub.answer([row(JAPAN, "P17", "http://www.wikidata.org/entity/Q159")]), "not asked for"),
    (lambda stub: setattr(stub, "wait", 1.5), "gave no whole answer"),
])
def test_bad_answers_are_one_line_and_change_nothing(spoiled: Callable[[Stub], None], said: str, stub: Stub,
                                                     store: GraphStore, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "BACKOFF", 0.01)
    spoiled(stub)
    with pytest.raises(KgError, match=said):
        wikidata.enrich(store, tmp_path, "2026-01-02", stub.url, timeout=1.0)
    assert facts(store) == set()
    assert list(tmp_path.iterdir()) == []


def test_only_when_asked(stub: Stub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "store"
    with GraphStore.open(path, create=True, knowledge=KNOWLEDGE):
        pass
    cases = ((["enrich"], 2, "nothing is fetched"),
             (["enrich", "--wikidata", "--endpoint", stub.url, "--cache", str(tmp_path / "cache")], 0, "0 facts"),
             (["enrich", "--remove"], 0, "removed"))
    stub.answer([])  # the store gets the present knowledge, with thousands of items
    for arguments, code, said in cases:
        with pytest.raises(SystemExit) as stopped:
            main([*arguments, "--store", str(path)])
        out = capsys.readouterr()
        assert stopped.value.code == code
        assert said in out.out + out.err
