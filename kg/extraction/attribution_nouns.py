"""Attributions by reporting nouns: "Abe's promise of …", "voiced concern about …", "a view among them is that …".

Content and by-phrase are looked for where they stand, right after the noun, since parsers
often hang them on something else.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.arguments import case_of, is_negated
from kg.extraction.attribution_lexicon import Found, is_speaker, lemma_of, may_be_noun, noun_at, verb_at, words
from kg.extraction.attribution_sources import NOBODY, Subject, possessor, source_of_plain, source_of_verb
from kg.extraction.attribution_spans import Bounds, edges
from kg.extraction.attribution_view import Attribution, View, first
from kg.extraction.tree import children, where
from kg.model import Context


def noun_attributions(view: View, context: Context) -> Iterator[Attribution]:
    """Attributions of all reporting nouns that have both a source and a content, in text order."""
    for token in where(view.doc, may_be_noun):
        found = noun_at(token)
        if not found or not found.cue.within(view.scope) or (view.scope == "core" and _is_none(token)):
            continue
        by = _by_phrase(token)
        content = _content(view, found, by)
        if content is None:
            continue
        subject, start = _source(context, found, by)
        if subject.token is not None and _may_speak(view, subject.token):
            yield Attribution("noun", token.i, (start, token.i + 1), subject, content,
                              view.quotation_at(token.i) is not None)


def _is_none(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in children(noun))


def _may_speak(view: View, token: Token) -> bool:
    lower = token.lower_
    if lower in words("first-person"):
        return view.scope != "core" or (view.first_person and view.quotation_at(token.i) is None)
    return lower not in words("no-source") and (token.pos_ == "PRON" or is_speaker(token))


# --- source -----------------------------------------------------------------------------------------------------


def _by_phrase(noun: Token) -> Token | None:
    """Who a following "by", "from" or "among" names."""
    doc = noun.doc
    if noun.i + 2 < len(doc) and doc[noun.i + 1].lower_ in words("noun-source") and doc[noun.i + 1].dep_ == "case":
        return doc[noun.i + 1].head
    return None


def _source(context: Context, found: Found, by: Token | None) -> tuple[Subject, int]:
    """The source of a noun, and where its cue begins (with a light verb: at the verb)."""
    noun = found.head
    owner = possessor(noun)
    if owner is None and noun.dep_ == "conj" and noun.head.i < noun.i:
        owner = possessor(noun.head)
        if owner is not None:
            return Subject(owner), noun.i
    if owner is not None:
        return Subject(owner), _cue_start(noun, owner)
    if by is not None:
        return Subject(by), _cue_start(noun, None)
    governor, case = noun.head, case_of(noun)
    if noun.dep_ in ("obj", "nsubj:pass") and governor.pos_ == "VERB" and governor.i < noun.i and (
            lemma_of(governor) in words("light-verb") and not is_negated(governor)):
        return source_of_verb(governor), governor.i
    if noun.dep_ in ("obl", "nmod") and governor.pos_ == "VERB" and case in ("with", "on"):
        whom = first(c for c in children(governor) if c.dep_ == "obj")
        if lemma_of(governor) == "leave" and whom is not None:
            return Subject(whom), _cue_start(noun, None)
        if (case == "with" and lemma_of(governor) in words("answering")) or found.cue.kind in ("promise", "threat"):
            plain = source_of_plain(governor)
            modified = governor.head if governor.dep_ == "acl" else None
            modified = modified.head if modified is not None and modified.dep_ == "appos" else modified
            return plain if plain.token is not None else Subject(modified), _cue_start(noun, None)
    for child in children(noun):
        if child.i < noun.i and child.dep_ in ("amod", "compound") and _agent(context, child):
            return Subject(child), _cue_start(noun, child)
    return NOBODY, noun.i


def _agent(context: Context, token: Token) -> bool:
    entity = context.entity_headed(token)
    return entity is not None and entity.type in ("Person", "State", "Organization")


def _cue_start(noun: Token, owner: Token | None) -> int:
    """With the adjectives before the noun, but with neither its owner nor its preposition."""
    start = owner.right_edge.i + 1 if owner is not None else noun.left_edge.i
    while start < noun.i and noun.doc[start].dep_ in ("case", "cc"):
        start += 1
    return min(start, noun.i)


# --- content ----------------------------------------------------------------------------------------------------


def _content(view: View, found: Found, by: Token | None) -> Bounds | None:
    noun, frames, doc = found.head, found.cue.frames, view.doc
    after = by.right_edge.i + 1 if by is not None else noun.i + 1
    if by is not None:  # the by-phrase may have swallowed the content
        inner = next((t.i for t in doc[by.i + 1:after] if t.lower_ in ("that", "to", "for") and t.dep_ in (
            "mark", "case")), None)
        after = inner if inner is not None else after
    while after < len(doc) and doc[after].text in ("-", "–", "—", ",") and after < noun.i + 3:
        after += 1
    if after >= len(doc):
        return None
    token = doc[after]
    if token.lower_ == "that" and token.dep_ == "mark" and "that" in frames:
        if token.head.dep_ == "ccomp" and token.head.head.i < noun.i and verb_at(token.head.head):
            return None  # "said after the announcement that …": the verb's
        return view.content(after, edges(token.head)[1])
    to = after + 1 if token.lower_ == "not" and after + 1 < len(doc) else after
    if doc[to].lower_ == "to" and doc[to].dep_ in ("mark", "aux") and "inf" in frames:
        return view.content(after, edges(doc[to].head)[1])
    if token.lower_ in frames and token.dep_ in ("case", "mark") and token.head.i > after:
        return view.content(after + 1, _stretched(noun, edges(token.head)[1]))
    if by is None and token.dep_ == "case" and noun_at(noun) and "that" in frames:
        dash = _after_dash(view, noun)
        if dash is not None:
            return dash
    return _predicated(view, noun, "inf" in frames) if "that" in frames or "inf" in frames else None


def _stretched(noun: Token, end: int) -> int:
    """To the end of the noun's own tree where that reaches further without a comma."""
    limit = edges(noun)[1]
    while end < limit and noun.doc[end].text not in (",", "-", "–", "—", ";", ":"):
        end += 1
    return end


