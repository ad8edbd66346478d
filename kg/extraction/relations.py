"""Relations between entities, as the text says them: claims, control, sanctions, parties, members, parts, offices.

The words are data (``ontology/patterns/relations.yaml``); denied, asked and merely possible ones give nothing.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, conjuncts, entities_of, modifiers, objects, obliques, subjects
from kg.extraction.event_status import status_of
from kg.extraction.offices import find_offices
from kg.extraction.patterns import load_patterns
from kg.extraction.tree import children, sentence
from kg.model import Context, Entity, Event, Mention, Position, Relation, fact_id

_AUTHORITIES = ("State", "Organization")
_TARGETS = ("State", "Organization", "Person")
#: What can be claimed includes waters that no knowledge table lists as disputed.
_LANDS = {"claims": ("Territory", "Place"), "controls": ("Territory",)}

#: Subjects, predicate, objects, and the tokens that say it.
_Found = tuple[list[Entity], str, list[Entity], list[Token]]


def find_relations(context: Context, events: Iterable[Event] = (),
                   positions: Iterable[Position] = ()) -> Iterator[Relation]:
    """Relations of the article in text order; one record for a (subject, predicate, object)."""
    seen: set[tuple[str, str, str | None]] = set()
    for relation in (*find_offices(context), *_of_clauses(context), *_of_events(context, events),
                     *_of_positions(context, positions)):
        key = (relation.subject, relation.predicate, relation.object)
        if relation.predicate == "holds-office" or key not in seen:
            seen.add(key)
            yield relation


@cache
def _words(predicate: str, name: str) -> frozenset[str]:
    return frozenset(load_patterns("relations")[predicate].parameters.get(name, ()))


@cache
def _verbs() -> frozenset[str]:
    """Every verb that a relation may hang on."""
    lists = product(load_patterns("relations"), ("verbs", "phrase_verbs", "group_verbs"))
    return frozenset({"take"}).union(*(_words(predicate, name) for predicate, name in lists))


@cache
def _nouns() -> frozenset[str]:
    """Every noun that a relation may hang on."""
    return frozenset().union(*(_words(predicate, "nouns") for predicate in load_patterns("relations")))


def _of_clauses(context: Context) -> Iterator[Relation]:
    claimed: list[Entity] = []
    for token in context.doc:
        for subjects_, predicate, objects_, tokens in _candidates(context, token):
            if predicate == "claims":  # "have rival claims": to what was claimed before
                objects_ = claimed = objects_ or claimed
            for subject, thing in product(subjects_, objects_):
                if subject.id != thing.id:
                    yield _relation(context, subject, predicate, thing, tokens)


def _candidates(context: Context, token: Token) -> Iterator[_Found]:
    if token.pos_ == "VERB":
        if (token.lemma_.lower() in _verbs() or obliques(token, {"under"})) and status_of(token) == "happened":
            yield from _of_verb(context, token)
    elif token.pos_ in ("NOUN", "PROPN", "ADJ") and token.lemma_.lower() in _nouns():
        yield from _of_noun(context, token)
    if context.references_at(token):
        yield from _of_name(context, token)


def _of_verb(context: Context, verb: Token) -> Iterator[_Found]:
    lemma = verb.lemma_.lower()
    who, what = subjects(verb), objects(verb)
    for predicate in ("claims", "controls"):
        if lemma in _words(predicate, "verbs"):
            land = _entities(context, what, _LANDS[predicate]) or _land_of(context, what, _LANDS[predicate])
            yield _states(context, who) if land else [], predicate, land, [verb, *who, *what]
    if lemma == "take" and (held := [o for o in what if o.lemma_ in _words("controls", "phrases")]):
        land_tokens = [t for o in held for t in obliques(o, {"of", "over"})] + obliques(verb, {"of", "over"})
        yield _states(context, who), "controls", _entities(context, land_tokens, ("Territory",)), [verb, *who,
                                                                                                  *land_tokens]
    if lemma in _words("sanctions", "verbs"):
        yield (_entities(context, who, _AUTHORITIES), "sanctions", _entities(context, what, _TARGETS),
               [verb, *who, *what])
    measures = [o for o in what if o.lemma_.lower() in _words("sanctions", "nouns")]
    if measures and lemma in _words("sanctions", "phrase_verbs"):
        on = _words("sanctions", "targets")
        targets = obliques(verb, on) + [t for m in measures for t in obliques(m, on)]
        yield (_entities(context, who, _AUTHORITIES), "sanctions", _entities(context, targets, _TARGETS),
               [verb, *who, *measures, *targets])
    if lemma in _words("party-to", "verbs"):
        treaties = what + obliques(verb, _words("party-to", "verb_prepositions"))
        yield _states(context, who), "party-to", _concluded(context, treaties), [verb, *who, *treaties]
    elif duties := obliques(verb, {"under"}):
        yield _states(context, who), "party-to", _concluded(context, duties), [verb, *who, *duties]
    if lemma in _words("member-of", "verbs"):
        yield _states(context, who), "member-of", _bodies_of_states(context, what), [verb, *who, *what]
    if lemma in _words("member-of", "group_verbs"):
        yield _states(context, what), "member-of", _bodies_of_states(context, who), [verb, *who, *what]


def _of_noun(context: Context, noun: Token) -> Iterator[_Found]:
    lemma = noun.lemma_.lower()
    owners = [c for m in modifiers(noun) for c in conjuncts(m)]
    for predicate in ("claims", "controls"):
        if lemma in _words(predicate, "nouns"):
            who = owners + obliques(noun, {"by"})
            if noun.head.lemma_ in ("have", "press", "assert", "affirm", "exercise") and noun.dep_ == "obj":
                who = who + subjects(noun.head)
            lands = obliques(noun, {"of", "to", "over", "on"})
            found = _entities(context, lands, _LANDS[predicate])
            plural = predicate == "claims" and noun.tag_ == "NNS" and not lands
            yield _states(context, who) if found or plural else [], predicate, found, [noun, *who, *lands]
    if lemma in _words("sanctions", "nouns"):
        who, on = owners + obliques(noun, {"by", "from"}), _words("sanctions", "targets")
        targets = obliques(noun, on)
        for child in children(noun):
            if child.dep_ in ("acl", "acl:relcl") and child.pos_ == "VERB":
                who, targets = who + subjects(child), targets + obliques(child, on)
        known = context.entity_headed(noun)
        info = context.knowledge.sanctions.get(known.id) if known and owners else None
        states = _entities(context, who, _AUTHORITIES) or [
            context.entities[i] for i in (info.authority if info and len(info.authority) == 1 else ())
            if i in context.entities]
        aims = _entities(context, targets, _TARGETS) or [
            context.entities[i] for i in (info.target if info else ()) if i in context.entities]
        yield states, "sanctions", aims, [noun, *who, *targets]
    if lemma in _words("member-of", "nouns"):
        bodies = _bodies_of_states(context, owners + obliques(noun, {"of", "in"}))
        members = [noun.head] if noun.dep_ == "appos" else [c for c in children(noun) if c.dep_ in ("appos", "flat")]
        if any(c.dep_ == "cop" for c in children(noun)):
            members = subjects(noun)
        yield (_states(context, [c for m in members for c in conjuncts(m)]), "member-of", bodies,
               [noun, *members, *owners])
    if lemma in _words("part-of", "nouns") and any(c.dep_ == "cop" for c in children(noun)):
        yield (_entities(context, subjects(noun), ("Territory",)), "part-of",
               _entities(context, obliques(noun, {"of"}), ("Territory",)), [noun, *subjects(noun)])


def _of_name(context: Context, token: Token) -> Iterator[_Found]:
    """What a name's own shape says: "Russian-held islands", "the Soviet–Japanese declaration", "Woody Island in the
    Paracels"."""
    named = context.entity_headed(token)
    if named is None:
        return
    if named.type == "Territory":
        larger = [o for o in obliques(token, _words("part-of", "prepositions")) if case_of(o)]
        yield [named], "part-of", _entities(context, larger, ("Territory",)), [token, *larger]
        for child in children(token):
            if child.i < token.i and base(child) in ("amod", "compound"):
                for predicate in ("claims", "controls"):
                    if child.lower_ in _words(predicate, "compounds"):
                        holders = [c for c in children(child) if c.i < child.i]
                        yield _states(context, holders), predicate, [named], [token, child, *holders]
    elif named.type == "Treaty":
        inside = [r.mention for r in context.references_at(token) if r.entity == named.id]
        widest = max(inside, key=lambda m: m.end - m.start)
        around = obliques(token, _words("party-to", "prepositions"))
        parties = _parties_in_name(context, named, widest) + _states(context, around)
        yield (parties if len(parties) != 1 else [], "party-to", _concluded(context, [token]),
               [context.doc[widest.start], token, *around])


