"""What verbs, nouns and the shape of names say about claims, control, sanctions, treaties, membership and parts."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

from spacy.tokens import Token

from kg.extraction.arguments import (
    base,
    case_of,
    conjuncts,
    governors,
    is_negated,
    modifiers,
    objects,
    obliques,
    subjects,
)
from kg.extraction.event_status import status_of
from kg.extraction.patterns import load_patterns
from kg.extraction.relation_arguments import (
    bodies_of_states,
    concluded,
    entities,
    land_meant,
    land_of,
    parties_in_name,
    signatories,
    states,
    words,
)
from kg.extraction.tree import Word, children
from kg.model import Context, Entity

_AUTHORITIES = ("State", "Organization")
_TARGETS = ("State", "Organization", "Person")
#: What can be claimed includes waters that no knowledge table lists as disputed.
_LANDS = {"claims": ("Territory", "Place"), "controls": ("Territory",)}

#: Subjects, predicate, objects, and the tokens that say it.
Found = tuple[list[Entity], str, list[Entity], list[Token]]


@cache
def _verbs() -> frozenset[str]:
    """Every verb that a relation may hang on."""
    lists = product(load_patterns("relations"), (
        "verbs", "phrase_verbs", "group_verbs", "view_verbs", "binding", "belonging"))
    return frozenset({"take"}).union(*(words(predicate, name) for predicate, name in lists))


@cache
def _nouns() -> frozenset[str]:
    """Every noun that a relation may hang on."""
    return frozenset().union(*(words(predicate, name) for predicate in load_patterns("relations")
                               for name in ("nouns", "rival_nouns")))


@lru_cache(50_000)
def may_relate(word: Word) -> bool:
    """Whether ``of_verb`` or ``of_noun`` may find something at the word."""
    return (word.pos == "VERB" and word.lemma in _verbs()) or word.lemma in _nouns()


def of_verb(context: Context, verb: Token) -> Iterator[Found]:
    """Relations that the verb states of its subject and object."""
    if verb.pos_ != "VERB" or (lemma := verb.lemma_.lower()) not in _verbs() or status_of(verb) != "happened":
        return
    who, what = _doers(verb), objects(verb)
    for predicate in ("claims", "controls"):
        if lemma in words(predicate, "verbs"):
            land = entities(context, what, _LANDS[predicate]) or land_of(context, what, _LANDS[predicate]) or (
                land_meant(context, what))
            yield states(context, who) if land else [], predicate, land, [verb, *who, *what]
    if lemma in words("claims", "view_verbs") and (own := _called_own(verb)):
        called = what or modifiers(own)  # "considers the islands part of its territory"
        yield states(context, who), "claims", entities(context, called, _LANDS["claims"]), [verb, *who, *called, own]
    if lemma == "take" and (
            phrases := [o for o in what if o.lemma_ in words("controls", "phrases")]):
        land_tokens = [t for o in phrases for t in obliques(o, {"of", "over"})] + obliques(verb, {"of", "over"})
        yield states(context, who), "controls", entities(context, land_tokens, ("Territory",)), [verb, *who,
                                                                                                *land_tokens]
    if lemma in words("sanctions", "verbs"):
        yield entities(context, who, _AUTHORITIES), "sanctions", entities(context, what, _TARGETS), [verb, *who, *what]
    counted = what + [t for o in what for t in obliques(o, {"of"})]
    measures = [o for o in counted if o.lemma_.lower() in words("sanctions", "nouns")]
    if measures and lemma in words("sanctions", "phrase_verbs"):
        on = words("sanctions", "targets")
        targets = obliques(verb, on) + [t for m in (*measures, *what) for t in obliques(m, on)]
        yield (entities(context, who, _AUTHORITIES), "sanctions", entities(context, targets, _TARGETS),
               [verb, *who, *measures, *targets])
    if lemma in words("party-to", "verbs"):
        treaties = what + obliques(verb, words("party-to", "verb_prepositions"))
        others = [t for thing in (verb, *what) for t in obliques(thing, {"with"})]
        yield signatories(context, who + others), "party-to", concluded(context, treaties), [verb, *who, *treaties]
    if lemma in words("party-to", "binding"):
        yield states(context, what), "party-to", concluded(context, who), [verb, *who, *what]
    if lemma in words("claims", "belonging") and (held := entities(context, who, ("Territory",))):
        yield entities(context, obliques(verb, {"to"}), ("State",)), "claims", held, [verb, *who]
    if lemma in words("member-of", "verbs"):
        bodies = what + obliques(verb, {"to"})
        yield states(context, who), "member-of", bodies_of_states(context, bodies), [verb, *who, *bodies]
    if lemma in words("member-of", "group_verbs"):
        yield states(context, what), "member-of", bodies_of_states(context, who), [verb, *who, *what]


def _doers(verb: Token) -> list[Token]:
    """Subjects; of "A, B and C, which joined …" all three."""
    head = verb.head
    if verb.dep_ == "acl:relcl" and head.dep_ == "conj" and any(
            c.dep_ == "punct" and c.i > head.i for c in (*children(head), *children(verb))):
        for above in governors(head):
            if above.dep_ != "conj":
                return conjuncts(above)
    return subjects(verb)


def _called_own(verb: Token) -> Token | None:
    """The word by which land is called one's own: "regards it as its own", "considers it part of its territory"."""
    for complement in children(verb):
        if base(complement) in ("obl", "xcomp", "ccomp", "advcl", "obj"):
            for token in (complement, *children(complement), *(g for c in children(complement) for g in children(c))):
                if token.lower_ in words("claims", "own"):
                    return complement
    return None


