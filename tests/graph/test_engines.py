"""Building into other engines, and the same answers from all: Oxigraph's server, and Virtuoso where it is installed."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from kg.cli.group import main
from kg.errors import KgError
from kg.graph import iris, judgements
from kg.graph.derive import derive
from kg.graph.remote import RemoteStore
from kg.graph.replica import Writer, replica
from kg.graph.store import GraphStore, Queryable
from kg.model.identity import Judgement
from kg.query import catalogue, run
from tests.query.conftest import KNOWLEDGE, june, may, note

VIRTUOSO_INI = """[Database]
DatabaseFile = {0}/virtuoso.db
ErrorLogFile = {0}/virtuoso.log
LockFile = {0}/virtuoso.lck
TransactionFile = {0}/virtuoso.trx
xa_persistent_file = {0}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {0}/temp.db
TransactionFile = {0}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{1}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{2}
[SPARQL]
ResultSetMaxRows = 100000
"""


@dataclass(frozen=True)
class Server:
    """A running engine: where it is asked and written, and the environment that it needs."""

    query: str
    environment: dict[str, str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(command: list[str], port: int, ready: float) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + ready
            while time.monotonic() < deadline and server.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            server.send_signal(signal.SIGTERM)


def oxigraph(folder: Path, *, graph_store: bool) -> Iterator[Server]:
    beside = Path(sys.executable).parent / "oxigraph"
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        pytest.skip("the server is not installed: pip install oxigraph")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [binary, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    for _ in running(command, port, 20):
        yield Server(f"{address}/query", {"KG_ENDPOINT_GRAPHS": f"{address}/store"} if graph_store else {})


def virtuoso(folder: Path) -> Iterator[Server]:
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(folder, sql, http))
    address = f"http://127.0.0.1:{http}"
    for _ in running([binary, "-f", "-c", str(folder / "virtuoso.ini")], http, 60):
        yield Server(f"{address}/sparql", {"KG_ENDPOINT_GRAPHS": f"{address}/sparql-graph-crud-auth",
                                           "KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": "dba"})


@pytest.fixture(scope="module", params=["oxigraph by graph store", "oxigraph by updates", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("engine")
    if request.param == "virtuoso":
        yield from virtuoso(folder)
    else:
        yield from oxigraph(folder, graph_store=request.param.endswith("store"))


@pytest.fixture(autouse=True)
def environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GRAPHS", "UPDATE", "USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"KG_ENDPOINT_{name}", raising=False)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)


CASES = yaml.load((Path(__file__).parents[1] / "query/small.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
ARTICLES = (may(), june(), note())


@pytest.fixture(scope="module")
def here() -> Iterator[GraphStore]:
    with GraphStore.in_memory(KNOWLEDGE) as store:
        for facts in ARTICLES:
            store.add(facts)
        derive(store)
        yield store


@pytest.fixture
def there(server: Server, environment: None) -> RemoteStore:  # noqa: ARG001 - the environment first
    with replica(server.query, KNOWLEDGE) as store:
        for facts in ARTICLES:
            store.add(facts)
        derive(store)
    return RemoteStore(server.query)


def test_the_catalogue_gives_the_same_rows(there: RemoteStore, here: GraphStore) -> None:
    """Each question of small.yaml. SPARQL leaves open in which order GROUP_CONCAT takes the words of a cell."""
    def outcome(engine: Queryable, case: dict) -> object:
        try:
            found = run(engine, catalogue()[case["query"]], case.get("params", {}))
        except KgError as error:
            return str(error)[:200]
        return found.columns, sorted([", ".join(sorted(cell.value.split(", "))) if cell else "" for cell in row]
                                     for row in found.rows)

    differing = [(case, theirs, ours) for case in CASES
                 if (theirs := outcome(there, case)) != (ours := outcome(here, case))]
    assert differing == []


def test_incremental(server: Server, there: RemoteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    for method in ("replace", "drop"):
        own = getattr(Writer, method)
        monkeypatch.setattr(Writer, method, lambda self, graph, *rest, own=own: (sent.append(graph.value),
                                                                                 own(self, graph, *rest)))
    with replica(server.query, KNOWLEDGE) as store:
        assert [store.add(facts) for facts in ARTICLES] == ["unchanged"] * 3
        assert not derive(store)
    assert sent == []
    with replica(server.query, KNOWLEDGE) as store:
        changed = replace(ARTICLES[0], article=replace(ARTICLES[0].article, title="Another title"))
        assert store.add(changed) == "changed"
        derive(store)
    names = [graph.rpartition("/graph/")[2] for graph in sent]
    assert set(names) <= {"article/may", "identity", "derived"}
    assert names[0] == "article/may"
    sent.clear()
    with replica(server.query, KNOWLEDGE) as store:
        store.remove("may")
        derive(store)
    assert iris.article_graph("may").value in sent
    assert not there.query("ASK { ?x dkg:article article:may }")
    assert there.query("ASK { ?x dkg:article article:june }")


def test_what_fails_on_the_way_sends_nothing(server: Server, there: RemoteStore) -> None:
    def broken() -> None:
        with replica(server.query, KNOWLEDGE) as store:
            store.remove("june")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert there.query("ASK { ?x dkg:article article:june }")


def test_judgements_live_there_too(server: Server, there: RemoteStore) -> None:
    made = Judgement((iris.entity("japan").value, iris.entity("russia").value), "different", "A. Editor", "…",
                     "2026-01-02T10:00:00Z")
    with replica(server.query, KNOWLEDGE) as store:
        judgements.save(store, [made])
        derive(store)
    assert judgements.manual(there) == [made]
    with replica(server.query, KNOWLEDGE) as store:
        assert judgements.manual(store) == [made]
        judgements.save(store, [])
        derive(store)
    assert judgements.manual(there) == []


def test_graphs_of_others_stay(server: Server, there: RemoteStore) -> None:
    other = iris.NamedNode("http://example.org/graph")
    writer = Writer(server.query)
    quad = next(iter(writer.read(iris.article_graph("may"))))
    writer.replace(other, [iris_quad(quad, other)])
    with replica(server.query, KNOWLEDGE) as store:
        assert other not in set(store.engine.named_graphs())
    assert len(writer.read(other)) == 1
    writer.drop(other)
    assert writer.read(other) == []
    assert there.query("ASK { ?x dkg:article article:may }")


def iris_quad(quad, graph):  # type: ignore[no-untyped-def]
    return type(quad)(quad.subject, quad.predicate, quad.object, graph)


@pytest.mark.parametrize("name", ["KG_ENDPOINT_GRAPHS", "KG_ENDPOINT_UPDATE"])
def test_a_wrong_address_for_writing_is_one_line(name: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    if name.endswith("UPDATE"):
        monkeypatch.delenv("KG_ENDPOINT_GRAPHS", raising=False)
    monkeypatch.setenv(name, server.query + "/nowhere")
    with pytest.raises(KgError), replica(server.query, KNOWLEDGE, timeout=8) as store:
        assert store.add(replace(may(), article=replace(may().article, title="Yet another title")))
    monkeypatch.setenv(name, "ftp://x")
    with pytest.raises(KgError, match="no address"):
        Writer(server.query)


def test_from_the_command_line(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "line.txt"
    article.write_text("Shinzo Abe met Vladimir Putin in Sochi on May 6, 2016.\n")
    for arguments, wanted in ((["build", str(article), "--date", "2016-05-07"], "1 new"),
                              (["add", str(article), "--date", "2016-05-07"], "1 unchanged"),
                              (["query", "events-timeline", "--format", "csv"], "2016-05-06"),
                              (["judgements"], "judgements")):
        with pytest.raises(SystemExit) as stopped:
            main([*arguments, "--store", server.query])
        out = capsys.readouterr()
        assert (stopped.value.code, out.err) == (0, "")
        assert wanted in out.out