def _of_events(context: Context, events: Iterable[Event]) -> Iterator[Relation]:
    """Who annexed or occupied land is said to control it."""
    for event in events:
        place = context.entities.get(event.place or "")
        if event.type == "annexation" and event.status == "happened" and place and place.type == "Territory":
            agents = [context.entities[p] for p in event.participants if context.entities[p].type == "State"]
            for agent in agents[:1]:
                key = fact_id("r", context.article.id, agent.id, "controls", place.id)
                yield Relation(key, agent.id, agent.label, "controls", place.id, place.label, event.evidence,
                               "relation/controls/event", 0.7)


def _of_positions(context: Context, positions: Iterable[Position]) -> Iterator[Relation]:
    """A state that holds its own title to the land claims it."""
    for position in positions:
        state = context.entities.get(position.object or "")
        if position.topic != "sovereignty" or position.stance != "support" or not state or state.type != "State":
            continue
        lands = [e for e in context.entities.values() if e.type == "Territory" and any(
            position.evidence.start <= m.start < position.evidence.end for m in e.mentions)]
        for land in lands[:1]:
            key = fact_id("r", context.article.id, state.id, "claims", land.id)
            yield Relation(key, state.id, state.label, "claims", land.id, land.label, position.evidence,
                           "relation/claims/position", 0.6)


