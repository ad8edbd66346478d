"""Names of the knowledge base in a text: longest match over pieces of tokens, aware of case.

A *piece* is a run of letters or of digits; hyphens, apostrophes and the dots of initials are dropped,
accents folded, so that "G-7", "G7", "Davutoğlu", "U.S." and "Japan–Russia" meet their names whatever the
tokenizer does with them. A match begins and ends at a token's edge, a possessive 's stays outside. Names
in another romanization (Kunashiry, Dmitri) match by their skeleton. One pass, each position looks up at
most as many candidates as there are lengths of names that begin with its piece.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.tree import tokens
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


class _Piece(NamedTuple):  # made for every word of a text
    norm: str
    text: str
    token: int
    first: bool
    last: bool


def _pieces(doc: Doc, start: int, end: int) -> list[_Piece]:
    """All pieces; a paragraph's end and a spaced dash give a piece that no name has."""
    found: list[_Piece] = []
    for token in tokens(doc)[start:end]:
        if token.is_space:
            if "\n\n" in token.text:
                found.append(_Piece("\n", "\n", token.i, True, True))
            continue
        parts = split(token.text)
        if not parts and (len(token.text) > 1 or token.text == "." or _is_spaced(token)):
            parts = (token.text,)
        found.extend(_Piece(fold(p), p, token.i, n == 0, n == len(parts) - 1) for n, p in enumerate(parts))
    return found


def _is_spaced(token: Token) -> bool:
    return bool(token.whitespace_ and token.i and token.nbor(-1).whitespace_)


def _cased(name: str, text: str, first: bool) -> bool:
    """Whether a text's piece may stand for a name's: no capital is lost from the first word or an acronym."""
    if name.isupper() and len(name) > 1:
        return text.isupper() or (len(name) > 3 and text.istitle())  # "Nato", "Asean"
    if name[0].isupper() and first:
        return text[0].isupper() and (not text.isupper() or len(text) > 3 or len(text) == 1)
    return True


class Gazetteer:
    """The names of a knowledge base, ready for matching."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._names: dict[tuple[str, ...], list[tuple[Entry, Name, tuple[str, ...]]]] = {}
        self._skeletons: dict[tuple[str, ...], list[tuple[Entry, Name]]] = {}
        lengths: dict[str, set[int]] = {}
        for entry in knowledge.entries.values():
            for name in entry.names if entry.type != "Sanction" else ():  # told by who imposes and who is hit
                if name.kind == "surname":  # told from full names in the text, see names_people
                    continue
                if not (pieces := tuple(p for word in name.text.split() for p in split(word))):
                    continue
                folded = tuple(map(fold, pieces))
                self._names.setdefault(folded, []).append((entry, name, pieces))
                lengths.setdefault(folded[0], set()).add(len(folded))
                if name.kind == "name" and entry.type in ("Person", "Territory", "Place") and (
                        len(folded) > 1 or len(folded[0]) >= _LONG_ENOUGH):
                    bones = tuple(map(skeleton, folded))
                    self._skeletons.setdefault(bones, []).append((entry, name))
                    lengths.setdefault("~" + bones[0], set()).add(len(bones))
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def matches(self, doc: Doc) -> Iterator[Match]:
        """The longest matches from left to right, without overlap."""
        return self._scan(_pieces(doc, 0, len(doc)), 1 << 30)

    def inside(self, doc: Doc, start: int, end: int) -> Iterator[Match]:
        """The longest matches within the tokens ``start:end`` that do not cover all of them."""
        pieces = _pieces(doc, start, end)
        return self._scan(pieces, len(pieces) - 1)

    def _scan(self, pieces: list[_Piece], limit: int) -> Iterator[Match]:
        at = 0
        while at < len(pieces):
            match, size = self._at(pieces, at, limit) if pieces[at].first else (None, 1)
            if match and pieces[at].norm == "the":  # "the South" is not meant in "the South China Sea"
                further, more = self._at(pieces, at + 1, limit)
                match, size = (further, more + 1) if further and more >= size else (match, size)
            if match:
                yield match
            at += size

    def _at(self, pieces: list[_Piece], at: int, limit: int) -> tuple[Match | None, int]:
        first = pieces[at]
        for size in self._lengths.get(first.norm, ()):
            run = pieces[at:at + size]
            if size <= limit and len(run) == size and run[-1].last and (names := self._exact(run)):
                return Match(first.token, run[-1].token + 1, names), size
        if first.text[:1].isupper():
            for size in self._lengths.get("~" + skeleton(first.norm), ()):
                run = pieces[at:at + size]
                if size <= limit and len(run) == size and run[-1].last and all(p.text[:1].isupper() for p in run):
                    bones = tuple(skeleton(p.norm) for p in run)
                    if names := tuple(self._skeletons.get(bones, ())):
                        return Match(first.token, run[-1].token + 1, names, variant=True), size
        return None, 1

    def _exact(self, run: list[_Piece]) -> tuple[tuple[Entry, Name], ...]:
        bearers = self._names.get(tuple(p.norm for p in run), ())
        return tuple(
            (entry, name)
            for entry, name, pieces in bearers
            if name.kind == "description" or all(
                _cased(n, p.text, not i) for i, (n, p) in enumerate(zip(pieces, run, strict=True)))
        )


@once
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """The gazetteer of a knowledge base."""
    return Gazetteer(knowledge)
