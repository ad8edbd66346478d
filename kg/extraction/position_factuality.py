"""What a trigger or predicate says of its own time: meant, bygone, or being at all."""

from spacy.tokens import Token

from kg.extraction.stance_clause import read_clause
from kg.extraction.stance_lexicon import is_one_of
from kg.extraction.tree import children


def is_meant(token: Token) -> bool:
    """Whether a verb says what its subject will do, or will not: "Guyana will not negotiate"."""
    clause = read_clause(token)
    meant = clause.modality == "future" or (clause.negated and not clause.past)
    return token.pos_ == "VERB" and token.tag_ != "VBG" and meant


def exists(noun: Token) -> bool:
    """ "There is a dispute", "no dispute exists"."""
    return noun.dep_.startswith("nsubj") and is_one_of(noun.head, "existing")


def is_bygone(predicate: Token) -> bool:
    """A state of affairs of the past: "had been part of"; not "was, is and will be"."""
    copulas = {c.lower_ for c in children(predicate) if c.dep_.startswith(("cop", "aux"))}
    if predicate.dep_ == "ccomp" and predicate.head.tag_ == "VBD" and "had" not in copulas:
        return False  # "said that the islands were Japanese" tells of the present
    return bool(copulas & {"was", "were", "had"}) and not copulas & {"is", "are", "will"} and not any(
        c.lower_ in ("is", "will") for c in children(predicate))