def _entities(context: Context, tokens: Iterable[Token], types: tuple[str, ...]) -> list[Entity]:
    found = [e for t in tokens for e in entities_of(context, t) if e.type in types]
    return list(dict.fromkeys(found))


def _states(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """States that the tokens name, or whose forces, leaders or officials they are ("Soviet troops")."""
    found = []
    for token in tokens:
        own = [e for e in entities_of(context, token) if e.type == "State"]
        if not own and token.pos_ == "NOUN":
            own = [e for m in modifiers(token) for e in entities_of(context, m) if e.type == "State"]
        found.extend(own)
    return list(dict.fromkeys(found))


def _land_of(context: Context, tokens: Iterable[Token], types: tuple[str, ...]) -> list[Entity]:
    """The land in "most of the South China Sea", "parts of Kashmir", "the islands of the Spratlys"."""
    return [e for t in tokens for o in obliques(t, {"of", "in"}) for e in entities_of(context, o) if e.type in types]


def _concluded(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """Treaties that are not known to be still unconcluded."""
    found = _entities(context, tokens, ("Treaty",))
    known = context.knowledge.treaties
    return [e for e in found if e.id not in known or known[e.id].status != "not-concluded"]


def _parties_in_name(context: Context, treaty: Entity, mention: Mention) -> list[Entity]:
    """States that the mention itself names ("the Soviet-Japanese Joint Declaration"): references inside it, and
    known parties whose name or adjective is one of its words."""
    inside = [context.entities[r.entity] for r in context.entities_in(mention.start, mention.end)]
    found = [e for e in inside if e.type == "State"]
    info = context.knowledge.treaties.get(treaty.id)
    words = {t.lower_ for t in context.doc[mention.start : mention.end]}
    for party in info.parties if info else ():
        entry = context.knowledge.entries.get(party)
        if party in context.entities and entry and any(n.text.lower() in words for n in entry.names):
            found.append(context.entities[party])
    return list(dict.fromkeys(found))


def _bodies_of_states(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """Organizations that states are members of, by their kind in the knowledge base."""
    kinds = _words("member-of", "kinds")
    return [e for e in _entities(context, tokens, ("Organization",))
            if (entry := context.knowledge.entries.get(e.id)) is not None and entry.kind in kinds]


def _relation(context: Context, subject: Entity, predicate: str, thing: Entity, tokens: list[Token]) -> Relation:
    start, end = sentence(tokens[0])
    inside = [t.i for t in tokens if start <= t.i < end]
    evidence = context.span(min(inside), max(inside) + 1)
    key = fact_id("r", context.article.id, subject.id, predicate, thing.id)
    return Relation(key, subject.id, subject.label, predicate, thing.id, thing.label, evidence,
                    f"relation/{predicate}", 0.8)
