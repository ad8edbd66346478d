"""Roles around a trigger: who does it, who would give, and what a position's object is."""

from spacy.tokens import Token

from kg.extraction.arguments import case_of, objects, subjects
from kg.extraction.position_holders import Holder, Holders
from kg.extraction.position_topics import Trigger, arguments
from kg.extraction.stance_clause import read_clause
from kg.extraction.stance_holders import experiencers, possessors
from kg.extraction.stance_lexicon import is_one_of
from kg.extraction.tree import children
from kg.model import Entity

_CASES = {"of": ("of",), "to": ("to",), "on": ("on", "upon")}


def doers_of(trigger: Trigger) -> tuple[Token, ...]:
    """Heads of the agents' phrases: subjects; of a passive without an agent what is moved ("Russian troops are
    deployed"); possessors and by-phrases of nouns."""
    token = trigger.token
    if token.pos_ in ("VERB", "AUX"):
        own = [c for c in children(token) if c.dep_ == "nmod:poss" and token.tag_ == "VBG"]
        found = tuple(own or subjects(token))
        if not found and trigger.rule.object == "agent" and trigger.rule.kind == "act":
            found = tuple(objects(token))
        return found
    if token.pos_ == "ADJ":
        return experiencers(token)
    found = possessors(token, ("by",)) if "giver" in trigger.rule.flags else possessors(token)
    if trigger.rule.object == "agent" and trigger.rule.sign > 0:
        found += tuple(c for c in children(token) if c.dep_ == "nmod" and case_of(c) in ("of", "between")
                       and (c.text[:1].isupper() or is_one_of(c, "bodies")))
    if not found and token.dep_ == "obj" and is_one_of(token.head, "having") and trigger.rule.kind == "act":
        clause = read_clause(token.head)
        factual = token.head.tag_ in ("VBD", "VBZ", "VBP") and not (clause.negated or clause.hypothetical)
        found = tuple(subjects(token.head)) if factual else ()
    return found


def giver_of(holders: Holders, trigger: Trigger) -> set[str]:
    """Ids of who would have to give: the subject, or "from" whom a concession is wanted."""
    token = trigger.token
    heads = list(subjects(token)) if token.pos_ == "VERB" else list(possessors(token))
    heads += [c for t in (token, token.head) for c in children(t) if case_of(c) == "from"]
    found = {h.entity for t in heads for h in holders.of(t) if h.entity}
    return {i for i in found if i is not None}


def object_of(holders: Holders, trigger: Trigger, holder: Holder, doers: tuple[Token, ...], stance: str) -> str | None:
    """The id of the position's object, as the topic defines it; a person's own is their State's ("our territory")."""
    found = _object(holders, trigger, holder, doers, stance)
    entity = holders.context.entities.get(found or "")
    if entity is not None and entity.type == "Person" and found == holder.entity:
        state = holders.state_of(holder)
        return state.id if state is not None else None
    return found


def _object(holders: Holders, trigger: Trigger, holder: Holder, doers: tuple[Token, ...], stance: str) -> str | None:
    rule, token = trigger.rule, trigger.token
    if rule.object == "agent":
        nouns = [t for t in (trigger.noun, token) if t is not None]
        nouns += [c for t in nouns for c in children(t) if c.dep_ == "nmod" and case_of(c) == "of"]
        own = [h.entity for t in doers for h in holders.of(t) if h.entity]
        own += [e.id for t in nouns for e in holders.states_around(t)]
        if not own:  # what one opposes is somebody else's
            return holder.entity if stance != "oppose" else None
        return holder.entity if holder.entity in own else own[0]
    if rule.object == "self":
        entity = holders.context.entity_headed(token)
        return entity.id if entity else None
    if rule.object in _CASES:
        for child in children(token):
            if child.dep_.partition(":")[0] in ("nmod", "obl") and case_of(child) in _CASES[rule.object]:
                named = [e.id for e in _entities(holders, child)]
                return named[0] if named else holder.entity
        around = holders.states_around(token) or [e for e in _entities(holders, token) if e.type == "State"]
        return around[0].id if around else holder.entity if rule.object == "of" else None
    if rule.object in ("land", "other", "subject"):
        types = ("Territory", "Place") if rule.object == "land" else ("State", "Organization")
        return next((e.id for t in arguments(trigger) for e in _entities(holders, t)
                     if e.type in types and e.id != holder.entity), None)
    return None


def _entities(holders: Holders, token: Token) -> list[Entity]:
    found = [h.entity for h in holders.of(token)]
    named = [holders.context.entities[i] for i in found if i in holders.context.entities]
    return named or [e for r in holders.context.references_at(token)[-1:]
                     for e in [holders.context.entities[r.entity]]]
