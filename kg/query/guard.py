"""What is refused before a query that somebody typed reaches the engine.

The engine runs in a worker process that can be killed, so these checks need not be a wall: they keep it off the
network, which SERVICE reaches, and they turn what would end the worker into words.
"""

import re
from collections.abc import Collection

from kg.errors import QueryError
from kg.query.federation import may_ask

#: Nested brackets; pyoxigraph 0.5 dies of 5,000, and nobody writes 200.
MAX_DEPTH = 200
#: Characters.
MAX_LENGTH = 100_000

_GAP = r"(?:\s|#[^\n\r]*+)*+"
#: SERVICE, perhaps SILENT, one term, and a brace: wherever it stands. The engine needs no space around keywords, and
#: reading strings and IRIs otherwise than the engine does must not hide one; a string that holds this is refused too.
_SERVICE = re.compile(rf"service{_GAP}(?:silent{_GAP})?([^\s{{}}]+){_GAP}\{{", re.IGNORECASE)
#: LOAD, perhaps SILENT, and an IRI or a prefixed name; strings and comments are gone before this is looked for.
_LOAD = re.compile(rf"(?<![\w?$:-])load{_GAP}(?:silent{_GAP})?(<[^>]*>|[^\s<{{}};]*:)", re.IGNORECASE)
_UPDATE = re.compile(rf"{_GAP}(?:(?:prefix|base)\b[^>]*>{_GAP})*"
                     r"(insert|delete|load|clear|create|drop|copy|move|add|with)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_BRACKET = re.compile(r"[(\[{)\]}]")
_OPAQUE = re.compile(r"""<[^<>"{}|^`\\\x00-\x20]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n\r]|\\.)*+"|"""
                     r"""'(?:[^'\\\n\r]|\\.)*+'|\#[^\n\r]*""", re.DOTALL)

class HostRefusedError(QueryError):
    """A query or an update would ask another computer."""


def check(sparql: str, hosts: Collection[str] = ()) -> None:
    """QueryError for text that would write, reach the network, or nest too deeply.

    ``hosts`` are those that SERVICE may ask, as ``name`` or ``name:port``.
    """
    _check_text(sparql, "query", MAX_LENGTH)
    if match := _UPDATE.match(sparql):
        raise QueryError(f"{match[1].upper()} changes the store, and a query only reads",
                         "use SELECT, ASK, CONSTRUCT or DESCRIBE; kg build and kg add write")
    _check_hosts(sparql, hosts)


def check_update(sparql: str, hosts: Collection[str] = (), length: int = MAX_LENGTH) -> None:
    """QueryError for an update that would reach the network by SERVICE or LOAD, or nests too deeply."""
    _check_text(sparql, "update", length)
    _check_hosts(sparql, hosts)
    for text in {sparql, _ESCAPE.sub(_character, sparql)}:
        for match in _LOAD.finditer(_OPAQUE.sub(lambda found: found[0] if found[0][0] == "<" else " ", text)):
            _check_host("LOAD", match[1], hosts)


def _check_text(sparql: str, kind: str, length: int) -> None:
    if len(sparql) > length:
        raise QueryError(f"the {kind} has {len(sparql):,} characters", f"at most {length:,} are taken")
    try:
        sparql.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"the {kind} is no Unicode text: {error.reason}", "write it in UTF-8") from error
    if _nests_deeper(sparql, MAX_DEPTH):
        raise QueryError(f"the {kind} nests more than {MAX_DEPTH} brackets", "nobody needs so many")


def _check_hosts(sparql: str, hosts: Collection[str]) -> None:
    for text in {sparql, _ESCAPE.sub(_character, sparql)}:
        iris = [found.span() for found in _OPAQUE.finditer(text) if found[0][0] == "<"]
        for match in _SERVICE.finditer(text):
            if not any(start < match.start() < end for start, end in iris):  # the word may be part of a name
                _check_host("SERVICE", match[1], hosts)


def _check_host(word: str, term: str, hosts: Collection[str]) -> None:
    """HostRefusedError unless the term is an IRI, written out, of a host that may be asked."""
    if may_ask(term, hosts):
        return
    if not hosts:
        raise HostRefusedError(f"{word} is refused: {' '.join(term.split())[:60]!r} would ask another computer",
                          f"leave {word} out; ask the other endpoint by itself" if word == "SERVICE" else
                          "send the data itself")
    raise HostRefusedError(f"{word} is refused: {' '.join(term.split())[:60]!r} is not on the list of hosts",
                      f"write out the IRI, at one of {', '.join(sorted(hosts))}")


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def _nests_deeper(sparql: str, limit: int) -> bool:
    """Whether more brackets than that are open at one place; stops there, since such a text may be long."""
    depth = 0
    for bracket in _BRACKET.finditer(_OPAQUE.sub(" ", sparql)):
        depth += 1 if bracket[0] in "([{" else -1
        if depth > limit:
            return True
    return False
