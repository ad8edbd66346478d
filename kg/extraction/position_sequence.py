"""Partial offers, and steps in their order: what is to come only after something else is conditional on it."""

from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.arguments import base
from kg.extraction.position_topics import Trigger, arguments
from kg.extraction.stance_climb import Stand
from kg.extraction.stance_lexicon import is_one_of
from kg.extraction.tree import children

_UP = 4


def partial(trigger: Trigger, stand: Stand) -> Stand:
    """A partial offer is a conditional one ("two of the islands", "no further compromise"), and so is one that
    waits for something else: "settle the dispute, then sign a treaty", "hand them over after a treaty"."""
    if stand.condition is not None:
        return stand
    if trigger.rule.topic in ("transfer", "peace-treaty") and stand.sign > 0 and (first := precondition(trigger)):
        return replace(stand, condition=first)
    if trigger.rule.topic != "transfer":
        return stand
    nouns = [trigger.token, *([trigger.noun] if trigger.noun is not None else []), *arguments(trigger)]
    for noun in nouns:
        part = is_one_of(noun, "parts") and noun.dep_ in ("obj", "nsubj:pass", "nmod") and stand.sign > 0
        more = [c for c in children(noun) if c.dep_ == "amod" and is_one_of(c, "more")]
        if part or (more and stand.sign < 0):
            return Stand(stand.holders, 1, stand.how, stand.top, stand.certainty, more[0] if more else noun)
    return stand


def precondition(trigger: Trigger) -> Token | None:
    """The step that has to come first: "resolve the issue and *then* conclude a treaty", "the islands *first*",
    "settle it *before* signing", "hand them over *after* a peace treaty"; None where there is none."""
    token = trigger.token
    for _ in range(_UP):
        if found := _earlier(token, trigger.rule.topic):
            return found
        if token.head is token or token.dep_ in ("ccomp", "parataxis", "acl:relcl"):
            return None
        token = token.head
    return None


def _earlier(verb: Token, topic: str) -> Token | None:
    head = verb.head
    if topic == "peace-treaty" and is_one_of(head, "settling"):
        later = verb.dep_ == "conj" and (
            _has_adverb(verb, "sequence_later") or _has_adverb(head, "sequence_first"))
        before = verb.dep_ in ("advcl", "obl") and any(c.lower_ == "before" for c in children(verb) if c.i < verb.i)
        if later or before:
            return head
    for phrase in children(verb):
        if base(phrase) in ("obl", "advcl", "nmod") and phrase.i > verb.i and any(
                is_one_of(c, "sequence_after") for c in children(phrase) if c.dep_ in ("case", "mark", "advmod")):
            steps = [phrase, *[c for c in children(phrase) if base(c) in ("nmod", "obj", "nsubj", "compound")]]
            if any(is_one_of(s, "first_steps" if topic == "transfer" else "settling") for s in steps):
                return phrase
    return None


def _has_adverb(verb: Token, words: str) -> bool:
    return any(c.dep_ in ("advmod", "obl", "discourse") and is_one_of(c, words) for c in children(verb))
