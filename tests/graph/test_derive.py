"""Rules: change is not contradiction, and several that tell the same corroborate it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.errors import KnowledgeError
from kg.graph import derive as derivation
from kg.graph.derive import derive, rule_files
from kg.graph.store import GraphStore
from kg.graph.validation import validate
from kg.model import Entity, Facts, Knowledge, Position
from kg.model.knowledge import Dispute

Make = Callable[..., Facts]


def story(make: Make, name: str, date: str | None, stance: str, outlet: str = "Courier", holder: str = "japan",
          topic: str = "transfer", regarding: str | None = None) -> Facts:
    """An article with one position and nothing else."""
    facts = make(name, outlet=outlet, date=date)
    only = facts.positions[0]
    made = Position("p1", holder, holder, topic, stance, only.evidence, regarding, None, facts.article.date, None, "r")  # type: ignore[arg-type]
    return replace(facts, positions=(made,), events=(), relations=(), statements=())


def rows(knowledge: Knowledge, articles: list[Facts], query: str) -> list[tuple[str, ...]]:
    with GraphStore.in_memory(knowledge) as store:
        for facts in articles:
            store.add(facts)
        derive(store)
        answer = store.query(query)
        assert isinstance(answer, QuerySolutions)
        return sorted(tuple(value.value.rpartition("/article/")[2] for value in row) for row in answer)  # type: ignore[union-attr]


SHIFTS = ("SELECT ?p ?q ?from ?to WHERE { ?s a dkg:Shift ; dkg:earlier ?p ; dkg:later ?q ; dkg:dateBefore ?from ; "
          "dkg:dateAfter ?to }")
DISAGREEMENTS = "SELECT ?p ?q WHERE { ?d a dkg:Disagreement ; dkg:between ?p , ?q FILTER(STR(?p) < STR(?q)) }"


@pytest.mark.parametrize(("stories", "expected"), [
    # another stance later is a shift
    ([("a", "2001-03-25", "support"), ("b", "2010-11-01", "oppose")], [("a/p1", "b/p1", "2001-03-25", "2010-11-01")]),
    # only from one to the next
    ([("a", "2001", "support"), ("b", "2005", "oppose"), ("c", "2009", "support")],
     [("a/p1", "b/p1", "2001", "2005"), ("b/p1", "c/p1", "2005", "2009")]),
    # the same stance in between is the last premise
    ([("a", "2001", "support"), ("b", "2005", "support"), ("c", "2009", "oppose")], [("b/p1", "c/p1", "2005", "2009")]),
    ([("a", "2001", "support"), ("b", "2005", "support")], []),
    # a month may hold the day: no order, no shift
    ([("a", "2016-05", "support"), ("b", "2016-05-06", "oppose")], []),
    ([("a", "2016-05-06", "support"), ("b", "2016-05-06", "oppose")], []),
    # both stances at one time: nothing clear to shift from
    ([("a", "2001", "support"), ("b", "2001", "oppose"), ("c", "2009", "support")], []),
    ([("a", None, "support"), ("b", "2009", "oppose")], []),
])
def test_shifts(knowledge: Knowledge, make_facts: Make, stories: list[tuple[str, str, str]],
                expected: list[tuple[str, ...]]) -> None:
    assert rows(knowledge, [story(make_facts, *s) for s in stories], SHIFTS) == expected


@pytest.mark.parametrize("other", [{"holder": "russia"}, {"topic": "negotiation"}, {"regarding": "kurils"}])
def test_a_shift_is_of_one_holder_on_one_topic_regarding_one_thing(knowledge: Knowledge, make_facts: Make,
                                                                  other: dict[str, str]) -> None:
    articles = [story(make_facts, "a", "2001", "support"), story(make_facts, "b", "2005", "oppose", **other)]  # type: ignore[arg-type]
    assert rows(knowledge, articles, SHIFTS) == []


def test_the_day_an_article_came_out_dates_no_stand(knowledge: Knowledge, make_facts: Make) -> None:
    """An article of 2001 on the treaty of 1951 says what was done then."""
    history = story(make_facts, "a", "2001", "support")
    undated = replace(history, positions=(replace(history.positions[0], date=None),))
    assert rows(knowledge, [undated, story(make_facts, "b", "2005", "oppose")], SHIFTS) == []


@pytest.mark.parametrize(("topic", "one", "other", "expected"), [
    ("treaty-basis", None, None, 0),  # which treaties?
    ("treaty-basis", "treaty", "treaty", 1),
    ("sovereignty", None, "japan", 1),  # who upholds a title upholds the own one
    ("sovereignty", None, "russia", 0),
])
def test_open_propositions_are_compared_where_they_are_closed(
        knowledge: Knowledge, make_facts: Make, topic: str, one: str | None, other: str | None, expected: int) -> None:
    articles = [story(make_facts, "a", "2001", "support", topic=topic, regarding=one),
                story(make_facts, "b", "2005", "oppose", topic=topic, regarding=other)]
    assert len(rows(knowledge, articles, SHIFTS)) == expected


def test_a_shift_stays_within_a_dispute(knowledge: Knowledge, make_facts: Make) -> None:
    """Talks on the Kurils and talks on Crimea are two matters."""
    disputed = replace(knowledge, disputes={
        land: Dispute(land, land, ("japan", "russia"), land) for land in ("kurils", "crimea")})
    articles = []
    for name, date, stance, land in (("a", "2001", "support", "kurils"), ("b", "2005", "oppose", "crimea"),
                                     ("c", "2009", "oppose", "kurils")):
        told = story(make_facts, name, date, stance, topic="negotiation")
        mentions = next(e for e in told.entities if e.id == "kurils").mentions
        place = Entity(land, "Territory", land, mentions=mentions)
        articles.append(replace(told, entities=(*(e for e in told.entities if e.type != "Territory"), place)))
    assert rows(disputed, articles, SHIFTS) == [("a/p1", "c/p1", "2001", "2009")]


@pytest.mark.parametrize(("one", "other", "expected"), [
    (("2016-05-06", "support", "Courier"), ("2016-05-06", "oppose", "Post"), [("a/p1", "b/p1")]),
    (("2016-05", "support", "Courier"), ("2016-05-06", "oppose", "Post"), [("a/p1", "b/p1")]),
    (("2016-05-06", "support", "Courier"), ("2016-05-06", "oppose", "Courier"), []),
    (("2016-05-06", "support", "Courier"), ("2016-05-06", "support", "Post"), []),
    (("2016-05-06", "support", "Courier"), ("2016-06-06", "oppose", "Post"), []),
    (("2016-05-06", "support", ""), ("2016-05-06", "oppose", "Post"), []),
])
def test_disagreements(knowledge: Knowledge, make_facts: Make, one: tuple[str, ...], other: tuple[str, ...],
                       expected: list[tuple[str, str]]) -> None:
    articles = [story(make_facts, "a", *one), story(make_facts, "b", *other)]
    assert rows(knowledge, articles, DISAGREEMENTS) == expected


@pytest.mark.parametrize(("status", "other", "expected"), [
    ("happened", "cancelled", [("a/e1", "b/e1")]), ("cancelled", "planned", [("a/e1", "b/e1")]),
    ("planned", "happened", []), ("happened", "happened", []),
])
def test_disagreements_about_an_event(knowledge: Knowledge, make_facts: Make, status: str, other: str,
                                      expected: list[tuple[str, str]]) -> None:
    articles = [replace(make_facts("a", "Courier", status=status), positions=()),
                replace(make_facts("b", "Post", status=other), positions=())]
    assert rows(knowledge, articles, DISAGREEMENTS) == expected


def test_corroboration_counts_articles_and_outlets(knowledge: Knowledge, make_facts: Make) -> None:
    articles = [make_facts("a", "Courier"), make_facts("b", "Courier"), make_facts("c", "Post"), make_facts("d", "")]
    query = ("SELECT ?e ?articles ?outlets WHERE { ?c a dkg:Corroboration ; dkg:articleCount ?articles ; "
             "dkg:outletCount ?outlets ; prov:wasDerivedFrom ?e }")
    expected = [(f"{name}/{fact}", "4", "3") for name in "abcd" for fact in ("e1", "p1")]
    assert rows(knowledge, articles, query) == expected
    assert rows(knowledge, articles[:1], query) == []


ALLIANCES = ("SELECT ?year ?stance ?holder ?p WHERE { ?a a dkg:Alliance ; dkg:sortDate ?year ; dkg:stance ?stance ; "
             "dkg:holder ?holder ; prov:wasDerivedFrom ?p . ?p dkg:holder ?holder }")


@pytest.mark.parametrize(("stories", "expected"), [
    ([("a", "2014-03", "support", "X", "japan"), ("b", "2014-11-02", "support", "X", "g7")],
     [("2014", "support", "g7", "b/p1"), ("2014", "support", "japan", "a/p1")]),
    # one premise a holder, and another year is another alliance
    ([("a", "2014", "support", "X", "japan"), ("b", "2014", "support", "X", "japan"),
      ("c", "2014", "support", "X", "g7"), ("d", "2015", "support", "X", "g7")],
     [("2014", "support", "g7", "c/p1"), ("2014", "support", "japan", "a/p1")]),
    # who took two stances in the year stands on no side
    ([("a", "2014-01", "support", "X", "japan"), ("b", "2014-02", "oppose", "X", "japan"),
      ("c", "2014", "support", "X", "g7")], []),
    ([("a", "2014", "support", "X", "japan"), ("b", "2014", "oppose", "X", "g7")], []),
])
def test_alliances(knowledge: Knowledge, make_facts: Make, stories: list[tuple[str, ...]],
                   expected: list[tuple[str, ...]]) -> None:
    found = rows(knowledge, [story(make_facts, *s) for s in stories], ALLIANCES)
    assert [tuple(value.rpartition("/")[2] if "http" in value else value for value in row) for row in found] == expected


@pytest.mark.parametrize(("date", "speaks"), [
    ("2012-12-26", True), ("2013", True), ("2012-12", True), ("2012-12-25", False), ("2020-09-16", True),
    ("2020-09-17", False), ("2020", True), ("2021", False),
])
def test_a_line_is_of_those_who_held_office_then(knowledge: Knowledge, make_facts: Make, date: str,
                                                 speaks: bool) -> None:
    query = ("SELECT ?side ?speaker ?p WHERE { ?l a dkg:Line ; dkg:side ?side ; dkg:speaker ?speaker ; "
             "prov:wasDerivedFrom ?p , ?t . ?p a dkg:Position . ?t a dkg:OfficeHolding }")
    found = rows(knowledge, [story(make_facts, "a", date, "support", holder="shinzo-abe")], query)
    assert [(side.rpartition("/")[2], who.rpartition("/")[2], p) for side, who, p in found] == (
        [("japan", "shinzo-abe", "a/p1")] if speaks else [])


def test_disagreements_and_shifts_do_not_grow_with_the_square(knowledge: Knowledge, make_facts: Make) -> None:
    """Of many articles of one month there is one disagreement a pair of stances, and one shift a pair of days."""
    for count in (4, 12):
        articles = [story(make_facts, f"a{i}", "2016-05-06", "support" if i % 2 else "oppose", f"Outlet {i}")
                    for i in range(count)]
        articles += [story(make_facts, f"b{i}", "2017-05-06", "oppose", f"Outlet {i}") for i in range(count)]
        with GraphStore.in_memory(knowledge) as store:
            for facts in articles:
                store.add(facts)
            derive(store)
            counts = store.counts()
            assert (counts["disagreement"], counts["shift"]) == (1, 0)
            named = "SELECT ?p { ?d a dkg:Disagreement ; prov:wasDerivedFrom ?p }"
            assert len(list(store.query(named))) == count  # type: ignore[arg-type]


def test_conclusions_conform_to_the_shapes(knowledge: Knowledge, make_facts: Make) -> None:
    with GraphStore.in_memory(knowledge) as store:
        for facts in (make_facts("a", "Courier"), make_facts("b", "Post", stance="support", status="cancelled"),
                      make_facts("c", date="2019", stance="support"), make_facts("d", date="2020")):
            store.add(facts)
        assert derive(store)
        counts = store.counts()
        assert min(counts["shift"], counts["disagreement"], counts["corroboration"]) > 0
        conclusions = [q for q in store.engine if q.graph_name.value.endswith("/derived")]  # type: ignore[union-attr]
        assert validate(conclusions) == []


def test_deriving_is_repeatable_and_forgets(knowledge: Knowledge, make_facts: Make) -> None:
    with GraphStore.in_memory(knowledge) as store:
        store.add(make_facts("a"))
        store.add(make_facts("b", date="2019", stance="support"))
        assert derive(store)
        before = set(store.engine)
        assert not derive(store)
        assert set(store.engine) == before
        store.remove("b")
        assert derive(store)
        assert store.counts()["shift"] == store.counts()["corroboration"] == 0


def test_every_rule_says_what_it_concludes() -> None:
    for path in rule_files():
        lines = path.read_text("utf-8").splitlines()
        assert lines[0].startswith("# title: "), path
        assert lines[1].startswith("# concludes: dkg:"), path


@pytest.mark.parametrize(("text", "says"), [("CONSTRUCT {", "cannot be run"), ("ASK {}", "no CONSTRUCT")])
def test_a_faulty_rule_is_named(tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, text: str,
                                says: str) -> None:
    rule = tmp_path / "faulty.rq"
    rule.write_text(text)
    monkeypatch.setattr(derivation, "rule_files", lambda: [rule])
    with GraphStore.in_memory(knowledge) as store, pytest.raises(KnowledgeError, match=f"faulty.rq.* {says}"):
        derive(store)
