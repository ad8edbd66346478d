"""Page or chunk numbers in the running text: "fo\\n3、ur islands" was "four islands"."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from math import log

from kg.reading.edits import Edit
from kg.reading.lexicon import lexicon

_NUMBER = re.compile(r"(?:^|\n) {0,3}(\d{1,4})(?:[、．]|[.:)](?=[a-z]))", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_INSIDE = log(0.8)  # a page that ends anywhere ends inside a word four times out of five
_BETWEEN = log(0.2)
_REACH = 40  # characters; no English word is longer


def page_numbers(text: str) -> Iterator[Edit]:
    """Takes the numbers out and mends the words that they broke.

    An ideographic comma after the number is proof enough in English text; after a full stop, colon or bracket
    the numbers have to run on one by one, so that the items of a list stay what they are.
    """
    found = list(_NUMBER.finditer(text))
    run_on = [int(b[1]) - int(a[1]) == 1 for a, b in itertools.pairwise(found)]
    is_run = len(run_on) >= 2 and all(run_on)
    words: Counter[str] | None = None
    for match in found:
        if text[match.end() - 1] not in "、．" and not (is_run and _mid_sentence(text, match.start())):
            continue
        if words is None:
            words = Counter(w.lower() for w in _WORD.findall(text))
        start, end = match.start(), match.end()
        if not start:
            yield Edit(start, end)
        else:
            yield Edit(start, end, " " if _is_gap(text, start, end, words) else "")


def _mid_sentence(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start] not in ("", ".", "!", "?", "\n", "”", '"')


def _is_gap(text: str, start: int, end: int, words: Counter[str]) -> bool:
    """True when the number stood between two words and not inside one."""
    left, right = text[start - 1], text[end : end + 1]
    if not right or left.isspace() or right.isspace():
        return False
    if not (left.isalpha() and right.isalpha()):
        return not (left in "-–—(“‘[\"'’/" or right in "-–—).,;:!?”’'/%" or (left.isdigit() and right.isdigit()))
    if left.islower() and right.isupper():
        return True
    first = re.search(r"[^\W\d_]+$", text[max(0, start - _REACH) : start])
    second = re.match(r"[^\W\d_]+", text[end : end + _REACH])
    a, b = first[0] if first else "", second[0] if second else ""

    def score(word: str, own: int) -> float:
        elsewhere = words[word.lower()] - own
        known = lexicon().log_probability(word)
        return max(known, log(elsewhere / lexicon().total)) if elsewhere > 0 else known

    return score(a, 1) + score(b, 1) + _BETWEEN > score(a + b, 0) + _INSIDE
