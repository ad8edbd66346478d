"""What is refused before a query that somebody typed reaches the engine.

The engine runs in a worker process that can be killed, so these checks need not be a wall: they keep it off the
network, which SERVICE reaches, and they turn what would end the worker into words.
"""

import re

from kg.errors import QueryError

#: Nested brackets; pyoxigraph 0.5 dies of 5,000, and nobody writes 200.
MAX_DEPTH = 200
#: Characters.
MAX_LENGTH = 100_000

_GAP = r"(?:\s|#[^\n\r]*+)*+"
#: SERVICE, perhaps SILENT, one term, and a brace: wherever it stands. The engine needs no space around keywords, and
#: reading strings and IRIs otherwise than the engine does must not hide one; a string that holds this is refused too.
_SERVICE = re.compile(rf"service{_GAP}(?:silent{_GAP})?[^\s{{}}]+{_GAP}\{{", re.IGNORECASE)
_UPDATE = re.compile(rf"{_GAP}(?:(?:prefix|base)\b[^>]*>{_GAP})*"
                     r"(insert|delete|load|clear|create|drop|copy|move|add|with)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPAQUE = re.compile(r"""<[^<>"{}|^`\\\x00-\x20]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n\r]|\\.)*+"|"""
                     r"""'(?:[^'\\\n\r]|\\.)*+'|\#[^\n\r]*""", re.DOTALL)


def check(sparql: str) -> None:
    """QueryError for text that would write, reach the network, or nest too deeply."""
    if len(sparql) > MAX_LENGTH:
        raise QueryError(f"the query has {len(sparql):,} characters", f"at most {MAX_LENGTH:,} are taken")
    try:
        sparql.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"the query is no Unicode text: {error.reason}", "write it in UTF-8") from error
    if match := _UPDATE.match(sparql):
        raise QueryError(f"{match[1].upper()} changes the store, and a query only reads",
                         "use SELECT, ASK, CONSTRUCT or DESCRIBE; kg build and kg add write")
    for text in {sparql, _ESCAPE.sub(_character, sparql)}:
        if match := _SERVICE.search(text):
            raise QueryError(f"SERVICE is refused: {' '.join(match[0].split())[:60]!r} would ask another computer",
                             "leave the SERVICE clause out; ask the other endpoint by itself")
    if (depth := _depth(sparql)) > MAX_DEPTH:
        raise QueryError(f"the query nests {depth:,} brackets", f"at most {MAX_DEPTH} are taken")


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def _depth(sparql: str) -> int:
    depth = deepest = 0
    for character in _OPAQUE.sub(" ", sparql):
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth -= 1
    return deepest
