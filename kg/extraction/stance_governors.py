"""What each kind of governor does to a proposition's sign, and whose stand it shows."""

from spacy.tokens import Token

from kg.extraction.arguments import case_of, objects, subjects
from kg.extraction.stance_clause import Clause, has_copula, has_mark, is_indicative, read_clause
from kg.extraction.stance_holders import experiencers
from kg.extraction.stance_idioms import idiom_above, is_denied, is_reaction
from kg.extraction.stance_lexicon import Predicate, is_one_of, look_up, predicate_of
from kg.extraction.stance_subjects import Subjects
from kg.extraction.tree import children

#: Prepositions with which a noun's complement may hang on its verb.
_LINKS = frozenset(("over", "about", "on", "against", "to", "for", "at", "of", "with", "from", "towards", "toward"))


class Governors(Subjects):
    """What each kind of governor does to the climb."""

    def step(self) -> bool:
        """One governor up; False at the top, or where what governs says nothing about the proposition."""
        token, relation = self.token, self.token.dep_
        governor = token.head
        base = relation.partition(":")[0]
        if base == "obl" and governor.pos_ == "ADV" and governor.dep_ in ("advmod", "compound:prt"):
            governor = governor.head  # "walked away from the talks", whatever the phrase hangs on
        if governor.i == token.i or base == "root" or relation in ("parataxis", "appos", "dislocated", "list"):
            return self.top()
        if relation == "conj" or (base == "advcl" and self.clause.infinitive and has_mark(governor, "to")
                                  and has_mark(token, "to")):
            return self.coordinated(governor)
        if relation == "acl:relcl":
            if not is_one_of(governor, "acts"):
                return self.top()
            self.token, self.clause, self.waiting = governor, read_clause(governor), ()
            return True
        if relation == "acl" and token.tag_ == "VBG" and governor.dep_ in ("obj", "obl") \
                and not look_up("nouns", governor):
            self.token, self.clause, self.waiting = governor, read_clause(governor), ()
            return True  # "opposed to countries hyping up the issue"
        if base in ("nsubj", "csubj") and relation not in ("nsubj:pass", "csubj:pass"):
            return self.as_subject(governor)
        case = case_of(token)
        if base in ("obl", "nmod") and (case == "without" or (case == "against" and is_one_of(token, "wills"))):
            return self.required(governor)
        if (idiom := idiom_above(token)) is not None:
            return self.idiomatic(*idiom)
        if base == "obl" and case in ("by", "at", "over", "about", "with") and self.felt(governor):
            return True
        if base in ("obj", "nsubj") and is_one_of(governor, "viewing") and self.viewed(governor):
            return False
        obliged = base == "xcomp" and self.clause.infinitive and is_one_of(governor, "deontic_verbs") and not (
            is_one_of(governor, "copulas"))
        predicate = None if obliged else predicate_of(governor, token)
        if base == "advcl" and is_reaction(governor, token):
            self.sign = -self.sign
            self.emit(tuple(subjects(governor)), "attitude", governor, 0.8)
            return False
        aside = any(c.dep_ == "mark" and is_one_of(c, "temporal_marks") for c in children(token))
        if base == "advcl" and not (predicate and (governor.pos_ == "ADJ" or (predicate.kind == "demand" and not aside)
                                                   or (predicate.kind == "judge" and has_mark(token, "as"))
                                                   or any(is_one_of(c, "complement_marks") for c in children(token)))):
            return self.adverbial()
        if predicate is None:
            return self.unknown(governor, base)
        return self.governed(governor, predicate)

    def top(self) -> bool:
        """What is asserted at the top of a clause is its speaker's."""
        if not self.consumed and not self.possible and self.aimed_at():
            return False
        if not self.consumed and not self.possible:
            self.release("doer", self.token, 0.7)
            self.emit((), "deontic" if self.deontic else "assertion", self.token)
        return False

    def coordinated(self, first: Token) -> bool:
        """A later conjunct shares what governs the first, and its auxiliaries where it has no subject of its own."""
        own = any(c.dep_.startswith(("nsubj", "aux")) for c in children(self.token))
        if not own and first.pos_ in ("VERB", "AUX", "ADJ"):
            clause = read_clause(first)
            self.note_modality(clause)
            if clause.hypothetical:
                return False
        self.token = first
        return True

    def required(self, governor: Token) -> bool:
        """ "No treaty without the return of the islands", "nothing against their wishes": who rules out the one
        demands the other."""
        nothing = any(is_one_of(c, "nothing") for c in children(governor) if c.dep_.startswith("nsubj"))
        if read_clause(governor).negated or is_denied(governor) or nothing:
            holders = tuple(subjects(governor)) if governor.pos_ in ("VERB", "AUX") else ()
            self.emit(holders, "attitude" if holders else "deontic", governor)
        return False

    def idiomatic(self, governor: Token, predicate: Predicate) -> bool:
        """ "shut the door on talks", "is in no mood for concessions"."""
        if governor.pos_ in ("VERB", "AUX"):
            return self.governed(governor, predicate)
        clause = read_clause(governor)
        self.sign *= predicate.sign * (-1 if clause.negated and not is_denied(governor) else 1)
        if not clause.hypothetical and clause.modality not in ("possible", "deontic"):
            self.emit(tuple(subjects(governor)), "attitude", governor)
        return False

    def adverbial(self) -> bool:
        """Purposes, and adverbial clauses, which are facts of their own unless what they hang on is none."""
        above = read_clause(self.token.head)
        if above.modality in ("possible", "deontic") and self.token.tag_ == "VBG":
            return False  # "could accept that only by recognizing"
        if self.waiting:
            if self.token.tag_ != "VBG" or any(is_one_of(c, "factual_marks") for c in children(self.token)):
                self.release("doer", self.token, 0.8)
        elif has_mark(self.token, "to") and self.token.tag_ == "VB" and not self.consumed:
            self.emit(tuple(subjects(self.token)), "attitude", self.token, 0.6)
        return False

    def unknown(self, governor: Token, base: str) -> bool:
        """A governor without an entry: compounds let through; "protest … over" may hang on the verb; clauses end."""
        if base == "compound" and look_up("nouns", governor):
            self.token, self.clause = governor, read_clause(governor)
            return True
        if base == "obl" and governor.pos_ == "VERB":
            if case_of(self.token) == "under" and is_one_of(governor, "undertakings"):  # "under the deal, Iran agreed"
                self.emit(experiencers(governor), "attitude", governor, 0.8)
                return False
            for noun in objects(governor) if case_of(self.token) in _LINKS else ():
                predicate = look_up("nouns", noun)
                if predicate and predicate.kind in ("attitude", "demand", "transparent") and noun.i < self.token.i:
                    return self.governed(noun, predicate)
            return False
        clause = read_clause(governor)
        if base in ("xcomp", "ccomp") and is_one_of(governor, "deontic_verbs"):
            self.move(governor, clause)
            if is_one_of(governor, "copulas"):
                self.release("doer", governor, 0.9)
            else:
                self.deontic, self.waiting = True, ()
                self.sign = -self.sign if clause.negated else self.sign
            return True
        if base == "xcomp" and is_one_of(governor, "copular"):
            self.move(governor, clause)
            self.sign = -self.sign if clause.negated else self.sign
            return True
        if base == "ccomp" or (base == "acl" and has_mark(self.token, "that")):
            return self.top()
        if base == "xcomp" and not clause.negated and clause.modality not in ("possible", "deontic"):
            self.release("doer", governor, 0.6)
        return False

    def governed(self, governor: Token, predicate: Predicate) -> bool:
        """A known predicate: its sign, its negation, and the stand of its experiencer or doer."""
        clause, below = read_clause(governor), self.token
        if clause.hypothetical or self.needed(governor):
            return False
        if is_one_of(governor, "noncommittal") and any(c.lower_ in ("neither", "nor") for c in children(governor)):
            self.stands.clear()  # "neither confirmed nor denied that he promised it"
            return False
        finite = below.dep_ == "ccomp" and not self.clause.infinitive
        if self.said == below.i and predicate.sign < 0 and predicate.kind in ("attitude", "demand") and (
                case_of(below) == "as"):
            if clause.modality not in ("possible", "deontic"):
                self.emit(experiencers(governor), "attitude", governor)
            return False  # "denounced it as a betrayal": the predicate is the holder's own word
        if predicate.kind == "judge":
            return self.judged(governor, clause)
        if predicate.kind == "evaluate" and governor.pos_ in ("NOUN", "PRON") and not has_copula(governor):
            return self.weighed(governor, clause, predicate)
        if finite and (predicate.kind == "assert" or is_one_of(governor, "tellers") or (
                is_one_of(governor, "averring") and is_indicative(below))):
            return self.asserted(governor, clause)
        turn = -1 if clause.negated else 1
        if clause.negated and is_one_of(governor, "exclusions"):
            return False  # "has not ruled out" says that it is possible, no more
        if predicate.kind in ("weak", "act") and below.dep_ in ("obj", "nsubj:pass", "ccomp", "xcomp"):
            turn *= self.made(governor)
        if predicate.kind == "transparent":
            self.token, self.clause = governor, clause
            self.sign *= turn
            for verb in modifying_clauses(governor):  # "the type of sanctions that he has imposed"
                if verb.dep_ == "acl:relcl":
                    self.modifying_clause(verb)
            return True
        self.sign *= turn * (predicate.sign if predicate.kind not in ("weak", "succeed") else 1)
        reported = finite or (below.dep_ == "acl" and has_mark(below, "that"))
        if reported and is_one_of(governor, "irrealis"):
            self.stands = [s for s in self.stands if s.top.i != below.i]
        elif below.pos_ in ("NOUN", "PROPN") and is_one_of(governor, "irrealis") and (
                is_wished(below, governor) or not any(
                    c.lower_ in ("the", "this", "these") or c.dep_ == "nmod:poss" for c in children(below))):
            self.stands = [s for s in self.stands if s.top.i != below.i]  # "requested a presence of the alliance"
        if predicate.kind in ("evaluate", "forecast"):
            if below.dep_ == "nmod" and is_one_of(governor, "harms"):  # "is a blow to the treaty"
                self.sign *= predicate.sign
            self.move(governor, clause)
            return self.evaluated(governor, predicate)
        if predicate.kind in ("weak", "succeed", "raise"):
            return self.passed_on(governor, clause, predicate)
        if predicate.kind == "affect":
            return False
        if predicate.kind != "act":
            self.waiting, self.possible, self.deontic, self.consumed = (), False, False, True
        self.token, self.clause = governor, clause
        self.condition = self.condition or clause.condition
        if predicate.kind == "act" and predicate.sign < 0:
            self.harmed(governor, clause)
        if governor.pos_ in ("VERB", "AUX", "ADJ"):
            self.verbal_stand(governor, clause, predicate)
        else:
            self.nominal_stand(governor, clause, predicate)
        return True

    def made(self, governor: Token) -> int:
        """The sign of what a verb makes of its object: "made talks impossible", "keeps the sanctions in place"."""
        for child in children(governor):
            if child.i > self.token.i and child.dep_ == "xcomp" and child.pos_ == "ADJ":
                found = look_up("adjectives", child)
                return found.sign if found is not None and found.kind in ("evaluate", "forecast", "raise") else 1
        return 1

    def passed_on(self, governor: Token, clause: Clause, predicate: Predicate) -> bool:
        """Light verbs, verbs of success and of likelihood: the doers below them are theirs."""
        if predicate.kind == "raise":
            self.certainty *= 0.8
            self.possible |= is_one_of(governor, "abilities") and not clause.negated
        self.move(governor, clause)
        if is_one_of(governor, "holding") and not (self.waiting or self.possible or self.deontic) and (
                clause.modality == "future" or (clause.negated and not clause.past and not clause.infinitive)):
            self.emit(tuple(subjects(governor)), "doer", governor, 0.9)  # "India will not hold talks"
        if predicate.kind != "weak" and clause.modality not in ("possible", "deontic") and not clause.infinitive:
            self.release("likely" if predicate.kind == "raise" else "doer", governor, 0.9)
        return True


def is_wished(noun: Token, verb: Token) -> bool:
    """ "Demanded Japan's recognition of …": what is demanded is not done yet; "demanded an end to Japan's sanctions"
    says nothing of the kind."""
    found = look_up("nouns", noun)
    return is_one_of(verb, "wishes") and found is not None and found.kind in ("attitude", "act") and noun.dep_ == "obj"


def modifying_clauses(noun: Token) -> list[Token]:
    """Participles and relative clauses below a noun, also below "those" in "drills such as those held by …"."""
    if noun.pos_ in ("VERB", "AUX"):
        return []
    below = [noun, *[c for c in children(noun) if c.lower_ in ("those", "ones", "one")]]
    return [c for n in below for c in children(n) if c.dep_ in ("acl", "acl:relcl") and c.pos_ == "VERB"]
