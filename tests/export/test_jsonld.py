"""The JSON-LD export says what the graph says: two parsers read it back, with the context made from the ontology."""

import io
import json

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import settings
from kg.export.jsonld import write_jsonld
from kg.graph import iris
from kg.graph.context import compact, context, terms
from kg.graph.namespaces import DKG, LABEL, PROV, TYPE, XSD
from kg.graph.schema import ontology_quads

G = iris.graph("x")
JAPAN, P = iris.entity("japan"), iris.fact("sochi talks/1", "p1")


def written(quads: list[Quad]) -> bytes:
    out = io.BytesIO()
    assert write_jsonld(quads, out) == len(set(quads))
    return out.getvalue()


def read(data: bytes) -> set[Quad]:
    return set(parse(data, RdfFormat.JSON_LD))


SOME = [
    Quad(P, TYPE, DKG["Position"], G),
    Quad(P, DKG["holder"], JAPAN, G),
    Quad(P, DKG["topic"], iris.concept("topic", "transfer"), G),
    Quad(P, DKG["confidence"], Literal(0.9), G),
    Quad(P, DKG["confidence"], Literal("9.0E-1", datatype=XSD["double"]), iris.graph("y")),
    Quad(P, DKG["statedOn"], Literal("2016-05", datatype=XSD["gYearMonth"]), G),
    Quad(P, DKG["sortDate"], Literal("2016-05"), G),
    Quad(P, DKG["evidence"], iris.stretch("sochi talks/1", 120, 160), G),
    Quad(P, DKG["rule"], Literal('a "quoted"\n\\ line\u2028 日本 \U0001f5fa'), DefaultGraph()),
    Quad(P, DKG["rank"], Literal(3), DefaultGraph()),
    Quad(P, DKG["rank"], Literal("03", datatype=XSD["integer"]), DefaultGraph()),
    Quad(P, DKG["singleHolder"], Literal(True), DefaultGraph()),
    Quad(P, DKG["unheard-of"], Literal(True), DefaultGraph()),
    Quad(P, PROV["wasGeneratedBy"], iris.extraction("sochi"), G),
    Quad(JAPAN, LABEL, Literal("日本", language="ja"), G),
    Quad(JAPAN, LABEL, Literal("Japan", language="en"), G),
    Quad(JAPAN, NamedNode("https://example.org/p?q=1"), NamedNode("urn:isbn:1"), G),
    Quad(BlankNode("b"), DKG["holder"], BlankNode("b"), G),
]


def test_it_reads_back_as_it_was() -> None:
    without_blanks = {q for q in SOME if not isinstance(q.subject, BlankNode)}
    assert {q for q in read(written(SOME)) if not isinstance(q.subject, BlankNode)} == without_blanks
    assert len(read(written(SOME))) == len(SOME)


def test_another_parser_agrees() -> None:
    quads = [q for q in SOME if not isinstance(q.subject, BlankNode)]
    there = rdflib.Dataset().parse(data=written(quads), format="json-ld")
    expected = rdflib.Dataset()
    expected.parse(data="".join(f"{q.subject} {q.predicate} {q.object} "
                                f"{'' if isinstance(q.graph_name, DefaultGraph) else q.graph_name} .\n" for q in quads),
                   format="nquads")
    assert {tuple(map(str, q)) for q in there.quads()} == {tuple(map(str, q)) for q in expected.quads()}


def test_the_ontology_survives() -> None:
    quads = ontology_quads()
    assert read(written(quads)) == set(quads)


def test_the_same_graph_is_the_same_bytes() -> None:
    assert written(SOME) == written(SOME[::-1])


def test_an_empty_graph_is_a_document() -> None:
    assert json.loads(written([]))["@graph"] == []


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KINDS = st.sampled_from(["string", "integer", "double", "boolean", "date", "gYear", "decimal", "anyURI"])


@given(TEXTS, KINDS, st.sampled_from(["confidence", "rank", "rule", "singleHolder", "statedOn", "holder", "other"]))
def test_any_literal_reads_back(text: str, kind: str, name: str) -> None:
    quad = Quad(JAPAN, DKG[name], Literal(text, datatype=XSD[kind]), G)
    assert read(written([quad])) == {quad}


def test_what_people_write_with_the_context_expands_to_our_terms() -> None:
    page = {"@context": context(), "@id": "id:article/sochi/p1", "@type": "Position", "holder": "id:japan",
            "topic": "vocabulary:topic/transfer", "stance": {"@id": "vocabulary:stance/oppose"}, "confidence": "0.9",
            "rdfs:label": {"@value": "x", "@language": "en"}, "prov:used": "id:article/sochi"}
    expected = {(DKG["holder"], JAPAN), (DKG["topic"], iris.concept("topic", "transfer")), (TYPE, DKG["Position"]),
                (DKG["stance"], iris.concept("stance", "oppose")), (LABEL, Literal("x", language="en")),
                (DKG["confidence"], Literal("0.9", datatype=XSD["double"])), (PROV["used"], iris.article("sochi"))}
    assert {(q.predicate, q.object) for q in read(json.dumps(page).encode())} == expected
    both = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")
    assert len(both) == len(expected)


def test_every_term_of_the_ontology_is_in_the_context() -> None:
    described = {q.subject.value for q in ontology_quads() if q.predicate == TYPE and isinstance(q.subject, NamedNode)}
    ours = {iri.removeprefix(settings.ONTOLOGY) for iri in described if iri.startswith(settings.ONTOLOGY)}
    assert ours <= set(terms())
    assert len(ours) > 150


def test_no_name_has_two_meanings() -> None:
    for name, value in context().items():
        if isinstance(value, str) and value.endswith(("#", "/")):
            assert name not in terms()
    assert "topic" in terms()


@pytest.mark.parametrize(("iri", "short"), [
    (f"{settings.BASE}japan", "id:japan"),
    ("https://w3id.org/dispute-kg/vocabulary/topic/transfer", "vocabulary:topic/transfer"),
    ("http://www.wikidata.org/entity/Q17", "wd:Q17"),
    ("https://example.org/x", "https://example.org/x"),
    (f"{settings.BASE}//x", f"{settings.BASE}//x"),
])
def test_compact(iri: str, short: str) -> None:
    assert compact(iri) == short
