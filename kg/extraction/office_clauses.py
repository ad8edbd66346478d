"""Offices and affiliations that clauses give: who serves as, heads, was elected or works where, and who acts "as
president"; the subject may be a pronoun, or stand in the clause before."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, entities_of, objects, obliques, subjects
from kg.extraction.office_titles import is_title, office_relations, office_words, relation, title_phrase
from kg.extraction.patterns import load_patterns
from kg.extraction.tree import Word, among, children, where
from kg.knowledge.wordlists import table
from kg.model import Context, Entity, Relation


def of_clauses(context: Context) -> Iterator[Relation]:
    """Relations of verbs, then those of "as" with a title, each in text order."""
    for verb in where(context.doc, _may_give):
        lemma = verb.lemma_.lower()
        if lemma in office_words("lead_verbs"):
            for person, _ in _people(context, subjects(verb)):
                yield from leader(context, person, verb, verb.i)
        if lemma in office_words("verbs"):
            passive = [c for c in children(verb) if c.dep_ == "nsubj:pass"]
            chosen = passive or (objects(verb) if lemma in office_words("choosing") else subjects(verb))
            for person, _ in _people(context, chosen):
                for title in _complements(verb):
                    yield from _given(context, person, title, verb)
    for word in among(context.doc, ("as",)):
        title = word.head
        if word.dep_ == "case" and base(title) == "obl" and is_title(title) and not any(
                c.lower_ in ("a", "an") for c in children(title)):
            for person, _ in _people(context, subjects(title.head)):
                yield from _given(context, person, title, title.head)


def _may_give(word: Word) -> bool:
    return word.pos == "VERB" and (word.lemma in office_words("lead_verbs") or word.lemma in office_words("verbs"))


def _people(context: Context, tokens: list[Token]) -> Iterator[tuple[Entity, Token]]:
    for token in tokens:
        named = [e for e in entities_of(context, token) if e.type == "Person"]
        if len(named) == 1:
            yield named[0], token


def _complements(verb: Token) -> list[Token]:
    return [c for c in children(verb) if base(c) in ("xcomp", "obj", "obl", "advcl", "ccomp") and is_title(c)
            and not any(g.dep_ in ("cop", "nsubj") for g in children(c))]


def _given(context: Context, person: Entity, title: Token, verb: Token) -> Iterator[Relation]:
    first, last = title_phrase(title)
    while first < title.i and context.doc[first].dep_ in ("case", "det"):
        first += 1
    yield from office_relations(context, person, first, last, first, last, last, min(first, verb.i))


def affiliated(context: Context, person: Entity, token: Token, start: int) -> Iterator[Relation]:
    """The body after a name with a preposition, or after a clause of working somewhere."""
    affiliation = load_patterns("relations")["affiliated-with"].parameters
    at = set(affiliation["prepositions"])
    places = [token] if base(token) == "nmod" and case_of(token) in at else []
    if token.dep_ == "acl:relcl" and token.lemma_ in affiliation["verbs"]:
        places = obliques(token, at | {"for", "in"})
        places += objects(token) if token.lemma_ in affiliation["entering"] else []
    for place in places:
        for body in entities_of(context, place):
            if body.type == "Organization":
                yield relation(context, person, "affiliated-with", body, body.label, context.span(start, place.i + 1))


def leader(context: Context, person: Entity, verb: Token, start: int) -> Iterator[Relation]:
    """Who heads a body: named ("heads the Carnegie Center") or not ("heads a league of former islanders")."""
    for thing in objects(verb):
        first, last = title_phrase(thing)
        evidence = context.span(min(start, first), last)
        bodies = [e for e in entities_of(context, thing) if e.type in ("Organization", "State")]
        inside = [context.entities[r.entity] for r in context.entities_in(first, last)]
        bodies = bodies or [e for e in inside if e.type == "Organization"]
        unnamed = verb.lemma_ in office_words("heading") and thing.lemma_.lower() in table("organization_nouns")
        if bodies or unnamed:
            what = context.doc[first:last].text
            yield relation(context, person, "holds-office", bodies[0] if bodies else None, f"head of {what}", evidence)
        for r in context.entities_in(first, last):
            body = context.entities[r.entity]
            if body.type == "Organization":
                yield relation(context, person, "affiliated-with", body, body.label, evidence)
