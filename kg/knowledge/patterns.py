"""Bodies and offices that every state has: made from a pattern a kind, unless a row of its own says more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.knowledge.entries import Found, Rows, add, named, unique
from kg.knowledge.tables import Row
from kg.model.knowledge import Entry, Name, Office


@dataclass(frozen=True, slots=True)
class _State:
    """A state as patterns need it; ``phrase`` is its label as it stands after "of", with "the" where it has one."""

    id: str
    phrase: str
    adjectives: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry) -> "_State":
        article = f"the {entry.label}"
        phrase = article if any(name.text == article for name in entry.names) else entry.label
        return cls(entry.id, phrase, tuple(n.text for n in entry.names if n.kind == "adjective") or (entry.label,))


def add_bodies(rows: Rows, found: Found) -> None:
    """Add the ministries, parliaments and forces of every state to ``found``.

    A body with a row of its own of that kind and state gets the pattern's generic names and terms too, so
    that "the Japanese foreign ministry" and "the foreign ministry" find it.
    """
    own: dict[tuple[str, str], str] = {}
    for entry, _ in found.values():
        if entry.type == "Organization" and entry.state and not entry.end:
            own.setdefault((entry.kind, entry.state), entry.id)
    states = {entry.id: _State.of(entry) for entry, _ in found.values() if entry.type == "State"}
    today = [id for id in states if not found[id][0].end]
    for row in rows.get("organization_kinds", ()):
        kind, forms, source = row["kind"], row.many("names"), row.source
        terms = named(row.many("terms"), "description", source)
        for state in _states(row, states, today):
            texts = (form.format(state=state.phrase, adjective=word) for form in forms for word in state.adjectives)
            names = (*named(texts, "name", source), *terms)
            if known := own.get((kind, state.id)):
                entry, where = found[known]
                found[known] = replace(entry, names=unique((*entry.names, *names))), where
                continue
            label = row["label"].format(state=state.phrase, adjective=state.adjectives[0])
            names = unique((Name(label, source=source), *names))
            id = row["id"].format(state=state.id)
            add(found, Entry(id, "Organization", label, kind, names, None, state.id, "", "world", "", source), row)


def offices(rows: Rows, found: Found) -> dict[str, tuple[Office, Row]]:
    """Offices by id: those with a row of their own, and those that every state has.

    A row of its own with a pattern's id ("foreign-minister-united-states") keeps its label and gets the
    pattern's titles after its own.
    """
    made: dict[str, tuple[Office, Row]] = {}
    for row in rows.get("offices", ()):
        single = row.choice("single_holder", ("yes", "no")) == "yes"
        if row.id in made:
            row.fault(f"the office {row.id!r} has two rows", "join them, or give one another id")
        about = row["serves"], row["state"], single, row.source
        made[row.id] = Office(row.id, row.required("label"), row.many("titles"), *about), row
    bodies = [entry for entry, _ in found.values() if entry.type == "Organization" and not entry.end]
    serving = {(body.kind, body.state): body.id for body in reversed(bodies)}
    states = {entry.id: _State.of(entry) for entry, _ in found.values() if entry.type == "State"}
    today = [id for id in states if not found[id][0].end]
    for row in rows.get("office_kinds", ()):
        titles, single = row.many("titles"), row.choice("single_holder", ("yes", "no")) == "yes"
        kind, serves_whom, form, source = row["kind"], row["serves"], row["label"], row.source
        for state in _states(row, states, today):
            id = f"{kind}-{state.id}"
            if id in made:
                own, where = made[id]
                made[id] = replace(own, titles=tuple(dict.fromkeys((*own.titles, *titles)))), where
                continue
            serves = state.id if serves_whom == "state" else serving.get((serves_whom, state.id), state.id)
            made[id] = Office(id, form.format(state=state.phrase), titles, serves, state.id, single, source), row
    return made


def _states(row: Row, states: dict[str, _State], today: list[str]) -> Iterator[_State]:
    """The states that a pattern is for: those it names, or for ``*`` all that exist today."""
    for id in today if row["states"] == "*" else row.many("states"):
        if id in states:
            yield states[id]
        else:
            row.fault(f"no state has the id {id!r}", "use an id of states.csv, or * for all states of today")
