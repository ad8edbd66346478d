"""Judgements on what was told before: "Tokyo called the move a mistake", "he denounced it as reckless".

A pronoun or a definite noun for a deed or plan stands for the proposition that was told last, with the sign that it
had there: who praises "the move" of a State that lifted sanctions is against the sanctions.
"""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extraction.arguments import case_of
from kg.extraction.position_topics import Trigger, is_predicated
from kg.extraction.stance_clause import has_copula
from kg.extraction.stance_climb import Stand
from kg.extraction.stance_lexicon import inflections, is_one_of, lexicon, look_up
from kg.extraction.tree import Word, children, sentence_numbers
from kg.model import Context

_DEFINITE = frozenset(("the", "this", "that", "these", "those", "such"))
_PRONOUNS = frozenset(("it", "this", "that", "them", "these", "they"))
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
_PLURAL = frozenset(("them", "these", "they"))
#: How many sentences back a deed is in mind: for a noun, for a pronoun.
_NOUN_REACH, _PRONOUN_REACH = 2, 1


@dataclass(frozen=True, slots=True)
class Told:
    """A proposition as it was told: its sign there, and whose deed or wish it was."""

    trigger: Trigger
    sign: int
    holders: frozenset[str]
    sentence: int
    subject: bool = False


class Memory:
    """The propositions that a reader has in mind, the last one first."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._told: list[Told] = []
        self._deal: Told | None = None  # land that is to be given: "the deal", to the article's end
        self._number = 0

    def at(self, token: Token) -> None:
        """Notes that the reader has come to the token."""
        if self._number != (number := sentence_numbers(token.doc)[token.i]):
            self._number = number
            self._told = [t for t in self._told if number - t.sentence <= _NOUN_REACH]

    def tell(self, trigger: Trigger, stands: list[tuple[Stand, str]]) -> None:
        """Keeps a deed or wish with its holders; opinions and conditions are nothing to refer back to."""
        meant = [(s, holder) for s, holder in stands if s.how in ("doer", "attitude") and s.condition is None]
        if meant and trigger.rule.kind in ("act", "matter"):
            sign = meant[0][0].sign
            self._told.append(Told(trigger, sign, frozenset(h for s, h in meant if s.sign == sign), self._number))
            if trigger.rule.topic == "transfer" and sign > 0:
                self._deal = self._told[-1]
        elif not stands and trigger.rule.kind in ("act", "matter") and trigger.token.dep_ in _SUBJECTS and (
                trigger.token.pos_ in ("NOUN", "PROPN")):  # what a sentence is about, the next one is about, too
            self._told.append(Told(trigger, trigger.rule.sign, frozenset(), self._number, subject=True))

    def meant(self, token: Token) -> Told | None:
        """What the token refers back to, if it is one that does."""
        if self._deal is not None and self._is_deal(token):
            return self._deal
        if not self._told:
            return None
        pronoun = token.pos_ == "PRON" and token.lower_ in _PRONOUNS
        if not (pronoun and _is_judged(token)) and not (token.pos_ == "NOUN" and _is_definite(token)):
            return None
        for told in reversed(self._told):
            start = told.trigger.token
            if self._number - told.sentence > (_PRONOUN_REACH if pronoun else _NOUN_REACH):
                return None
            if told.subject and not (pronoun and token.dep_ in _SUBJECTS):
                continue
            if start.i >= token.i or start.head.i == token.head.i or told.trigger.noun is token:
                continue
            if pronoun and (token.lower_ in _PLURAL) != (start.tag_ in ("NNS", "NNPS")):
                continue
            if pronoun and start.pos_ in ("NOUN", "PROPN"):  # the thing itself, not what somebody thought of it
                return replace(told, sign=told.trigger.rule.sign, holders=frozenset())
            return told
        return None

    def _is_deal(self, noun: Token) -> bool:
        """ "The agreement", "the deal with Mauritius", where no treaty of that name is known."""
        if noun.pos_ != "NOUN" or not is_one_of(noun, "deals") or not any(
                c.dep_ == "det" and c.lower_ in _DEFINITE for c in children(noun)):
            return False
        entity = self._context.entity_headed(noun)
        return (entity is None or entity.id not in self._context.knowledge.treaties) and not any(
            c.dep_ in ("nmod", "acl", "compound") and case_of(c) != "with" for c in children(noun))


def may_recall(word: Word) -> bool:
    """Whether the word may refer back to a proposition."""
    return (word.pos == "PRON" and word.form in _PRONOUNS) or (
        word.pos == "NOUN" and any(not lexicon().words[c].isdisjoint(inflections(word)) for c in ("anaphors", "deals")))


def _is_definite(noun: Token) -> bool:
    """ "The move", "this decision", without anything that says which."""
    own = [c for c in children(noun) if c.dep_ not in ("punct", "amod")]
    return is_one_of(noun, "anaphors") and any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in own) and not any(
        c.dep_ in ("nmod", "acl", "acl:relcl", "compound", "nmod:poss", "conj", "appos") for c in own)


def _is_judged(pronoun: Token) -> bool:
    """Whether something is predicated of the pronoun: "called it reckless", "it is a crime"."""
    verb = pronoun.head
    if pronoun.dep_ == "obj" and pronoun.lower_ in ("this", "that"):
        return True
    if pronoun.dep_ == "obj":
        return any(is_predicated(c) for c in children(verb) if c.i > pronoun.i)
    found = look_up("verbs", verb)
    if found is not None and (found.kind == "affect" if pronoun.dep_ == "nsubj" else
                              found.kind in ("attitude", "judge") and pronoun.dep_ == "nsubj:pass"):
        return True  # "it is supported by", "it angered"
    return pronoun.dep_ == "nsubj" and has_copula(verb) and not any(
        c.dep_ in ("csubj", "ccomp", "advcl") or c.lower_ in ("to", "that") for c in children(verb))
