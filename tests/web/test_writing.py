"""Updates and the graph store protocol: whole or not at all, and seen by every reader once they are answered."""

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import rdflib

from kg.graph.store import GraphStore
from tests.web.conftest import EX, FORM, TOKEN, make_store, serving
from tests.web.test_limits import processes, processor_time, until

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
G = f"{EX}graph"
TWO = "<a> <p> <b> . <a> <q> [ <r> 1 ] ."


def size(client: Any, graph: str = G) -> int:
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    return int(client.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows()[0]["n"])


def test_a_graph_s_life(writing: Any) -> None:
    assert writing.graph("GET", G).status == 404
    assert writing.graph("DELETE", G).status == 404
    assert writing.graph("PUT", G, TWO).status == 201
    assert writing.graph("PUT", G, TWO).status == 204
    assert size(writing) == 3
    assert writing.graph("POST", G, "<a> <p> <c> .").status == 204
    assert size(writing) == 4
    got = writing.graph("GET", G)
    assert got.media == "text/turtle"
    assert (rdflib.URIRef(f"{EX}a"), rdflib.URIRef(f"{EX}p"), rdflib.URIRef(f"{EX}c")) in rdflib.Graph().parse(
        data=got.body, format="turtle")
    head = writing.graph("HEAD", G)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]
    assert writing.graph("PUT", G, "").status == 204  # an empty graph is one, too
    assert (writing.graph("GET", G).status, size(writing)) == (200, 0)
    assert writing.graph("DELETE", G).status == 204
    assert writing.graph("GET", G).status == 404


def test_the_default_graph_and_new_ones(writing: Any) -> None:
    assert writing.graph("PUT", "", "<x:a> <x:b> 1 .").status == 204
    assert size(writing, "") == 1
    assert writing.graph("DELETE", "").status == 204
    assert size(writing, "") == 0
    made = writing("POST", "/data", "<> <x:b> 1 .", {"Content-Type": "text/turtle"}, TOKEN)
    assert made.status == 201
    place = made.headers["location"].removeprefix(writing.url)
    assert size(writing, made.headers["location"]) == 1
    assert made.headers["location"] in writing("GET", place, token=TOKEN, headers={"Accept": "text/turtle"}).text
    assert writing("DELETE", place, token=TOKEN).status == 204


@pytest.mark.parametrize(("media", "body", "count"), [
    ("text/turtle", TWO, 3), ("application/n-triples", "<x:a> <x:b> <x:c> .\n", 1),
    ("application/ld+json", '{"@id": "http://e/s", "http://e/p": ["1", "2"]}', 2),
    ("application/rdf+xml", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
     '<rdf:Description rdf:about="s"><e:p>日本</e:p></rdf:Description></rdf:RDF>', 1),
    ("multipart/form-data; boundary=cut", "--cut\r\nContent-Disposition: form-data; name=a; filename=a.ttl\r\n"
     "Content-Type: text/turtle\r\n\r\n<x:a> <x:b> 1 .\r\n--cut\r\nContent-Disposition: form-data; name=b\r\n"
     "Content-Type: application/n-triples\r\n\r\n<x:a> <x:b> \"2\" .\r\n--cut--\r\n", 2)])
def test_formats_that_are_read(writing: Any, media: str, body: str, count: int) -> None:
    assert writing.graph("PUT", G, body.encode(), media).status == 201
    assert size(writing) == count
    assert writing.graph("DELETE", G).status == 204


@pytest.mark.parametrize(("media", "body", "status"), [
    ("text/turtle", "<a> <b>", 400), ("text/turtle", b"<a> <b> \"\xff\" .", 400), ("application/ld+json", "{", 400),
    ("application/trig", "<x:g> { <x:a> <x:b> 1 }", 415), ("text/plain", "", 415), ("", "", 415),
    ("text/turtle", "(" * 100_000, 400), ("text/turtle", "[" * 100_000, 400),
    ("application/ld+json", "[" * 100_000, 400),
    ("application/ld+json", '{"http://e/p":' * 50_000, 400),
    ("application/ld+json", '{"@id":"http://e/g","@graph":[{"@id":"http://e/s","http://e/p":1}]}', 400)])
def test_faulty_graphs_change_nothing(writing: Any, media: str, body: str | bytes, status: int) -> None:
    before = processes(writing.pid)
    reply = writing.graph("PUT", f"{EX}faulty", body, media)
    assert reply.status == status, reply.text
    assert reply.problem()
    assert writing.graph("GET", f"{EX}faulty").status == 404
    assert processes(writing.pid) >= before or status == 503


@pytest.mark.parametrize("target", [
    "/data?graph=", "/data?graph=x%20y", "/data?default&graph=x:y", "/data?graph=x:y&graph=x:z", "/data?other=1",
    "/data/x?graph=x:y", "/data"])
def test_graphs_that_are_not_named_well(writing: Any, target: str) -> None:
    assert writing("PUT", target, "", {"Content-Type": "text/turtle"}, TOKEN).status == 400


