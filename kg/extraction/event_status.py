"""Whether an event happened, is planned, was cancelled, or is only denied or imagined."""

from functools import cache
from itertools import islice
from typing import Any

from spacy.tokens import Token

from kg.errors import KnowledgeError
from kg.extraction.arguments import case_of, governors, is_negated, is_to_be
from kg.extraction.patterns import read_yaml
from kg.extraction.tree import children, sentence
from kg.model import Status
from kg.settings import data_dir


@cache
def _words() -> dict[str, Any]:
    path = data_dir("ontology") / "patterns" / "event_status.yaml"
    try:
        words: dict[str, Any] = read_yaml(path)
        return {f"{group}.{key}": value for group, lists in words.items() for key, value in lists.items()}
    except AttributeError as error:
        raise KnowledgeError(f"{path}: {error}", "mend the file, or restore it from the package") from error

#: Relations that lead out of the clause of the event, and out of its noun phrase.
_CLAUSES = frozenset(("ccomp", "parataxis", "acl:relcl", "appos", "advcl", "obl:agent"))
_NOMINAL = frozenset(("conj", "obl", "nmod", "nmod:poss"))


def status_of(token: Token) -> Status | None:
    """The status of the event that the token names; None where it is denied, asked for, or a mere possibility."""
    words = _words()
    if token.doc[sentence(token)[1] - 1].text.startswith("?") or is_negated(token) or case_of(token) == "without":
        return None
    if token.pos_ == "VERB" and "Mood=Imp" in str(token.morph):
        return None  # "sign the treaty first"
    if any(g.lower_ == "every" and g.dep_ == "det" for c in children(token) if c.dep_.startswith(("obl", "nmod"))
           for g in children(c)):
        return None  # "they meet every few weeks"
    status: Status = "planned" if token.lower_ == "due" or _is_due(token) else "happened"
    if _has(token, words["planned.modifiers"]):
        status = "planned"
    if _has(token, words["cancelled.modifiers"]):
        return "cancelled"
    if _particle(token, words["cancelled.phrases"].get(token.lemma_.lower())):
        return "cancelled"  # "broke off the negotiations"
    below = token
    for current in (token, *_clause(token)):
        lemma = current.lemma_.lower()
        if current is not token and not (below.dep_ == "nsubj" and current.pos_ == "VERB"):
            if lemma in words["cancelled.governors"] or _particle(current, words["cancelled.phrases"].get(lemma)):
                return "cancelled"
            if is_negated(current) or lemma in words["denied.governors"]:
                return None
            if lemma in words["planned.governors"]:
                status = "planned"
        auxiliaries = {c.lower_ for c in children(current) if c.dep_.startswith("aux")}
        if auxiliaries & set(words["planned.auxiliaries"]) or is_to_be(current):
            status = "planned"
        elif current.pos_ in ("VERB", "AUX", "ADJ") and auxiliaries & set(words["denied.auxiliaries"]):
            return None
        if any(c.dep_ == "mark" and c.lower_ in words["denied.markers"] for c in children(current)):
            return None
        below = current
    barring = words["denied.governors"] + words["denied.clauses"]
    if token.dep_ == "acl" and any(g.lemma_.lower() in barring for g in islice(governors(token.head), 2)):
        return None  # "denied having any plan to deploy"
    kept_from = token.dep_ == "advcl" or (token.dep_ == "obl" and case_of(token) == "from")
    if kept_from and token.head.lemma_.lower() in barring:
        return None  # "has prevented them from signing"
    return status


def _clause(token: Token) -> list[Token]:
    """Governors up to the clause that reports or frames the event: complements of saying are not crossed."""
    if token.pos_ == "NOUN" and token.dep_ in _NOMINAL and token.dep_ != "conj":
        planned = _words()["planned.governors"]  # "plans for talks"; other such nouns take the event for granted
        return [token.head] if token.head.lemma_.lower() in planned and token.head.pos_ == "NOUN" else []
    found: list[Token] = []
    below = token
    for governor in governors(token):
        if below.dep_ == "acl":  # "a plan to meet", "the leaders, meeting in Lima, agreed"
            if governor.pos_ != "NOUN" or below.tag_ == "VBG":
                return found
            return [*found, governor, governor.head] if governor.dep_ in ("xcomp", "obj") else [*found, governor]
        if (below.dep_ in _CLAUSES and not _by(below)) or (below is not token and below.dep_ in _NOMINAL):
            break
        found.append(governor)
        below = governor
    return found


def _is_due(verb: Token) -> bool:
    """ "is due to meet": parsers take the infinitive for a clause of its own, or "due to" for a conjunction."""
    above = verb.head if verb.dep_ == "advcl" and verb.tag_ == "VB" else verb
    return above.lower_ == "due" or any(
        c.lower_ == "due" and c.dep_ in ("mark", "case", "advmod") for c in children(verb))


def _by(verb: Token) -> bool:
    """ "should respond by closing the straits": what holds of the governing clause holds of this one."""
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and any(c.lower_ == "by" for c in children(verb))


def _has(token: Token, words: list[str]) -> bool:
    return any(c.lower_ in words for c in children(token) if c.dep_ in ("amod", "advmod", "compound", "acl"))


def _particle(token: Token, particle: str | None) -> bool:
    return any(c.lower_ == particle for c in children(token) if c.dep_ in ("compound:prt", "advmod"))
