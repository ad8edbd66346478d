"""Facts become quads of one graph, without blank nodes, and come back as the same records."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from kg.errors import KgError
from kg.graph import iris
from kg.graph.mapping import article_quads
from kg.graph.namespaces import DKG, SEM, TYPE
from kg.graph.records import records_of
from kg.model import Facts, Record

ANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def in_order(records: list[Record]) -> list[Record]:
    kinds = ["entity", "statement", "position", "event", "relation"]
    return sorted(records, key=lambda r: (kinds.index(str(r["kind"])), str(r["id"])))


def through_a_store(facts: Facts) -> list[Record]:
    store = Store()
    store.extend(article_quads(facts))
    return list(records_of(store))


def test_records_come_back(make_facts: Callable[..., Facts]) -> None:
    facts = make_facts()
    assert in_order(through_a_store(facts)) == in_order(list(facts.records()))


@ANY
@given(data=st.data())
def test_any_records_come_back(data: st.DataObject, any_facts: st.SearchStrategy[Facts]) -> None:
    facts = data.draw(any_facts)
    assert in_order(through_a_store(facts)) == in_order(list(facts.records()))


@ANY
@given(data=st.data())
def test_no_blank_nodes_and_one_graph(data: st.DataObject, any_facts: st.SearchStrategy[Facts]) -> None:
    facts = data.draw(any_facts)
    graph = iris.article_graph(facts.article.id)
    for quad in article_quads(facts):
        assert quad.graph_name == graph
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)


def test_a_lone_surrogate_is_written_as_a_replacement(make_facts: Callable[..., Facts]) -> None:
    facts = make_facts(text="\ud800 " + make_facts().article.text)
    quoted = {q.object.value for q in article_quads(facts) if q.predicate == DKG["quote"]}
    assert "Mr Abe" in quoted


@pytest.mark.parametrize(("predicate", "kind", "according_to"), [
    ("r1", "Claim", iris.entity("japan")), ("r2", "Control", iris.outlet("Example Courier")),
])
def test_contested_facts_are_views(make_facts: Callable[..., Facts], predicate: str, kind: str,
                                   according_to: NamedNode) -> None:
    quads = article_quads(make_facts())
    node = iris.fact("sochi", predicate)
    assert {q.object for q in quads if q.subject == node and q.predicate == TYPE} == {DKG["Assertion"], DKG[kind]}
    assert [q.object for q in quads if q.subject == node and q.predicate == SEM["accordingTo"]] == [according_to]
    states, land = {iris.entity("japan"), iris.entity("russia")}, iris.entity("kurils")
    assert not [q for q in quads if {q.subject, q.object} & states and land in (q.subject, q.object)]


def test_control_without_an_outlet_is_according_to_the_article(make_facts: Callable[..., Facts]) -> None:
    quads = article_quads(make_facts(outlet=""))
    assert iris.article("sochi") in {q.object for q in quads if q.predicate == SEM["accordingTo"]}


def test_plain_triples_only_where_safe(make_facts: Callable[..., Facts]) -> None:
    plain = {(q.subject, q.predicate, q.object) for q in article_quads(make_facts())
             if "/article/" not in q.subject.value and "/article/" not in str(q.object)}
    ends = {name: {(s.value.rpartition("/")[2], o.value.rpartition("/")[2]) for s, p, o in plain if p == DKG[name]}
            for name in ("memberOf", "sanctions", "partyTo", "affiliatedWith", "partOf")}
    assert ends == {"memberOf": {("japan", "g7")}, "sanctions": {("japan", "russia")}, "partyTo": {("japan", "treaty")},
                    "affiliatedWith": set(), "partOf": {("kurils", "chain")}}


def test_dates_are_typed_by_precision(make_facts: Callable[..., Facts]) -> None:
    for date, kind in (("2016", "gYear"), ("2016-05", "gYearMonth"), ("2016-05-07", "date")):
        quads = article_quads(make_facts(date=date))
        stated = next(q.object for q in quads if q.predicate == DKG["statedOn"])
        assert (stated.value, stated.datatype.value.rpartition("#")[2]) == (date, kind)


def test_every_dated_or_undated_fact_sorts_by_its_own_or_the_articles_date(make_facts: Callable[..., Facts]) -> None:
    quads = article_quads(make_facts())
    when = {q.subject.value.rpartition("/")[2]: q.object.value for q in quads if q.predicate == DKG["sortDate"]}
    assert when["e1"] == "2016-05-06"
    assert when["s0"] == when["p2"] == when["r1"] == "2016-05-07"
    undated = {q.subject for q in article_quads(make_facts(date=None)) if q.predicate == DKG["sortDate"]}
    assert undated == {iris.fact("sochi", "e1")}


def test_facts_that_share_an_id_are_refused(make_facts: Callable[..., Facts]) -> None:
    facts = make_facts()
    twice = replace(facts, positions=(facts.positions[0], facts.positions[0]))
    with pytest.raises(KgError, match="share the id 'p1'"):
        article_quads(twice)
    with pytest.raises(KgError, match="japan"):
        article_quads(replace(facts, entities=(*facts.entities, facts.entities[2])))


@ANY
@given(first=st.text(min_size=1), second=st.text(min_size=1))
def test_iris_of_different_ids_differ_and_lead_back(first: str, second: str) -> None:
    assert (iris.article(first) == iris.article(second)) == (first == second)
    assert iris.entity_id(iris.entity(first)) == first
    assert iris.article_id(iris.article(first)) == first
    assert iris.article(first).value.count("/") == 6


def test_when_something_was_said_and_when_it_shows_are_two_properties(make_facts: Callable[..., Facts]) -> None:
    """A position in somebody's words has the words' date; one that a deed shows has the deed's."""
    facts = make_facts()
    said = next(p for p in facts.positions if p.statement is not None)
    done = replace(said, id="pdeed", statement=None)
    quads = article_quads(replace(facts, positions=(said, done)))
    dated = {(q.subject.value.rpartition("/")[2], q.predicate) for q in quads
             if q.predicate in (DKG["statedOn"], DKG["validFrom"]) and q.subject.value.rpartition("/")[2][0] == "p"}
    assert dated == {(said.id, DKG["statedOn"]), ("pdeed", DKG["validFrom"])}
