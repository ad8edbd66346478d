"""Checks of a built graph: queries whose rows are faults, as ROBOT's reports have them.

A file of ``queries/checks`` says in its header what is wrong with its rows (``problem``), what would help
(``solution``) and how bad it is (``severity``: error, warning or info).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from pyoxigraph import QuerySolutions, Store

from kg import settings
from kg.errors import KnowledgeError
from kg.graph.namespaces import prefixes
from kg.graph.store import GraphStore
from kg.query import header
from kg.query.results import Result

Severity = Literal["error", "warning", "info"]
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Check:
    """A check: each row of its query is a fault."""

    name: str
    title: str
    problem: str
    solution: str
    severity: Severity
    text: str


@dataclass(frozen=True)
class Finding:
    """A fault that a check found: the row's values by column."""

    check: Check
    row: dict[str, str]

    def __str__(self) -> str:
        values = ", ".join(f"{name} {value}" for name, value in self.row.items())
        return f"{self.check.severity}: {self.check.problem}: {values}; {self.check.solution}"


def checks(folder: Path | None = None) -> dict[str, Check]:
    """All checks by name; KnowledgeError for a faulty file."""
    return dict(_checks(folder or settings.data_dir("queries") / "checks"))


@cache
def _checks(folder: Path) -> dict[str, Check]:
    return {path.stem: _read(path) for path in sorted(folder.glob("*.rq"))}


def _read(path: Path) -> Check:
    head, text = header.read(path)
    keys = ("title", "problem", "solution", "severity")
    fields = head.mapping(keys, keys)
    severity = fields["severity"].string()
    if severity not in _SEVERITIES:
        raise fields["severity"].fault(f"{severity!r} is no severity", f"choose from {', '.join(_SEVERITIES)}")
    try:
        Store().query(text, prefixes=prefixes())
    except SyntaxError as error:
        raise KnowledgeError(f"{path.name}: faulty SPARQL: {error}", "line and column are the file's own") from error
    return Check(path.stem, fields["title"].string(), fields["problem"].string(), fields["solution"].string(),
                 cast(Severity, severity), text)


def run_checks(store: GraphStore, folder: Path | None = None) -> Iterator[Finding]:
    """The findings of all checks, errors first."""
    for check in sorted(checks(folder).values(), key=lambda c: (_SEVERITIES.index(c.severity), c.name)):
        found = store.query(check.text)
        if not isinstance(found, QuerySolutions):
            raise KnowledgeError(f"{check.name}.rq is no SELECT query", "select what identifies the fault")
        yield from (Finding(check, row) for row in Result.of(found).dicts())
