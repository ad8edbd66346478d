"""Acronyms that a text introduces in brackets: "the Federal Security Service (FSB)", and their later use."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc

from kg.extraction.names_unknown import Found
from kg.extraction.tree import Word, where

_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "to", "a", "an", "de", "la"})


@lru_cache(1 << 16)
def _is_acronym(word: Word) -> bool:
    letters = word.text.replace(".", "")
    return 1 < len(letters) < 9 and letters.isupper()


def find_acronyms(doc: Doc, shape: str, found: Iterable[Found]) -> Iterator[Found]:
    """The acronym, the words before the bracket that spell it, and each later use of the acronym."""
    types = {f.end: f for f in found}
    defined: dict[str, Found] = {}
    for token in where(doc, _is_acronym):
        text = token.text.replace(".", "")
        if not 0 < token.i < len(doc) - 1:
            continue
        if text in defined and shape[token.i] == "P":
            yield Found(token.i, token.i + 1, defined[text].type, "acronym", 0.9)
        elif token.nbor(-1).text == "(" and token.nbor(1).text == ")":
            start = _spelled(doc, token.i - 1, text)
            if start is None or (shape[start:token.i - 1].isupper() and token.i - 1 not in types):
                continue
            before = types.get(token.i - 1)
            long = before or Found(start, token.i - 1, "Organization", "acronym-spelled", 0.9)
            defined[text] = long
            if before is None:
                yield long
            yield Found(token.i, token.i + 1, long.type, "acronym", 0.9)


def _spelled(doc: Doc, end: int, acronym: str) -> int | None:
    """Where the words begin whose initials are the acronym (small words may be skipped), or None."""
    at, wanted = end, list(acronym.lower())
    while wanted and at and end - at < 2 * len(acronym) + 4:
        at -= 1
        word = doc[at].lower_
        if word.startswith(wanted[-1]):
            wanted.pop()
        elif word not in _SMALL and word not in "-–":
            return None
    return at if not wanted else None
