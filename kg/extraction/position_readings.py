"""Positions that the language model's reader sees where no rule does.

The reader gives each token, for each topic and stance, the probability that whoever the token names is said to take
that stand (``kg.model.readings``). Whom a token names is told as for the rules' positions.
"""

from collections.abc import Container, Iterator

import numpy as np

from kg.extraction.dates import date_of
from kg.extraction.position_gate import Gate
from kg.extraction.position_holders import Holder, Holders
from kg.extraction.tree import sentence
from kg.model import Context, Position, Stance, Statement, fact_id
from kg.model.readings import STANCES, TOPICS, readings_of

#: From this probability on a stand counts.
SURE = 0.7
#: Words that name nobody; the reader has not learned what to say of them.
NOBODY = frozenset(("VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PUNCT", "SPACE"))


def read_positions(context: Context, holders: Holders, gate: Gate,
                   known: Container[tuple[str, str]]) -> Iterator[tuple[int, Position]]:
    """The reader's positions, each with the token that names the holder; none on a topic on which the holder's stand
    is ``known`` (holder's key and topic), and none in an article that is about no dispute between States."""
    readings = readings_of(context.doc)
    if readings is None or not gate.is_about_dispute:
        return
    likely = readings.positions.max(2)
    best: dict[tuple[str, str], tuple[float, int, int, Holder]] = {}
    for i, topic in np.argwhere(likely > SURE).tolist():
        token = context.doc[i]
        for holder in holders.of(token) if token.pos_ not in NOBODY else ():
            key = holder.key, TOPICS[topic]
            if key not in known and (key not in best or likely[i, topic] > best[key][0]):
                best[key] = float(likely[i, topic]), i, topic, holder
    for sure, i, topic, holder in best.values():
        stance: Stance = STANCES[int(readings.positions[i, topic].argmax())]  # type: ignore[assignment]
        yield i, _position(context, holders, holder, i, TOPICS[topic], stance, sure)


def _position(context: Context, holders: Holders, holder: Holder, i: int, topic: str, stance: Stance,
              sure: float) -> Position:
    token = context.doc[i]
    start, end = sentence(token)
    said = _statement(holders, holder, i, start, end)
    state = holders.state_of(holder)
    titled = topic == "sovereignty" and stance == "support" and state is not None
    while end > start + 1 and context.doc[end - 1].is_space:
        end -= 1
    while start < end - 1 and context.doc[start].is_space:
        start += 1
    return Position(
        fact_id("p", context.article.id, holder.key, topic, stance), holder.entity, holder.label, topic, stance,
        context.span(start, end), state.id if titled and state else None, said.id if said else None,
        said.date if said else date_of(context, token.sent.root), None, f"position/{topic}/reader", round(sure, 2))


def _statement(holders: Holders, holder: Holder, i: int, start: int, end: int) -> Statement | None:
    """The statement around the token, else one of the holder's own in the sentence."""
    around = holders.statements_at(holders.context.doc[i])
    return around[0] if around else holders.statement_by(holder, start, end)
