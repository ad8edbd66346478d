"""Queries that somebody typed: refused, stopped or answered, and never silently cut."""


import pytest

from kg.errors import QueryError
from kg.graph.store import GraphStore
from kg.model import Knowledge
from kg.query import catalogue, guard, run

PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "select * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE SILENT<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<x:y>{} }",
    "SELECT * { SERVICE # a comment { with a brace\n <x:y> # another\n { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<'b>') SERVICE <x:y> { ?s ?p ?o } FILTER('c'='c') }",
    "SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <x:y> { ?s ?p ?o } }",
])
def test_the_network_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        guard.check(text)


@pytest.mark.parametrize("text", [
    "SELECT ?service { ?service a schema:Service }", "SELECT * { ?s rdfs:label 'the service' }",
    "# in the service of all\nSELECT * { ?s ?p ?o }",
])
def test_the_word_service_is_not(text: str, store: GraphStore) -> None:
    run(store, text, limit=1)


@pytest.mark.parametrize("text", [
    "INSERT DATA { <a:b> <a:b> 1 }", "prefix x: <x:> # c\n delete where { ?s ?p ?o }", "  LOAD <http://example.org/>",
    "# comment\nCLEAR ALL", "DROP GRAPH <a:b>", "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
])
def test_updates_are_refused(text: str, store: GraphStore) -> None:
    with pytest.raises(QueryError, match="changes the store"):
        run(store, text)


def test_nesting_and_length() -> None:
    guard.check("SELECT * " + "{" * 200 + "}" * 200)
    guard.check("SELECT * { VALUES ?x { '" + "(" * 5000 + "' } }")
    with pytest.raises(QueryError, match="nests more than 200 brackets"):
        guard.check("SELECT * " + "{" * 5000 + "}" * 5000)
    with pytest.raises(QueryError, match="characters"):
        guard.check("SELECT * { } # " + "x" * 200_000)


def test_checks_end_on_hostile_text() -> None:
    """A check that looked again at what it had read would take hours for these."""
    for text in ("service" + "# " * 40_000, "service " * 12_000, "\\u0053" * 16_000, "prefix " * 14_000, "'" * 90_000,
                 "service" + "#" * 90_000 + "{", '"""' * 30_000, "<" * 90_000):
        guard.check(text)


def test_rows_of_a_typed_query(folder: GraphStore) -> None:
    result = run(folder, "SELECT ?topic (COUNT(DISTINCT ?p) AS ?n) { ?p a dkg:Position ; dkg:topic ?topic } "
                         "GROUP BY ?topic ORDER BY DESC(?n) ?topic")
    assert result.columns == ("topic", "n")
    assert [row["n"] for row in result.dicts()] == ["4", "2", "1"]
    assert result.complete


def test_the_same_answer_from_memory_from_a_folder_and_from_a_store_that_is_written(
        store: GraphStore, folder: GraphStore, tmp_path) -> None:  # type: ignore[no-untyped-def]
    query = "SELECT DISTINCT ?id { ?f dcterms:identifier ?id ; dkg:evidence ?e } ORDER BY ?id"
    with GraphStore.open(tmp_path / "new", create=True, knowledge=Knowledge({})) as fresh:
        assert run(fresh, query).rows == ()
    assert run(store, query) == run(folder, query)
    assert len(run(store, query).rows) == 20


def test_other_forms_and_empty_cells(folder: GraphStore) -> None:
    assert run(folder, "ASK { id:japan a dkg:State }").boolean
    assert not run(folder, "ASK { id:japan a dkg:Territory }").boolean
    made = run(folder, "CONSTRUCT WHERE { ?p a dkg:Position ; dkg:topic topic:transfer }")
    assert (made.kind, len(made.triples), made.complete) == ("graph", 8, True)
    empty = run(folder, "SELECT ?a ?b { VALUES (?a ?b) { (UNDEF '') (1 UNDEF) } } ORDER BY ?b")
    assert [[term and term.value for term in row] for row in empty.rows] == [["1", None], [None, ""]]


def test_limits_say_that_they_cut(folder: GraphStore) -> None:
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        cut = run(folder, query, limit=5)
        assert (len(cut.rows) + len(cut.triples), cut.complete) == (5, False)
        assert "the first 5" in cut.note
    positions = catalogue()["positions-of-actor"]
    assert run(folder, positions, {"actor": "japan"}, limit=3).complete
    cut = run(folder, positions, {"actor": "japan"}, limit=2)
    assert (len(cut.rows), cut.complete, cut.note) == (2, False, "the first 2 of 3; see more with --limit")
    with pytest.raises(QueryError, match="leaves nothing"):
        run(folder, positions, {"actor": "japan"}, limit=0)


def test_the_deadline(folder: GraphStore) -> None:
    with pytest.raises(QueryError, match="stopped after 1 seconds"):
        run(folder, PRODUCT.replace("*", "(COUNT(*) AS ?n)"), timeout=1)


def test_the_memory(folder: GraphStore) -> None:
    with pytest.raises(QueryError, match="for want of memory"):
        run(folder, f"{PRODUCT} ORDER BY ?a", memory=300 << 20, timeout=60)


@pytest.mark.parametrize(("text", "words"), [
    ("SELECT", "faulty SPARQL: error at 1:"), ("SELECT * { ?s nix:da ?o }", "faulty SPARQL"), ("", "faulty SPARQL"),
    ("SELECT * { ?s ?p '\ud800' }", "no Unicode text"),
])
def test_faulty_text(text: str, words: str, folder: GraphStore) -> None:
    with pytest.raises(QueryError, match=words):
        run(folder, text)


def test_text_takes_no_parameters(folder: GraphStore) -> None:
    with pytest.raises(QueryError, match="without a header has no parameters"):
        run(folder, "ASK {}", {"actor": "japan"})