def of_noun(context: Context, noun: Token) -> Iterator[Found]:
    """Relations that the noun states of its owner and complement."""
    lemma = noun.lemma_.lower()
    if lemma not in _nouns() or not (noun.pos_ in ("NOUN", "PROPN", "ADJ") or noun.dep_ == "obj"):
        return
    owners = [c for m in modifiers(noun) for c in conjuncts(m)]
    for predicate in ("claims", "controls"):
        if lemma in words(predicate, "nouns"):
            yield from _hold(context, noun, predicate, owners)
    if lemma in words("claims", "rival_nouns"):
        who = owners + obliques(noun, {"between", "with", "among"})
        lands = obliques(noun, {"over", "about"}) + [t for t in who if case_of(t) in ("over", "about")]
        rivals, land = states(context, who), entities(context, lands, ("Territory",))
        if land and len(rivals) > 1:
            yield rivals, "claims", land, [noun, *who, *lands]
    if lemma in words("sanctions", "nouns"):
        yield _measure(context, noun, owners)
    if lemma in words("party-to", "nouns") and not is_negated(noun):
        who = owners + obliques(noun, {"by", "of"}) + _named_by(noun)
        treaties = concluded(context, obliques(noun, {"of", "to", "under", "from", "with"}))
        yield states(context, who) if treaties else [], "party-to", treaties, [noun, *who]
    if lemma in words("member-of", "nouns") and not is_negated(noun):
        bodies = bodies_of_states(context, owners + obliques(noun, {"of", "in"}))
        lists = obliques(noun, {"such", "like", "including", "as"})
        nations = [c for m in (*_named_by(noun), *lists) for c in conjuncts(m)]
        yield states(context, nations) if bodies else [], "member-of", bodies, [noun, *nations, *owners]
    if lemma in words("part-of", "nouns") and any(c.dep_ == "cop" for c in children(noun)):
        around = obliques(noun, {"of"})
        whole = entities(context, around, ("Territory",))
        parts = entities(context, subjects(noun), ("Territory",))
        yield parts, "part-of", whole, [noun, *subjects(noun)]
        if parts and not whole and status_of(noun) == "happened":  # to call it part of a state makes that state's claim
            owned = [o for o in around if o.lemma_ == "territory"] or around
            yield states(context, [*owned, *(m for o in owned for m in modifiers(o))]), "claims", parts, [noun, *around]


def _named_by(noun: Token) -> list[Token]:
    """What a role noun is said of: the subject of "is a member", the name in "Estonia, a member", "NATO member
    Turkey"."""
    if any(c.dep_ == "cop" for c in children(noun)):
        return subjects(noun)
    if noun.dep_ in ("appos", "compound", "flat", "nmod:desc") or (noun.dep_ == "amod" and noun.head.i > noun.i):
        return [noun.head]
    return [c for c in children(noun) if c.dep_ in ("appos", "flat")]