def _after_dash(view: View, noun: Token) -> Bounds | None:
    """"his justification for the seizure – that he protects Russians –"."""
    doc = view.doc
    for i in range(noun.i + 2, min(noun.i + 12, len(doc) - 1)):
        if doc[i].text in ("-", "–", "—", ":") and doc[i + 1].lower_ == "that" and doc[i + 1].dep_ == "mark":
            end = edges(doc[i + 1].head)[1]
            dash = next((t.i for t in doc[i + 1:end] if t.text == doc[i].text), end)
            return view.content(i + 1, dash)
    return None


def _predicated(view: View, noun: Token, infinitive: bool) -> Bounds | None:
    """"A view among observers is that …", "their response is to call …"."""
    if not noun.dep_.startswith("nsubj"):
        return None
    verb = noun.head
    if lemma_of(verb) == "be":
        clause = first(c for c in children(verb) if c.i > verb.i and c.dep_ in ("ccomp", "xcomp", "advcl")
                       and (infinitive or not any(m.lower_ == "to" and m.dep_ == "mark" for m in children(c))))
        return view.content(*edges(clause)) if clause is not None else None
    copula = first(c for c in children(verb) if c.dep_ == "cop" and c.i > noun.i)
    marks = ("that", "to") if infinitive else ("that",)
    mark = first(c for c in children(verb) if c.dep_ == "mark" and c.lower_ in marks and c.i > noun.i)
    if copula is not None and mark is not None and mark.i > copula.i:
        return view.content(mark.i, verb.right_edge.i + 1)
    return None
