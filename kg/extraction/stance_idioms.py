"""Attitudes in fixed phrases and in what surrounds a proposition, where no single word carries them.

"Sovereignty is out of the question", "the claim has no legal basis", "Beijing shut the door on talks", "there is no
room for a third party", "Kyiv wants the sanctions lifted". The phrases are data (``evaluative_phrases`` and ``idioms``
of ``ontology/lexicon/stance.yaml``).
"""

from spacy.tokens import Token

from kg.extraction.arguments import base
from kg.extraction.stance_clause import Clause, has_mark, read_clause
from kg.extraction.stance_lexicon import Predicate, is_one_of, lemmas, lexicon, look_up
from kg.extraction.tree import children

_NONE = frozenset(("no", "not", "little", "few", "neither", "zero"))
_BEFORE = frozenset(("det", "advmod", "amod", "det:predet", "cc:preconj"))
#: Relations in which a phrase's verb has its noun.
_ARGUMENTS = ("obj", "obl", "xcomp", "nsubj:pass")


def is_denied(noun: Token) -> bool:
    """Whether a nominal is none: "no basis", "not an inch", "little sense"."""
    return any(c.lower_ in _NONE and c.i < noun.i and c.dep_ in _BEFORE and not _says_more(c) for c in children(noun))


def _says_more(word: Token) -> bool:
    """ "a little hope", "a few islands", "not only the islands"."""
    before, after = word.i and word.nbor(-1).lower_ == "a", word.nbor(1).lower_
    return bool(before) or (word.lower_ == "not" and after in ("only", "just", "merely", "all"))


def evaluation(governor: Token) -> Predicate | None:
    """What a phrase predicates of its subject: "is beyond dispute", "has no legal basis", "remains on the table"."""
    return _phrase(governor, "evaluative_phrases") or _phrase(governor, "forecast_phrases")


def _phrase(governor: Token, part: str) -> Predicate | None:
    table = lexicon().predicates[part]
    cases = " ".join(c.lower_ for c in children(governor) if c.dep_ == "case" and c.i < governor.i)
    if cases and governor.pos_ != "VERB":
        found = next((table[key] for word in lemmas(governor) if (key := f"{cases} {word}") in table), None)
        if found:
            return found
    for child in children(governor):
        relation = base(child)
        if relation == "nsubj" and governor.pos_ in ("ADJ", "ADV", "VERB"):  # "the door is open"
            found = next((table[key] for noun in lemmas(child) for word in lemmas(governor)
                          if (key := f"{noun} {word}") in table), None)
            if found:
                return found
        if relation not in ("obj", "obl", "advmod", "xcomp", "compound") or child.i < governor.i:
            continue
        inner = " ".join(c.lower_ for c in children(child) if c.dep_ == "case" and c.i < child.i)
        for verb in lemmas(governor):
            for noun in lemmas(child):
                key = f"{verb} {inner} {noun}" if inner else f"{verb} {noun}"
                if key in table:
                    return Predicate(table[key].kind, -table[key].sign) if is_denied(child) else table[key]
    return None


def idiom_above(token: Token) -> tuple[Token, Predicate] | None:
    """The verb of an idiom that governs the token, with the idiom's predicate: "shut the door on talks"."""
    table = lexicon().predicates["idioms"]
    case = next((c.lower_ for c in children(token) if c.dep_ in ("case", "mark") and c.i < token.i), "")
    if not case:
        return None
    governor = token.head
    if governor.pos_ in ("VERB", "AUX"):
        for noun in children(governor):
            if base(noun) in _ARGUMENTS and noun.i < token.i and (found := _idiom(governor, noun, case)):
                return governor, found
    elif governor.dep_ in _ARGUMENTS and governor.head.pos_ in ("VERB", "AUX"):
        if found := _idiom(governor.head, governor, case):
            return governor.head, found
    elif any(c.dep_ == "cop" for c in children(governor)):  # "is in no mood for concessions"
        inner = next((c.lower_ for c in children(governor) if c.dep_ == "case"), "")
        key = next((k for n in lemmas(governor) if (k := f"be {inner} {n} {case}") in table), None)
        if key:
            return governor, Predicate(table[key].kind, -table[key].sign if is_denied(governor) else table[key].sign)
    return None


def _idiom(verb: Token, noun: Token, case: str) -> Predicate | None:
    table = lexicon().predicates["idioms"]
    inner = next((c.lower_ for c in children(noun) if c.dep_ == "case" and c.i < noun.i), "")
    for v in lemmas(verb):
        for n in lemmas(noun):
            found = table.get(f"{v} {inner} {n} {case}" if inner else f"{v} {n} {case}")
            if found:
                return Predicate(found.kind, -found.sign if is_denied(noun) else found.sign)
    return None


def raised(noun: Token) -> int:
    """The sign of a participle or passive infinitive that the noun's governor ties to it: "wants the sanctions
    lifted", "called for the bases to be closed". 1 where there is none."""
    if noun.pos_ not in ("NOUN", "PROPN") or base(noun) not in ("obj", "obl"):
        return 1
    for verb in (*children(noun), *children(noun.head)):
        if verb.i < noun.i or verb.pos_ != "VERB" or verb.dep_ not in ("xcomp", "advcl", "acl", "ccomp"):
            continue
        passive = verb.tag_ == "VBN" or any(c.dep_ == "aux:pass" for c in children(verb))
        bare = verb.dep_ == "xcomp" and not any(c.dep_.startswith("aux") or c.dep_ == "mark" for c in children(verb))
        if not passive or not (bare or has_mark(verb, "to")) or any(c.dep_.startswith("nsubj") for c in children(verb)):
            continue
        found = look_up("verbs", verb)
        if found is not None:
            return found.sign * (-1 if read_clause(verb).negated else 1)
    if base(noun) == "obj" and is_one_of(noun.head, "wishes") and any(_leads_out(c) for c in children(noun.head)
                                                                       if c.i > noun.i):
        return -1  # "wants the troops out of Cyprus"
    return 1


def _leads_out(word: Token) -> bool:
    first = next((c for c in children(word) if c.dep_ == "case"), word) if base(word) == "obl" else word
    return base(word) in ("obl", "advmod", "xcomp") and is_one_of(first, "outward")


def is_existential(verb: Token) -> bool:
    """ "There is …", "there remains …"."""
    return any(c.dep_ == "expl" and c.lower_ == "there" for c in children(verb))


def is_reaction(governor: Token, clause: Token) -> bool:
    """Whether an adverbial clause tells what its governor is a protest against: "complained after ships entered"."""
    after = any(c.dep_ == "mark" and is_one_of(c, "reaction_marks") for c in children(clause))
    return after and (is_one_of(governor, "reactions") or any(
        is_one_of(c, "reactions") for c in children(governor) if base(c) in ("obj", "obl")))


def excluded(clause: Clause) -> bool:
    """Whether what a negative existential says is what its speaker will not have: "there will be no talks"."""
    return clause.modality in ("future", "possible", "deontic")
