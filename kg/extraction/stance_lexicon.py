"""Words that carry an attitude, as data (``ontology/lexicon/stance.yaml`` and ``stance_classes.yaml``)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal

from spacy.tokens import Token

from kg.errors import KnowledgeError
from kg.extraction.arguments import case_of
from kg.extraction.patterns import read_yaml
from kg.extraction.tree import Word, children, word_of
from kg.model import Context
from kg.settings import data_dir

Kind = Literal["attitude", "demand", "act", "assert", "judge", "weak", "succeed", "fail", "raise", "evaluate", "affect",
               "transparent", "forecast"]


_PARTS = ("verbs", "nouns", "adjectives", "evaluative_nouns", "evaluative_phrases", "forecast_phrases",
          "idioms")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a word does to the sign of its complement, and whether its experiencer takes a stand."""

    kind: Kind
    sign: int = 1


@dataclass(frozen=True)
class StanceLexicon:
    """Predicates by word class and word ("call for"), and closed sets of words."""

    predicates: Mapping[str, Mapping[str, Predicate]]
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class NounClass:
    """A class of arguments: entity types and head nouns."""

    types: frozenset[str]
    nouns: frozenset[str]


def _read(name: str) -> Mapping[str, Any]:
    path = data_dir("ontology") / "lexicon" / f"{name}.yaml"
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise KnowledgeError(f"{path} holds {type(data).__name__}", "its top level maps names to lists")
    return data


@cache
def lexicon() -> StanceLexicon:
    """The lexicon. Raises KnowledgeError where a word stands in two groups of its word class."""
    data = _read("stance")
    predicates: dict[str, dict[str, Predicate]] = {}
    for part in _PARTS:
        found: dict[str, Predicate] = {}
        for kind, sign, word in _entries(part, data[part]):
            if word in found and found[word].sign != sign:
                raise KnowledgeError(f"stance.yaml has {word!r} among {part} both for and against",
                                     "a word has one sign; add its preposition to tell two uses apart")
            found.setdefault(word, Predicate(kind, sign))
        predicates[part] = found
    words = {f"{group}.{name}" if name else group: frozenset(map(str, items))
             for group in data.keys() - set(_PARTS) for name, items in _named(data[group])}
    return StanceLexicon(predicates, words)


def _entries(part: str, groups: Mapping[str, Any]) -> Iterator[tuple[Kind, int, str]]:
    if part in ("evaluative_nouns", "evaluative_phrases", "forecast_phrases"):
        groups = {"forecast" if part.startswith("forecast") else "evaluate": groups}
    signs = {"support": 1, "oppose": -1}
    fixed = {"fail": -1}
    for kind, content in groups.items():
        for key, words in content.items() if isinstance(content, dict) else [("", content)]:
            for word in words:
                yield kind, signs.get(key, fixed.get(kind, 1)), str(word)  # type: ignore[misc]


def _named(content: Any) -> Iterable[tuple[str, list[str]]]:
    return content.items() if isinstance(content, dict) else [("", content)]


@cache
def noun_classes() -> tuple[Mapping[str, NounClass], frozenset[str], frozenset[str]]:
    """Classes of arguments by name, the words that show that a text is about a dispute, and those of leisure."""
    data = _read("stance_classes")
    classes = {name: NounClass(frozenset(c["types"]), frozenset(map(str, c["nouns"])))
               for name, c in data.items() if name not in ("context", "leisure")}
    return classes, frozenset(data["context"]), frozenset(map(str, data["leisure"]))


@lru_cache(maxsize=50_000)
def inflections(word: Word) -> tuple[str, ...]:
    """The lemma, then the form and what regular inflection may have made it of: a lexicon is asked for each in
    turn, since a lemma that the model got wrong ("supporte") would be lost otherwise."""
    lemma, form = word.lemma, word.form
    found = [form] if _is_impossible(lemma, form) else [lemma, form]
    if form.endswith("ied") or form.endswith("ies"):
        found.append(form[:-3] + "y")
    # a "ruling" is no form of "rule"
    for ending in ("es", "s") if word.pos in ("NOUN", "PROPN") else ("ed", "ing", "es", "s"):
        if form.endswith(ending) and len(form) - len(ending) > 2:
            stem = form[: -len(ending)]
            found += [stem, stem + "e"] if ending in ("ed", "ing") else [stem]
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


