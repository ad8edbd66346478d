"""What people decided about facts: applied to every build, and taken back without a trace."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph import iris, judgements, reviews
from kg.graph.derive import derive
from kg.graph.namespaces import DKG
from kg.graph.reviewing import extracted
from kg.graph.store import GraphStore
from kg.graph.validation import validate
from kg.model import Facts, Record
from kg.model.review import FIELDS, Change, Decision, Review
from tests.graph.conftest import KNOWLEDGE, make

WHEN = "2026-01-02T10:00:00Z"


def decision(fact: str, verdict: Decision, *changes: tuple[str, str, str], when: str = WHEN) -> Review:
    article, _, ident = fact.rpartition("/")
    return Review(iris.fact(article, ident).value, verdict, "A. Editor", "I read it", when,
                  tuple(Change(*change) for change in sorted(changes)))


def filled(*articles: Facts) -> GraphStore:
    store = GraphStore.in_memory(KNOWLEDGE)
    for facts in articles or (make(),):
        store.add(facts)
    derive(store)
    return store


def decide(store: GraphStore, *made: Review) -> None:
    reviews.keep(store, made)
    derive(store)


def dumped(store: GraphStore) -> bytes:
    out = io.BytesIO()
    store.dump(out)
    return out.getvalue()


def facts(store: GraphStore, article: str = "sochi") -> dict[str, Record]:
    return {str(r["id"]): r for r in store.records(article) if r["kind"] != "entity"}


def objects(store: GraphStore, subject: str, name: str) -> set[str]:
    return {getattr(q.object, "value", "") for q in store.article_graph("sochi")
            if q.subject == iris.thing(subject) and q.predicate == DKG[name]}


def test_a_rejected_fact_is_gone_and_stays_gone(retold: Callable[[Facts, str], Facts]) -> None:
    store = filled()
    decide(store, decision("sochi/p1", "rejected"))
    assert "p1" not in facts(store)
    assert facts(store).keys() == facts(filled()).keys() - {"p1"}
    store.add(retold(make(), "Another title"))
    assert "p1" in facts(store)  # the build has it; what it derives has not
    derive(store)
    assert "p1" not in facts(store)
    assert validate(store.article_graph("sochi")) == []


def test_a_corrected_fact_says_so() -> None:
    store = filled()
    decide(store, decision("sochi/p1", "corrected", ("stance", "oppose", "support"), ("holder", "japan", "shinzo-abe"),
                           ("date", "2016-05-07", "2016-05")))
    found = facts(store)["p1"]
    assert (found["stance"], found["holder"], found["holder_label"], found["date"], found["confidence"]) == (
        "support", "shinzo-abe", "Shinzo Abe", "2016-05", 1.0)
    rows = list(store.query("""SELECT ?by ?why ?field ?before ?after { id:article\\/sochi\\/p1 dkg:review ?r .
        ?r dkg:judgedBy ?by ; dkg:rationale ?why ; dkg:change ?c . ?c dkg:field ?field ; dkg:valueBefore ?before ;
        dkg:valueAfter ?after } ORDER BY ?field"""))  # type: ignore[arg-type]
    assert [(r["field"].value, r["before"].value, r["after"].value) for r in rows] == [
        ("date", "2016-05-07", "2016-05"), ("holder", "japan", "shinzo-abe"), ("stance", "oppose", "support")]
    assert {(r["by"].value, r["why"].value) for r in rows} == {("A. Editor", "I read it")}
    assert validate([*store.article_graph("sochi"), *_graph(store)]) == []


def _graph(store: GraphStore) -> list[object]:
    return list(store.engine.quads_for_pattern(None, None, None, iris.graph(reviews.GRAPH)))


def test_what_hangs_on_a_relation_changes_with_it() -> None:
    store = filled()
    assert iris.entity("treaty").value in objects(store, "japan", "partyTo")
    decide(store, decision("sochi/r6", "rejected"), decision("sochi/r5", "corrected", ("subject", "japan", "g7")),
           decision("sochi/r1", "corrected", ("predicate", "claims", "controls")))
    assert objects(store, "japan", "partyTo") == objects(store, "japan", "sanctions") == set()
    assert objects(store, "g7", "sanctions") == {iris.entity("russia").value}
    kinds = {row["k"].value for row in store.query("SELECT ?k { id:article\\/sochi\\/r1 a ?k }")}  # type: ignore[union-attr]
    assert DKG["Control"].value in kinds
    assert DKG["Claim"].value not in kinds
    assert validate(store.article_graph("sochi")) == []


def test_an_event_with_other_participants() -> None:
    store = filled()
    decide(store, decision("sochi/e1", "corrected", ("participants", "shinzo-abe vladimir-putin", "japan"),
                           ("type", "meeting", "visit"), ("place", "sochi", "")))
    found = facts(store)["e1"]
    assert (found["participants"], found["participant_labels"]) == (["japan"], ["Japan", "aides"])
    assert (found["type"], found["place"], found["place_label"]) == ("visit", None, "")
    assert validate(store.article_graph("sochi")) == []


def test_what_rested_on_a_rejected_statement_rests_on_the_one_around_it() -> None:
    store = filled()
    decide(store, decision("sochi/s1", "rejected"))
    assert facts(store)["p1"]["statement"] == "s0"
    decide(store, decision("sochi/s0", "rejected"))
    assert facts(store)["p1"]["statement"] is None
    assert validate(store.article_graph("sochi")) == []


def test_the_words_of_a_rejected_fact_are_gone_unless_another_rests_on_them() -> None:
    def quotes(store: GraphStore) -> set[str]:
        return {q.object.value for q in store.article_graph("sochi") if q.predicate == DKG["quote"]}  # type: ignore[union-attr]

    store = filled()
    met = "Shinzo Abe met Vladimir Putin"
    assert met in quotes(store)
    decide(store, decision("sochi/e1", "rejected"), decision("sochi/p1", "rejected"))
    assert met not in quotes(store)
    assert "unless a peace treaty is signed" not in quotes(store)
    assert "Japan would not give up the Northern Territories" in quotes(store)


def test_conclusions_follow() -> None:
    store = filled(make("a", "North", "2016-05-07"), make("b", "South", "2016-05-07", stance="support"))
    ask = "ASK { ?d a dkg:Disagreement ; dkg:topic topic:transfer }"
    assert store.query(ask)
    decide(store, decision("b/p1", "corrected", ("stance", "support", "oppose")))
    assert not store.query(ask)


@pytest.mark.parametrize("verdict", ["accepted", "rejected", "corrected"])
@pytest.mark.parametrize("ident", ["s0", "s1", "p1", "p2", "e1", "r1", "r3", "r6", "r7"])
def test_taking_back_leaves_no_trace(ident: str, verdict: Decision) -> None:
    store = filled()
    before = dumped(store)
    kind = {"s": "statement", "p": "position", "e": "event", "r": "relation"}[ident[0]]
    date = "subject" if kind == "relation" else "date"
    changes = [(date, "", "g7" if kind == "relation" else "1999")] if verdict == "corrected" else []
    made = decision(f"sochi/{ident}", verdict, *changes)
    decide(store, made)
    assert dumped(store) != before
    assert (ident in facts(store)) == (verdict != "rejected")
    again = dumped(store)
    derive(store)
    assert dumped(store) == again
    assert reviews.forget(store, [made.fact]) == 1
    derive(store)
    assert dumped(store) == before


def test_the_newest_decision_counts_and_order_does_not() -> None:
    old, new = decision("sochi/p1", "rejected"), decision("sochi/p1", "accepted", when="2026-01-03T10:00:00Z")
    one, other = filled(), filled()
    decide(one, old)
    decide(one, new)
    decide(other, new, old)
    assert dumped(one) == dumped(other)
    assert facts(one)["p1"]["confidence"] == 1.0


def test_decisions_outlast_names_across_articles() -> None:
    """Renaming writes the same graphs: both may be done and undone in any order."""
    def told(name: str) -> Facts:
        facts = make(name)
        minted = tuple(replace(e, id="person-ivan-petrov", label="Ivan Petrov", minted=True) if e.id == "shinzo-abe"
                       else e for e in facts.entities)
        said = tuple(replace(s, source="person-ivan-petrov") if s.source else s for s in facts.statements)
        events = tuple(replace(e, participants=("person-ivan-petrov", "vladimir-putin")) for e in facts.events)
        rest = tuple(r for r in facts.relations if r.subject != "shinzo-abe")
        return replace(facts, entities=minted, statements=said, events=events, relations=rest)

    store = filled(told("a"), told("b"))
    before = dumped(store)
    decide(store, decision("b/s1", "corrected", ("mode", "indirect", "direct")), decision("a/e1", "rejected"))
    from kg.model.identity import Judgement, pair

    keys = pair(iris.appearance("a", "person-ivan-petrov").value, iris.appearance("b", "person-ivan-petrov").value)
    judgements.keep(store, [Judgement(keys, "different", "A. Editor", "", WHEN)])
    derive(store)
    assert facts(store, "b")["s1"]["mode"] == "direct"
    assert "e1" not in facts(store, "a")
    source = facts(store, "b")["s1"]["source"]
    assert source != "person-ivan-petrov"
    reviews.forget(store, [r.fact for r in reviews.listed(store)])
    derive(store)
    assert facts(store, "b")["s1"]["source"] == source
    judgements.forget(store, *keys)
    derive(store)
    assert dumped(store) == before


def test_a_decision_waits_for_its_article() -> None:
    store = filled()
    made = decision("later/p1", "rejected")
    decide(store, made)
    store.add(make("later"))
    derive(store)
    assert "p1" not in facts(store, "later")
    store.remove("later")
    derive(store)
    assert reviews.listed(store) == [made]


def test_as_lines_and_back() -> None:
    made = [decision("sochi/p1", "corrected", ("stance", "oppose", "support")), decision("sochi/e1", "rejected")]
    assert list(judgements.from_lines(map(reviews.to_line, made), "x")) == made


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_facts_decided_and_taken_back(data: st.DataObject, any_facts: st.SearchStrategy[Facts]) -> None:
    found = data.draw(any_facts)
    store = GraphStore.in_memory(KNOWLEDGE)
    store.add(found)
    derive(store)
    before = dumped(store)
    name = found.article.id
    known = [r for r in store.records(name) if r["kind"] != "entity"]
    made = []
    for record in known:
        verdict = data.draw(st.sampled_from(["accepted", "rejected", "corrected", ""]))
        if verdict:
            field = next(f for f in FIELDS[str(record["kind"])] if f in {"date", "subject"})
            changes = (Change(field, "", "japan" if field == "subject" else "1999"),) if verdict == "corrected" else ()
            made.append(Review(iris.fact(name, str(record["id"])).value, verdict, "x", "", WHEN, changes))  # type: ignore[arg-type]
    decide(store, *made)
    gone = {r.fact for r in made if r.verdict == "rejected"}
    left = {iris.fact(name, ident).value for ident in facts(store, name)}
    assert left == {iris.fact(name, str(r["id"])).value for r in known} - gone
    original = set(extracted(store.article_graph(name)))
    reviews.forget(store, [r.fact for r in made])
    derive(store)
    assert dumped(store) == before
    assert original == set(extracted(store.article_graph(name)))
