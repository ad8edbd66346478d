"""Tables of the knowledge base: CSV rows and YAML files with their file and line, and what is wrong with them.

A cell that holds several values separates them by ``|``. Every table has its list of columns here, and a
``source`` column; a table with other columns is a finding, not a guess.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

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
        "people": "id label surname names state gender wikidata source",
        "tenures": "person office start end source",
        "places": "id label kind state part_of names adjectives wikidata source",
        "locations": "place wkt source",
        "memberships": "state organization start end source",
        "territories": "id label kind part_of wikidata wkt accuracy_km area_km2 population population_year source",
        "names": "territory name language kind authority source",
        "claims": "kind claimant territory basis start end source",
        "treaties": "id label kind names parties signed in_force place status wikidata source",
        "clauses": "treaty number summary source",
        "readings": "treaty number state reading source",
        "sanctions": "id label names authority target measure reason start end wikidata source",
    }.items()
}

#: Columns that a table may leave out, so that packs written before there were such stay sound.
OPTIONAL: dict[str, frozenset[str]] = {"people": frozenset({"gender"}), "territories": frozenset({"accuracy_km"})}

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]+)?")
#: What no reader sees and no text has: controls, line ends within a cell, soft hyphens, zero-width and no-break
#: spaces, marks of writing direction, and what stands for a character that was lost.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\xa0\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]")


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
        return self.cells["source"] or self.required("source")

    def required(self, column: str) -> str:
        """A cell that must not be empty."""
        if not self[column]:
            self.fault(f"{column!r} is empty", f"fill in {column}")
        return self[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell, separated by ``|``; none may be empty, and none stand twice."""
        values = split(self[column])
        if "" in values or len(set(values)) < len(values):
            self.fault(f"{column}: an empty value, or one that stands twice, in {self[column]!r}",
                       "have one | between two values, and each value once")
        return tuple(dict.fromkeys(filter(None, values)))

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
        if not _NUMBER.fullmatch(self[column]):
            self.fault(f"{column}: not a number: {self[column]!r}", "write digits without separators, or nothing")
            return None
        return float(self[column])

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        if self[column] not in allowed:
            self.fault(f"{column}: {self[column]!r} is none of the words for it", f"use one of: {', '.join(allowed)}")
        return self[column]


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell, separated by ``|``."""
    return tuple(value.strip() for value in cell.split("|")) if cell else ()


def read_table(path: Path, root: Path, findings: list[Finding]) -> Iterator[Row]:
    """Rows of a CSV table, numbered by their first line; a file that is no such table gives a finding and no rows."""
    file, columns = path.relative_to(root).as_posix(), COLUMNS.get(path.stem)
    if columns is None:
        findings.append(Finding(file, 1, f"no table has the name {path.stem!r}", f"use one of: {', '.join(COLUMNS)}"))
        return
    text = read_text(path, root, findings)
    if text is None:
        return
    line, seen, hidden = 1, dict[tuple[str, ...], int](), _INVISIBLE.search(text)
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, ()))
        left_out = OPTIONAL.get(path.stem, frozenset()) - set(header)
        wanted = tuple(column for column in columns if column not in left_out)
        if header != wanted:
            problem = f"the columns are {','.join(header) or 'missing'}"
            findings.append(Finding(file, 1, problem, _header(header, wanted)))
            return
        line = reader.line_num + 1
        for raw in reader:
            cells, at, line = tuple(map(str.strip, raw)), line, reader.line_num + 1
            if not any(cells):
                continue
            row = Row(file, at, dict.fromkeys(left_out, "") | dict(zip(header, cells, strict=False)), findings)
            if len(cells) != len(header):
                row.fault(f"{len(cells)} cells where the table has {len(header)} columns",
                          "put cells with a comma into double quotes, and give every column a cell")
            elif (first := seen.setdefault(cells, at)) != at:
                row.fault(f"the same row as line {first}", "remove one of the two")
            else:
                for column, cell in zip(header, cells, strict=True) if hidden else ():
                    if odd := _INVISIBLE.search(cell):
                        row.fault(f"{column}: U+{ord(odd[0]):04X}, which nobody sees, in {cell!r}", "retype the cell")
                yield row
    except csv.Error as error:
        findings.append(Finding(file, line, f"not CSV: {error}", "close every double quote, and double those within"))


def _header(header: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """What would make the columns right."""
    if len(header) == 1 and len(re.split("[\t;|]", header[0])) > 1:
        return "separate the cells of all rows by commas"
    missing, odd = [c for c in wanted if c not in header], [c for c in header if c not in wanted]
    parts = [f"add {', '.join(missing)}" if missing else "", f"remove {', '.join(odd)}" if odd else ""]
    return f"{' and '.join(filter(None, parts)) or 'put them in order'}, so that they are {','.join(wanted)}"


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
