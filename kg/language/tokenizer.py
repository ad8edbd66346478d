"""The tokenizer as spaCy calls it."""

import re
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.language.tokens import Splitter

_SURROGATE = re.compile("[\ud800-\udfff]")


class Tokenizer:
    """Text to a ``Doc`` of words and white space; ``doc.text`` equals the text.

    Only lone surrogates, which spaCy cannot hold, become U+FFFD; offsets stay.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._splitter = Splitter()

    def __call__(self, text: str) -> Doc:
        """The words of a text of any length, unanalysed."""
        words: list[str] = []
        spaces: list[bool] = []
        text = _SURROGATE.sub("\ufffd", text)
        at = 0
        for start, end in self._splitter.spans(text):
            _gap(text[at:start], words, spaces)
            words.append(text[start:end])
            spaces.append(False)
            at = end
        _gap(text[at:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing: the tokenizer has no state worth keeping."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> "Tokenizer":
        """The tokenizer itself."""
        return self

    def to_disk(self, *_: Any, **__: Any) -> None:
        """Nothing: see ``to_bytes``."""

    def from_disk(self, *_: Any, **__: Any) -> "Tokenizer":
        """The tokenizer itself."""
        return self


def _gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    """White space as spaCy keeps it: one blank belongs to the word before, the rest is a token."""
    if not gap:
        return
    if words and gap[0] == " ":
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)
