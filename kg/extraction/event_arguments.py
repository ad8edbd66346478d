"""Who takes part in an event and where it takes place, read off the tree around its trigger."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, conjuncts, entities_of, governors, modifiers, obliques, subjects
from kg.extraction.event_frames import Frame, Trigger, event_words, noun_in, patients
from kg.extraction.tree import children, sentence
from kg.model import Context, Entity

_ACTORS = frozenset(("Person", "State", "Organization"))
_LAND = frozenset(("Place", "Territory", "State"))
_FEW = 6  # parties of a treaty that its name stands for; of a wider one only those that the sentence names act
_PAIR = 2  # parties that make a meeting or call
_JOINT = 2  # authorities of a sanction that its name stands for
#: Prepositions that tie people and things to their state: "negotiators for Japan", "gunmen from Pakistan".
_OF = frozenset(("of", "from", "for"))
_BY = frozenset(("by", "from"))


def participants(context: Context, trigger: Trigger) -> list[tuple[Entity, int]]:
    """Persons, states and bodies that take part, each with the token that names it, in the order of their roles."""
    found: list[tuple[Entity, int]] = []
    for argument in arguments_of(context, trigger):
        found.extend(_actors(context, argument))
    if trigger.frame.symmetric and len({e.id for e, _ in found}) < _PAIR or trigger.frame.lead:
        found.extend(a for argument in _amid(trigger) for a in _actors(context, argument))
    if trigger.frame.instrument:
        found.extend((e, trigger.token.i) for e in _of_instrument(context, trigger))
    return found


def _actors(context: Context, argument: Token) -> Iterator[tuple[Entity, int]]:
    """Whom the nominal names, else whose people or things it names: of "Russian troops" the state."""
    named = [(e, argument.i) for e in entities_of(context, argument) if e.type in _ACTORS]
    if not named and argument.pos_ in ("NOUN", "PROPN", "NUM", "SYM"):
        named = [(e, i) for e, i in _behind(context, argument) if e.type in _ACTORS]
    elif argument.pos_ == "NOUN" and named[0][0].type == "Organization":  # "Indian and Pakistani troops"
        named += [(e, m.i) for m in modifiers(argument) for e in entities_of(context, m) if e.type == "State"]
    yield from named
    yield from ((s, i) for e, i in named for s in _state_behind(context, e))


def fits(context: Context, trigger: Trigger) -> bool:
    """Whether subject and object are of the kinds that the frame asks for."""
    frame = trigger.frame
    if trigger.token.pos_ == "VERB":
        doers, things = subjects(trigger.token), patients(trigger.token)
    else:
        doers = list(_around_noun(context, trigger.token, _BY | {"of"}))
        things = [*obliques(trigger.token, {"of"}), *modifiers(trigger.token)]
        verb = trigger.token.head
        if verb.pos_ == "VERB" and trigger.token in patients(verb):
            doers += subjects(verb)
    return _kind(context, doers, frame.subject, frame.subject_words) and (
        _kind(context, things, frame.object, frame.object_words))


def _kind(context: Context, tokens: list[Token], types: frozenset[str], words: frozenset[str]) -> bool:
    if not types and not words:
        return True
    for token in tokens:
        if words and noun_in(token, words):
            return True
        if types and any(e.type in types for e in entities_of(context, token)):
            return True
        if words and token.lemma_.lower() in event_words("quantities") and _kind(
                context, obliques(token, {"of"}), types, words):
            return True
    return False


def arguments_of(context: Context, trigger: Trigger) -> Iterator[Token]:
    """The nominals in the event's roles: subject, object, prepositions of the frame; owner and "by" of a noun."""
    token, frame = trigger.token, trigger.frame
    if token.pos_ == "VERB":
        yield from subjects(token)
        things = patients(token)
        if not frame.no_object and "object" not in frame.place:
            yield from things
        yield from obliques(token, frame.with_)
        yield from (t for thing in things for t in _below(context, thing, frame.with_))
        if trigger.noun is not None:
            yield from _around_noun(context, trigger.noun, frame.with_)
        return
    if token.pos_ == "ADJ" or frame.located:
        yield from subjects(token)
        return
    yield from _around_noun(context, token, frame.with_)
    yield from _of_support(token, frame)
    for child in children(token):
        if child.dep_ in ("acl", "acl:relcl") and child.lemma_.lower() in event_words("support"):
            yield from subjects(child)
            yield from obliques(child, frame.with_)


def _of_support(noun: Token, frame: Frame) -> Iterator[Token]:
    """What a verb that says little more than that the event took place adds to the noun that names it."""
    verb, verb_name = noun.head, noun.head.lemma_.lower()
    if noun.dep_ == "nmod" and verb_name in event_words("quantities"):  # "two days of talks"
        noun, verb, verb_name = verb, verb.head, verb.head.lemma_.lower()
    if verb.pos_ not in ("VERB", "AUX", "ADJ"):
        return
    if noun.dep_ in ("nsubj", "nsubj:pass") and verb_name in event_words("occur"):
        yield from obliques(verb, frame.with_)
    if noun.dep_ in ("obj", "nsubj:pass", "xcomp") and noun in patients(verb):
        if verb_name in event_words("support"):
            yield from subjects(verb)
            yield from obliques(verb, frame.with_)
        elif verb_name in event_words("cause"):
            yield from obliques(verb, _BY)


