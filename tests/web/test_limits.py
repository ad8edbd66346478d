"""What a query, a client and a request may not do: time, memory, size, depth, slots, half-open connections."""

import gzip
import os
import signal
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.conftest import DATA, EX, TOKEN, make_store, serving

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SPARQL = {"Content-Type": "application/sparql-query"}
ENDLESS = {
    "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "paths of paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>*)* ?b . ?c (!<x:z>*)* ?d . ?e (!<x:y>*)* ?f }",
    "grouped product": "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a",
    "triples of a product": "CONSTRUCT { ?a ?b ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a long sequence of paths": f"ASK {{ ?s {'<x:a>/' * 5000}<x:a> ?o }}",
}


def processes(parent: int) -> set[int]:
    """The processes below one, however deep."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int((entry / "stat").read_text().rpartition(")")[2].split()[1]), []).append(
                    int(entry.name))
            except OSError:
                continue
    found, left = set(), [parent]
    while left:
        new = children.get(left.pop(), [])
        found.update(new)
        left.extend(new)
    return found


def processor_time(pids: set[int]) -> float:
    """Seconds that these processes have used."""
    used = 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def memory(pid: int) -> int:
    """Bytes of memory that a process has."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition holds within that time."""
    end = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return held


def idle(client: Any) -> bool:
    workers = client.workers()
    return bool(workers["busy"] == 0 and workers["idle"] == 4)


@pytest.mark.parametrize("name", ENDLESS)
def test_r5_the_deadline_is_kept(reading: Any, name: str) -> None:
    """503 at the deadline (benchmarks/endpoint.py has the seconds), and nothing goes on afterwards."""
    reply = reading.query(ENDLESS[name], accept="*/*")
    assert reply.status == 503
    assert reply.problem() in {"timed-out", "out-of-memory", "too-many-rows"}
    assert until(lambda: idle(reading), 2)
    before = processor_time(workers := processes(reading.pid))
    time.sleep(0.3)
    assert processor_time(workers) - before < 0.15


def test_r6_a_client_that_leaves_frees_its_worker(served: Callable[..., Any]) -> None:
    with served("--timeout", "30", "--workers", "4") as client:
        with socket.create_connection((client.host, client.port)) as left:
            left.sendall(f"GET /sparql?{urlencode({'query': ENDLESS['product']})} HTTP/1.1\r\nHost: localhost\r\n\r\n"
                         .encode())
            assert until(lambda: client.workers()["busy"] == 1, 3)
        assert until(lambda: idle(client), 1.5)


