"""The phrases of those whose attitude or deed a word names: subjects, possessors, subjects of light verbs."""

from spacy.tokens import Token

from kg.extraction.arguments import case_of, conjuncts, subjects
from kg.extraction.stance_clause import read_clause
from kg.extraction.stance_lexicon import is_adjectival, is_one_of, look_up, predicate_of
from kg.extraction.tree import children

_LIGHT = frozenset(("weak", "act", "attitude", "assert", "judge"))


def experiencers(predicate: Token) -> tuple[Token, ...]:
    """Heads of the phrases of those whose attitude or deed the predicate names."""
    if predicate.pos_ in ("VERB", "AUX"):
        if is_adjectival(predicate):
            own = [s for c in children(predicate) if c.dep_ in ("nsubj", "nsubj:pass") for s in conjuncts(c)]
            return tuple(own or (subjects(predicate.head) if predicate.dep_ == "conj" else ()))
        if predicate.tag_ == "VBD" and not any(c.dep_ == "aux:pass" for c in children(predicate)):
            passive = [c for c in children(predicate) if c.dep_ == "nsubj:pass"]
            if passive:  # a past tense without an auxiliary is no passive, whatever the parser says
                return tuple(conjuncts(passive[-1]))
        return tuple(subjects(predicate))
    if predicate.pos_ == "ADJ":
        own = [c for c in children(predicate) if c.dep_ in ("nsubj", "nsubj:pass")]
        if own:
            relative = own[0].lower_ in ("who", "which", "that") and predicate.dep_ == "acl:relcl"
            return tuple(conjuncts(predicate.head if relative else own[0]))
        if predicate.dep_ == "amod":
            return (predicate.head,)
        if predicate.dep_ == "xcomp" and any(c.dep_ == "obj" for c in children(predicate.head)):
            return tuple(subjects(predicate.head))  # "held Armenia responsible for": the holder is who held
        return tuple(subjects(predicate))
    voice = (predicate,) if is_one_of(predicate, "voices") else ()
    return possessors(predicate) or _first_possessors(predicate) or voice


def _first_possessors(noun: Token) -> tuple[Token, ...]:
    """The possessor of the first of coordinated nouns: "Armenia's claims and its refusal of …, opposition to …"."""
    current = noun
    for _ in range(6):
        if current.dep_ != "conj":
            return ()
        current = current.head
        if found := [d for c in children(current) if c.dep_ == "nmod:poss" for d in conjuncts(c)]:
            return tuple(found)
    return ()


def possessors(noun: Token, cases: tuple[str, ...] = ("by", "from", "among", "within")) -> tuple[Token, ...]:
    """Whose a noun is: its possessor, its by-phrase, or the adjective or name before it ("Russian demands")."""
    found: list[Token] = []
    for child in children(noun):
        base = child.dep_.partition(":")[0]
        named_before = base in ("amod", "compound") and child.i < noun.i and child.text[:1].isupper()
        if named_before or child.dep_ == "nmod:poss" or (base == "nmod" and case_of(child) in cases):
            found += conjuncts(child)
    return tuple(found)


def light_subjects(noun: Token) -> tuple[Token, ...]:
    """Subjects of the verb that an attitude noun is the object of: "China expressed opposition to …"."""
    current = noun
    for _ in range(3):
        verb = current.head
        if verb.pos_ in ("VERB", "AUX") and current.dep_ in ("obj", "obl", "xcomp", "nsubj:pass"):
            predicate = predicate_of(verb, current)
            clause = read_clause(verb)
            if (predicate is None and case_of(current) == "in") or (
                    predicate and predicate.sign > 0 and predicate.kind in _LIGHT):
                blocked = clause.modality in ("possible", "deontic") or (clause.infinitive and predicate is None)
                return () if blocked else tuple(subjects(verb))
            return ()
        opposed = current.dep_ == "nmod" and (found := look_up("nouns", verb)) and found.sign < 0
        if current.dep_ not in ("conj", "nmod") or opposed:  # "voiced opposition to the plans to …"
            return ()
        current = verb
    return ()
