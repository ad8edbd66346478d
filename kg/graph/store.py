"""The graph in a folder: one named graph an article, replaced as a whole or not at all."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, Protocol, Self

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store

from kg import knowledge as domain
from kg.errors import StoreError
from kg.graph import iris, storage
from kg.graph.dumping import sorted_lines
from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.mapping import article_quads
from kg.graph.namespaces import DKG, TYPE, prefixes
from kg.graph.provenance import configuration, content_hash
from kg.graph.records import records_of
from kg.graph.schema import ontology_hash, ontology_quads
from kg.model import Article, Facts, Knowledge, Record

Change = Literal["new", "changed", "unchanged"]
QueryAnswer = QuerySolutions | QueryBoolean | QueryTriples


class Queryable(Protocol):
    """What can be asked: a ``GraphStore``, or another engine (``kg.graph.remote``)."""

    def query(self, sparql: str) -> QueryAnswer: ...


#: What ``counts`` counts, in the order of its answer: name, class.
_COUNTED = (("article", "Article"), ("statement", "Statement"), ("position", "Position"), ("event", "Event"),
            ("relation", "Assertion"), ("shift", "Shift"), ("disagreement", "Disagreement"),
            ("corroboration", "Corroboration"))


class GraphStore:
    """An embedded store. Open it with ``GraphStore.open``; it is a context manager.

    Every write is one transaction of pyoxigraph (``extend`` or ``update``, never ``bulk_*``): a process that ends in
    the middle, by whatever signal, leaves whole graphs only.
    """

    def __init__(self, store: Store, path: Path | None, resources: ExitStack, read_only: bool) -> None:
        self._store: Store | None = store
        self.path = path
        self.read_only = read_only
        self._resources = resources

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False, read_only: bool = False,
             knowledge: Knowledge | None = None) -> Self:
        """The store in the folder. ``create`` makes one where there is none; ``read_only`` never writes.

        A store opened for writing gets the present ontology and knowledge (``kg.knowledge.load()`` unless given).
        StoreError for one that is missing, damaged, of another format, locked or not writable.
        """
        path = Path(path)
        if create and not storage.exists(path):
            storage.create(path)
        storage.check(path)
        with storage.plain_errors(path, "open"), ExitStack() as opened:
            if handle := storage.lock(path, shared=read_only):
                opened.enter_context(handle)
            quads = path / storage.QUADS
            if read_only and not quads.is_dir():
                raise StoreError(f"the store {path} is empty: its build was broken off", "run kg build again")
            store = Store.read_only(str(quads)) if read_only else Store(quads)
            made = cls(store, path, opened.pop_all(), read_only)
        if not read_only:
            try:
                made._refresh(knowledge)
            except BaseException:
                made.close()
                raise
        return made

    @classmethod
    def in_memory(cls, knowledge: Knowledge | None = None) -> Self:
        """A store that is gone when it is closed."""
        made = cls(Store(), None, ExitStack(), read_only=False)
        made._refresh(knowledge)
        return made

    @staticmethod
    def restore(path: Path | str, stream: IO[bytes]) -> None:
        """Makes a new store from a dump; nothing is left behind if the dump is faulty."""
        path = Path(path)
        if storage.exists(path):
            raise StoreError(f"there is a store at {path} already", "restore into a new folder")
        with storage.plain_errors(path, "restore"):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=path.parent) as beside:
                fresh = Path(beside) / "store"
                storage.create(fresh)
                store = Store(fresh / storage.QUADS)
                try:
                    store.bulk_load(stream, RdfFormat.N_QUADS)
                except SyntaxError as error:
                    raise StoreError(f"the dump is faulty: {error}", "dump the store again with: kg dump") from error
                store.flush()
                del store
                if path.is_dir():
                    path.rmdir()
                fresh.rename(path)

    # --- life ---

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:  # else the first error says more than that closing failed as well
                raise

    def close(self) -> None:
        """Writes what is buffered and lets other processes in. Closing twice is fine."""
        store, self._store = self._store, None
        try:
            if store is not None and self.path is not None and not self.read_only:
                with storage.plain_errors(self.path, "close"):
                    store.flush()
        finally:
            del store
            self._resources.close()

    @property
    def engine(self) -> Store:
        """pyoxigraph's own store, for readers; write through this class only."""
        if self._store is None:
            raise StoreError("the store is closed", "open it again with GraphStore.open")
        return self._store

    # --- articles ---

    def is_current(self, article: Article) -> bool:
        """Whether the stored graph was made from this very article by this very program and knowledge."""
        return self._hash(iris.article_graph(article.id)) == content_hash(article)

    def add(self, facts: Facts) -> Change:
        """Stores an article's facts in one transaction, replacing what it said before."""
        graph = iris.article_graph(facts.article.id)
        before = self._hash(graph)
        if before == content_hash(facts.article):
            return "unchanged"
        self._replace(graph, article_quads(facts))
        return "changed" if before else "new"

    def remove(self, article_id: str) -> bool:
        """Takes an article out; False if it was not there."""
        graph = iris.article_graph(article_id)
        if self._hash(graph) is None:
            return False
        with storage.plain_errors(self.path, "write to"):
            self.engine.remove_graph(graph)
        return True

    def articles(self) -> Iterator[str]:
        """The ids of the stored articles, sorted."""
        nodes = (q.subject for q in self.engine.quads_for_pattern(None, TYPE, DKG["Article"], None))
        yield from sorted(iris.article_id(node) for node in nodes if isinstance(node, NamedNode))

    def article_graph(self, article_id: str) -> list[Quad]:
        """The quads of one article's graph, sorted; KeyError if it is not there."""
        quads = list(self.engine.quads_for_pattern(None, None, None, iris.article_graph(article_id)))
        if not quads:
            raise KeyError(article_id)
        return sorted(quads, key=str)

    def records(self, article_id: str) -> Iterator[Record]:
        """The flat records of one article (see ``kg.graph.records``); KeyError if it is not there."""
        return records_of(self.article_graph(article_id))

    # --- all of it ---

    def query(self, sparql: str) -> QueryAnswer:
        """The answer over the union of all graphs, with the prefixes of ``prefixes.ttl``.

        For queries that the program itself brings: neither nesting nor time is limited here. SyntaxError and
        OSError pass through, for the caller knows the query's name.
        """
        return self.engine.query(sparql, prefixes=prefixes(), use_default_graph_as_union=True)

    def replace_graph(self, name: str, content: str, make: Callable[[], Iterable[Quad]]) -> bool:
        """Replaces one of the other named graphs unless its content hash is ``content``; whether it was replaced."""
        graph = iris.graph(name)
        if self._hash(graph) == content:
            return False
        self._replace(graph, [*make(), Quad(graph, DKG["contentHash"], RdfLiteral(content), graph)])
        return True

    def counts(self) -> dict[str, int]:
        """How many articles, entities, statements, positions, events, relations, conclusions and quads there are."""
        store = self.engine
        made = {name: sum(1 for _ in store.quads_for_pattern(None, TYPE, DKG[kind], None)) for name, kind in _COUNTED}
        entities = {q.object for q in store.quads_for_pattern(None, DKG["entity"], None, None)}
        return {"article": made.pop("article"), "entity": len(entities), **made, "quad": len(store)}

    def hashes(self) -> list[str]:
        """The content hashes of all articles' graphs, sorted: what derived graphs depend on."""
        graphs = (q.subject for q in self.engine.quads_for_pattern(None, TYPE, DKG["ArticleGraph"], None))
        return sorted(f"{g.value} {self._hash(g)}" for g in graphs if isinstance(g, NamedNode))

    def dump(self, stream: IO[bytes]) -> None:
        """All quads as N-Quads sorted by bytes: the canonical form (RDFC-1.0), since there are no blank nodes."""
        stream.writelines(sorted_lines(self.engine))

    def checkpoint(self, target: Path) -> None:
        """A copy of a store at this moment, by hard links where it can be, that readers may open meanwhile."""
        storage.create(target)
        with storage.plain_errors(target, "copy to"):
            self.engine.backup(target / storage.QUADS)

    # --- within ---

    def _refresh(self, knowledge: Knowledge | None) -> None:
        self.replace_graph("ontology", ontology_hash(), ontology_quads)
        if knowledge is None:
            self.replace_graph("knowledge", configuration(), lambda: knowledge_quads(domain.load()))
        else:
            given = knowledge_quads(knowledge)
            content = hashlib.sha256("\n".join(sorted(map(str, given))).encode()).hexdigest()
            self.replace_graph("knowledge", content, lambda: given)

    def _hash(self, graph: NamedNode) -> str | None:
        for quad in self.engine.quads_for_pattern(graph, DKG["contentHash"], None, graph):
            return quad.object.value if isinstance(quad.object, RdfLiteral) else None
        return None

    def _replace(self, graph: NamedNode, quads: list[Quad]) -> None:
        """The graph's new content, in one transaction."""
        store = self.engine
        with storage.plain_errors(self.path, "write to"):
            old = set(store.quads_for_pattern(None, None, None, graph))
            if not old:
                store.extend(quads)
                return
            new = set(quads)
            store.update(_data("DELETE", graph, old - new) + _data("INSERT", graph, new - old))


def _data(operation: str, graph: NamedNode, quads: Iterable[Quad]) -> str:
    """One operation of a SPARQL update over ground triples, sorted; terms write themselves, so nothing is injected."""
    triples = "".join(sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads))
    return f"{operation} DATA {{ GRAPH {graph} {{\n{triples}}} }};\n" if triples else ""
