"""The notebooks of docs/ run from top to bottom and show what they promise."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from kg.build import build
from kg.graph.derive import derive
from kg.graph.store import GraphStore

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notebook") / "store"
    names = ("14-sochi-and-the-measure-of-progress", "24-the-clause-about-alienation")
    with GraphStore.open(path, create=True) as made:
        build([ROOT / "corpus" / "articles" / f"{name}.md" for name in names], made)
        derive(made)
    return path


def test_asking(store: Path) -> None:
    notebook = nbformat.read(ROOT / "docs" / "asking.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without outputs, which would grow stale"
    for cell in notebook.cells:
        cell.source = cell.source.replace('"../out/store"', repr(str(store)))
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(ROOT))
    shown = [str(o.get("data", o.get("text", ""))) for c in notebook.cells for o in c.get("outputs", [])]
    assert any("Which positions has an actor taken" in text for text in shown)
    assert any("transfer" in text and "<table" in text for text in shown)
    assert any("(True, 'the first 2 of" in text for text in shown)
    assert any("Place(actor=" in text for text in shown)
