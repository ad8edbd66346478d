"""Mentions of one event are one event; a date that one of them gives is the date of all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.extraction.event_frames import Trigger, event_words
from kg.model import Entity, PartialDate, Status

#: Events that are part of a meeting at the same place.
_OCCASIONAL = frozenset(("visit", "proposal", "agreement"))


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before merging; ``tokens`` are those the evidence must cover; ``confidence`` is the reader's, if any."""

    trigger: Trigger
    participants: tuple[Entity, ...]
    place: Entity | None
    date: PartialDate | None
    status: Status
    tokens: tuple[int, ...]
    groups: tuple[str, ...] = ()
    place_label: str | None = None
    stems: frozenset[str] = frozenset()
    confidence: float | None = None


def merged(drafts: Iterable[Draft]) -> list[Draft]:
    """The events in the order of their first mention."""
    found: list[Draft] = []
    for draft in drafts:
        for i, known in enumerate(found):
            if _same(known, draft):
                found[i] = _union(known, draft)
                break
        else:
            found.append(draft)
    return [_dated(draft, found) for draft in found]


def _dated(draft: Draft, others: list[Draft]) -> Draft:
    """With the date of the meeting on whose occasion it was, where the article dates just one at that place: an
    arrival in Sochi is of the day of the talks in Sochi."""
    if draft.date or draft.place is None or draft.status == "cancelled" or draft.trigger.frame.type not in _OCCASIONAL:
        return draft
    people = {e.id for e in draft.participants}
    dates = {o.date for o in others if o.date and o.trigger.frame.type == "meeting" and o.status == draft.status
             and o.place and o.place.id == draft.place.id and people & {e.id for e in o.participants}}
    return replace(draft, date=dates.pop()) if len(dates) == 1 else draft


def _agree(a: PartialDate | None, b: PartialDate | None) -> bool:
    return a is None or b is None or str(a).startswith(str(b)) or str(b).startswith(str(a))


def _same(a: Draft, b: Draft) -> bool:
    """Whether two mentions are of one event: type, and participants, dates and places that do not disagree."""
    if a.trigger.frame.type != b.trigger.frame.type or not _agree(a.date, b.date):
        return False
    if a.status != b.status and (a.date is None or a.date != b.date):
        return False  # what happened on the 14th is not what is planned for the month
    if a.trigger.noun and b.trigger.noun and _undoes(a) != _undoes(b):
        return False  # sanctions imposed and lifted, troops sent and withdrawn
    if a.place and b.place and a.place.id != b.place.id and a.date != b.date:
        return False
    if _chained(a, b) or _chained(b, a):
        return True
    ours, theirs = [e.id for e in a.participants], [e.id for e in b.participants]
    if a.trigger.frame.symmetric:
        shared = set(ours) & set(theirs)
        return len(shared) == min(len(ours), len(theirs)) or 2 * len(shared) > len({*ours, *theirs})
    if ours[:1] != theirs[:1] or (a.trigger.frame.instrument and set(ours) != set(theirs)):
        return False
    same_place = a.place is not None and b.place is not None and a.place.id == b.place.id
    same_day = a.date is not None and a.date == b.date and set(ours) == set(theirs)
    again = a.trigger.frame.lead is not None and ours == theirs and None in (a.place or a.date, b.place or b.date)
    return same_place or same_day or again or bool(_stems(a) & _stems(b))


def _undoes(draft: Draft) -> bool:
    return draft.trigger.token.lemma_.lower() in event_words("undo")


def _chained(a: Draft, b: Draft) -> bool:
    """Whether the second says how, or what for, the first was done: "shelled the island, killing four", "sent a jet
    to intercept a plane"."""
    token, words = b.trigger.token, {a.trigger.token.i, a.trigger.noun.i if a.trigger.noun else -1}
    for _ in range(2):
        if token.dep_ not in ("advcl", "xcomp", "acl", "obl", "ccomp"):
            return False
        token = token.head
        if token.i in words:
            return bool({e.id for e in a.participants} & {e.id for e in b.participants}) or not b.participants
    return False


def _stems(draft: Draft) -> set[str]:
    """Beginnings of the words that name the event, so that "annexed" and "annexation" are one."""
    words = (draft.trigger.token, draft.trigger.noun)
    return {w.lemma_.lower()[:5] for w in words if w is not None and w.lemma_.lower() not in event_words(
        "empty")} | draft.stems


def _union(a: Draft, b: Draft) -> Draft:
    """One event of two mentions: the evidence of the fuller one, the more precise date, all participants."""
    fuller = b if (b.date is not None) + (b.place is not None) > (a.date is not None) + (a.place is not None) else a
    other = a if fuller is b else b
    known = {e.id for e in fuller.participants}
    actors = fuller.participants + tuple(e for e in other.participants if e.id not in known)
    date = max((d for d in (a.date, b.date) if d), key=lambda d: len(str(d)), default=None)
    return replace(fuller, stems=frozenset(_stems(a) | _stems(b)), participants=actors, date=date,
                   place=fuller.place or other.place, groups=tuple(dict.fromkeys((*fuller.groups, *other.groups))))
