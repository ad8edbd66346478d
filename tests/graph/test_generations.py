"""Generations: readers and writers never wait for each other, and what is read stays as it is."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.generations import hold, newest, sweep
from kg.graph.store import GraphStore
from kg.model import Facts, Knowledge

Make = Callable[..., Facts]


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in (path / "generations").iterdir())


@pytest.fixture
def path(tmp_path: Path, knowledge: Knowledge, make_facts: Make) -> Path:
    """A store of one article, published once."""
    with GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge) as store:
        store.add(make_facts("one"))
    return tmp_path / "s"


def add(path: Path, knowledge: Knowledge, facts: Facts) -> None:
    with GraphStore.open(path, knowledge=knowledge) as store:
        store.add(facts)


def test_readers_see_what_was_published_and_nothing_later(path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    before = GraphStore.open(path, read_only=True)
    with GraphStore.open(path, knowledge=knowledge) as writer:
        writer.add(make_facts("two"))
        with GraphStore.open(path, read_only=True) as during:
            assert list(during.articles()) == ["one"]
            assert during.generation == before.generation
        number = int(writer.publish().partition("-")[0])
        writer.add(make_facts("three"))
        with GraphStore.open(path, read_only=True) as after:
            assert list(after.articles()) == ["one", "two"]
            assert str(after.generation).startswith(f"{number}-")
    with GraphStore.open(path, read_only=True) as later:
        assert list(later.articles()) == ["one", "three", "two"]
    assert list(before.articles()) == ["one"]
    before.close()


def test_old_ones_go_when_nobody_holds_them(path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    first = GraphStore.open(path, read_only=True)
    also = GraphStore.open(path, read_only=True, generation=first.generation)
    add(path, knowledge, make_facts("two"))
    add(path, knowledge, make_facts("three"))
    last = newest(path)
    assert last
    assert names(path) == [first.generation, last.id]
    first.close()
    assert names(path) == [first.generation, last.id]
    also.close()
    assert names(path) == [last.id]
    with pytest.raises(StoreError, match=f"{first.generation}.* any more; the newest is {last.id}"):
        GraphStore.open(path, read_only=True, generation=first.generation)
    with pytest.raises(StoreError, match="no id"):
        GraphStore.open(path, read_only=True, generation="../../etc")


def test_nothing_new_is_no_new_generation_and_writes_nothing(path: Path, knowledge: Knowledge,
                                                             make_facts: Make) -> None:
    def state() -> dict[str, int]:
        return {str(file): file.stat().st_mtime_ns for file in path.rglob("*")}

    before = state()
    add(path, knowledge, make_facts("one"))
    assert state() == before


def broken_off(store: GraphStore, facts: Facts) -> None:
    with store:
        store.add(facts)
        raise KeyboardInterrupt


def test_what_was_stored_before_an_error_is_seen_by_the_next_reader(path: Path, knowledge: Knowledge,
                                                                    make_facts: Make) -> None:
    with pytest.raises(KeyboardInterrupt):
        broken_off(GraphStore.open(path, knowledge=knowledge), make_facts("two"))
    number = newest(path).number  # type: ignore[union-attr]
    for _ in range(2):
        with GraphStore.open(path, read_only=True) as reader:
            assert list(reader.articles()) == ["one", "two"]
            assert reader.generation == newest(path).id  # type: ignore[union-attr]
    assert newest(path).number == number + 1  # type: ignore[union-attr]


def test_a_first_build_that_was_broken_off_can_be_read(tmp_path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    store = GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge)
    with pytest.raises(StoreError, match="being written"):
        GraphStore.open(tmp_path / "s", read_only=True)
    with pytest.raises(KeyboardInterrupt):
        broken_off(store, make_facts("one"))
    with GraphStore.open(tmp_path / "s", read_only=True) as reader:
        assert list(reader.articles()) == ["one"]


def test_a_publisher_that_was_killed_leaves_no_half_generation(path: Path, knowledge: Knowledge,
                                                               make_facts: Make) -> None:
    before = newest(path)
    code = ("import os, sys\nfrom pathlib import Path\nfrom kg.graph.generations import publish\n"
            "publish(Path(sys.argv[1]), '0' * 64, lambda folder: (folder.mkdir(), os._exit(9)))")
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    assert len(names(path)) == 2
    assert newest(path) == before
    add(path, knowledge, make_facts("two"))
    last = newest(path)
    assert last
    assert names(path) == [last.id]


def test_a_reader_in_another_process_keeps_its_generation_until_it_is_killed(path: Path, knowledge: Knowledge,
                                                                             make_facts: Make) -> None:
    code = ("import sys\nfrom kg.graph.store import GraphStore\n"
            "store = GraphStore.open(sys.argv[1], read_only=True)\nprint(store.generation, flush=True)\n"
            "sys.stdin.readline(); print(*store.articles(), flush=True); sys.stdin.readline()")
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as reader:
        assert reader.stdin
        assert reader.stdout
        held = reader.stdout.readline().strip()
        add(path, knowledge, make_facts("two"))
        assert held in names(path)
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "one\n"
        reader.kill()
    sweep(path)
    assert held not in names(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_a_reader_who_may_not_write_there(path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    with pytest.raises(KeyboardInterrupt):
        broken_off(GraphStore.open(path, knowledge=knowledge), make_facts("two"))
    code = ("import os, sys\nfrom kg import knowledge\nfrom kg.graph.store import GraphStore\n"
            "knowledge.load()\nos.setuid(65534)\n"
            "with GraphStore.open(sys.argv[1], read_only=True) as store: print(*store.articles())\n"
            "GraphStore.open(sys.argv[1])")
    with tempfile.TemporaryDirectory() as open_to_all:  # pytest's own folders are not
        Path(open_to_all).chmod(0o755)
        place = shutil.copytree(path, Path(open_to_all) / "s")
        done = subprocess.run([sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=False)
    assert done.stdout == "one\n", done.stderr  # not "two", which only a writer can publish
    assert "StoreError: cannot open the store" in done.stderr
    assert "Permission denied; choose a folder that you may write to" in done.stderr


def test_hold_without_a_store(tmp_path: Path) -> None:
    assert hold(tmp_path) is None
    assert newest(tmp_path / "none") is None
