"""What a person decided about one fact: it is right, it is wrong, or it should say something else.

Decisions are kept apart from the facts and applied to whatever an article yields, so that a build cannot lose them.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Decision = Literal["accepted", "rejected", "corrected"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)

#: What may be corrected of each kind of fact, under the names of its flat record; evidence and rule are not among them,
#: for a fact that rests on other words is another fact.
FIELDS: dict[str, tuple[str, ...]] = {
    "statement": ("source", "mode", "date"),
    "position": ("holder", "topic", "stance", "object", "date"),
    "event": ("type", "status", "date", "place", "participants"),
    "relation": ("subject", "predicate", "object"),
}
#: Fields that name entities, by id; of ``participants`` several, separated by blanks.
ENTITY_FIELDS = frozenset({"source", "holder", "object", "place", "participants", "subject"})
#: Fields that a fact cannot be without.
REQUIRED = frozenset({"mode", "topic", "stance", "type", "status", "subject", "predicate"})
#: Field -> the vocabulary that its values are from.
VOCABULARIES = {"mode": "mode", "topic": "topic", "stance": "stance", "type": "event-type", "status": "event-status",
                "predicate": "predicate"}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One field's value before and after, as flat records have it; "" for none, several ids separated by blanks."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """A decision about the fact with the IRI ``fact``; ``when`` is ISO 8601 in UTC; ``changes`` only if corrected."""

    fact: str
    verdict: Decision
    by: str
    why: str
    when: str
    changes: tuple[Change, ...] = ()
