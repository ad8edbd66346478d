"""When an event takes place, read off the tree around its trigger."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.date_tense import is_future
from kg.extraction.dates import date_of
from kg.extraction.event_frames import Trigger, event_words
from kg.extraction.event_triggers import names_event
from kg.extraction.tree import children, sentence
from kg.model import Context, PartialDate

#: Tokens of evidence on either side of a trigger: longer ones are cut to its neighbourhood.
EVIDENCE = 45
#: Clauses above the event's own that may say when it was.
_ABOVE = 3


def date_of_event(context: Context, trigger: Trigger) -> tuple[PartialDate | None, list[int]]:
    """The event's date and the tokens that say it: on the trigger, on its noun, on the verb above a noun, or on the
    clause that its own accompanies ("tore up the pact on Thursday, drawing a rebuke")."""
    anchors = _anchors(trigger)
    inner = {t.i for t in anchors}

    def barrier(token: Token) -> bool:  # "after the seizure of Crimea in 2014": the year belongs to the seizure
        return token.i not in inner and names_event(token)

    for anchor in anchors:
        if date := date_of(context, anchor, barrier):
            start, end = sentence(anchor)
            heads = [t.head for t in context.times if t.value == date and start <= t.head < end]
            return date, [h for h in heads if abs(h - anchor.i) < EVIDENCE][:1]
    return None, []


def _anchors(trigger: Trigger) -> list[Token]:
    """The tokens on which the event's date may depend, the nearest first."""
    token, head = trigger.token, trigger.token.head
    anchors = [token, *(c for c in children(token) if c.dep_ == "acl" and c.tag_ == "VBN")]  # "talks, held in May"
    anchors += [trigger.noun] if trigger.noun is not None else []
    if token.dep_ in ("nsubj", "nsubj:pass") or (token.pos_ != "VERB" and head.pos_ == "VERB"):
        anchors.append(head)
    if token.dep_ == "acl" and head.head.lemma_ == "become":  # "In 1991 X became the first leader to visit"
        anchors.append(head.head)
    if token.pos_ == "VERB" or any(head.lemma_ in event_words(kind) for kind in ("support", "cause", "occur")):
        verb = token if token.pos_ == "VERB" else head  # whoever condemned it on Friday says nothing of its day
        anchors += [above for above in _accompanied(verb) if above not in anchors]
    return anchors


def _accompanied(verb: Token) -> Iterator[Token]:
    """Verbs of the clauses that the verb's own is coordinated with or goes along with, as long as neither speaks of
    another time: "In 2006 X arrested and deported thousands", "on Friday, when forces clashed"."""
    for _ in range(_ABOVE):
        above = verb.head
        if verb.pos_ != "VERB" or above.pos_ != "VERB" or is_future(verb) != is_future(above):
            return
        words = {c.lower_ for c in children(verb) if c.dep_ in ("mark", "advmod", "case") and c.i < verb.i}
        along = verb.dep_ in ("conj", "xcomp") or (verb.dep_ == "advcl" and (
            words & event_words("meanwhile") or (verb.tag_ == "VBG" and not words)))
        if not along or (verb.dep_ == "conj" and words & event_words("other_time")):
            return
        yield above
        verb = above
