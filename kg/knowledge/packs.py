"""The folders of the knowledge base: ``world``, and one pack a dispute."""

import re
from dataclasses import dataclass
from pathlib import Path

from kg.knowledge import disputes
from kg.knowledge.tables import COLUMNS, Finding

WORLD = "world"
_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder with its tables and Turtle files, sorted."""

    name: str
    path: Path
    tables: tuple[Path, ...]
    turtle: tuple[Path, ...]


def packs(root: Path, findings: list[Finding], without: frozenset[str] = frozenset()) -> list[Pack]:
    """The world, then the disputes by name. What nobody would read is a finding, not passed over."""
    folders = []
    for path in sorted(root.iterdir(), key=lambda path: (path.name != WORLD, path.name)):
        if path.name.startswith(".") or path.name in without:
            continue
        if path.is_dir() and not _NAME.fullmatch(path.name):
            findings.append(Finding(path.name, 1, f"{path.name!r} is no name of a pack",
                                    "name the folder by small letters and digits, joined by hyphens"))
        elif path.is_dir():
            folders.append(_pack(path, root, findings))
        elif path.suffix != ".md":
            findings.append(Finding(path.name, 1, "a file outside of a pack", "put it into the folder of a dispute"))
    if not any(pack.name == WORLD for pack in folders):
        findings.append(Finding(WORLD, 1, f"no folder {WORLD!r} under {root}", "give the folder that holds it"))
    return folders


def _pack(folder: Path, root: Path, findings: list[Finding]) -> Pack:
    tables, turtle = [], []
    for path in sorted(folder.iterdir()):
        file = path.relative_to(root).as_posix()
        if path.name.startswith(".") or path.suffix == ".md":
            continue
        if path.is_dir():
            findings.append(Finding(file, 1, "a folder within a pack is not read", "move its files one up"))
        elif path.suffix == ".csv":
            tables.append(path)
        elif path.suffix == ".ttl":
            turtle.append(path)
        elif path.name != disputes.FILE or folder.name == WORLD:
            findings.append(Finding(file, 1, f"nothing reads a file {path.name!r}", _remedy(path)))
    return Pack(folder.name, folder, tuple(tables), tuple(turtle))


def _remedy(path: Path) -> str:
    if path.stem.casefold() in COLUMNS:
        return f"name the table {path.stem.casefold()}.csv, its cells separated by commas"
    if path.suffix in (".yml", ".yaml"):
        return f"name it {disputes.FILE}"
    return "a pack has tables (.csv), dispute.yaml, Turtle (.ttl) and notes (.md); remove anything else"
