"""Running ``kg`` in this process, and the small graph of tests/query in a folder."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from kg.cli import main
from kg.graph.derive import derive
from kg.graph.store import GraphStore

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run ``kg`` in this process; exit code, standard output, standard error."""

    def call(*argv: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(a) for a in argv])
        out, err = capfdbinary.readouterr()
        return int(stop.value.code or 0), out.decode(), err.decode()

    return call


def _small() -> ModuleType:
    spec = importlib.util.spec_from_file_location("small", Path(__file__).resolve().parents[1] / "query/conftest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a store with the small graph, concluded."""
    small, path = _small(), tmp_path_factory.mktemp("graph") / "store"
    with GraphStore.open(path, create=True, knowledge=small.KNOWLEDGE) as made:
        for facts in (small.may(), small.june(), small.note()):
            made.add(facts)
        derive(made)
    return str(path)