def _amid(trigger: Trigger) -> Iterator[Token]:
    """Who acts "during his visit" or "in a telephone conversation" takes part in it."""
    noun, verb = trigger.token, trigger.token.head
    if noun.pos_ in ("NOUN", "PROPN") and noun.dep_ == "obl" and case_of(noun) in event_words("amid"):
        yield from subjects(verb)
        if trigger.frame.type == "call":  # "told Putin in a phone call"
            yield from patients(verb)


def _below(context: Context, noun: Token, cases: frozenset[str], depth: int = 2) -> Iterator[Token]:
    """Nominals below the noun by one of the prepositions, also through another that names nobody ("exports of ore
    to Japan")."""
    for child in children(noun):
        if base(child) == "nmod" and (case := case_of(child)):
            if case in cases:
                yield from conjuncts(child)
            if depth > 1 and (case not in cases or not entities_of(context, child)):
                yield from _below(context, child, cases, depth - 1)


def _around_noun(context: Context, noun: Token, cases: frozenset[str]) -> Iterator[Token]:
    for modifier in modifiers(noun):
        yield from conjuncts(modifier)
    for thing in obliques(noun, cases):
        yield thing
        yield from obliques(thing, cases & {"by", "with", "against"})  # "the expulsion of the residents by X"
    yield from _below(context, noun, cases)


def _behind(context: Context, noun: Token, depth: int = 2) -> Iterator[tuple[Entity, int]]:
    """States and bodies whose people or things the noun names: "the captain of a Chinese trawler"."""
    for token in modifiers(noun):
        yield from ((e, token.i) for e in entities_of(context, token))
    for token in obliques(noun, _OF):
        named = entities_of(context, token)
        yield from ((e, token.i) for e in named)
        if not named and depth > 1:
            yield from _behind(context, token, depth - 1)


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


def state_of_clause(context: Context, token: Token) -> tuple[Entity, ...]:
    """The state that is subject of a clause above the token, else the only one that the sentence names."""
    for governor in governors(token):
        for subject in subjects(governor) if governor.pos_ in ("VERB", "AUX") else ():
            states = [e for e in entities_of(context, subject) if e.type == "State"]
            if states:
                return tuple(states)
    states = [context.entities[r.entity] for r in context.entities_in(*sentence(token))
              if context.entities[r.entity].type == "State"]
    return (states[0],) if len({s.id for s in states}) == 1 else ()


def groups(context: Context, trigger: Trigger) -> list[str]:
    """Words for those who take part and have no name: "Hong Kong activists"."""
    found = []
    for token in arguments_of(context, trigger):
        if token.lemma_.lower() in event_words("private") and not entities_of(context, token):
            first = min((m.i for m in modifiers(token)), default=token.i)
            found.append(context.doc[first : token.i + 1].text)
    return list(dict.fromkeys(found))


def place_of(context: Context, trigger: Trigger) -> tuple[Entity | None, Token | None]:
    """Where the event takes place, and the token that says so; a token without an entity is a noun for land."""
    best: tuple[Entity | None, Token | None] = (None, None)
    land: Token | None = None
    for candidate in _place_tokens(context, trigger):
        for entity in entities_of(context, candidate):
            if entity.type in _LAND and (best[0] is None or (best[0].type == "State" and entity.type != "State")):
                best = entity, candidate
        if best[0] is None:  # "Kunashiri's shore", "Russian-held territory": a name before the noun
            for token in (*modifiers(candidate), *_below(context, candidate, frozenset(("of", "in", "around", "off", "near")))):
                for entity in entities_of(context, token):
                    if entity.type in ("Place", "Territory") or (entity.type == "State" and case_of(token)):
                        best = best if best[0] else (entity, token)
        if land is None and candidate.lemma_.lower() in event_words("land"):
            land = candidate
    if best[0] is None and trigger.token.pos_ == "VERB" and trigger.frame.place:  # "attacked Pearl Harbor"
        best = next(((e, t) for t in patients(trigger.token) for e in entities_of(context, t)
                     if e.type in ("Place", "Territory")), best)
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
        yield from (p for t in patients(token) for p in _below(context, t, rest))
        if token.dep_ in ("nsubj", "obj"):  # "fighting broke out around Kalbajar"
            yield from obliques(token.head, rest)
        return
    # "a meeting between A and B in Tokyo": often attached to B
    yield from (p for t in obliques(token, frame.with_) for p in obliques(t, rest))
    if token.head.pos_ == "VERB" and token.pos_ != "ADJ":
        yield from obliques(token.head, rest)
