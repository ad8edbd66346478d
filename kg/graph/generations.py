"""Generations: read-only checkpoints of a store, so that readers never wait for a build, nor a build for readers.

A writer ends by publishing what it stored::

    STORE/generations/7-3f0a9c21/     number, and the first digits of a checksum of all that is in it

The copy is made by hard links (RocksDB's checkpoint, some 20 ms at any size) under another name and then renamed, so
a generation is there whole or not at all, whenever a process is killed. A reader *holds* one: the newest, or an older
one by its id, as a permalink does. Its lock (``flock`` on the folder) goes with its process. What is not the newest is
removed once nobody holds it, by the next writer or by the last reader that may write there.

For a server: ``hold`` the newest, open ``held.quads`` with ``Store.read_only`` in as many processes as you like; when
``newest(store)`` has another id, hold that one for new requests and close the old one when its requests are done.
An id that ``hold`` refuses is gone for good: numbers are not used twice.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import StoreError

FOLDER = "generations"
_ID = re.compile(r"([1-9][0-9]{0,17})-[0-9a-f]{8}")
_UNFINISHED, _LEAVING = ".new-", ".old-"


@dataclass(frozen=True, order=True, slots=True)
class Generation:
    """A checkpoint; ``quads`` is the folder that pyoxigraph opens."""

    number: int
    quads: Path

    @property
    def id(self) -> str:
        """What names it: ``7-3f0a9c21``."""
        return self.quads.name


class Held:
    """A generation that stays as long as this is not closed; a context manager."""

    def __init__(self, generation: Generation, handle: int) -> None:
        self.id, self.quads = generation.id, generation.quads
        self._handle: int | None = handle

    def close(self) -> None:
        """Lets it go, and removes what nobody holds any more. Closing twice is fine."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)
            sweep(self.quads.parent.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


def generations(store: Path) -> list[Generation]:
    """The published generations of the store in this folder, oldest first."""
    try:
        found = [entry for entry in (store / FOLDER).iterdir() if _ID.fullmatch(entry.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(Generation(int(path.name.partition("-")[0]), path) for path in found)


def newest(store: Path) -> Generation | None:
    """The last one published; None before the first build is done."""
    found = generations(store)
    return found[-1] if found else None


def hold(store: Path, ident: str | None = None) -> Held | None:
    """Holds the newest generation (None if there is none), or the one with this id (StoreError if it is gone)."""
    while True:
        found = generations(store)
        wanted = found[-1] if found and ident is None else next((g for g in found if g.id == ident), None)
        if wanted is None and ident is not None:
            raise StoreError(f"the store {store} has no generation {ident!r} any more" if _ID.fullmatch(ident) else
                             f"{ident!r} is no id of a generation",
                             f"the newest is {found[-1].id}" if found else "none has been published yet")
        if wanted is None:
            return None
        if (handle := _locked(wanted.quads, fcntl.LOCK_SH)) is not None:
            return Held(wanted, handle)


def publish(store: Path, checksum: str, copy: Callable[[Path], None]) -> Generation:
    """Makes ``copy(folder)`` the newest generation; only for who holds the store for writing."""
    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
    for unfinished in folder.glob(f"{_UNFINISHED}*"):  # of a writer that was killed
        shutil.rmtree(unfinished, ignore_errors=True)
    last = newest(store)
    number = last.number + 1 if last else 1
    made = Generation(number, folder / f"{number}-{checksum[:8]}")
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=folder) as beside:
        copy(Path(beside) / "quads")
        (Path(beside) / "quads").rename(made.quads)
    sweep(store)
    return made


def sweep(store: Path) -> None:
    """Removes the generations that are not the newest and that nobody holds; leaves alone what it may not remove."""
    for old in generations(store)[:-1]:
        if (handle := _locked(old.quads, fcntl.LOCK_EX | fcntl.LOCK_NB)) is not None:
            try:
                old.quads.rename(old.quads.with_name(f"{_LEAVING}{old.id}"))
            except OSError:  # not ours to write
                continue
            finally:
                os.close(handle)
    for leaving in _leaving(store):
        shutil.rmtree(leaving, ignore_errors=True)


def _leaving(store: Path) -> Iterator[Path]:
    folder = store / FOLDER
    return folder.glob(f"{_LEAVING}*") if folder.is_dir() else iter(())


def _locked(folder: Path, how: int) -> int | None:
    """A handle with that lock on the folder; None if it went meanwhile, or if somebody else holds it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, how)
        if os.path.samestat(os.fstat(handle), folder.stat()):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None
