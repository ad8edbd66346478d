"""The HTML reference of the ontology: whole, linked, readable without anything from elsewhere."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
import rdflib
from lxml import html
from rdflib.namespace import OWL, RDF, SKOS

from kg import settings
from kg.query.ontology import ontology
from kg.query.ontology_page import files, write


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return html.document_fromstring(files()["index.html"].decode())


def test_every_term_and_concept_is_on_the_page(page: html.HtmlElement) -> None:
    shown = set(page.xpath("//section/@id"))
    terms = [*ontology().classes, *ontology().properties, *(c for s in ontology().schemes for c in s.concepts)]
    assert {term.anchor for term in terms} == shown
    assert len(shown) == len(terms) > 350
    graph = rdflib.Graph().parse(settings.data_dir("ontology") / "kg.ttl")
    classes = {str(c) for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(settings.ONTOLOGY)}
    assert {term.iri for term in ontology().classes} == classes


def test_no_two_elements_have_one_id_and_no_link_leads_nowhere(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= set(ids)
    near = {href for href in page.xpath("//a/@href | //link/@href") if ":" not in href and href[0] != "#"}
    assert near <= set(files())


def test_nothing_comes_from_elsewhere_and_nothing_runs(page: html.HtmlElement) -> None:
    assert page.xpath("//script | //img | //iframe | //*[@style] | //*[starts-with(name(@*), 'on')]") == []
    assert page.xpath("//link[@rel='stylesheet']/@href") == ["ontology.css"]
    assert b"url(" not in files()["ontology.css"]
    assert b"@import" not in files()["ontology.css"]


def test_it_is_accessible(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert [len(page.xpath(f"//{tag}")) for tag in ("main", "nav", "h1")] == [1, 1, 1]
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert page.xpath("//nav/@aria-label") == ["Contents"]
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for section in page.xpath("//section"):
        assert section.xpath(".//span[@lang='ja']"), section.get("id")
        assert section.xpath(".//span[@lang='ru']"), section.get("id")


def test_narrower_concepts_follow_their_wider_one() -> None:
    topics = next(s for s in ontology().schemes if s.iri.endswith("/topic")).concepts
    names = [(t.anchor, t.depth) for t in topics]
    assert ("topic-transfer", 0) in names
    after = names[names.index(("topic-transfer", 0)) + 1:]
    assert after[:2] == [("topic-four-islands", 1), ("topic-two-island-formula", 1)]


def test_what_is_deprecated_says_so(page: html.HtmlElement) -> None:
    kind = page.get_element_by_id("kind").text_content()
    assert "deprecated" in kind
    assert "dkg:entityKind" in kind


def test_text_is_escaped() -> None:
    assert b"<article/" not in files()["index.html"]
    assert b"&lt;article/sochi-talks/p1&gt;" in files()["index.html"]


def test_the_files_beside_it_are_sound(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "reference"
    assert {path.name for path in write(folder)} == set(files())
    for name in ("ontology.ttl", "alignments.ttl", "vocabularies.ttl", "shapes.ttl"):
        assert len(rdflib.Graph().parse(folder / name)) > 100
    concepts = rdflib.Graph().parse(folder / "vocabularies.ttl").subjects(RDF.type, SKOS.Concept)
    assert len(set(concepts)) == sum(len(s.concepts) for s in ontology().schemes)
    assert json.loads(files()["context.jsonld"])["@context"]["@version"] == 1.1


def test_the_same_ontology_is_the_same_page() -> None:
    assert files() == files()
