"""An answer while it is written: in memory as long as it is small, then in a file; never more than its limits."""

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

#: Bytes up to which an answer is kept in memory and goes through the socket.
SMALL = 1 << 18
#: What ends or separates rows, by media type, and how many more rows than marks there are. JSON's cannot occur within a
#: value (its quotes are escaped there) unless one ends in exactly these brackets; CSV's may, where a text has such line
#: ends. Other formats have no row limit.
ROW_MARKS = {"application/sparql-results+json": (b'}},{"', 1), "application/sparql-results+xml": (b"<result>", 0),
             "text/tab-separated-values": (b"\n", -1), "text/csv": (b"\r\n", -1), "application/n-triples": (b"\n", 0),
             "application/n-quads": (b"\n", 0)}


class AnswerError(Exception):
    """Why there is no answer: ``kind`` for the program, ``message`` for people.

    Kinds: syntax, graph (there is no such graph), format (the answer has none of those asked for), rows, bytes,
    missing, failed.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


class Spool:
    """A writable binary stream that pyoxigraph's serializers take."""

    def __init__(self, folder: Path, max_bytes: int | None, max_rows: int | None) -> None:
        self.size = 0
        self._folder, self._max_bytes, self._max_rows = folder, max_bytes, max_rows
        self._small = bytearray()
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._mark, self._rows, self._tail = b"", 0, b""

    def expect(self, media: str) -> str:
        """From now on counts the rows of this media type, which it returns."""
        self._mark, self._rows = ROW_MARKS.get(media, (b"", 0))
        return media

    def write(self, data: bytes) -> int:
        """Takes bytes; AnswerError beyond a limit."""
        self.size += len(data)
        if self._max_bytes is not None and self.size > self._max_bytes:
            raise AnswerError("bytes", f"the answer is longer than {self._max_bytes:,} bytes")
        if self._mark and self._max_rows is not None:
            self._count(data)
        if self._file is not None:
            self._file.write(data)
        else:
            self._small += data
            if len(self._small) > SMALL:
                self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: ``close`` writes what is left."""

    def close(self) -> tuple[Path | None, bytes]:
        """The answer: the file it is in, or its bytes."""
        if self._file is None:
            return None, bytes(self._small)
        self._file.close()
        return self._path, b""

    def discard(self) -> None:
        """Deletes what was written."""
        if self._file is not None and self._path is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _count(self, data: bytes) -> None:
        window = self._tail + data
        self._rows += window.count(self._mark)
        self._tail = window[len(window) - len(self._mark) + 1:] if len(self._mark) > 1 else b""
        if self._rows > (self._max_rows or 0):
            raise AnswerError("rows", f"the answer has more than {self._max_rows:,} rows")

    def _spill(self) -> None:
        descriptor, name = tempfile.mkstemp(prefix="answer-", dir=self._folder)
        self._file, self._path = os.fdopen(descriptor, "wb"), Path(name)
        self._file.write(self._small)
        self._small.clear()