def test_an_update_is_whole_or_nothing(writing: Any) -> None:
    """R13: the second operation fails, so the first has not been."""
    for second in ("CREATE GRAPH <x:there>", "DROP GRAPH <x:none>", "INSERT DATA { <x:a> <x:b> "):
        writing.update("CREATE SILENT GRAPH <x:there>")
        reply = writing.update(f"INSERT DATA {{ GRAPH <{G}> {{ <x:a> <x:b> 1 }} }} ; {second}")
        assert reply.status in {400, 422}
        assert size(writing) == 0
    assert writing.update("DROP GRAPH <x:there>").status == 204


def test_readers_see_all_of_an_update_or_none(writing: Any) -> None:
    """While 200 triples come and go, nobody counts another number."""
    seen: set[int] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(size(writing))

    lookers = [threading.Thread(target=look) for _ in range(3)]
    for looker in lookers:
        looker.start()
    triples = " ".join(f"<x:s{n}> <x:p> {n} ." for n in range(200))
    for _ in range(4):
        assert writing.update(f"INSERT DATA {{ GRAPH <{G}> {{ {triples} }} }}").status == 204
        assert size(writing) == 200
        assert writing.update(f"DROP GRAPH <{G}>").status == 204
    done.set()
    for looker in lookers:
        looker.join()
    assert seen <= {0, 200}


def test_graphs_that_the_request_names(writing: Any) -> None:
    """SPARQL 1.1 Protocol 2.2.3."""
    writing.graph("PUT", f"{EX}one", "<x:a> <x:p> 1 .")
    update = f"DELETE {{ GRAPH <{EX}one> {{ ?s ?p ?o }} }} INSERT {{ GRAPH <{G}> {{ ?s ?p 2 }} }} WHERE {{ ?s ?p ?o }}"
    assert writing.update(update).status == 204
    assert size(writing) == 0  # nothing is in the default graph
    fields = {"update": update, "using-graph-uri": f"{EX}one"}
    assert writing("POST", "/sparql", urlencode(fields), {"Content-Type": FORM}, TOKEN).status == 204
    assert (size(writing), size(writing, f"{EX}one")) == (1, 0)
    fields = {"update": f"WITH <{G}> {update}", "using-graph-uri": f"{EX}one"}
    assert writing("POST", "/sparql", urlencode(fields), {"Content-Type": FORM}, TOKEN).status == 400
    writing.update(f"DROP GRAPH <{G}> ; DROP GRAPH <{EX}one>")


def test_a_killed_writer_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """R12 over HTTP: kill -9 of the process that writes; what was answered is there, what was not is whole or not."""
    store = make_store(tmp_path / "store")
    triples = " ".join(f"<x:s{n}> <x:p> {n} ." for n in range(3_000))
    with serving(store, tmp_path / "log", "--default-graph", "stored", "--workers", "2", token=TOKEN) as client, \
            ThreadPoolExecutor(1) as other:
        for number in range(6):
            assert client.update(f"INSERT DATA {{ GRAPH <{EX}ok{number}> {{ {triples} }} }}").status == 204
            asked = other.submit(client.update, f"INSERT DATA {{ GRAPH <{EX}cut{number}> {{ {triples} }} }}")
            time.sleep(0.01 + 0.02 * number)
            os.kill(max(processes(client.pid), key=lambda pid: processor_time({pid})), signal.SIGKILL)
            status = asked.result().status
            assert status in {204, 503}
            assert size(client, f"{EX}cut{number}") in ({3_000} if status == 204 else {0, 3_000})
        for number in range(6):
            assert size(client, f"{EX}ok{number}") == 3_000
    with GraphStore.open(store, read_only=True) as opened:
        assert len(opened.engine) >= 18_000


def test_what_another_process_publishes_is_taken_up(served: Callable[..., Any], tmp_path: Path) -> None:
    with served("--workers", "2") as client:
        assert size(client, f"{EX}later") == 0
        with GraphStore.open(tmp_path / "store", refresh=False) as store:
            store.update(f"INSERT DATA {{ GRAPH <{EX}later> {{ <x:a> <x:b> 1 }} }}")
        assert until(lambda: size(client, f"{EX}later") == 1, 10)


def test_writing_to_the_union(served: Callable[..., Any]) -> None:
    with served("--workers", "2", token=TOKEN) as client:
        both = "INSERT DATA { GRAPH <x:1> { <x:a> <x:b> 1 } GRAPH <x:2> { <x:a> <x:b> 1 } }"
        assert client.update(both).status == 204
        assert client.query("SELECT (COUNT(*) AS ?n) { <x:a> <x:b> ?o }").rows() == [{"n": "1"}]
        assert client("GET", f"/data?graph={quote('x:1')}", token=TOKEN).status == 200


def test_a_writer_killed_between_two_updates_is_replaced(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with serving(store, tmp_path / "log", "--default-graph", "stored", "--workers", "2", token=TOKEN) as client:
        for number in range(3):
            assert client.update(f"INSERT DATA {{ GRAPH <{EX}a{number}> {{ <x:a> <x:b> {number} }} }}").status == 204
            os.kill(max(processes(client.pid), key=lambda pid: processor_time({pid})), signal.SIGKILL)
            assert size(client, f"{EX}a{number}") == 1