def lemmas(token: Token) -> tuple[str, ...]:
    """The token's ``inflections``."""
    return inflections(word_of(token))


def _is_impossible(lemma: str, form: str) -> bool:
    """Whether no regular inflection leads from the lemma to the form: "spur" to "spurned"."""
    for ending in ("ed", "ing"):
        if form.endswith(ending) and form.startswith(lemma):
            between = form[len(lemma):-len(ending)]
            return between not in ("", lemma[-1:])
    return False


def in_class(context: Context, token: Token, names: Iterable[str]) -> bool:
    """Whether the nominal names an entity of one of the classes' types, or its head noun is one of theirs."""
    classes, _, _ = noun_classes()
    words = lemmas(token)
    for name in names:
        found = classes[name]
        if not found.nouns.isdisjoint(words):
            return True
        if found.types and any(context.entities[r.entity].type in found.types
                               for r in context.references_at(token) if r.mention.head == token.i):
            return True
    return False


def keys_of(token: Token, child: Token | None = None) -> Iterator[str]:
    """The names under which a word may stand in a lexicon, longest first: with particle, preposition, alone."""
    particles = [c.lower_ for c in children(token) if c.dep_ in ("compound:prt", "advmod") and 0 < c.i - token.i <= 6]
    cases = [c.lower_ for c in children(child) if c.dep_ == "case" and c.i < child.i] if child is not None else []
    marks = [c.lower_ for c in children(child) if c.dep_ == "mark" and c.i < child.i] if child is not None else []
    for lemma in lemmas(token):
        for particle in particles:
            for link in (*cases[:1], *marks[:1]):
                yield f"{lemma} {particle} {link}"
            yield f"{lemma} {particle}"
        if cases[1:]:
            yield f"{lemma} {' '.join(cases)}"
        if cases:
            yield f"{lemma} {cases[0]}"
        for mark in marks:
            yield f"{lemma} {mark}"
    yield from lemmas(token)


def look_up(part: str, token: Token) -> Predicate | None:
    """The predicate of a word by itself, in one word class ("verbs", "nouns", "adjectives", "evaluative_nouns")."""
    table = lexicon().predicates[part]
    return next((table[lemma] for lemma in lemmas(token) if lemma in table), None)


def is_one_of(token: Token, name: str) -> bool:
    """Whether the word is in a closed set of the lexicon."""
    return not lexicon().words[name].isdisjoint(lemmas(token))


def _participle(token: Token) -> Predicate | None:
    """The predicate of a participle used as an adjective: "is opposed to", "was committed to"."""
    if token.tag_ in ("VBN", "JJ") and any(c.dep_ in ("aux:pass", "cop") for c in children(token)) and not any(
            c.dep_ == "obl:agent" for c in children(token)):
        return lexicon().predicates["adjectives"].get(token.lower_)
    return None


def is_adjectival(token: Token) -> bool:
    """Whether a participle's passive subject is its experiencer ("China is opposed to …")."""
    return _participle(token) is not None


def predicate_of(token: Token, child: Token) -> Predicate | None:
    """The predicate that the word is to its dependant, if it is one.

    An oblique needs an entry with its preposition; adjectives and nouns take any.
    """
    if token.pos_ in ("VERB", "AUX"):
        table = lexicon().predicates["verbs"]
        if (participle := _participle(token)) is not None:
            return participle
        oblique = child.dep_.startswith("obl") and child.dep_ != "obl:agent" and case_of(child) != "as"
        cases = {c.lower_ for c in children(child) if c.dep_ in ("case", "fixed")}
        other = oblique and any((noun := look_up("nouns", c)) and noun.kind in ("attitude", "demand")
                                for c in children(token) if c.dep_ == "obj")
        for key in keys_of(token, child):  # "called off talks on", but not "brushed aside the protest over"
            if key in table and not (oblique and (" " not in key or (other and key.split()[-1] not in cases))):
                return table[key]
        return None
    if token.pos_ == "ADJ":
        table = lexicon().predicates["adjectives"]
        return next((table[k] for k in keys_of(token, child) if k in table), None)
    predicate = look_up("evaluative_nouns", token) if any(c.dep_ == "cop" for c in children(token)) else None
    table = lexicon().predicates["nouns"]
    return predicate or next((table[k] for k in keys_of(token, child) if k in table), None)
