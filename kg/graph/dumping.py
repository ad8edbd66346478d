"""A store's quads as canonical N-Quads, and a store from them."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

from pyoxigraph import Quad, RdfFormat, Store

from kg.errors import StoreError
from kg.graph import storage

#: Lines that are sorted in memory at a time; more of them go through files.
CHUNK = 1_000_000


def sorted_lines(quads: Iterable[Quad], chunk: int = CHUNK) -> Iterator[bytes]:
    """The quads as N-Quads lines sorted by bytes, which is RDFC-1.0's canonical form where no node is blank."""
    lines = (f"{quad} .\n".encode() for quad in quads)
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        while run := sorted(islice(lines, chunk)):
            if len(run) < chunk:
                runs.append(run)
                break
            spilled = files.enter_context(tempfile.TemporaryFile())
            spilled.writelines(run)
            spilled.seek(0)
            runs.append(spilled)
        yield from heapq.merge(*runs)


def restore(path: Path, stream: IO[bytes]) -> None:
    """Makes a new store from a dump, of this version or of another; nothing is left behind if the dump is faulty.

    The store holds what the dump says. Opened for writing it gets the present ontology and knowledge.
    """
    if storage.exists(path):
        raise StoreError(f"there is a store at {path} already", "restore into a new folder")
    with storage.plain_errors(path, "restore"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as beside:
            fresh = Path(beside) / "store"
            storage.create(fresh)
            store = Store(fresh / storage.QUADS)
            try:
                store.bulk_load(stream, RdfFormat.N_QUADS)
            except SyntaxError as error:
                raise StoreError(f"the dump is faulty: {error}", "dump the store again with: kg dump") from error
            store.flush()
            del store
            storage.mark_unpublished(fresh)
            if path.is_dir():
                path.rmdir()
            fresh.rename(path)
