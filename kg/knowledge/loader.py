"""Reading all folders, checking them against one another, and making the ``Knowledge``."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import get_args

from kg.errors import KnowledgeError
from kg.knowledge import checks, entries, facts, patterns
from kg.knowledge.disputes import FILE, read_dispute
from kg.knowledge.geometry import wkt_problem
from kg.knowledge.packs import WORLD, Pack, packs
from kg.knowledge.tables import Finding, Row, read_table
from kg.model.entities import EntityType
from kg.model.knowledge import Dispute, Knowledge, Name
from kg.settings import data_dir


@dataclass(frozen=True, slots=True)
class Tables:
    """What the folders hold: the knowledge, the rows that it is made of by table, their Turtle, and every fault."""

    knowledge: Knowledge
    rows: entries.Rows
    turtle: tuple[Path, ...]
    findings: tuple[Finding, ...]


def default_root() -> Path:
    """The package's own folder of knowledge."""
    return data_dir("ontology") / "knowledge"


def load(root: Path | None = None, without: frozenset[str] = frozenset()) -> Knowledge:
    """The knowledge base under ``root`` (the package's own by default), read once a process.

    ``without`` names what is left out: packs (``isles``) and rows of the world (``world/people.csv:12``).
    Raises ``KnowledgeError`` with file, line and remedy of the first fault, and how many more there are.
    """
    return _load((root or default_root()).resolve(), without)


def check(root: Path | None = None) -> list[Finding]:
    """Everything that is wrong with the tables, by file and line; empty for sound ones."""
    return list(read(root).findings)


def require(findings: Sequence[Finding]) -> None:
    """KnowledgeError with the first of the findings, if there is any."""
    if findings:
        first = findings[0]
        more = f" (and {len(findings) - 1} more: kg check lists them)" if len(findings) > 1 else ""
        raise KnowledgeError(f"{first.file}:{first.line}: {first.problem}", f"{first.remedy}{more}")


@cache
def _load(root: Path, without: frozenset[str]) -> Knowledge:
    # What is made here stays; to look for garbage among it, again and again while it grows, takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        tables = read(root, without)
    finally:
        if collecting:
            gc.enable()
    require(tables.findings)
    return tables.knowledge


def read(root: Path | None = None, without: frozenset[str] = frozenset()) -> Tables:
    """All folders as they are now, with their faults."""
    root = (root or default_root()).resolve()
    findings: list[Finding] = []
    rows: entries.Rows = {}
    folders = packs(root, findings, without)
    for pack in folders:
        for path in pack.tables:
            kept = [row for row in read_table(path, root, findings) if f"{row.file}:{row.line}" not in without]
            rows.setdefault(path.stem, []).extend(kept)
    found = entries.entries(rows)
    _locate(rows, found)
    patterns.add_bodies(rows, found)
    more: dict[str, list[Name]] = {}
    for id, name, row in facts.names(rows):
        _authority(row, name, found)
        checks.refer(row, found, "territory", (id,), get_args(EntityType))
        more.setdefault(id, []).append(name)
    disputes = _disputes(folders, root, found, more, findings)
    checks.check_entries(found)
    turtle = tuple(path for pack in folders for path in pack.turtle)
    knowledge = _knowledge(rows, found, more, disputes)
    wrong = sorted({finding for finding in findings if f"{finding.file}:{finding.line}" not in without})
    return Tables(knowledge, rows, turtle, tuple(wrong))


def _locate(rows: entries.Rows, found: entries.Found) -> None:
    """Gives places the points of ``locations.csv``."""
    for row in rows.get("locations", ()):
        checks.refer(row, found, "place", (row.required("place"),), ("Place",))
        if problem := wkt_problem(row.required("wkt")):
            row.fault(f"wkt: {problem}", "write longitude before latitude, as in POINT(145.6 43.3)")
        elif row["place"] in found:
            entry, own = found[row["place"]]
            if entry.wkt:
                row.fault(f"{entry.id!r} has a location already", "keep one of the rows")
            found[entry.id] = replace(entry, wkt=row["wkt"]), own


def _disputes(folders: list[Pack], root: Path, found: entries.Found, more: dict[str, list[Name]],
              findings: list[Finding]) -> dict[str, Dispute]:
    """The disputes of the packs; the phrases that mean an entry in them go to ``more``."""
    made: dict[str, Dispute] = {}
    for pack in folders:
        if pack.name == WORLD or (file := read_dispute(pack.path / FILE, root, findings)) is None:
            continue
        dispute = made[file.dispute.id] = file.dispute
        checks.refer(file.at["parties"], found, "parties", dispute.parties, ("State",))
        checks.refer(file.at["territory"], found, "territory", (dispute.territory,), ("Territory",))
        for id, names in file.descriptions.items():
            checks.refer(file.at[id], found, "descriptions", (id,), get_args(EntityType))
            more.setdefault(id, []).extend(names)
    return made


def _authority(row: Row, name: Name, found: entries.Found) -> None:
    if name.authority:
        checks.refer(row, found, "authority", (name.authority,), ("State", "Organization"))
    elif found.get(row["territory"], (None,))[0] and found[row["territory"]][0].type == "Territory":
        row.fault(f"nobody's name: {name.text!r}", "say in the column authority which state or body uses it")


def _knowledge(
    rows: entries.Rows, found: entries.Found, more: dict[str, list[Name]], disputes: dict[str, Dispute]
) -> Knowledge:
    """Everything else that hangs on the entries, each reference checked."""
    actors, parties = ("State", "Organization"), ("State", "Organization", "Person")
    offices = patterns.offices(rows, found)
    for office, row in offices.values():
        checks.refer(row, found, "serves", (office.serves,), actors)
        if office.state:
            checks.refer(row, found, "state", (office.state,), ("State",))
    tenures = tuple(facts.tenures(rows))
    checks.check_tenures(tenures, {id: office for id, (office, _) in offices.items()}, found)
    claims = tuple(facts.claims(rows))
    for claim, row in claims:
        checks.refer(row, found, "claimant", (claim.claimant,), actors)
        checks.refer(row, found, "territory", (claim.territory,), ("Territory",))
    memberships = tuple(facts.memberships(rows))
    for membership, row in memberships:
        checks.refer(row, found, "state", (membership.state,), ("State",))
        checks.refer(row, found, "organization", (membership.organization,), ("Organization",))
    treaties = facts.treaties(rows)
    for treaty, row in treaties.values():
        checks.refer(row, found, "parties", treaty.parties, actors)
    clauses = tuple(facts.clauses(rows))
    for clause, row in clauses:
        checks.refer(row, found, "treaty", (clause.treaty,), ("Treaty",))
        checks.refer(row, found, "readings", (reading.state for reading in clause.readings), actors)
    sanctions = facts.sanctions(rows)
    for sanction, row in sanctions.values():
        checks.refer(row, found, "authority", sanction.authority, actors)
        checks.refer(row, found, "target", sanction.target, parties)
    return Knowledge(
        entries={
            id: replace(entry, names=entries.unique((*entry.names, *more[id]))) if id in more else entry
            for id, (entry, _) in found.items()
        },
        offices={id: office for id, (office, _) in offices.items()},
        tenures=tuple(tenure for tenure, _ in tenures),
        claims=tuple(claim for claim, _ in claims),
        treaties={id: info for id, (info, _) in treaties.items()},
        sanctions={id: info for id, (info, _) in sanctions.items()},
        members=tuple((m.state, m.organization) for m, _ in memberships),
        memberships=tuple(m for m, _ in memberships),
        clauses=tuple(clause for clause, _ in clauses),
        territories=facts.territories(rows),
        disputes=disputes,
    )
