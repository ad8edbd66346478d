"""A store as a service: what readers read now, and the one writer."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.graph import generations
from kg.graph.namespaces import prefixes
from kg.graph.serving.pool import Limits, Pool, TimedOutError
from kg.graph.serving.workers import Answer, Nursery, Worker, WorkerError
from kg.graph.store import GraphStore

#: Seconds between looks at whether somebody has published a new generation.
WATCH = 1.0


@dataclass
class Readable:
    """A generation in use: ``quads`` is what workers open; ``users`` are requests that read it."""

    id: str
    quads: Path
    store: GraphStore
    copy: Path | None = None
    users: int = field(default=0)

    def remove(self) -> None:
        """Lets it go."""
        self.store.close()
        if self.copy is not None:
            shutil.rmtree(self.copy, ignore_errors=True)


class Service:
    """Answers queries and, if it was opened for that, changes the store. Used by one event loop."""

    def __init__(self, path: Path, limits: Limits, *, union: bool = True, writable: bool = False,
                 network: bool = False) -> None:
        self.limits, self.union, self.writable = limits, union, writable
        self._path = path
        self._folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        self._nursery = Nursery(network)
        self._pool = Pool(limits, self._nursery, self._folder)
        self._current: Readable | None = None
        self._refreshing, self._writing = asyncio.Lock(), asyncio.Lock()
        self._writer: Worker | None = None
        self._watch: asyncio.Task[None] | None = None
        self._copies = 0

    # --- life ---

    async def start(self) -> None:
        """Opens the newest generation and forks the workers; StoreError for a store that cannot be served."""
        try:
            if self.writable:
                await self._write({"op": "publish"})
            await self._refresh()
            await self._pool.start()
        except BaseException:
            await self.close()
            raise
        self._watch = asyncio.ensure_future(self._keep_watch())

    async def close(self) -> None:
        """Kills the workers and removes what was made for them."""
        if self._watch is not None:
            self._watch.cancel()
        await self._pool.close()
        if self._writer is not None:
            self._writer.kill()
        await self._nursery.stopped()
        if self._current is not None:
            self._current.remove()
            self._current = None
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def folder(self) -> Path:
        """Where requests' files may be put while they are read."""
        return self._folder

    @property
    def generation(self) -> str:
        """The id of what is read now."""
        return self._readable().id

    @property
    def store(self) -> GraphStore:
        """The generation that is read now, for queries that the program itself brings."""
        return self._readable().store

    @property
    def counts(self) -> dict[str, int]:
        """How busy the workers are."""
        return self._pool.counts

    def _readable(self) -> Readable:
        if self._current is None:
            raise StoreError("the store is closed", "start the server again")
        return self._current

    # --- reading ---

    async def query(self, text: str, formats: Mapping[str, str | None], *, base: str | None = None,
                    default: list[str] | None = None, named: list[str] | None = None, strict: bool = True,
                    gone: "asyncio.Future[Any] | None" = None) -> Answer:
        """The answer to a query that was checked before; raises what ``Pool.run`` does."""
        async with self._using() as readable:
            return await self._pool.run({"op": "query", "store": str(readable.quads), "query": text, "base": base,
                                         "prefixes": prefixes(), "formats": formats, "default": default,
                                         "named": named, "strict": strict}, gone)

    async def check(self, kind: str, text: str, base: str) -> None:
        """RefusedError if the text, a harmless "query" or "update", is no SPARQL."""
        await self._pool.run({"op": "check", kind: text, "prefixes": prefixes(), "base": base})

    async def parse(self, path: Path, media: str, base: str, gone: "asyncio.Future[Any] | None" = None) -> Answer:
        """The RDF in a file as N-Triples."""
        return await self._pool.run({"op": "parse", "path": str(path), "media": media, "base": base}, gone)

    @asynccontextmanager
    async def _using(self) -> AsyncIterator[Readable]:
        readable = self._readable()
        readable.users += 1
        try:
            yield readable
        finally:
            readable.users -= 1
            if not readable.users and readable is not self._current:
                readable.remove()

    # --- writing ---

    async def update(self, text: str, base: str | None = None) -> None:
        """Runs an update that was checked before. When this returns, it is stored and all readers see it."""
        await self._change(text, {"op": "update", "base": base})

    async def judge(self, lines: str, forget: Sequence[str] = ()) -> None:
        """Keeps people's judgements, as lines of JSON, and takes back those about the facts ``forget``; all readers see
        what follows when this returns."""
        await self._change(lines, {"op": "judge", "forget": list(forget)})

    async def _change(self, text: str, request: Mapping[str, Any]) -> None:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self._folder, suffix=".txt") as file:
            file.write(text)
            file.flush()
            async with self._writing:
                await self._write({**request, "path": file.name})
                await self._write({"op": "publish"})
        await self._refresh()

    async def _write(self, request: Mapping[str, Any]) -> Answer:
        if self._writer is not None and self._writer.ended:  # killed between two updates: the next one takes another
            self._drop_writer()
        if self._writer is None:
            self._writer = await self._nursery.fork({"spool": str(self._folder)})
            await self._ask_writer({"op": "open", "store": str(self._path)})
        return await self._ask_writer(request)

    async def _ask_writer(self, request: Mapping[str, Any]) -> Answer:
        assert self._writer is not None
        seconds = 6 * self.limits.deadline
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(self._writer.ask(request))), seconds)
        except TimeoutError:
            self._drop_writer()
            raise TimedOutError(f"the update was stopped after {seconds:g} seconds, and nothing of it is stored",
                           "make it narrower, or send it in parts") from None
        except WorkerError as error:
            self._drop_writer()
            raise WorkerError("the update brought its process down, and nothing of it is stored",
                              "send it in smaller parts") from error

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.kill()
            self._writer = None

    # --- generations ---

    async def _keep_watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH)
            with contextlib.suppress(StoreError, OSError):
                await self._refresh()

    async def _refresh(self) -> None:
        """Makes the newest generation the one that is read, if it is not."""
        async with self._refreshing:
            last = generations.newest(self._path)
            if self._current is not None and (last is None or last.id == self._current.id):
                return
            made = await self._open()
            old, self._current = self._current, made
            self._pool.generation = made.quads
            if old is not None and not old.users:
                old.remove()

    async def _open(self) -> Readable:
        store = await asyncio.to_thread(GraphStore.open, self._path, read_only=True)
        assert store.quads is not None
        assert store.generation is not None
        if not self.union:
            return Readable(store.generation, store.quads, store)
        self._copies += 1
        copy = self._folder / f"union-{self._copies}"
        copier = await self._nursery.fork({"spool": str(self._folder)})
        try:
            await copier.ask({"op": "snapshot", "source": str(store.quads), "target": str(copy)})
        except BaseException:
            store.close()
            raise
        finally:
            copier.kill()
        return Readable(store.generation, copy, store, copy)
