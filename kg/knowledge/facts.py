"""Tenures, claims, treaties and sanctions from the rows of their tables."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, cast

from kg.knowledge.entries import NAME_KINDS, Rows
from kg.knowledge.geometry import wkt_problem
from kg.knowledge.tables import Row
from kg.model.knowledge import (
    ClaimView,
    Clause,
    Membership,
    Name,
    NameKind,
    Reading,
    SanctionInfo,
    Tenure,
    TerritoryInfo,
    TreatyInfo,
)

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?(-[a-z0-9]{5,8})*")
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
        yield Clause(row["treaty"], row.required("number"), row.required("summary"), read, row.source), row


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
        area, people, year = row.number("area_km2"), row.number("population"), row.number("population_year")
        if area == 0:
            row.fault("area_km2: no land has an area of 0", "write the area, or leave the cell empty")
        if people is not None and year is None:
            row.fault("a population without its year", "fill in population_year")
        for column, value in (("population", people), ("population_year", year)):
            if value is not None and not value.is_integer():
                row.fault(f"{column}: not a whole number: {row[column]!r}", "write digits only, or nothing")
        if year is not None and not 1 <= year <= 9999:
            row.fault(f"population_year: no such year: {row['population_year']!r}", "write a year of four digits")
        if row["wkt"] and (problem := wkt_problem(row["wkt"])):
            row.fault(f"wkt: {problem}", "write longitude before latitude, as in MULTIPOINT((145.9 44.1),(146.1 43.5))")
        whole = (None if people is None else int(people), None if year is None else int(year))
        made[row.id] = TerritoryInfo(row.id, area, *whole, row.source, row.number("accuracy_km"))
    return made


def names(rows: Rows) -> Iterator[tuple[str, Name, Row]]:
    """Names by authority; the same name of the same authority for two territories is a finding."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows.get("names", ()):
        folded = " ".join(unicodedata.normalize("NFKC", row.required("name")).casefold().split())
        key = folded, row["language"], row["authority"]
        other = seen.get(key)
        # Letter case may differ ("Habomai islets", "Habomai Islets") within one territory.
        if other and (other["territory"] != row["territory"] or other["name"] == row["name"]):
            row.fault(f"{row['name']!r} is already a name in {other.file}:{other.line}", "keep one of the two rows")
        seen[key] = row
        if not _LANGUAGE.fullmatch(row.required("language")):
            row.fault(f"language: no tag of BCP 47: {row['language']!r}", "write it as in 'ja', 'ja-Latn' or 'zh-Hant'")
        kind = cast(NameKind, row.choice("kind", NAME_KINDS))
        yield row["territory"], Name(row["name"], kind, row["language"], row["authority"], row.source), row