def _hold(context: Context, noun: Token, predicate: str, owners: list[Token]) -> Iterator[Found]:
    """Claim to, or control of, land."""
    verb, around = noun.head, obliques(noun, {"of", "to", "over", "on"})
    who = owners + obliques(noun, {"by"})
    if noun.dep_ == "obj" and verb.lemma_ in words("claims", "dropping") and not is_negated(verb):
        return  # "renounced its claim"
    if noun.dep_ == "obj" and verb.lemma_ in words("claims", "holding") and status_of(verb) == "happened":
        who, around = who + subjects(verb), around + obliques(verb, {"to", "over", "on"})
    found = entities(context, around, _LANDS[predicate])
    if not found and predicate == "controls" and case_of(noun) == "under":  # "is under Russian control"
        around = subjects(noun) if any(c.dep_ == "cop" for c in children(noun)) else (
            [noun.head] if base(noun) == "nmod" else [*objects(verb), *subjects(verb)])
        found = entities(context, around, ("Territory",))
    plural = predicate == "claims" and noun.tag_ == "NNS" and not around
    yield states(context, who) if found or plural else [], predicate, found, [noun, *who, *around]


def _measure(context: Context, noun: Token, owners: list[Token]) -> Found:
    """Sanctions named by a noun: of whom, on whom."""
    on = words("sanctions", "targets")
    who, targets = owners + obliques(noun, {"by", "from"}), obliques(noun, on)
    for child in children(noun):
        if child.dep_ in ("acl", "acl:relcl") and child.pos_ == "VERB":
            who, targets = who + subjects(child), targets + obliques(child, on)
    if case_of(noun) == "under":  # "Belarus is under European Union sanctions"
        targets = targets + subjects(noun if base(noun) == "root" else noun.head)
    known = context.entity_headed(noun)
    info = context.knowledge.sanctions.get(known.id) if known and owners else None
    authorities = entities(context, who, _AUTHORITIES) or [
        context.entities[i] for i in (info.authority if info and len(info.authority) == 1 else ())
        if i in context.entities]
    aims = entities(context, targets, _TARGETS) or [
        context.entities[i] for i in (info.target if info else ()) if i in context.entities]
    return authorities, "sanctions", aims, [noun, *who, *targets]


def of_name(context: Context, token: Token) -> Iterator[Found]:
    """What a name's own shape says: "Russian-held islands", "the Soviet–Japanese declaration", "Woody Island in the
    Paracels"; and who acts "under the treaty"."""
    if not context.references_at(token) or (named := context.entity_headed(token)) is None:
        return
    if named.type == "State" and any(c.dep_ == "cop" for c in children(token)) and status_of(token) == "happened" and (
            called := entities(context, subjects(token), ("Territory",))):  # "the islands are British"
        yield [named], "claims", called, [token, *subjects(token)]
    if named.type == "Territory":
        around = [token, *(c for c in children(token) if c.dep_ == "appos" and (c.tag_ == "JJS" or c.lemma_ in words(
            "part-of", "nouns")))]  # "Woody Island, the largest of the Paracels"
        larger = [o for t in around for o in obliques(t, words("part-of", "prepositions")) if case_of(o)]
        yield [named], "part-of", entities(context, larger, ("Territory",)), [token, *larger]
        for child in children(token):
            if child.i < token.i and base(child) in ("amod", "compound"):
                for predicate in ("claims", "controls"):
                    if child.lower_ in words(predicate, "compounds"):
                        holders = [c for c in children(child) if c.i < child.i]
                        yield states(context, holders), predicate, [named], [token, child, *holders]
    elif named.type == "Treaty":
        inside = [r.mention for r in context.references_at(token) if r.entity == named.id]
        widest = max(inside, key=lambda m: m.end - m.start)
        around = obliques(token, words("party-to", "prepositions"))
        parties = parties_in_name(context, named, widest) + states(context, around)
        yield (parties if len(parties) != 1 else [], "party-to", concluded(context, [token]),
               [context.doc[widest.start], token, *around])
        if case_of(token) == "under":
            verb = next((g for g in governors(token) if g.pos_ == "VERB"), None)
            if verb is not None and status_of(verb) == "happened":
                who = subjects(verb)
                yield states(context, who), "party-to", concluded(context, [token]), [verb, *who, token]
