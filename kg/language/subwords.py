"""Words as the encoder sees them: pieces of the vocabulary, and a code for the spelling's shape.

The encoder's vocabulary is lower-case, so the case of a word, which tells names from other
words, reaches it as a *shape*: one of twelve classes, doubled by whether a space precedes.
"""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

#: Ids of ``[PAD]``, ``[UNK]``, ``[CLS]``, ``[SEP]`` and ``[MASK]`` in the vocabulary.
PAD, UNK, CLS, SEP, MASK = 0, 100, 101, 102, 103
#: Pieces of one word beyond this number are dropped (web addresses, base64).
MAX_PIECES = 12
#: Number of shape codes: 0 for ``[CLS]``, ``[SEP]`` and padding, then twelve classes twice.
SHAPES = 25

#: Longest form, in characters, that is looked at; the rest of a longer one cannot change its pieces.
_MAX_CHARS = 100


def _shape_class(form: str) -> int:
    if form.isalpha():
        if form.islower():
            return 0
        if form.isupper():
            return 2 if len(form) == 1 else 3
        if form.istitle():
            return 1
        return 4 if any(c.isupper() for c in form) else 11  # caseless scripts are neither lower nor upper
    if form.isdigit():
        return 5
    if any(c.isdigit() for c in form):
        return 6
    if all(unicodedata.category(c)[0] in "PS" for c in form):
        return 7
    if form[:1].isupper():
        return 8 if form.isupper() else 9
    return 10


def shape_of(form: str, space_before: bool) -> int:
    """The shape code of a form, 1 to 24; even codes are for words that a space precedes."""
    return 1 + 2 * _shape_class(form) + (1 if space_before else 0)


class Subwords:
    """WordPiece ids of single words, remembered for the life of the object (at most 200,000 of them)."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        pieces = WordPiece(
            {piece: i for i, piece in enumerate(lines)}, unk_token="[UNK]", max_input_chars_per_word=_MAX_CHARS
        )
        self._tokenizer = Tokenizer(pieces)
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._known: dict[str, tuple[int, ...]] = {}

    def pieces(self, forms: Sequence[str]) -> list[tuple[int, ...]]:
        """For each word its piece ids, one at least and ``MAX_PIECES`` at most."""
        known = self._known
        new = list({form for form in forms if form not in known})
        if new:
            if len(known) > 200_000:
                known.clear()
                new = list(set(forms))
            texts = [form[:_MAX_CHARS].encode("utf-8", "replace").decode("utf-8") for form in new]
            for form, encoding in zip(new, self._tokenizer.encode_batch(texts, add_special_tokens=False), strict=True):
                known[form] = tuple(encoding.ids[:MAX_PIECES]) or (UNK,)
        return [known[form] for form in forms]
