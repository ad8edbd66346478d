"""Building into another engine: the graph is worked out here, and the named graphs that changed are sent.

What articles say has been read back before, so that identities and rules see all of it, and both engines end with the
same quads. Where to write comes from the environment: KG_ENDPOINT_UPDATE (SPARQL 1.1 Update) and KG_ENDPOINT_GRAPHS
(Graph Store HTTP Protocol, preferred, since it replaces a graph in one request); without either, the update address is
guessed from that of the queries: ``/update`` beside ``/query``, else the same. Named graphs of others are left alone.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import quote
from urllib.request import Request as UrlRequest

from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples
from SPARQLWrapper import POST

from kg import __version__, settings
from kg.graph import iris
from kg.graph.namespaces import DKG
from kg.graph.remote import RemoteStore, Request, authorized
from kg.graph.store import GraphStore
from kg.model import Knowledge

#: Triples in one update, where there is no graph store; seconds that a request may take: graphs can be large.
BATCH, PATIENCE = 1000, 600.0
#: Graphs that every program has itself.
_OWN = ("ontology", "knowledge")


@contextmanager
def replica(url: str, knowledge: Knowledge | None = None, timeout: float = PATIENCE) -> Iterator[GraphStore]:
    """The graph of the endpoint, in memory; when the block ends well, what has changed in it is sent.

    Each graph is replaced for itself, articles first. Broken off between two, the next build does the rest.
    """
    remote = Writer(url, timeout)
    there = remote.hashes()
    store = GraphStore.in_memory(knowledge)
    own = {iris.graph(name) for name in _OWN}
    before: dict[NamedNode, str] = {}
    for graph in there.keys() - own:
        quads = remote.read(graph)
        store.engine.extend(quads)
        before[graph] = _digest(quads)
    before |= {graph: _digest(_graph(store, graph)) for graph in own if there.get(graph) == _content(store, graph)}
    yield store
    after = {graph for graph in store.engine.named_graphs() if isinstance(graph, NamedNode)}
    for graph in sorted(after, key=lambda g: ("/graph/article/" not in g.value, g.value)):
        quads = _graph(store, graph)
        if before.get(graph) != _digest(quads):
            remote.replace(graph, quads)
    for graph in sorted(there.keys() - after, key=str):
        remote.drop(graph)


def _graph(store: GraphStore, graph: NamedNode) -> list[Quad]:
    return list(store.engine.quads_for_pattern(None, None, None, graph))


def _content(store: GraphStore, graph: NamedNode) -> str | None:
    return store.content(graph.value.rpartition("/")[2])


def _digest(quads: Iterable[Quad]) -> str:
    return hashlib.sha256("\n".join(sorted(map(str, quads))).encode()).hexdigest()


class Writer(RemoteStore):
    """A SPARQL endpoint, for writing whole named graphs."""

    def __init__(self, url: str, timeout: float = PATIENCE) -> None:
        super().__init__(url, timeout)
        self.graphs = os.environ.get("KG_ENDPOINT_GRAPHS", "").strip()
        guessed = f"{url.removesuffix('/query')}/update" if url.endswith("/query") else url
        self.updates = os.environ.get("KG_ENDPOINT_UPDATE", "").strip() or guessed
        for address in filter(None, (self.graphs, self.updates)):
            RemoteStore(address)  # looks whether it is one

    def hashes(self) -> dict[NamedNode, str]:
        """Our named graphs that are there as a whole, with their content hashes."""
        found = self.query("SELECT ?g ?h { GRAPH ?g { ?g dkg:contentHash ?h } }")
        assert isinstance(found, QuerySolutions)
        return {row["g"]: row["h"].value for row in found
                if isinstance(row["g"], NamedNode) and row["g"].value.startswith(f"{settings.BASE}graph/")}

    def read(self, graph: NamedNode) -> list[Quad]:
        """All quads of a graph."""
        found = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        assert isinstance(found, QueryTriples)
        return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in found]

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Makes the quads the graph's content.

        By updates the content hash comes last, so a graph that was broken off is not taken for whole.
        """
        quads = sorted(quads, key=lambda q: (q.predicate == DKG["contentHash"], str(q)))
        lines = [f"{q.subject} {q.predicate} {q.object} .\n" for q in quads]
        if self.graphs:
            self._store_graph("PUT", graph, "".join(lines).encode())
            return
        drop = f"DROP SILENT GRAPH {graph} ;\n"
        for start in range(0, len(lines), BATCH):
            batch = "".join(lines[start:start + BATCH])
            self._update(f"{drop}INSERT DATA {{ GRAPH {graph} {{\n{batch}}} }}")
            drop = ""

    def drop(self, graph: NamedNode) -> None:
        """Removes a graph."""
        if self.graphs:
            self._store_graph("DELETE", graph, None)
        else:
            self._update(f"DROP SILENT GRAPH {graph}")

    def _update(self, sparql: str) -> None:
        request = authorized(Request(self.url, self.updates, agent=f"kg/{__version__}"))
        request.setMethod(POST)
        request.setOnlyConneg(True)
        request.queryString, request.queryType, request.writes = sparql, "INSERT", True
        request.addCustomHttpHeader("Accept", "*/*")
        self.sent(request)

    def _store_graph(self, method: str, graph: NamedNode, body: bytes | None) -> None:
        joint = "&" if "?" in self.graphs else "?"
        address = f"{self.graphs}{joint}graph={quote(graph.value, safe='')}"
        self.sent(authorized(_GraphStoreRequest(address, method, body)))


class _GraphStoreRequest(Request):
    """A request of the Graph Store HTTP Protocol (W3C, 2013)."""

    writes = True

    def __init__(self, address: str, method: str, body: bytes | None) -> None:
        super().__init__(address, agent=f"kg/{__version__}")
        self.verb, self.body = method, body

    def _createRequest(self) -> UrlRequest:  # noqa: N802 - SPARQLWrapper's name
        made = super()._createRequest()  # with credentials
        headers = {name: value for name, value in made.header_items() if name in ("Authorization", "User-agent")}
        if self.body is not None:
            headers["Content-Type"] = "text/turtle"  # of which N-Triples is a part
        return UrlRequest(self.endpoint, self.body, headers, method=self.verb)
