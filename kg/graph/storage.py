"""A store's folder: its marker, its lock, and the plain words for what can go wrong with it.

``store.json`` marks the folder and says its format; ``lock`` is the writer's and goes with its process, so a killed
build leaves none behind; ``quads/`` is pyoxigraph's own, ``generations/`` what readers open, and ``unpublished`` is
there while the two differ.
"""

import errno
import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from pyoxigraph import Store

from kg import __version__
from kg.errors import StoreError

#: Raised when a store made before can no longer be read.
FORMAT = 1
_MARKER, _LOCK, _UNPUBLISHED, QUADS = "store.json", "lock", "unpublished", "quads"


@contextmanager
def plain_errors(path: Path | None, doing: str) -> Iterator[None]:
    """Turns what the system or the engine raises into a StoreError of one line."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # pyoxigraph raises RuntimeError for damaged files
        reason = " ".join((getattr(error, "strerror", None) or str(error)).split())
        where = str(path) if path else "in memory"
        raise StoreError(f"cannot {doing} the store {where}: {reason}", _hint(error)) from error


#: A folder cannot be made or written there; what is there is not ours to delete.
_NO_FOLDER = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR, errno.ENOENT, errno.ENAMETOOLONG)


def _hint(error: OSError | RuntimeError) -> str:
    text, number = str(error).casefold(), getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "no space left" in text or "too large" in text:
        return "free some space on the disk and run the command again; what was stored before is still there"
    if number in _NO_FOLDER or "denied" in text or "read-only file system" in text:
        return "choose a folder that you may write to with --store DIR"
    if "lock" in text:
        return "another program has it open; wait until that is done"
    return "if this stays so, delete the folder and build again with: kg build PATH --store DIR"


def create(path: Path) -> None:
    """Makes the folder and its marker; StoreError where something else is there."""
    with plain_errors(path, "create"):
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise StoreError(f"{path} holds other things than a store",
                             "choose an empty or a new folder with --store DIR")
        marker = path / f"{_MARKER}.new"
        marker.write_text(json.dumps({"format": FORMAT, "made_by": f"kg {__version__}"}) + "\n", "utf-8")
        marker.rename(path / _MARKER)


def exists(path: Path) -> bool:
    """Whether there is a store's marker."""
    return (path / _MARKER).is_file()


def check(path: Path) -> None:
    """StoreError unless the folder is a store that this version can read."""
    if not path.exists():
        raise StoreError(f"there is no store at {path}", f"build one with: kg build PATH --store {path}")
    if not exists(path):
        raise StoreError(f"{path} is not a store of kg", "give the folder that kg build made with --store DIR")
    try:
        made = json.loads((path / _MARKER).read_text("utf-8"))
        found = made["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"the marker {path / _MARKER} cannot be read: {error}",
                         "delete the folder and build again") from error
    if found != FORMAT:
        raise StoreError(f"the store {path} has format {found}, and this version reads format {FORMAT}",
                         "delete the folder and build again, or use the version of kg that made it")


def lock(path: Path) -> IO[str]:
    """Holds the store for one writer until the file is closed; readers do not need it."""
    handle = (path / _LOCK).open("a", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise StoreError(f"the store {path} is being written by another process",
                         "wait until that is done, or use another store with --store DIR") from None
    return handle


def engine(path: Path, writable: bool = False) -> Store:
    """pyoxigraph's store of who holds the lock; open for writing where it holds nothing yet, or where asked for.

    Opening it for writing writes files, opening it for reading does not.
    """
    quads = path / QUADS
    if not writable and any(quads.glob("*.sst")):
        return Store.read_only(str(quads))
    for left in (*quads.glob("LOG.old.*"), *quads.glob("bulk-*.sst")):  # a thousand old logs; what a kill left
        left.unlink(missing_ok=True)
    return Store(quads)


def nothing_published(path: Path) -> NoReturn:
    """StoreError for readers of a store that has no generation."""
    lock(path).close()  # says so if its first build is under way
    raise StoreError(f"the store {path} is empty: its build was broken off", "run kg build again")


def is_unpublished(path: Path) -> bool:
    """Whether a writer has changed what readers do not see yet."""
    return (path / _UNPUBLISHED).exists()


def mark_unpublished(path: Path) -> None:
    """Before a change: whoever comes next knows of it, even if this process is killed."""
    (path / _UNPUBLISHED).touch()


def mark_published(path: Path) -> None:
    """After publishing."""
    (path / _UNPUBLISHED).unlink(missing_ok=True)
