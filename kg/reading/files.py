"""Files and folders: which files are articles, their bytes, and an id for each."""

import errno
import os
import stat
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.errors import ArticleError

#: Bytes of the largest file that is read.
SIZE_LIMIT = 20_000_000
#: Endings of the files that are articles.
ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl")
STDIN = "-"
_REASONS = {
    errno.EACCES: ("may not be read", "change its permissions"),
    errno.EPERM: ("may not be read", "change its permissions"),
    errno.ENOENT: ("no such file or folder", "check the path"),
    errno.ELOOP: ("is a link that leads to itself", "remove the link"),
    errno.ENOTDIR: ("no such file or folder", "check the path"),
    errno.ENAMETOOLONG: ("the name is too long", "check the path"),
}


@dataclass(frozen=True)
class Refusal:
    """A file or folder that was not read."""

    path: str
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" + (f"; {self.hint}" if self.hint else "")

    @classmethod
    def of(cls, path: str, error: ArticleError) -> "Refusal":
        """From the error; its message starts with the path."""
        return cls(path, error.message.removeprefix(f"{path}: "), error.hint)


def printable(path: str | os.PathLike[str]) -> str:
    """A path on one line, also when its name holds line ends or bytes that are no UTF-8."""
    name = os.fsencode(os.fspath(path)).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def os_error(path: str | os.PathLike[str], error: OSError) -> ArticleError:
    """What the system said, for people."""
    reason, hint = _REASONS.get(error.errno or 0, (f"cannot be read ({error.strerror or error})", "try again"))
    return ArticleError(f"{printable(path)}: {reason}", hint)


def read_bytes(path: Path, limit: int = SIZE_LIMIT) -> bytes:
    """The content of a file; never more than the limit is read, also of a file that grows meanwhile."""
    name = printable(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ArticleError(f"{name}: is a folder", "give a file, or the folder to a command that takes folders")
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(f"{name}: is not a regular file", "give a file, or '-' to read standard input")
        if status.st_size > limit:
            raise _too_large(name, status.st_size, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise os_error(path, error) from error
    if len(data) > limit:
        raise _too_large(name, len(data), limit)
    if not data:
        raise ArticleError(f"{name}: is empty", "put the article's text into it")
    return data


def read_lines(path: Path, limit: int = SIZE_LIMIT) -> Iterator[bytes]:
    """The lines of a file one by one; a line over the limit ends the reading with an error."""
    try:
        if not path.is_file():
            read_bytes(path, limit)
        with path.open("rb") as file:
            while line := file.readline(limit + 1):
                if len(line) > limit:
                    raise ArticleError(
                        f"{printable(path)}: a line of more than {limit / 1e6:g} MB", "write one article on each line"
                    )
                yield line
    except OSError as error:
        raise os_error(path, error) from error


def read_stdin(limit: int = SIZE_LIMIT) -> bytes:
    """Standard input as bytes."""
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise _too_large("stdin", len(data), limit)
    if not data:
        raise ArticleError("stdin: is empty", "pipe an article's text into the command")
    return data


def _too_large(name: str, size: int, limit: int) -> ArticleError:
    return ArticleError(f"{name}: {size / 1e6:.1f} MB, the limit is {limit / 1e6:g} MB", "split it into articles")


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path | Refusal]:
    """The article files among paths and in folders below them, each once, sorted; then what cannot be read.

    In folders hidden files and files with another ending are passed over; a file that is named is refused instead.
    Links are followed, each folder is entered once.
    """
    files: dict[str, Path] = {}
    refused: dict[str, Refusal] = {}
    folders: set[tuple[int, int]] = set()

    def refuse(path: Path, error: ArticleError) -> None:
        refused[str(path)] = Refusal.of(printable(path), error)

    pending = [(Path(p), True) for p in sorted({os.fspath(p) for p in paths}, reverse=True)]
    while pending:
        path, named = pending.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in folders:
                    folders.add((status.st_dev, status.st_ino))
                    with os.scandir(path) as entries:
                        names = sorted((e.name for e in entries if not e.name.startswith(".")), reverse=True)
                    pending += [(path / name, False) for name in names]
            elif path.suffix.lower() in ENDINGS and (named or stat.S_ISREG(status.st_mode)):
                real = os.path.realpath(path)
                files[real] = min(files.get(real, path), path)
            elif named:
                refuse(path, unknown_ending(path))
        except OSError as error:
            if named or path.suffix.lower() in ENDINGS or error.errno not in (errno.ENOENT, errno.ELOOP):
                refuse(path, os_error(path, error))
        except ValueError:
            refuse(path, ArticleError(f"{printable(path)}: no valid path", "check the path"))
    yield from sorted(files.values())
    yield from (refused[path] for path in sorted(refused))


def unknown_ending(path: Path) -> ArticleError:
    """For a file that is not of a kind that is read."""
    ending = f"unknown ending {path.suffix!r}" if path.suffix else "no ending"
    return ArticleError(
        f"{printable(path)}: {ending}", f"known are {', '.join(ENDINGS)}; or give '-' and pipe the text"
    )


def article_ids(files: Iterable[Path]) -> dict[Path, str]:
    """An id for each file: its name without the ending; where two clash, with the folder before it, then with
    the ending behind it, then with a checksum of the whole path. The order of the files does not matter."""
    ids = {path: _candidate(path, 0) for path in files}
    for level in range(1, 4):
        groups: dict[str, list[Path]] = defaultdict(list)
        for path, article_id in ids.items():
            groups[article_id].append(path)
        for group in groups.values():
            if len(group) > 1:
                ids.update((path, _candidate(path, level)) for path in group)
    return ids


def _candidate(path: Path, level: int) -> str:
    stem = printable(path.stem)
    if not level:
        return stem
    full = Path(os.path.realpath(path))
    if level == 1:
        return f"{printable(full.parent.name)}-{stem}"
    if level == 2:
        return f"{printable(full.parent.name)}-{stem}-{path.suffix[1:].lower()}"
    return f"{stem}-{sha256(os.fsencode(full)).hexdigest()[:12]}"
