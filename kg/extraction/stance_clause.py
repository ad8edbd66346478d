"""What a clause says of its own reality: negation, modality, conditions (after Saurí & Pustejovsky's factuality)."""

from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from kg.extraction.arguments import case_of
from kg.extraction.stance_lexicon import lexicon
from kg.extraction.tree import children

_PAST = frozenset(("did", "have", "has", "had", "'ve"))
#: After "not", these words say more, not less; "a few", "a little" deny nothing.
_SCALES = frozenset(("only", "just", "merely", "least", "simply", "a"))

Modality = Literal["", "deontic", "possible", "future"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate's own marks; ``condition`` heads the clause or phrase that names a condition."""

    negated: bool = False
    modality: Modality = ""
    hypothetical: bool = False
    condition: Token | None = None
    infinitive: bool = False
    past: bool = False


def read_clause(token: Token) -> Clause:
    """The clause of a predicate, or for a noun what its own determiners say. A conjunct without a subject shares
    the modality of the first."""
    clause = _own_clause(token)
    if token.dep_ == "conj" and token.tag_ == "VB" and clause.infinitive and not has_mark(token, "to") \
            and token.head.pos_ in ("VERB", "AUX") and not any(c.dep_.startswith("nsubj") for c in children(token)):
        first = _own_clause(token.head)
        return replace(clause, modality=first.modality, hypothetical=first.hypothetical, infinitive=first.infinitive)
    return clause


def _own_clause(token: Token) -> Clause:
    words = lexicon().words
    negated = infinitive = False
    modality: Modality = ""
    condition: Token | None = None
    auxiliaries: set[str] = set()
    hypothetical = token.dep_ == "advcl" and condition_mark(token) not in ("", "without")
    for child in children(token):
        lower = child.lower_
        relation = child.dep_.partition(":")[0]
        if _negates(child, relation):
            negated = not negated
        elif relation == "aux":
            auxiliaries.add(lower)
        elif relation == "mark":
            hypothetical |= lower in words["hypothetical_marks"]
            infinitive |= lower == "to"
            negated ^= lower == "without"
        elif condition is None and ((relation == "advcl" and _is_condition(child)) or _is_proviso(child, relation)):
            condition = child
        elif condition is None and lower == "long" and relation == "advmod":  # "as long as the sanctions remain"
            condition = next((c for c in children(child) if c.dep_ == "advcl"), None)
    if infinitive and auxiliaries & _PAST and any(c.lower_ == "yet" for c in children(token)):
        negated, infinitive = not negated, False  # "has yet to come"
    if auxiliaries & words["auxiliaries.deontic"]:
        modality = "deontic"
    elif auxiliaries & words["auxiliaries.possible"]:
        modality = "deontic" if _only_subject(token) else "possible"  # "only the islanders can decide"
    elif auxiliaries & words["auxiliaries.future"]:
        modality = "future"
    past = bool(auxiliaries & _PAST) or (token.tag_ in ("VBD", "VBN") and not auxiliaries)
    bare = token.tag_ == "VB" and not auxiliaries
    return Clause(negated, modality, hypothetical, condition, infinitive or bare, past)


def _negates(word: Token, relation: str) -> bool:
    if word.lower_ == "longer":
        return word.i > 0 and word.nbor(-1).lower_ == "no"
    return word.lower_ in lexicon().words["negations"] and not _not_only(word) and (
        relation in ("advmod", "det", "cc", "case", "amod") or word.lower_ == "not")


def _only_subject(verb: Token) -> bool:
    return any(c.dep_.startswith("nsubj") and (any(m.lower_ in ("only", "alone") for m in children(c)) or (
        c.left_edge.i > 0 and c.left_edge.nbor(-1).lower_ == "only")) for c in children(verb))


def _not_only(negation: Token) -> bool:
    following = negation.nbor(1).lower_ if negation.i + 1 < len(negation.doc) else ""
    return following in _SCALES and negation.lower_ in ("not", "n't", "little", "few")


def _is_proviso(phrase: Token, relation: str) -> bool:
    """ "On condition of …", "only after the conclusion of …", "only when the troops have left"."""
    if relation == "obl" and f"{case_of(phrase)} {phrase.lower_}" in lexicon().words["conditions.nouns"]:
        return True
    if relation not in ("obl", "advcl"):
        return False
    marks = lexicon().words["conditions.after_only"]
    mark = next((c for c in children(phrase) if c.i < phrase.i and c.lower_ in marks
                 and c.dep_ in ("case", "mark", "advmod")), None)
    return mark is not None and mark.i > 0 and mark.nbor(-1).lower_ == "only"


def _is_condition(clause: Token) -> bool:
    mark = condition_mark(clause)
    return bool(mark) and not (mark == "if" and _follows_as(clause))


def _follows_as(clause: Token) -> bool:
    """ "as if", "as though"."""
    return any(c.lower_ == "if" and c.i and c.nbor(-1).lower_ == "as" for c in children(clause))


def condition_mark(condition: Token) -> str:
    """The words that introduce a condition ("unless", "as long as"), or ""."""
    marks = lexicon().words["conditions.marks"]
    if condition.head.lower_ == "long" and has_mark(condition, "as"):
        return "as long as"
    if condition.lower_ in marks and condition.tag_ in ("VBN", "VBG"):  # "provided that the ship is towed away"
        return str(condition.lower_)
    for child in children(condition):
        if child.i < condition.i and child.dep_ in ("mark", "advmod", "case"):
            fixed = " ".join([child.lower_, *[c.lower_ for c in children(child) if c.dep_ == "fixed"]])
            if fixed in marks or child.lower_ in marks:
                return fixed if fixed in marks else str(child.lower_)
    return ""


def has_mark(token: Token, word: str) -> bool:
    """Whether the clause is introduced by the word ("to")."""
    return any(c.dep_ == "mark" and c.lower_ == word for c in children(token))


def is_gerund_complement(token: Token) -> bool:
    """A gerund that a verb or preposition governs ("consider lifting", "accused of violating"), which is no fact."""
    if token.tag_ != "VBG":
        return False
    return token.dep_ in ("xcomp", "ccomp", "csubj") or (
        token.dep_ in ("advcl", "obl") and any(c.dep_ in ("mark", "case") for c in children(token)))


def is_indicative(token: Token) -> bool:
    """Whether a clause says what is or was, not what should be: "insists that it left", not "that it leave"."""
    verbs = [token, *[c for c in children(token) if c.dep_.startswith(("aux", "cop"))]]
    return any(v.tag_ in ("VBD", "VBZ", "MD") or (v.tag_ == "VBP" and v.lower_ != "be") for v in verbs)


def has_copula(token: Token) -> bool:
    """Whether the word is a nominal or adjectival predicate."""
    return any(c.dep_ == "cop" for c in children(token))
