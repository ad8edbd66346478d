"""Whether two things that articles speak of are one: decisions that are kept, listed and overruled.

Keys are IRIs as strings: of an entity's appearance in an article, of an event as an article tells it, or of an entity
(then all appearances under its id are meant).
"""

from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a rule thinks of two things; ``strength`` is between 0 and 1."""

    verdict: Verdict
    strength: float
    rule: str
    why: str


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """A decision about two things, given in order of their keys.

    ``by`` is the rule, or the person if ``manual``; ``when`` is ISO 8601 in UTC, and "" for a rule, whose decisions
    are made anew from the articles alone.
    """

    judged: tuple[str, str]
    verdict: Verdict
    by: str
    why: str = ""
    when: str = ""
    confidence: float = 1.0

    @property
    def manual(self) -> bool:
        """Whether a person made it."""
        return bool(self.when)

    @classmethod
    def of(cls, one: str, other: str, opinion: Opinion) -> "Judgement":
        """A rule's."""
        return cls(pair(one, other), opinion.verdict, opinion.rule, opinion.why, "", opinion.strength)


def pair(one: str, other: str) -> tuple[str, str]:
    """Two keys in order."""
    return (one, other) if one <= other else (other, one)
