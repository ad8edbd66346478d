"""The state of a climb from a proposition's word up the tree: its sign so far, who waits, what was found."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extraction.arguments import conjuncts, objects, subjects
from kg.extraction.stance_clause import Clause, has_copula, is_gerund_complement, read_clause
from kg.extraction.stance_holders import experiencers, light_subjects
from kg.extraction.stance_lexicon import Predicate, is_one_of, look_up, predicate_of
from kg.extraction.tree import children


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody's sign on a proposition: the heads of the holders' phrases, empty for whoever asserts it.

    ``how`` is doer, attitude, deontic, judgement, forecast or assertion; ``top`` is the predicate that shows it.
    """

    holders: tuple[Token, ...]
    sign: int
    how: str
    top: Token
    certainty: float = 1.0
    condition: Token | None = None


@dataclass
class Climb:
    """Where the climb stands: the sign so far, and doers of an infinitive that wait for what governs it."""

    token: Token
    sign: int
    clause: Clause
    certainty: float = 1.0
    condition: Token | None = None
    waiting: tuple[Token, ...] = ()
    deontic: bool = False
    possible: bool = False
    consumed: bool = False
    said: int = -1
    origin: int = -1
    stands: list[Stand] = field(default_factory=list)

    def note_modality(self, clause: Clause) -> None:
        """Modality of the clause that the climb has come to."""
        self.deontic |= clause.modality == "deontic"
        self.possible |= clause.modality == "possible" and not clause.negated

    def emit(self, holders: tuple[Token, ...], how: str, top: Token, certainty: float = 1.0) -> None:
        """A stand with the sign so far; "neither side" and "no country" are nobody; "few diplomats" do not."""
        few = any(c.lower_ == "few" and (not c.i or c.nbor(-1).lower_ not in ("a", "the", "these"))
                  for h in holders for c in children(h) if c.dep_ in ("amod", "det"))
        sign = -self.sign if few else self.sign
        holders = tuple(h for h in holders
                        if not any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in children(h)))
        if holders or how in ("deontic", "judgement", "assertion", "forecast"):
            self.stands.append(Stand(holders, sign, how, top, self.certainty * certainty, self.condition))

    def release(self, how: str, top: Token, certainty: float = 1.0) -> None:
        """The stand of doers that waited."""
        if self.waiting and not self.possible:
            self.emit(self.waiting, how, top, certainty)
        self.waiting = ()

    def move(self, governor: Token, clause: Clause) -> None:
        """Up to the governor."""
        self.token, self.clause = governor, clause
        self.condition = self.condition or clause.condition
        self.note_modality(clause)

    def emit_doers(self, token: Token, doers: tuple[Token, ...], clause: Clause, persist: bool) -> None:
        """The stand of those who do what the token says, unless it is only possible, prescribed or undone."""
        if token.pos_ in ("VERB", "AUX"):
            if token.dep_ == "acl" and is_one_of(token.head, "unreal_nouns"):
                return
            if clause.infinitive or is_gerund_complement(token):
                self.waiting = doers
                return
            if self.possible or clause.modality == "deontic" or (clause.negated and clause.past and not persist):
                return
        elif clause.negated and token.pos_ != "ADJ":
            return
        self.emit(doers, "doer", token)

    def modifying_clause(self, verb: Token) -> None:
        """ "sanctions imposed by Tokyo", "talks that Seoul suspended"."""
        clause = read_clause(verb)
        predicate = predicate_of(verb, verb.head) or look_up("verbs", verb)
        if predicate is None or clause.hypothetical or clause.modality in ("possible", "deontic") \
                or verb.head not in objects(verb):
            return
        doers = tuple(subjects(verb))
        act = predicate.kind in ("act", "weak")
        if predicate.kind in ("act", "attitude", "assert", "demand", "weak") and doers \
                and not (clause.negated and clause.past and act):
            sign = self.sign * predicate.sign * (-1 if clause.negated else 1)
            self.stands.append(Stand(doers, sign, "doer" if act else "attitude", verb, self.certainty))

    def verbal_stand(self, governor: Token, clause: Clause, predicate: Predicate) -> None:
        """The stand of a verb's or adjective's subject."""
        self.note_modality(clause)
        if clause.modality == "deontic" or self.possible:
            self.consumed = self.possible  # "Japan must recognize the outcome" is the stand of whoever says so
            return
        holders = experiencers(governor)
        if not holders and predicate.kind in ("attitude", "demand") and any(
                c.dep_ == "aux:pass" for c in children(governor)):
            if clause.past:
                return  # "the demand was turned down": somebody's, but whose?
            self.deontic, self.consumed = True, False  # "the annexation will not be recognized": whoever says so
        if clause.infinitive or is_gerund_complement(governor):
            self.waiting = holders
        elif not (clause.negated and clause.past and predicate.kind in ("act", "fail")):
            self.emit(holders, "doer" if predicate.kind == "act" else "attitude", governor)

    def nominal_stand(self, governor: Token, clause: Clause, predicate: Predicate) -> None:
        """The stand of a noun's possessor, or of the subject of the light verb above it."""
        holders = experiencers(governor)
        if has_copula(governor) and clause.modality in ("deontic", "possible", "future"):
            self.note_modality(clause)  # "the first step must be Japan's recognition": whoever says so
            self.consumed = False
        elif holders and not clause.negated:
            self.emit(holders, "doer" if predicate.kind == "act" else "attitude", governor)
        elif predicate.kind != "act":
            self.emit(light_subjects(governor), "attitude", governor, 0.9)

    def asserted(self, governor: Token, clause: Clause) -> bool:
        """ "Moscow insists that …": the clause is its subject's assertion."""
        holders = experiencers(governor)
        if not holders and clause.infinitive:  # "it is hard to think that …"
            self.move(governor, clause)
            return True
        if not (self.possible or self.consumed):
            self.sign = -self.sign if clause.negated else self.sign
            self.emit(holders, "deontic" if self.deontic else "assertion", governor)
        return False

    def judges(self, governor: Token, clause: Clause, holders: tuple[Token, ...]) -> bool:
        """The stand of who calls something something; under another verb ("wants the court to declare it void") theirs
        who govern it."""
        if clause.infinitive and governor.dep_ == "xcomp":
            self.waiting = holders
            self.move(governor, clause)
            return True
        if clause.modality != "possible":
            self.emit(holders, "attitude", governor)
        return False

    def judged(self, governor: Token, clause: Clause) -> bool:
        """ "Kyiv calls the referendum illegal": the sign is that of the predicate that stands beside the object;
        "calls the islands part of Japan": the proposition is that predicate itself."""
        small = self.token.tag_ == "VBN" and not any(c.dep_.startswith("aux") for c in children(self.token))
        if self.token.dep_ in ("xcomp", "obl", "advcl") and (small or self.token.pos_ not in ("VERB", "AUX")):
            upheld = self.token.i != self.origin and is_one_of(self.token, "harms")  # "a violation of the treaty"
            self.sign = -self.sign if clause.negated ^ upheld else self.sign
            return self.judges(governor, clause, experiencers(governor))
        for child in children(governor):
            if child.i == self.token.i or child.dep_.partition(":")[0] not in ("xcomp", "obl", "obj", "advcl"):
                continue
            for head in conjuncts(child):
                found = look_up("adjectives", head) or look_up("evaluative_nouns", head) or look_up("nouns", head)
                if found and found.kind in ("evaluate", "attitude", "demand"):
                    self.sign *= found.sign * (-1 if clause.negated else 1)
                    return self.judges(governor, clause, experiencers(governor) or experiencers(head))
        if self.token.dep_ == "obj" and is_one_of(governor, "perceiving"):  # "see little chance of a breakthrough"
            self.sign = -self.sign if clause.negated else self.sign
            if clause.modality not in ("possible", "deontic") and not clause.infinitive:
                self.emit(experiencers(governor), "attitude", governor)
            return False
        return self.token.dep_ == "ccomp" and self.asserted(governor, clause)
