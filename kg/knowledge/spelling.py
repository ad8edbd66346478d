"""When two spellings are one name: case, accents, hyphens and dots aside, and across romanizations."""

import re
import unicodedata
from functools import lru_cache

from kg.knowledge.wordlists import spellings

_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")
_PIECES = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_DROPPED = frozenset("-‐‑–'’`ʼ‘.")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


@lru_cache(1 << 16)
def fold(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(1 << 16)
def skeleton(word: str) -> str:
    """What different romanizations of a word share: Sergei and Sergey, Kishida and Kisida."""
    word = fold(word)
    for pattern, replacement in spellings():
        word = pattern.sub(replacement, word)
    return word


@lru_cache(1 << 16)
def split(token: str) -> tuple[str, ...]:
    """The pieces of a token, case kept."""
    if _INITIALS.fullmatch(token):
        return (token.replace(".", ""),)
    return tuple(p for p in _PIECES.findall(token) if p not in _DROPPED)


@lru_cache(1 << 16)
def key(name: str) -> tuple[str, ...]:
    """A name's pieces, folded; equal for spellings that differ in case, accents, hyphens and dots only."""
    return tuple(fold(p) for token in name.split() for p in split(token))
