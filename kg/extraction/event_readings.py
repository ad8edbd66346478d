"""Events that the language model's reader sees where no frame does.

The reader says which tokens name an event, and for each whose naming words around it take part
(``kg.model.readings``); place and date are told as for the frames' events, and what is denied is none here either.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np

from kg.extraction.event_arguments import participants
from kg.extraction.event_dates import date_of_event
from kg.extraction.event_frames import Frame, Trigger, frames
from kg.extraction.event_merging import Draft
from kg.extraction.event_places import place_of
from kg.extraction.event_status import status_of
from kg.extraction.position_holders import Holders
from kg.extraction.tree import sentence
from kg.model import Context, Entity, Status
from kg.model.readings import EVENTS, STATUSES, Readings, readings_of

#: From these probabilities on a token names an event, and another somebody who takes part.
SURE, PARTNER = 0.5, 0.5
#: Events of two at least, unless place or date says that it is one of its own ("their meetings" is none).
_JOINT = frozenset(("meeting", "call"))
_ACTORS = frozenset(("Person", "State", "Organization"))


def read_drafts(context: Context, holders: Holders, known: Iterable[Draft]) -> Iterator[Draft]:
    """The reader's events that frames do not have: neither by the same word nor of the same people in the sentence."""
    readings = readings_of(context.doc)
    if readings is None:
        return
    taken = set()
    framed: dict[tuple[str, int], list[Draft]] = {}
    for draft in known:
        token, noun = draft.trigger.token, draft.trigger.noun
        taken |= {token.i, noun.i if noun is not None else token.i}
        framed.setdefault((draft.trigger.frame.type, sentence(token)[0]), []).append(draft)
    for i, number in np.argwhere(readings.events > SURE).tolist():
        if i in taken or (told := status_of(context.doc[i])) is None:
            continue
        trigger = Trigger(_frame(EVENTS[number]), context.doc[i])
        named = _actors(context, holders, readings, trigger)
        actors = {e.id: e for e, _ in reversed(named)}
        others = framed.get((EVENTS[number], sentence(trigger.token)[0]), ())
        if actors and not any(e.id in actors for o in others for e in o.participants):
            read: Status = STATUSES[int(readings.statuses[i].argmax())]  # type: ignore[assignment]
            status = read if told == "happened" else told
            sure = float(readings.events[i, number])
            draft = _draft(context, trigger, tuple(reversed(actors.values())), status, sure)
            if len(actors) > 1 or EVENTS[number] not in _JOINT or draft.place or draft.date:
                yield replace(draft, tokens=(*draft.tokens, *(j for _, j in named)))


@cache
def _frame(kind: str) -> Frame:
    """The first frame of the type, under the reader's name."""
    return replace(next(f for f in frames() if f.type == kind), id=f"{kind}/reader")


def _actors(context: Context, holders: Holders, readings: Readings, trigger: Trigger) -> list[tuple[Entity, int]]:
    """Those who take part, each with the token that names it, in the order of the text; those that grammar tells where
    the reader tells none."""
    around, likely = readings.partners.get(trigger.token.i, (np.zeros(0, np.int64), np.zeros(0)))
    named = [(context.entities[h.entity], i) for i in around[likely > PARTNER].tolist()
             for h in holders.of(context.doc[i]) if h.entity in context.entities]
    return [(e, i) for e, i in named if e.type in _ACTORS] or participants(context, trigger)


def _draft(context: Context, trigger: Trigger, actors: tuple[Entity, ...], status: Status, sure: float) -> Draft:
    place, place_token = place_of(context, trigger)
    date, when = date_of_event(context, trigger)
    if date and (today := context.article.date):
        if status == "happened" and date.first > today.last:
            status = "planned"
        elif status == "planned" and date.last < today.first:
            date, when = None, []  # the date of something else in the sentence
    said = (trigger.token.i, *([place_token.i] if place_token is not None else ()), *when)
    return Draft(trigger, actors, place, date, status, said, confidence=round(sure, 2))
