"""Names of the knowledge base in a text: longest match over pieces of tokens, aware of case.

A *piece* is a run of letters or of digits; hyphens, apostrophes and the dots of initials are dropped,
accents folded, so that "G-7", "G7", "Davutoğlu", "U.S." and "Japan–Russia" meet their names whatever the
tokenizer does with them. A match begins and ends at a token's edge, a possessive 's stays outside. Names
in another romanization (Kunashiry, Dmitri) match by their skeleton. One pass, each position looks up at
most as many candidates as there are lengths of names that begin with its piece and the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.tree import Word, each
from kg.knowledge.spelling import fold, skeleton, split
from kg.model import Entry, Knowledge, Name
from kg.model.knowledge import once

#: A skeleton is only trusted for single words as long as this; names of several words are safe.
_LONG_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens ``start:end`` that spell a name; ``names`` are the entries that bear it."""

    start: int
    end: int
    names: tuple[tuple[Entry, Name], ...]
    variant: bool = False


class _Piece(NamedTuple):
    norm: str
    text: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """The pieces of a stretch of text, their folded texts, and the tokens that they belong to."""

    pieces: list[_Piece]
    norms: list[str]
    tokens: list[int]


@lru_cache(1 << 16)
def _pieces_of(word: Word) -> tuple[_Piece, ...]:
    """The pieces of a token; a paragraph's end is one that no name has."""
    if word.text.isspace():
        return (_Piece("\n", "\n", True, True),) if "\n\n" in word.text else ()
    parts = split(word.text)
    return tuple(_Piece(fold(p), p, n == 0, n == len(parts) - 1) for n, p in enumerate(parts))


def _run(doc: Doc, start: int, end: int) -> _Run:
    """All pieces; a spaced dash gives one that no name has, too."""
    found: list[_Piece] = []
    owners: list[int] = []
    for i, pieces in enumerate(_pieces(doc)[start:end], start):
        for piece in pieces or _mark(doc[i]):
            found.append(piece)
            owners.append(i)
    return _Run(found, [piece.norm for piece in found], owners)


@lru_cache(1)
def _pieces(doc: Doc) -> list[tuple[_Piece, ...]]:
    return each(doc, _pieces_of)


def _mark(token: Token) -> tuple[_Piece, ...]:
    """The piece of a token without letters or digits: none for a mark that joins two words."""
    text = token.text
    spaced = token.whitespace_ and token.i and token.nbor(-1).whitespace_
    return (_Piece(text, text, True, True),) if not token.is_space and (len(text) > 1 or text == "." or spaced) else ()


def _cased(name: str, text: str, first: bool) -> bool:
    """Whether a text's piece may stand for a name's: no capital is lost from the first word or an acronym."""
    if name.isupper() and len(name) > 1:
        return text.isupper() or (len(name) > 3 and text.istitle())  # "Nato", "Asean"
    if name[0].isupper() and first:
        return text[0].isupper() and (not text.isupper() or len(text) > 3 or len(text) == 1)
    return True


class _Sizes:
    """How many pieces names have that begin with two pieces, the longest first: few look-ups for each place."""

    def __init__(self) -> None:
        self._after: dict[str, dict[str | None, tuple[int, ...]]] = {}

    def add(self, name: tuple[str, ...]) -> None:
        """Note a name's pieces."""
        after = self._after.setdefault(name[0], {})
        second = name[1] if len(name) > 1 else None
        after[second] = tuple(sorted({*after.get(second, ()), len(name)}, reverse=True))

    def __contains__(self, first: str) -> bool:
        return first in self._after

    def of(self, first: str, second: str | None) -> tuple[int, ...]:
        """The sizes of names that begin so, or that the first piece spells alone."""
        after = self._after.get(first)
        if after is None:
            return ()
        return after.get(second, ()) + (after.get(None, ()) if second is not None else ())


class Gazetteer:
    """The names of a knowledge base, ready for matching."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._names: dict[tuple[str, ...], list[tuple[Entry, Name, tuple[str, ...]]]] = {}
        self._skeletons: dict[tuple[str, ...], list[tuple[Entry, Name]]] = {}
        self._sizes, self._bone_sizes = _Sizes(), _Sizes()
        for entry in knowledge.entries.values():
            for name in entry.names if entry.type != "Sanction" else ():  # told by who imposes and who is hit
                if name.kind == "surname":  # told from full names in the text, see names_people
                    continue
                if not (pieces := tuple(p for word in name.text.split() for p in split(word))):
                    continue
                folded = tuple(map(fold, pieces))
                self._names.setdefault(folded, []).append((entry, name, pieces))
                self._sizes.add(folded)
                if name.kind == "name" and entry.type in ("Person", "Territory", "Place") and (
                        len(folded) > 1 or len(folded[0]) >= _LONG_ENOUGH):
                    bones = tuple(map(skeleton, folded))
                    self._skeletons.setdefault(bones, []).append((entry, name))
                    self._bone_sizes.add(bones)

    def matches(self, doc: Doc) -> Iterator[Match]:
        """The longest matches from left to right, without overlap."""
        return self._scan(_run(doc, 0, len(doc)), 1 << 30)

    def inside(self, doc: Doc, start: int, end: int) -> Iterator[Match]:
        """The longest matches within the tokens ``start:end`` that do not cover all of them."""
        run = _run(doc, start, end)
        return self._scan(run, len(run.pieces) - 1)

    def _scan(self, run: _Run, limit: int) -> Iterator[Match]:
        at = 0
        while at < len(run.pieces):
            piece = run.pieces[at]
            if not piece.first or (piece.norm not in self._sizes and not piece.text[0].isupper()):
                at += 1
                continue
            match, size = self._at(run, at, limit)
            if match and piece.norm == "the":  # "the South" is not meant in "the South China Sea"
                further, more = self._at(run, at + 1, limit)
                match, size = (further, more + 1) if further and more >= size else (match, size)
            if match:
                yield match
            at += size

    def _at(self, run: _Run, at: int, limit: int) -> tuple[Match | None, int]:
        pieces = run.pieces
        if at == len(pieces):
            return None, 1
        following = run.norms[at + 1] if at + 1 < len(pieces) else None
        for size in self._sizes.of(run.norms[at], following):
            end = at + size
            if size <= limit and end <= len(pieces) and pieces[end - 1].last and (
                    names := self._exact(run.norms[at:end], pieces[at:end])):
                return Match(run.tokens[at], run.tokens[end - 1] + 1, names), size
        if pieces[at].text[:1].isupper():
            for size in self._bone_sizes.of(skeleton(run.norms[at]), following and skeleton(following)):
                end = at + size
                if size <= limit and end <= len(pieces) and pieces[end - 1].last and all(
                        p.text[:1].isupper() for p in pieces[at:end]):
                    bones = tuple(map(skeleton, run.norms[at:end]))
                    if names := tuple(self._skeletons.get(bones, ())):
                        return Match(run.tokens[at], run.tokens[end - 1] + 1, names, variant=True), size
        return None, 1

    def _exact(self, norms: list[str], pieces: list[_Piece]) -> tuple[tuple[Entry, Name], ...]:
        return tuple(
            (entry, name)
            for entry, name, own in self._names.get(tuple(norms), ())
            if name.kind == "description" or all(
                _cased(n, p.text, not i) for i, (n, p) in enumerate(zip(own, pieces, strict=True)))
        )


@once
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """The gazetteer of a knowledge base."""
    return Gazetteer(knowledge)
