"""Answers in each format; what a kind of answer has no format for is refused by name."""

import csv
import io
import json

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import QueryError
from kg.graph.store import GraphStore
from kg.query import Labels, Result, catalogue, run, with_reasons

IRI, NODE = NamedNode("https://w3id.org/dispute-kg/id/japan"), BlankNode("b0")
ROWS = Result("rows", ("a", "b"), ((IRI, Literal('say "x",\ny', language="en")), (NODE, None), (None, Literal(3))))
GRAPH = Result("graph", triples=(Triple(IRI, NamedNode("http://purl.org/dc/terms/source"), Literal("x")),))
TRUTH = Result("boolean", boolean=True)


def test_json() -> None:
    found = json.loads(ROWS.write("json"))
    assert found["head"] == {"vars": ["a", "b"]}
    assert found["results"]["bindings"] == [
        {"a": {"type": "uri", "value": IRI.value}, "b": {"type": "literal", "value": 'say "x",\ny', "xml:lang": "en"}},
        {"a": {"type": "bnode", "value": "b0"}},
        {"b": {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}]
    assert json.loads(TRUTH.write("json"))["boolean"] is True


def test_csv_and_tsv() -> None:
    assert list(csv.reader(io.StringIO(ROWS.write("csv"), newline=""))) == [
        ["a", "b"], [IRI.value, 'say "x",\ny'], ["_:b0", ""], ["", "3"]]
    assert ROWS.write("tsv").splitlines()[:2] == ["?a\t?b", f'<{IRI.value}>\t"say \\"x\\",\\ny"@en']


def test_xml() -> None:
    assert "<uri>https://w3id.org/dispute-kg/id/japan</uri>" in ROWS.write("xml")
    assert "<boolean>true</boolean>" in TRUTH.write("xml")


def test_graphs() -> None:
    assert "id:japan dcterms:source \"x\" ." in GRAPH.write("ttl")
    assert GRAPH.write("nt") == f'<{IRI.value}> <http://purl.org/dc/terms/source> "x" .\n'


@pytest.mark.parametrize(("result", "form", "words"), [
    (ROWS, "ttl", "SELECT query cannot be written as 'ttl'; choose from json, csv, tsv, xml"),
    (GRAPH, "csv", "CONSTRUCT or DESCRIBE query cannot be written as 'csv'; choose from ttl, nt"),
    (TRUTH, "tsv", "ASK query cannot be written as 'tsv'; choose from json, xml"),
    (ROWS, "xlsx", "'xlsx'"),
])
def test_formats_that_do_not_fit(result: Result, form: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        result.write(form)
    assert words in str(caught.value)


def test_labels(store: GraphStore) -> None:
    label = Labels(store)
    assert label("https://w3id.org/dispute-kg/id/japan") == "Japan"
    assert label("https://w3id.org/dispute-kg/id/outlet/north-post") == "North Post"
    assert label("https://w3id.org/dispute-kg/id/article/may/p00000000ma1") == "p00000000ma1"
    assert label("https://w3id.org/dispute-kg/id/nobody%20known") == "nobody known"
    assert label("https://w3id.org/dispute-kg/vocabulary/topic/peace-treaty") == "peace-treaty"
    assert label("https://w3id.org/dispute-kg/ontology#holder") == "dkg:holder"
    assert label("urn:x:y") == "urn:x:y"
    assert GRAPH.labelled(label).dicts() == [{"subject": "Japan", "predicate": "dcterms:source", "object": "x"}]


def test_reasons(store: GraphStore) -> None:
    shifts = with_reasons(store, run(store, catalogue()["position-shifts"]))
    assert shifts.columns[-1] == "why"
    assert shifts.dicts()[0]["why"].splitlines() == [
        "“Japan will not give up the four islands,” (may, 2016-05-06)",
        "“Tokyo could live with a transfer of two islands” (june, 2016-06-30)"]
    corroborated = with_reasons(store, run(store, catalogue()["corroborated-events"]))
    assert corroborated.dicts()[0]["why"].count("met") == 2
    positions = run(store, catalogue()["positions-of-actor"], {"actor": "japan"})
    assert with_reasons(store, positions) == positions
    names = with_reasons(store, run(store, catalogue()["names-by-authority"]))
    assert "why" not in names.columns
    assert "no row is a fact" in names.note
    assert with_reasons(store, TRUTH) == TRUTH
