"""Parts of a network: surroundings, ways, the ends of facts, and what finds no room."""

import networkx as nx
import pytest

from kg.graph.store import GraphStore
from kg.query.exploring import Surroundings, in_time, surroundings, topics

ID = "https://w3id.org/dispute-kg/id/"
TOPIC = "https://w3id.org/dispute-kg/vocabulary/topic/"


@pytest.fixture(scope="module")
def around(store: GraphStore) -> Surroundings:
    return surroundings(store)


def short(iris: list[str]) -> list[str]:
    return [iri.rpartition("/")[2] for iri in iris]


def made(*edges: tuple[str, str, str, int]) -> Surroundings:
    """A network of edges: source, target, the facts' date, how many."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (source, target, date, weight) in enumerate(edges):
        facts = [{"iri": f"a/{number}.{n}", "date": date, "published": ""} for n in range(weight)]
        graph.add_edge(source, target, "event/meeting", kind="event", label="meeting", facts=facts, weight=weight)
    return Surroundings(graph)


def test_neighbours_by_relation_and_cap(around: Surroundings) -> None:
    japan = f"{ID}japan"
    assert set(short(around.around(japan).nodes)) == {"transfer", "russia", "shinzo-abe", "sergey-lavrov"}
    assert short(around.around(japan, "position").nodes) == ["transfer"]
    assert short(around.around(japan, "position/oppose").nodes) == ["transfer"]
    assert short(around.around(japan, "pos").nodes) == []
    cut = around.around(japan, most=1)
    assert (short(cut.nodes), cut.left_out) == (["transfer"], 3)
    assert {kind: set(short(list(nodes))) for kind, nodes in around.relations(japan).items()} == {
        "event/proposal": {"sergey-lavrov"}, "position/oppose": {"transfer"}, "position/support": {"transfer"},
        "relation/holds office": {"shinzo-abe"}, "relation/sanctions": {"russia"}}


def test_an_answer_is_shown_by_the_ends_of_its_facts(around: Surroundings) -> None:
    choice, facts = around.named([f"{ID}article/may/p00000000ma1", f"{ID}nobody"])
    assert (short(choice.nodes), len(facts)) == (["japan", "transfer"], 1)
    choice, facts = around.named([f"{ID}article/note"])
    assert (set(short(choice.nodes)), len(facts)) == ({"japan", "transfer"}, 1)
    assert around.named([f"{ID}russia"])[0].nodes == [f"{ID}russia"]


def test_ways_of_a_time() -> None:
    net = made(("a", "b", "1992-03", 1), ("b", "c", "1990", 1), ("a", "x", "2001", 1), ("x", "c", "2002", 5),
               ("c", "d", "", 1))
    assert net.ways("a", "c") == [["a", "b", "c"], ["a", "x", "c"]]
    assert net.ways("a", "c", before="1993") == [["a", "b", "c"]]
    assert net.ways("c", "a", after="2000") == [["c", "x", "a"]]
    assert net.ways("a", "c", before="1991") == []
    assert net.ways("a", "d") != []
    assert net.ways("a", "d", before="2020") == []
    assert net.ways("a", "nowhere") == []
    assert net.ways("a", "a") == [["a"]]


@pytest.mark.parametrize(("when", "after", "before", "fits"), [
    ("1993-10", "1993-10-13", "", True), ("1993", "1994", "", False), ("1993", "", "1993", False),
    ("1992-12-31", "", "1993", True), ("1993", "1993-06", "1993-07", True), ("", "", "", True),
    ("", "1900", "", False)])
def test_dates_of_any_precision(when: str, after: str, before: str, fits: bool) -> None:
    assert in_time({"date": when, "published": ""}, after, before) is fits


def test_what_finds_no_room_is_the_least_connected() -> None:
    net = made(*((f"n{k}", "hub", "2000", k + 1) for k in range(10)))
    shown, grouped = net.fitted(["hub", *(f"n{k}" for k in range(10))], {"n9"}, most=4)
    assert (shown, grouped) == (["hub", "n6", "n7", "n8"], [f"n{k}" for k in range(6)])


def test_names_by_language_and_user(around: Surroundings) -> None:
    names = {(n.by.rpartition("/")[2], n.language): n.text for n in around.names[f"{ID}northern-territories"]}
    assert names["japan", "ja"] == "北方領土"
    assert names["japan", "en"] == "Northern Territories"
    assert names["russia", "en"] == "Southern Kurils"
    assert set(around.users.values()) == {"Japan", "Russia"}


def test_topics_have_words(store: GraphStore) -> None:
    assert topics(store)[f"{TOPIC}transfer"] == "transfer of territory"
