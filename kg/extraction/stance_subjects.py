"""The proposition as a subject: what is predicated of it ("is illegal", "is out of the question", "angered China"),
and the nouns that weigh it ("there is no room for talks", "sees no need to negotiate")."""

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, conjuncts, objects, subjects
from kg.extraction.stance_clause import Clause, has_copula, has_mark, read_clause
from kg.extraction.stance_climb import Climb, Stand
from kg.extraction.stance_holders import experiencers, possessors
from kg.extraction.stance_idioms import evaluation, is_denied, is_existential
from kg.extraction.stance_lexicon import Predicate, is_one_of, look_up
from kg.extraction.tree import children

#: Whose the attitude is that something meets with: "protests from Tokyo", "the backing of Paris".
_RECEIVED_FROM = ("of", "from", "among", "by", "in", "within", "across")


class Subjects(Climb):
    """A climb that has come to the predicate of which its proposition is the subject."""

    def as_subject(self, governor: Token) -> bool:
        """The proposition is a subject: "sanctions are illegal", "the drills angered China", "talks resumed"."""
        clause = read_clause(governor)
        part = {"ADJ": "adjectives", "NOUN": "evaluative_nouns",
                "PROPN": "evaluative_nouns"}.get(governor.pos_, "verbs")
        phrase = governor.pos_ in ("NOUN", "PROPN") and case_of(governor)  # "are under way" is no "way"
        predicate = None if phrase else look_up(part, governor)
        if clause.hypothetical or self.needed(governor):
            return False
        if is_existential(governor) and (is_denied(self.token) or clause.modality == "deontic") and clause.modality:
            self.condition = self.condition or clause.condition or _without(self.token) or _without(governor)
            self.emit((), "deontic", governor)  # "there will be no talks", "no treaty without the islands"
            return False
        if self.received(governor, clause):
            return False
        predicate = evaluation(governor) or predicate
        if predicate is None:
            return False
        self.sign *= (-1 if clause.negated else 1) * predicate.sign
        if predicate.kind == "affect":
            if clause.modality not in ("possible", "deontic"):
                self.emit(tuple(objects(governor)), "attitude", governor)
            return False
        self.move(governor, clause)
        if predicate.kind in ("evaluate", "forecast"):
            return self.evaluated(governor, predicate)
        return predicate.kind in ("act", "weak", "raise")

    def received(self, verb: Token, clause: Clause) -> bool:
        """ "The sanctions have our full support", "the plan met with resistance from Madrid"."""
        if not is_one_of(verb, "receiving") or clause.modality in ("possible", "deontic") or clause.infinitive:
            return False
        for noun in children(verb):
            if noun.i < verb.i or base(noun) not in ("obj", "obl"):
                continue
            predicate = look_up("nouns", noun)
            holders = possessors(noun, _RECEIVED_FROM) or tuple(  # "met with resistance from Moscow"
                c for c in children(verb) if base(c) == "obl" and c.i > noun.i and case_of(c) in ("from", "among"))
            if predicate is None or predicate.kind != "attitude" or not holders:
                continue
            self.sign *= predicate.sign * (-1 if clause.negated or is_denied(noun) else 1)
            self.emit(holders, "attitude", verb)
            return True
        return False

    def felt(self, verb: Token) -> bool:
        """ "Estonia is troubled by the drills": the passive of a verb of feeling."""
        predicate = look_up("verbs", verb) if verb.tag_ == "VBN" else None
        holders = [c for c in children(verb) if c.dep_ in ("nsubj:pass", "nsubj")]
        clause = read_clause(verb)
        if predicate is None or predicate.kind != "affect" or not holders or clause.modality in ("possible", "deontic"):
            return False
        self.sign *= predicate.sign * (-1 if clause.negated else 1)
        self.emit(tuple(conjuncts(holders[-1])), "attitude", verb)
        self.token, self.clause, self.consumed = verb, clause, True
        return True

    def viewed(self, verb: Token) -> bool:
        """ "The deal is viewed with suspicion by Israel", "greeted the move with dismay"."""
        for noun in children(verb):
            found = look_up("nouns", noun) if base(noun) == "obl" and case_of(noun) == "with" else None
            if found is not None and found.kind == "attitude":
                clause = read_clause(verb)
                self.sign *= found.sign * (-1 if clause.negated else 1)
                if clause.modality not in ("possible", "deontic"):
                    self.emit(experiencers(verb) or possessors(noun, _RECEIVED_FROM), "attitude", verb)
                return True
        return False

    def aimed_at(self) -> bool:
        """ "Japan's aim is to get the islands back": the aim's owner, or whoever says so."""
        token = self.token
        aims = [c for c in children(token) if c.dep_ in ("nsubj", "nsubj:outer") and c.pos_ == "NOUN"]
        found = look_up("nouns", aims[-1]) if aims and has_copula(token) and has_mark(token, "to") else None
        if found is None or found.kind not in ("attitude", "demand"):
            return False
        self.sign *= found.sign
        owners = possessors(aims[-1])
        self.emit(owners, "attitude" if owners else "judgement", token)
        return True

    def harmed(self, verb: Token, clause: Clause) -> None:
        """ "The drills would undermine the talks": who says so stands for the talks."""
        harm = is_one_of(verb, "harming") or any(is_one_of(c, "harming") for c in objects(verb))
        if harm and not (clause.negated or clause.infinitive or self.possible or self.deontic):
            self.stands.append(Stand((), -self.sign, "judgement", verb, self.certainty * 0.8, self.condition))

    def needed(self, governor: Token) -> bool:
        """ "There needs to be a mechanism": the stand of whoever says so."""
        needed = is_one_of(governor, "deontic_verbs") and not is_one_of(governor, "copulas") and any(
            c.dep_ == "expl" for c in children(governor))
        if needed:
            self.emit((), "deontic", governor)
        return needed

    def evaluated(self, governor: Token, predicate: Predicate) -> bool:
        """ "It is important to …": the stand of whoever says so."""
        self.waiting = ()
        if not self.possible:
            self.emit((), "forecast" if predicate.kind == "forecast" else "judgement", governor)
        self.consumed = True
        return False

    def weighed(self, noun: Token, clause: Clause, predicate: Predicate) -> bool:
        """ "There is no room for talks", "has no right to": the speaker's judgement; "sees no need": the subject's."""
        verb = noun.head
        self.sign *= predicate.sign * (-1 if clause.negated else 1)
        self.token, self.clause, self.waiting = noun, clause, ()
        if noun.dep_ not in ("obj", "nsubj", "nsubj:pass", "xcomp") or verb.pos_ not in ("VERB", "AUX"):
            return True
        above = read_clause(verb)
        if above.hypothetical:
            return False
        if is_existential(verb) or is_one_of(verb, "owning"):
            self.sign *= -1 if above.negated else 1
            self.condition = self.condition or above.condition
            if above.modality != "possible" or is_denied(noun) or above.negated:
                self.emit((), "judgement", verb)
            self.consumed = True
            return False
        if is_one_of(verb, "perceiving") and noun.dep_ == "obj":
            self.sign *= -1 if above.negated else 1
            self.emit(tuple(subjects(verb)), "attitude", verb)
            return False
        return True


def _without(token: Token) -> Token | None:
    """ "No treaty without the return of the islands"."""
    return next((c for c in children(token) if c.dep_ in ("obl", "nmod", "advcl")
                 and any(m.lower_ == "without" for m in children(c))), None)
