"""No triple puts a disputed territory into a state: not in the ontology, the knowledge, or what articles give."""

from collections.abc import Iterable

import pytest
from pyoxigraph import NamedNode, Quad

from kg import knowledge
from kg.errors import KnowledgeError
from kg.graph import iris
from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.mapping import article_quads
from kg.graph.namespaces import DKG, TYPE
from kg.graph.schema import ontology_quads
from kg.model import ENTITY_TYPES, Article, Cleaned, Entity, Entry, Facts, Knowledge, Relation, Span
from kg.model.entities import EntityType

#: Properties by which a place would be in, of or under a state, ours and others'.
BELONGING = {
    "https://schema.org/containedInPlace", "https://schema.org/containsPlace", "https://schema.org/addressCountry",
    "http://www.opengis.net/ont/geosparql#sfWithin", "http://www.opengis.net/ont/geosparql#sfContains",
    "http://www.wikidata.org/prop/direct/P17", "http://www.wikidata.org/prop/direct/P131",
    "http://www.wikidata.org/prop/direct/P27", "http://www.geonames.org/ontology#parentCountry",
    "http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace", "http://purl.org/dc/terms/isPartOf",
    *(DKG[name].value for name in ("state", "partOf", "memberOf", "affiliatedWith", "successor", "serves", "place")),
}


def violations(quads: Iterable[Quad]) -> list[str]:
    """Triples between a territory (or a place within one) and a state; any property counts, not only those above."""
    quads = list(quads)
    def instances(kind: str) -> set[object]:
        return {q.subject for q in quads if q.predicate == TYPE and q.object == DKG[kind]}

    land, states = instances("Territory"), instances("State")
    places = {q.subject for q in quads if q.predicate == DKG["partOf"] and q.object in land}
    found = [q for q in quads if (q.subject in land and q.object in states)
             or (q.subject in states and q.object in land)]
    found += [q for q in quads if q.subject in land | places and q.predicate.value in BELONGING
              and q.object not in land]
    return sorted(set(map(str, found)))


def test_the_ontology() -> None:
    assert violations(ontology_quads()) == []


def test_the_knowledge() -> None:
    quads = knowledge_quads(knowledge.load())
    assert violations(quads) == []
    assert [q for q in quads if q.predicate == TYPE and q.object == DKG["Territory"]]


@pytest.mark.parametrize("predicate", ["claims", "controls", "part-of", "sanctions", "party-to", "member-of",
                                       "affiliated-with", "holds-office"])
@pytest.mark.parametrize("kind", [kind for kind in ENTITY_TYPES if kind not in ("Territory", "Person")])
def test_relations_of_articles(predicate: str, kind: EntityType) -> None:
    """Whatever an article says of land and another thing, and whichever way round."""
    text = "The island is ours."
    entities = (Entity("island", "Territory", "Island"), Entity("other", kind, "Other"))
    for subject, target in (("island", "other"), ("other", "island")):
        relation = Relation("r1", subject, subject, predicate, target, target, Span(0, 3, "The"))
        quads = article_quads(Facts(Article("a", text, Cleaned.identity(text)), entities, relations=(relation,)))
        assert violations(quads) == []


@pytest.mark.parametrize("rows", [
    [Entry("island", "Territory", "Island", state="japan")],
    [Entry("island", "Territory", "Island", part_of="japan")],
    [Entry("island", "Territory", "Island", part_of="nowhere")],
    [Entry("island", "Territory", "Island"), Entry("town", "Place", "Town", part_of="island", state="japan")],
])
def test_rows_that_would_are_refused(rows: list[Entry]) -> None:
    entries = {entry.id: entry for entry in [Entry("japan", "State", "Japan"), *rows]}
    with pytest.raises(KnowledgeError, match="territory"):
        knowledge_quads(Knowledge(entries))


def test_the_test_sees_a_violation() -> None:
    graph = iris.graph("x")
    island, state = NamedNode("https://example.org/island"), NamedNode("https://example.org/state")
    typed = [Quad(island, TYPE, DKG["Territory"], graph), Quad(state, TYPE, DKG["State"], graph)]
    assert violations([*typed, Quad(island, DKG["partOf"], state, graph)])
    assert violations([*typed, Quad(state, DKG["sanctions"], island, graph)])
    assert violations(typed) == []
