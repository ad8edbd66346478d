"""The graph in a folder: one named graph an article, replaced as a whole or not at all."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import IO, Literal, Protocol, Self

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store
from pyoxigraph import Literal as RdfLiteral

from kg.errors import StoreError
from kg.graph import generations, iris, storage
from kg.graph.counting import counts
from kg.graph.dumping import sorted_lines
from kg.graph.foundations import lay
from kg.graph.mapping import article_quads
from kg.graph.namespaces import DKG, TYPE, prefixes
from kg.graph.provenance import content_hash
from kg.graph.records import records_of
from kg.graph.replacing import add_graphs, exchange, replace_graph
from kg.model import Article, Facts, Knowledge, Record

Change = Literal["new", "changed", "unchanged"]
#: What follows under OWL 2 RL is in a graph of its own, which only a query that names it sees (kg.graph.inferring).
INFERRED = "inferred"
INFERRED_GRAPH = iris.graph(INFERRED)
QueryAnswer = QuerySolutions | QueryBoolean | QueryTriples


class Queryable(Protocol):
    """What can be asked: a ``GraphStore``, or another engine (``kg.graph.remote``)."""

    def query(self, sparql: str) -> QueryAnswer: ...


class GraphStore:
    """An embedded store. Open it with ``GraphStore.open``; it is a context manager.

    Every write is one transaction of pyoxigraph (``extend``, ``update``, or ``bulk_extend``, which is atomic since
    0.5): a process that ends in the middle, by whatever signal, leaves whole graphs only. Readers see the newest
    generation, which ``publish`` and ``close`` make (``kg.graph.generations``). A writer that has nothing to change
    writes nothing.
    """

    def __init__(self, store: Store, resources: ExitStack, path: Path | None = None, quads: Path | None = None,
                 generation: str | None = None) -> None:
        self._store: Store | None = store
        self._resources = resources
        #: The store's folder; the folder that other processes may open with ``Store.read_only`` while a reader is
        #: open; and the id of the generation that it reads.
        self.path, self.quads, self.generation = path, quads, generation
        self.read_only = generation is not None
        self._open_for_writing = self._marked = False
        self._opening = RLock()  # of a writer that reads in one thread and writes in another

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False, read_only: bool = False,
             knowledge: Knowledge | None = None, generation: str | None = None, refresh: bool = True) -> Self:
        """The store in the folder. ``create`` makes one where there is none; ``read_only`` never writes.

        A reader gets the newest generation, or the one with the id ``generation``, and sees nothing of what is written
        meanwhile; what a writer that was killed had stored is published first. A store opened for writing gets the
        present ontology and knowledge (``kg.knowledge.load()`` unless given), or with ``refresh`` off stays as it is.
        StoreError for one that is missing, damaged, of another format, locked or not writable.
        """
        path = Path(path)
        if create and not storage.exists(path):
            storage.create(path)
        storage.check(path)
        with storage.plain_errors(path, "open"), ExitStack() as opened:
            if read_only:
                if generation is None and storage.is_unpublished(path):
                    cls._recover(path)
                held = opened.enter_context(generations.hold(path, generation) or storage.nothing_published(path))
                return cls(Store.read_only(str(held.quads)), opened.pop_all(), path, held.quads, held.id)
            opened.enter_context(storage.lock(path))
            made = cls(storage.engine(path), opened.pop_all(), path, path / storage.QUADS)
        try:
            if refresh:
                lay(made.replace_graph, knowledge)
        except BaseException:
            made._release()
            raise
        return made

    @classmethod
    def _recover(cls, path: Path) -> None:
        """Publishes what a writer that was killed had stored; readers who cannot do that see what was before."""
        try:
            with ExitStack() as opened:
                opened.enter_context(storage.lock(path))
                cls(storage.engine(path), opened.pop_all(), path, path / storage.QUADS).close()
        except (StoreError, OSError):
            if generations.newest(path) is None:
                raise

    @classmethod
    def in_memory(cls, knowledge: Knowledge | None = None) -> Self:
        """A store that is gone when it is closed."""
        made = cls(Store(), ExitStack())
        lay(made.replace_graph, knowledge)
        return made

    # --- life ---

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if error is None:
            self.close()
        else:  # what was stored is kept, but readers stay with what was published before
            self._release()

    def close(self) -> None:
        """Publishes what was written and lets other writers in. Closing twice is fine."""
        try:
            if self._store is not None and self.path is not None and not self.read_only:
                self.publish()
        finally:
            self._release()

    def publish(self) -> str:
        """Lets readers see what is stored now, unless they do already: the id of the newest generation."""
        if self.path is None or self.read_only:
            raise StoreError("only a store in a folder, open for writing, is published", "open it with GraphStore.open")
        last = generations.newest(self.path)
        if last and not storage.is_unpublished(self.path):
            return last.id
        with storage.plain_errors(self.path, "publish"):
            made = generations.publish(self.path, self.checksum(), self._writable().backup)
            storage.mark_published(self.path)
        self._marked = False
        return made.id

    def _release(self) -> None:
        self._store = None
        self._resources.close()

    @property
    def engine(self) -> Store:
        """pyoxigraph's own store, for readers; write through this class only."""
        with self._opening:
            if self._store is None:
                raise StoreError("the store is closed", "open it again with GraphStore.open")
            return self._store

    def _writable(self) -> Store:
        """The engine for a change that readers do not see yet. Until the first one a writer only reads."""
        if self.path is None:
            return self.engine
        if self.read_only:
            raise StoreError(f"the store {self.path} was opened for reading", "open it without read_only")
        with self._opening:
            if not self._marked:
                storage.mark_unpublished(self.path)
                self._marked = True
            if not self._open_for_writing:
                self._store = None  # one process must not have it open twice
                self._store = storage.engine(self.path, writable=True)
                self._open_for_writing = True
            return self.engine

    # --- articles ---

    def is_current(self, article: Article) -> bool:
        """Whether the stored graph was made from this very article by this very program and knowledge."""
        return self._hash(iris.article_graph(article.id)) == content_hash(article)

    def add(self, facts: Facts) -> Change:
        """Stores an article's facts in one transaction, replacing what it said before."""
        return self.add_all([facts])[0]

    def add_all(self, found: Iterable[Facts]) -> list[Change]:
        """Stores the facts of several articles, and says what each was. An article is there whole or not at all: the
        new ones may share a transaction, an article that has changed has one of its own."""
        changes: list[Change] = []
        new: dict[NamedNode, list[Quad]] = {}
        for facts in found:
            graph = iris.article_graph(facts.article.id)
            before = self._hash(graph)
            if before == content_hash(facts.article):
                changes.append("unchanged")
            elif before or self.engine.contains_named_graph(graph):
                self._replace(graph, article_quads(facts))
                changes.append("changed" if before else "new")
            else:
                new[graph] = article_quads(facts)
                changes.append("new")
        if new:
            with storage.plain_errors(self.path, "write to"):
                add_graphs(self._writable(), list(new.values()))
        return changes

    def remove(self, article_id: str) -> bool:
        """Takes an article out; False if it was not there."""
        graph = iris.article_graph(article_id)
        if self._hash(graph) is None:
            return False
        with storage.plain_errors(self.path, "write to"):
            self._writable().remove_graph(graph)
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

    def exchange(self, article_id: str, old: Iterable[Quad], new: Iterable[Quad]) -> None:
        """Puts new quads of an article's graph in the place of old ones, in one transaction."""
        with storage.plain_errors(self.path, "write to"):
            exchange(self._writable(), iris.article_graph(article_id), set(old), set(new))

    def records(self, article_id: str) -> Iterator[Record]:
        """The flat records of one article (see ``kg.graph.records``); KeyError if it is not there."""
        return records_of(self.article_graph(article_id))

    # --- all of it ---

    def query(self, sparql: str) -> QueryAnswer:
        """The answer over the union of all graphs but the inferred one, with the prefixes of ``prefixes.ttl``.

        For queries that the program itself brings: neither nesting nor time is limited here. SyntaxError and
        OSError pass through, for the caller knows the query's name.
        """
        store = self.engine
        if store.contains_named_graph(INFERRED_GRAPH):
            seen: list[NamedNode | BlankNode | DefaultGraph] = [
                graph for graph in store.named_graphs() if graph != INFERRED_GRAPH]
            return store.query(sparql, prefixes=prefixes(), default_graph=seen)
        return store.query(sparql, prefixes=prefixes(), use_default_graph_as_union=True)

    def replace_graph(self, name: str, content: str, make: Callable[[], Iterable[Quad]]) -> bool:
        """Replaces one of the other named graphs unless its content hash is ``content``; whether it was replaced."""
        graph = iris.graph(name)
        if self._hash(graph) == content:
            return False
        self._replace(graph, [*make(), Quad(graph, DKG["contentHash"], RdfLiteral(content), graph)])
        return True

    def content(self, name: str) -> str | None:
        """The content hash of one of the other named graphs, None where there is none."""
        return self._hash(iris.graph(name))

    def counts(self) -> dict[str, int]:
        """How many articles, entities, statements, positions, events, relations, conclusions and quads there are."""
        return counts(self.engine)

    def update(self, sparql: str) -> None:
        """A SPARQL update over the named graphs, as one transaction. SyntaxError passes through, as in ``query``."""
        with storage.plain_errors(self.path, "write to"):
            self._writable().update(sparql, prefixes=prefixes())

    def hashes(self) -> list[str]:
        """The content hashes of all articles' graphs, sorted: what derived graphs depend on."""
        return [line for line in self._hashes() if "/graph/article/" in line]

    def checksum(self) -> str:
        """A checksum of what is stored, from the content hashes of the named graphs."""
        return hashlib.sha256("\n".join(self._hashes()).encode()).hexdigest()

    def dump(self, stream: IO[bytes]) -> None:
        """All quads as N-Quads sorted by bytes: the canonical form (RDFC-1.0), since there are no blank nodes."""
        stream.writelines(sorted_lines(self._quads()))

    def checkpoint(self, target: Path) -> None:
        """A copy for ``Store.read_only`` of what is stored at this moment, by hard links where it can be."""
        with storage.plain_errors(target, "copy to"):
            self._writable().backup(target)

    # --- within ---

    def _hash(self, graph: NamedNode) -> str | None:
        for quad in self.engine.quads_for_pattern(graph, DKG["contentHash"], None, graph):
            return quad.object.value if isinstance(quad.object, RdfLiteral) else None
        return None

    def _quads(self) -> Iterator[Quad]:
        with storage.plain_errors(self.path, "read"):
            yield from self.engine

    def _hashes(self) -> list[str]:
        found = self.engine.quads_for_pattern(None, DKG["contentHash"], None, None)
        return sorted(f"{q.subject} {q.object}" for q in found if q.subject == q.graph_name)

    def _replace(self, graph: NamedNode, quads: list[Quad]) -> None:
        with storage.plain_errors(self.path, "write to"):
            replace_graph(self._writable(), graph, quads)
