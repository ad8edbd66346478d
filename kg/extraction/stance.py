"""Stance by composition: the sign of a proposition, carried up the tree through the predicates that govern it.

"Japan refused to rule out lifting sanctions": lifting ends sanctions (-), ruling out opposes that (+), refusing
opposes that (-): the stand of the subject is `oppose`. Each predicate that has an experiencer or a doer of its own
yields one ``Stand``; what nobody's predicate consumes is left to whoever asserts the sentence. After the polarity
composition of Moilanen & Pulman (2007), with implicatives (Karttunen 1971) and modality kept apart.
"""

from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.arguments import case_of, subjects
from kg.extraction.stance_clause import condition_mark, has_copula, has_mark, read_clause
from kg.extraction.stance_climb import Stand
from kg.extraction.stance_governors import Governors, modifying_clauses
from kg.extraction.stance_idioms import is_denied, raised
from kg.extraction.stance_lexicon import lexicon
from kg.extraction.tree import children, sentence

_DEPTH = 14


def stands(start: Token, sign: int, doers: tuple[Token, ...] = (), *, act: bool = False,
           persist: bool = False, said: bool = False) -> list[Stand]:
    """The stands on the proposition that ``start`` names with ``sign``; ``doers`` are the heads of its agents.

    With ``act`` the doers take a stand where the act is a fact or is meant; ``persist`` says that not having
    done it is one, too; with ``said`` the proposition may be what somebody calls something. Nothing comes of questions
    and of what stands in a condition.
    """
    first, end = sentence(start)
    if "?" in (start.doc[end - 1].text[:1], start.doc[max(first, end - 2)].text[:1]) and not any(
            t.text in (":", ";") for t in start.doc[start.i:end]):
        return []
    clause = read_clause(start)
    if clause.hypothetical:
        return []
    sign *= raised(start) * (-1 if clause.negated else 1) * (-1 if start.pos_ == "VERB" and any(
        is_denied(c) for c in children(start) if c.dep_ in ("obj", "nsubj:pass")) else 1)
    climb = Governors(start, sign, clause, condition=clause.condition, said=start.i if said else -1,
                     origin=start.i)
    climb.note_modality(clause)
    if act and doers:
        climb.emit_doers(start, doers, clause, persist)
    if start.pos_ == "VERB" and has_mark(start, "against") and any(c.dep_.startswith("aux") for c in children(start)):
        climb.sign = -climb.sign  # "most are against giving up the islands"
        climb.emit(tuple(subjects(start) or [c for c in children(start) if c.dep_ == "nsubj"]), "attitude", start)
        return climb.stands
    side = {"for": 1, "behind": 1, "against": -1}.get(case_of(start)) if has_copula(start) else None
    if side is not None:  # "they were always against the deal"
        climb.sign *= side
        climb.emit(tuple(subjects(start)), "attitude", start)
        return climb.stands
    for verb in modifying_clauses(start):
        climb.modifying_clause(verb)
    for _ in range(_DEPTH):
        if not climb.step():
            break
    return climb.stands


def stance_of(stand: Stand) -> tuple[str, Stand]:
    """The stance that a stand amounts to: "not lift until" supports the sanctions, "sign if" is conditional."""
    if stand.condition is None:
        return ("support" if stand.sign > 0 else "oppose"), stand
    mark, words = condition_mark(stand.condition), lexicon().words
    turned = mark in words["conditions.positive_from_negative"]
    if stand.sign > 0:
        return ("support" if turned else "conditional"), stand
    turned |= mark in words["conditions.lasting"]  # "no talks as long as the sanctions remain"
    return ("conditional" if turned else "oppose"), replace(stand, certainty=stand.certainty * 0.8)
