"""Whether a text is English, decided only where it is long enough to tell."""

import re
from collections import Counter

from kg.reading.lexicon import cleaning_data

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 60_000  # characters
_LETTERS, _WORDS = 200, 80  # below these nothing is said
_ENGLISH_WORDS = 100


def foreign_language(text: str) -> str:
    """The language of a long text that is not English ("de", or "a non-Latin script"), "" otherwise.

    By script and by function words; English text with passages in another language is English.
    """
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if len(letters) < _LETTERS:
        return ""
    latin = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
    words = Counter(w.lower() for w in _WORD.findall(sample))
    profiles: dict[str, list[str]] = cleaning_data("languages")
    hits = {language: sum(words[w] for w in profile) for language, profile in profiles.items()}
    if 2 * latin < len(letters):
        return "" if hits["en"] * 4 >= _ENGLISH_WORDS else "a non-Latin script"
    total = sum(words.values())
    best = max(hits, key=lambda language: (hits[language], language))
    if total < _WORDS or hits["en"] * 100 >= 15 * total or hits[best] * 100 < 15 * total or hits[best] < 2 * hits["en"]:
        return ""
    return best
