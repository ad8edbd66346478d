"""A text as a string with one letter a token, so that the grammar of names is a few regular expressions.

=======  ==================================================================
``S A``  a known state by name; by adjective or demonym (of a place, too)
``G H``  a known place or territory; a known person
``B D``  a known body; one of a long name; ``Y`` a known treaty or sanction
``T``    a word of a title or post ("Prime", "Minister", "spokesman")
``O o``  a noun that heads bodies ("Ministry"), capital or not
``C c``  a noun that heads places ("Strait"); ``I i`` one that heads land ("Islands")
``R r``  a noun that heads treaties ("Treaty")
``P p``  another word that is written, tagged or recognized as a name; its part after a hyphen
``f t``  of, for, on, in, against; the, a
``& d``  and; a particle inside names (bin, van, de)
``q -``  possessive 's; a hyphen without spaces
``n w``  a number; a lower-case noun or adjective
``x .``  anything else; the end of a sentence, line or paragraph
=======  ==================================================================
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.extraction.tree import Word, among, each, phrase
from kg.knowledge.wordlists import reaches, table, terms
from kg.model import Entry, Name

#: Classes of known states.
STATE_LIKE = "SA"
NAMED = frozenset({"PERSON", "ORG", "PLACE"})
_PARTICLES = frozenset({
    "bin", "ibn", "al", "el", "van", "von", "der", "den", "de", "da", "do", "dos", "di", "du", "la", "le", "y",
    "ul-haq", "ter",
})
_LINKS = frozenset({"of", "for", "on", "in", "against", "between", "with"})
_HYPHENS = frozenset("-‐‑–")
_POSSESSIVE = frozenset({"'s", "’s", "'", "’", "`s", "‘s"})
#: A longer line is no heading.
_LINE = 60
_NUMBER = re.compile(r"\d[\d,.()]*")


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens ``start:end`` that spell a known name; ``letter`` is its class in the shape."""

    start: int
    end: int
    letter: str
    names: tuple[tuple[Entry, Name], ...]


def letter_of(names: Iterable[tuple[Entry, Name]]) -> str:
    """The class of a known name, from its first bearer."""
    entry, name = next(iter(names))
    if name.kind in ("adjective", "demonym"):
        return "A"
    letter = {"State": "S", "Person": "H", "Organization": "B", "Territory": "G", "Place": "G"}.get(entry.type, "Y")
    return letter.lower() if name.kind == "description" else letter


def shape(doc: Doc, atoms: Iterable[Atom]) -> str:
    """The text's shape: as long as the Doc."""
    letters = each(doc, _plain_letter)
    for i, letter in enumerate(letters):
        if not letter:
            letters[i] = _letter(doc[i])
    _titles(doc, letters)
    for atom in atoms:
        long_body = atom.letter == "B" and atom.end - atom.start > 2  # stands for itself in longer names
        letters[atom.start:atom.end] = ("D" if long_body else atom.letter) * (atom.end - atom.start)
    for token in among(doc, _HYPHENS):
        i = token.i + 1
        if 1 < i < len(doc) and letters[i - 2:i] == ["P", "-"] and doc[i].text.islower() and _ends_name(doc[i]):
            letters[i] = "p"
    return "".join(letters)


def in_heading(token: Token) -> bool:
    """Whether all letters of the token's line are capitals, on a line of at least two words."""
    doc, words = token.doc, 0
    for step in (-1, 1):
        at = token.i + (step > 0)
        while 0 <= at < len(doc) and abs(at - token.i) < _LINE:
            other = doc[at]
            if other.is_space and "\n" in other.text:
                break
            if other.text[0].isalpha():
                if not other.text.isupper():
                    return False
                words += 1
            at += step
    return words > 1


@lru_cache(1 << 16)
def _plain_letter(word: Word) -> str:
    """The letter of a word that looks alike everywhere; "" for one that has to be looked at in its place."""
    text = word.text
    low = text.lower()
    if text.isspace():
        return "." if "\n\n" in text else "x"
    if text in _POSSESSIVE:
        return "q"
    if text in _HYPHENS:
        return ""
    if _NUMBER.fullmatch(text):
        return "n"
    if low in ("the", "a", "an"):
        return "t"
    if low in ("and", "&"):
        return "&"
    if low in _LINKS and not text.isupper():
        return "f"
    if low in _PARTICLES and text.islower():
        return "d"
    if not text[0].isalpha():
        return "." if text in (".", "!", "?", ";", ":") else "x"
    if text[0].isupper():
        return ""
    if letter := _head_letter(low):
        return letter.lower()
    return "w" if text.islower() and (not word.pos or word.pos in ("NOUN", "ADJ", "PROPN")) else "x"


def _head_letter(low: str) -> str:
    """The letter of a noun that heads names, "" for others."""
    for letter, list_of in (("O", "organization_nouns"), ("C", "place_nouns"), ("R", "treaty_nouns")):
        if low in terms(list_of):
            return "I" if letter == "C" and table(list_of)[low] == "land" else letter
    return ""


def _letter(token: Token) -> str:
    """The letter of a hyphen or of a word with a capital."""
    text = token.text
    if text in _HYPHENS:
        before = token.nbor(-1).whitespace_ if token.i else " "
        return "x" if before or token.whitespace_ else "-"
    head = _head_letter(text.lower())
    if not (text.isupper() and len(text) > 1 and in_heading(token)) and _like_name(token):
        return "P" if head in ("C", "I") and token.ent_type_ == "PERSON" else head or "P"  # "Park Tae-won"
    return head.lower() or "x"


def _like_name(token: Token) -> bool:
    """Whether a capitalized token may be part of a name: tagged or recognized so, or capital without need."""
    if token.ent_type_ == "EVENT" or token.lower_ in terms("not_names", "time"):
        return False
    if token.ent_type_ in NAMED or token.pos_ == "PROPN":
        return True
    if token.pos_ in ("PRON", "DET", "AUX", "ADP", "CCONJ", "SCONJ", "ADV", "PART", "INTJ", "NUM"):
        return False
    initial = token.is_sent_start or not token.i or token.nbor(-1).text in "\"“”'‘«([•–—:" or token.nbor(-1).is_space
    return not initial and token.pos_ in ("NOUN", "ADJ", "X", "VERB", "")


def _ends_name(token: Token) -> bool:
    """Whether a lower-case word after a hyphen ends a given name ("Jong-ku"), not a compound ("Moscow-based")."""
    named = token.ent_type_ == "PERSON" or token.nbor(-1).ent_type_ == "PERSON"  # "Park Tae-won": won is no verb there
    return named or token.pos_ == "PROPN" or (not token.pos_ and len(token.text) < 5)


def _titles(doc: Doc, letters: list[str]) -> None:
    """Marks the words of titles, longest first, in place."""
    known, most = terms("titles"), reaches("titles")
    end = 0
    for token in among(doc, most):
        at = token.i
        for n in range(min(most[token.lower_], len(doc) - at), 0, -1) if at >= end else ():
            if phrase(doc, at, at + n).casefold().replace(" - ", "-") in known:
                end = at + n
                letters[at:end] = "T" * n
                break
