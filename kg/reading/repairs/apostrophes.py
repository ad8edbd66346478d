"""Apostrophes that were lost on the way: "Japans prime minister", "two leaders talks", "doesnt"."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from kg.reading.edits import Edit
from kg.reading.lexicon import cleaning_data, lexicon

_ANY = re.compile(r"[^\W\d_]['’](?:s|t|re|ve|ll|d|m)\b|s['’](?=\s)")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_LONGEST = 40
_MANY = 3  # so many lost apostrophes are no accident: less certain ones are taken for lost as well


def lost_contractions(text: str) -> Iterator[Edit]:
    """Forms that are no words without their apostrophe."""
    contractions: dict[str, str] = cleaning_data("words")["contractions"]
    for match in _contraction().finditer(text):
        if not match[0].isupper():
            at = match.start() + contractions[match[0].lower()].index("'")
            yield Edit(at, at, "'")


@cache
def _contraction() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(cleaning_data('words')['contractions'])})\b(?!['’-])", re.IGNORECASE)


def lost_possessives(text: str) -> Iterator[Edit]:
    """Possessives of names, and, where there are some, of the nouns for those who act (leaders, ministers).

    Only in an article without a single apostrophe: "Japans prime minister" is safe when "Japan" is a name,
    "Japans" is no word, and a noun or adjective follows; "the two Koreas agreed" stays.
    """
    if _ANY.search(text):
        return
    tokens = list(_TOKEN.finditer(text))
    known = _names(text, tokens)
    names = [
        Edit(a.end() - 1, a.end() - 1, "'")
        for a, b in itertools.pairwise(tokens)
        if _is_name(a[0], known) and _follows(text, a, b)
    ]
    yield from names
    if len(names) >= _MANY:
        yield from _more_names(text, tokens, known)
    if names:
        for first, a, b in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if a[0] in cleaning_data("words")["possessors"] and _follows(text, a, b) and not _may_be_verb(b[0]):
                singular = (
                    first[0].lower() not in cleaning_data("words")["plural_determiners"]
                    and a[0] in cleaning_data("words")["possessors_singular"]
                )
                at = a.end() - 1 if singular else a.end()
                yield Edit(at, at, "'")


def _more_names(text: str, tokens: list[re.Match[str]], known: Counter[str]) -> Iterator[Edit]:
    """Less certain names: "Sergei Lavrovs trip", "the European Unions envoy", "when Parks government" beside "Park"."""
    heads = cleaning_data("words")["heads_of_names"]
    for first, a, b in zip(tokens, tokens[1:], tokens[2:], strict=False):
        base = a[0][:-1]
        if not (a[0][0].isupper() and a[0][-1] == "s" and len(base) > 3) or _is_people(a[0]):
            continue
        if text[first.end() : a.start()] != " " or not _follows(text, a, b):
            continue
        goes_on = first[0][0].isupper() or first[0] == "of"
        is_surname = base[-1] not in "aeiouys" and not lexicon().has(a[0])
        is_name = is_surname if goes_on else known[base] > 0
        if (goes_on and base in heads) or (is_name and not _may_be_verb(b[0])):
            yield Edit(a.end() - 1, a.end() - 1, "'")


def has_lost_apostrophes(text: str) -> bool:
    """True for a text that lost its typographic marks on the way; dashes then are lost as well."""
    return next(lost_possessives(text), None) is not None


def _names(text: str, tokens: list[re.Match[str]]) -> Counter[str]:
    """Words with a capital inside a sentence, which the article uses as names."""
    return Counter(
        t[0]
        for t in tokens
        if t[0][0].isupper() and t.start() > 1 and text[t.start() - 2] not in '.!?\n:“"' and len(t[0]) < _LONGEST
    )


def _is_name(word: str, names: Counter[str]) -> bool:
    """True when the word is a name and an s, and no word of its own."""
    base = word[:-1]
    if not (word[0].isupper() and word[-1] == "s" and base[-1:] != "s" and len(word) < _LONGEST):
        return False
    if len(base) < 3 and not names[base]:
        return False
    if word.isupper() or _is_people(word) or lexicon().is_a(word, "sfvar") or lexicon().count(word) > 1:
        return False
    return (names[base] > 0 and not lexicon().is_a(base, "vfr")) or lexicon().classes.get(base.lower(), "")[:1] == "p"


def _is_people(word: str) -> bool:
    """True for plurals that are names: of peoples (Estonians), of groups of islands (the Kurils)."""
    data = cleaning_data("words")
    base = word[:-1]
    return word in data["plural_names"] or base in data["demonyms"] or base.endswith(tuple(data["demonym_endings"]))


def _follows(text: str, a: re.Match[str], b: re.Match[str]) -> bool:
    """True when the second word can be what is possessed, or its adjective."""
    if text[a.end() : b.start()] not in (" ", " “") or b[0].lower() in cleaning_data("words")["no_possessed"]:
        return False
    head = b[0].rsplit("-", 1)[-1] if "-" in b[0] else b[0]
    return "-" in b[0] or head[0].isupper() or not lexicon().count(head) or lexicon().is_a(head, "nsa")


def _may_be_verb(word: str) -> bool:
    is_verb = (
        lexicon().classes.get(word.lower(), "n")[:1] == "v" or word in cleaning_data("words")["verbs_after_plurals"]
    )
    return is_verb or word[0].isupper()
