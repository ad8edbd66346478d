"""The graph from Python: ``kg.open`` gives one object to ask, whether a folder or another engine holds the graph."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg.errors import KgError, QueryError
from kg.graph.remote import RemoteStore
from kg.graph.store import GraphStore, Queryable
from kg.query.catalogue import CatalogueQuery, catalogue
from kg.query.explain import Explanation, Portrait, explain
from kg.query.labels import Labels
from kg.query.reasons import with_reasons
from kg.query.results import Result
from kg.query.running import TIMEOUT, run
from kg.settings import DEFAULT_STORE

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


def open_graph(place: Path | str = DEFAULT_STORE, *, timeout: float = TIMEOUT) -> "KnowledgeGraph":
    """The graph in a store's folder (its newest generation), or behind the http(s) address of a SPARQL endpoint.

    ``timeout`` is what your own SPARQL, or the endpoint, may take, in seconds. StoreError for a store that is missing
    or damaged and an endpoint that does not answer.
    """
    if isinstance(place, str) and place.startswith(("http://", "https://")):
        remote = RemoteStore(place, timeout)
        remote.check()
        return KnowledgeGraph(remote, place, timeout)
    return KnowledgeGraph(GraphStore.open(place, read_only=True), str(place), timeout)


class KnowledgeGraph:
    """A graph to ask, read-only; a context manager. What is built meanwhile shows after opening it again."""

    def __init__(self, store: Queryable, place: str, timeout: float) -> None:
        self.store, self.place, self.timeout = store, place, timeout
        self._labels = Labels(store)

    def query(self, query: str, /, params: Mapping[str, str] | None = None, *, limit: int | None = None,
              why: bool = False, **more: str) -> Result:
        """The answer to a question of the catalogue, by name with its parameters, or to your own SPARQL.

        Entities may be given by id, IRI, label or other name: ``query("positions-of-actor", actor="Japan")``.
        ``why`` adds the sentences behind each row. QueryError for an unknown name or parameter, faulty SPARQL, and a
        query that took too long; what a limit cut says so (``Result.complete``).
        """
        known = catalogue()
        if query not in known and " " not in query.strip():
            raise QueryError(f"{query!r} is no query of the catalogue", "kg.queries() lists them")
        answer = run(self.store, known.get(query, query), {**(params or {}), **more}, limit=limit,
                     timeout=self.timeout)
        return with_reasons(self.store, answer) if why else answer

    def ask(self, sparql: str) -> bool:
        """The truth value of an ASK query."""
        return self._of(sparql, "boolean", "ASK").boolean

    def construct(self, sparql: str, *, limit: int | None = None) -> Result:
        """The triples of a CONSTRUCT or DESCRIBE query; ``Result.graph`` makes an rdflib graph of them."""
        return self._of(sparql, "graph", "CONSTRUCT or DESCRIBE", limit)

    def _of(self, sparql: str, kind: str, name: str, limit: int | None = None) -> Result:
        answer = run(self.store, sparql, limit=limit, timeout=self.timeout)
        if answer.kind != kind:
            raise QueryError(f"the query is no {name}", "use query() for any form")
        return answer

    def explain(self, name: str) -> list[Explanation | Portrait]:
        """A fact with its sentence, article, rule and chain of attribution, or an entity with what is known of it."""
        return explain(self._local(), name)

    def label(self, iri: str) -> str:
        """Words for an IRI of the graph."""
        return self._labels(iri)

    def graph(self, article: str | None = None) -> "rdflib.Graph":
        """An article's triples, or those of all graphs together, for rdflib. For large graphs ask for parts."""
        import rdflib
        from pyoxigraph import RdfFormat, serialize

        store = self._local()
        if article is not None and article not in set(store.articles()):
            raise KgError(f"no article {article!r} in {self.place}", "query articles-by-outlet lists them")
        quads = store.engine if article is None else store.article_graph(article)
        data = serialize({quad.triple for quad in quads}, format=RdfFormat.N_TRIPLES) or b""
        return rdflib.Graph().parse(data=data, format="nt")

    def network(self, article: str | None = None) -> "nx.MultiDiGraph[str]":
        """Actors, territories, treaties, sanctions and topics, joined by positions, relations and events."""
        from kg.query.network import network

        return network(self.store, article)

    def _local(self) -> GraphStore:
        if isinstance(self.store, GraphStore):
            return self.store
        raise KgError(f"{self.place} is another engine, which is only queried", "use query() or construct()")

    def close(self) -> None:
        """Let the store go; closing twice is fine."""
        if isinstance(self.store, GraphStore):
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<knowledge graph in {self.place}>"


def queries() -> dict[str, CatalogueQuery]:
    """The questions of the catalogue, by name."""
    return dict(catalogue())

