"""Event frames as data (``ontology/patterns/events.yaml``) and the matching of their words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg.errors import KnowledgeError
from kg.extraction.arguments import objects, obliques
from kg.extraction.patterns import Pattern, load_patterns
from kg.extraction.tree import children
from kg.model import EntityType


@dataclass(frozen=True)
class Frame:
    """Words that name events of one type, and where their arguments stand; the YAML file explains each field."""

    type: str
    verbs: frozenset[str]
    phrases: dict[str, frozenset[str]]
    nouns: frozenset[str]
    needs: int
    with_: frozenset[str]
    place: frozenset[str]
    lead: EntityType | None = None
    land_only: bool = False
    no_object: bool = False
    clause_state: bool = False
    instrument: bool = False
    symmetric: bool = False
    alone: EntityType | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """The token that names an event; for a phrase ("hold talks") the verb, with its object as ``noun``."""

    frame: Frame
    token: Token
    noun: Token | None = None

    @property
    def rule(self) -> str:
        how = "phrase" if self.noun else "noun" if self.token.pos_ in ("NOUN", "PROPN") else "verb"
        return f"event/{self.frame.type}/{how}"


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, in the file's order. Raises KnowledgeError where the file is faulty."""
    return tuple(_frame(pattern) for pattern in load_patterns("events").values())


def _frame(pattern: Pattern) -> Frame:
    p = pattern.parameters
    try:
        return Frame(
            pattern.id, frozenset(p["verbs"]), {v: frozenset(ns) for v, ns in p["phrases"].items()},
            frozenset(p["nouns"]), p["needs"], frozenset(p["with"]), frozenset(p["place"]), p.get("lead"),
            p.get("land_only", False), p.get("no_object", False), p.get("clause_state", False),
            p.get("instrument", False), p.get("symmetric", False), p.get("alone"),
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise KnowledgeError(f"ontology/patterns/events.yaml: {pattern.id}: {error!r}",
                             "the head of the file explains the parameters") from error


_Index = dict[str, tuple[Frame, ...]]


@cache
def _by_word() -> tuple[_Index, _Index, _Index]:
    """Frames by verb, by the verb of a phrase, by noun."""
    return _index(lambda f: f.verbs), _index(lambda f: f.phrases), _index(lambda f: f.nouns)


def _index(words_of: Callable[[Frame], Iterable[str]]) -> _Index:
    found: dict[str, list[Frame]] = {}
    for frame in frames():
        for word in words_of(frame):
            found.setdefault(word, []).append(frame)
    return {word: tuple(fs) for word, fs in found.items()}


def triggers(token: Token) -> Iterator[Trigger]:
    """Frames that the token names: a phrase before a bare verb; a noun that is a phrase's object is left to it."""
    verbs, phrases, nouns = _by_word()
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        found = False
        for frame in phrases.get(lemma, ()):
            for noun in _counted(objects(token)):
                if _noun_in(noun, frame.phrases[lemma]):
                    found = True
                    yield Trigger(frame, token, noun)
                    break
        if not found:
            particle = next((c.lower_ for c in children(token) if c.dep_ == "compound:prt"), "")
            yield from (Trigger(frame, token) for frame in verbs.get(f"{lemma} {particle}", verbs.get(lemma, ())))
    elif token.pos_ in ("NOUN", "PROPN"):
        before = token.nbor(-1).lower_ if token.i else ""
        for word in (f"{before} {lemma}", f"{before} {token.lower_}", lemma, token.lower_):
            if word in nouns:
                yield from (Trigger(frame, token) for frame in nouns[word] if not _of_phrase(token, frame))
                return


def _counted(nouns: list[Token]) -> Iterator[Token]:
    """Each noun, and what is counted by one such as "a number of sanctions"."""
    for noun in nouns:
        yield noun
        if noun.lemma_.lower() in _QUANTITIES:
            yield from obliques(noun, {"of"})


_QUANTITIES = frozenset(("number", "series", "round", "package", "range", "set", "wave", "raft", "host", "couple",
                         "string", "spate", "batch", "variety"))


def _noun_in(noun: Token, words: frozenset[str]) -> bool:
    return noun.lemma_.lower() in words or noun.lower_ in words


def _of_phrase(noun: Token, frame: Frame) -> bool:
    """Whether the noun is the object of a verb that names the same event with it."""
    for verb in (noun.head, noun.head.head):
        words = frame.phrases.get(verb.lemma_.lower())
        if words and verb.pos_ == "VERB" and _noun_in(noun, words) and noun in objects(verb):
            return True
    return any(child.pos_ == "VERB" and _noun_in(noun, frame.phrases.get(child.lemma_.lower(), frozenset()))
               for child in children(noun) if child.dep_ in ("acl", "acl:relcl"))
