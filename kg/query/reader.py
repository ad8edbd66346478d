"""An article as a reader sees it: where it is from, and what is said at which stretch of its text."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.graph import iris
from kg.graph.namespaces import DKG, RDFS
from kg.graph.store import GraphStore
from kg.query.explain import Explanation, explanations
from kg.query.labels import Labels
from kg.query.pages import Value, exists
from kg.query.results import Result

#: Kinds of facts, in the order of the legend.
KINDS = ("position", "statement", "event", "assertion")
#: What is told of an article, in this order.
_DETAILS = ("outlet", "publishedOn", "author", "genre", "language", "licence", "url", "sha256")


@dataclass(frozen=True)
class Stretch:
    """Where a fact is said: offsets in code points, end exclusive; ``number`` counts the article's facts from 1."""

    number: int
    start: int
    end: int
    iri: str
    kind: str


@dataclass(frozen=True)
class ArticlePage:
    """An article, its facts in the order of the text, and where which things are mentioned."""

    iri: str
    id: str
    title: str
    details: Mapping[str, Value]
    facts: tuple[Stretch, ...]
    mentions: tuple[tuple[int, int, Value], ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many facts of each kind."""
        return Counter(fact.kind for fact in self.facts)

    def things(self, most: int = 12) -> list[tuple[Value, int]]:
        """The things that are mentioned most, and how often."""
        return Counter(value for _, _, value in self.mentions).most_common(most)


def article_page(store: GraphStore, ident: str) -> ArticlePage:
    """The page of an article; KeyError if it is not in the graph."""
    node, labels = iris.article(ident), Labels(store)
    if not exists(store, node.value):
        raise KeyError(ident)
    quads = list(store.engine.quads_for_pattern(node, None, None, None))
    title = next((q.object.value for q in quads if q.predicate == RDFS["label"] and isinstance(q.object, Literal)),
                 ident)
    details = {q.predicate.value.removeprefix(DKG.iri): Value(labels(q.object.value), q.object.value)
               if isinstance(q.object, NamedNode) else Value(q.object.value if isinstance(q.object, Literal) else "")
               for q in quads}
    classes = " ".join(f"dkg:{kind.capitalize()}" for kind in KINDS)
    rows = _rows(store, f"SELECT DISTINCT ?fact ?place ?kind {{ VALUES ?kind {{ {classes} }} "
                        f"?fact dkg:article {node} ; dkg:evidence ?place ; a ?kind }}")
    places = sorted((place, row["fact"], row["kind"].removeprefix(DKG.iri).lower()) for row in rows
                    if (place := _place(row["place"])))
    seen = _rows(store, f"SELECT DISTINCT ?e ?m {{ ?a dkg:article {node} ; dkg:entity ?e ; dkg:mention ?m }}")
    return ArticlePage(
        node.value, ident, title, {name: details[name] for name in _DETAILS if name in details},
        tuple(Stretch(number, *place, fact, kind) for number, (place, fact, kind) in enumerate(places, 1)),
        tuple(sorted(((*place, Value(labels(r["e"]), r["e"])) for r in seen if (place := _place(r["m"]))),
                     key=lambda mention: mention[:2])))


def whys(store: GraphStore, facts: Iterable[Stretch]) -> dict[str, Explanation]:
    """Why each of some facts is in the graph, by IRI."""
    listed = [fact.iri for fact in facts]
    return dict(zip(listed, explanations(store, map(NamedNode, listed)), strict=True))


def _rows(store: GraphStore, sparql: str) -> list[dict[str, str]]:
    return Result.of(store.query(sparql)).dicts()


def _place(iri: str) -> tuple[int, int] | None:
    """Start and end of a stretch of text."""
    start, comma, end = iri.rpartition("#char=")[2].partition(",")
    return (int(start), int(end)) if comma and start.isdigit() and end.isdigit() else None
