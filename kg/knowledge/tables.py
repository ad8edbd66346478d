"""Tables of the knowledge base: CSV rows and YAML files with their file and line, and what is wrong with them.

A cell that holds several values separates them by ``|``. Every table has its list of columns here, and a
``source`` column; a table with other columns is a finding, not a guess.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.model.dates import PartialDate

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "states": "id label kind names acronyms adjectives demonyms capital capital_wikidata seats wikidata"
        " start end successor source",
        "organization_kinds": "kind id label names terms states source",
        "organizations": "id label kind state part_of names acronyms terms wikidata start end successor source",
        "office_kinds": "kind label titles serves single_holder states source",
        "offices": "id label titles serves state single_holder source",
        "people": "id label surname names state wikidata source",
        "tenures": "person office start end source",
        "places": "id label kind state part_of names adjectives wikidata source",
        "memberships": "state organization start end source",
        "territories": "id label kind part_of wikidata wkt area_km2 population population_year source",
        "names": "territory name language kind authority source",
        "claims": "kind claimant territory basis start end source",
        "treaties": "id label kind names parties signed in_force place status wikidata source",
        "clauses": "treaty number summary source",
        "readings": "treaty number state reading source",
        "sanctions": "id label names authority target measure reason start end wikidata source",
    }.items()
}

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong with a knowledge file: where, what, and what would help. ``line`` counts from 1."""

    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or an item of a YAML file; faults found in it go to ``findings``."""

    file: str
    line: int
    cells: dict[str, str]
    findings: list[Finding] = field(repr=False)

    def fault(self, problem: str, remedy: str) -> None:
        """Note what is wrong with this row."""
        self.findings.append(Finding(self.file, self.line, problem, remedy))

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def id(self) -> str:
        """The row's id, a slug."""
        if not _SLUG.fullmatch(self["id"]):
            self.fault(f"not an id: {self['id']!r}", "join small letters and digits by hyphens, as in 'shinzo-abe'")
        return self["id"]

    @property
    def source(self) -> str:
        """The citation; required."""
        return self.required("source")

    def required(self, column: str) -> str:
        """A cell that must not be empty."""
        if not self[column]:
            self.fault(f"the column {column!r} is empty", f"fill in {column}")
        return self[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell, separated by ``|``."""
        return split(self[column])

    def date(self, column: str) -> PartialDate | None:
        """A date, or None for an empty cell."""
        if not self[column]:
            return None
        try:
            return PartialDate.parse(self[column])
        except ValueError as error:
            self.fault(f"{column}: {error}", "write a date as YYYY, YYYY-MM or YYYY-MM-DD, or leave the cell empty")
            return None

    def interval(self) -> tuple[PartialDate | None, PartialDate | None]:
        """The columns ``start`` and ``end``, in order."""
        start, end = self.date("start"), self.date("end")
        if start and end and end.last < start.first:
            self.fault(f"the end {end} is before the start {start}", "exchange or correct the two dates")
        return start, end

    def wikidata(self, column: str = "wikidata") -> str | None:
        """A Wikidata id, or None for an empty cell."""
        if self[column] and not _WIKIDATA.fullmatch(self[column]):
            self.fault(f"not a Wikidata id: {self[column]!r}", "write Q and a number, or leave the cell empty")
            return None
        return self[column] or None

    def number(self, column: str) -> float | None:
        """A number that is not negative, or None for an empty cell."""
        if not self[column]:
            return None
        try:
            value = float(self[column])
        except ValueError:
            value = -1.0
        if not 0 <= value < float("inf"):
            self.fault(f"{column}: not a number: {self[column]!r}", "write digits without separators, or nothing")
            return None
        return value

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        if self[column] not in allowed:
            self.fault(f"{column}: {self[column]!r} is none of the words for it", f"use one of: {', '.join(allowed)}")
        return self[column]


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell, separated by ``|``."""
    return tuple(value.strip() for value in cell.split("|")) if cell else ()


def read_table(path: Path, root: Path, findings: list[Finding]) -> Iterator[Row]:
    """Rows of a CSV table; a file that cannot be read, or has other columns, gives a finding and no rows."""
    file, columns = path.relative_to(root).as_posix(), COLUMNS.get(path.stem)
    if columns is None:
        findings.append(Finding(file, 1, f"no table has the name {path.stem!r}", f"use one of: {', '.join(COLUMNS)}"))
        return
    text = read_text(path, root, findings)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            findings.append(Finding(file, 1, f"the columns are {','.join(header)}", f"make them {','.join(columns)}"))
            return
        for cells in reader:
            if len(cells) == len(columns):
                yield Row(file, reader.line_num, dict(zip(columns, map(str.strip, cells), strict=True)), findings)
            elif cells:
                problem = f"{len(cells)} cells where the table has {len(columns)} columns"
                findings.append(Finding(file, reader.line_num, problem, "put cells with a comma into double quotes"))
    except csv.Error as error:
        findings.append(Finding(file, reader.line_num, f"not CSV: {error}", "close every double quote"))


def read_yaml(path: Path, root: Path, findings: list[Finding]) -> dict[str, Any]:
    """The mapping of a YAML file; empty, with a finding, where it is none."""
    file, text = path.relative_to(root).as_posix(), read_text(path, root, findings)
    if text is None:
        return {}
    try:
        # The C loader is ten times as fast; wheels of PyYAML have it, some source builds do not.
        value = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = f"not YAML: {getattr(error, 'problem', None) or error}"
        findings.append(
            Finding(file, mark.line + 1 if mark else 1, problem, "indent with spaces, and quote texts that hold ': '")
        )
        return {}
    if not isinstance(value, dict) or not value:
        findings.append(Finding(file, 1, "not a mapping of keys to values", "begin with lines such as 'id: kurils'"))
        return {}
    return value


def read_text(path: Path, root: Path, findings: list[Finding]) -> str | None:
    """The text of a UTF-8 file, or None with a finding."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        findings.append(Finding(path.relative_to(root).as_posix(), line, "not UTF-8", "save the file as UTF-8"))
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        findings.append(Finding(path.relative_to(root).as_posix(), 1, problem, "make it readable, or remove it"))
    return None
