"""Real servers on free ports, over small stores."""

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from kg.graph.derive import derive
from kg.graph.store import GraphStore
from tests.query.conftest import KNOWLEDGE, june, may, note
from tests.web.site import hostile

TOKEN = "a-token-of-the-tests"
EX = "http://example.org/"
JSON = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"

#: Two graphs that share a triple, and one of many numbers for queries that are to be hard.
DATA = f"""
PREFIX ex: <{EX}>
INSERT DATA {{
  GRAPH ex:g1 {{ ex:a ex:p ex:b . ex:a ex:name "Aaa"@en , "ああ"@ja , "аа"@ru }}
  GRAPH ex:g2 {{ ex:a ex:p ex:b . ex:b ex:p ex:c . ex:c ex:says "a \\"quoted\\", <b>bold</b>\\nline" }}
}} ;
INSERT {{ GRAPH ex:many {{ ?s ex:n ?n }} }} WHERE {{
  VALUES ?a {{ 0 1 2 3 4 5 6 7 8 9 }} VALUES ?b {{ 0 1 2 3 4 5 6 7 8 9 }} VALUES ?c {{ 0 1 2 3 4 5 6 7 8 9 }}
  BIND(?a * 100 + ?b * 10 + ?c AS ?n) BIND(IRI(CONCAT(STR(ex:n), STR(?n))) AS ?s)
}}
"""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)

    def rows(self) -> list[dict[str, str]]:
        """The rows of a SELECT as JSON, values only."""
        return [{k: v["value"] for k, v in row.items()} for row in self.json()["results"]["bindings"]]

    def problem(self) -> str:
        """The kind of the problem, after a look at its shape."""
        assert self.media == "application/problem+json", self.body[:200]
        problem = self.json()
        assert set(problem) <= {"type", "title", "status", "detail", "hint"}
        assert problem["status"] == self.status
        return str(problem["type"]).rpartition(":")[2]


class Client:
    """A client of a server at ``host:port``."""

    def __init__(self, host: str, port: int, pid: int, log: Path) -> None:
        self.host, self.port, self.pid, self.log = host, port, pid, log

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def __call__(self, method: str, target: str, body: bytes | str | None = None,
                 headers: Mapping[str, str] | None = None, token: str = "", timeout: float = 30) -> Reply:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        data = body.encode() if isinstance(body, str) else body
        sent = dict(headers or {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            connection.request(method, target, data, sent)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def query(self, sparql: str, accept: str = JSON, timeout: float = 30, **fields: str) -> Reply:
        """A query, as a form by POST."""
        return self("POST", "/sparql", urlencode({"query": sparql, **fields}),
                    {"Content-Type": FORM, "Accept": accept}, timeout=timeout)

    def update(self, sparql: str, token: str = TOKEN) -> Reply:
        """An update, as a form by POST."""
        return self("POST", "/sparql", urlencode({"update": sparql}), {"Content-Type": FORM}, token)

    def graph(self, method: str, iri: str, body: str | bytes | None = None, media: str = "text/turtle",
              token: str = TOKEN) -> Reply:
        """A request of the graph store protocol."""
        target = f"/data?graph={quote(iri, safe='')}" if iri else "/data?default"
        return self(method, target, body, {"Content-Type": media} if body is not None else {}, token)

    def workers(self) -> dict[str, int]:
        """How busy the workers are."""
        return dict(self("GET", "/healthz").json()["workers"])


@contextmanager
def serving(store: Path, log: Path, *options: str, token: str = "") -> Iterator[Client]:
    """A server in a process of its own, ended in order."""
    environment = {k: v for k, v in os.environ.items() if k != "KG_TOKEN"} | ({"KG_TOKEN": token} if token else {})
    with log.open("w") as errors:
        process = subprocess.Popen([sys.executable, "-c", "from kg.cli.group import main; main()", "serve", "--store",
                                    str(store), "--port", "0", *options], stderr=errors, env=environment)
    try:
        yield Client(*_address(process, log), process.pid, log)
    finally:
        process.terminate()
        assert process.wait(20) == 0, log.read_text()[-2000:]


def _address(process: "subprocess.Popen[bytes]", log: Path) -> tuple[str, int]:
    import time

    for _ in range(600):
        if found := re.search(r"at http://([\d.]+):(\d+) ", log.read_text()):
            return found[1], int(found[2])
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(log.read_text()[-2000:])


def make_store(path: Path, update: str = "") -> Path:
    """A published store with nothing in it but what the update puts there."""
    with GraphStore.open(path, create=True, refresh=False) as store:
        if update:
            store.update(update)
    return path


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that only reads, with a deadline of one second and little memory."""
    folder = tmp_path_factory.mktemp("reading")
    store = make_store(folder / "store", DATA)
    with serving(store, folder / "log", "--timeout", "1", "--workers", "4", "--memory", "128",
                 "--max-rows", "50000", "--max-bytes", "4000000") as client:
        yield client


@pytest.fixture(scope="session")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that writes, with the stored default graph."""
    folder = tmp_path_factory.mktemp("writing")
    store = make_store(folder / "store")
    with serving(store, folder / "log", "--default-graph", "stored", token=TOKEN) as client:
        yield client


@pytest.fixture
def served(tmp_path: Path) -> Callable[..., Any]:
    """Makes servers with options of one test's own."""
    def start(*options: str, update: str = DATA, token: str = "") -> Any:
        return serving(make_store(tmp_path / "store", update), tmp_path / "log", *options, token=token)

    return start


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server over the small graph, with the texts of its articles."""
    folder = tmp_path_factory.mktemp("site")
    with GraphStore.open(folder / "store", create=True, knowledge=KNOWLEDGE) as store:
        for facts in (may(), june(), note()):
            store.add(facts)
        derive(store)
        store.update(hostile())
    with serving(folder / "store", folder / "log", "--workers", "3") as client:
        yield client
