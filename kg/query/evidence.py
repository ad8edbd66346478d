"""Where in which article's text a fact is said."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph import iris
from kg.graph.namespaces import DKG
from kg.graph.store import GraphStore


@dataclass(frozen=True)
class Place:
    """A stretch of an article: offsets into its text in code points, and the digest of the text they are of."""

    article: str
    sha256: str
    start: int
    end: int


def places(store: GraphStore, facts: Iterable[str]) -> dict[NamedNode, Place]:
    """The place of each fact, given by IRI; QueryError for an IRI that is no fact with evidence."""
    found = {}
    for iri in facts:
        try:
            node = NamedNode(iri)
        except ValueError as error:
            raise QueryError(f"{iri[:80]!r} is no IRI", "give facts' IRIs") from error
        article, stretch = _value(store, node, "article"), _value(store, node, "evidence")
        start, comma, end = stretch.rpartition("#char=")[2].partition(",")
        if not (article and comma and start.isdecimal() and end.isdecimal()):
            raise QueryError(f"{iri[:120]!r} is no fact of this graph", "facts are in articles, and have evidence")
        about = NamedNode(article)
        found[node] = Place(iris.article_id(about), _value(store, about, "sha256"), int(start), int(end))
    return found


def _value(store: GraphStore, node: NamedNode, name: str) -> str:
    values = (quad.object for quad in store.engine.quads_for_pattern(node, DKG[name], None, None))
    return min((v.value for v in values if isinstance(v, NamedNode | Literal)), default="")
