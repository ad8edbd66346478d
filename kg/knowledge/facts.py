"""Tenures, claims, treaties, sanctions and disputes from the rows of their tables."""

from collections.abc import Iterator
from typing import Any, Literal, cast

from kg.knowledge.entries import NAME_KINDS, Rows
from kg.knowledge.tables import Finding, Row, split
from kg.model.knowledge import (
    ClaimView,
    Clause,
    Dispute,
    Membership,
    Name,
    NameKind,
    Reading,
    SanctionInfo,
    Tenure,
    TerritoryInfo,
    TreatyInfo,
)

_STATUS = ("in-force", "terminated", "superseded", "unratified", "not-concluded", "suspended", "")


def tenures(rows: Rows) -> Iterator[tuple[Tenure, Row]]:
    """Who held which office when."""
    for row in rows.get("tenures", ()):
        yield Tenure(row["person"], row["office"], *row.interval(), row.source), row


def claims(rows: Rows) -> Iterator[tuple[ClaimView, Row]]:
    """Claims to territories and control of them, as views."""
    for row in rows.get("claims", ()):
        kind = cast(Literal["claim", "control"], row.choice("kind", ("claim", "control")))
        yield ClaimView(kind, row["claimant"], row["territory"], row["basis"], *row.interval(), row.source), row


def memberships(rows: Rows) -> Iterator[tuple[Membership, Row]]:
    """Which state is a member of which organization."""
    for row in rows.get("memberships", ()):
        yield Membership(row["state"], row["organization"], *row.interval(), row.source), row


def treaties(rows: Rows) -> dict[str, tuple[TreatyInfo, Row]]:
    """Parties, dates and status by treaty."""
    made: dict[str, tuple[TreatyInfo, Row]] = {}
    for row in rows.get("treaties", ()):
        signed, in_force = row.date("signed"), row.date("in_force")
        if signed and in_force and in_force.last < signed.first:
            row.fault(f"in force {in_force} before it was signed {signed}", "correct one of the two dates")
        status = row.choice("status", _STATUS)
        parties = row.many("parties")
        info = TreatyInfo(row.id, row["kind"], parties, signed, in_force, row["place"], status, row.source)
        made[row.id] = info, row
    return made


def clauses(rows: Rows) -> Iterator[tuple[Clause, Row]]:
    """Clauses with each side's reading; a reading of no clause is a finding."""
    readings: dict[tuple[str, str], list[Reading]] = {}
    known = {(row["treaty"], row["number"]) for row in rows.get("clauses", ())}
    for row in rows.get("readings", ()):
        key = row["treaty"], row["number"]
        readings.setdefault(key, []).append(Reading(row["state"], row.required("reading"), row.source))
        if key not in known:
            row.fault(f"no clause {key[1]!r} of {key[0]!r}", "add it to clauses.csv, or correct treaty and number")
    for row in rows.get("clauses", ()):
        read = tuple(readings.get((row["treaty"], row["number"]), ()))
        yield Clause(row["treaty"], row["number"], row.required("summary"), read, row.source), row


def sanctions(rows: Rows) -> dict[str, tuple[SanctionInfo, Row]]:
    """Authority, target, measure, reason and interval by sanction."""
    made: dict[str, tuple[SanctionInfo, Row]] = {}
    for row in rows.get("sanctions", ()):
        who, what = (row.many("authority"), row.many("target")), (row["measure"], row["reason"])
        made[row.id] = SanctionInfo(row.id, *who, *what, *row.interval(), row.source), row
    return made


def territories(rows: Rows) -> dict[str, TerritoryInfo]:
    """Size and people by territory."""
    made = {}
    for row in rows.get("territories", ()):
        people, year = row.number("population"), row.number("population_year")
        if people is not None and year is None:
            row.fault("a population without its year", "fill in population_year")
        whole = (None if people is None else int(people), None if year is None else int(year))
        made[row.id] = TerritoryInfo(row.id, row.number("area_km2"), *whole, row.source)
    return made


def names(rows: Rows) -> Iterator[tuple[str, Name, Row]]:
    """Names by authority; the same name of the same authority for two territories is a finding."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows.get("names", ()):
        key = row.required("name").casefold(), row["language"], row["authority"]
        other = seen.get(key)
        # Letter case may differ ("Habomai islets", "Habomai Islets") within one territory.
        if other and (other["territory"] != row["territory"] or other["name"] == row["name"]):
            row.fault(f"{row['name']!r} is already a name in {other.file}:{other.line}", "keep one of the two rows")
        seen[key] = row
        kind = cast(NameKind, row.choice("kind", NAME_KINDS))
        yield row["territory"], Name(row["name"], kind, row.required("language"), row["authority"], row.source), row


def dispute(
    file: str, value: dict[str, Any], findings: list[Finding]
) -> tuple[Dispute, dict[str, tuple[Name, ...]], Row] | None:
    """A dispute and the phrases that mean an entry where the article is about it, from ``dispute.yaml``."""
    wanted = ("id", "label", "parties", "territory", "summary", "descriptions", "source")
    if odd := sorted(set(value) ^ set(wanted)):
        problem = f"keys missing or unknown: {', '.join(map(str, odd))}"
        findings.append(Finding(file, 1, problem, f"have exactly these: {', '.join(wanted)}"))
        return None
    row = Row(file, 1, {key: str(value[key]) for key in ("id", "label", "territory", "summary", "source")}, findings)
    phrases, parties = value["descriptions"] or {}, value["parties"]
    if not isinstance(phrases, dict) or not isinstance(parties, str):
        row.fault("parties or descriptions have the wrong form", "write 'parties: a|b', and 'id: a|b' as descriptions")
        return None
    described = {
        str(id): tuple(Name(text, "description", source=row.source, dispute=row.id) for text in split(str(texts)))
        for id, texts in phrases.items()
    }
    about = row["territory"], row["summary"], row.source
    return Dispute(row.id, row.required("label"), split(parties), *about), described, row
