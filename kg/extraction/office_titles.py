"""Titles of office: which words are one, how far their phrase goes, and the relations that it gives a person."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.extraction.patterns import load_lexicon, load_patterns
from kg.extraction.tree import children
from kg.model import Context, Entity, Relation, Span, fact_id


@cache
def titles() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """A pattern over a lower-case title phrase; the head words of offices; those of offices and occupations.

    An occupation ("professor", "analyst") is no office, but says whom the person belongs to.
    """
    terms = {r["term"]: r["kind"] for r in load_lexicon("titles", "term", "kind")
             if r["kind"] in ("office", "occupation")}
    ordered = sorted(terms, key=lambda t: (-len(t), t))
    pattern = re.compile(rf"(?:^|[\s(-])({'|'.join(map(re.escape, ordered))})(?:\s+(?:of|for)\s[\w\s.-]+)?$")
    heads = {head_word(t) for t in terms}
    return pattern, frozenset(head_word(t) for t, kind in terms.items() if kind == "office"), frozenset(heads)


@cache
def monarchs() -> re.Pattern[str]:
    """A pattern over a lower-case phrase that ends in a monarch's title."""
    return re.compile(rf"(?:^|\s)({'|'.join(office_words('monarchs'))})$")


def head_word(title: str) -> str:
    """ "minister" of "minister of defence", of "foreign minister" and of "minister for foreign affairs"."""
    return re.split(r"\s(?:of|for|to|at|on)\s", title)[0].split()[-1]


@cache
def office_words(name: str) -> tuple[str, ...]:
    return tuple(load_patterns("relations")["holds-office"].parameters[name])


def is_title(token: Token) -> bool:
    heads = titles()[2]
    return token.pos_ in ("NOUN", "PROPN") and (token.lower_ in heads or token.lemma_.lower() in heads)


def title_phrase(head: Token) -> tuple[int, int]:
    """The noun phrase of a title: its subtree without relative clauses, further appositions and what follows them."""
    first, last = head.i, head.i + 1
    queue = [head]
    while queue:
        for child in children(queue.pop()):
            if child.dep_ in ("acl:relcl", "appos", "punct", "parataxis", "cop", "nsubj", "advcl") or (
                    child.dep_ == "conj" and not is_title(child) and child.pos_ != "PROPN"):
                continue
            first, last = min(first, child.i), max(last, child.i + 1)
            queue.append(child)
    return first, last


def office_relations(context: Context, person: Entity, first: int, last: int, title_from: int, title_to: int, end: int,
                     start: int | None = None, *, plural: bool = False) -> Iterator[Relation]:
    """Office and affiliation that the tokens ``first:last`` give; the title proper is ``title_from:title_to``, that of
    several people if ``plural``."""
    doc = context.doc
    evidence = context.span(min(first, start if start is not None else first), end)
    served = [context.entities[r.entity] for r in context.entities_in(first, last)]
    bodies = [e for e in served if e.type == "Organization"]
    states = [e for e in served if e.type == "State"]
    title = re.sub(r"\s+", " ", doc[title_from:title_to].text).strip(" ,.")
    title = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", title, flags=re.IGNORECASE).removesuffix("s" * plural)
    body = bodies[0] if bodies else states[0] if states else None
    if body is None:
        offices = [o for o in context.knowledge.offices_of(person.id, context.article.date)
                   if any(t in title.lower() for t in o.titles)]
        body = next((context.entities[i] for o in offices for i in (o.serves, o.state) if i in context.entities), None)
    label = title if body is None or _names(body, title) else f"{title} of {body.label}"
    former = any(doc[i].lower_ in office_words("former") for i in range(first, last))
    prefix = "former " if former and "former" not in label.lower() else ""
    if is_office(title):
        yield relation(context, person, "holds-office", body, prefix + label, evidence)
    for organization in bodies:
        yield relation(context, person, "affiliated-with", organization, organization.label, evidence)


def is_office(title: str) -> bool:
    """Whether the title's head word is that of an office."""
    plain = re.split(r"[,(]", title.lower())[0].strip() or title.lower()
    return head_word(plain) in titles()[1] or head_word(plain) in office_words("monarchs")


def _names(body: Entity, title: str) -> bool:
    """Whether the title names the body already ("US national security adviser")."""
    return any(re.search(rf"\b{re.escape(alias)}\b", title, re.IGNORECASE) for alias in (body.label, *body.aliases))


def relation(context: Context, person: Entity, predicate: str, body: Entity | None, label: str,
              evidence: Span) -> Relation:
    key = fact_id("r", context.article.id, person.id, predicate, label)
    return Relation(key, person.id, person.label, predicate, body.id if body else None, label, evidence,
                    f"relation/{predicate}", 0.85)
