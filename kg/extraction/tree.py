"""Forms, dependants and sentences of tokens, read off a Doc once.

spaCy makes them anew at each call, and a token's sentence takes as long as the sentence: the rules ask for them
by the thousand. A Doc must not change once it was asked.
"""

from collections.abc import Container, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

#: Docs whose tables are kept: the one that is read, and a few for callers that take turns.
_KEPT = 4


def children(token: Token) -> tuple[Token, ...]:
    """The token's dependants, in text order."""
    return _children(token.doc)[token.i]


def sentence(token: Token) -> tuple[int, int]:
    """The sentence that the token stands in: its first token, and the one after its last."""
    return _sentences(token.doc)[token.i]


@lru_cache(_KEPT)
def sentences(doc: Doc) -> list[tuple[int, int]]:
    """First token of each sentence, and the one after its last."""
    starts: list[int] = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist()
    starts = [0, *(i for i in starts if i)] if len(doc) else []
    return list(zip(starts, [*starts[1:], len(doc)], strict=False))


@lru_cache(_KEPT)
def text_of(doc: Doc) -> str:
    """The Doc's text, which spaCy puts together anew each time."""
    return str(doc.text)


def tokens(doc: Doc) -> tuple[Token, ...]:
    """The Doc's tokens; each loop over a Doc itself makes them all anew."""
    return _tokens(doc)


@lru_cache(_KEPT)
def forms(doc: Doc) -> list[str]:
    """The tokens' lower-case forms."""
    return [token.lower_ for token in _tokens(doc)]


def among(doc: Doc, words: Container[str]) -> Iterator[Token]:
    """The tokens whose lower-case form is one of the words, in text order."""
    made = _tokens(doc)
    return (made[i] for i, form in enumerate(forms(doc)) if form in words)


@lru_cache(_KEPT)
def _tokens(doc: Doc) -> tuple[Token, ...]:
    return tuple(doc)


@lru_cache(_KEPT)
def _children(doc: Doc) -> list[tuple[Token, ...]]:
    made = _tokens(doc)
    found: list[list[Token]] = [[] for _ in made]
    heads: list[int] = doc.to_array("HEAD").view("int64").tolist()  # relative to the token
    for i, offset in enumerate(heads):
        if offset:
            found[i + offset].append(made[i])
    return [tuple(below) for below in found]


@lru_cache(_KEPT)
def _sentences(doc: Doc) -> list[tuple[int, int]]:
    return [(start, end) for start, end in sentences(doc) for _ in range(start, end)]
