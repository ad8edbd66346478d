"""Attributions by reporting nouns: "Abe's promise of …", "voiced concern about …", "a view among them is that …"."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, is_negated
from kg.extraction.attribution_lexicon import Found, noun_at, words
from kg.extraction.attribution_sources import NOBODY, Subject, possessor, source_of_verb
from kg.extraction.attribution_spans import Bounds, edges
from kg.extraction.attribution_view import Attribution, View, first
from kg.model import Context


def noun_attributions(view: View, context: Context) -> Iterator[Attribution]:
    """Attributions of all reporting nouns that have both a source and a content, in text order."""
    for token in view.doc:
        found = noun_at(token)
        if not found or not found.cue.within(view.scope):
            continue
        content = _content(view, found)
        if content is None:
            continue
        subject, start = _source(context, token)
        if subject.token is None or not _may_speak(view, subject.token):
            continue
        yield Attribution("noun", token.i, (start, token.i + 1), subject, content, 0.7,
                          view.quotation_at(token.i) is not None)


def _may_speak(view: View, token: Token) -> bool:
    lower = token.lower_
    if lower in words("first-person"):
        return view.scope != "core" or (view.first_person and view.quotation_at(token.i) is None)
    return lower not in words("no-source")


# --- source -----------------------------------------------------------------------------------------------------


def _source(context: Context, noun: Token) -> tuple[Subject, int]:
    """The source of a noun, and where its cue begins (with a light verb: at the verb)."""
    owner = possessor(noun)
    if owner is not None:
        return Subject(owner), _cue_start(noun, owner)
    for child in noun.children:
        if base(child) in ("nmod", "obl") and child.i > noun.i and case_of(child) in ("by", "from", "among", "amongst"):
            return Subject(child), _cue_start(noun, None)
    governor = noun.head
    if noun.dep_ in ("obj", "nsubj:pass") and governor.pos_ == "VERB" and governor.i < noun.i and (
            governor.lemma_.lower() in words("light-verb") and not is_negated(governor)):
        return source_of_verb(governor), governor.i
    if noun.dep_ in ("obl", "nmod") and governor.pos_ == "VERB" and case_of(noun) in ("with", "on"):
        whom = first(c for c in governor.children if c.dep_ == "obj")
        if governor.lemma_ == "leave" and whom is not None:
            return Subject(whom), _cue_start(noun, None)
        if case_of(noun) == "with" and governor.lemma_ in words("answering"):
            return source_of_verb(governor), _cue_start(noun, None)
    for child in noun.children:
        if child.i < noun.i and child.dep_ in ("amod", "compound") and (entity := _agent(context, child)):
            return Subject(child) if entity else NOBODY, _cue_start(noun, child)
    return NOBODY, noun.i


def _agent(context: Context, token: Token) -> bool:
    entity = context.entity_headed(token)
    return entity is not None and entity.type in ("Person", "State", "Organization")


def _cue_start(noun: Token, owner: Token | None) -> int:
    """With the adjectives before the noun, but not with its owner."""
    start = noun.left_edge.i if owner is None else owner.right_edge.i + 1
    return min(start, noun.i)


# --- content ----------------------------------------------------------------------------------------------------


def _content(view: View, found: Found) -> Bounds | None:
    noun, frames = found.head, found.cue.frames
    for child in noun.children:
        if child.i < noun.i:
            continue
        marks = {c.lower_ for c in child.children if c.dep_ in ("mark", "case") and c.i < child.i}
        if child.dep_ in ("acl", "ccomp", "acl:relcl", "advcl", "dep", "appos", "parataxis") and "that" in frames and (
                "that" in marks):
            return view.content(*edges(child))
        if child.dep_ in ("acl", "xcomp", "advcl") and "inf" in frames and "to" in marks and child.pos_ != "NOUN":
            return view.content(*edges(child))
    for child in noun.children:
        case = case_of(child)
        gerund = {c.lower_ for c in child.children if c.dep_ == "mark"} & frames
        if child.i > noun.i and case not in ("by", "from", "among") and (
                (base(child) in ("nmod", "obl") and case in frames) or (child.dep_ in ("acl", "advcl") and gerund)):
            return _after_preposition(view, child)
    return _predicated(view, noun) if "that" in frames or "inf" in frames else None


def _after_preposition(view: View, child: Token) -> Bounds | None:
    case = max((c.i for c in child.children if c.dep_ in ("case", "mark") and c.i < child.i), default=child.left_edge.i)
    return view.content(case + 1, child.right_edge.i + 1)


def _predicated(view: View, noun: Token) -> Bounds | None:
    """"A view among observers is that …", "their response is to call …"."""
    if not noun.dep_.startswith("nsubj"):
        return None
    verb = noun.head
    if verb.lemma_ == "be":
        clause = first(c for c in verb.children if c.i > verb.i and c.dep_ in ("ccomp", "xcomp", "advcl"))
        return view.content(*edges(clause)) if clause is not None else None
    copula = first(c for c in verb.children if c.dep_ == "cop" and c.i > noun.i)
    mark = first(c for c in verb.children if c.dep_ == "mark" and c.lower_ in ("that", "to") and c.i > noun.i)
    if copula is not None and mark is not None and mark.i > copula.i:
        return view.content(mark.i, verb.right_edge.i + 1)
    return None
