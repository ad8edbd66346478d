"""The topics' rules as data (``ontology/patterns/positions/*.yaml``), indexed by the words that trigger them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal

from kg.errors import KnowledgeError
from kg.extraction.patterns import load_patterns
from kg.extraction.stance_lexicon import inflections
from kg.extraction.tree import Word
from kg.settings import data_dir

_FLAGS = ("implied", "persist", "signed", "generic", "attitude_only", "giver", "direct", "denied",
          "rebuked", "of_subject", "of_land", "bare", "intransitive")
_KEYS = {"kind", "sign", "verbs", "nouns", "phrases", "adjectives", "predicates", "entity", "needs", "object", "into",
         "subjects", "excludes", "confidence", *_FLAGS}


#: Parts of speech that may name a proposition, beside verbs.
NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "PRON", "ADV"))


@dataclass(frozen=True)
class TopicRule:
    """One rule; ``ontology/patterns/positions/README.md`` explains the fields."""

    topic: str
    id: str
    kind: Literal["act", "matter", "claim", "outlook", "own"]
    sign: int
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    phrases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    adjectives: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()
    entity: str = ""
    needs: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    object: str = ""
    into: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()
    confidence: float = 0.6
    matches: tuple[Any, ...] = ()
    misses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The rule as a fact names it."""
        return f"position/{self.topic}/{self.id}"


@cache
def rules() -> tuple[TopicRule, ...]:
    """All rules, by topic in alphabetical order, in their files' order. KnowledgeError for unknown parameters."""
    found = []
    for path in sorted((data_dir("ontology") / "patterns" / "positions").glob("*.yaml")):
        for pattern in load_patterns(f"positions/{path.stem}").values():
            p = pattern.parameters
            if unknown := set(p) - _KEYS:
                raise KnowledgeError(f"{path}: {pattern.id} has {', '.join(sorted(unknown))}",
                                     f"its parameters may be {', '.join(sorted(_KEYS))}")
            flags = frozenset(k for k in _FLAGS if p.get(k))
            found.append(TopicRule(
                path.stem, pattern.id, p["kind"], p.get("sign", 1), _set(p, "verbs"), _set(p, "nouns"),
                {v: frozenset(ns) for v, ns in p.get("phrases", {}).items()}, _set(p, "adjectives"),
                _set(p, "predicates"), p.get("entity", ""), _set(p, "needs"), flags, p.get("object", ""),
                _set(p, "into"), _set(p, "subjects"), _set(p, "excludes"),
                p.get("confidence", 0.6), pattern.matches, tuple(pattern.misses)))
    return tuple(found)


def _set(parameters: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(map(str, parameters.get(key) or ()))


@cache
def index() -> Mapping[str, Mapping[str, tuple[TopicRule, ...]]]:
    """The rules by their part ("verbs", "phrases", "nouns", "adjectives", "predicates", "entity") and by its words."""
    found: dict[str, dict[str, list[TopicRule]]] = {"verbs": {}, "nouns": {}, "phrases": {}, "adjectives": {},
                                                     "predicates": {}, "entity": {}}
    for rule in rules():
        for part, table in found.items():
            words: Iterable[str] = [rule.entity] if part == "entity" and rule.entity else \
                () if part == "entity" else getattr(rule, part)
            for word in words:
                table.setdefault(word, []).append(rule)
    return {part: {w: tuple(rs) for w, rs in table.items()} for part, table in found.items()}


@cache
def heads(part: str) -> frozenset[str]:
    """The words that stand for themselves in the keys of a part: a verb's first; a noun's last, before an "of" and
    after hyphens."""
    keys = (*index()[part], *(index()["phrases"] if part == "verbs" else ()))
    if part != "nouns":
        return frozenset(key.split()[0] for key in keys)
    last = {key.partition(" of ")[0].split()[-1] for key in keys} | {key.split()[-1] for key in keys}
    return frozenset(word[n:] for word in last for n in range(len(word)) if not n or word[n - 1] == "-")


@cache
def predicate_words() -> frozenset[str]:
    """Every word of a predicate's keys, and what follows its hyphens."""
    words = {word for key in index()["predicates"] for word in key.split()}
    return frozenset(word[n:] for word in words for n in range(len(word)) if not n or word[n - 1] == "-")


@lru_cache(50_000)
def may_trigger(word: Word) -> bool:
    """Whether a rule may begin at the word, if it is not the head of a mention: false for most of a text."""
    found = inflections(word)
    if word.pos == "VERB":
        return not heads("verbs").isdisjoint(found) or word.form in index()["predicates"]
    return word.pos in NOMINAL and not (
        heads("nouns").isdisjoint(found) and predicate_words().isdisjoint(found)
        and index()["adjectives"].keys().isdisjoint(found))
