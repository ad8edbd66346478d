"""No triple puts a disputed territory into a state: not in the ontology, the knowledge, or what articles give."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.build import build, extract
from kg.errors import KnowledgeError
from kg.graph import iris
from kg.graph.derive import derive
from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.mapping import article_quads
from kg.graph.namespaces import DKG, TYPE
from kg.graph.reasoning import closure, contradictions
from kg.graph.schema import ontology_quads
from kg.graph.store import GraphStore
from kg.model import ENTITY_TYPES, Article, Cleaned, Entity, Entry, Facts, Knowledge, Relation, Span
from kg.model.entities import EntityType
from kg.reading import read_text

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus" / "articles"
#: Articles on several disputes.
ARTICLES = sorted(CORPUS.glob("*.md"))[12:34:16]

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
    return unjust((str(q.subject).strip("<>"), q.predicate.value, str(q.object).strip("<>")) for q in quads)


def unjust(triples: Iterable[tuple[str, str, str]]) -> list[str]:
    """The same of triples of IRIs (and literals, as they are)."""
    triples = list(triples)

    def instances(kind: str) -> set[str]:
        return {s for s, p, o in triples if p == TYPE.value and o == DKG[kind].value}

    land, states = instances("Territory"), instances("State")
    within = land | {s for s, p, o in triples if p == DKG["partOf"].value and o in land}
    return sorted({f"{s} {p} {o}" for s, p, o in triples
                   if (s in within and o in states) or (s in states and o in within)
                   or (s in within and p in BELONGING and o not in within)})


def test_the_ontology() -> None:
    assert violations(ontology_quads()) == []


def test_the_knowledge(knowledge: Knowledge) -> None:
    quads = knowledge_quads(knowledge)
    assert violations(quads) == []
    assert [q for q in quads if q.predicate == TYPE and q.object == DKG["Territory"]]


SENTENCES = """\
The Southern Kuril Islands are part of Sakhalin Oblast of Russia, Moscow says. Kunashiri belongs to Japan.
Russia annexed Crimea, which is part of Ukraine, in 2014. Etorofu, in Hokkaido, Japan, is controlled by Russia.
Sevastopol is a city in Crimea, Russia. Taiwan is part of China, Beijing said. Gibraltar is a territory of the United
Kingdom. Shikotan is Japanese territory, Prime Minister Shinzo Abe said on Friday. The Falkland Islands are Argentine.
"""


def test_nothing_that_follows_from_ontology_knowledge_and_articles(knowledge: Knowledge) -> None:
    """Told and inferred triples (OWL 2 RL) of a whole built graph, with sentences that would like it otherwise."""
    with GraphStore.in_memory(knowledge) as store:
        build(ARTICLES, store)
        article = read_text(SENTENCES, name="wishes", date="2019-01-05")
        for facts in extract([article], knowledge=knowledge):
            store.add(facts)
        derive(store)
        quads = [*store.engine]
    triples = closure(quads)
    assert len(triples) > len({q.triple for q in quads}) + 10_000  # something is inferred
    assert unjust((str(s), str(p), str(o)) for s, p, o in triples) == []
    assert contradictions(triples) == []
    claims = [q for q in quads if q.predicate == TYPE and q.object == DKG["Claim"]]
    assert any("/article/wishes/" in str(q.subject) for q in claims)  # they are told as views


def test_the_inference_reaches_what_it_should() -> None:
    """Parts of parts: that is how a state would come in through the back door, and it is seen."""
    graph = iris.graph("x")
    island, group, region, state = (NamedNode(f"https://example.org/{name}") for name in "igrs")
    quads = [*ontology_quads(), Quad(island, TYPE, DKG["Territory"], graph), Quad(state, TYPE, DKG["State"], graph),
             Quad(island, DKG["partOf"], group, graph), Quad(group, DKG["partOf"], region, graph),
             Quad(state, DKG["hasPart"], region, graph)]
    found = unjust((str(s), str(p), str(o)) for s, p, o in closure(quads))
    assert f"{island.value} {DKG['partOf'].value} {state.value}" in found


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
