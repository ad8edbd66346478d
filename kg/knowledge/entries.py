"""Entries of the knowledge base from the rows of its tables."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import get_args

from kg.knowledge.tables import Row
from kg.model.entities import EntityType
from kg.model.knowledge import Entry, Name, NameKind

#: Rows by table, the world's first, then the disputes' by name.
Rows = dict[str, list[Row]]


def entries(rows: Rows) -> dict[str, tuple[Entry, Row]]:
    """Entries by id, each with the row that says so; a second row with an id is a finding."""
    found: dict[str, tuple[Entry, Row]] = {}
    for table, make in _MAKERS.items():
        for row in rows.get(table, ()):
            _add(found, make(row), row)
    for row in rows.get("states", ()):
        if city := _capital(row, found):
            found.setdefault(city.id, (city, row))
    for entry, row in _patterned(rows, found):
        _add(found, entry, row)
    return {id: (replace(entry, names=unique(entry.names)), row) for id, (entry, row) in found.items()}


def named(texts: Iterable[str], kind: NameKind, source: str) -> tuple[Name, ...]:
    """Names of one kind that are nobody's in particular."""
    return tuple(Name(text, kind, source=source) for text in texts)


def unique(names: Iterable[Name]) -> tuple[Name, ...]:
    """The names without later ones of the same text, kind, language, authority and dispute."""
    return tuple({(n.text, n.kind, n.language, n.authority, n.dispute): n for n in reversed([*names])}.values())[::-1]


def with_article(entry: Entry) -> str:
    """The label of a state as it stands after "of": with "the" where a name of the state has it."""
    article = f"the {entry.label}"
    return article if any(name.text == article for name in entry.names) else entry.label


def of_states(row: Row, found: dict[str, tuple[Entry, Row]]) -> Iterator[Entry]:
    """The states that a pattern is for: those it names, or for ``*`` all that exist today."""
    if row["states"] == "*":
        yield from (entry for entry, _ in found.values() if entry.type == "State" and not entry.end)
        return
    for id in row.many("states"):
        if id in found:
            yield found[id][0]
        else:
            row.fault(f"no state has the id {id!r}", "use an id of states.csv, or * for all states of today")


def _add(found: dict[str, tuple[Entry, Row]], entry: Entry, row: Row) -> None:
    if entry.id not in found:
        found[entry.id] = entry, row
    elif found[entry.id][1].line != row.line or found[entry.id][1].file != row.file:
        other = found[entry.id][1]
        row.fault(f"the id {entry.id!r} is already used in {other.file}:{other.line}", "give this row another id")


def _entry(row: Row, type: EntityType, *names: Name, state: str = "", part_of: str = "", wkt: str = "") -> Entry:
    folder, label = row.file.split("/")[0], row.required("label")
    kind = row.cells.get("kind", "")
    own = (Name(label, source=row.source), *names)
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
    return _entry(row, "Person", *names[0], *names[1], state=row["state"])


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


def _capital(row: Row, found: dict[str, tuple[Entry, Row]]) -> Entry | None:
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


def _patterned(rows: Rows, found: dict[str, tuple[Entry, Row]]) -> list[tuple[Entry, Row]]:
    """The ministries, parliaments and forces that every state has; a row of its own for one wins.

    The generic names and terms of the kind go to the row's entry too, so that "the Japanese foreign
    ministry" and "the foreign ministry" find it.
    """
    made: list[tuple[Entry, Row]] = []
    own: dict[tuple[str, str], list[str]] = {}
    for entry, _ in found.values():
        if entry.type == "Organization" and entry.state and not entry.end:
            own.setdefault((entry.kind, entry.state), []).append(entry.id)
    for row in rows.get("organization_kinds", ()):
        for state in of_states(row, found):
            adjectives = [n.text for n in state.names if n.kind == "adjective"] or [state.label]
            texts = [
                form.format(state=with_article(state), adjective=adjective)
                for form in row.many("names")
                for adjective in (adjectives if "{adjective}" in form else adjectives[:1])
            ]
            names = (*named(texts, "name", row.source), *named(row.many("terms"), "description", row.source))
            if known := own.get((row["kind"], state.id)):
                entry, where = found[known[0]]
                found[known[0]] = replace(entry, names=(*entry.names, *names)), where
                continue
            label = row["label"].format(state=with_article(state), adjective=adjectives[0])
            entry = Entry(row["id"].format(state=state.id), "Organization", label, row["kind"], state=state.id)
            names = (Name(label, source=row.source), *names)
            made.append((replace(entry, names=names, dispute="world", source=row.source), row))
    return made


#: Kinds of name that names.csv may use.
NAME_KINDS: tuple[str, ...] = get_args(NameKind)
