"""Attributions by a colon: "Picardo will have none of it: the Rock …", "Seoul's line is simple: there is …".

The clause before the colon has a speaker and says in what manner, or with what kind of word, the speaker speaks;
what follows the colon to the end of the sentence is the content. Reporting verbs and speakers' labels with a colon
are others' (``attribution_verbs``, ``attribution_turns``).
"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.attribution_lexicon import is_speaker, lemma_of, verb_at, verb_lemma, words
from kg.extraction.attribution_sources import Subject, possessor, source_of_plain
from kg.extraction.attribution_view import Attribution, View
from kg.extraction.tree import Word, among, children, where, word_of

#: Longest clause before a colon that is read.
_REACH = 30
_HAS_SUBJECT = ("nsubj", "nsubj:pass", "expl", "csubj")


def colon_attributions(view: View) -> Iterator[Attribution]:
    """Attributions of all colons that open what somebody says, in text order."""
    for colon in among(view.doc, (":",)):
        start, end = view.sentences.at(colon.i)
        if colon.i - start > _REACH or colon.i + 1 >= end or view.quotation_at(colon.i) is not None:
            continue
        before = view.doc[start:colon.i]
        cue = next((t for t in before if _tells_manner(word_of(t))), None)
        if cue is None or any(_reports(t) for t in before) or _goes_on(view, colon.i + 1, end):
            continue
        subject = _source(cue)
        if subject.token is None or not start <= subject.token.i < colon.i or not is_speaker(subject.token):
            continue
        if _is_clause(view, colon.i + 1, end) and (content := view.content(colon.i + 1, end)):
            yield Attribution("colon", cue.i, (cue.i, cue.i + 1), subject, content)


def announced_attributions(view: View) -> Iterator[Attribution]:
    """Attributions of sentences that only announce the next one: "Seoul's line is simple. There is no dispute." """
    last = -1
    for cue in where(view.doc, _is_manner_noun):
        start, end = view.sentences.at(cue.i)
        first, last = last < start, cue.i
        if not first or cue.i >= start + _REACH or end >= len(view.doc):
            continue
        if cue.dep_ != "nsubj" or lemma_of(cue.head) not in words("announcing"):
            continue
        owner = possessor(cue)
        following = view.sentences.at(end)
        if owner is None or owner.pos_ == "PRON" or not is_speaker(owner) or cue.head.i + 2 < end or (
                "\n" in view.text[view.doc[end - 1].idx:view.doc[following[0]].idx]):
            continue
        if content := view.content(*following):
            yield Attribution("announced", cue.i, (cue.i, cue.i + 1), Subject(owner), content)


def _tells_manner(word: Word) -> bool:
    """Whether the word says how, or with what kind of word, somebody speaks."""
    return word.pos in ("NOUN", "ADJ", "VERB", "PRON") and verb_lemma(word) in words("colon-cue")


def _is_manner_noun(word: Word) -> bool:
    return word.pos == "NOUN" and _tells_manner(word)


def _reports(token: Token) -> bool:
    """Whether the word is a verb of saying, which takes the content itself."""
    found = verb_at(token) if token.dep_ != "amod" else None
    return found is not None and "quote" in found.cue.frames


def _goes_on(view: View, start: int, end: int) -> bool:
    """Whether what follows the colon reports again: "is gloomier: he expects …"."""
    opening = view.doc[start]
    spoken = opening.lower_ in ("he", "she", "it", "they") and opening.dep_ == "nsubj" and opening.head.i < end
    return spoken and verb_at(opening.head) is not None


def _source(cue: Token) -> Subject:
    owner = possessor(cue) if cue.pos_ == "NOUN" else None
    if owner is not None and owner.pos_ != "PRON":
        return Subject(owner)
    token = cue
    for _ in range(4):
        if token.pos_ in ("VERB", "AUX", "ADJ") or any(c.dep_ == "cop" for c in children(token)):
            found = source_of_plain(token)
            if found.token is not None:
                return found
        if token.head.i == token.i:
            break
        token = token.head
    return Subject(owner)


def _is_clause(view: View, start: int, end: int) -> bool:
    """Whether a clause of its own, with subject and finite verb, stands there, or a quotation."""
    quotation = view.quotation_after(start)
    if quotation is not None and quotation.start <= start + 1:
        return True
    return any(t.dep_ in _HAS_SUBJECT and t.head.i >= start and (t.head.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_.startswith(("aux", "cop")) for c in children(t.head))) for t in view.doc[start:end])
