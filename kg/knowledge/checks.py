"""What must hold between the tables: ids exist and are of the right type, one holder at a time, land in no state."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise

from kg.knowledge.entries import Found
from kg.knowledge.tables import Row
from kg.model.knowledge import Entry, Office, Tenure

_ACTORS = ("State", "Organization")


def refer(row: Row, found: Found, column: str, ids: Iterable[str], types: Iterable[str]) -> None:
    """Every id must be an entry of one of the types; empty ids are the caller's matter."""
    types = tuple(types)
    for id in ids:
        if not id:
            row.fault(f"{column!r} is empty", f"fill in the id of a {' or '.join(types)}")
        elif id not in found:
            near = get_close_matches(id, found, 1)
            remedy = f"did you mean {near[0]!r}?" if near else "add its row, or correct the id"
            row.fault(f"{column}: no entry has the id {id!r}", remedy)
        elif found[id][0].type not in types:
            row.fault(f"{column}: {id!r} is a {found[id][0].type}", f"use the id of a {' or '.join(types)}")


def check_entries(found: Found) -> None:
    """States, wholes and successors exist; no territory is in a state; no Wikidata id or label is used twice."""
    items: dict[str, str] = {}
    labels: dict[tuple[str, str], tuple[Entry, Row]] = {}
    for entry, row in found.values():
        label = entry.label if entry.label.isascii() else unicodedata.normalize("NFKC", entry.label)
        label = " ".join(label.casefold().split())
        other, where = labels.setdefault((entry.type, label), (entry, row))
        if other is not entry and entry.kind != "capital":
            row.fault(f"the label {entry.label!r} is already that of {other.id!r} in {where.file}:{where.line}",
                      "keep one of the two rows, or tell them apart in their labels")
        if entry.state:
            refer(row, found, "state", (entry.state,), ("State",))
        if entry.successor:
            refer(row, found, "successor", (entry.successor,), (entry.type,))
        if entry.part_of:
            refer(row, found, "part_of", (entry.part_of,), _wholes(entry))
            if _cycle(entry, found):
                row.fault(f"{entry.id!r} is part of itself by way of {entry.part_of!r}", "break the cycle of part_of")
        if entry.wikidata and items.setdefault(entry.wikidata, entry.id) != entry.id:
            problem = f"{entry.wikidata} is already the Wikidata id of {items[entry.wikidata]!r}"
            row.fault(problem, "leave the cell empty where you are not sure")


def check_tenures(tenures: Iterable[tuple[Tenure, Row]], offices: dict[str, Office], found: Found) -> None:
    """People and offices exist; an office with a single holder has one at a time (days of change-over may meet)."""
    held: dict[str, list[tuple[Tenure, Row]]] = {}
    for tenure, row in tenures:
        refer(row, found, "person", (tenure.person,), ("Person",))
        if office := offices.get(tenure.office):
            if office.single_holder:
                held.setdefault(office.id, []).append((tenure, row))
        else:
            near = get_close_matches(tenure.office, offices, 1)
            remedy = f"did you mean {near[0]!r}?" if near else "add it to offices.csv"
            row.fault(f"no office has the id {tenure.office!r}", remedy)
    for office_id, rows in held.items():
        dated = sorted(((t, row) for t, row in rows if t.start), key=lambda pair: (pair[0].start, pair[1].line))
        for (before, _), (after, row) in pairwise(dated):
            # Only an overlap that is certain: dates known to the month or year are taken at their kindest.
            if after.start and (before.end is None or before.end.first > after.start.last):
                problem = f"{before.person} and {after.person} both hold {office_id} from {after.start}"
                row.fault(problem, f"end the tenure of {before.person} by then, or correct the dates")


def _wholes(entry: Entry) -> tuple[str, ...]:
    """Types of what an entry of the type may be part of: a territory never of a state."""
    return {"Territory": ("Territory",), "Organization": _ACTORS, "Place": ("Place",)}.get(entry.type, (entry.type,))


def _cycle(entry: Entry, found: Found) -> bool:
    seen, id = {entry.id}, entry.part_of
    while id in found:
        if id in seen:
            return id == entry.id
        seen.add(id)
        id = found[id][0].part_of
    return False
