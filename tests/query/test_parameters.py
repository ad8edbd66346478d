"""Values become terms: by id, IRI, name or label, and never part of the query."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph.store import GraphStore
from kg.query import Parameter, bind, catalogue, choices, concepts, parse_query, run
from kg.query.header import parse
from kg.query.parameters import term_of

ECHO = """# title: Echo
# question: What was given?
# parameters:
#   words: {type: text, required: true, example: a, description: Anything}
# columns:
#   words: The same
SELECT ?words WHERE { VALUES $words { UNDEF } }
"""
QUERY = parse_query("echo", parse("echo.rq", ECHO), ECHO)
ENTITY = Parameter("actor", "entity", "Who")
some_text = st.text(st.characters(exclude_categories=("Cs",)))


@given(words=some_text)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_comes_back_as_it_is(words: str, store: GraphStore) -> None:
    assert run(store, QUERY, {"words": words}).dicts() == [{"words": words}]


@pytest.mark.parametrize("words", ['" } UNION { ?s ?p ?o } #', "\\u0022 }", "'''", '"""', "\n}\n", "\x00", "{ UNDEF }"])
def test_text_that_looks_like_a_query(words: str, store: GraphStore) -> None:
    assert run(store, QUERY, {"words": words}).dicts() == [{"words": words}]


@given(value=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_value_of_an_entity_is_an_entity_or_refused(value: str, store: GraphStore) -> None:
    try:
        text = bind(store, catalogue()["said-by"], {"source": value})
    except QueryError:
        return
    assert re.search(r"VALUES \?source { <https://w3id\.org/dispute-kg/id/[^<>\s]+> }", text)


@pytest.mark.parametrize(("value", "ident"), [
    ("japan", "japan"), ("Japan", "japan"), ("  JAPAN ", "japan"), ("Tokyo", "japan"), ("Japanese", "japan"),
    ("https://w3id.org/dispute-kg/id/japan", "japan"), ("<https://w3id.org/dispute-kg/id/japan>", "japan"),
    ("id:japan", "japan"), ("Shinzo Abe", "shinzo-abe"), ("shinzo abe", "shinzo-abe"),
    ("北方領土", "northern-territories"),
    ("southern kurils", "northern-territories"), ("Kunashiri / Kunashir", "kunashiri"), ("Sochi", "place-sochi"),
    ("the four islands", "northern-territories"), ("Kyodo", "kyodo"), ("sergei-lavrov", "sergey-lavrov"),
])
def test_ways_to_name_an_entity(value: str, ident: str, store: GraphStore) -> None:
    assert str(term_of(store, ENTITY, value)) == f"<https://w3id.org/dispute-kg/id/{ident}>"


def test_a_name_of_several_entities(store: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        term_of(store, ENTITY, "abe")
    assert "shintaro-abe (Person: Shintaro Abe), shinzo-abe (Person: Shinzo Abe)" in str(caught.value)


@pytest.mark.parametrize(("value", "words"), [
    ("Shinso Abe", "did you mean shinzo-abe"), ("japann", "did you mean japan"), ("xyzzy", "kg stats"),
    ("", "kg stats"),
    ("https://example.org/japan", "is no entity"), ("id:nobody", "is no entity"), ("a b:c", "is no entity"),
    ("http://[", "is no entity"),
])
def test_a_name_of_nothing(value: str, words: str, store: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        term_of(store, ENTITY, value)
    assert words in str(caught.value)


def test_a_thing_of_another_class(store: GraphStore) -> None:
    with pytest.raises(QueryError, match="'japan' is no territory"):
        term_of(store, Parameter("land", "territory", "Where"), "japan")


@pytest.mark.parametrize(("kind", "value", "term"), [
    ("outlet", "North Post", "<https://w3id.org/dispute-kg/id/outlet/north-post>"),
    ("outlet", "north-post", "<https://w3id.org/dispute-kg/id/outlet/north-post>"),
    ("article", "may", "<https://w3id.org/dispute-kg/id/article/may>"),
    ("article", "A friendlier month", "<https://w3id.org/dispute-kg/id/article/june>"),
    ("office", "prime-minister-japan", "<https://w3id.org/dispute-kg/id/office/prime-minister-japan>"),
    ("topic", "transfer", "<https://w3id.org/dispute-kg/vocabulary/topic/transfer>"),
    ("topic", "topic:peace-treaty", "<https://w3id.org/dispute-kg/vocabulary/topic/peace-treaty>"),
    ("topic", "Transfer of territory", "<https://w3id.org/dispute-kg/vocabulary/topic/transfer>"),
    ("stance", "https://w3id.org/dispute-kg/vocabulary/stance/oppose",
     "<https://w3id.org/dispute-kg/vocabulary/stance/oppose>"),
    ("date", "2016-05", '"2016-05"'),
    ("integer", "7", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
])
def test_terms(kind: str, value: str, term: str, store: GraphStore) -> None:
    assert str(term_of(store, Parameter("x", kind, ""), value)) == term


@pytest.mark.parametrize(("kind", "value", "words"), [
    ("topic", "transfers", "did you mean 'transfer'"), ("topic", "", "choose from"), ("date", "May 2016", "2016-05"),
    ("date", "2016-02-30", "is no date"), ("integer", "ten", "is no integer"), ("text", "\ud800", "is no text"),
    ("integer", "9" * 5000, "is no integer"),
])
def test_values_that_do_not_fit(kind: str, value: str, words: str, store: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        term_of(store, Parameter("x", kind, ""), value)
    assert words in str(caught.value)


def test_choices(store: GraphStore) -> None:
    parameter = Parameter("x", "text", "", choices=("a", "b"))
    assert choices(parameter) == ("a", "b")
    assert choices(Parameter("x", "stance", "")) == ("conditional", "oppose", "support")
    assert choices(ENTITY) == ()
    with pytest.raises(QueryError, match="choose from a, b"):
        term_of(store, parameter, "c")


def test_concepts_of_the_vocabularies() -> None:
    assert concepts("event-status").keys() == {"happened", "planned", "cancelled"}
    assert concepts("topic")["transfer"] == "transfer of territory"


def test_unknown_and_missing_parameters(store: GraphStore) -> None:
    query = catalogue()["positions-of-actor"]
    with pytest.raises(QueryError, match="did you mean 'actor'"):
        bind(store, query, {"acter": "japan"})
    with pytest.raises(QueryError, match="--param actor=japan"):
        bind(store, query, {})
    with pytest.raises(QueryError, match="it takes none"):
        bind(store, catalogue()["articles-by-year"], {"zzz": "1"})
