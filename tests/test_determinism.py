"""The same articles give the same bytes, whatever the order of the files and Python's hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLES = sorted((Path(__file__).parents[1] / "corpus" / "articles").glob("*.md"))[:3]
KG = (sys.executable, "-c", "from kg.cli import main; main()")


def _kg(seed: int, *argv: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run([*KG, *argv], env=environment, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """All quads of a store built of the articles in their order."""
    store = str(tmp_path_factory.mktemp("first") / "store")
    _kg(0, "build", *map(str, ARTICLES), "--store", store)
    return _kg(0, "export", "--format", "nq", "--store", store)


def test_another_order_another_seed_and_one_after_the_other(graph: bytes, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    _kg(4711, "build", str(ARTICLES[2]), "--store", store)
    _kg(99, "add", str(ARTICLES[1]), str(ARTICLES[0]), "--store", store)
    assert all(path.stem.encode() in graph for path in ARTICLES)
    assert _kg(3, "export", "--format", "nq", "--store", store) == graph
