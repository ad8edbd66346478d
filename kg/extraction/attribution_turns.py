"""Attributions by layout: speaker labels of transcripts and headline-like bullets; the speaker of a whole speech.

A label is a short run of words at a line's start before a colon ("MR. TONER: …", "Lavrov: no deal").
In transcripts (three labels or more) a turn reaches to the next label; elsewhere a label has to name an
entity or be all capitals, and its content is the rest of its line. What a questioner asks is no statement.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.extraction.attribution_lexicon import words
from kg.extraction.attribution_referents import Source
from kg.extraction.attribution_sources import Subject
from kg.extraction.attribution_spans import is_quote_mark
from kg.extraction.attribution_view import Attribution, View
from kg.extraction.tree import among, tokens
from kg.model import Context

_SPEECH = re.compile(r"\b(?:statement|speech|address|remarks|message|declaration|letter|testimony)\b", re.I)
_WORD = re.compile(r"[\w.'’-]+")
_BULLETS = frozenset(("•", "*", "·", "–", "—", "-", "‣", "▪", "■", "●"))
_LONGEST = 7
_TRANSCRIPT = 3


def speaker_of_article(context: Context) -> Source | None:
    """Who speaks as "I" and "we" throughout, where the article is a speech by somebody whom its label or
    its title names."""
    title = context.article.title
    if not (_SPEECH.search(title) or _SPEECH.search(context.article.genre)):
        return None
    first = next(_labels(context.doc), (_LONGEST, 0))
    if first[0] < _LONGEST and (e := context.entity_headed(_head(context, context.doc, *first))) and e.type == "Person":
        return Source(e.id, e.label, None)  # "Nikol Pashinyan: Dear colleagues, …"
    found = [(m.start(), m.end()) for m in _WORD.finditer(title)]
    for size in range(min(5, len(found)), 0, -1):
        for i in range(len(found) - size, -1, -1):
            text = title[found[i][0]:found[i + size - 1][1]].removesuffix("'s").removesuffix("’s")
            for entry, name in context.knowledge.by_name.get(text.casefold(), ()):
                if entry.type in ("State", "Person") and name.kind in ("name", "surname"):
                    known = context.entities.get(entry.id)
                    return Source(known.id if known else None, known.label if known else entry.label, None)
    return None


def turn_attributions(view: View, context: Context) -> Iterator[Attribution]:
    """Attributions to speaker labels, in text order."""
    labels = [label for label in _labels(view.doc) if not view.quotation_at(label[0])]
    transcript = len(labels) >= _TRANSCRIPT and len(labels) * 150 > len(view.doc)
    ends = [after for (_, _), (after, _) in pairwise(labels)] + [len(view.doc)]
    if transcript:
        ends = _ends(view.doc, [colon + 1 for _, colon in labels], ends)
    for (start, colon), end in zip(labels, ends, strict=False):
        named = any(context.references_at(i) for i in range(start, colon)) or view.doc[start:colon].text.isupper()
        asker = view.doc[start:colon].text.casefold().rstrip(".") in words("asker")
        if asker or not (named or transcript):
            continue
        content = view.content(colon + 1, end if transcript else _line_end(view.doc, colon))
        if content:
            head = _head(context, view.doc, start, colon)
            yield Attribution("label", colon, (colon, colon + 1), Subject(head, span=(start, colon)), content)


def quoted_attributions(view: View, context: Context) -> Iterator[Attribution]:
    """Attributions to names within a paragraph whose colon opens a quotation: 'Mao Ning, for the ministry: "…"'."""
    for quotation in view.quotations:
        colon = quotation.start - 1
        if colon < 1 or view.doc[colon].text != ":":
            continue
        start, _ = view.sentences.at(colon)
        label = view.doc[start:colon]
        if not 0 < len(label) <= _LONGEST + 4 or any(t.pos_ in ("VERB", "AUX") for t in label):
            continue
        people = [t for t in label if (e := context.entity_headed(t)) is not None and e.type == "Person"]
        content = view.content(quotation.inner_start, quotation.inner_end) if people else None
        if content:
            yield Attribution("label", colon, (colon, colon + 1), Subject(people[0]), content)


def _ends(doc: Doc, starts: list[int], ends: list[int]) -> list[int]:
    """Where the turns end: before a question that has no label, and the last one after as many paragraphs as the
    longest of the others."""
    breaks = [t.i for t in tokens(doc) if "\n\n" in t.text or "\n\n" in t.whitespace_]
    cut, longest = [], 0
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        inside = [i for i in breaks if start <= i < end - 1]
        asked = next((i for i in inside if _asks(doc, i + 1, end)), end)
        paragraphs = 1 + sum(i < asked for i in inside)
        if number < len(starts) - 1:
            longest = max(longest, paragraphs)
        elif starts[1:] and paragraphs > longest:
            asked = [i for i in inside if i < asked][longest - 1]
        cut.append(asked)
    return cut


def _asks(doc: Doc, start: int, end: int) -> bool:
    """Whether the paragraph that begins there is set in bold, as the questions of an interview are, or asks."""
    if start < end and doc[start].text.startswith("**"):
        return True
    last = start
    while last < end and "\n" not in doc[last].text and "\n" not in doc[last].whitespace_:
        last += 1
    return last > start and doc[last - 1].text == "?" and last < end


def _head(context: Context, doc: Doc, start: int, colon: int) -> Token:
    """The label's person, else its first entity: "German Chancellor Angela Merkel: …"."""
    named = [(t, e) for t in tokens(doc)[start:colon] if (e := context.entity_headed(t)) is not None]
    people = [t for t, e in named if e.type == "Person"]
    return people[-1] if people else named[0][0] if named else doc[start:colon].root


def _labels(doc: Doc) -> Iterator[tuple[int, int]]:
    """Start and colon of each label."""
    last = -1
    for colon in among(doc, (":",)):
        start = _line_start(doc, colon.i)
        if last < start < colon.i <= start + _LONGEST and _is_label(doc, start, colon.i):
            last = colon.i
            yield start, colon.i


def _line_start(doc: Doc, colon: int) -> int:
    """Where the line that the colon stands in begins, after white space and bullets; the colon itself where the line
    is longer than a label, or a sentence or quotation ends in it."""
    at = colon
    while at and not doc[at - 1].is_space:
        at -= 1
        mark = doc[at].text in (".", "?", "!") and not _abbreviates(doc, at)
        if mark or is_quote_mark(doc[at]) or colon - at > 2 * _LONGEST:
            return colon
    while at < colon and doc[at].text in _BULLETS:
        at += 1
    return at


def _abbreviates(doc: Doc, i: int) -> bool:
    return i > 0 and len(doc[i - 1]) <= 3 and doc[i - 1].text[:1].isupper()


def _is_label(doc: Doc, start: int, colon: int) -> bool:
    label = [t for t in doc[start:colon] if t.is_alpha]
    if not label or any(t.pos_ in ("VERB", "AUX") and not t.text.isupper() for t in label):
        return False
    return label[0].text[:1].isupper() and colon + 1 < len(doc)


def _line_end(doc: Doc, colon: int) -> int:
    for token in doc[colon + 1:]:
        if token.is_space and "\n" in token.text:
            return int(token.i)
    return len(doc)
