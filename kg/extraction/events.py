"""Events: who did what with whom, where and when; the same event named twice in an article is one.

A trigger (verb, phrase or noun of a frame) collects its arguments from the tree; ``kg.extraction.arguments``
says how. Questions, denials and negated events give nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extraction.arguments import (
    case_of,
    conjuncts,
    entities_of,
    governors,
    is_negated,
    modifiers,
    objects,
    obliques,
    subjects,
)
from kg.extraction.dates import date_of, is_future
from kg.extraction.event_frames import Trigger, triggers
from kg.extraction.event_status import status_of
from kg.extraction.tree import children, sentence
from kg.model import Context, Entity, Event, PartialDate, Statement, Status, fact_id

_ACTORS = frozenset(("Person", "State", "Organization"))
_LAND = frozenset(("Place", "Territory", "State"))
#: Verbs that do no more than say that the event named by their object or subject took place.
_LIGHT = frozenset(("hold", "have", "conduct", "begin", "start", "resume", "continue", "end", "attend", "join", "make",
                    "launch", "carry", "stage", "suspend", "postpone", "cancel", "plan", "seek", "want", "propose",
                    "arrange", "host", "lead", "follow", "announce", "undertake", "order"))
#: "during his visit", "in a telephone conversation": who acts in it takes part in it.
_AMID = frozenset(("during", "on", "after", "in", "at", "following"))
_FEW = 6  # parties of a treaty that its name stands for; of a wider one only those that the sentence names act
_JOINT = 2  # authorities of a sanction that its name stands for
_LIMIT = 45  # tokens of evidence: longer ones are cut to the trigger's own neighbourhood


@dataclass(frozen=True, slots=True)
class _Draft:
    """An event before merging; ``tokens`` are those the evidence must cover."""

    trigger: Trigger
    participants: tuple[Entity, ...]
    place: Entity | None
    date: PartialDate | None
    status: Status
    tokens: tuple[int, ...]


def find_events(context: Context, statements: Iterable[Statement] = ()) -> Iterator[Event]:
    """Events of the article in the order of their first mention."""
    del statements  # reported events count as the author's own do
    merged: list[_Draft] = []
    for draft in _drafts(context):
        for i, known in enumerate(merged):
            if _same(known, draft):
                merged[i] = _union(known, draft)
                break
        else:
            merged.append(draft)
    for draft in merged:
        yield _event(context, draft)


def _drafts(context: Context) -> Iterator[_Draft]:
    for token in context.doc:
        for trigger in triggers(token):
            if not _within_name(context, token) and (draft := _draft(context, trigger)):
                yield draft
                break


def _within_name(context: Context, token: Token) -> bool:
    """Whether the token is part of a name of something else ("Meeting" in the name of a body)."""
    return any(context.entities[r.entity].type in ("Organization", "Treaty", "Person", "Place")
               and r.mention.form == "name" for r in context.references_at(token))


def _draft(context: Context, trigger: Trigger) -> _Draft | None:
    token, frame = trigger.token, trigger.frame
    status = status_of(token)
    if status is None or (trigger.noun is not None and is_negated(trigger.noun)):
        return None
    place, place_token = _place(context, trigger)
    if place is None and token.pos_ == "VERB" and (frame.land_only or (frame.lead and trigger.noun is None)):
        return None  # "occupied the minister for years", "came to office"
    found: list[tuple[Entity, int]] = []
    for argument in _participant_tokens(trigger):
        named = [(e, argument.i) for e in entities_of(context, argument) if e.type in _ACTORS]
        if not named and argument.pos_ in ("NOUN", "PROPN"):  # "Russian troops": the state behind them
            behind = [*modifiers(argument), *obliques(argument, {"of", "from"})]
            named = [(e, m.i) for m in behind for e in entities_of(context, m) if e.type in _ACTORS]
        found.extend(named)
        found.extend((s, i) for e, i in named for s in _state_behind(context, e))
    if frame.instrument:
        found.extend((e, token.i) for e in _of_instrument(context, trigger))
    unique = {e.id: (e, i) for e, i in reversed(found) if place is None or e.id != place.id or e.type == "State"}
    participants = tuple(e for e, _ in reversed(unique.values()))
    if frame.lead and not any(e.type == frame.lead for e in participants):
        return None
    if not participants and frame.clause_state:
        participants = _state_of_clause(context, token)
    if len(participants) < frame.needs and not (participants and participants[0].type == frame.alone):
        return None
    date, when = _date(context, trigger)
    if not participants and not place and not date:
        return None
    tokens = [token.i, *(i for _, i in unique.values())]
    tokens += [trigger.noun.i] if trigger.noun else []
    tokens += [place_token.i] if place_token else []
    return _Draft(trigger, participants, place, date, status, tuple(tokens + when))


def _participant_tokens(trigger: Trigger) -> Iterator[Token]:
    token, frame = trigger.token, trigger.frame
    if token.pos_ == "VERB":
        yield from subjects(token)
        if not frame.no_object and "object" not in frame.place:
            yield from objects(token)
        yield from obliques(token, frame.with_)
        if trigger.noun is not None:
            yield from _around_noun(trigger.noun, frame.with_)
        return
    yield from _around_noun(token, frame.with_)
    verb = token.head
    if verb.pos_ == "VERB" and verb.lemma_.lower() in _LIGHT and token.dep_ in ("obj", "nsubj:pass"):
        yield from subjects(verb)
        yield from obliques(verb, frame.with_)
    for child in children(token):
        if child.dep_ in ("acl", "acl:relcl") and child.pos_ == "VERB":
            yield from subjects(child)
            yield from obliques(child, frame.with_)
    if (frame.lead or frame.symmetric) and verb.pos_ == "VERB" and token.dep_ == "obl" and case_of(token) in _AMID:
        yield from subjects(verb)


def _around_noun(noun: Token, cases: frozenset[str]) -> Iterator[Token]:
    for modifier in modifiers(noun):
        yield from conjuncts(modifier)
    yield from obliques(noun, cases)
    if "by" in cases:  # "the expulsion of the residents by Soviet authorities"
        yield from (agent for thing in obliques(noun, {"of"}) for agent in obliques(thing, {"by"}))


def _of_instrument(context: Context, trigger: Trigger) -> Iterator[Entity]:
    """Authority and target of a known sanction, parties of a known treaty of a few states, where the article names
    them."""
    for token in (trigger.noun, trigger.token):
        entity = context.entity_headed(token) if token is not None else None
        if entity is None:
            continue
        sanction = context.knowledge.sanctions.get(entity.id)
        treaty = context.knowledge.treaties.get(entity.id)
        known = sanction.target if sanction else ()
        if sanction and len(sanction.authority) <= _JOINT:
            known = (*sanction.authority, *known)
        if treaty and len(treaty.parties) <= _FEW:
            known = treaty.parties
        yield from (context.entities[i] for i in known if i in context.entities)


def _state_behind(context: Context, entity: Entity) -> Iterator[Entity]:
    """The state whose armed forces or government body acts."""
    entry = context.knowledge.entries.get(entity.id)
    if entity.type == "Organization" and entry and entry.state in context.entities and "force" in entry.kind:
        yield context.entities[entry.state]


def _state_of_clause(context: Context, token: Token) -> tuple[Entity, ...]:
    for governor in governors(token):
        for subject in subjects(governor) if governor.pos_ in ("VERB", "AUX") else ():
            states = [e for e in entities_of(context, subject) if e.type == "State"]
            if states:
                return tuple(states)
    states = [context.entities[r.entity] for r in context.entities_in(*sentence(token))
              if context.entities[r.entity].type == "State"]
    return (states[0],) if len({s.id for s in states}) == 1 else ()


def _place(context: Context, trigger: Trigger) -> tuple[Entity | None, Token | None]:
    token, frame = trigger.token, trigger.frame
    candidates: list[Token] = []
    if "object" in frame.place and token.pos_ == "VERB":
        candidates += objects(token)
        if trigger.noun is not None:
            candidates += obliques(trigger.noun, {"of", "over"}) + obliques(token, {"of", "over"})
    if frame.land_only and token.pos_ != "VERB":
        candidates += obliques(token, {"of"})
    if "object" in frame.place and token.pos_ != "VERB":  # "his Japan trip"
        candidates += [m for m in modifiers(token) if m.dep_ == "compound"]
    candidates += obliques(token, frame.place)
    if trigger.noun is not None:
        candidates += obliques(trigger.noun, frame.place)
        if trigger.noun.lemma_ in ("island", "territory", "peninsula", "land"):
            candidates.append(trigger.noun)
    if token.pos_ != "VERB":  # "a meeting between A and B in Tokyo": often attached to B
        candidates += [p for t in obliques(token, frame.with_) for p in obliques(t, frame.place - {"object", "of"})]
        if token.head.pos_ == "VERB":
            candidates += obliques(token.head, frame.place - {"object", "of"})
    best: tuple[Entity | None, Token | None] = (None, None)
    for candidate in candidates:
        for entity in entities_of(context, candidate):
            if entity.type in _LAND and (best[0] is None or (best[0].type == "State" and entity.type != "State")):
                best = entity, candidate
        if best[0] is None:  # "Kunashiri's shore", "Russian-held territory": a name before the noun
            for modifier in modifiers(candidate):
                for entity in entities_of(context, modifier):
                    if entity.type in ("Place", "Territory"):
                        best = entity, candidate
    return best


def _date(context: Context, trigger: Trigger) -> tuple[PartialDate | None, list[int]]:
    """The event's date and the tokens that say it: on the trigger, on its noun, or on the verb above a noun."""
    anchors = [trigger.token] + ([trigger.noun] if trigger.noun is not None else [])
    if trigger.token.pos_ != "VERB" and trigger.token.head.pos_ == "VERB":
        anchors.append(trigger.token.head)
    for anchor in anchors:
        if date := date_of(context, anchor):
            start, end = sentence(anchor)
            heads = [t.head for t in context.times if t.value == date and start <= t.head < end]
            return date, [h for h in heads if abs(h - anchor.i) < _LIMIT][:1]
    return None, []


