"""The house plan: imports point one way, and RDF libraries stay in their rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
#: Rooms from the ground up; rooms on one floor do not import each other.
FLOORS: list[set[str]] = [
    {"errors", "settings"},
    {"model"},
    {"knowledge"},
    {"reading", "language", "extraction", "resolution"},
    {"graph"},
    {"query"},
    {"analysis", "export"},
    {"web"},
    {"build"},
    {"cli"},
]
FLOOR_OF = {room: number for number, floor in enumerate(FLOORS) for room in floor}
RDF = {"rdflib", "pyoxigraph", "pyshacl", "SPARQLWrapper", "owlrl", "reasonable"}
RDF_ROOMS = {"graph", "query", "export"}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room in {"__init__", "__main__"}:
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "kg" and len(parts) > 1 and parts[1] in FLOOR_OF and parts[1] != room:
            assert FLOOR_OF[parts[1]] < FLOOR_OF[room], f"{room} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_rdf_libraries_stay_in_their_rooms(path: Path) -> None:
    found = {name.split(".")[0] for name in imported(path)} & RDF
    assert not found or room_of(path) in RDF_ROOMS, f"{path} imports {found}"


def test_every_room_is_on_the_plan() -> None:
    assert {room_of(path) for path in FILES} <= set(FLOOR_OF) | {"__init__", "__main__"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 350, f"{path} has {lines} lines: usually two nouns"
