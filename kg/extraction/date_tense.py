"""Whether a clause speaks of the future, or of what was planned in the past."""

from spacy.tokens import Token

from kg.extraction.date_words import time_words
from kg.extraction.tree import children


def is_future(token: Token) -> bool:
    """Whether the clause that the token stands in speaks of the future: by auxiliaries, verbs and words of planning,
    or by the present tense of a verb of the calendar ("the summit opens on Friday")."""
    data = time_words().data
    current = below = token
    for _ in range(6):
        auxiliaries = [c for c in children(current) if c.dep_.startswith("aux") or c.dep_ == "cop"]
        if any(c.lower_ in data["future_auxiliaries"] for c in auxiliaries):
            return True
        if any(c.lower_ in data["future_words"] for c in children(current) if c.dep_ == "amod"):
            return True
        if current.dep_ == "acl" and current.tag_ != "VBG" and any(c.lower_ == "to" for c in children(current)) and any(
                c.lower_ == "be" for c in children(current)):
            return True  # "a referendum to be held in May"
        if current is not token and current.lemma_.lower() in data["future_verbs"] and not (
                below.dep_.startswith(("obl", "advmod")) and current.tag_ == "VBD"):
            return True  # but "on Tuesday Japan proposed" tells when it did
        if _is_present(current, auxiliaries):
            return True
        above = current.head
        if current.dep_ in ("root", "ROOT", "ccomp", "parataxis") or above is current or (
                current.dep_ == "advcl" and above.lemma_.lower() not in data["future_verbs"]):
            return False
        below, current = current, above
    return False


def _is_present(token: Token, auxiliaries: list[Token]) -> bool:
    """ "goes to the polls", "is in November", "are meeting": present tense of what a calendar says."""
    if token.pos_ == "VERB" and token.lemma_.lower() not in time_words().data["future_present"]:
        return False
    if any(c.dep_ == "cop" and c.tag_ in ("VBZ", "VBP") for c in auxiliaries):
        return not any(c.tag_ in ("VBD", "VBN", "MD") for c in auxiliaries)
    if token.tag_ == "VBG":
        return any(c.lemma_ == "be" and c.tag_ in ("VBZ", "VBP") for c in auxiliaries)
    return token.pos_ == "VERB" and token.tag_ in ("VBZ", "VBP") and not auxiliaries


def is_past_plan(token: Token) -> bool:
    """Whether the clause says what was to be: "was to meet in May", "had been due in June"."""
    current = token
    for _ in range(4):
        to = any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in children(current))
        if to and any(c.lower_ in ("was", "were") for c in (*children(current), current.head)):
            return True
        if current.pos_ in ("VERB", "AUX") or current.head is current:
            return False
        current = current.head
    return False
