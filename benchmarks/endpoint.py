"""The endpoint's answer time beside the engine's own, and 50 clients of whom some are hostile.

    kg serve --store out/store --port 8000 &
    python benchmarks/endpoint.py time http://127.0.0.1:8000 --store out/store
    python benchmarks/endpoint.py crowd http://127.0.0.1:8000 --seconds 60

``time``: the engine evaluates and serializes the same query on the same quads within this process. ``crowd``: each
client asks one query after the other; one in five is hostile. Good ones must all be answered, and rightly.
"""

import argparse
import http.client
import json
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from pyoxigraph import QueryResultsFormat, Store

from kg.graph.namespaces import prefixes
from kg.graph.serving.writing import snapshot
from kg.graph.store import GraphStore

FORM, JSON = "application/x-www-form-urlencoded", "application/sparql-results+json"
SMALL = {"ask": "ASK { ?s a dkg:Position }", "ten rows": "SELECT * { ?s ?p ?o } LIMIT 10",
         "positions": "SELECT ?p ?h { ?p a dkg:Position ; dkg:holder ?h } LIMIT 50",
         "a count": "SELECT ?t (COUNT(*) AS ?n) { ?s a dkg:Position ; dkg:topic ?t } GROUP BY ?t"}
LARGE = {"60,000 rows": "SELECT * { ?s ?p ?o } LIMIT 60000"}
GOOD = [*SMALL.values(), "SELECT ?l { ?e a dkg:State ; rdfs:label ?l } LIMIT 20",
        "DESCRIBE <https://example.org/none>"]
HOSTILE = ["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
           "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
           "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>*)* ?b . ?c (!<x:z>*)* ?d }", "ASK " + "{" * 50_000,
           "#" + "x" * (10 << 20), "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"]


@cache
def encoded(query: str) -> bytes:
    """The form's body; made once, for ten megabytes take a second."""
    return urlencode({"query": query}).encode()


class Client:
    """A client with one connection, which it opens again when it was closed."""

    def __init__(self, url: str) -> None:
        self._place = urlsplit(url).netloc
        self._connection: http.client.HTTPConnection | None = None

    def __call__(self, query: str) -> tuple[int, bytes]:
        """Status and body."""
        data = encoded(query)
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(self._place, timeout=60)
            try:
                self._connection.request("POST", "/sparql", data,
                                         {"Content-Type": FORM, "Accept": f"{JSON}, */*;q=0.1"})
                answer = self._connection.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                self._connection.close()
                self._connection = None
                if attempt == 2:
                    return 0, b""
        raise AssertionError


def times(url: str, folder: Path, rounds: int) -> int:
    """Medians, alternating, so that what else the computer does strikes both alike."""
    ask = Client(url)
    with GraphStore.open(folder, read_only=True) as held, tempfile.TemporaryDirectory() as beside:
        assert held.quads is not None
        union = Path(beside) / "union"
        snapshot({"source": str(held.quads), "target": str(union)}, None)  # type: ignore[arg-type]
        store = Store.read_only(str(union))
        for name, query in {**SMALL, **LARGE}.items():
            own, served = [], []
            for _ in range(rounds if name in SMALL else max(rounds // 20, 5)):
                started = time.perf_counter()
                body = store.query(query, prefixes=prefixes()).serialize(format=QueryResultsFormat.JSON)
                own.append(time.perf_counter() - started)
                started = time.perf_counter()
                status, answer = ask(query)
                served.append(time.perf_counter() - started)
                assert status == 200, answer[:300]
                assert body is not None
                assert len(answer) == len(body)
            mine, theirs = statistics.median(served) * 1000, statistics.median(own) * 1000
            print(f"{name:12} endpoint {mine:8.1f} ms, engine {theirs:8.1f} ms: {mine - theirs:+.1f} ms, "
                  f"{mine / theirs:.2f} times")
        del store
        shutil.rmtree(union)
    return 0


def crowd(url: str, clients: int, seconds: float, share: float) -> int:
    """Good answers' times; what became of the hostile ones; the server's workers afterwards."""
    expected = {query: Client(url)(query) for query in GOOD}
    assert all(status == 200 for status, _ in expected.values()), expected
    good, statuses, faults = [], Counter[str](), Counter[str]()
    lock = threading.Lock()

    def one(seed: int) -> None:
        chance, ask = random.Random(seed), Client(url)
        while time.monotonic() < until:
            hostile = chance.random() < share
            query = chance.choice(HOSTILE if hostile else GOOD)
            started = time.perf_counter()
            status, body = ask(query)
            took = time.perf_counter() - started
            with lock:
                statuses[f"{'hostile' if hostile else 'good'} {status}"] += 1
                if not hostile:
                    good.append(took)
                    if status != 200:
                        faults[f"good query: {status}"] += 1
                    elif sorted(body) != sorted(expected[query][1]):
                        faults["a wrong answer"] += 1
                elif status == 200:
                    faults[f"hostile query answered: {query[:40]}"] += 1

    for query in HOSTILE:
        encoded(query)
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(1)
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", "/healthz")
    workers = json.loads(connection.getresponse().read())["workers"]
    good.sort()
    print(f"{clients} clients, {seconds:g} s: {dict(sorted(statuses.items()))}")
    median, late = (good[int(len(good) * part)] * 1000 for part in (0.5, 0.95))
    print(f"good queries: median {median:.0f} ms, p95 {late:.0f} ms, longest {good[-1] * 1000:.0f} ms; "
          f"faults: {dict(faults) or 'none'}; workers afterwards: {workers}")
    return 1 if faults or workers["busy"] else 0


def main() -> int:
    """One of the two."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["time", "crowd"])
    parser.add_argument("url")
    parser.add_argument("--store", type=Path, default=Path("out/store"))
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--hostile", type=float, default=0.2)
    options = parser.parse_args()
    if options.what == "time":
        return times(options.url, options.store, options.rounds)
    return crowd(options.url, options.clients, options.seconds, options.hostile)


if __name__ == "__main__":
    sys.exit(main())
