"""The command line as its worst users meet it: broken files, pipes that close, full disks, Ctrl-C, odd terminals."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build
from kg.cli import main
from kg.graph.store import GraphStore

KG = (sys.executable, "-c", "from kg.cli import main; main()")
SENTENCE = "Japan said on Friday it would keep its sanctions on Russia. Vladimir Putin rejected the claim.\n"


def kg(*argv: str | Path, **more: object) -> "subprocess.CompletedProcess[str]":
    """Run ``kg`` as a process of its own."""
    return subprocess.run([*KG, *map(str, argv)], capture_output=True, encoding="utf-8", check=False, **more)  # type: ignore[call-overload, no-any-return]


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two articles."""
    folder = tmp_path_factory.mktemp("hard")
    for number in (1, 2):
        (folder / f"note{number}.txt").write_text(SENTENCE * number, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["build", str(folder), "--store", str(folder / "store")])
    return folder / "store"


def one_line(err: str) -> str:
    """The only line of an error."""
    assert "Traceback" not in err
    assert err.strip().count("\n") == 0, err
    return err


# --- what is asked for and is not there ---

@pytest.mark.parametrize("form", ["nq", "jsonl", "gexf"])
def test_export_of_an_unknown_article_names_known_ones(form: str, run: Run, store: Path) -> None:
    code, out, err = run("export", "--format", form, "--article", "note9", "--store", store)
    assert (code, out) == (2, "")
    assert "note9" in one_line(err)
    assert "note1" in err


def test_view_of_an_unknown_article(run: Run, store: Path, tmp_path: Path) -> None:
    code, _, err = run("view", "--article", "note9", "--store", store, "-o", tmp_path / "a.html")
    assert code == 2
    assert "note1" in one_line(err)


@pytest.mark.parametrize("argv", [("export", "--format", "nq"), ("view",)])
def test_an_output_that_cannot_be_written_is_named(argv: tuple[str, ...], run: Run, store: Path,
                                                   tmp_path: Path) -> None:
    code, _, err = run(*argv, "--store", store, "-o", tmp_path)
    assert code == 2
    assert f"cannot write {tmp_path}" in one_line(err)


