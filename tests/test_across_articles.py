"""From three outlets' texts to one event and to the right people: the whole way, with the real knowledge."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from kg.cli.group import main
from kg.graph.store import GraphStore
from kg.query import catalogue, run

NEWS = {
    "north": ("2016-05-07", "North Post", """Japanese Prime Minister Shinzo Abe met Russian President Vladimir Putin \
in Sochi on Friday.

Ivan Petrov, the mayor of Yuzhno-Kurilsk, said the talks brought nothing to the islanders."""),
    "south": ("2016-05-08", "South Post", """Shinzo Abe and Vladimir Putin held talks in Sochi on May 6, 2016.

Yuzhno-Kurilsk Mayor Ivan Petrov said that islanders expected little."""),
    "east": ("2016-05-12", "East Post", """Japan and Russia held talks in Sochi last Friday.

"Bread is dear," said Ivan Petrov, the chairman of the Bakers' Union of Minsk."""),
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("news")
    for name, (date, outlet, text) in NEWS.items():
        head = f"---\ntitle: {name}\ndate: {date}\noutlet: {outlet}\n---\n"
        (folder / f"{name}.md").write_text(f"{head}{text}\n", "utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def store(news: list[Path]) -> Iterator[GraphStore]:
    with GraphStore.in_memory() as made:
        build(news, made)
        yield made


def dumped(store: GraphStore) -> bytes:
    out = io.BytesIO()
    store.dump(out)
    return out.getvalue()


def test_three_outlets_tell_of_one_meeting_with_three_pieces_of_evidence(store: GraphStore) -> None:
    rows = run(store, catalogue()["events-across-articles"], {"type": "meeting"}).dicts()
    assert len(rows) == 3
    assert {(row["date"], row["articles"], row["outlets"]) for row in rows} == {("2016-05-06", "3", "3")}
    assert len({row["happening"] for row in rows}) == 1
    assert len({row["sentence"] for row in rows}) == 3
    two = run(store, catalogue()["meetings-of-two"], {"first": "shinzo-abe", "second": "vladimir-putin"}).dicts()
    assert [row["articles"] for row in two] == ["3"]


def test_the_mayor_is_one_and_the_baker_another(store: GraphStore) -> None:
    rows = run(store, catalogue()["said-by"], {"source": "person-ivan-petrov"}).dicts()
    assert sorted(row["article"].rpartition("/")[2] for row in rows) == ["north", "south"]


def test_any_order_gives_the_same_bytes(news: list[Path], store: GraphStore) -> None:
    with GraphStore.in_memory() as other:
        for path in reversed(news):
            build([path], other)
        assert dumped(other) == dumped(store)


def test_judgements_survive_what_happens_to_a_store(news: list[Path], tmp_path: Path,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    def kg(*arguments: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        out = capsys.readouterr()
        assert (stopped.value.code, out.err if code == 0 else "") == (code, "")
        return out.out + out.err

    one, copy, lines = (str(tmp_path / name) for name in ("one", "copy", "judgements.jsonl"))
    dump = str(tmp_path / "dump.nq")
    kg("build", *map(str, news), "--store", one)
    said = kg("same", "north/person-ivan-petrov", "east/person-ivan-petrov", "--store", one, "--by", "Ed", "--why",
              "one man")
    assert said == "east/person-ivan-petrov and north/person-ivan-petrov: same\n"
    assert "cannot be one" in kg("same", "japan", "person-ivan-petrov", "--store", one, code=2)
    kg("different", "north/person-ivan-petrov", "south/person-ivan-petrov", "--store", one)
    assert "contradiction" in kg("same", "south/person-ivan-petrov", "east/person-ivan-petrov", "--store", one, code=2)
    kg("build", *map(str, news), "--store", one)
    kg("dump", "-o", dump, "--store", one)
    kg("restore", dump, "--store", copy)
    kg("judgements", "--export", lines, "--store", copy)
    exported = [json.loads(line) for line in Path(lines).read_text("utf-8").splitlines()]
    assert {(j["verdict"], j["why"]) for j in exported} == {("same", "one man"), ("different", "")}
    kg("judgements", "--forget", "north/person-ivan-petrov", "east/person-ivan-petrov", "--store", one)
    kg("judgements", "--import", lines, "--store", one)
    found = json.loads(kg("judgements", "--by", "person", "--format", "json", "--store", one))
    assert [judgement["verdict"] for judgement in found] == ["same", "different"]
