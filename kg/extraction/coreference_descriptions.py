"""Definite descriptions: "the islands", "both countries", "the two leaders", "the ministry", "the deal"."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.extraction.coreference_discourse import Discourse
from kg.extraction.tree import among, children
from kg.knowledge.spelling import key
from kg.knowledge.wordlists import rows, table
from kg.model import EntityType, Mention, Reference

_DEFINITE = frozenset({"the", "these", "those", "this", "that", "both", "all", "such"})
_DISPUTED = frozenset({"disputed", "contested", "claimed", "occupied", "annexed"})
_PAIRS = frozenset({"two", "both"})
#: Tokens before "the two" within which both are named.
_NEAR = 60
_GENERIC = frozenset({"area", "region", "island", "territory", "features", "group", "paper", "body", "state"})


@cache
def nouns() -> dict[str, list[tuple[str, str]]]:
    """Noun -> its types and numbers."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("descriptions"):
        found.setdefault(row["term"], []).append((row["type"], row["number"]))
    return found


class Descriptions:
    """What the common-noun phrases of one article mean."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._doc = discourse.doc
        self._context = discourse.context
        self._nouns = nouns()
        self._territory = self._main_territory()

    def resolve(self) -> Iterator[Reference]:
        """References for descriptions, in text order; one for each of a pair."""
        for token in among(self._doc, self._nouns):
            if not self._context.references_at(token):
                yield from self._description(token)
        for token in among(self._doc, _PAIRS):
            if self._is_bare(token) and not self._context.references_at(token):
                yield from self._nearest_pair(token)

    def _description(self, noun: Token) -> Iterator[Reference]:
        words = {c.lower_ for c in noun.lefts}
        if noun.dep_ in ("compound", "amod", "flat"):
            return
        for type, number in self._nouns[noun.lower_]:
            if number in ("plural", "pair") and type in ("State", "Person"):
                if words & _PAIRS or (number == "pair" and words & _DEFINITE and not self._other(noun)):
                    yield from self._pair(noun, "State" if type == "State" else "Person")
                    return
            elif found := self._one(noun, type, words):
                yield found
                return

    def _one(self, noun: Token, type: str, words: set[str]) -> Reference | None:
        definite = words & _DEFINITE
        if type == "Territory":
            disputed = words & _DISPUTED
            if self._territory and (disputed or (definite and noun.lower_ not in _GENERIC)) and not self._other(noun):
                return Reference(self._mention(noun, "Territory", "territory-described", 0.7), self._territory)
            return None
        if not definite or noun.lower_ in _GENERIC or self._other(noun):
            return None
        if type == "Organization":
            return self._by_noun(noun, "Organization", "body-described")
        if type == "Treaty":
            return self._by_noun(noun, "Treaty", "treaty-described-again")
        if type == "State" and words & {"the"} and noun.lower_ == "country":
            for reference in self._discourse.before(noun.i, "State", window=8):
                return Reference(self._mention(noun, "State", "state-described", 0.5), reference.entity)
        return None

    def _other(self, noun: Token) -> bool:
        """Whether the phrase is restricted by somebody's name, "other" or a relative clause of its own."""
        if any(c.lower_ in ("other", "another", "neighbouring", "neighboring", "new", "future") for c in noun.lefts):
            return True
        return any(self._context.references_at(t) for c in children(noun) if c.dep_ in ("nmod", "nmod:poss", "amod")
                   for t in c.subtree)

    def _by_noun(self, noun: Token, type: EntityType, rule: str) -> Reference | None:
        """The last entity whose name has the noun, or one of its kind."""
        kinds = table("organization_nouns" if type == "Organization" else "treaty_nouns")
        kind = kinds.get(noun.lower_)
        for exact in (True, False):
            for reference in self._discourse.before(noun.i, type):
                entity = self._context.entities[reference.entity]
                words = {w for name in (entity.label, *entity.aliases) for w in key(name)}
                if noun.lower_ in words or (not exact and kind and kind in {kinds.get(w) for w in words}):
                    return Reference(self._mention(noun, type, rule, 0.7), reference.entity)
        return None

    def _pair(self, noun: Token, type: EntityType) -> Iterator[Reference]:
        """The two that the text has last put side by side, else the two it speaks of most."""
        recent = [r.entity for r in self._discourse.before(noun.i, type, window=40)]
        if type == "State":
            counts = Counter(r.entity for r in self._discourse.references
                             if self._context.entities[r.entity].type == "State")
            weight = {e: counts[e] for e in recent} or dict(counts)
            chosen = sorted(weight, key=lambda e: (-weight[e], e))[:2]
        else:
            chosen = list(dict.fromkeys(recent))[:2]
        if len(chosen) == 2:
            for entity in chosen:
                yield Reference(self._mention(noun, type, "pair", 0.6), entity)

    def _is_bare(self, word: Token) -> bool:
        """Whether "the two" or "both" stands for those who act, with no noun of its own: "The two agreed to …"."""
        acting = word.dep_ in ("nsubj", "nsubj:pass", "obl:agent")
        alone = not any(c.dep_ in ("nmod", "conj", "acl:relcl", "acl") for c in children(word))
        return acting and alone and (word.lower_ == "both" or any(c.lower_ == "the" for c in word.lefts))

    def _nearest_pair(self, word: Token) -> Iterator[Reference]:
        """Two people or two states, whichever two the text has named last."""
        found: list[tuple[int, EntityType]] = []
        types: tuple[EntityType, ...] = ("Person", "State")
        for type in types:
            seen: dict[str, int] = {}
            for reference in self._discourse.before(word.i, type, window=_NEAR):
                seen.setdefault(reference.entity, reference.mention.start)
            if len(seen) > 1:
                found.append((sorted(seen.values())[-2], type))
        if found:
            yield from self._pair(word, max(found)[1])

    def _mention(self, noun: Token, type: EntityType, rule: str, confidence: float) -> Mention:
        start = noun.i
        while start > noun.left_edge.i and noun.i - start < 6 and not self._doc[start - 1].is_punct and (
                self._doc[start - 1].dep_ != "case"):
            start -= 1
        return Mention(start, noun.i + 1, noun.i, type, self._doc[start:noun.i + 1].text, "description", (),
                       rule, confidence)

    def _main_territory(self) -> str:
        """The land that the article names most."""
        counts = Counter(r.entity for r in self._context.references
                         if self._context.entities[r.entity].type == "Territory")
        return max(counts, key=lambda e: (counts[e], e)) if counts else ""

