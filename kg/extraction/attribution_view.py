"""What the finders of attributions share: the Doc with its quotations and sentences, and their result."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from spacy.tokens import Doc, Token

from kg.extraction.attribution_sources import Subject
from kg.extraction.attribution_spans import Bounds, Sentences, is_quote_mark, trim, whole_quotes
from kg.extraction.patterns import load_patterns
from kg.extraction.quotations import Quotation, find_quotations
from kg.extraction.tree import text_of

_DATELINE = re.compile(r"[A-Z][A-Z.'’/-]*[A-Z]")
_OPENING = frozenset((",", ":", "-", "—", "–"))
#: Quotations that begin further back than this do not matter to the form of a content span.
_LONG = 400
_SPEECH_END = frozenset((".", ",", "?", "!", "…", "...", "—", "–", "-", "--", ".'", "?'"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its source and content, as token spans; ``head`` is the cue's main word.

    ``rule`` is an id of ``ontology/patterns/statements.yaml``; ``nested`` says that the cue stands in a quotation.
    """

    rule: str
    head: int
    cue: Bounds
    subject: Subject
    content: Bounds
    nested: bool = False

    @property
    def confidence(self) -> float:
        """How sure the rule is."""
        return float(load_patterns("statements")[self.rule].parameters["confidence"])


@dataclass(frozen=True)
class View:
    """One Doc, its quotations and sentences; ``scope`` is how much counts, ``first_person`` whether "we" and "I"
    outside quotations speak for somebody (a speech)."""

    doc: Doc
    scope: str = "core"
    first_person: bool = False

    @property
    def text(self) -> str:
        """The Doc's text."""
        return text_of(self.doc)

    @cached_property
    def all_quotations(self) -> tuple[Quotation, ...]:
        """Quotations of every level."""
        return find_quotations(self.doc)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """Quotations that lie in no other, in text order."""
        return tuple(q for q in self.all_quotations if q.level == 0)

    @cached_property
    def sentences(self) -> Sentences:
        """Sentences by token."""
        return Sentences(self.doc)

    @cached_property
    def _starts(self) -> list[int]:
        return [q.start for q in self.quotations]

    @cached_property
    def _all_starts(self) -> list[int]:
        return [q.start for q in self.all_quotations]

    @cached_property
    def _ends(self) -> list[int]:
        return [q.end for q in self.quotations]

    def quotation_at(self, token: int) -> Quotation | None:
        """The outermost quotation that holds the token."""
        i = bisect_left(self._starts, token + 1) - 1
        return self.quotations[i] if i >= 0 and token in self.quotations[i] else None

    def quotation_after(self, token: int) -> Quotation | None:
        """The first quotation that starts at the token or later."""
        i = bisect_left(self._starts, token)
        return self.quotations[i] if i < len(self.quotations) else None

    def quotation_before(self, token: int) -> Quotation | None:
        """The last quotation that ends at the token or earlier."""
        i = bisect_left(self._ends, token + 1) - 1
        return self.quotations[i] if i >= 0 else None

    @cached_property
    def _counts(self) -> tuple[list[int], list[int]]:
        """Words, and quoted words, before each token."""
        words = (self.doc.to_array(["IS_SPACE", "IS_PUNCT"]) == 0).all(axis=1).tolist()
        inside = bytearray(len(words))
        for quotation in self.quotations:
            inside[quotation.start:quotation.end] = b"\1" * (quotation.end - quotation.start)
        quoted = (word and within for word, within in zip(words, inside, strict=True))
        return [0, *accumulate(words)], [0, *accumulate(quoted)]

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """How many words a stretch has, and how many of them are quoted."""
        total, quoted = self._counts
        return total[end] - total[start], quoted[end] - quoted[start]

    def inner_after(self, token: int, within: Quotation | None) -> Quotation | None:
        """The first quotation after the token that lies in the same outer one (or in none)."""
        if within is None:
            return self.quotation_after(token)
        low, high = bisect_left(self._all_starts, token), bisect_left(self._all_starts, within.end)
        return next((q for q in self.all_quotations[low:high] if q.level and q.end <= within.end), None)

    def reads_as_speech(self, quotation: Quotation) -> bool:
        """Whether the quotation ends as speech does before its cue: with a comma, a question mark …"""
        last = self._last(quotation)
        after = self.doc[quotation.end].text if quotation.end < len(self.doc) else ""
        return last in _SPEECH_END or last[-1] in ",.?!…" or after == ","

    def _last(self, quotation: Quotation) -> str:
        """The last token of the quotation that is no mark of a quotation within it."""
        i = quotation.inner_end - 1
        while i > quotation.inner_start and is_quote_mark(self.doc[i]):
            i -= 1
        return str(self.doc[i].text)

    def leads_to(self, quotation: Quotation, cue: int) -> bool:
        """Whether the quotation reads as said by the cue clause at the token: not closed by a full stop, unless
        that clause starts in lower case, and in the same paragraph."""
        doc = self.doc
        last = self._last(quotation)[-1:]
        gap = self.text[doc[quotation.end - 1].idx:doc[cue].idx]
        if "\n" in gap and last != ",":
            return False
        return self.reads_as_speech(quotation) and (last != "." or doc[cue].text[:1].islower())

    def content(self, start: int, end: int) -> Bounds | None:
        """A content span in proper form, or None where nothing is left: no "that", no loose punctuation,
        no marks around the whole, no mark torn from its partner."""
        doc = self.doc
        start, end = trim(doc, start, end)
        while start < end and (doc[start].is_space or self._opens(start)):
            start += 1
        if start >= end:
            return None
        low, high = bisect_left(self._all_starts, start - _LONG), bisect_left(self._all_starts, end)
        near = [q for q in self.all_quotations[low:high] if q.end > start]
        start, end = whole_quotes((start, end), near)
        start, end = trim(doc, start, end)
        if start < end - 1 and end < len(doc) and doc[end].text in ("?", "!"):
            end += 1
        if start >= end or all(is_quote_mark(t) or t.is_punct or t.is_space for t in doc[start:end]):
            return None
        return start, end

    def _opens(self, i: int) -> bool:
        """Whether the token only introduces content: "that" as a conjunction, a comma."""
        token = self.doc[i]
        return token.text in _OPENING or (token.lower_ == "that" and token.dep_ in ("mark", "dep"))

    def after_dateline(self, start: int, end: int) -> int:
        """The first token after a dateline ("BEIJING/WASHINGTON", "PAJU, South Korea (Reuters) -")."""
        doc = self.doc
        if not _DATELINE.fullmatch(doc[start].text) or (start and "\n" not in doc[start - 1].text_with_ws
                                                       and not doc[start - 1].is_space):
            return start
        limit = min(start + 12, end)
        for i in range(start, limit):
            if doc[i].text in ("-", "--", "–", "—") and i + 1 < end:
                return i + 1
        i = start
        while i < limit and (_DATELINE.fullmatch(doc[i].text) or doc[i].text in ("/", ",", "-")):
            i += 1
        return i if i < end else start


def first(tokens: Iterable[Token]) -> Token | None:
    """The first of the tokens, or None."""
    return next(iter(tokens), None)