def _agree(a: PartialDate | None, b: PartialDate | None) -> bool:
    return a is None or b is None or str(a).startswith(str(b)) or str(b).startswith(str(a))


def _same(a: _Draft, b: _Draft) -> bool:
    """Whether two mentions are of one event: type, and participants, dates and places that do not disagree."""
    if a.trigger.frame is not b.trigger.frame or not _agree(a.date, b.date):
        return False
    if a.status != b.status and (a.date is None or a.date != b.date):
        return False
    if a.place and b.place and a.place.id != b.place.id and a.date != b.date:
        return False
    ours, theirs = [e.id for e in a.participants], [e.id for e in b.participants]
    if a.trigger.frame.symmetric:
        shared = set(ours) & set(theirs)
        return len(shared) == min(len(ours), len(theirs)) or 2 * len(shared) > len({*ours, *theirs})
    if ours[:1] != theirs[:1] or (a.trigger.frame.instrument and set(ours) != set(theirs)):
        return False
    same_place = a.place is not None and b.place is not None and a.place.id == b.place.id
    same_day = a.date is not None and a.date == b.date and set(ours) == set(theirs)
    return same_place or same_day or bool(_stems(a) & _stems(b))


def _stems(draft: _Draft) -> set[str]:
    """Beginnings of the words that name the event, so that "annexed" and "annexation" are one."""
    words = (draft.trigger.token, draft.trigger.noun)
    return {w.lemma_.lower()[:5] for w in words if w is not None and w.lemma_.lower() not in _LIGHT}


