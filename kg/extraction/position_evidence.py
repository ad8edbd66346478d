"""The span that shows a position, and the one that names its condition."""

from spacy.tokens import Token

from kg.extraction.position_topics import Trigger, arguments
from kg.extraction.stance_climb import Stand
from kg.extraction.tree import sentence
from kg.model import Context, Span

_LIMIT = 60  # tokens of evidence


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
    inside = [t.i for t in token.subtree if abs(t.i - token.i) < _LIMIT]
    return context.span(min(inside), max(inside) + 1)
