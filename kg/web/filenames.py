"""Addresses of the site as names of files, which any file system can hold and any web server finds again."""

import hashlib
import re
from urllib.parse import unquote

#: What Windows, or a path, has no way to write; and what would be another place.
_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f<>:"|?*/\\]|^\.|[. ]$')
_MAX_BYTES = 180
_FIXED = {"/": "index", "/queries": "questions", "/ontology": "ontology"}
_FOLDERS = {"/id/": "id/", "/vocabulary/": "vocabulary/", "/api/queries/": "questions/"}


class FileNames:
    """One name for each address; the same addresses in the same order give the same names."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def add(self, address: str) -> str:
        """The name, without an ending, for an address of a page, percent-encoded; "" for one that is no page here.

        A name that differs from another in nothing but case gets a hash, since some file systems hold but one of them.
        """
        if address not in self._names:
            name = _FIXED.get(address) or next((folder + _path(address.removeprefix(root))
                                                for root, folder in _FOLDERS.items() if address.startswith(root)), "")
            if name.casefold() in self._taken and address not in _FIXED:
                name += f"~{_hash(address)}"
            self._taken.add(name.casefold())
            self._names[address] = name
        return self._names[address]

    def __getitem__(self, address: str) -> str:
        """The name of an address that was added; "" for any other."""
        return self._names.get(address, "")


def _path(encoded: str) -> str:
    return "/".join(map(_segment, encoded.split("/")))


def _segment(encoded: str) -> str:
    """The segment as people read it, or a hash where that cannot be a file's name."""
    text = unquote(encoded, errors="surrogateescape")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return f"~{_hash(encoded)}"
    return f"~{_hash(encoded)}" if not text or size > _MAX_BYTES or _UNWRITABLE.search(text) else text


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
