"""Words that lost what stood between them: "areasMoscow", "investmentand", "Putincame"."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.reading.edits import Edit
from kg.reading.lexicon import cleaning_data, lexicon

_TOKEN = re.compile(r"(?<![\w@./#-])[^\W\d_]+(?![\w@/])")
_SHORTEST, _LONGEST = 7, 40
_FREQUENT = 15


def glued_words(text: str, lost_marks: bool = False) -> Iterator[Edit]:
    """Splits a word where both halves are words and the whole is none.

    ``lost_marks`` says that the article lost its apostrophes; then what is missing is a dash, and a plural noun or a
    name of the article followed by an adjective or verb is split as well. Compounds (a singular noun and a
    noun or particle: "Russiagate", "standoff") are never split.
    """
    tokens = [t for t in _TOKEN.finditer(text) if _SHORTEST <= t.end() - t.start() <= _LONGEST]
    if not tokens:
        return
    words = Counter(w for w in re.findall(r"[^\W\d_]+", text) if len(w) <= _LONGEST)
    for token in tokens:
        word = token[0]
        if words[word] > 1 or lexicon().has(word) or word in cleaning_data("words")["camel_case"]:
            continue
        at = _camel(word, words) or _joined(word, words, lost_marks)
        if at:
            yield Edit(token.start() + at, token.start() + at, " — " if lost_marks else " ")


def _camel(word: str, words: Counter[str]) -> int:
    """Where a capital follows a small letter and both halves stand on their own, 0 when nowhere."""
    for at in range(3, len(word) - 1):
        if word[at - 1].islower() and word[at].isupper():
            left, right = word[:at], word[at:]
            if right in cleaning_data("words")["sentence_openers"]:
                return at
            name_like = left[0].isupper()
            is_left = lexicon().count(left) > 0 or words[left] > 0
            if not is_left or not (right.istitle() or right == "A") or left in cleaning_data("words")["name_prefixes"]:
                return 0
            if name_like:
                return (
                    at if lexicon().is_a(right, "f") and lexicon().count(right) >= _FREQUENT and len(right) > 2 else 0
                )
            return at if lexicon().count(right) or words[right] else 0
    return 0


def _joined(word: str, words: Counter[str], lost_marks: bool) -> int:
    """Where a word of small letters comes apart into two that cannot be a compound, 0 when nowhere."""
    if not word[1:].islower():
        return 0
    data = cleaning_data("words")
    for at in range(len(word) - 2, 2, -1):
        left, right = word[:at], word[at:]
        if left[0].isupper():
            is_left = words[left] > 0 and not lexicon().is_a(left, "fvr")
            is_plural = is_left
        else:
            is_left = len(left) > 3 and lexicon().count(left) >= _FREQUENT - 5
            is_plural = is_left and lexicon().is_a(left, "s")
        if not is_left:
            continue
        if right in data["joined_function_words"]:
            return at
        verb_or_adjective = lexicon().count(right) >= _FREQUENT and len(right) > 3 and lexicon().is_a(right, "va")
        if lost_marks and is_plural and verb_or_adjective and not right.endswith("ing"):
            return at
    return 0
