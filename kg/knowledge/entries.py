"""Entries of the knowledge base from the rows of its tables."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import get_args

from kg.knowledge.tables import Row
from kg.model.entities import EntityType
from kg.model.knowledge import Entry, Name, NameKind

#: Rows by table, the world's first, then the disputes' by name.
Rows = dict[str, list[Row]]
#: Entries by id, each with the row that says so.
Found = dict[str, tuple[Entry, Row]]


def entries(rows: Rows) -> Found:
    """Entries by id, each with the row that says so; a second row with an id is a finding."""
    found: Found = {}
    for table, make in _MAKERS.items():
        for row in rows.get(table, ()):
            add(found, make(row), row)
    for row in rows.get("states", ()):
        if city := _capital(row, found):
            found.setdefault(city.id, (city, row))
    return found


def named(texts: Iterable[str], kind: NameKind, source: str) -> tuple[Name, ...]:
    """Names of one kind that are nobody's in particular."""
    return tuple([Name(text, kind, "en", "", source) for text in texts])


def unique(names: Iterable[Name]) -> tuple[Name, ...]:
    """The names without later ones of the same text, kind, language, authority and dispute."""
    first: dict[tuple[str, ...], Name] = {}
    for name in names:
        first.setdefault((name.text, name.kind, name.language, name.authority, name.dispute), name)
    return tuple(first.values())


def add(found: Found, entry: Entry, row: Row) -> None:
    """Add an entry; an id that is taken is a finding."""
    if entry.id in found:
        other = found[entry.id][1]
        row.fault(f"the id {entry.id!r} is already used in {other.file}:{other.line}", "give this row another id")
    else:
        found[entry.id] = entry, row


def _entry(row: Row, type: EntityType, *names: Name, state: str = "", part_of: str = "", wkt: str = "") -> Entry:
    folder, label = row.file.split("/")[0], row.required("label")
    kind = row.cells.get("kind", "")
    own = unique((Name(label, source=row.source), *names))
    return Entry(row.id, type, label, kind, own, row.wikidata(), state, part_of, folder, wkt, row.source)


def _state(row: Row) -> Entry:
    names = [
        *named(row.many("names"), "name", row.source),
        *named(row.many("acronyms"), "acronym", row.source),
        *named(row.many("adjectives"), "adjective", row.source),
        *named(row.many("demonyms"), "demonym", row.source),
        *named(row.many("capital"), "capital", row.source),
        *named(row.many("seats"), "seat", row.source),
    ]
    start, end = row.interval()
    return replace(_entry(row, "State", *names), start=start, end=end, successor=row["successor"])


def _organization(row: Row) -> Entry:
    names = [
        *named(row.many("names"), "name", row.source),
        *named(row.many("acronyms"), "acronym", row.source),
        *named(row.many("terms"), "description", row.source),
    ]
    start, end = row.interval()
    entry = _entry(row, "Organization", *names, state=row["state"], part_of=row["part_of"])
    return replace(entry, start=start, end=end, successor=row["successor"])


def _person(row: Row) -> Entry:
    names = named(row.many("names"), "name", row.source), named(row.many("surname"), "surname", row.source)
    gender = row.choice("gender", ("masculine", "feminine", ""))
    return replace(_entry(row, "Person", *names[0], *names[1], state=row["state"]), gender=gender)


def _place(row: Row) -> Entry:
    names = named(row.many("names"), "name", row.source), named(row.many("adjectives"), "adjective", row.source)
    return _entry(row, "Place", *names[0], *names[1], state=row["state"], part_of=row["part_of"])


def _territory(row: Row) -> Entry:
    return _entry(row, "Territory", part_of=row["part_of"], wkt=row["wkt"])


def _treaty(row: Row) -> Entry:
    return _entry(row, "Treaty", *named(row.many("names"), "name", row.source))


def _sanction(row: Row) -> Entry:
    return _entry(row, "Sanction", *named(row.many("names"), "name", row.source))


_MAKERS: dict[str, Callable[[Row], Entry]] = {
    "states": _state,
    "territories": _territory,
    "people": _person,
    "organizations": _organization,
    "places": _place,
    "treaties": _treaty,
    "sanctions": _sanction,
}


def _capital(row: Row, found: Found) -> Entry | None:
    """The city of a state's capital; of a former state it lies in the state that succeeds it today."""
    if not row["capital"]:
        return None
    label, *others = row.many("capital")
    id = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in label.casefold()).split()) + "-city"
    state, seen = row.id, {""}
    while state in found and found[state][0].end and state not in seen:
        seen.add(state)
        state = found[state][0].successor
    if row["kind"] == "disputed-status":
        state = ""
    names = named((label, *others), "name", row.source)
    folder = row.file.split("/")[0]
    item = row.wikidata("capital_wikidata")
    return Entry(id, "Place", label, "capital", names, item, state, dispute=folder, source=row.source)


#: Kinds of name that names.csv may use.
NAME_KINDS: tuple[str, ...] = get_args(NameKind)
