"""The graph from Python: ``kg.open``, answers as tables and graphs, and what notebooks show."""

from collections.abc import Iterator

import pandas
import pytest
import rdflib

import kg
from kg.analysis.coding import coded_positions
from kg.errors import KgError, QueryError, StoreError
from kg.graph.store import GraphStore
from kg.query import KnowledgeGraph, Result
from kg.query.results import SHOWN


@pytest.fixture(scope="module")
def graph(folder: GraphStore) -> Iterator[KnowledgeGraph]:
    assert folder.path
    with kg.open(folder.path) as opened:
        yield opened


def test_a_question_of_the_catalogue(graph: KnowledgeGraph) -> None:
    answer = graph.query("positions-of-actor", actor="Japan")
    assert [row["date"] for row in answer.dicts()] == ["2016-05-06", "2016-06", "2016-06"]
    assert answer.complete
    assert graph.query("positions-of-actor", {"actor": "japan", "from": "2016-05-20"}).rows == answer.rows[1:]
    first = graph.query("positions-of-actor", actor="japan", limit=1)
    assert (len(first.rows), first.complete) == (1, False)
    opposed = graph.query("SELECT ?p { ?p a dkg:Position ; dkg:stance stance:oppose } ORDER BY ?p", why=True)
    assert "Japan will not give up the four islands," in opposed.dicts()[0]["why"]


def test_own_sparql(graph: KnowledgeGraph) -> None:
    assert graph.ask("ASK { ?p a dkg:Position }") is True
    assert graph.query("SELECT (COUNT(*) AS ?n) { ?a a dkg:Article }").to_frame()["n"].tolist() == [3]
    found = graph.construct("CONSTRUCT { ?p dkg:stance ?s } WHERE { ?p dkg:stance ?s }").graph()
    assert isinstance(found, rdflib.Graph)
    assert len(found) == graph.query("SELECT ?p ?s { ?p dkg:stance ?s }").to_frame().shape[0]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda g: g.query("positions-of"), "no query of the catalogue"),
        (lambda g: g.query("positions-of-actor"), "actor"),
        (lambda g: g.query("positions-of-actor", actor="japan", colour="red"), "colour"),
        (lambda g: g.query("SELEKT ?x { }"), "faulty SPARQL"),
        (lambda g: g.ask("SELECT ?s { ?s ?p ?o }"), "no ASK"),
        (lambda g: g.construct("ASK { ?s ?p ?o }"), "no CONSTRUCT"),
        (lambda g: g.query("DELETE WHERE { ?s ?p ?o }"), "changes the store"),
    ],
)
def test_what_cannot_be_asked(graph: KnowledgeGraph, ask, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(QueryError, match=message):
        ask(graph)


def test_a_query_that_takes_too_long(folder: GraphStore) -> None:
    assert folder.path
    with kg.open(folder.path, timeout=0.3) as opened, pytest.raises(QueryError, match="stopped after"):
        opened.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


def test_missing_store_and_article(graph: KnowledgeGraph) -> None:
    with pytest.raises(StoreError):
        kg.open("no/such/folder")
    with pytest.raises(KgError, match="no article 'none'"):
        graph.graph("none")


def test_a_table_for_pandas(graph: KnowledgeGraph) -> None:
    frame = graph.query("topic-supporters-opponents", topic="transfer").to_frame(graph.label)
    assert isinstance(frame, pandas.DataFrame)
    assert frame.iloc[0].tolist()[:3] == ["support", "Japan", 1]
    assert frame.attrs["complete"] is True
    empty = graph.query("said-by", source="vladimir-putin").to_frame()
    assert (len(empty), "sentence" in empty.columns or len(empty.columns) > 0) == (0, True)


def test_an_article_for_rdflib(graph: KnowledgeGraph) -> None:
    may = graph.graph("may")
    position = rdflib.URIRef("https://w3id.org/dispute-kg/ontology#Position")
    kinds = {str(o) for o in may.objects(None, rdflib.RDF.type)}
    assert len(may) > 50
    assert any(k.endswith("Position") for k in kinds), position
    assert len(graph.graph()) > len(may)


def test_a_network(graph: KnowledgeGraph) -> None:
    net = graph.network()
    assert {"Japan", "transfer"} <= {data["label"] for _, data in net.nodes(data=True)}
    assert {d["article"] for *_, data in graph.network("june").edges(data=True) for d in data["facts"]} == {"june"}


def test_explanations(graph: KnowledgeGraph) -> None:
    (found,) = graph.explain("p00000000ma1")
    assert "transfer" in str(found)


def test_coded_positions_keep_apart_whose_treaty_is_meant(graph: KnowledgeGraph) -> None:
    coded = coded_positions(graph.store)
    assert len(coded) == graph.query("SELECT DISTINCT ?p { ?p a dkg:Position }").to_frame().shape[0]
    assert ("Japan", "transfer", -1.0, "2016-05-06", "may") in {
        (c.actor, c.concept, c.value, c.when, c.text) for c in coded
    }
    assert "treaty basis (Soviet–Japanese Joint Declaration of 1956)" in {c.concept for c in coded}
    assert [c.when for c in coded] == sorted(c.when for c in coded)


def test_what_notebooks_show_is_escaped_and_says_whether_it_is_all(graph: KnowledgeGraph) -> None:
    shown = graph.query("SELECT ('<script>alert(1)</script>' AS ?x) {}")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "That is all." in shown
    evil = graph.query('SELECT (IRI("javascript:alert(1)") AS ?x) {}')._repr_html_()
    assert "href" not in evil
    cut = graph.query("SELECT ?s { ?s ?p ?o }", limit=SHOWN + 5)._repr_html_()
    assert f"{SHOWN} of them shown" in cut
    assert "Not whole" in cut
    assert Result("boolean", boolean=True)._repr_html_() == "<p>yes</p>"


def test_the_catalogue() -> None:
    assert kg.queries()["positions-of-actor"].title == "Positions of an actor"
