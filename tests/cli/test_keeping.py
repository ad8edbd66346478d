"""kg remove, dump, restore and check --store: articles go, stores come back, faults are shown."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from kg.cli import main
from kg.graph import iris
from kg.graph.namespaces import DKG
from kg.graph.store import GraphStore

Run = Callable[..., tuple[int, str, str]]
TEXTS = {"first": "Japan said on Friday it would keep its sanctions on Russia.\n",
         "second": "Vladimir Putin met Shinzo Abe in Sochi on 6 May 2016. Mr Abe opposed a transfer of the islands.\n"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The dump of a store of two articles."""
    folder = tmp_path_factory.mktemp("keeping")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["build", str(folder), "--store", str(folder / "store"), "--date", "2016-05-07"])
    with pytest.raises(SystemExit):
        main(["dump", "--store", str(folder / "store"), "-o", str(folder / "graph.nq")])
    return (folder / "graph.nq").read_bytes()


@pytest.fixture
def store(built: bytes, tmp_path: Path, run: Run) -> Path:
    (tmp_path / "graph.nq").write_bytes(built)
    assert run("restore", tmp_path / "graph.nq", "--store", tmp_path / "store")[0] == 0
    return tmp_path / "store"


def test_dump_restore_dump(store: Path, built: bytes, run: Run) -> None:
    code, out, _ = run("dump", "--store", store)
    assert code == 0
    assert hashlib.sha256(out.encode()).hexdigest() == hashlib.sha256(built).hexdigest()
    assert run("build", store, "--store", store)[0] == 2  # no article there; and still
    assert run("dump", "--store", store)[1] == out


def test_a_restored_article_is_current(store: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "first.txt").write_text(TEXTS["first"], encoding="utf-8")
    assert "1 unchanged" in run("build", tmp_path / "first.txt", "--store", store, "--date", "2016-05-07")[1]


@pytest.mark.parametrize(("dump", "says"), [
    (None, "there is no dump"), (b"<a> <b> .\n", "faulty"), (b"\x00\xff\xfe", "faulty"),
    (b"<http://a> <http://b> <http://c> <http://d> .\n<http://a", "faulty")])
def test_what_is_no_dump_leaves_nothing(tmp_path: Path, dump: bytes | None, says: str, run: Run) -> None:
    if dump is not None:
        (tmp_path / "graph.nq").write_bytes(dump)
    code, _, err = run("restore", tmp_path / "graph.nq", "--store", tmp_path / "new" / "store")
    assert code == 2
    assert says in err
    assert err.count("\n") == 1
    assert not list((tmp_path / "new").glob("*"))


def test_restoring_over_a_store_is_refused(store: Path, tmp_path: Path, run: Run) -> None:
    code, _, err = run("restore", tmp_path / "graph.nq", "--store", store)
    assert code == 2
    assert "already" in err


def test_remove(store: Path, run: Run) -> None:
    code, _, err = run("remove", "first", "frist", "--store", store)
    assert (code, "first" in err) == (2, True)
    code, out, _ = run("remove", "first", "--store", store)
    assert (code, out) == (0, "Articles: 1 removed, 1 left\n")
    with GraphStore.open(store, read_only=True) as graph:
        assert list(graph.articles()) == ["second"]
        assert not [q for q in graph.engine if "article/first" in str(q)]


def test_check_shows_article_and_sentence(store: Path, run: Run) -> None:
    code, out, _ = run("check", "--store", store)
    assert (code, out) == (0, "no findings\n")
    graph = iris.article_graph("second")
    with GraphStore.open(store) as opened:
        event = next(q.subject for q in opened.article_graph("second") if q.predicate == DKG["eventStatus"])
        status = next(iter(opened.engine.quads_for_pattern(event, DKG["eventStatus"], None, graph)))
        opened.exchange("second", [status], [Quad(event, DKG["eventStatus"], Literal("odd"), graph)])
    code, out, _ = run("check", "--store", store)
    assert code == 1
    assert out.startswith("error: second: ")
    assert "“Vladimir Putin met Shinzo Abe in Sochi" in out
    assert run("check", "--store", store, "--article", "first")[0] == 0
    assert run("check", "--store", store, "--article", "third")[0] == 2


def test_a_dump_is_written_whole_or_not_at_all(store: Path, tmp_path: Path, run: Run,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out" / "graph.nq"
    target.parent.mkdir()
    target.write_text("before", encoding="utf-8")

    def full(self: GraphStore, stream: io.BytesIO) -> None:  # noqa: ARG001
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(GraphStore, "dump", full)
    code, _, err = run("dump", "--store", store, "-o", target)
    assert code == 2
    assert "No space left" in err
    assert [p.name for p in target.parent.iterdir()] == ["graph.nq"]
    assert target.read_text("utf-8") == "before"
