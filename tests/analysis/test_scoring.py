"""Scoring: pairing of each kind on small records, and the same figures as the script that it is taken from."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.analysis.scoring import Figures, Record, score, words
from kg.errors import KgError

SCRIPT = Path(__file__).resolve().parents[3] / "shared" / "eval" / "score.py"


def span(start: int, end: int) -> Record:
    return {"start": start, "end": end, "text": "x" * (end - start)}


def entity(ident: str, kind: str, label: str, *aliases: str, wikidata: str | None = None) -> Record:
    return {"kind": "entity", "article": "a", "id": ident, "type": kind, "label": label, "aliases": list(aliases),
            "wikidata": wikidata, "mentions": []}


def statement(source: str | None, start: int, end: int, label: str = "") -> Record:
    return {"kind": "statement", "article": "a", "id": "s", "source": source, "source_label": label,
            "content": span(start, end), "cue": span(0, 1), "mode": "indirect", "date": None}


def position(holder: str | None, topic: str, stance: str, label: str = "") -> Record:
    return {"kind": "position", "article": "a", "id": "p", "holder": holder, "holder_label": label, "topic": topic,
            "stance": stance, "evidence": span(0, 1)}


def event(kind: str, *participants: str, date: str | None = None, at: int = 0) -> Record:
    return {"kind": "event", "article": "a", "id": "v", "type": kind, "participants": list(participants),
            "participant_labels": [], "date": date, "status": "happened", "evidence": span(at, at + 10)}


def relation(subject: str, predicate: str, target: str | None, label: str = "") -> Record:
    return {"kind": "relation", "article": "a", "id": "r", "subject": subject, "subject_label": "",
            "predicate": predicate, "object": target, "object_label": label, "evidence": span(0, 1)}


CAST = [entity("japan", "State", "Japan", "Tokyo"), entity("abe", "Person", "Shinzo Abe"),
        entity("crimea", "Territory", "Crimea")]
OURS = [entity("jp", "State", "Tokyo"), entity("shinzo", "Person", "Abe", "Shinzo Abe"),
        entity("kr", "Place", "Crimea")]

CASES: list[tuple[str, Any, Any, float]] = [
    ("entity", entity("x", "State", "Iran"), entity("y", "State", "the Iran's"), 1),
    ("entity", entity("x", "State", "Iran"), entity("y", "Place", "Iran"), 0.5),
    ("entity", entity("x", "State", "Iran"), entity("y", "Person", "Iran"), 0),
    ("entity", entity("x", "State", "Iran", wikidata="Q794"), entity("y", "State", "Persia", wikidata="Q794"), 1),
    ("statement", statement("abe", 0, 100), statement("shinzo", 10, 100), 1),
    ("statement", statement("abe", 0, 100), statement("shinzo", 60, 160), 0),
    ("statement", statement("abe", 0, 100), statement("jp", 0, 100), 0),
    ("statement", statement(None, 0, 9, "a former official"), statement(None, 0, 9, "the official"), 1),
    ("statement", statement(None, 0, 9, "observers"), statement("jp", 0, 9, "Japan"), 0),
    ("position", position("japan", "transfer", "oppose"), position("jp", "transfer", "oppose"), 1),
    ("position", position("japan", "transfer", "oppose"), position("jp", "transfer", "support"), 0),
    ("position", position("japan", "transfer", "oppose"), position(None, "transfer", "oppose", "Tokyo"), 1),
    ("event", event("visit", "abe", "japan"), event("visit", "shinzo"), 1),
    ("event", event("visit", "abe", "japan"), event("visit", "kr", "shinzo"), 0),
    ("event", event("visit"), event("visit", date="2016", at=50), 0),
    ("event", event("visit"), event("visit", at=5), 1),
    ("event", event("visit", "abe"), event("call", "shinzo"), 0),
    ("relation", relation("japan", "claims", "crimea"), relation("jp", "claims", "kr"), 1),
    ("relation", relation("japan", "claims", "crimea"), relation("jp", "controls", "kr"), 0),
    ("relation", relation("abe", "holds-office", "japan", "Prime Minister of Japan"),
     relation("shinzo", "holds-office", None, "prime minister"), 1),
]


@pytest.mark.parametrize(("kind", "gold", "found", "right"), CASES)
def test_pairs(kind: str, gold: Record, found: Record, right: float) -> None:
    before = score({"a": CAST}, {"a": OURS}).totals[kind].right
    after = score({"a": [*CAST, gold]}, {"a": [*OURS, found]}).totals[kind].right
    assert after - before == right


def test_one_gold_record_is_found_once() -> None:
    twice = [position("jp", "transfer", "oppose"), position("jp", "transfer", "oppose")]
    result = score({"a": [*CAST, position("japan", "transfer", "oppose")]}, {"a": [*OURS, *twice]})
    assert result.totals["position"] == Figures(1.0, 1, 2)
    assert result.totals["position"].f1 == pytest.approx(2 / 3)
    assert [fault for _, fault, record in result.faults if record["kind"] == "position"] == ["wrong"]


def test_dates_are_scored_apart() -> None:
    gold = [*CAST, event("visit", "abe", date="2016-05-06"), event("call", "abe", date="2016")]
    result = score({"a": gold}, {"a": [*OURS, event("visit", "shinzo", date="2016-05-06"), event("call", "shinzo")]})
    assert (result.totals["event"].right, result.dates_right, result.dates) == (2, 1, 2)


def test_an_article_without_records_is_missed_and_one_without_gold_left_out() -> None:
    result = score({"a": CAST}, {"b": OURS})
    assert result.totals["entity"] == Figures(0.0, 3, 0)
    assert list(result.by_article) == ["a"]


def test_no_gold_at_all() -> None:
    with pytest.raises(KgError, match="no gold"):
        score({}, {"a": OURS})


@pytest.mark.parametrize(("label", "found"), [
    ("the Prime Minister of Japan", {"prime", "minister", "japan"}), ("Japan’s", {"japan"}), ("U.S.", {"us"}),
    (None, set()),
])
def test_words_of_a_label(label: str | None, found: set[str]) -> None:
    assert words(label) == found


@pytest.mark.skipif(not SCRIPT.exists(), reason="the scoring script is not beside this checkout")
def test_the_figures_are_those_of_the_script(tmp_path: Path) -> None:
    gold, found = [*CAST], [*OURS]
    for kind, one, other, _ in CASES:
        if kind != "entity":
            gold.append(one)
            found.append(other)
    for name, records in (("gold", gold), ("found", found)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    said = subprocess.run([sys.executable, str(SCRIPT), "gold.jsonl", "found.jsonl", "--json"], cwd=tmp_path,
                          capture_output=True, check=True)
    theirs = json.loads(said.stdout)
    ours = score({"a": gold}, {"a": found})
    assert theirs["headline"] == ours.headline
    for kind, figures in ours.totals.items():
        assert theirs[kind] == {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1,
                                "gold": figures.gold, "predicted": figures.found}
    assert theirs["event_date_accuracy"] == (ours.dates_right / ours.dates if ours.dates else None)
