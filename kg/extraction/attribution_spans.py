"""Token spans of sources, cues and contents, from a dependency tree that may be wrong.

Spans are pairs ``(start, end)`` of token indices, end exclusive. Subtrees are taken by their
edges, which spaCy keeps, so nothing here recurses.
"""

from bisect import bisect_right
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kg.extraction.quotations import Quotation
from kg.extraction.tree import children, sentences, text_of

Bounds = tuple[int, int]

_MARKS = frozenset("\"“”„‟″«»‘’‚‹›'`") | {"''", "``"}
_LOOSE = frozenset((",", ":", ";", "-", "--", "–", "—", "...", "…", ".", "•", "*", "·"))
_TERMINAL = frozenset((".", "?", "!", "...", "…", "?!", "!!", ".\"", ":"))
_CUT_FROM_SOURCE = frozenset(("acl:relcl", "parataxis", "advcl", "ccomp", "discourse", "dep", "list"))
_BREAKS = frozenset((",", "—", "–", "--"))
_OCCASION = frozenset(("on", "in", "at", "during", "after", "before", "since"))
_VERB_GROUP = frozenset(("aux", "aux:pass", "advmod", "neg", "cop", "compound:prt"))


def is_quote_mark(token: Token) -> bool:
    """Whether the token is a quotation mark of any shape."""
    return token.text in _MARKS


def trim(doc: Doc, start: int, end: int) -> Bounds:
    """Without white space and loose punctuation at either edge."""
    while start < end and (doc[start].is_space or doc[start].text in _LOOSE):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in _LOOSE):
        end -= 1
    return start, end


def edges(token: Token) -> Bounds:
    """The token's whole subtree."""
    return token.left_edge.i, token.right_edge.i + 1


def noun_phrase(head: Token, *, alone: bool = False) -> Bounds:
    """A nominal as a source stands in the text: with determiners, modifiers and appositions, but without
    preposition, possessive 's and relative clause; ``alone`` leaves coordinated nominals out as well."""
    start, end = edges(head)
    doc = head.doc
    for child in children(head):
        if child.i < head.i:
            right = child.right_edge.i + 1
            if right < head.i and doc[right].text in _BREAKS and child.dep_ not in ("amod", "conj", "appos"):
                start = max(start, right + 1)  # "Instead, the study", "FLINT, Mich. — President X"
            if child.dep_ in ("case", "mark", "cc", "punct", "advmod") and child.left_edge.i <= start:
                start = child.right_edge.i + 1 if child.dep_ != "advmod" else start
        elif child.dep_ in (*_CUT_FROM_SOURCE, "case") or (head.pos_ == "PROPN" and _is_time(child)):
            end = min(end, child.left_edge.i)
        elif alone and child.dep_ in ("conj", "appos"):
            end = min(end, child.left_edge.i)
            for word in children(child):
                if word.dep_ in ("cc", "punct") and head.i < word.i < end:
                    end = word.i
    while start < head.i and doc_case(head.doc[start]):
        start += 1
    start, end = trim(head.doc, start, max(end, head.i + 1))
    while end - 1 > head.i and (head.doc[end - 1].dep_ == "cc" or is_quote_mark(head.doc[end - 1])):
        start, end = trim(head.doc, start, end - 1)
    return min(start, head.i), max(end, head.i + 1)  # a crossing branch may reach over the head


def _is_time(child: Token) -> bool:
    """Whether a modifier of a name tells when or on what occasion: "The Times on Saturday"."""
    return child.dep_ in ("nmod", "obl") and any(
        c.dep_ == "case" and c.lower_ in _OCCASION for c in children(child))


def doc_case(token: Token) -> bool:
    """Whether a token at the left edge of a nominal only ties it to its governor."""
    return token.dep_ in ("case", "cc", "punct") or token.is_space


def cue_span(head: Token, last: int) -> Bounds:
    """The verb group: auxiliaries, negation and adverbs that touch the verb, and its particles."""
    start = head.i
    own = {c.i for c in children(head) if c.dep_ in _VERB_GROUP}
    while start - 1 in own:
        start -= 1
    return start, last + 1


def sentence_bounds(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Sentences, where one that plainly does not end goes on in the next (after "U.S.", before lower case)."""
    found: list[Bounds] = []
    for start, end in sentences(doc):
        while start < end and doc[start].is_space:
            start += 1
        if start == end:
            continue
        if found and _goes_on(doc, found[-1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _goes_on(doc: Doc, before: Bounds, start: int) -> bool:
    last = before[1] - 1
    while last > before[0] and doc[last].is_space:
        last -= 1
    gap = text_of(doc)[doc[last].idx + len(doc[last]):doc[start].idx]
    return ("\n" not in gap and doc[last].text not in _TERMINAL and not is_quote_mark(doc[last])
            and doc[start].text[:1].islower())


class Sentences:
    """Look-up of the sentence that a token stands in."""

    def __init__(self, doc: Doc) -> None:
        self.bounds = sentence_bounds(doc)
        self._starts = [start for start, _ in self.bounds]

    def at(self, token: int) -> Bounds:
        """Start and end of the token's sentence."""
        return self.bounds[max(bisect_right(self._starts, token) - 1, 0)]


def whole_quotes(span: Bounds, quotations: Iterable[Quotation]) -> Bounds:
    """The span without a pair of marks that encloses it, and with marks that belong to quotations within."""
    start, end = span
    for q in quotations:
        if (q.start == start and q.end == end) or (q.inner_start == start and q.inner_end == end):
            return q.inner_start, q.inner_end
        if start <= q.start < end < q.end and q.end - end <= 2:
            end = q.end
        if start < q.end <= end and q.start < start and start - q.start <= 1:
            start = q.start
    return start, end
