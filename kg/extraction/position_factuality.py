"""What a trigger or predicate says of itself: meant, bygone, being at all, or a rebuke."""

from spacy.tokens import Token

from kg.extraction.position_topics import is_predicated
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


def is_rebuke(token: Token) -> bool:
    """Whether who predicates the word of something stands against it: "calls it a land grab", "hostile sanctions"."""
    return is_predicated(token) and (
        is_one_of(token, "loaded_nouns") or (token.tag_ == "VBN" and is_one_of(token, "seizing"))
        or any(c.dep_ == "amod" and is_one_of(c, "loaded") for c in children(token)))


def is_robbery(token: Token) -> bool:
    """Whether a passive says by its word alone that a wrong was done: "was stolen", "is illegally occupied"."""
    clause = read_clause(token)
    if clause.negated or clause.hypothetical or clause.modality or not any(
            c.dep_ in ("aux:pass", "nsubj:pass") for c in children(token)):
        return False
    return is_one_of(token, "robbing") or (is_one_of(token, "seizing") and any(
        is_one_of(c, "wrongfully") for c in children(token) if c.dep_ == "advmod"))
