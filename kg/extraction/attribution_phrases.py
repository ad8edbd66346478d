"""Attributions by phrases: "according to X", "in X's view", "in the words of X", "citing X"."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.arguments import base
from kg.extraction.attribution_lexicon import is_speaker, phrases, words
from kg.extraction.attribution_sources import Subject, possessor
from kg.extraction.attribution_spans import Bounds, edges, noun_phrase
from kg.extraction.attribution_view import Attribution, View
from kg.extraction.tree import among, children

#: "To the minister, the deal was a mistake".
_TO = frozenset(("to",))
_PREPOSITIONS = {"in-noun": "in", "from-noun": "from", "by-noun": "by"}


def phrase_attributions(view: View) -> Iterator[Attribution]:
    """Attributions of all reporting phrases, in text order."""
    for token in among(view.doc, _prefixes().keys() | _owned_words() | _TO):
        for prefix in _prefixes().get(token.lower_, ()):
            if _matches(view.doc, token.i, prefix):
                yield from _prefixed(view, token.i, token.i + len(prefix))
                break
        if token.lower_ in _TO:
            yield from _experienced(view, token)
        yield from _owned(view, token)


@cache
def _prefixes() -> dict[str, list[tuple[str, ...]]]:
    """Prefixes by first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for prefix in phrases("prefix"):
        found.setdefault(prefix[0], []).append(prefix)
    return found


@cache
def _owned_words() -> frozenset[str]:
    return frozenset(phrase[0] for kind in _PREPOSITIONS for phrase in phrases(kind))


def _matches(doc: Doc, start: int, prefix: tuple[str, ...]) -> bool:
    return start + len(prefix) < len(doc) and all(doc[start + n].lower_ == w for n, w in enumerate(prefix))


def _prefixed(view: View, start: int, end: int) -> Iterator[Attribution]:
    """"according to X": X is the nominal that follows, climbed to from its first token."""
    noun = _nominal(view.doc, end)
    if noun is None or noun.lemma_.lower() in words("not-phrase-source"):
        return
    if end == start + 1 and not is_speaker(noun):  # "citing costs"
        return
    _, last = noun_phrase(noun)
    content = _rest(view, noun, start, max(last, edges(noun)[1] if edges(noun)[1] - last < 40 else last))
    if content:
        yield Attribution("phrase", start, (start, end), Subject(noun), content,
                          view.quotation_at(start) is not None)


def _experienced(view: View, mark: Token) -> Iterator[Attribution]:
    """"To X, the deal was a mistake": X before the clause, which says what something is."""
    noun = mark.head
    start, end = view.sentences.at(mark.i)
    named = noun.pos_ == "PROPN" and noun.ent_type_ not in ("DATE", "TIME")
    if mark.i != start or mark.dep_ != "case" or base(noun) not in ("obl", "nmod") or not (
            named or is_speaker(noun)):
        return
    judged, last = noun.head, edges(noun)[1]
    if judged.pos_ not in ("NOUN", "ADJ") or not any(c.dep_ == "cop" for c in children(judged)) or not any(
            c.dep_ == "nsubj" and c.i >= last for c in children(judged)):
        return
    if content := view.content(last, end):
        yield Attribution("experiencer", mark.i, (mark.i, mark.i + 1), Subject(noun), content)


def _nominal(doc: Doc, start: int) -> Token | None:
    """The head of the nominal that starts at the token."""
    token = doc[start]
    while token.head.i != token.i and token.left_edge.i >= start - 4 and token.dep_ not in ("root", "ROOT"):
        if base(token) in ("obl", "appos", "nsubj", "obj", "advcl", "parataxis") or token.dep_ == "nmod":
            break
        if token.head.left_edge.i < start - 4 and token.head.i < start:
            break
        token = token.head
    return token if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET") else None


def _owned(view: View, token: Token) -> Iterator[Attribution]:
    """"in X's view", "by his own account"."""
    for kind, preposition in _PREPOSITIONS.items():
        if token.pos_ == "NOUN" and (token.lower_,) in phrases(kind):
            case = next((c for c in children(token) if c.dep_ == "case" and c.lower_ == preposition
                         and all(d.dep_ == "punct" for d in token.rights)), None)
            owner = possessor(token)
            if case is not None and owner is not None and owner.lower_ not in ("my", "our", "your"):
                content = _rest(view, token, case.i, token.i + 1)
                if content:
                    yield Attribution("phrase", token.i, (token.i, token.i + 1), Subject(owner), content,
                                      view.quotation_at(token.i) is not None)


def _rest(view: View, noun: Token, start: int, end: int) -> Bounds | None:
    """The clause that the phrase ``start:end`` belongs to, without the phrase where that stands at an edge."""
    doc = view.doc
    left, right = view.sentences.at(start)
    left = view.after_dateline(left, right)
    host = _clause_of(noun)
    before = [t for t in doc[left:start] if not (t.is_punct or t.is_space)]
    after = [t for t in doc[end:right] if not (t.is_punct or t.is_space)]
    if not before or (len(before) <= 2 and all(t.dep_ in ("cc", "advmod", "mark") for t in before)):
        return view.content(end, right)
    if not after or (doc[start - 1].text == "," and len(after) <= 3):
        inside = view.quotation_before(start)
        if inside and inside.start < left < inside.end:
            left = inside.inner_start
        return view.content(left, start)
    if host is None:
        return None
    low, high = edges(host)
    if doc[start - 1].text == "," and doc[min(end, len(doc) - 1)].text in (",", ";") and start > low:
        other = doc[min(end + 1, len(doc) - 1)]
        return view.content(max(low, left), start if other.dep_ == "cc" else high)
    if low >= start - 1 or not [t for t in doc[low:start] if not t.is_punct]:
        return view.content(end, high)
    return view.content(max(low, left), start if high <= end + 1 else high)


def _clause_of(noun: Token) -> Token | None:
    token = noun.head if noun.head.i != noun.i else None
    for _ in range(12):
        if token is None or token.pos_ in ("VERB", "AUX") or any(c.dep_ in ("cop", "nsubj") for c in children(token)):
            return token
        token = token.head if token.head.i != token.i else None
    return token
