"""Names that the knowledge base lacks, told by their head nouns, titles and the language model.

Each pattern reads the shape of :mod:`kg.extraction.names_shapes`; all repetitions are bounded, so that
the time is linear in the text. Earlier patterns win where two overlap.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extraction.names_shapes import NAMED
from kg.knowledge.wordlists import table, terms
from kg.model import EntityType

_WORD = "[SAGBPCITO]"  # a capitalized word inside a name
_INNER = f"(?:{_WORD}-?|&(?=[POCA]))"
_OF = f"(?:ft?(?:{_WORD}(?:-|&(?=[PO]))?){{1,6}})"
_PERSON = "P(?:-?[Pp]|d{1,2}-?P|-P){0,4}"

#: Rule, type, pattern. The group ``name`` is the mention where not all of the match belongs to it.
PATTERNS: tuple[tuple[str, EntityType, re.Pattern[str]], ...] = (
    ("office-of", "Organization", re.compile(r"T{1,3}q[Oo]")),
    ("body-of", "Organization", re.compile(f"{_INNER}{{0,7}}O{{1,2}}{_OF}{{1,3}}")),
    ("body", "Organization", re.compile(f"{_INNER}{{1,8}}(?<![T&-])O{{1,2}}|{_INNER}{{0,3}}OO")),
    ("land", "Territory", re.compile(r"(?:[PG]-?){1,4}[Ii](?![oO])")),
    ("place", "Place", re.compile(r"(?:[PGSA]-?){1,4}CC?(?![Oo])|Cf?t?(?:[PG]-?){1,3}|[PG]w?c(?![Oo])|Ac(?![Oo])")),
    ("state-body", "Organization", re.compile(r"[SA]q?w{0,2}o{1,2}|o{1,2}ft?[SA]")),
)
_NAME = re.compile(f"(?P<title>T{{0,8}})(?P<name>{_PERSON})")
#: Kinds of body that belong to one state each, so that "the Russian army" is a name.
STATE_BODIES = frozenset({"ministry", "force", "parliament", "police"})
_VAGUE = frozenset({
    "troops", "forces", "guard", "guards", "division", "command", "militia", "house", "chamber", "union", "marines",
    "office", "service",
})
_LABELS: dict[str, EntityType] = {"PERSON": "Person", "ORG": "Organization", "PLACE": "Place"}


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens ``start:end`` taken for a name of the type."""

    start: int
    end: int
    type: EntityType
    rule: str
    confidence: float


def find_unknown(doc: Doc, shape: str) -> Iterator[Found]:
    """Unknown names, without overlap, pattern by pattern."""
    taken = bytearray(len(doc))
    for rule, type, pattern in PATTERNS:
        for match in pattern.finditer(shape):
            start, end = match.span()
            if not any(taken[start:end]) and _sound(doc, shape, start, end, rule):
                taken[start:end] = b"\1" * (end - start)
                yield Found(start, end, type, rule, 0.8)
    votes = _votes(doc, shape)
    for match in _NAME.finditer(shape):
        start, end = match.span("name")
        if any(taken[start:end]):
            continue
        while end - start > 1 and doc[start].lower_ in terms("not_names", "time"):
            start += 1
        for a, b in _split(doc, start, end):
            if found := _typed(doc, a, b, bool(match["title"]) and a == start, votes):
                taken[a:b] = b"\1" * (b - a)
                yield found


def is_excluded(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are on the list of words that look like names and are none."""
    text = doc[start:end].text.casefold()
    return text in terms("not_names") or all(t.lower_ in terms("not_names") or not t.is_alpha for t in doc[start:end])


def _sound(doc: Doc, shape: str, start: int, end: int, rule: str) -> bool:
    """Whether a match of a pattern is a name: not all of it common, not across lines, of a fitting kind."""
    words = doc[start:end]
    if rule == "state-body":
        noun = next(words[i].lower_ for i in range(len(words)) if shape[start + i] == "o")
        return table("organization_nouns").get(noun) in STATE_BODIES and noun not in _VAGUE
    if rule == "body-of":
        links = [i for i in range(start, end) if shape[i] == "f"]
        kind = table("organization_nouns").get(doc[links[0] - 1].lower_, "")
        return doc[links[0]].lower_ in ("of", "for", "on", "against") or (
            doc[links[0]].lower_ == "in" and kind == "organization")
    if rule == "office-of":
        return words[-1].lower_ in ("office", "residence", "secretariat")
    if rule == "place" and shape[end - 1] == "c":
        if shape[start] == "A":
            return words[-1].lower_ in terms("place_nouns", "water")
        return doc[start].ent_type_ in ("", "PLACE", "ORG") and "P" in shape[start:end]
    if rule in ("land", "place") and any(t.ent_type_ == "PERSON" for t in words):
        return False
    return not is_excluded(doc, start, end)


def _split(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """"Putin-Abe meeting" are two names; "Jean-Claude Juncker" is one."""
    hyphens = [i for i in range(start, end) if doc[i].text in "-‐‑–"]
    if len(hyphens) == 1 and end - start == 3 and doc[end - 1].text[0].isupper():
        following = doc[end].lower_ if end < len(doc) else ""
        if following in terms("place_cues", "event"):
            return [(start, start + 1), (start + 2, end)]
    return [(start, end)]


def _votes(doc: Doc, shape: str) -> dict[str, Counter[str]]:
    """What the model says of each run of name words over the whole text: one name has one type."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for match in _NAME.finditer(shape):
        for start, end in _split(doc, *match.span("name")):
            labels = [t.ent_type_ for t in doc[start:end] if t.ent_type_ in NAMED]
            found[doc[start:end].text.casefold()].update(labels)
    return found


def _typed(doc: Doc, start: int, end: int, titled: bool, votes: dict[str, Counter[str]]) -> Found | None:
    """The type of a run of name words, or None where nothing says that it is a name worth keeping."""
    if is_excluded(doc, start, end) or doc[end - 1].lower_ in terms("not_names", "event"):
        return None
    labels = votes[doc[start:end].text.casefold()]
    first = doc[start].lower_
    if titled and not labels["ORG"]:
        return Found(start, end, "Person", "title", 0.9)
    if labels and any(t.ent_type_ in NAMED for t in doc[start:end]):
        label = max(labels, key=lambda k: (labels[k], k))
        return Found(start, end, _LABELS[label], "model", 0.8 if end - start > 1 else 0.7)
    if end - start > 1 and first in terms("first_names") and _words(doc, start, end) < 5:
        return Found(start, end, "Person", "first-name", 0.7)
    return None


def _words(doc: Doc, start: int, end: int) -> int:
    return sum(t.is_alpha for t in doc[start:end])

