"""What the source of an attribution means: entities, one source for each member of a joint one, else its words."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.arguments import conjuncts
from kg.extraction.attribution_lexicon import lemma_of, words
from kg.extraction.attribution_spans import Bounds, noun_phrase, trim
from kg.extraction.tree import children
from kg.model import Context, Entity, Reference

_SOURCE_TYPES = frozenset(("Person", "State", "Organization"))
#: Longest way from a possessive to the verb whose subject owns it.
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Source:
    """An entity's id with its label, or None with the source's words; ``span`` are its tokens here, if any."""

    entity: str | None
    label: str
    span: Bounds | None


def resolve(context: Context, token: Token, cue: int = -1) -> tuple[Source, ...]:
    """What the source's token means: entities (each member of a joint source), else the words.

    A source that stands before its cue (a token index) does not reach over it.
    """
    members = conjuncts(token)
    if len(members) > 2 and token.tag_ == "NNS" and token.doc[token.i + 1].text == ",":
        named = members[1:]  # "the Baltic states, Estonia, Latvia and Lithuania"
        if all(_entities(context, member) for member in named):
            members = named
    if len(members) > 1:
        return tuple(source for member in members for source in _single(context, member, cue, alone=True))
    apposed = [c for c in children(token) if c.dep_ == "appos"]
    if apposed and len(conjuncts(apposed[0])) > 1:
        listed = [source for member in conjuncts(apposed[0]) for source in _single(context, member, cue, alone=True)]
        if all(source.entity for source in listed):
            return tuple(listed)
    return tuple(_single(context, token, cue, alone=False))


def _single(context: Context, token: Token, cue: int, *, alone: bool) -> Iterator[Source]:
    start, end = noun_phrase(token, alone=alone)
    start, end = trim(token.doc, start, min(end, cue) if token.i < cue else end)
    span = min(start, token.i), max(end, token.i + 1)
    found = _entities(context, token)
    for entity in found:
        yield Source(entity.id, entity.label, span)
    if not found:
        owner = _antecedent(token) if token.dep_ == "nmod:poss" and token.pos_ == "PRON" else None
        named = _entities(context, owner) if owner is not None else []
        for entity in named:
            yield Source(entity.id, entity.label, span)
        if not named:
            yield Source(None, _words(token, span) if owner is None else _words(owner, noun_phrase(owner)), span)


def _antecedent(pronoun: Token) -> Token | None:
    """The subject of the clause that an unresolved possessive stands in: "the minister reiterated his call"."""
    verb = pronoun.head
    for _ in range(_STEPS):
        if verb.pos_ == "VERB" or verb.head.i == verb.i:
            break
        verb = verb.head
    return next((c for c in children(verb) if c.dep_ == "nsubj" and c.pos_ != "PRON" and c.i < pronoun.i), None)


def _words(token: Token, span: Bounds) -> str:
    doc = token.doc
    start, end = span
    for child in children(token):  # an apposition says more about an unnamed source, but is not its name
        if child.dep_ == "appos" and child.i > token.i:
            end = min(end, child.left_edge.i)
    while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return " ".join(doc[start:max(end, token.i + 1)].text.split())


def _entities(context: Context, token: Token) -> list[Entity]:
    own = [r for r in context.references_at(token) if r.mention.head == token.i]
    if own and all(r.mention.form == "adjective" for r in own) and any(
            c.i < token.i and c.dep_ in ("amod", "det", "nummod") and c.lower_ != "the" for c in children(token)):
        return []  # "many Chinese" are people, not the state
    if own:
        return _widest(context, own)
    for child in children(token):
        if child.dep_ in ("appos", "flat", "nmod:desc", "compound") and child.dep_ != "compound":
            entity = context.entity_headed(child)
            if entity and entity.type in ("Person", "Organization"):
                return [entity]
    if lemma_of(token) in words("governing"):
        return _governed(context, token)
    start, end = noun_phrase(token, alone=True)
    covering = [r for r in context.references_at(token) if r.mention.start >= start and r.mention.end <= end
                and context.entities[r.entity].type in _SOURCE_TYPES]
    return _widest(context, covering) if covering else []


def _governed(context: Context, token: Token) -> list[Entity]:
    """The State whose government is named: "the Japanese government", "the Putin government"."""
    for child in children(token):
        for reference in context.references_at(child) if child.i < token.i else ():
            entity = context.entities[reference.entity]
            if entity.type == "State":
                return [entity]
            entry = context.knowledge.entries.get(entity.id)
            if entry and entry.state and entry.state in context.entities:
                return [context.entities[entry.state]]
    return []


def _widest(context: Context, references: list[Reference]) -> list[Entity]:
    width = max(r.mention.end - r.mention.start for r in references)
    chosen = (r for r in references if r.mention.end - r.mention.start == width)
    return list(dict.fromkeys(context.entities[r.entity] for r in chosen))
