"""Forms, dependants and sentences of tokens, read off a Doc once.

spaCy makes them anew at each call, and a token's sentence takes as long as the sentence: the rules ask for them
by the thousand. A Doc must not change once it was asked.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import TypeVar

from spacy.strings import StringStore
from spacy.tokens import Doc, Token

T = TypeVar("T")

#: Docs whose tables are kept: the one that is read, and a few for callers that take turns.
_KEPT = 4
#: How many different words are kept.
_MANY = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What lexicons ask of a token: its text, its lemma and form in lower case, and its part of speech.

    Equal to itself only: there is one for all tokens that look alike, so that what a lexicon says of it is kept well.
    """

    text: str
    lemma: str
    form: str
    pos: str


def children(token: Token) -> tuple[Token, ...]:
    """The token's dependants, in text order."""
    return _children(token.doc)[token.i]


def word_of(token: Token) -> Word:
    """The token as lexicons see it."""
    return _words(token.doc)[0][token.i]


def sentence(token: Token) -> tuple[int, int]:
    """The sentence that the token stands in: its first token, and the one after its last."""
    return sentences(token.doc)[sentence_numbers(token.doc)[token.i]]


@lru_cache(_KEPT)
def sentences(doc: Doc) -> list[tuple[int, int]]:
    """First token of each sentence, and the one after its last."""
    starts: list[int] = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist()
    starts = [0, *(i for i in starts if i)] if len(doc) else []
    return list(zip(starts, [*starts[1:], len(doc)], strict=False))


@lru_cache(_KEPT)
def sentence_numbers(doc: Doc) -> list[int]:
    """How many sentences stand before each token's."""
    return [number for number, (start, end) in enumerate(sentences(doc)) for _ in range(start, end)]


@lru_cache(_KEPT)
def text_of(doc: Doc) -> str:
    """The Doc's text, which spaCy puts together anew each time."""
    spaces: list[int] = doc.to_array("SPACY").tolist()
    return "".join([word.text + " " if space else word.text for word, space in zip(words(doc), spaces, strict=True)])


def tokens(doc: Doc) -> tuple[Token, ...]:
    """The Doc's tokens; each loop over a Doc itself makes them all anew."""
    return _tokens(doc)


def phrase(doc: Doc, start: int, end: int) -> str:
    """The text of the tokens ``start:end``, without the white space after the last."""
    if start >= end:
        return ""
    starts = offsets(doc)
    return text_of(doc)[starts[start]:starts[end - 1] + len(words(doc)[end - 1].text)]


def words(doc: Doc) -> list[Word]:
    """The tokens as lexicons see them."""
    return _words(doc)[0]


def different_words(doc: Doc) -> list[Word]:
    """The words of the text, each once."""
    return _words(doc)[1]


def each(doc: Doc, look: Callable[[Word], T]) -> list[T]:
    """What ``look`` finds for the word of each token. It is asked once for each different word of the text."""
    _, different, numbers = _words(doc)
    return list(map([look(word) for word in different].__getitem__, numbers))


@lru_cache(_KEPT)
def forms(doc: Doc) -> list[str]:
    """The tokens' lower-case forms."""
    return [word.form for word in words(doc)]


def where(doc: Doc, test: Callable[[Word], bool], also: Iterable[int] = ()) -> Iterator[Token]:
    """The tokens whose words pass the test, and those with the indices ``also``, in text order.

    So that a rule looks at few of a text's tokens. A word is tested once, and once for all texts by a test that
    keeps its answers (lru_cache).
    """
    chosen = bytearray(each(doc, test))
    for i in also:
        chosen[i] = True
    return compress(tokens(doc), chosen)


def among(doc: Doc, words: Iterable[str]) -> Iterator[Token]:
    """The tokens whose lower-case form is one of the words, in text order."""
    found = _by_form(doc)
    made = _tokens(doc)
    return (made[i] for i in sorted(i for form in found.keys() & words for i in found[form]))


@lru_cache(_KEPT)
def _words(doc: Doc) -> tuple[list[Word], list[Word], list[int]]:
    """The word of each token, each of them once, and which of those each token has."""
    made = _made(doc.vocab.strings)
    found = [made[row] for row in zip(*doc.to_array(["ORTH", "LEMMA", "POS"]).T.tolist(), strict=True)]
    numbers = {word: number for number, word in enumerate(dict.fromkeys(found))}
    return found, list(numbers), [numbers[word] for word in found]


class _Words(dict[tuple[int, int, int], Word]):
    """Words by the numbers of their strings, made when they are first met."""

    def __init__(self, strings: StringStore) -> None:
        self._strings = strings

    def __missing__(self, key: tuple[int, int, int]) -> Word:
        if len(self) > _MANY:
            self.clear()
        text, lemma, pos = (self._strings[part] for part in key)
        word = self[key] = Word(text, lemma.lower(), text.lower(), pos)
        return word


@lru_cache(_KEPT)
def _made(strings: StringStore) -> _Words:
    return _Words(strings)


@lru_cache(_KEPT)
def _by_form(doc: Doc) -> dict[str, list[int]]:
    """The tokens of each lower-case form."""
    found: dict[str, list[int]] = {}
    for i, form in enumerate(forms(doc)):
        found.setdefault(form, []).append(i)
    return found


@lru_cache(_KEPT)
def offsets(doc: Doc) -> list[int]:
    """Where in the text each token begins."""
    starts: list[int] = doc.to_array("IDX").tolist()
    return starts


@lru_cache(_KEPT)
def _tokens(doc: Doc) -> tuple[Token, ...]:
    return tuple(doc)


@lru_cache(_KEPT)
def _children(doc: Doc) -> list[tuple[Token, ...]]:
    made = _tokens(doc)
    found: dict[int, list[Token]] = {}
    heads: list[int] = doc.to_array("HEAD").view("int64").tolist()  # relative to the token
    for i, offset in enumerate(heads):
        if offset:
            found.setdefault(i + offset, []).append(made[i])
    return [tuple(found[i]) if i in found else () for i in range(len(made))]
