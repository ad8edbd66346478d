"""Every span holds the original text, and every id that a record names is there; on real articles."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg.build import facts_of
from kg.model import Knowledge
from kg.reading import read_file

ROOT = Path(__file__).parents[1]
NEWS = [path for name in ("seeds", "dev") for path in sorted((ROOT.parent / "shared" / name).glob("*.txt"))]
CORPUS = sorted((ROOT / "corpus" / "articles").glob("*.md"))[::6]

Records = list[dict[str, Any]]


@pytest.fixture(scope="module", params=[*CORPUS, *NEWS[::5]], ids=lambda path: path.stem[:20])
def read(request: pytest.FixtureRequest, nlp: Language, knowledge: Knowledge) -> tuple[str, Records]:
    """The bytes of a file as text, and the records of its article."""
    article = read_file(request.param)
    facts = facts_of(article, nlp(article.cleaned.text), knowledge)
    return request.param.read_bytes().decode("utf-8"), list(facts.records())


def test_spans_hold_the_text(read: tuple[str, Records]) -> None:
    text, records = read
    spans = [s for r in records for value in r.values() for s in (value if isinstance(value, list) else [value])
             if isinstance(s, dict)]
    assert len(spans) >= len(records)
    assert all(text[s["start"]:s["end"]] == s["text"] and s["text"] for s in spans)


def test_ids_are_unique_and_refer_to_records(read: tuple[str, Records]) -> None:
    _, records = read
    ids = [r["id"] for r in records]
    assert len(ids) == len(set(ids))
    entities = {r["id"] for r in records if r["kind"] == "entity"}
    statements = {r["id"] for r in records if r["kind"] == "statement"}
    named = {r[key] for r in records for key in ("source", "holder", "object", "subject", "place") if r.get(key)}
    named |= {i for r in records for i in r.get("participants", ())}
    assert named <= entities
    assert {r[key] for r in records for key in ("statement", "parent") if r.get(key)} <= statements


def test_dates_are_in_the_calendar(read: tuple[str, Records]) -> None:
    _, records = read
    for date in (r["date"] for r in records if r.get("date")):
        year, month, day = ([int(part) for part in date.split("-")] + [1, 1])[:3]
        assert datetime.date(year, month, day)


def test_a_position_is_recorded_once(read: tuple[str, Records]) -> None:
    _, records = read
    keys = [(r["holder"] or r["holder_label"], r["topic"], r["stance"]) for r in records if r["kind"] == "position"]
    assert len(keys) == len(set(keys))
