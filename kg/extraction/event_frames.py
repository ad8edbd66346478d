"""Event frames as data: ``ontology/patterns/events.yaml`` and ``ontology/lexicon/event_words.yaml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from kg.errors import KnowledgeError
from kg.extraction.patterns import Pattern, load_patterns, read_yaml
from kg.model import EntityType, Status
from kg.settings import data_dir

_Phrases = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Frame:
    """Words that name events of one type, and where their arguments stand; the YAML file explains each field."""

    id: str
    type: str
    verbs: frozenset[str]
    predicates: frozenset[str]
    phrases: _Phrases
    oblique: _Phrases
    nouns: frozenset[str]
    needs: int
    with_: frozenset[str]
    place: frozenset[str]
    subject: frozenset[str]
    subject_words: frozenset[str]
    object: frozenset[str]
    object_words: frozenset[str]
    wants: frozenset[str]
    unless: frozenset[str]
    lead: EntityType | None = None
    located: bool = False
    land_only: bool = False
    no_object: bool = False
    clause_state: bool = False
    instrument: bool = False
    symmetric: bool = False
    dated: bool = False
    alone: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()
    status: Status = "happened"


@dataclass(frozen=True, slots=True)
class Trigger:
    """The token that names an event; for a phrase ("hold talks") the verb, with its object as ``noun``."""

    frame: Frame
    token: Token
    noun: Token | None = None

    @property
    def rule(self) -> str:
        how = "phrase" if self.noun else "noun" if self.token.pos_ in ("NOUN", "PROPN") else "verb"
        return f"event/{self.frame.id}/{how}"


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, in the file's order. Raises KnowledgeError where the file is faulty."""
    return tuple(_frame(pattern) for pattern in load_patterns("events").values())


_LISTS = ("verbs", "nouns", "place", "subject", "subject_words", "object", "object_words", "wants", "unless", "alone",
          "predicates", "anywhere")
_FLAGS = ("located", "land_only", "no_object", "clause_state", "instrument", "symmetric", "dated")


def _frame(pattern: Pattern) -> Frame:
    p = pattern.parameters
    known = {*_LISTS, *_FLAGS, "type", "phrases", "oblique", "needs", "with", "lead", "status"}
    try:
        if unknown := set(p) - known:
            raise KeyError(*unknown)
        lists: dict[str, Any] = {name: frozenset(p.get(name, ())) for name in _LISTS}
        flags: dict[str, Any] = {flag: bool(p.get(flag)) for flag in _FLAGS}
        return Frame(
            id=pattern.id, type=p.get("type", pattern.id), phrases=_phrases(p.get("phrases", ())),
            oblique=_phrases(p.get("oblique", ())), needs=p.get("needs", 1), with_=frozenset(p.get("with", ())),
            lead=p.get("lead"), status=p.get("status", "happened"), **lists, **flags,
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise KnowledgeError(f"ontology/patterns/events.yaml: {pattern.id}: {error!r}",
                             "the head of the file explains the parameters") from error


def _phrases(rows: Iterable[Mapping[str, list[str]]]) -> _Phrases:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        for verb in row["verbs"]:
            found[verb] = found.get(verb, frozenset()) | frozenset(row["nouns"])
    return found


@cache
def event_words(name: str) -> frozenset[str]:
    """One list of ``ontology/lexicon/event_words.yaml``. KnowledgeError where the file is faulty."""
    return frozenset(_words()[name])


def half(word: str) -> str | None:
    """The id of the state that a word in lower case stands for in an adjective of two: "sino" of "Sino-Indian"."""
    halves: dict[str, str] = _words()["halves"]
    return halves.get(word)


@cache
def _words() -> dict[str, Any]:
    path = data_dir("ontology") / "lexicon" / "event_words.yaml"
    try:
        lists: dict[str, Any] = read_yaml(path)
        return {**lists, "halves": dict(lists["halves"])}
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"{path}: {error}", "mend the file, or restore it from the package") from error
