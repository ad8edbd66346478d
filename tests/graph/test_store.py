"""A store keeps whole articles, knows what has changed, and says in one line what is wrong with it."""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from kg.errors import KgError, KnowledgeError, StoreError
from kg.graph import iris, provenance, replacing
from kg.graph.dumping import restore, sorted_lines
from kg.graph.mapping import article_quads
from kg.graph.namespaces import DKG
from kg.graph.store import GraphStore
from kg.model import Facts, Knowledge

Make = Callable[..., Facts]


def dumped(store: GraphStore) -> bytes:
    stream = io.BytesIO()
    store.dump(stream)
    return stream.getvalue()


@pytest.fixture
def store(knowledge: Knowledge) -> GraphStore:
    return GraphStore.in_memory(knowledge)


def test_new_unchanged_changed(store: GraphStore, make_facts: Make) -> None:
    facts = make_facts()
    assert not store.is_current(facts.article)
    assert store.add(facts) == "new"
    assert store.is_current(facts.article)
    assert store.add(facts) == "unchanged"
    assert store.add(make_facts(stance="support", date="2016-06")) == "changed"
    assert not store.is_current(facts.article)
    assert store.article_graph("sochi") == sorted(article_quads(make_facts(stance="support", date="2016-06")), key=str)


def test_another_program_or_knowledge_makes_articles_stale(store: GraphStore, make_facts: Make,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(make_facts())
    with monkeypatch.context() as patch:
        patch.setattr(provenance, "__version__", "99.0")
        assert not store.is_current(make_facts().article)
    for part in ("configuration", "model"):
        with monkeypatch.context() as patch:
            patch.setattr(provenance, part, lambda: "another")
            assert not store.is_current(make_facts().article)


def test_replacing_an_article_leaves_the_others_alone(store: GraphStore, make_facts: Make) -> None:
    store.add(make_facts("one"))
    store.add(make_facts("two"))
    before = store.article_graph("one")
    store.add(make_facts("two", date="2017"))
    assert store.article_graph("one") == before
    assert list(store.articles()) == ["one", "two"]


def test_remove(store: GraphStore, make_facts: Make) -> None:
    bare = dumped(store)
    store.add(make_facts())
    assert store.remove("sochi")
    assert not store.remove("sochi")
    assert dumped(store) == bare
    assert list(store.articles()) == []
    with pytest.raises(KeyError):
        store.article_graph("sochi")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_replacement_is_exact(data: st.DataObject, any_facts: st.SearchStrategy[Facts], store: GraphStore,
                                  retold: Callable[[Facts, str], Facts]) -> None:
    """The update that replaces a graph is SPARQL: no string may break out of it or be altered by it."""
    first = data.draw(any_facts)
    second = retold(first, data.draw(st.text(min_size=1)) + "!")
    store.add(first)
    store.add(second)
    assert store.article_graph(second.article.id) == sorted(set(article_quads(second)), key=str)


@pytest.mark.parametrize("many", [1, 10**9])
def test_several_at_once_are_what_each_would_be(many: int, tmp_path: Path, knowledge: Knowledge, make_facts: Make,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether their files are written directly or they go through the journal."""
    monkeypatch.setattr(replacing, "BULK", many)
    articles = [make_facts(f"a{i}", date=f"20{i:02}") for i in range(6)]
    with GraphStore.in_memory(knowledge) as alone:
        for facts in articles[:-1]:
            alone.add(facts)
        with GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge) as store:
            assert store.add_all([]) == []
            assert store.add_all([make_facts("a0"), articles[1]]) == ["new", "new"]
            store.update(f"DELETE WHERE {{ GRAPH {iris.article_graph('a1')} {{ ?s ?p ?o }} }}")
            assert store.add_all(articles[:-1]) == ["changed", "new", "new", "new", "new"]
            assert store.add_all(articles[1:-1]) == ["unchanged"] * 4
            assert dumped(store) == dumped(alone)


def test_of_several_that_cannot_be_mapped_none_is_stored(store: GraphStore, make_facts: Make) -> None:
    good = make_facts("good")
    with pytest.raises(KgError, match="share the id"):
        store.add_all([good, replace(make_facts("bad"), events=good.events * 2)])
    assert list(store.articles()) == []


def test_what_a_killed_writer_left_aside_is_cleared(tmp_path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    with GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge) as store:
        store.add(make_facts("one"))
    left = tmp_path / "s" / "quads" / f"bulk-{2**127}.sst"
    left.write_bytes(b"half a table")
    with GraphStore.open(tmp_path / "s", knowledge=knowledge) as store:
        store.add(make_facts("two"))
    assert not left.exists()


def test_counts(store: GraphStore, make_facts: Make) -> None:
    store.add(make_facts("one"))
    store.add(make_facts("two"))
    counts = store.counts()
    assert {k: counts[k] for k in ("article", "entity", "statement", "position", "event", "relation")} == {
        "article": 2, "entity": 9, "statement": 4, "position": 4, "event": 2, "relation": 18}
    assert counts["quad"] == len(store.engine)


def test_dump_is_sorted_and_the_same_in_any_order(knowledge: Knowledge, make_facts: Make) -> None:
    articles = [make_facts(f"a{i}", date=f"20{i:02}") for i in range(6)]
    dumps = set()
    for seed in range(4):
        with GraphStore.in_memory(knowledge) as store:
            for facts in random.Random(seed).sample(articles, len(articles)):
                store.add(facts)
            dumps.add(dumped(store))
    assert len(dumps) == 1
    lines = dumps.pop().splitlines()
    assert lines == sorted(lines)
    assert not [line for line in lines if line.startswith(b"_:") or b" _:" in line.rpartition(b'"')[2]]


def test_long_dumps_are_sorted_through_files(store: GraphStore) -> None:
    assert list(sorted_lines(store.engine, chunk=100)) == list(sorted_lines(store.engine))


def test_dump_does_not_depend_on_the_hash_seed() -> None:
    code = ("import sys; from kg.graph.store import GraphStore; from kg.model import Knowledge\n"
            "GraphStore.in_memory(Knowledge({})).dump(sys.stdout.buffer)")
    dumps = {subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
                            capture_output=True).stdout for seed in ("0", "1")}
    assert len(dumps) == 1


def test_dump_restore_dump(tmp_path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    with GraphStore.open(tmp_path / "store", create=True, knowledge=knowledge) as store:
        store.add(make_facts())
        first = dumped(store)
    restore(tmp_path / "copy", io.BytesIO(first))
    with GraphStore.open(tmp_path / "copy", read_only=True) as copy:
        assert dumped(copy) == first
    with pytest.raises(StoreError, match="already"):
        restore(tmp_path / "copy", io.BytesIO(first))
    with pytest.raises(StoreError, match="faulty"):
        restore(tmp_path / "other", io.BytesIO(first[:-20]))
    assert not (tmp_path / "other").exists()


def test_a_closed_store_opens_again_with_everything(tmp_path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    with GraphStore.open(tmp_path / "store", create=True, knowledge=knowledge) as store:
        store.add(make_facts())
        before = dumped(store)
    with GraphStore.open(tmp_path / "store", read_only=True) as store:
        assert dumped(store) == before
        assert store.query("ASK { ?p dkg:topic topic:transfer ; dkg:stance stance:oppose }")
    with pytest.raises(StoreError, match="closed"):
        store.counts()


def test_a_checkpoint_stays_as_it_was(tmp_path: Path, knowledge: Knowledge, make_facts: Make) -> None:
    with GraphStore.open(tmp_path / "store", create=True, knowledge=knowledge) as store:
        store.add(make_facts("one"))
        store.checkpoint(tmp_path / "copy")
        store.add(make_facts("two"))
        graphs = set(Store.read_only(str(tmp_path / "copy")).named_graphs())
        assert iris.article_graph("one") in graphs
        assert iris.article_graph("two") not in graphs


def test_changed_knowledge_is_loaded_when_the_store_is_opened(tmp_path: Path, knowledge: Knowledge) -> None:
    with GraphStore.open(tmp_path / "store", create=True, knowledge=Knowledge({})) as store:
        assert not store.query("ASK { id:japan a dkg:State }")
    with GraphStore.open(tmp_path / "store", knowledge=knowledge) as store:
        assert store.query("ASK { id:japan a dkg:State }")
        assert store.query("ASK { topic:transfer skos:prefLabel ?label }")


# --- what can be wrong ---

def one_line(error: pytest.ExceptionInfo[StoreError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    assert "Traceback" not in text
    return text


def test_a_missing_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store") as error:
        GraphStore.open(tmp_path / "none", read_only=True)
    assert "kg build" in one_line(error)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("make", [lambda p: p.write_text("a file"), lambda p: (p.mkdir(), (p / "x").write_text("x"))])
def test_something_else_is_there(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "thing")
    for create in (True, False):
        with pytest.raises(StoreError) as error:
            GraphStore.open(tmp_path / "thing", create=create)
        assert str(tmp_path / "thing") in one_line(error)


@pytest.mark.parametrize(("content", "says"), [
    ('{"format": 0}', "format 0"), ('{"format": 2}', "format 2"),
    ("{", "cannot be read"), ("[]", "cannot be read"), ("", "cannot be read")])
def test_another_format(tmp_path: Path, knowledge: Knowledge, content: str, says: str) -> None:
    GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge).close()
    (tmp_path / "s" / "store.json").write_text(content)
    with pytest.raises(StoreError, match=says) as error:
        GraphStore.open(tmp_path / "s", create=True)
    one_line(error)


@pytest.mark.parametrize("damage", ["CURRENT", "MANIFEST", "gone", "binary"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_store(tmp_path: Path, knowledge: Knowledge, damage: str, read_only: bool) -> None:
    GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge).close()
    quads = next((tmp_path / "s" / "generations").iterdir()) if read_only else tmp_path / "s" / "quads"
    if damage == "gone":
        shutil.rmtree(quads)
        quads.write_text("")
    else:
        for path in quads.glob(f"{damage}*" if damage != "binary" else "*.sst"):
            path.write_bytes(b"\x00garbage" * 100)
    with pytest.raises(StoreError) as error, GraphStore.open(tmp_path / "s", read_only=read_only) as store:
        dumped(store)
    one_line(error)


def test_one_writer_at_a_time(tmp_path: Path, knowledge: Knowledge) -> None:
    with GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge):
        with pytest.raises(StoreError, match="another process") as error:
            GraphStore.open(tmp_path / "s")
        one_line(error)
    GraphStore.open(tmp_path / "s", knowledge=knowledge).close()


def test_an_unwritable_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "store", Path("/proc/store")):
        with pytest.raises(StoreError) as error:
            GraphStore.open(path, create=True)
        one_line(error)


def test_faulty_knowledge_leaves_no_lock(tmp_path: Path, knowledge: Knowledge) -> None:
    broken = Knowledge({**knowledge.entries, "kurils": knowledge.entries["shinzo-abe"].__class__(
        "kurils", "Territory", "Southern Kurils", state="japan")})
    with pytest.raises(KnowledgeError, match="kurils"):
        GraphStore.open(tmp_path / "s", create=True, knowledge=broken)
    GraphStore.open(tmp_path / "s", knowledge=knowledge).close()


_WRITER = """
import resource, signal, sys
sys.path.insert(0, {folder!r})
from conftest import make, KNOWLEDGE
from kg.graph.namespaces import DKG
from kg.graph.store import GraphStore
with GraphStore.open({path!r}, create=True, knowledge=KNOWLEDGE) as store:
    print("open", flush=True)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
    for i in range(10_000):
        store.add(make(f"a{{i % 20}}", date=f"{{1000 + i}}"))
        print(i, flush=True)
"""


def test_a_killed_writer_leaves_whole_articles(tmp_path: Path, make_facts: Make) -> None:
    """Killed at some moment after the n-th acknowledged article: whole articles only, and every acknowledged one."""
    whole = len(set(article_quads(make_facts())))
    path = tmp_path / "s"
    code = _WRITER.format(folder=str(Path(__file__).parent), path=str(path), limit=-1)
    for acknowledged in (0, 3, 19, 33):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        with writer.stdout:
            while writer.stdout.readline() != f"{acknowledged}\n".encode():
                assert writer.poll() is None
            time.sleep(random.Random(acknowledged).random() / 50)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        with GraphStore.open(path, read_only=True) as store:
            stored = list(store.articles())
            assert [len(store.article_graph(name)) for name in stored] == [whole] * len(stored)
            assert {f"a{i % 20}" for i in range(acknowledged + 1)} <= set(stored)
            last = f'"{1000 + acknowledged}"'
            dates = {str(q.object) for q in store.article_graph(f"a{acknowledged % 20}")
                     if q.predicate == DKG["publishedOn"]}
            assert all(date >= last for date in dates)


_BULK_WRITER = """
import sys
sys.path.insert(0, {folder!r})
from conftest import make, KNOWLEDGE
from kg.graph import replacing
from kg.graph.store import GraphStore
replacing.BULK = 1
with GraphStore.open({path!r}, create=True, knowledge=KNOWLEDGE) as store:
    start = len(list(store.articles()))
    for first in range(start, start + 4000, 4):
        store.add_all([make(f"a{{number}}") for number in range(first, first + 4)])
        print(first + 4, flush=True)
"""


def test_killed_while_many_are_stored_at_once(tmp_path: Path, make_facts: Make) -> None:
    whole, path, stored = len(set(article_quads(make_facts()))), tmp_path / "s", list[str]()
    code = _BULK_WRITER.format(folder=str(Path(__file__).parent), path=str(path))
    for seed in range(3):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        with writer.stdout:
            writer.stdout.readline()
            time.sleep(random.Random(seed).random() / 10)
            writer.send_signal(signal.SIGKILL)
            acknowledged = [int(line) for line in writer.stdout]
            writer.wait()
        with GraphStore.open(path, read_only=True) as store:
            before, stored = len(stored), list(store.articles())
            assert len(stored) >= max([before + 4, *acknowledged])
            assert len(stored) % 4 == 0
            assert [len(store.article_graph(name)) for name in stored] == [whole] * len(stored)


def test_an_update_whose_second_operation_fails_changes_nothing(tmp_path: Path, knowledge: Knowledge,
                                                                make_facts: Make) -> None:
    with GraphStore.open(tmp_path / "s", create=True, knowledge=knowledge) as store:
        store.add(make_facts())
        before = dumped(store)
        with pytest.raises(StoreError, match="already exists"):
            store.update(f"DELETE WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ; "
                         f"CREATE GRAPH {iris.article_graph('new')} ; CREATE GRAPH {iris.article_graph('new')}")
        assert dumped(store) == before


def test_a_full_disk(tmp_path: Path, make_facts: Make) -> None:
    """A file-size limit stands in for a full disk: writes fail in the middle, what was stored before stays."""
    code = _WRITER.format(folder=str(Path(__file__).parent), path=str(tmp_path / "s"), limit=8_000_000)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "StoreError: cannot write to the store" in done.stderr.strip().splitlines()[-1]
    whole = len(set(article_quads(make_facts())))
    with GraphStore.open(tmp_path / "s", read_only=True) as store:
        assert {len(store.article_graph(name)) for name in store.articles()} == {whole}


def test_dump_is_read_by_others(store: GraphStore, make_facts: Make) -> None:
    store.add(make_facts())
    assert len(list(parse(dumped(store), RdfFormat.N_QUADS))) == len(store.engine)
    assert iris.article_graph("sochi") in set(store.engine.named_graphs())
