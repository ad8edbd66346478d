"""Clauses that ask other computers, SERVICE and LOAD: made harmless where their author said SILENT."""

from collections.abc import Collection
from urllib.parse import urlsplit

from kg.query.tokens import tokens

#: An IRI that no engine can dereference, in the place of one that must not be.
NOWHERE = "<urn:kg:refused>"


def may_ask(term: str, hosts: Collection[str]) -> bool:
    """Whether the term is an IRI, written out, of one of the hosts (``name`` or ``name:port``), or ``NOWHERE``."""
    try:
        parts = urlsplit(term[1:-1]) if term.startswith("<") and term.endswith(">") else None
    except ValueError:
        parts = None
    return term == NOWHERE or (parts is not None and parts.scheme in {"http", "https"} and parts.netloc in hosts)


def harmless(sparql: str, hosts: Collection[str], *, silent_only: bool = True) -> str:
    """The text with ``NOWHERE`` for what SERVICE SILENT and LOAD SILENT may not ask, and so fails in silence.

    With ``silent_only`` off for what any SERVICE or LOAD may not ask: a text to try the syntax with.
    """
    if "service" not in (lowered := sparql.casefold()) and "load" not in lowered:
        return sparql
    pieces, done, found = [], 0, list(tokens(sparql))
    for index, token in enumerate(found):
        if not token.is_word("service", "load"):
            continue
        silent = index + 1 < len(found) and found[index + 1].is_word("silent")
        term = found[index + 1 + silent] if index + 1 + silent < len(found) else token
        if term.kind in ("iri", "name", "variable") and (silent or not silent_only) and not may_ask(term.text, hosts):
            pieces += [sparql[done:term.start], NOWHERE]
            done = term.end
    return "".join([*pieces, sparql[done:]])
