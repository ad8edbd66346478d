"""Reading all folders, checking them against one another, and making the ``Knowledge``."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

from kg.errors import KnowledgeError
from kg.knowledge import checks, entries, facts, patterns
from kg.knowledge.tables import Finding, Row, read_table, read_yaml
from kg.model.entities import EntityType
from kg.model.knowledge import Dispute, Knowledge, Name
from kg.settings import data_dir

_WORLD = "world"


def load(root: Path | None = None) -> Knowledge:
    """The knowledge base under ``root`` (the package's own by default), read once a process.

    Raises ``KnowledgeError`` with file, line and remedy of the first fault, and how many more there are.
    """
    return _load((root or data_dir("ontology") / "knowledge").resolve())


def check(root: Path | None = None) -> list[Finding]:
    """Everything that is wrong with the knowledge base, by file and line; empty for a sound one."""
    return _read((root or data_dir("ontology") / "knowledge").resolve())[1]


@cache
def _load(root: Path) -> Knowledge:
    knowledge, findings = _read(root)
    if findings:
        first = findings[0]
        more = f" (and {len(findings) - 1} more: kg check lists them)" if len(findings) > 1 else ""
        raise KnowledgeError(f"{first.file}:{first.line}: {first.problem}", f"{first.remedy}{more}")
    return knowledge


def _read(root: Path) -> tuple[Knowledge, list[Finding]]:
    findings: list[Finding] = []
    rows: entries.Rows = {}
    yamls: list[Path] = []
    folders = [path for path in root.glob("*") if path.is_dir()]
    folders.sort(key=lambda path: (path.name != _WORLD, path.name))
    if not any(folder.name == _WORLD for folder in folders):
        findings.append(Finding(_WORLD, 1, f"no folder {_WORLD!r} under {root}", "give the folder that holds it"))
    for folder in folders:
        for path in sorted(folder.glob("*.csv")):
            rows.setdefault(path.stem, []).extend(read_table(path, root, findings))
        if folder.name != _WORLD:
            yamls.append(folder / "dispute.yaml")
    found = entries.entries(rows)
    patterns.add_bodies(rows, found)
    more: dict[str, list[Name]] = {}
    for id, name, row in facts.names(rows):
        _authority(row, name, found)
        checks.refer(row, found, "territory", (id,), get_args(EntityType))
        more.setdefault(id, []).append(name)
    disputes = {}
    for path in yamls:
        file = path.relative_to(root).as_posix()
        value = read_yaml(path, root, findings)
        if not value or (made := facts.dispute(file, value, findings)) is None:
            continue
        dispute, described, row = made
        disputes[dispute.id] = dispute
        if dispute.id != path.parent.name:
            row.fault(f"the id {dispute.id!r} is not the folder's name", f"write 'id: {path.parent.name}'")
        checks.refer(row, found, "parties", dispute.parties, ("State",))
        checks.refer(row, found, "territory", (dispute.territory,), ("Territory",))
        checks.refer(row, found, "descriptions", described, get_args(EntityType))
        for id, names in described.items():
            more.setdefault(id, []).extend(names)
    checks.check_entries(found)
    return _knowledge(rows, found, more, disputes), sorted(set(findings))


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
