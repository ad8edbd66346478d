"""The command line from files to facts: what is printed, refused, and with which exit code."""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

ARTICLE = """---
title: A test of patience
date: 2016-05-07
outlet: Example Courier
outlet_country: GB
---
Japanese Prime Minister Shinzo Abe met Russian President Vladimir Putin in Sochi on May 6. Kremlin spokesman Dmitry
Peskov told reporters that Moscow did not expect a breakthrough on the islands. Japan imposed sanctions on Russia in
2014. “We will continue the talks,” Mr. Abe said.
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news" / "sochi.md"
    path.parent.mkdir()
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_help_shows_examples(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in ("build", "add", "facts", "query", "queries", "text", "explain", "view", "export", "stats", "score"):
        assert f"\n  {command} " in out
    assert "Examples:" in run("build", "--help")[1]


def test_facts_are_records_whose_spans_hold_the_text(run: Run, article: Path) -> None:
    code, out, err = run("facts", article)
    assert (code, err) == (0, "")
    records = [json.loads(line) for line in out.splitlines()]
    assert {r["kind"] for r in records} == {"entity", "statement", "position", "event", "relation"}
    text = article.read_bytes().decode()
    spans = [s for r in records for key in ("cue", "content", "evidence", "source_mention") if (s := r.get(key))]
    spans += [s for r in records if r["kind"] == "entity" for s in r["mentions"]]
    assert spans
    assert all(text[s["start"] : s["end"]] == s["text"] for s in spans)


def test_the_same_input_gives_the_same_records(run: Run, article: Path) -> None:
    assert run("facts", article)[1] == run("facts", article)[1]


def test_facts_as_csv(run: Run, article: Path) -> None:
    code, out, _ = run("facts", article, "--format", "csv")
    assert code == 0
    header, *rows = out.splitlines()
    assert header.startswith("kind,article,id,")
    assert any(row.startswith("event,sochi,") for row in rows)


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Russia annexed Crimea in 2014."), "utf-8"))
    code, out, _ = run("facts", "-")
    assert code == 0
    assert any(json.loads(line).get("type") == "annexation" for line in out.splitlines())


def test_build_add_and_build_again(run: Run, article: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    code, out, _ = run("build", article.parent, "--store", store)
    assert code == 0
    assert "1 new" in out
    assert "position" in out
    code, out, _ = run("build", article.parent, "--store", store)
    assert (code, "1 unchanged" in out) == (0, True)
    other = tmp_path / "b.txt"
    other.write_text("Tokyo said it would not lift its sanctions on Moscow.", encoding="utf-8")
    code, out, _ = run("add", other, "--store", store, "--date", "2016-06-01")
    assert (code, "1 new" in out) == (0, True)


def test_add_needs_a_store(run: Run, article: Path, tmp_path: Path) -> None:
    code, _, err = run("add", article, "--store", tmp_path / "none")
    assert code == 2
    assert "kg build" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("name", "content"), [
    ("empty.txt", b""), ("blank.txt", b" \n \n"), ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00"),
    ("broken.pdf", b"%PDF-1.7 not really"), ("odd.docx", b"PK\x03\x04"),
])
def test_faulty_files_are_refused_by_name_and_the_others_built(run: Run, article: Path, tmp_path: Path, name: str,
                                                               content: bytes) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    code, out, err = run("facts", bad, article)
    assert code == 1
    assert name in err
    assert "Traceback" not in err
    assert '"article": "sochi"' in out


def test_a_missing_file_is_refused(run: Run, tmp_path: Path) -> None:
    code, _, err = run("facts", tmp_path / "nowhere.txt")
    assert code == 1
    assert "nowhere.txt" in err


def test_a_date_that_is_none(run: Run, article: Path) -> None:
    code, _, err = run("facts", article, "--date", "yesterday")
    assert code == 2
    assert "yesterday" in err


def test_text_is_what_offsets_refer_to(run: Run, article: Path) -> None:
    assert run("text", article)[1] == ARTICLE


def test_an_unwritable_store_is_one_line(run: Run, article: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    code, _, err = run("build", article, "--store", blocked / "store")
    assert code == 2
    assert err.strip().count("\n") == 0
    assert "Traceback" not in err


def test_no_article_at_all(run: Run, tmp_path: Path) -> None:
    code, _, err = run("build", tmp_path, "--store", tmp_path / "store")
    assert code == 2
    assert os.fspath(tmp_path) in err


def test_score_of_gold_with_itself_is_one(run: Run, article: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(run("facts", article)[1], encoding="utf-8")
    code, out, _ = run("score", gold, gold)
    assert code == 0
    assert "headline 1.000" in out
    assert json.loads(run("score", gold, gold, "--json")[1])["headline"] == 1.0


def test_score_names_the_faulty_line(run: Run, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.jsonl"
    faulty.write_text('{"article": "a", "kind": "entity", "id": "x", "type": "State"}\nnot json\n', encoding="utf-8")
    code, _, err = run("score", faulty, faulty)
    assert code == 2
    assert "faulty.jsonl:2" in err
