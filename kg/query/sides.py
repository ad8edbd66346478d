"""Whom an actor belongs to: a state stands for its people and bodies, and for the states that it succeeded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg import settings
from kg.graph.store import Queryable
from kg.knowledge import wordlists
from kg.query.network import explorer_rows


@dataclass(frozen=True)
class Sides:
    """Actor -> state, state -> what it became, and names of countries -> state; all by id."""

    states: Mapping[str, str]
    successors: Mapping[str, str]
    countries: Mapping[str, str]

    def of(self, actor: str) -> str:
        """The state that the actor is or belongs to, as it is called now; "" for one of no state (the G7)."""
        state = actor if actor in self.successors else self.states.get(actor, "")
        passed: set[str] = set()
        while (successor := self.successors.get(state)) and state not in passed:
            passed.add(state)
            state = successor
        return state

    def of_country(self, country: str) -> str:
        """The side of an outlet's country, which is told by an ISO 3166 code or by name; "" for none that is known."""
        state = self.countries.get(country.strip().casefold(), "")
        return self.of(state) or state


def read_sides(store: Queryable, label: Callable[[str], str]) -> Sides:
    """The sides of a store."""
    states: dict[str, str] = {}
    successors: dict[str, str] = {}
    for row in explorer_rows(store, "sides.rq"):
        actor = row["actor"].removeprefix(settings.BASE)
        if row["state"]:
            states.setdefault(actor, row["state"].removeprefix(settings.BASE))
        elif row["actor"].startswith(settings.BASE):
            successors[actor] = row["successor"].removeprefix(settings.BASE)
    named = {label(state).casefold(): state for state in successors}
    return Sides(states, successors, named | wordlists.table("country_codes", "state"))
