"""Relations: every pattern's own examples, and what must never be said."""

from pathlib import Path

import pytest

from kg.extraction.patterns import load_patterns
from tests.conftest import Read

LINES = (Path(__file__).parent / "relation_sentences.txt").read_text("utf-8").splitlines()
PATTERNS = load_patterns("relations")


@pytest.mark.parametrize(("predicate", "text", "pair"), [(p.id, t, pair) for p in PATTERNS.values()
                                                         for t, pair in p.matches])
def test_matches(predicate: str, text: str, pair: str, facts_in: Read) -> None:
    subject, thing = pair.split(" > ")
    found = [(r.subject_label, r.object_label) for r in facts_in(text).relations if r.predicate == predicate]
    assert any(subject in s and thing.lower() in o.lower() for s, o in found), found


@pytest.mark.parametrize(("predicate", "text"), [(p.id, t) for p in PATTERNS.values() for t in p.misses])
def test_misses(predicate: str, text: str, facts_in: Read) -> None:
    assert not [r for r in facts_in(text).relations if r.predicate == predicate]


@pytest.mark.parametrize("line", [line for line in LINES if line and line[0] not in "#!"])
def test_sentences(line: str, facts_in: Read) -> None:
    predicate, pairs, text = (cell.strip() for cell in line.split("|"))
    found = [(r.subject_label, r.object_label) for r in facts_in(text).relations if r.predicate == predicate]
    for pair in pairs.split(";"):
        subject, thing = (side.strip() for side in pair.split(">"))
        assert any(subject in s and thing.lower() in o.lower() for s, o in found), found


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("!")])
def test_sentences_without_such_a_relation(line: str, facts_in: Read) -> None:
    predicate, text = (cell.strip() for cell in line[1:].split("|"))
    assert not [r for r in facts_in(text).relations if r.predicate == predicate]


@pytest.mark.parametrize("text", ["Kunashiri in Russia has a new runway.", "Crimea is part of Ukraine, Kyiv says.",
                                  "Georgia's Abkhazia region is quiet."])
def test_no_land_is_part_of_a_state(text: str, facts_in: Read) -> None:
    facts = facts_in(text)
    states = {e.id for e in facts.entities if e.type == "State"}
    assert not [r for r in facts.relations if r.predicate == "part-of" and r.object in states]


@pytest.mark.parametrize(("text", "person", "office", "served"), [
    ("Japanese Foreign Minister Fumio Kishida left for Moscow.", "Fumio Kishida", "Foreign Minister", "japan"),
    ("Kremlin spokesman Dmitry Peskov declined to comment.", "Dmitry Peskov", "spokesman", "russia"),
    ("Mary Jones, a former adviser to the president, agreed.", "Mary Jones", "former adviser", None),
    ("Ben Miller, director of the Carnegie Moscow Center, doubts it.", "Ben Miller", "director",
     "carnegie-moscow-center"),
])
def test_offices(text: str, person: str, office: str, served: str | None, facts_in: Read) -> None:
    found = [r for r in facts_in(text).relations if r.predicate == "holds-office" and r.subject_label == person]
    fitting = [r for r in found if office.lower() in r.object_label.lower()]
    assert [r for r in fitting if served is None or r.object == served], found
