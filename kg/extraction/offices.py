"""Offices and affiliations that a text gives a person: titles before the name, appositions and clauses after it."""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

from kg.extraction.arguments import conjuncts, entities_of
from kg.extraction.office_clauses import affiliated, leader, of_clauses
from kg.extraction.office_titles import (
    head_word,
    is_title,
    monarchs,
    office_relations,
    office_words,
    relation,
    title_phrase,
    titles,
)
from kg.extraction.tree import children, phrase, sentence
from kg.model import Context, Entity, Reference, Relation

_WINDOW = 14  # tokens before a name that may belong to its title


@lru_cache(1)  # asked for by positions and by relations
def find_offices(context: Context) -> tuple[Relation, ...]:
    """``holds-office`` and ``affiliated-with`` of every named person, in text order; each pair once."""
    return tuple(_offices(context))


def _offices(context: Context) -> Iterator[Relation]:
    seen: dict[tuple[str, str, str], Relation] = {}
    for found in (*_of_names(context), *of_clauses(context), *_of_roles(context)):
        office = found.predicate == "holds-office"
        key = (found.subject, found.predicate, head_word(found.object_label.lower()) if office else str(found.object))
        seen.setdefault(key, found)
    yield from _with_counterparts(context, seen)
    yield from seen.values()


def _of_names(context: Context) -> Iterator[Relation]:
    for reference in context.references:
        person = context.entities[reference.entity]
        if person.type == "Person" and reference.mention.form == "name":
            yield from _before(context, reference, person)
            yield from _after(context, reference, person)


def _of_roles(context: Context) -> Iterator[Relation]:
    """Roles that stand for somebody whom the article names elsewhere ("the Russian president")."""
    for reference in context.references:
        mention, person = reference.mention, context.entities[reference.entity]
        noun = context.doc[mention.head]
        apart = noun.dep_ != "appos" and not any(c.dep_ in ("appos", "flat") for c in children(noun)) and (
            mention.end == len(context.doc) or context.doc[mention.end].pos_ != "PROPN")
        if mention.rule in ("role-in-text", "role-by-date") and apart and noun.lemma_ != "leader" and any(
                m.text == person.label or m.text in person.aliases for m in person.mentions):
            yield from office_relations(context, person, mention.start, mention.end, mention.start, mention.end,
                                        mention.end)


def _with_counterparts(context: Context, seen: dict[tuple[str, str, str], Relation]) -> Iterator[Relation]:
    """The office of "his British counterpart, James Cleverly": that of whoever "his" is, for the other state."""
    offices = {r.subject: r for r in reversed(seen.values()) if r.predicate == "holds-office"}
    for reference in context.references:
        person, name = context.entities[reference.entity], context.doc[reference.mention.head]
        noun = next((t for t in (name.head, *children(name)) if t.lower_ == "counterpart"), None)
        if person.type != "Person" or noun is None or person.id in offices:
            continue
        owners = [e for c in children(noun) if c.dep_ == "nmod:poss" for e in entities_of(context, c)]
        states = [e for c in children(noun) for e in entities_of(context, c) if e.type == "State"]
        own = next((offices[e.id] for e in owners if e.id in offices), None)
        if own is not None and states:
            title = own.object_label.split(" of ")[0]
            for word in (a for e in context.entities.values() if e.id == own.object for a in (e.label, *e.aliases)):
                title = title.removeprefix(word).strip()
            first, last = sorted((noun.i, name.i))
            yield relation(context, person, "holds-office", states[0], f"{title} of {states[0].label}",
                           context.span(first, last + 1))


def _before(context: Context, reference: Reference, person: Entity) -> Iterator[Relation]:
    """A title right before the name: "the Japanese foreign ministry press secretary Yasuhisa Kawamura"."""
    doc, start = context.doc, reference.mention.start
    first_of_sentence, _ = sentence(doc[start])
    left = start
    while left > max(first_of_sentence, start - _WINDOW) and _belongs(doc[left - 1]):
        left -= 1
    pattern, *_ = titles()
    text = phrase(doc, left, start).lower()
    plural = text.endswith("s") and len(people := _listed(context, doc[reference.mention.head])) > 1
    match = pattern.search(text[:-1] if plural else text) or monarchs().search(text)
    if match is None and doc[start].lower_ in office_words("monarchs"):  # the name has it
        yield from office_relations(context, person, start, start + 1, start, start + 1, reference.mention.end)
    if match:
        begin = doc[left].idx + match.start(1)
        first = next(i for i in range(left, start) if doc[i].idx + len(doc[i]) > begin)
        for one in people if plural else (person,):
            yield from office_relations(context, one, left, start, first, start, reference.mention.end, plural=plural)


def _listed(context: Context, name: Token) -> list[Entity]:
    """The people of a list of names that begins with this one."""
    return [e for c in conjuncts(name) for e in entities_of(context, c) if e.type == "Person"]


def _belongs(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.text in ("-", "–", "of", "'s", "’s", "and", "for", ".") or (
        token.tag_ == "POS") or token.text.rstrip(".").isupper()


def _after(context: Context, reference: Reference, person: Entity) -> Iterator[Relation]:
    """An apposition or relative clause after the name, or the name as apposition of a title."""
    doc, mention = context.doc, reference.mention
    name = doc[mention.head]
    for child in children(name):
        if child.dep_ == "appos" and child.i >= mention.end and is_title(child):
            first, last = title_phrase(child)
            if not _names_another(context, person, child, first, last):
                yield from office_relations(context, person, first, last, first, last, last, reference.mention.start)
        elif child.dep_ == "acl:relcl" and child.lemma_ in office_words("lead_verbs"):
            yield from leader(context, person, child, mention.start)
        elif child.dep_ == "acl:relcl" and is_title(child) and any(c.dep_ == "cop" for c in children(child)):
            first, last = title_phrase(child)
            first = max(first, min(c.i for c in children(child) if c.dep_ == "cop") + 1)
            yield from office_relations(context, person, first, last, first, last, last, mention.start)
        elif child.i >= mention.end:  # "of Chatham House", "who teaches at Keio University"
            yield from affiliated(context, person, child, mention.start)
    if name.dep_ == "appos" and is_title(name.head) and name.head.i < mention.start:
        first, _ = title_phrase(name.head)
        yield from office_relations(context, person, first, mention.start, first, mention.start, mention.end)
    verb = name.head
    if name.dep_ == "nsubj" and is_title(verb) and any(c.dep_ == "cop" for c in children(verb)):
        first, last = title_phrase(verb)
        first = max(first, mention.end + 1)
        if first < last:
            yield from office_relations(context, person, first, last, first, last, last, mention.start)


def _names_another(context: Context, person: Entity, title: Token, first: int, last: int) -> bool:
    """Whether the title belongs to the next name of a list ("Kerry, the EU's policy chief Mogherini and …")."""
    others = [r for r in context.entities_in(first, min(last + 4, len(context.doc))) if r.mention.form == "name"
              and context.entities[r.entity].type == "Person" and r.entity != person.id]
    return any(r.mention.head == title.i or r.mention.start <= last for r in others)


