"""Where an event takes place, read off the tree around its trigger."""

from collections.abc import Iterable
from itertools import chain

from spacy.tokens import Token

from kg.extraction.arguments import case_of, entities_of, modifiers, obliques
from kg.extraction.event_arguments import below
from kg.extraction.event_frames import Trigger, event_words
from kg.extraction.event_triggers import patients
from kg.model import Context, Entity

_LAND = frozenset(("Place", "Territory", "State"))
_OF = frozenset(("of",))
#: Prepositions after a noun for land or water: "waters off Cyprus".
_WITHIN = frozenset(("of", "in", "around", "off", "near"))


def place_of(context: Context, trigger: Trigger) -> tuple[Entity | None, Token | None]:
    """Where the event takes place, and the token that says so; a token without an entity is a noun for land."""
    best: tuple[Entity | None, Token | None] = (None, None)
    land: Token | None = None
    for candidate in _place_tokens(context, trigger):
        for entity in entities_of(context, candidate):
            if entity.type in _LAND and (best[0] is None or (best[0].type == "State" and entity.type != "State")):
                best = entity, candidate
        if best[0] is None and candidate.lemma_.lower() not in event_words("not_places"):
            # "the Black Sea resort of Sochi"; "Kunashiri's shore", "Russian-held territory": a name before the noun
            named = below(context, candidate, _OF), modifiers(candidate), below(context, candidate, _WITHIN)
            for token in chain.from_iterable(named):
                for entity in entities_of(context, token):
                    if entity.type in ("Place", "Territory") or (entity.type == "State" and case_of(token)):
                        best = best if best[0] else (entity, token)
        if land is None and candidate.lemma_.lower() in event_words("land"):
            land = candidate
    if best[0] is None and trigger.frame.place:  # "attacked Pearl Harbor", "the militarisation of Crimea"
        token = trigger.token
        things = patients(token) if token.pos_ == "VERB" else obliques(token, {"of"})
        best = next(((e, t) for t in things for e in entities_of(context, t) if e.type in ("Place", "Territory")), best)
    return best if best[0] is not None else (None, land)


def _place_tokens(context: Context, trigger: Trigger) -> Iterable[Token]:
    token, frame, noun = trigger.token, trigger.frame, trigger.noun
    if token.pos_ == "VERB":
        if "object" in frame.place:
            yield from patients(token)
            yield from obliques(token, {"of", "over"})
            yield from obliques(noun, {"of", "over"}) if noun is not None else ()
    elif frame.located:
        yield token
    else:
        yield from obliques(token, {"of"}) if frame.land_only else ()
        if "object" in frame.place:  # "his Japan trip"
            yield from (m for m in modifiers(token) if m.dep_ == "compound")
    yield from obliques(token, frame.place)
    if noun is not None:
        yield from obliques(noun, frame.place if noun.dep_ != "obl" else frame.place | {"of"})
        if noun.lemma_.lower() in event_words("land"):
            yield noun
    rest = frame.place - {"object", "of"}
    if token.pos_ == "VERB":
        yield from (p for t in patients(token) for p in below(context, t, rest))
        if token.dep_ in ("nsubj", "obj"):  # "fighting broke out around Kalbajar"
            yield from obliques(token.head, rest)
        return
    # "a meeting between A and B in Tokyo": often attached to B
    yield from (p for t in obliques(token, frame.with_) for p in obliques(t, rest))
    if token.head.pos_ == "VERB" and token.pos_ != "ADJ":
        yield from obliques(token.head, rest)
        if token.dep_ == "nsubj" and token.head.lemma_.lower() in event_words("spread"):
            yield from patients(token.head)  # "riots swept the city"
