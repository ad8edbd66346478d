"""The shapes let pass what the mapping makes, and name what is wrong with anything else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.mapping import article_quads
from kg.graph.namespaces import DCTERMS, DKG, OA, OWL, SEM, TYPE
from kg.graph.store import GraphStore
from kg.graph.validation import validate
from kg.model import Facts, Knowledge

Make = Callable[..., Facts]


def test_facts_made_by_hand_conform(make_facts: Make, knowledge: Knowledge) -> None:
    with GraphStore.in_memory(knowledge) as store:
        store.add(make_facts())
        assert validate(store.article_graph("sochi")) == []


def test_knowledge_made_by_hand_conforms(knowledge: Knowledge) -> None:
    assert validate(knowledge_quads(knowledge)) == []


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_facts_conform(data: st.DataObject, any_facts: st.SearchStrategy[Facts]) -> None:
    assert validate(article_quads(data.draw(any_facts))) == []


S, P, E, R = (iris.fact("sochi", name) for name in ("s1", "p1", "e1", "r1"))
LAND, STATE = iris.entity("kurils"), iris.entity("japan")
X = NamedNode("https://example.org/x")


@pytest.mark.parametrize(("node", "drop", "put", "says"), [
    (S, DKG["cue"], None, "exactly one cue"),
    (S, DKG["content"], None, "exactly one content"),
    (S, DKG["sourceLabel"], None, "source in words"),
    (S, DKG["mode"], iris.concept("mode", "shouted"), "direct, indirect or mixed"),
    (S, DKG["parentStatement"], P, "must be a statement of the same article"),
    (P, DKG["topic"], iris.concept("topic", "weather"), "exactly one topic"),
    (P, DKG["topic"], iris.concept("stance", "support"), "exactly one topic"),
    (P, DKG["stance"], None, "exactly one stance"),
    (P, DKG["statedOn"], Literal("in spring"), "a date, a month or a year"),
    (P, DKG["evidence"], None, "needs evidence"),
    (P, DKG["evidence"], X, "needs evidence"),
    (P, DKG["confidence"], Literal(1.5), "from 0 to 1"),
    (P, DKG["rule"], None, "rule that found it"),
    (P, DKG["article"], None, "exactly one article"),
    (P, DKG["sortDate"], Literal("7 May 2016"), "YYYY-MM-DD"),
    (P, DCTERMS["identifier"], None, "exactly one id"),
    (E, DKG["eventType"], iris.concept("event-type", "party"), "exactly one type"),
    (E, DKG["eventStatus"], None, "was cancelled"),
    (R, DKG["predicate"], iris.concept("predicate", "owns"), "exactly one predicate"),
    (R, SEM["accordingTo"], None, "according to whom"),
    (R, DKG["claimant"], None, "exactly one claimant"),
    (LAND, DKG["state"], STATE, "is in no state"),
    (LAND, DKG["partOf"], STATE, "part of another territory only"),
    (STATE, OWL["sameAs"], X, "an item of Wikidata"),
    (iris.article("sochi"), DKG["sha256"], Literal("abc"), "64 hexadecimal"),
])
def test_what_is_wrong_is_said(make_facts: Make, node: NamedNode, drop: NamedNode, put: NamedNode | Literal | None,
                               says: str) -> None:
    quads = [q for q in article_quads(make_facts()) if (q.subject, q.predicate) != (node, drop)]
    if put is not None:
        quads.append(Quad(node, drop, put, iris.article_graph("sochi")))
    findings = validate(quads)
    assert any(says in finding.message for finding in findings), [str(f) for f in findings]
    assert all("\n" not in str(finding) for finding in findings)


def test_an_empty_stretch_is_refused(make_facts: Make) -> None:
    quads = article_quads(make_facts())
    start = next(q for q in quads if q.predicate == OA["start"])
    moved = [q for q in quads if q is not start] + [Quad(start.subject, OA["start"], Literal(10_000), start.graph_name)]
    assert any("before its end" in finding.message for finding in validate(moved))


def test_a_view_of_both_kinds_is_refused(make_facts: Make) -> None:
    quads = article_quads(make_facts())
    both = Quad(R, TYPE, DKG["Control"], quads[0].graph_name)
    assert validate([*quads, both])


def test_rows_without_whom_they_are_of(knowledge: Knowledge) -> None:
    lonely = replace(next(iter(knowledge.offices.values())), serves="")
    findings = validate(knowledge_quads(replace(knowledge, offices={"pm": lonely})))
    assert [f.message for f in findings] == ["An office needs the state or body that it serves."]
    assert findings[0].node == "office:pm"
