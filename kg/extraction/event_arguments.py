"""Who takes part in an event, read off the tree around its trigger."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, conjuncts, entities_of, governors, modifiers, obliques, subjects
from kg.extraction.event_frames import Frame, Trigger, event_words, half
from kg.extraction.event_triggers import names_event, noun_in, patients
from kg.extraction.tree import children, sentence
from kg.model import Context, Entity

_ACTORS = frozenset(("Person", "State", "Organization"))
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
        found.extend(_actors(context, argument, trigger.frame.type == "protest"))
    if trigger.frame.lead or (trigger.frame.symmetric and len({e.id for e, _ in found}) < _PAIR):
        found.extend(a for argument in _amid(trigger) for a in _actors(context, argument))
    if trigger.frame.type == "meeting" and len({e.id for e, _ in found}) < _PAIR:
        found.extend(_of_matter(context, trigger))
    if trigger.frame.instrument:
        found.extend((e, trigger.token.i) for e in _of_instrument(context, trigger, signed=bool(found)))
    return found


def _actors(context: Context, argument: Token, owners: bool = False) -> Iterator[tuple[Entity, int]]:
    """Whom the nominal names, else whose people or things it names: of "Russian troops" the state; with ``owners``
    also whose doing ("protested against Taiwan's drills")."""
    named = [(e, argument.i) for e in entities_of(context, argument) if e.type in _ACTORS]
    if not named and argument.pos_ in ("NOUN", "PROPN", "NUM", "SYM") and (
            owners or not names_event(argument)):
        named = [(e, i) for e, i in _behind(context, argument) if e.type in _ACTORS]
        if not named and argument.dep_ == "obj":  # "keeps troops stationed in the region"
            named = [(e, s.i) for s in subjects(argument.head) for e in entities_of(context, s) if e.type == "State"]
    elif named and argument.pos_ == "NOUN" and named[0][0].type == "Organization":  # "Indian and Pakistani troops"
        named += [(e, m.i) for m in modifiers(argument) for e in entities_of(context, m) if e.type == "State"]
    for part in (argument, *children(argument)):  # "the Sino-Indian war"
        if (state := half(part.lower_)) and state in context.entities:
            named.append((context.entities[state], part.i))
    yield from named
    yield from ((s, i) for e, i in named for s in _state_behind(context, e))


def fits(context: Context, trigger: Trigger) -> bool:
    """Whether subject and object are of the kinds that the frame asks for."""
    frame = trigger.frame
    if trigger.token.pos_ == "VERB":
        doers, things = _doers(trigger.token), patients(trigger.token)
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
        if words and token.pos_ == "PROPN" and any(noun_in(c, words) for c in children(token) if c.pos_ == "NOUN"):
            return True  # "the destroyer USS Lassen"
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
        yield from _doers(token)
        things = patients(token)
        if not frame.no_object and "object" not in frame.place:
            yield from things
        yield from obliques(token, frame.with_)
        yield from (t for thing in things for t in below(context, thing, frame.with_))
        if trigger.noun is not None:
            yield from _around_noun(context, trigger.noun, frame.with_)
        return
    if token.pos_ == "ADJ" or frame.located:
        yield from subjects(token) or (s for o in children(token) if base(o) == "obl" for s in subjects(o))
        return
    yield from _around_noun(context, token, frame.with_)
    yield from _of_support(token, frame)
    for child in children(token):
        if child.dep_ in ("acl", "acl:relcl") and child.lemma_.lower() in event_words("support"):
            yield from subjects(child)
            yield from obliques(child, frame.with_)


def _doers(verb: Token) -> list[Token]:
    """Subjects; of an infinitive after a noun of deciding whose that is: "a bid by Iraq to seize the port"."""
    found = subjects(verb)
    head = verb.head
    if not found and verb.dep_ == "acl" and head.lemma_.lower() in event_words("deciding"):
        found = modifiers(head) + obliques(head, {"by", "from", "of"})
        if not found and head.dep_ == "obj":
            found = subjects(head.head)
    return found


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
    if frame.instrument and noun.dep_ == "nsubj" and verb_name in event_words("harm"):
        yield from patients(verb)


def _amid(trigger: Trigger) -> Iterator[Token]:
    """Who acts "during his visit" or "in a telephone conversation" takes part in it."""
    noun = trigger.noun if trigger.noun is not None and trigger.token.dep_ == "acl" else trigger.token
    verb = noun.head
    if noun.pos_ in ("NOUN", "PROPN") and noun.dep_ == "obl" and case_of(noun) in event_words("amid"):
        yield from subjects(verb)
        if verb.lemma_ in event_words("address"):  # "told Putin in a phone call"
            yield from patients(verb)


def below(context: Context, noun: Token, cases: frozenset[str], depth: int = 2) -> Iterator[Token]:
    """Nominals below the noun by one of the prepositions, also through another that names nobody ("exports of ore
    to Japan")."""
    for child in children(noun):
        if base(child) == "nmod" and (case := case_of(child)):
            if case in cases:
                yield from conjuncts(child)
            if depth > 1 and (case not in cases or not entities_of(context, child)):
                yield from below(context, child, cases, depth - 1)


def _around_noun(context: Context, noun: Token, cases: frozenset[str]) -> Iterator[Token]:
    for modifier in modifiers(noun):
        yield from conjuncts(modifier)
    for thing in obliques(noun, cases):
        yield thing
        yield from obliques(thing, cases & {"by", "with", "against"})  # "the expulsion of the residents by X"
    yield from below(context, noun, cases)


def _behind(context: Context, noun: Token, depth: int = 2) -> Iterator[tuple[Entity, int]]:
    """States and bodies whose people or things the noun names: "the captain of a Chinese trawler"."""
    for token in modifiers(noun):
        yield from ((e, token.i) for e in entities_of(context, token))
    for token in obliques(noun, _OF):
        named = entities_of(context, token)
        yield from ((e, token.i) for e in named)
        if not named and depth > 1:
            yield from _behind(context, token, depth - 1)


def _of_instrument(context: Context, trigger: Trigger, *, signed: bool) -> Iterator[Entity]:
    """Authority and target of a known sanction, and where nobody is said to have ``signed`` the parties of a known
    treaty of a few states, as far as the article names them."""
    for token in (trigger.noun, trigger.token):
        entity = context.entity_headed(token) if token is not None else None
        if entity is None:
            continue
        sanction = context.knowledge.sanctions.get(entity.id)
        treaty = context.knowledge.treaties.get(entity.id)
        known = sanction.target if sanction else ()
        if sanction and len(sanction.authority) <= _JOINT:
            known = (*sanction.authority, *known)
        if treaty and not signed and len(treaty.parties) <= _FEW:
            known = treaty.parties
        yield from (context.entities[i] for i in known if i in context.entities)


def _of_matter(context: Context, trigger: Trigger) -> Iterator[tuple[Entity, int]]:
    """The parties of the treaty that talks are about: "broke off the talks on a peace treaty"."""
    noun = trigger.noun or trigger.token
    for token in (*modifiers(noun), *obliques(noun, event_words("about"))):
        for treaty in entities_of(context, token):
            known = context.knowledge.treaties.get(treaty.id)
            if known and len(known.parties) == _PAIR:
                yield from ((context.entities[i], token.i) for i in known.parties if i in context.entities)


def _state_behind(context: Context, entity: Entity) -> Iterator[Entity]:
    """The state whose armed forces or government body acts."""
    entry = context.knowledge.entries.get(entity.id)
    if entity.type == "Organization" and entry and entry.state in context.entities and (
            entry.kind in event_words("forces")):
        yield context.entities[entry.state]


def state_of_clause(context: Context, token: Token) -> tuple[Entity, ...]:
    """The state that is subject of a clause above the token, else the only one that the sentence names."""
    for governor in governors(token):
        said = [c for c in children(governor) if c.dep_ == "nsubj:pass"]  # "Venezuelans were asked in a referendum"
        for subject in said or subjects(governor) if governor.pos_ in ("VERB", "AUX") else ():
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
