"""What the extraction stages see of one article: its Doc, its entities by token, its time expressions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model.article import Article
from kg.model.dates import PartialDate
from kg.model.entities import Entity, Mention
from kg.model.knowledge import Knowledge
from kg.model.spans import Span

if TYPE_CHECKING:  # asking a store reads no text, and spaCy takes a second to import
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Tokens ``start:end`` (end exclusive) that name a time, resolved against the article's date.

    ``value`` is None where the text is too vague ("recent months"); ``until`` ends a range; a ``heading`` is the day
    or year under which a live blog or chronology tells what follows.
    """

    start: int
    end: int
    head: int
    value: PartialDate | None
    until: PartialDate | None = None
    rule: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention together with the entity that it was resolved to."""

    mention: Mention
    entity: str


@dataclass(frozen=True, eq=False)
class Context:
    """One article on its way through extraction. Token indices are the Doc's; spans are the original text's.

    Equal to itself only, so that what is read off a context can be kept with it (lru_cache).
    """

    article: Article
    doc: Doc
    knowledge: Knowledge
    entities: dict[str, Entity]
    references: tuple[Reference, ...] = ()
    times: tuple[TimeExpression, ...] = ()

    @cached_property
    def _by_token(self) -> dict[int, tuple[Reference, ...]]:
        found: dict[int, list[Reference]] = {}
        for reference in self.references:
            for i in range(reference.mention.start, reference.mention.end):
                found.setdefault(i, []).append(reference)
        for several in found.values():
            if len(several) > 1:
                several.sort(key=lambda r: (r.mention.end - r.mention.start, r.mention.start))
        return {i: tuple(rs) for i, rs in found.items()}

    @cached_property
    def heads(self) -> frozenset[int]:
        """The tokens that are the head of a mention."""
        return frozenset(r.mention.head for r in self.references)

    @cached_property
    def _starts(self) -> list[int]:
        return [r.mention.start for r in self.references]

    def references_at(self, token: Token | int) -> tuple[Reference, ...]:
        """References whose mention covers the token, shortest mention first."""
        return self._by_token.get(token if isinstance(token, int) else token.i, ())

    def entity_headed(self, token: Token | int) -> Entity | None:
        """The entity of the longest mention whose head is the token ("minister" in "the Russian minister")."""
        i = token if isinstance(token, int) else token.i
        for reference in reversed(self.references_at(i)):
            if reference.mention.head == i:
                return self.entities[reference.entity]
        return None

    def entities_in(self, start: int, end: int) -> tuple[Reference, ...]:
        """References whose mentions lie wholly within the tokens ``start:end``, in text order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(r for r in self.references[first:last] if r.mention.end <= end)

    def span(self, start: int, end: int) -> Span:
        """The original span of the tokens ``start:end`` (end exclusive)."""
        return self.article.span(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1].text))

    def span_of(self, tokens: DocSpan) -> Span:
        """The original span of a spaCy span."""
        return self.span(tokens.start, tokens.end)

    def with_references(self, entities: dict[str, Entity], references: Iterable[Reference]) -> Context:
        """The same context with other entities and references (in text order)."""
        ordered = sorted(references, key=lambda r: (r.mention.start, -r.mention.end, r.entity))
        return replace(self, entities=entities, references=tuple(ordered))
