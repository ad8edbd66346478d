"""Offices and affiliations that a text gives a person: titles before the name, appositions and clauses after it."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, entities_of, objects, obliques
from kg.extraction.patterns import load_lexicon, load_patterns
from kg.extraction.tree import children, phrase, sentence
from kg.model import Context, Entity, Reference, Relation, Span, fact_id

_WINDOW = 14  # tokens before a name that may belong to its title


@cache
def _titles() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """A pattern over a lower-case title phrase; the head words of offices; those of offices and occupations.

    An occupation ("professor", "analyst") is no office, but says whom the person belongs to.
    """
    terms = {r["term"]: r["kind"] for r in load_lexicon("titles", "term", "kind")
             if r["kind"] in ("office", "occupation")}
    ordered = sorted(terms, key=lambda t: (-len(t), t))
    pattern = re.compile(rf"(?:^|[\s(-])({'|'.join(map(re.escape, ordered))})(?:\s+(?:of|for)\s[\w\s.-]+)?$")
    heads = {_head_word(t) for t in terms}
    return pattern, frozenset(_head_word(t) for t, kind in terms.items() if kind == "office"), frozenset(heads)


def _head_word(title: str) -> str:
    """ "minister" of "minister of defence", of "foreign minister" and of "minister for foreign affairs"."""
    return re.split(r"\s(?:of|for|to|at|on)\s", title)[0].split()[-1]


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(load_patterns("relations")["holds-office"].parameters[name])


@lru_cache(1)  # asked for by positions and by relations
def find_offices(context: Context) -> tuple[Relation, ...]:
    """``holds-office`` and ``affiliated-with`` of every named person, in text order; each pair once."""
    return tuple(_offices(context))


def _offices(context: Context) -> Iterator[Relation]:
    seen: set[tuple[str, str, str]] = set()
    for reference in context.references:
        person = context.entities[reference.entity]
        if person.type != "Person" or reference.mention.form != "name":
            continue
        for relation in (*_before(context, reference, person), *_after(context, reference, person)):
            office = relation.predicate == "holds-office"
            key = (relation.subject, relation.predicate, _head_word(relation.object_label.lower()) if office
                   else str(relation.object))
            if key not in seen:
                seen.add(key)
                yield relation


def _before(context: Context, reference: Reference, person: Entity) -> Iterator[Relation]:
    """A title right before the name: "the Japanese foreign ministry press secretary Yasuhisa Kawamura"."""
    doc, start = context.doc, reference.mention.start
    first_of_sentence, _ = sentence(doc[start])
    left = start
    while left > max(first_of_sentence, start - _WINDOW) and _belongs(doc[left - 1]):
        left -= 1
    pattern, *_ = _titles()
    match = pattern.search(phrase(doc, left, start).lower())
    if match:
        begin = doc[left].idx + match.start(1)
        first = next(i for i in range(left, start) if doc[i].idx + len(doc[i]) > begin)
        yield from _relations(context, person, left, start, first, start, reference.mention.end)


def _belongs(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.text in ("-", "–", "of", "'s", "’s", "and", "for", ".") or (
        token.tag_ == "POS") or token.text.rstrip(".").isupper()


def _after(context: Context, reference: Reference, person: Entity) -> Iterator[Relation]:
    """An apposition or relative clause after the name, or the name as apposition of a title."""
    doc, mention = context.doc, reference.mention
    name = doc[mention.head]
    for child in children(name):
        if child.dep_ == "appos" and child.i >= mention.end and _is_title(child):
            first, last = _phrase(child)
            if not _names_another(context, person, child, first, last):
                yield from _relations(context, person, first, last, first, last, last, reference.mention.start)
        elif child.dep_ == "acl:relcl" and child.lemma_ in _words("lead_verbs"):
            yield from _leader(context, person, child, mention.start)
        elif child.dep_ == "acl:relcl" and _is_title(child) and any(c.dep_ == "cop" for c in children(child)):
            first, last = _phrase(child)
            first = max(first, min(c.i for c in children(child) if c.dep_ == "cop") + 1)
            yield from _relations(context, person, first, last, first, last, last, mention.start)
        elif child.i >= mention.end:  # "of Chatham House", "who teaches at Keio University"
            yield from _affiliated(context, person, child, mention.start)
    if name.dep_ == "appos" and _is_title(name.head) and name.head.i < mention.start:
        first, _ = _phrase(name.head)
        yield from _relations(context, person, first, mention.start, first, mention.start, mention.end)
    verb = name.head
    if name.dep_ == "nsubj" and _is_title(verb) and any(c.dep_ == "cop" for c in children(verb)):
        first, last = _phrase(verb)
        first = max(first, mention.end + 1)
        if first < last:
            yield from _relations(context, person, first, last, first, last, last, mention.start)
    elif name.dep_ in ("nsubj", "nsubj:pass") and verb.lemma_ in _words("verbs"):
        for complement in children(verb):
            if complement.dep_ in ("xcomp", "obj", "obl") and _is_title(complement):
                first, last = _phrase(complement)
                yield from _relations(context, person, first, last, first, last, last, mention.start)


def _affiliated(context: Context, person: Entity, token: Token, start: int) -> Iterator[Relation]:
    """The body after a name with a preposition, or after a clause of working somewhere."""
    affiliation = load_patterns("relations")["affiliated-with"].parameters
    at = set(affiliation["prepositions"])
    places = [token] if base(token) == "nmod" and case_of(token) in at else []
    if token.dep_ == "acl:relcl" and token.lemma_ in affiliation["verbs"]:
        places = obliques(token, at | {"for", "in"})
    for place in places:
        for body in entities_of(context, place):
            if body.type == "Organization":
                yield _relation(context, person, "affiliated-with", body, body.label, context.span(start, place.i + 1))


def _names_another(context: Context, person: Entity, title: Token, first: int, last: int) -> bool:
    """Whether the title belongs to the next name of a list ("Kerry, the EU's policy chief Mogherini and …")."""
    others = [r for r in context.entities_in(first, min(last + 4, len(context.doc))) if r.mention.form == "name"
              and context.entities[r.entity].type == "Person" and r.entity != person.id]
    return any(r.mention.head == title.i or r.mention.start <= last for r in others)


def _leader(context: Context, person: Entity, verb: Token, start: int) -> Iterator[Relation]:
    for thing in objects(verb):
        first, last = _phrase(thing)
        evidence = context.span(start, last)
        bodies = [e for e in entities_of(context, thing) if e.type in ("Organization", "State")]
        inside = [context.entities[r.entity] for r in context.entities_in(first, last)]
        bodies = bodies or [e for e in inside if e.type == "Organization"]
        if bodies:
            what = context.doc[first:last].text
            yield _relation(context, person, "holds-office", bodies[0], f"head of {what}", evidence)
        for r in context.entities_in(first, last):
            body = context.entities[r.entity]
            if body.type == "Organization":
                yield _relation(context, person, "affiliated-with", body, body.label, evidence)


def _is_title(token: Token) -> bool:
    heads = _titles()[2]
    return token.pos_ in ("NOUN", "PROPN") and (token.lower_ in heads or token.lemma_.lower() in heads)


def _phrase(head: Token) -> tuple[int, int]:
    """The noun phrase of a title: its subtree without relative clauses, further appositions and what follows them."""
    first, last = head.i, head.i + 1
    queue = [head]
    while queue:
        for child in children(queue.pop()):
            if child.dep_ in ("acl:relcl", "appos", "punct", "parataxis", "cop", "nsubj", "advcl") or (
                    child.dep_ == "conj" and not _is_title(child) and child.pos_ != "PROPN"):
                continue
            first, last = min(first, child.i), max(last, child.i + 1)
            queue.append(child)
    return first, last


def _relations(context: Context, person: Entity, first: int, last: int, title_from: int, title_to: int, end: int,
               start: int | None = None) -> Iterator[Relation]:
    """Office and affiliation that the tokens ``first:last`` give; the title proper is ``title_from:title_to``."""
    doc = context.doc
    evidence = context.span(min(first, start if start is not None else first), end)
    served = [context.entities[r.entity] for r in context.entities_in(first, last)]
    bodies = [e for e in served if e.type == "Organization"]
    states = [e for e in served if e.type == "State"]
    title = re.sub(r"\s+", " ", doc[title_from:title_to].text).strip(" ,.")
    title = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", title, flags=re.IGNORECASE)
    body = bodies[0] if bodies else states[0] if states else None
    if body is None:
        offices = [o for o in context.knowledge.offices_of(person.id, context.article.date)
                   if any(t in title.lower() for t in o.titles)]
        body = next((context.entities[i] for o in offices for i in (o.serves, o.state) if i in context.entities), None)
    label = title if body is None or _names(body, title) else f"{title} of {body.label}"
    former = any(doc[i].lower_ in _words("former") for i in range(first, last))
    prefix = "former " if former and "former" not in label.lower() else ""
    if _office(title):
        yield _relation(context, person, "holds-office", body, prefix + label, evidence)
    for organization in bodies:
        yield _relation(context, person, "affiliated-with", organization, organization.label, evidence)


def _office(title: str) -> bool:
    """Whether the title's head word is that of an office."""
    return _head_word(re.split(r"[,(]", title.lower())[0].strip() or title.lower()) in _titles()[1]


def _names(body: Entity, title: str) -> bool:
    """Whether the title names the body already ("US national security adviser")."""
    return any(re.search(rf"\b{re.escape(alias)}\b", title, re.IGNORECASE) for alias in (body.label, *body.aliases))


def _relation(context: Context, person: Entity, predicate: str, body: Entity | None, label: str,
              evidence: Span) -> Relation:
    key = fact_id("r", context.article.id, person.id, predicate, label)
    return Relation(key, person.id, person.label, predicate, body.id if body else None, label, evidence,
                    f"relation/{predicate}", 0.85)
