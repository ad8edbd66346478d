"""Statements, positions, events and relations that one article yields.

Each has the evidence span, the rule that fired, and a confidence between 0 and 1.
Its ``id`` is a hash of its key, so a second run over the same text gives the same ids; and since the key is made of
words and not of offsets, an edit elsewhere in the article leaves it as it was, and what people decided about it holds.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.model.dates import PartialDate
from kg.model.spans import Span

Mode = Literal["direct", "indirect", "mixed"]
Stance = Literal["support", "oppose", "conditional"]
Status = Literal["happened", "planned", "cancelled"]


def fact_id(kind: str, *key: object) -> str:
    """A short id from the kind's first letter and a hash of the key."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in key).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind[0]}{digest[:12]}"


def fact_ids(kind: str, keys: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """An id for each key, in order. Of equal keys (the same words twice in a text) all but the first are numbered;
    spans count by their words, whatever the white space between them.
    """
    seen: dict[tuple[object, ...], int] = {}
    for key in keys:
        words = tuple(" ".join(part.text.split()) if isinstance(part, Span) else part for part in key)
        seen[words] = number = seen.get(words, 0) + 1
        yield fact_id(kind, *words, *([number] if number > 1 else []))


@dataclass(frozen=True, slots=True)
class Statement:
    """A source is said to have said, written, believed, feared … the content.

    ``source`` is an entity id or None for an unnamed source, whose words ``source_label`` keeps.
    ``parent`` is the id of the statement that this one is nested in ("According to X, Y said Z":
    Y's statement has X's as parent): the chain of attribution.
    ``tokens`` are the token indices of the content, in the Doc, for the stages that follow.
    """

    id: str
    source: str | None
    source_label: str
    source_mention: Span | None
    cue: Span
    content: Span
    mode: Mode
    date: PartialDate | None = None
    parent: str | None = None
    tokens: tuple[int, int] = (0, 0)
    cue_tokens: tuple[int, int] = (0, 0)
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Position:
    """A holder's stance on one topic; one record for a (holder, topic, stance) and article."""

    id: str
    holder: str | None
    holder_label: str
    topic: str
    stance: Stance
    evidence: Span
    object: str | None = None
    statement: str | None = None
    date: PartialDate | None = None
    condition: Span | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is planned or was cancelled."""

    id: str
    type: str
    participants: tuple[str, ...]
    participant_labels: tuple[str, ...]
    evidence: Span
    place: str | None = None
    place_label: str | None = None
    date: PartialDate | None = None
    status: Status = "happened"
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """Subject, predicate, object; ``object`` is None where only words name it."""

    id: str
    subject: str
    subject_label: str
    predicate: str
    object: str | None
    object_label: str
    evidence: Span
    rule: str = ""
    confidence: float = 1.0
