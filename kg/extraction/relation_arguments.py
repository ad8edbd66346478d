"""The states, bodies, lands and treaties that relations are between, read off the nominals that name them."""

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from kg.extraction.arguments import entities_of, modifiers, obliques
from kg.extraction.patterns import load_patterns
from kg.model import Context, Entity, Mention

#: Tokens before a pronoun within which the land that it stands for is named.
_NEAR = 60


@cache
def words(predicate: str, name: str) -> frozenset[str]:
    """One list of ``ontology/patterns/relations.yaml``; empty where the rule has none of that name."""
    return frozenset(load_patterns("relations")[predicate].parameters.get(name, ()))


def entities(context: Context, tokens: Iterable[Token], types: tuple[str, ...]) -> list[Entity]:
    found = [e for t in tokens for e in entities_of(context, t) if e.type in types]
    return list(dict.fromkeys(found))


def states(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """States that the tokens name, or whose forces, leaders or officials they are ("Soviet troops")."""
    found = []
    for token in tokens:
        own = [e for e in entities_of(context, token) if e.type == "State"]
        if not own and token.pos_ == "NOUN":
            own = [e for m in modifiers(token) for e in entities_of(context, m) if e.type == "State"]
        found.extend(own)
    return list(dict.fromkeys(found))


def land_of(context: Context, tokens: Iterable[Token], types: tuple[str, ...]) -> list[Entity]:
    """The land in "most of the South China Sea", "parts of Kashmir", "the islands of the Spratlys"."""
    return [e for t in tokens for o in obliques(t, {"of", "in"}) for e in entities_of(context, o) if e.type in types]


def land_meant(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """The land that "it" or "them" stands for beside a verb of holding land: the last one named shortly before."""
    for token in tokens:
        if token.lower_ in words("controls", "pronouns"):
            before = [r for r in context.entities_in(max(0, token.i - _NEAR), token.i)
                      if context.entities[r.entity].type == "Territory"]
            if before:
                return [context.entities[max(before, key=lambda r: r.mention.end).entity]]
    return []


def signatories(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """States that the tokens name, or for which the people that they name act."""
    given = list(tokens)
    found = states(context, given)
    for person in entities(context, given, ("Person",)):
        entry = context.knowledge.entries.get(person.id)
        if entry is not None and entry.state in context.entities:
            found.append(context.entities[entry.state])
    return list(dict.fromkeys(found))


def concluded(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """Treaties that are not known to be still unconcluded."""
    found = entities(context, tokens, ("Treaty",))
    known = context.knowledge.treaties
    return [e for e in found if e.id not in known or known[e.id].status != "not-concluded"]


def parties_in_name(context: Context, treaty: Entity, mention: Mention) -> list[Entity]:
    """States that the mention itself names ("the Soviet-Japanese Joint Declaration"): references inside it, and
    known parties whose name or adjective is one of its words."""
    inside = [context.entities[r.entity] for r in context.entities_in(mention.start, mention.end)]
    found = [e for e in inside if e.type == "State"]
    info = context.knowledge.treaties.get(treaty.id)
    forms = {t.lower_ for t in context.doc[mention.start : mention.end]}
    for party in info.parties if info else ():
        entry = context.knowledge.entries.get(party)
        if party in context.entities and entry and any(n.text.lower() in forms for n in entry.names):
            found.append(context.entities[party])
    return list(dict.fromkeys(found))


def bodies_of_states(context: Context, tokens: Iterable[Token]) -> list[Entity]:
    """Organizations that states are members of, by their kind in the knowledge base."""
    kinds = words("member-of", "kinds")
    return [e for e in entities(context, tokens, ("Organization",))
            if (entry := context.knowledge.entries.get(e.id)) is not None and entry.kind in kinds]
