"""Positions: who stands for or against what, from words and deeds.

Topics and attitudes are data (``ontology/patterns/positions``, ``ontology/lexicon/stance.yaml``). A topic's trigger
is found, ``kg.extraction.stance`` carries its sign up the tree, ``kg.extraction.position_holders`` says whose each
stand is. A text that is not about a dispute between States gives nothing; nor do questions, conditions,
and an observer's guesses about others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Token

from kg.extraction.arguments import case_of, conjuncts, subjects
from kg.extraction.position_anaphora import Memory, may_recall
from kg.extraction.position_evidence import Found, position_of
from kg.extraction.position_factuality import exists, is_bygone, is_meant, is_rebuke, is_robbery
from kg.extraction.position_gate import Gate
from kg.extraction.position_holders import Holder, Holders
from kg.extraction.position_objects import doers_of, giver_of, object_of
from kg.extraction.position_readings import read_positions
from kg.extraction.position_rules import may_trigger
from kg.extraction.position_sequence import partial
from kg.extraction.position_topics import Trigger, is_predicated, triggers
from kg.extraction.position_voices import Voices
from kg.extraction.stance import stance_of, stands
from kg.extraction.stance_clause import read_clause
from kg.extraction.stance_climb import Stand
from kg.extraction.stance_lexicon import is_one_of, look_up
from kg.extraction.tree import Word, children, where
from kg.model import Context, Event, Position, Statement

#: Topics on which a forecast of success is a stand on progress.
_OUTCOMES = frozenset(("progress", "transfer", "peace-treaty", "negotiation"))

#: Relations of a verb that its clause asserts, rather than mentions.
_ASSERTED = frozenset(("root", "ccomp", "conj", "parataxis"))
#: How much surer a position is whose proposition is named than one that is referred back to.
_RECALLED = 0.7


def find_positions(context: Context, statements: Iterable[Statement],
                   events: Iterable[Event] = ()) -> Iterator[Position]:
    """Positions of the article in text order, one for each holder, topic and stance, with its best evidence."""
    del events  # deeds are triggers of their own
    reader = _Reader(context, Holders(context, statements))
    best: dict[tuple[str, str, str], Found] = {}
    for token in where(context.doc, _may_stand, context.heads):
        for found in reader.at(token):
            key = found.holder.key, found.topic, found.stance
            if key not in best or found.confidence > best[key].confidence + 0.05:
                best[key] = found
    ruled = sorted(best.values(), key=lambda f: (f.trigger.token.i, f.holder.key, f.topic, f.stance))
    positions = [(found.trigger.token.i, position_of(context, found)) for found in ruled]
    known = {(found.holder.key, found.topic) for found in ruled}
    positions += read_positions(context, reader.holders, reader.gate, known)
    for _, position in sorted(positions, key=lambda p: p[0]):
        yield position


@lru_cache(50_000)
def _may_stand(word: Word) -> bool:
    """Whether the word may name a proposition or refer back to one: false for most of a text."""
    return may_trigger(word) or may_recall(word)


class _Reader:
    """Reads one article's triggers."""

    def __init__(self, context: Context, holders: Holders) -> None:
        self.context, self.holders, self.voices = context, holders, Voices(holders)
        self.gate = Gate(context)
        self.memory = Memory(context)

    def at(self, token: Token) -> Iterator[Found]:
        """The positions that one token gives: by the propositions that it names, or by one that it refers back to."""
        self.memory.at(token)
        named = list(triggers(self.context, token))
        if all(t.rule.topic == "treaty-basis" for t in named) and (recalled := list(self._recalled(token))):
            yield from recalled  # "the deal" on land is the giving of the land, rather than a treaty to go by
            return
        for trigger in named:
            found = list(self.read(trigger))
            self.memory.tell(trigger, [(f.stand, f.holder.key) for f in found])
            yield from found

    def _recalled(self, token: Token) -> Iterator[Found]:
        told = self.memory.meant(token)
        for stand in stands(token, told.sign) if told is not None else ():
            if told is not None and stand.how in ("attitude", "judgement", "deontic"):
                for judged in self._held(Trigger(told.trigger.rule, token), stand, ()):
                    if judged.holder.key not in told.holders:
                        yield replace(judged, confidence=judged.confidence * _RECALLED)

    def read(self, trigger: Trigger) -> Iterator[Found]:
        """The positions that one trigger gives."""
        rule = trigger.rule
        if not self.gate.fits(trigger):
            return
        if rule.kind == "own":
            yield from self._own_land(trigger)
            return
        doers = doers_of(trigger)
        if not doers and rule.topic == "annexation" and rule.kind == "act" and is_robbery(trigger.token):
            yield from self._robbed(trigger)
        act = {"act": True, "outlook": trigger.token.pos_ == "ADJ",
               "matter": is_meant(trigger.token)}.get(rule.kind, False)
        for stand in stands(trigger.token, rule.sign, doers, act=act, persist="persist" in rule.flags,
                            said=rule.kind == "claim"):
            if self._counts(trigger, stand):
                yield from self._held(trigger, stand, doers)

    def _counts(self, trigger: Trigger, stand: Stand) -> bool:
        rule = trigger.rule
        if "attitude_only" in rule.flags and stand.how in ("doer", "likely", "assertion"):
            return False
        if rule.kind in ("act", "matter") and stand.how == "attitude" and self._is_only_named(trigger, stand):
            return False
        if "denied" in rule.flags and (stand.sign < 0 or not exists(trigger.token)):
            return False
        if rule.id == "title" and (is_one_of(stand.top, "violating") or is_one_of(trigger.token.head, "violating")):
            return False
        if rule.topic == "peace-treaty" and stand.sign < 0 and is_one_of(trigger.token.head, "negotiating"):
            return False  # who breaks off the talks on a treaty is against the talks
        if stand.how == "forecast":
            return rule.topic in _OUTCOMES or is_one_of(stand.top, "ruled_out")
        if stand.how == "assertion":
            return rule.kind in ("claim", "outlook") and ("rebuked" in rule.flags or not is_bygone(stand.top))
        if rule.topic == "treaty-basis" and stand.how == "doer" and is_one_of(stand.top, "making"):
            return False
        if rule.kind != "outlook":
            return not (stand.how == "attitude" and is_one_of(stand.top, "moods"))
        if stand.how == "attitude":
            return is_one_of(stand.top, "forecasts")
        return stand.how not in ("doer", "likely") or trigger.token.pos_ == "ADJ"

    def _is_only_named(self, trigger: Trigger, stand: Stand) -> bool:
        """ "What he describes as sanctions": a name for something, and no stand, unless the words are loaded."""
        found = look_up("verbs", stand.top)
        return found is not None and found.kind == "judge" and trigger.token.head == stand.top and is_predicated(
            trigger.token) and not is_rebuke(trigger.token)

    def _held(self, trigger: Trigger, stand: Stand, doers: tuple[Token, ...]) -> Iterator[Found]:
        stance, stand = stance_of(partial(trigger, stand))
        spoken = stand.how in ("assertion", "deontic", "judgement", "forecast")
        sources = self.holders.asserters(trigger.token if spoken else stand.top)
        if spoken and sources:
            stand = replace(stand, holders=())
        if "rebuked" in trigger.rule.flags:
            yield from self._rebuked(trigger, stand, [h for t in stand.holders for h in self.holders.of(t)] or sources)
            return
        guess = stand.how == "likely"
        if stand.how == "doer" and any(_is_anybody(t, stand.top) for t in stand.holders):
            return
        holders = [h for t in stand.holders for h in self.holders.of(t)]
        if stand.how == "doer" and self.voices.is_prophecy(stand, sources, holders):
            return
        if guess and sources and trigger.rule.topic in _OUTCOMES and not self.voices.speak_for(sources, holders):
            yield from self._all(sources, "progress", stance, trigger, stand, doers)
            return
        named = trigger.rule.kind in ("act", "matter") and stand.how in ("attitude", "assertion")
        if named and is_rebuke(trigger.token):
            judges = holders or sources
            if stand.sign > 0:
                everybody = [*judges, *self.voices.lines(judges)]
                yield from self._all(everybody, trigger.rule.topic, "oppose", trigger, stand, ())
            return
        if not stand.holders:
            forecast = stand.how == "forecast" and trigger.rule.topic in _OUTCOMES
            topic = "progress" if forecast else trigger.rule.topic
            yield from self._all([*sources, *self.voices.lines(sources)], topic, stance, trigger, stand, doers)
            return
        if "giver" in trigger.rule.flags and (giver := giver_of(self.holders, trigger)):
            holders = [h for h in holders if h.entity in giver or not self.gate.holds_land(self.holders.state_of(h))]
        lines = self.voices.lines(holders) if stand.how == "attitude" else []
        speakers = [s for s in sources if self.voices.speak_for([s], holders)]
        topic = trigger.rule.topic
        if topic in _OUTCOMES and is_one_of(stand.top, "predictions") and not any(map(self.voices.has_say, holders)):
            topic = "progress"
        everybody = [*holders, *lines, *speakers, *self.voices.lines(speakers)]
        yield from self._all(everybody, topic, stance, trigger, stand, doers)
        yield from self._blame(trigger, stand, holders, sources)

    def _all(self, holders: list[Holder], topic: str, stance: str, trigger: Trigger, stand: Stand,
             doers: tuple[Token, ...]) -> Iterator[Found]:
        statement = next(iter(self.holders.statements_at(trigger.token)), None)
        confidence = trigger.rule.confidence * stand.certainty
        for holder in {h.key: h for h in holders}.values():
            thing = object_of(self.holders, trigger, holder, doers, stance)
            yield Found(holder, topic, stance, trigger, stand, thing, statement, confidence)

    def _rebuked(self, trigger: Trigger, stand: Stand, holders: list[Holder]) -> Iterator[Found]:
        """Who says that another violates a sovereignty upholds it, whatever the words."""
        if stand.how not in ("assertion", "attitude", "judgement", "deontic"):
            return
        done = {getattr(self.holders.state_of(h), "id", None) for t in subjects(trigger.token)
                for h in self.holders.of(t)} if trigger.token.pos_ == "VERB" else set()
        holders = [h for h in holders if getattr(self.holders.state_of(h), "id", "") not in done]
        yield from self._all([*holders, *self.voices.lines(holders)], trigger.rule.topic, "support", trigger, stand, ())

    def _robbed(self, trigger: Trigger) -> Iterator[Found]:
        """ "The islands were stolen from us": officials who say so are against it, whoever did it."""
        sources = [s for s in self.holders.asserters(trigger.token) if self.voices.has_say(s)]
        stand = Stand((), 1, "assertion", trigger.token)
        yield from self._all([*sources, *self.voices.lines(sources)], "annexation", "oppose", trigger, stand, ())

    def _blame(self, trigger: Trigger, stand: Stand, holders: list[Holder], sources: list[Holder]) -> Iterator[Found]:
        """Who calls another's deed illegal, or says that another breaks a treaty, stands against it."""
        token, rule = trigger.token, trigger.rule
        judged = is_one_of(token, "loaded_nouns") or any(
            is_one_of(c, "loaded") for c in children(token) if c.dep_ == "amod") or (
            token.dep_ in _ASSERTED and rule.topic == "annexation" and is_one_of(token, "seizing"))
        broken = rule.topic == "treaty-basis" and stand.sign < 0 and not stand.certainty < 0.9
        undone = "persist" in rule.flags and read_clause(token).negated
        if (stand.how != "doer" and not broken) or not (judged or broken or undone):
            return
        states = {getattr(self.holders.state_of(h), "id", None) for h in holders} - {None}
        others = [s for s in sources if (states or broken) and (
            own.id not in states if (own := self.holders.state_of(s)) is not None else broken and s.entity is not None)]
        stance = "support" if stand.sign < 0 else "oppose"
        yield from self._all([*others, *self.voices.lines(others)], rule.topic, stance, trigger, stand, stand.holders)

    def _own_land(self, trigger: Trigger) -> Iterator[Found]:
        """ "our waters", and "the region of Azerbaijan" in a speech of Azerbaijan's."""
        token = trigger.token
        for source in self.holders.asserters(token):
            if not self.holders.speaks_officially(source):
                continue
            state = self.holders.state_of(source) or self.context.entities.get(source.entity or "")
            for child in children(token):
                first = is_one_of(child, "first_person") or source == self.holders.speaker
                whose = [h.entity for h in self.holders.of(child)] if first and (child.dep_ == "nmod:poss" or (
                    child.dep_ == "nmod" and case_of(child) == "of")) else []
                if state is not None and state.type == "State" and state.id in whose:
                    yield from self._all([source, Holder(state.id, state.label)], "sovereignty", "support", trigger,
                                         Stand((child,), 1, "presupposition", token), (child,))


def _is_anybody(noun: Token, deed: Token) -> bool:
    """ "A president who has annexed Crimea can afford it": whoever has done so."""
    return any(c.dep_ == "det" and c.lower_ in ("a", "an", "any") for c in children(noun)) and any(
        c.dep_ == "acl:relcl" and deed in (c, *conjuncts(c)) for c in children(noun))