def test_r7_memory_is_bounded(served: Callable[..., Any]) -> None:
    """A sort of billions ends with its worker; the server neither grows nor stops."""
    with served("--timeout", "20", "--workers", "4", "--memory", "96") as client:
        assert client.query("ASK {}").json() == {"head": {}, "boolean": True}
        before, largest, done = memory(client.pid), [0], threading.Event()

        def look() -> None:
            while not done.wait(0.05):
                largest[0] = max([largest[0], *(memory(pid) for pid in processes(client.pid)
                                                if Path(f"/proc/{pid}/statm").exists())])

        watcher = threading.Thread(target=look)
        watcher.start()
        reply = client.query(ENDLESS["sorted product"])
        done.set()
        watcher.join()
        assert (reply.status, reply.problem()) == (503, "out-of-memory")
        assert largest[0] < 600 << 20
        assert memory(client.pid) - before < 50 << 20
        assert client.query("ASK {}").json()["boolean"] is True


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/json", "application/xml"])
def test_r7_rows_are_bounded(few: Any, accept: str) -> None:
    rows = "SELECT ?a { ?a ?b ?c . ?d ?e ?f }"
    assert few.query(rows, accept=accept).problem() == "too-many-rows"
    for limit, status in ((5_000, 200), (5_001, 503)):
        assert few.query(f"{rows} LIMIT {limit}", accept=accept).status == status


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server that gives few rows and few bytes, and takes its time."""
    folder = tmp_path_factory.mktemp("few")
    with serving(make_store(folder / "store", DATA), folder / "log", "--max-rows", "5000", "--max-bytes", "2000000",
                 "--workers", "2") as client:
        yield client


def test_r7_triples_and_bytes_are_bounded(few: Any) -> None:
    assert few.query("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", accept="application/n-triples"
                     ).problem() == "too-many-rows"
    long = "x" * 90_000
    assert few.query(f"SELECT ?x {{ ?s <{EX}n> ?n BIND(CONCAT(STR(?n), '{long}') AS ?x) }}", accept="text/csv"
                     ).problem() == "too-many-bytes"


@pytest.mark.parametrize("depth", [100, 200, 201, 1_000, 5_000, 49_000, 100_000])
def test_r8_nesting(reading: Any, depth: int) -> None:
    before = processes(reading.pid)
    for start, end in (("ASK " + "{" * depth, "}" * depth),
                       ("ASK { FILTER" + "(" * (depth - 1) + "1", ")" * (depth - 1) + "}"),
                       ("ASK " + "{" * depth, ""), ("ASK { ?s ?p " + "[ ?p " * (depth - 1), "]" * (depth - 1) + "}"),
                       ("ASK { ?s " + "(" * (depth - 1) + "<x:y>", ")" * (depth - 1) + " ?o }")):
        reply = reading("POST", "/sparql", start + end, SPARQL)
        if depth > 200:
            assert (reply.status, reply.problem()) == (400, "query")
        else:
            assert reply.status in {200, 400, 422, 503}
    assert processes(reading.pid) >= before or depth <= 200  # nothing died


@pytest.mark.parametrize("text", [
    "ASK { FILTER(?a<" + "(" * 5000 + "1" + ")" * 5000 + ">?b) }", "ASK { FILTER(" + "!" * 90_000 + "?a) }",
    "ASK { FILTER(" + "1+" * 40_000 + "?a) }", "ASK { FILTER(" + "-" * 90_000 + "1) }",
    "ASK { {} " + "UNION {}" * 10_000 + " }", "ASK { ?s " + "^" * 90_000 + "<x:a> ?o }",
    "ASK { " + "OPTIONAL {}" * 8_000 + " }", "SELECT" + " ?x" * 30_000 + " {}", "# " + "(" * 90_000 + "\nASK {}",
    'ASK { FILTER("' + "(" * 90_000 + '" = "") }', "PREFIX : <x:>" * 6_000 + " ASK {}", "\u0000" * 1000,
    "ASK { \ud7ff }"])
def test_r8_long_texts_bring_nothing_down(reading: Any, text: str) -> None:
    reply = reading("POST", "/sparql", text, SPARQL)
    assert reply.status in {200, 400, 503}
    assert reading.query("ASK {}").status == 200


def test_r9_more_clients_than_workers(reading: Any) -> None:
    """Easy queries are all answered, and rightly; hard ones are turned away at once, saying when to come again."""
    def easy(number: int) -> tuple[int, str]:
        reply = reading.query(f"SELECT ?n {{ <{EX}n{number}> <{EX}n> ?n }}")
        return reply.status, reply.rows()[0]["n"] if reply.status == 200 else ""

    with ThreadPoolExecutor(50) as many:
        assert list(many.map(easy, range(100))) == [(200, str(number)) for number in range(100)]

    def hard(_: int) -> tuple[int, str]:
        reply = reading.query(ENDLESS["product"])
        return reply.status, reply.headers.get("retry-after", "")

    with ThreadPoolExecutor(20) as many:
        replies = list(many.map(hard, range(20)))
    assert {status for status, _ in replies} == {503}
    assert any(after for _, after in replies)  # on a busy computer some come to their deadline before
    assert until(lambda: idle(reading), 3)


def test_r10_slow_clients_do_not_keep_others(served: Callable[..., Any]) -> None:
    """Half-open connections, and readers that take nothing."""
    big = urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"})
    with served("--workers", "4") as client, _many(client, 300, b"GET /sparql?query=ASK") as _, \
            _many(client, 50, f"GET /sparql?{big} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()) as _:
        assert until(lambda: client.workers()["busy"] == 0, 60)
        assert client.query("ASK {}").status == 200


@contextmanager
def _many(client: Any, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    sockets = []
    try:
        for _ in range(count):
            made = socket.socket()
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            made.connect((client.host, client.port))
            made.sendall(sent)
            sockets.append(made)
        yield sockets
    finally:
        for made in sockets:
            made.close()


def test_r15_a_worker_that_dies_is_no_answer(served: Callable[..., Any]) -> None:
    """Killed in the midst of an answer, after its first rows: never a 200."""
    with served("--timeout", "20", "--workers", "4") as client, ThreadPoolExecutor(1) as other:
        asked = other.submit(client.query, "SELECT * { ?a ?b ?c . ?d ?e ?f }", accept="text/csv")
        assert until(lambda: client.workers()["busy"] == 1, 3)
        before = {pid: processor_time({pid}) for pid in processes(client.pid)}
        time.sleep(0.5)
        busiest = max(before, key=lambda pid: processor_time({pid}) - before[pid])
        os.kill(busiest, signal.SIGKILL)
        reply = asked.result()
        assert (reply.status, reply.problem()) == (503, "out-of-memory")
        assert client.query("ASK {}").status == 200


def test_s5_decompression_bombs(writing: Any) -> None:
    bomb = gzip.compress(b" " * (40 << 20))
    assert len(bomb) < 1 << 20
    for headers, token in ((SPARQL, ""), ({"Content-Type": "application/sparql-update"}, TOKEN)):
        reply = writing("POST", "/sparql", bomb, {**headers, "Content-Encoding": "gzip"}, token)
        assert (reply.status, reply.problem()) == (413, "too-large")
    reply = writing("PUT", f"/data?graph={EX}bomb", bomb,
                    {"Content-Type": "text/turtle", "Content-Encoding": "gzip"}, TOKEN)
    assert (reply.status, reply.problem()) == (413, "too-large")
    for encoding, data in (("gzip", gzip.compress(b"ASK {}")), ("deflate", zlib.compress(b"ASK {}"))):
        assert writing("POST", "/sparql", data, {**SPARQL, "Content-Encoding": encoding}).status == 200
        assert writing("POST", "/sparql", data[:-6], {**SPARQL, "Content-Encoding": encoding}).status == 400
    assert writing("POST", "/sparql", b"ASK {}", {**SPARQL, "Content-Encoding": "gzip"}).status == 400
    assert writing("POST", "/sparql", b"ASK {}", {**SPARQL, "Content-Encoding": "br"}).status == 415


def test_s6_sizes_are_exact(reading: Any) -> None:
    def padded(length: int) -> str:
        return "ASK {}".ljust(length)

    assert reading("POST", "/sparql", padded(100_000), SPARQL).status == 200
    assert reading("POST", "/sparql", padded(100_001), SPARQL).problem() == "query"
    form = urlencode({"query": "ASK {}", "x": ""})
    assert reading("POST", "/sparql", form.ljust(1 << 20, "y"), FORM).status == 200
    assert reading("POST", "/sparql", form.ljust((1 << 20) + 1, "y"), FORM).problem() == "too-large"
    target = "/sparql?query=ASK%7B%7D&x="
    assert reading("GET", target.ljust(8_192, "y")).status == 200
    assert (reply := reading("GET", target.ljust(8_193, "y"))).problem() == "url-too-long"
    assert reply.status == 414
    own = len("host") + len(f"{reading.host}:{reading.port}") + 4 + len("accept-encoding") + len("identity") + 4
    for size, status in ((16_384, 200), (16_385, 431)):
        value = "y" * (size - own - len("x-padding") - 4)
        assert reading("GET", "/sparql?query=ASK%7B%7D", None, {"X-Padding": value}).status == status
    assert reading("GET", "/" + "y" * 100_000).status in {400, 414}  # beyond what is read of a head at all


def test_a_body_without_a_length_is_measured_too(reading: Any) -> None:
    with socket.create_connection((reading.host, reading.port), timeout=10) as raw:
        raw.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                    b"Transfer-Encoding: chunked\r\n\r\n")
        reply = b""
        try:
            for _ in range(40):
                raw.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
            reply = raw.recv(1000)
        except (BrokenPipeError, ConnectionResetError):
            return  # it was turned away before it was done
    assert b"413" in reply.partition(b"\r\n")[0]


def test_stopping_lets_a_running_query_end(served: Callable[..., Any]) -> None:
    """SIGTERM: the answer that is being made still comes; afterwards no process is left."""
    with served("--timeout", "3", "--workers", "4") as client, ThreadPoolExecutor(1) as other:
        asked = other.submit(client.query, ENDLESS["product"])
        assert until(lambda: client.workers()["busy"] == 1, 3)
        workers = processes(client.pid)
        os.kill(client.pid, signal.SIGTERM)
        assert asked.result().problem() == "timed-out"
        assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 5)


def test_a_killed_server_leaves_no_worker(served: Callable[..., Any]) -> None:
    workers: set[int] = set()
    with suppress(AssertionError), served("--timeout", "60", "--workers", "4") as client:  # it does not end in order
        other = ThreadPoolExecutor(1)
        asked = other.submit(client.query, ENDLESS["product"])
        assert until(lambda: client.workers()["busy"] == 1, 3)
        workers = processes(client.pid)
        os.kill(client.pid, signal.SIGKILL)
        assert asked.exception() is not None
    assert workers
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 5)
