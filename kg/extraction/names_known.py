"""Known names in context: is "Moscow" the government or the city, is "Polish" a state's adjective or a verb?"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from kg.extraction.gazetteer import Match
from kg.extraction.names_shapes import NAMED, Atom, in_heading, letter_of
from kg.extraction.tree import phrase, tokens
from kg.knowledge.wordlists import terms
from kg.model import Entry, Mention, MentionForm, Name

_FORMS: dict[str, MentionForm] = {"adjective": "adjective", "demonym": "adjective", "capital": "metonym",
                                  "seat": "metonym", "description": "description"}
_TOWARDS = frozenset({"to", "from", "for", "towards", "toward"})
_DETERMINERS = frozenset({"the", "these", "those", "this", "that", "both", "all", "its", "his", "her", "their"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_NEVER_NAMES = frozenset({"VERB", "AUX", "ADP", "PRON", "DET", "SCONJ", "CCONJ", "ADV", "INTJ", "PART"})
_BASED = frozenset({"based", "born", "area", "bound", "trained"})


def head_of(doc: Doc, start: int, end: int) -> int:
    """The token that ties the span to the rest of its tree; the last one without a parse."""
    if not doc.has_annotation("DEP"):
        return end - 1
    for token in tokens(doc)[start:end]:
        if token.head.i == token.i or not start <= token.head.i < end:
            return token.i
    return end - 1


def atoms(doc: Doc, matches: Iterable[Match]) -> Iterator[Atom]:
    """The matches that may be meant as names, each bearer that fits first."""
    for match in matches:
        start, end = match.start, match.end
        if end - start > 1 and doc[start].lower_ == "the" and not doc[start + 1].text.islower():
            start += 1
        if _plausible(doc, start, end, match):
            yield Atom(start, end, letter_of(match.names), match.names)


def _plausible(doc: Doc, start: int, end: int, match: Match) -> bool:
    first = doc[start]
    if all(name.kind == "description" for _, name in match.names):
        in_name = start > 1 and doc[start - 1].text[0].isupper() and first.text[0].isupper()
        return not in_name and _definite(doc, start, end)
    if end - start > 1:
        return True
    if first.ent_type_ not in NAMED and first.pos_ in _NEVER_NAMES:
        return False
    inside = start and first.ent_iob_ == "I" and first.ent_type_ == "ORG" and doc[start - 1].text[0].isupper()
    if inside and match.names[0][0].type == "Organization":
        return False  # "Democratic" in "Liberal Democratic lawmakers"
    if first.text.isupper() and len(first.text) < 4 and in_heading(first):
        return False
    return _fits_person(doc, start, end, match)


def _definite(doc: Doc, start: int, end: int) -> bool:
    """Whether a description is used as one: a noun phrase's head (or a title's, "foreign ministry spokesman")
    after the, these, a number, a possessor or a state's adjective."""
    last, before = doc[end - 1], doc[start - 1] if start else None
    if last.pos_ not in ("NOUN", "PROPN", "") or (end - start == 1 and last.dep_ in ("compound", "amod")):
        return False
    if doc[start].lower_ in _DETERMINERS or doc[start].text[0].isupper() or last.dep_ == "compound":
        return True
    return before is not None and (
        before.lower_ in _DETERMINERS or (before.dep_ == "case" and before.lower_ in _POSSESSIVES)
        or before.pos_ == "NUM" or before.text[0].isupper() or before.dep_ in ("nmod:poss", "amod"))


def _fits_person(doc: Doc, start: int, end: int, match: Match) -> bool:
    """A single known word inside the name of a person is the person's ("Chad Smith", "Paris Hilton")."""
    first = doc[start]
    if match.names[0][0].type == "Person" or first.ent_type_ != "PERSON":
        return True
    before = start and doc[start - 1].ent_type_ == "PERSON" and first.ent_iob_ == "I"
    after = end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I"
    given = doc[start - 1] if before else first if after else None
    return given is None or given.lower_ not in terms("first_names")


def known_mention(doc: Doc, atom: Atom) -> Mention:
    """The mention of a known name: its reading decides the type and the order of the candidates."""
    names = _ordered(doc, atom)
    entry, name = names[0]
    named = name.kind == "description" and any(n.kind == "name" for _, n in names)  # "the Kuril Islands" are both
    return Mention(
        atom.start, atom.end, head_of(doc, atom.start, atom.end), entry.type, phrase(doc, atom.start, atom.end),
        "name" if named else _FORMS.get(name.kind, "name"), tuple(dict.fromkeys(e.id for e, _ in names)),
        f"known-{name.kind}", 0.95)


def _ordered(doc: Doc, atom: Atom) -> list[tuple[Entry, Name]]:
    """Bearers of the name, the reading that fits the context first."""
    if len(atom.names) == 1:
        return list(atom.names)
    city = is_locative(doc, atom.start, atom.end)

    def rank(pair: tuple[Entry, Name]) -> int:
        entry, name = pair
        if name.kind == "capital":
            return 2 if city else 0
        return 1 if name.kind != "description" and entry.type in ("Place", "State", "Territory") else 1 + city
    return sorted(atom.names, key=rank)


def is_locative(doc: Doc, start: int, end: int) -> bool:
    """Whether the name says where something is, rather than who acts: "in Moscow", "arrived in", "Tokyo's streets"."""
    if is_dateline(doc, start):
        return True
    token = doc[head_of(doc, start, end)]
    governor = token.head
    lemma = governor.lemma_.lower() or governor.lower_
    before = _preposition(doc, token, start)
    following = doc[end].lower_ if end < len(doc) else ""
    if following in "-‐‑–" and following and end + 1 < len(doc) and doc[end + 1].lower_ in _BASED:
        return True
    if before in terms("place_cues", "preposition"):
        return True
    if before in _TOWARDS:
        return lemma in terms("place_cues", "motion")
    if before == "of":
        return lemma in terms("place_cues", "physical")
    if before:
        return False
    if token.dep_.startswith(("compound", "nmod")) and governor.i >= end:
        return lemma in terms("place_cues", "physical") or lemma in terms("place_cues", "event")
    if token.dep_ == "obj":
        return lemma in terms("place_cues", "motion")
    return following in terms("place_cues", "physical")


def _preposition(doc: Doc, token: Token, start: int) -> str:
    """The preposition that governs the name; coordinated names share it."""
    for _ in range(4):
        for child in token.lefts:
            if child.dep_ == "case":
                return child.lower_
        if token.dep_ not in ("conj", "appos", "flat"):
            break
        token = token.head
    word = doc[start - 1].lower_ if start else ""
    return word if word in terms("place_cues", "preposition") or word in _TOWARDS else ""


def is_dateline(doc: Doc, start: int) -> bool:
    """Whether the token is in the capitals that open a paragraph: "VIENNA - ", "PAJU, South Korea"."""
    at = start
    while at >= 0 and start - at < 8 and (doc[at].text.isupper() or not doc[at].text[0].isalpha()):
        if at == 0 or (doc[at - 1].is_space and "\n" in doc[at - 1].text):
            text = doc[start].text
            return text.isupper() and len(text) > 2 and not in_heading(doc[start])
        at -= 1
    return False
