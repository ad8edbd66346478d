"""Treaties and sanctions by their head nouns: "the 1945 Yalta accord", "a peace treaty", "Western sanctions"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extraction.names_shapes import STATE_LIKE
from kg.extraction.names_unknown import Found
from kg.extraction.tree import among, children
from kg.knowledge.wordlists import edges, longest, table, terms

_CAPITAL = "(?:[SAGPBCITO]-?|&(?=[PSAO]))"
_OF = "(?:ft?(?:[SAGPBCIOR]-?|&(?=[PO])){1,6})"
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
TREATIES = (
    ("treaty-named", re.compile(f"n?{_CAPITAL}{{1,7}}R{_OF}?(?:fn)?")),
    ("treaty-of", re.compile(f"R(?:{_OF}{{1,2}}|fn)(?:fn)?")),
    ("treaty-by-place", re.compile("n?[SAGPB](?:-?[SAGP]){0,2}w{0,2}r(?:fn)?")),
    ("treaty-by-year", re.compile("nw?[rR]")),
    ("treaty-described", re.compile("w{1,2}r")),
)
#: Nouns that are as often no legal act: "the Russian declaration", "a Japanese resolution".
_SPOKEN = frozenset({
    "declaration", "resolution", "resolutions", "deal", "agreement", "agreements", "protocol", "charter", "statute",
})
_ADJECTIVAL = frozenset({"amod", "compound", "nmod", "nmod:poss", "nmod:unmarked", "nummod"})


def find_treaties(doc: Doc, shape: str) -> Iterator[Found]:
    """Treaties by the pattern of their name, numbered resolutions and articles; overlaps are left in."""
    for rule, pattern in TREATIES:
        for match in pattern.finditer(shape):
            start, end = match.span()
            if (start := _begin(doc, shape, start)) < end and _legal(doc, shape, start, end, rule):
                yield Found(start, end, "Treaty", rule, 0.85)
    for token in among(doc, ("article", "resolution", "resolutions")):
        if token.text == "Article" and token.i + 1 < len(doc) and doc[token.i + 1].like_num:
            yield Found(token.i, token.i + 2, "Treaty", "treaty-article", 0.8)
        elif token.lower_ != "article":
            yield from _resolutions(doc, token.i)


def _begin(doc: Doc, shape: str, start: int) -> int:
    """Without a number that is no year, and without a leading "and"."""
    while shape[start] == "&" or (shape[start] == "n" and not _YEAR.fullmatch(doc[start].text)):
        start += 1
    return start


def _legal(doc: Doc, shape: str, start: int, end: int, rule: str) -> bool:
    words, letters = doc[start:end], shape[start:end]
    if rule == "treaty-described":
        return any(doc[i:end].text.casefold() in terms("treaty_nouns") for i in range(start, end - 1))
    if rule == "treaty-by-year":
        return bool(_YEAR.fullmatch(words[0].text))
    noun = next((t.lower_ for t, letter in zip(words, letters, strict=True) if letter in "rR"), "")
    if rule == "treaty-by-place" and noun in _SPOKEN:
        parties = sum(letter in STATE_LIKE for letter in letters)
        phrase = words[-2:].text.casefold()
        return "n" in letters or parties > 1 or phrase in terms("treaty_nouns") or letters[0] in "GP"
    if rule == "treaty-named":
        return noun not in ("resolution", "resolutions")
    return True


def _resolutions(doc: Doc, at: int) -> Iterator[Found]:
    """"resolutions 822 (1993), 853 (1993) and 1973": each number is one."""
    i, first = at + 1, True
    while i < len(doc) and i - at < 80:
        token = doc[i]
        if token.text.replace("/", "").isdigit() and (not _YEAR.fullmatch(token.text) or first):
            end = i + 1
            if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")" and doc[end + 1].like_num:
                end += 3
            yield Found(at if first else i, end, "Treaty", "treaty-resolution", 0.9)
            first, i = False, end
        elif token.text in (",", "and", "No", "No.", "number", ";") or token.is_space:
            i += 1
        else:
            return


def find_sanctions(doc: Doc) -> Iterator[Found]:
    """Nouns of restrictive measures with the modifiers before them."""
    most = longest("sanction_nouns")
    for token in among(doc, edges("sanction_nouns", last=True)):
        for size in range(min(most, token.i + 1), 0, -1):
            start = token.i + 1 - size
            kind = table("sanction_nouns").get(doc[start:token.i + 1].text.casefold(), "act")
            if kind not in ("act", "object") and token.pos_ not in ("VERB", "AUX"):
                begin = _first_modifier(token, start)
                bare = begin == start and kind == "general"
                yield Found(begin, token.i + 1, "Sanction", "sanction-bare" if bare else "sanction", 0.85)
                break


def find_measures(doc: Doc) -> Iterator[Found]:
    """What a sentence on sanctions says they are: "such as the suspension of talks and of visas"."""
    for token in among(doc, table("sanction_nouns")):
        if table("sanction_nouns")[token.lower_] == "general" and token.pos_ == "NOUN":
            for noun in token.sent[:400]:
                if noun.lower_ in terms("sanction_nouns", "act"):
                    for act in (noun, *(c for c in children(noun) if c.dep_ == "conj" and c.pos_ == "NOUN")):
                        for thing in children(act):
                            if thing.dep_ == "nmod" and thing.lower_ in terms("sanction_nouns", "object"):
                                yield Found(act.i, thing.right_edge.i + 1 if thing.right_edge.i - act.i < 8
                                            else thing.i + 1, "Sanction", "sanction-measure", 0.7)


def _first_modifier(head: Token, start: int) -> int:
    """Where the adjectives and names before the noun begin; determiners stay outside."""
    doc = head.doc
    while start and (doc[start - 1].dep_ in _ADJECTIVAL or doc[start - 1].text in ("-", "–")) and (
            doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN", "PUNCT", "VERB")) and doc[start - 1].head.i <= head.i:
        start -= 1
    while start < head.i and not doc[start].text[0].isalnum():
        start += 1
    return start