def _union(a: _Draft, b: _Draft) -> _Draft:
    """One event of two mentions: the evidence of the fuller one, the more precise date, all participants."""
    fuller = b if (b.date is not None) + (b.place is not None) > (a.date is not None) + (a.place is not None) else a
    other = a if fuller is b else b
    known = {e.id for e in fuller.participants}
    participants = fuller.participants + tuple(e for e in other.participants if e.id not in known)
    date = max((d for d in (a.date, b.date) if d), key=lambda d: len(str(d)), default=None)
    return replace(fuller, participants=participants, place=fuller.place or other.place, date=date)


def _event(context: Context, draft: _Draft) -> Event:
    token = draft.trigger.token
    start, end = sentence(token)
    inside = [i for i in draft.tokens if start <= i < end and abs(i - token.i) <= _LIMIT]
    evidence = context.span(min(inside), max(inside) + 1)
    participants = tuple(e.id for e in draft.participants)
    key = fact_id("v", context.article.id, draft.trigger.frame.type, evidence.start, evidence.end, *participants)
    confidence = 0.8 if draft.status == "happened" and not is_future(token) else 0.6
    return Event(
        key, draft.trigger.frame.type, participants, tuple(e.label for e in draft.participants), evidence,
        draft.place.id if draft.place else None, draft.place.label if draft.place else None,
        draft.date, draft.status, draft.trigger.rule, confidence,
    )