def test_a_store_in_the_place_of_a_file_is_not_to_be_deleted(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(SENTENCE, encoding="utf-8")
    code, _, err = run("build", article, "--store", article)
    assert code == 2
    assert "delete" not in one_line(err)
    assert article.read_text(encoding="utf-8") == SENTENCE


def test_faulty_sparql_is_one_line(run: Run, store: Path, tmp_path: Path) -> None:
    query = tmp_path / "q.rq"
    query.write_text("SELECT * {\n", encoding="utf-8")
    code, _, err = run("query", query, "--store", store)
    assert code == 2
    assert len(one_line(err)) < 400


@pytest.mark.parametrize("line", [
    '{"article": "a", "kind": "entity"}', '{"article": 5, "kind": "entity", "id": "x", "type": "State"}',
    '{"article": "a", "kind": "opinion"}', '{"article": "a", "kind": "statement", "content": 5}',
    '{"article": "a", "kind": "event", "type": "visit", "evidence": {"start": 1}}', "[1]",
])
def test_score_refuses_what_is_no_record(line: str, run: Run, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.jsonl"
    faulty.write_text(line + "\n", encoding="utf-8")
    code, _, err = run("score", faulty, faulty)
    assert code == 2
    assert "faulty.jsonl:1" in one_line(err)


# --- pipes, disks, signals, terminals ---

@pytest.mark.parametrize("argv", [("export", "--format", "nq"), ("stats",), ("export", "--format", "csv")])
def test_a_reader_that_goes_away_is_no_fault(argv: tuple[str, ...], store: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([*KG, *argv, "--store", str(store)], stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def _little_disk() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def test_a_full_disk(run: Run, store: Path, tmp_path: Path) -> None:
    done = kg("export", "--format", "nq", "--store", store, "-o", tmp_path / "a.nq", preexec_fn=_little_disk)
    assert done.returncode == 2
    assert "a.nq" in one_line(done.stderr)
    done = kg("build", store.parent / "note1.txt", "--store", tmp_path / "new", preexec_fn=_little_disk)
    assert done.returncode == 2
    assert "free some space" in one_line(done.stderr)
    assert run("build", store.parent / "note1.txt", "--store", tmp_path / "new")[0] == 0


def test_ctrl_c_leaves_a_store_of_whole_articles(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"n{number:02}.txt").write_text(SENTENCE * 40, encoding="utf-8")
    target = tmp_path / "store"
    with subprocess.Popen([*KG, "build", str(tmp_path), "--store", str(target)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, encoding="utf-8") as process:
        while process.poll() is None and not (target / "quads" / "CURRENT").exists():
            time.sleep(0.02)
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "kg: stopped; articles stored so far are kept"
    with GraphStore.open(target) as left:
        sizes = {len(left.article_graph(name)) for name in left.articles()}
    assert len(sizes) <= 1  # the articles are alike but for their names


@pytest.mark.parametrize("moment", [0.02, 0.1, 0.4, 0.8])
def test_ctrl_c_while_it_starts(moment: float, store: Path, tmp_path: Path) -> None:
    code = ("import os, signal, sys, threading; from kg.cli import main; "
            "threading.Timer(float(sys.argv.pop(1)), os.kill, (os.getpid(), signal.SIGINT)).start(); main()")
    done = subprocess.run([sys.executable, "-c", code, str(moment), "build", str(store.parent), "--store",
                           str(tmp_path / "new")], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] == "kg: stopped; articles stored so far are kept"


def test_asked_to_stop_a_build_stores_what_is_at_hand(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"n{number:02}.txt").write_text(SENTENCE, encoding="utf-8")
    seen: list[str] = []
    with GraphStore.open(tmp_path / "store", create=True) as graph:
        summary = build([tmp_path], graph, stop=lambda: len(seen) > 5, notice=lambda item: seen.append(item.id))
        assert summary.stopped
        assert summary.articles == {"new": 5}
        assert len(list(graph.articles())) == 5


def test_two_writers(run: Run, tmp_path: Path, store: Path) -> None:
    with GraphStore.open(tmp_path / "store", create=True):
        code, _, err = run("build", store.parent / "note1.txt", "--store", tmp_path / "store")
    assert code == 2
    assert "another process" in one_line(err)


@pytest.mark.parametrize("argv", [("queries",), ("query", "names-by-authority"), ("stats",), ("explain", "japan")])
def test_a_terminal_of_ascii_only(argv: tuple[str, ...], store: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = kg(*argv, *(("--store", store) if argv != ("queries",) else ()), env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout


# --- texts that nobody expects ---

HARD = {
    "emoji": "😀🇯🇵 Japan 👍🏽 said “we 🙏 will never give up the islands” 🇷🇺. 国後島 Kunashiri is ours, Putin said.",
    "right to left": "‏רוסיה‎ Moscow rejected the claims of مجلس Tokyo, Abe said.",
    "odd spaces": "Ja\u0301pan sa\u00adid it wou\u200bld protest.\u2028Putin said yes\x85Abe said\x0bXi said\x0c no.",
    "no letters": "12345 !!! --- 99 %%% 2016-05-06 ;;; (((",
    "brackets": '"' * 300 + 'Japan said "' * 60 + "no" + '"' * 60 + "(" * 300,
    "one word": "Japan said " + "a" * 20_000 + ".",
    "one sentence": "Japan said " + " and ".join(f"that Russia would return the islands by {1900 + i % 120}"
                                                  for i in range(150)) + ".",
    "names": ", ".join(f"{first} {last}ov" for first in ("Ivan", "Olga", "Akira", "Pedro")
                       for last in ("Bel", "Sid", "Kuz", "Mor", "Pav")) + " met Vladimir Putin in Tokyo on Friday.",
    "blank lines": "\n" * 5_000 + "Japan said no.",
    "capitals": "JAPAN SAID ON FRIDAY IT WOULD NEVER GIVE UP THE NORTHERN TERRITORIES. ",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_spans_are_exact_in_hard_text(text: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hard.txt"
    path.write_bytes(text.encode())
    code, out, err = run("facts", path)
    assert (code, err) == (0, "")
    for line in out.rstrip("\n").split("\n") if out else ():
        record = json.loads(line)
        spans = [s for value in record.values() for s in (value if isinstance(value, list) else [value])
                 if isinstance(s, dict)]
        assert spans
        assert all(text[s["start"]:s["end"]] == s["text"] for s in spans)
    assert run("text", path)[1] == text
    assert run("parse", path)[0] == 0
