"""The articles annotated by hand: every span quotes its article, every id resolves, every kind and topic exists."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from rdflib import RDF, SKOS, Graph

from kg.model.entities import ENTITY_TYPES
from kg.model.facts import Mode, Stance, Status
from kg.reading import read_file

ROOT = Path(__file__).resolve().parents[2]
GOLD = sorted((ROOT / "tests" / "gold").glob("*.jsonl"))

Record = dict[str, Any]

#: What a record of a kind must have, beside "kind" and "article".
KEYS = {
    "entity": {"id", "type", "label", "aliases", "wikidata", "mentions"},
    "statement": {"id", "source", "source_label", "source_mention", "cue", "content", "mode", "date"},
    "position": {"id", "holder", "holder_label", "topic", "stance", "object", "statement", "evidence", "date"},
    "event": {"id", "type", "participants", "participant_labels", "place", "place_label", "date", "status", "evidence"},
    "relation": {"id", "subject", "subject_label", "predicate", "object", "object_label", "evidence"},
}


def concepts(vocabulary: str) -> frozenset[str]:
    """The local names of the concepts of one vocabulary of the ontology."""
    graph = Graph().parse(ROOT / "ontology" / "vocabularies" / f"{vocabulary}.ttl")
    return frozenset(str(concept).rpartition("/")[2] for concept in graph.subjects(RDF.type, SKOS.Concept))


ALLOWED = {
    ("entity", "type"): frozenset(ENTITY_TYPES),
    ("statement", "mode"): frozenset(get_args(Mode)),
    ("position", "topic"): concepts("topics"),
    ("position", "stance"): frozenset(get_args(Stance)),
    ("event", "type"): concepts("event-types"),
    ("event", "status"): frozenset(get_args(Status)),
    ("relation", "predicate"): concepts("predicates"),
}


def faults(records: list[Record], text: str, article: str) -> list[str]:
    """What is wrong with the records of one article, a line each."""
    entities = {r.get("id") for r in records if r.get("kind") == "entity"}
    statements = {r.get("id") for r in records if r.get("kind") == "statement"}
    wrong = []
    for record in records:
        kind, where = record.get("kind"), f"{record.get('kind')} {record.get('id')}"
        if kind not in KEYS or record.get("article") != article or set(record) != KEYS[kind] | {"kind", "article"}:
            wrong.append(f"{where}: not a record of this article and form")
            continue
        wrong += [f"{where}: {key} {record[key]!r} does not exist"
                  for (of, key), values in ALLOWED.items() if of == kind and record[key] not in values]
        spans = [s for value in record.values() for s in (value if isinstance(value, list) else [value])
                 if isinstance(s, dict)]
        wrong += [f"{where}: {s['text']!r} is not at {s['start']}"
                  for s in spans if not s["text"] or text[s["start"]:s["end"]] != s["text"]]
        named = {record[key] for key in ("source", "holder", "object", "subject", "place") if record.get(key)}
        wrong += [f"{where}: no entity {i}" for i in sorted((named | set(record.get("participants", ()))) - entities)]
        if kind == "position" and record["statement"] and record["statement"] not in statements:
            wrong.append(f"{where}: no statement {record['statement']}")
        if record.get("date") and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", record["date"]):
            wrong.append(f"{where}: date {record['date']}")
    return wrong


def read(path: Path) -> tuple[list[Record], str]:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return records, read_file(ROOT / "corpus" / "articles" / f"{path.stem}.md").text


def test_there_are_enough() -> None:
    assert len(GOLD) >= 8


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_records_are_well_formed(path: Path) -> None:
    records, text = read(path)
    assert {r["kind"] for r in records} >= {"entity", "statement", "event", "relation"}
    assert faults(records, text, path.stem) == []
    ids = [r["id"] for r in records]
    assert len(ids) == len(set(ids))
    assert all(r["mentions"] for r in records if r["kind"] == "entity")
    positions = [(r["holder_label"], r["topic"], r["stance"]) for r in records if r["kind"] == "position"]
    assert len(positions) == len(set(positions))


@pytest.mark.parametrize(("kind", "change", "complaint"), [
    ("entity", {"type": "Country"}, "does not exist"),
    ("statement", {"source": "e:nobody"}, "no entity e:nobody"),
    ("statement", {"cue": {"start": 3, "end": 7, "text": "sang"}}, "is not at 3"),
    ("position", {"topic": "weather"}, "does not exist"),
    ("position", {"statement": "s99"}, "no statement s99"),
    ("event", {"date": "last year"}, "date last year"),
    ("event", {"participants": ["e:nobody"]}, "no entity e:nobody"),
    ("relation", {"predicate": "likes"}, "does not exist"),
    ("relation", {"article": "another"}, "not a record of this article"),
])
def test_a_fault_is_noticed(kind: str, change: Record, complaint: str) -> None:
    records, text = read(GOLD[0])
    spoilt = next(r for r in records if r["kind"] == kind)
    spoilt.update(change)
    assert any(complaint in line for line in faults(records, text, GOLD[0].stem))
