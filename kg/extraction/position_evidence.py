"""What a reader of triggers finds, and the position that comes of it: its evidence, its condition, its date."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.dates import date_of
from kg.extraction.position_holders import Holder
from kg.extraction.position_topics import Trigger, arguments
from kg.extraction.stance_climb import Stand
from kg.extraction.tree import sentence
from kg.model import Context, Position, Span, Stance, Statement, fact_id

_LIMIT = 60  # tokens of evidence


@dataclass(frozen=True, slots=True)
class Found:
    """A position before merging."""

    holder: Holder
    topic: str
    stance: str
    trigger: Trigger
    stand: Stand
    object: str | None
    statement: Statement | None
    confidence: float


def position_of(context: Context, found: Found) -> Position:
    """The record of what was found."""
    stand = found.stand
    date = found.statement.date if found.statement else date_of(context, stand.top)
    named = stand.condition is not None and found.stance == "conditional"
    condition = subtree(context, stand.condition) if named and stand.condition is not None else None
    key = fact_id("p", context.article.id, found.holder.key, found.topic, found.stance)
    stance: Stance = found.stance  # type: ignore[assignment]
    shown = evidence(context, found.trigger, stand)
    return Position(key, found.holder.entity, found.holder.label, found.topic, stance, shown, found.object,
                    found.statement.id if found.statement else None, date, condition,
                    f"{found.trigger.rule.name}/{stand.how}", round(found.confidence, 2))


def evidence(context: Context, trigger: Trigger, stand: Stand) -> Span:
    """From the holder or the predicate to the trigger and its arguments, within one sentence."""
    start, end = sentence(trigger.token)
    marks = [trigger.token, stand.top, *stand.holders, *arguments(trigger)]
    marks += [trigger.noun] if trigger.noun is not None else []
    inside = [t.i for t in marks if start <= t.i < end and abs(t.i - trigger.token.i) <= _LIMIT]
    first, last = min(inside), max(inside) + 1
    while first > start and context.doc[first - 1].dep_ in ("det", "compound", "amod", "nmod:poss", "flat") \
            and context.doc[first - 1].head.i <= last:
        first -= 1
    return context.span(first, last)


def subtree(context: Context, token: Token) -> Span:
    """The span of a token with all that depends on it."""
    inside = [t.i for t in token.subtree if abs(t.i - token.i) < _LIMIT]
    return context.span(min(inside), max(inside) + 1)
