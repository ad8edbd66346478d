"""Events: who did what with whom, where and when; the same event named twice in an article is one.

A trigger (verb, phrase or noun of a frame) collects its arguments from the tree; ``kg.extraction.event_arguments``
says how. Questions, denials and negated events give nothing.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.arguments import entities_of, is_negated, obliques
from kg.extraction.date_tense import is_future
from kg.extraction.event_arguments import fits, groups, participants, state_of_clause
from kg.extraction.event_dates import EVIDENCE, date_of_event
from kg.extraction.event_frames import Trigger, event_words
from kg.extraction.event_merging import Draft, merged
from kg.extraction.event_places import place_of
from kg.extraction.event_readings import read_drafts
from kg.extraction.event_status import status_of
from kg.extraction.event_triggers import may_name_event, triggers
from kg.extraction.position_holders import Holders
from kg.extraction.tree import children, sentence, where
from kg.model import Context, Entity, Event, PartialDate, Statement, fact_ids


def find_events(context: Context, statements: Iterable[Statement] = ()) -> Iterator[Event]:
    """Events of the article in the order of their first mention; reported ones count as the author's own do."""
    drafts = list(_drafts(context))
    drafts += read_drafts(context, Holders(context, statements), drafts)
    drafts.sort(key=lambda d: d.trigger.token.i)
    events = [_event(context, draft) for draft in merged(drafts)]
    keys = ((context.article.id, event.type, event.evidence, *event.participants) for event in events)
    for event, ident in zip(events, fact_ids("v", keys), strict=True):
        yield replace(event, id=ident)


def _drafts(context: Context) -> Iterator[Draft]:
    met: tuple[Entity, ...] = ()
    section: PartialDate | None = None
    headings = deque((t.start, t.value) for t in context.times if t.heading)
    for token in where(context.doc, may_name_event):
        while headings and headings[0][0] <= token.i:
            section = headings.popleft()[1]
        for trigger in triggers(token):
            named = not trigger.frame.located and _within_name(context, token)
            if not named and fits(context, trigger) and (
                    draft := _draft(context, trigger, met, section)):
                if draft.trigger.frame.type == "meeting":
                    met = draft.participants
                yield draft
                break


def _within_name(context: Context, token: Token) -> bool:
    """Whether the token is part of a name of something else ("Meeting" in the name of a body)."""
    return token.text[0].isupper() and any(
        r.mention.form == "name" and context.entities[r.entity].type in ("Organization", "Treaty", "Person", "Place")
        for r in context.references_at(token))


def _draft(context: Context, trigger: Trigger, met: tuple[Entity, ...], section: PartialDate | None) -> Draft | None:
    token, frame = trigger.token, trigger.frame
    status = status_of(token)
    if status is None or (trigger.noun is not None and is_negated(trigger.noun)):
        return None
    if status == "happened" or (status == "cancelled" and frame.type == "sanction"):
        status = frame.status  # who breaks off relations has done so
    place, place_token = place_of(context, trigger)
    anywhere = token.lemma_.lower() in frame.anywhere
    if place is None and trigger.noun is None and token.pos_ in ("VERB", "ADJ") and not anywhere and (
            frame.lead or (frame.land_only and place_token is None)):
        return None  # "occupied the minister for years", "came to office"
    if frame.land_only and place_token is None and obliques(token, {"of"}):
        return None  # "the seizure of two boats"
    found = participants(context, trigger)
    unique = {e.id: (e, i) for e, i in reversed(found) if place is None or e.id != place.id or e.type == "State"}
    actors = tuple(e for e, _ in reversed(unique.values()))
    if frame.lead and not any(e.type == frame.lead for e in actors):
        return None
    if not actors and frame.clause_state:
        actors = state_of_clause(context, token)
    if not actors and frame.type == "meeting" and any(
            c.lower_ in event_words("another") for c in children(token) if c.dep_ in ("amod", "nmod:poss", "det")):
        actors = met  # "our last summit"
    if not actors and frame.land_only and place is not None and place.type == "State":
        actors = (place,)  # "the invasion of Ukraine"
    if len(actors) < frame.needs and not any(_kind(context, e) in frame.alone for e in actors):
        return None
    if frame.land_only and place_token is not None and not _others_land(context, place_token, actors, place):
        return None
    date, when = date_of_event(context, trigger)
    if date is None and (frame.dated or (anywhere and place is None)):
        return None
    if date is None and status == "happened" and not is_future(token):
        date = section
    if status == "happened" and date and context.article.date and date.first > context.article.date.last:
        status = "planned"
    others = tuple(groups(context, trigger))
    if not actors and not place and not date and not others:
        return None
    said = [token.i, *(i for _, i in unique.values())]
    said += [trigger.noun.i] if trigger.noun else []
    said += [place_token.i] if place_token else []
    named = place_token is not None and place is None and frame.land_only
    label = context.doc[place_token.left_edge.i : place_token.i + 1].text if named and place_token else None
    return Draft(trigger, actors, place, date, status, tuple(said + when), others, label)


def _kind(context: Context, entity: Entity) -> str:
    entry = context.knowledge.entries.get(entity.id)
    return entry.kind if entry else ""


def _others_land(context: Context, place: Token, actors: tuple[Entity, ...], known: Entity | None) -> bool:
    """Whether land is named that is not the actor's own ("control of its territory") and not just any land."""
    owners = [e for c in children(place) if c.dep_ == "nmod:poss" for e in entities_of(context, c)]
    if actors and actors[0] in owners:
        return False
    return known is not None or len(actors) > 1 or any(
        c.lower_ in ("the", "these", "those", "this", "both") for c in children(place))


def _event(context: Context, draft: Draft) -> Event:
    token = draft.trigger.token
    start, end = sentence(token)
    inside = [i for i in draft.tokens if start <= i < end and abs(i - token.i) <= EVIDENCE]
    evidence = context.span(min(inside), max(inside) + 1)
    actors: tuple[str, ...] = tuple(e.id for e in draft.participants)
    confidence = draft.confidence or (0.8 if draft.status == "happened" and not is_future(token) else 0.6)
    place: Entity | None = draft.place
    return Event(
        "", draft.trigger.frame.type, actors, (*(e.label for e in draft.participants), *draft.groups), evidence,
        place.id if place else None, place.label if place else draft.place_label, draft.date, draft.status,
        draft.trigger.rule, confidence,
    )
