"""Each fault that the linter looks for is found, with its file, its line and a remedy."""

from pathlib import Path

import pytest

from kg.graph import packs
from kg.graph.lint import lint, read_sources, unused
from kg.knowledge import Finding

HEAD = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dkg: <https://w3id.org/dispute-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix topic: <https://w3id.org/dispute-kg/vocabulary/topic/> .
@prefix stance: <https://w3id.org/dispute-kg/vocabulary/stance/> .
"""
TOPIC = "<https://w3id.org/dispute-kg/vocabulary/topic>"
SOUND = f"""
topic:lighthouses a skos:Concept ;
    skos:prefLabel "lighthouses"@en , "灯台"@ja , "маяки"@ru ;
    skos:definition "That lighthouses are kept up together."@en ;
    skos:example "\\"Our keepers will go on\\": support."@en ;
    skos:broader topic:economic-cooperation ;
    skos:inScheme {TOPIC} ;
    dcterms:source "own"@en ;
    rdfs:isDefinedBy <https://w3id.org/dispute-kg/ontology> .
"""
FIRST = HEAD.count("\n") + 2  # the line of topic:lighthouses


def check(tmp_path: Path, text: str, pack: bool = True) -> list[Finding]:
    path = tmp_path / "topics.ttl"
    path.write_text(text, "utf-8", newline="")
    found: list[Finding] = []
    added = read_sources([("isles/topics.ttl", path, pack)], found)
    return found + [f for f in lint((*packs.core(), *added)) if f.file == "isles/topics.ttl"]


def test_a_sound_file_has_no_findings(tmp_path: Path) -> None:
    assert check(tmp_path, HEAD + SOUND) == []


@pytest.mark.parametrize("text", [
    "\ufeff" + HEAD + SOUND, (HEAD + SOUND).replace("\n", "\r\n"), (HEAD + SOUND).replace("    ", "\t")],
    ids=["byte order mark", "line ends of Windows", "tabs"])
def test_ways_of_writing_are_no_faults(tmp_path: Path, text: str) -> None:
    assert check(tmp_path, text) == []


@pytest.mark.parametrize(("old", "new", "line", "problem", "remedy"), [
    (' , "маяки"@ru', "", 0, "labels in en, ja", "one label in each of en, ja, ru"),
    ('"灯台"@ja', '"灯台"', 0, "labels in None, en, ru", "en, ja, ru"),
    ('"lighthouses"@en', '"TRANSFER of territory"@en', 0, "already that of topic:transfer", "tells the two apart"),
    ('"lighthouses"@en', '"ｓａｎｃｔｉｏｎｓ"@en', 0, "already that of topic:sanctions", "tells the two apart"),
    ("    dcterms:source \"own\"@en ;\n", "", 0, "0 values of source", "give it one source"),
    ('"That lighthouses are kept up together."@en', '" "@en', 0, "1 values of definition", "one definition"),
    ("skos:example", "skos:exampel", 4, "skos:exampel: used but not declared", "did you mean skos:example?"),
    ("topic:economic-cooperation", "topic:economic-co-operation", 5, "used but not declared", "did you mean topic:eco"),
    ("topic:economic-cooperation", "topic:lighthouses", 0, "above itself by skos:broader", "break the cycle"),
    ("topic:economic-cooperation", "stance:support", 0, "a concept of another scheme", "same scheme"),
    ("    skos:broader topic:economic-cooperation ;\n", "", 0, "neither a top concept nor", "skos:topConceptOf or"),
    ("vocabulary/topic>", "vocabulary/stance>", 0, "not in the one scheme", "skos:inScheme"),
    ("topic:lighthouses a", "topic:transfer a", 0, "already described in vocabularies/topics.ttl", "another name"),
    ("skos:Concept ;", "skos:Concept ; owl:deprecated true ;", 0, "deprecated without a replacement", "isReplacedBy"),
    ("together.\"@en ;", "together.\"@en", 4, "not Turtle", "end every statement with a dot"),
    ("ontology> .", "ontology>", 9, "not Turtle", "end every statement with a dot"),
    ("dcterms:source", "dct:source", 7, "The prefix dct: has not been declared", "declare every prefix"),
    ('"own"@en', '"own@en', 7, "not Turtle", "close every quote"),
])
def test_a_fault_is_found(tmp_path: Path, old: str, new: str, line: int, problem: str, remedy: str) -> None:
    assert old in SOUND
    found = check(tmp_path, HEAD + SOUND.replace(old, new))
    hits = [f for f in found if problem in f.problem and remedy in f.remedy]
    assert hits, list(map(str, found))
    assert abs(hits[0].line - (FIRST + line)) <= 1, hits[0]


def test_a_cycle_over_three_concepts_is_found(tmp_path: Path) -> None:
    names = ["lighthouses", "lamps", "oil"]
    text = HEAD
    for name, wider in zip(names, [*names[1:], names[0]], strict=True):
        renamed = SOUND.replace("topic:lighthouses", f"topic:{name}")
        text += renamed.replace("topic:economic-cooperation", f"topic:{wider}")
    found = {f.problem.split(":")[1] for f in check(tmp_path, text) if "above itself" in f.problem}
    assert found == set(names)


@pytest.mark.parametrize("fact", [
    "<https://w3id.org/dispute-kg/id/etorofu> dkg:state <https://w3id.org/dispute-kg/id/japan> .",
    "dkg:partOf rdfs:range dkg:State .",
    "dkg:belongsTo a owl:ObjectProperty .",
    "<https://w3id.org/dispute-kg/id/x> a dkg:Territory .",
    "[] a dkg:Claim .",
])
def test_a_pack_s_turtle_adds_concepts_only(tmp_path: Path, fact: str) -> None:
    found = check(tmp_path, HEAD + SOUND + fact + "\n")
    assert [f for f in found if "is no concept" in f.problem], list(map(str, found))
    assert all("put facts into tables" in f.remedy for f in found if "is no concept" in f.problem)


@pytest.mark.parametrize(("text", "problem"), [
    ("dkg:Claim a owl:ObjectProperty .", "dkg:Claim: declared as owl:Class and owl:ObjectProperty"),
    ("dkg:holder a owl:DatatypeProperty .", "dkg:holder: declared as owl:ObjectProperty and owl:DatatypeProperty"),
    ("dkg:holder rdfs:rnage dkg:Actor .", "rdfs:rnage: used but not declared"),
    ("dkg:Isle a owl:Clas .", "owl:Clas: used but not declared"),
    ("dkg:holder rdfs:range dkg:Aktor .", "dkg:Aktor: used but not declared"),
])
def test_faults_of_the_ontology_itself(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(HEAD + text + "\n", "utf-8")
    found = lint((*packs.core(), *read_sources([("more.ttl", path, False)], [])))
    assert any(problem in f.problem for f in found), list(map(str, found))


def test_a_file_in_another_encoding_is_no_turtle(tmp_path: Path) -> None:
    path = tmp_path / "topics.ttl"
    for data in ((HEAD + SOUND).encode("utf-16"), (HEAD + "# caf\xe9\n").encode("latin-1")):
        path.write_bytes(data)
        found: list[Finding] = []
        assert read_sources([("isles/topics.ttl", path, True)], found) == ()
        assert "UTF-8" in found[0].problem + found[0].remedy


def test_unused_terms_are_found_unless_they_are_offered(tmp_path: Path) -> None:
    path = tmp_path / "topics.ttl"
    path.write_text(HEAD + SOUND, "utf-8")
    sources = (*packs.core(), *read_sources([("isles/topics.ttl", path, True)], []))
    topic = "https://w3id.org/dispute-kg/vocabulary/topic/"
    assert any("topic:lighthouses" in f.problem for f in unused(sources, set()))
    found = [f.problem for f in unused(sources, {topic + "lighthouses"})]
    assert not any("topic:lighthouses" in p or "topic:economic-cooperation" in p for p in found)
    assert not any("topic:fishing" in p for p in found)  # it is offered
    kind = "https://w3id.org/dispute-kg/ontology#kind"
    assert any("dkg:kind: deprecated, and used" in f.problem for f in unused(sources, {kind}))
