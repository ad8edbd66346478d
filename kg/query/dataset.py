"""The graphs that a SPARQL text asks for by itself, and those that a request puts in their place.

SPARQL 1.1 Query 13.2 (FROM, FROM NAMED); SPARQL 1.1 Protocol 2.1.4 and 2.2.3: graphs named by the request replace what
the text names, and in an update they must not meet USING or WITH.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.errors import QueryError
from kg.graph.namespaces import prefixes
from kg.query.tokens import Token, tokens


class Dataset(NamedTuple):
    """IRIs of the graphs whose merge is the default graph, and of the named ones."""

    default: list[str]
    named: list[str]


def dataset(sparql: str, base: str | None = None) -> Dataset | None:
    """What a query's FROM and FROM NAMED name, with its own prefixes and relative to ``base``; None where it has none.
    """
    top = [token for token in tokens(sparql) if token.depth == 0]
    found: list[tuple[bool, str]] = []
    for index, token in enumerate(top):
        if token.is_word("from"):
            following = top[index + 1:index + 3]
            named = bool(following) and following[0].is_word("named")
            terms = following[1:] if named else following[:1]
            if terms and terms[0].kind in ("iri", "name"):
                found.append((named, terms[0].text))
    if not found:
        return None
    iris = _resolved(_prologue(sparql, top), [term for _, term in found], base)
    if iris is None:
        return None  # the engine will say what is wrong
    pairs = list(zip((named for named, _ in found), iris, strict=True))
    return Dataset([iri for named, iri in pairs if not named], [iri for named, iri in pairs if named])


def _prologue(sparql: str, top: Sequence[Token]) -> str:
    """The BASE and PREFIX declarations."""
    index = 0
    while index < len(top):
        if top[index].is_word("base") and [t.kind for t in top[index + 1:index + 2]] == ["iri"]:
            index += 2
        elif top[index].is_word("prefix") and [t.kind for t in top[index + 1:index + 3]] == ["name", "iri"]:
            index += 3
        else:
            break
    return sparql[:top[index - 1].end] if index else ""


def _resolved(prologue: str, terms: Sequence[str], base: str | None) -> list[str] | None:
    """The terms' IRIs, by the engine's own rules."""
    rows = " ".join(f"({number} {term})" for number, term in enumerate(terms))
    try:
        found = Store().query(f"{prologue}\nSELECT ?g {{ VALUES (?n ?g) {{ {rows} }} }} ORDER BY ?n",
                              prefixes=prefixes(), base_iri=base)
    except SyntaxError:
        return None
    assert isinstance(found, QuerySolutions)
    return [term.value for (term,) in found if isinstance(term, NamedNode)]


def using(update: str, asked: Dataset) -> str:
    """The update with the request's graphs as USING and USING NAMED in each operation that has a pattern.

    ``DELETE WHERE {…}``, which takes no USING, becomes ``DELETE {…} USING … WHERE {…}``.
    """
    clauses = "".join([*(f" USING {graph_term(g)}" for g in asked.default),
                       *(f" USING NAMED {graph_term(g)}" for g in asked.named)]) + " "
    everything = list(tokens(update))
    top = [token for token in everything if token.depth == 0]
    if any(token.is_word("using", "with") for token in top):
        raise QueryError("the update has USING or WITH, and the request names graphs, too",
                         "leave using-graph-uri and using-named-graph-uri out, or USING and WITH")
    pieces, done = [], 0
    for index, token in enumerate(top):
        if not token.is_word("where"):
            continue
        pieces.append(update[done:token.start])
        if index and top[index - 1].is_word("delete"):
            braces = [t for t in top[index + 1:index + 3] if t.text in "{}"]
            if len(braces) == 2:
                pieces.append(update[braces[0].start:braces[1].end])
        pieces.append(clauses)
        done = token.start
    return "".join([*pieces, update[done:]])


def graph_term(text: str) -> str:
    """The IRI as SPARQL has it, ``<…>``; QueryError for a text that is none."""
    try:
        return str(NamedNode(text))
    except ValueError as error:
        raise QueryError(f"{text[:100]!r} is no IRI of a graph", "write it in full") from error
