"""kg review, accept, reject, correct: decisions about facts, and that they outlast builds, dumps and other stores."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.graph.store import GraphStore

Run = Callable[..., tuple[int, str, str]]
TEXT = ("Shinzo Abe met Vladimir Putin in Sochi on 6 May 2016. Russia opposes the return of the Northern Territories "
        "to Japan, the Kremlin said. Japan would keep its sanctions on Russia.\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviewing")
    (folder / "news.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["build", str(folder / "news.txt"), "--store", str(folder / "store"), "--date", "2016-05-07"])
    return folder


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store"


def facts(store: Path, kind: str) -> dict[str, dict[str, object]]:
    with GraphStore.open(store, read_only=True) as graph:
        return {str(r["id"]): r for name in graph.articles() for r in graph.records(name) if r["kind"] == kind}


def one(store: Path, kind: str) -> str:
    """An event, or the position that opposes."""
    return min(ident for ident, fact in facts(store, kind).items() if fact.get("stance", "oppose") == "oppose")


def test_what_waits_is_listed_until_it_is_decided(store: Path, run: Run) -> None:
    waiting = [json.loads(line) for line in
               run("review", "--below", "1", "--format", "json", "--store", store)[1].splitlines()]
    assert waiting
    assert [w["confidence"] for w in waiting] == sorted(w["confidence"] for w in waiting)
    assert {"fact", "id", "kind", "article", "words", "quote", "rule", "fields"} <= waiting[0].keys()
    ident = waiting[0]["id"]
    assert f"{ident}: accepted" in run("accept", ident, "--by", "A. Editor", "--store", store)[1]
    assert ident not in run("review", "--below", "1", "--store", store)[1]
    assert "accepted by A. Editor" in run("explain", ident, "--store", store)[1]
    assert "A. Editor" in run("review", "--decided", "--store", store)[1]


def test_rejected_and_corrected_outlast_all(store: Path, tmp_path: Path, run: Run) -> None:
    event, position = one(store, "event"), one(store, "position")
    assert run("reject", event, "--why", "no such meeting", "--store", store)[0] == 0
    code, out, _ = run("correct", f"news/{position}", "--set", "stance=Support", "--set", "date=2016", "--store", store)
    assert code == 0
    assert "oppose -> support" in out

    def holds(place: Path) -> None:
        assert event not in facts(place, "event")
        found = facts(place, "position")[position]
        assert (found["stance"], found["date"]) == ("support", "2016")

    holds(store)
    assert run("build", tmp_path / "news.txt", "--store", store, "--date", "2016-05-07")[0] == 0
    holds(store)
    edited = f"A line that was not there before.\n\n{TEXT}And one more.\n"  # all offsets are others
    (tmp_path / "news.txt").write_text(edited, encoding="utf-8")
    assert "1 changed" in run("build", tmp_path / "news.txt", "--store", store, "--date", "2016-05-07")[1]
    holds(store)
    assert run("remove", "news", "--store", store)[0] == 0
    assert run("add", tmp_path / "news.txt", "--store", store, "--date", "2016-05-07")[0] == 0
    holds(store)
    assert run("dump", "-o", tmp_path / "graph.nq", "--store", store)[0] == 0
    assert run("restore", tmp_path / "graph.nq", "--store", tmp_path / "restored")[0] == 0
    holds(tmp_path / "restored")
    assert run("judgements", "--export", tmp_path / "decided.jsonl", "--store", store)[0] == 0
    assert run("build", tmp_path / "news.txt", "--store", tmp_path / "fresh", "--date", "2016-05-07")[0] == 0
    assert event in facts(tmp_path / "fresh", "event")
    assert "2 read" in run("judgements", "--import", tmp_path / "decided.jsonl", "--store", tmp_path / "fresh")[1]
    holds(tmp_path / "fresh")
    assert run("dump", "--store", tmp_path / "fresh")[1] == run("dump", "--store", store)[1]


def test_a_rejected_fact_can_be_accepted_after_all(store: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cli.reviewing.now", lambda: "2026-05-07T12:00:00Z")  # both within one second
    event = one(store, "event")
    before = run("dump", "--store", store)[1]
    assert run("reject", event, "--store", store)[0] == 0
    assert "it was rejected" in run("accept", event, "--store", store)[1]
    assert event in facts(store, "event")
    assert "taken back: 1" in run("review", "--forget", event, "--store", store)[1]
    assert run("dump", "--store", store)[1] == before


@pytest.mark.parametrize(("arguments", "says"), [
    (("accept", "p000000000000"), "is the id of no fact"),
    (("accept", "news/p000000000000"), "has no fact"),
    (("accept", "none/p000000000000"), "no article 'none'"),
    (("correct", "POSITION", "--set", "stand=oppose"), "has no field 'stand' to correct; did you mean 'stance'?"),
    (("correct", "POSITION", "--set", "stance=against"), "choose from"),
    (("correct", "POSITION", "--set", "date=yesterday"), "is no date"),
    (("correct", "POSITION", "--set", "stance="), "cannot be without stance"),
    (("correct", "POSITION", "--set", "stance=oppose"), "nothing of"),
    (("correct", "POSITION", "--set", "holder=nobody at all"), "is no entity of this store"),
    (("correct", "POSITION", "--set", "stance"), "no FIELD=VALUE"),
    (("correct", "POSITION", "--set", "date=1", "--set", "date=2"), "set twice"),
])
def test_what_does_not_fit_is_refused_and_changes_nothing(store: Path, run: Run, arguments: tuple[str, ...],
                                                          says: str) -> None:
    before = run("dump", "--store", store)[1]
    position = one(store, "position")
    code, _, err = run(*(position if a == "POSITION" else a for a in arguments), "--store", store)
    assert code == 2
    assert says in err
    assert run("dump", "--store", store)[1] == before


@pytest.mark.parametrize("line", [
    '{"fact": "https://example.org/x", "verdict": "rejected", "by": "x", "when": "2026-01-02T10:00:00Z"}',
    '{"fact": "https://w3id.org/dispute-kg/id/article/a/p1", "verdict": "same", "by": "x", "when": "2026-01-02"}',
    '{"fact": "https://w3id.org/dispute-kg/id/article/a/p1", "verdict": "rejected", "by": "x", "when": "today"}',
    '{"fact": "https://w3id.org/dispute-kg/id/article/a/p1", "verdict": "corrected", "by": "x", "when": "2026-01-02"}',
    '{"fact": ["x"], "verdict": "rejected"}'])
def test_a_faulty_line_is_refused(store: Path, tmp_path: Path, run: Run, line: str) -> None:
    (tmp_path / "decided.jsonl").write_text(line, encoding="utf-8")
    code, _, err = run("judgements", "--import", tmp_path / "decided.jsonl", "--store", store)
    assert code == 2
    assert "decided.jsonl:1 is no judgement" in err
