"""Contents that stand beside their cue on the page: quotations, and clauses that a cue follows or interrupts.

The page is trusted more than the tree here, since quotations are what parsers get wrong: a
quotation belongs to the cue that touches it.
"""

from spacy.tokens import Token

from kg.extraction.attribution_lexicon import Found, verb_at, words
from kg.extraction.attribution_parts import DASHES, GAP, continues
from kg.extraction.attribution_sources import Subject, quoting_verb
from kg.extraction.attribution_spans import Bounds, edges, noun_phrase
from kg.extraction.attribution_view import View
from kg.extraction.quotations import Quotation
from kg.extraction.tree import children

#: How far back from an inserted cue the words that it splits off are looked for.
_NEAR = 120
_BRIDGES = frozenset((",", ":", "that", "—", "–", "-", "--", "…", "..."))
#: Kinds of cues that are no words of saying, so that a phrase in quotation marks is only their object.
_DECIDING = frozenset(("decision", "agreement", "expectation", "feeling", "thought", "evidence", "denial"))


def around_cue(view: View, found: Found, cue: Bounds, subject: Subject) -> tuple[str, Bounds] | None:
    """What stands before the cue, and after it too where the cue interrupts: rule and content."""
    head, doc = found.head, view.doc
    if "quote" not in found.cue.frames:
        return None
    anchor = quoting_verb(head) or head
    begin = _region_start(anchor, cue, subject)
    before = begin - 1
    while before > 0 and (doc[before].is_space or doc[before].lower_ in words("cue-adverb")):
        before -= 1
    if before < 0:
        return None
    outer = view.quotation_at(head.i)
    quotation = view.quotation_before(before + 1) if outer is None else None
    touching = quotation is not None and before + 1 - quotation.end <= (1 if doc[before].text == "," else 0)
    if quotation and touching and view.leads_to(quotation, begin) and not _within(subject, quotation):
        resumed = _resumed(view, found, subject)
        if resumed is None and _own_clause(head, found.last):
            return None
        start = _quote_start(view, quotation)
        end = resumed or quotation.inner_end
        content = (start, end) if start == quotation.inner_start else view.content(start, end)
        return ("quotation-before", content) if content else None
    if head.dep_ == "acl:relcl" and any(c.lower_ in words("relative") for c in children(head) if c.i < head.i):
        return None  # "Vietnam, which claims part of them, …"
    subjected = _has_subject(anchor) or (subject.token is not None and (
        begin <= subject.token.i < head.i or subject.token.i > found.last))
    if doc[before].text not in DASHES or not subjected:
        return None
    return _interrupting(view, found, subject, begin) or _following(view, found, anchor, begin)


def _interrupting(view: View, found: Found, subject: Subject, begin: int) -> tuple[str, Bounds] | None:
    """The clause around an inserted cue: "The islands, he argues, were ours"."""
    head, doc = found.head, view.doc
    start, end = view.sentences.at(head.i)
    start, last = view.after_dateline(start, end), _region_end(found, subject)
    after = doc[found.last + 1] if found.last + 1 < end else doc[end - 1]
    closed = after.text in DASHES or (last < end and doc[last].text in DASHES)
    if head.dep_ == "parataxis" and head.head.i != head.i and not _own_clause(head, found.last):
        left, right = edges(head.head)
        core = any(c.i > head.i and c.dep_ in ("obj", "ccomp", "xcomp", "conj") for c in children(head.head))
        if head.head.i > head.i or (closed and core):
            content = view.content(left, right)
            return ("clause-around", content) if content else None
    split = any(t.head.i > found.last and t.dep_ not in ("punct", "advmod", "obl", "mark", "advcl", "cc")
                for t in doc[max(start, begin - _NEAR):begin])
    split |= _goes_on(view, found, begin, last) or (closed and _fronted(view, found, start, begin, last))
    inserted = head.dep_ == "ccomp" and head.head.i < begin and not _own_clause(head, found.last)
    if closed and (split or inserted) and view.quotation_at(head.i) is None:
        start = next((i + 1 for i in range(begin - 1, start, -1) if doc[i].text in (":", ";")), start)
        content = view.content(start, end)
        return ("clause-around", content) if content else None
    return None


def _goes_on(view: View, found: Found, begin: int, last: int) -> bool:
    """Whether what follows the cue completes what stands before it, wherever the parser hung it: "It was not, she
    said, an attack", "To say so, he argued, would do harm", "The offer stands, he says, and it is up to them"."""
    broken = view.doc[begin - 2]
    for clause in children(found.head):
        if clause.i < last or clause.dep_ not in ("ccomp", "parataxis"):
            continue
        if continues(clause):
            return view.doc[clause.left_edge.i].text != ";" and view.doc[clause.left_edge.i - 1].text != ";"
        if any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in children(clause)):
            continue
        finite = clause.tag_ in ("VBD", "VBZ") or any(c.dep_.startswith(("aux", "cop")) for c in children(clause))
        nominal = clause.pos_ in ("NOUN", "ADJ") and (broken.pos_ == "AUX" or broken.lower_ in ("not", "n't"))
        if (finite and clause.dep_ == "ccomp") or (nominal and not finite):
            return True
    return False


def _fronted(view: View, found: Found, start: int, begin: int, last: int) -> bool:
    """Whether a phrase before the cue belongs to the clause after it: "On the islands, he added, nothing changed"."""
    if view.doc[min(last, len(view.doc) - 1)].text != ",":
        return False
    fronts = [c for c in children(found.head) if c.dep_ == "obl" and start <= c.i < begin - 1]
    return bool(fronts) and any(c.dep_ in ("ccomp", "parataxis") and c.i > last for c in children(found.head))


def _following(view: View, found: Found, anchor: Token, begin: int) -> tuple[str, Bounds] | None:
    """The clause that a cue follows: "Talks will go on, he said"."""
    head = found.head
    if _own_clause(head, found.last):
        return None
    before = [c for c in children(anchor) if c.dep_ in ("ccomp", "parataxis", "dep") and c.i < begin]
    if before:
        left = before[0].left_edge.i
    elif head.dep_ == "parataxis" and head.head.i < begin:
        left = head.head.left_edge.i
    else:
        return None
    start, end = view.sentences.at(head.i)
    left = max(left, view.after_dateline(start, end))
    inside = view.quotation_at(left)
    content = view.content(inside.start if inside else left, begin)
    return ("clause-before", content) if content else None


def after_cue(view: View, found: Found) -> Bounds | None:
    """A quotation after the cue: "He said: '…'", with what follows it in the same clause."""
    doc, head = view.doc, found.head
    outer = view.quotation_at(head.i)
    quotation = view.inner_after(found.last + 1, outer)
    if quotation is None or quotation.start - found.last - 1 > GAP:
        return None
    gap = [t for t in doc[found.last + 1:quotation.start] if not t.is_space]
    if any(t.text in (".", "?", "!", ";") for t in gap) or any(_other_cue(t, head) for t in gap):
        return None
    bridged = not gap or gap[-1].text in _BRIDGES
    if found.cue.kind in _DECIDING and not any(t.text in (":", "that") for t in gap) and _is_phrase(view, quotation):
        return None  # "to find “a practical settlement”"
    if not bridged and not (doc[quotation.inner_start].text[:1].isupper() and view.reads_as_speech(quotation)):
        return None
    clause = next((c for c in children(head) if c.dep_ == "ccomp" and c.i > found.last), None)
    if clause is not None:
        left, right = edges(clause)
        ahead = [t for t in doc[max(left, found.last + 1):quotation.start] if not t.is_punct and t.lower_ != "that"]
        if ahead:
            return None  # the clause begins before the quotation: indirect, with quoted words
        if right > quotation.end + 1:
            return view.content(quotation.start, right)
    return quotation.inner_start, quotation.inner_end


def _is_phrase(view: View, quotation: Quotation) -> bool:
    """Whether what is quoted is part of a clause, and none of its own."""
    inside = view.doc[quotation.inner_start:quotation.inner_end]
    return inside.text[:1].islower() and not any(t.dep_.startswith("nsubj") for t in inside)


def _other_cue(token: Token, head: Token) -> bool:
    return token.i != head.i and token.dep_ in ("root", "conj", "parataxis") and verb_at(token) is not None


def _own_clause(head: Token, last: int) -> bool:
    """Whether the cue has its own content to the right."""
    return any(c.i > last and not continues(c) and (c.dep_ == "ccomp" or (
        c.dep_ == "xcomp" and verb_at(head) is not None and any(g.lower_ == "to" for g in children(c))))
        for c in children(head))


def _has_subject(head: Token) -> bool:
    return any(c.dep_.startswith("nsubj") for c in children(head))


def _within(subject: Subject, quotation: Quotation) -> bool:
    if subject.token is None:
        return False
    start, end = edges(subject.token)
    return start <= quotation.start and quotation.end <= end and end > quotation.end + 1


def _region_start(anchor: Token, cue: Bounds, subject: Subject) -> int:
    """Where the cue's clause begins: at its subject, if that stands before the verb."""
    token = next((c for c in children(anchor) if c.dep_.startswith("nsubj") and c.i < anchor.i), subject.token)
    if token is not None and token.i < cue[0]:
        begin, end = noun_phrase(token)
        if token.head.i == anchor.i or end + (anchor.doc[end].text == ",") == cue[0]:
            return begin
    own = {c.i for c in children(anchor) if c.dep_.startswith("aux") or c.dep_ == "advmod"}
    start = min(cue[0], anchor.i)
    while start - 1 in own:
        start -= 1
    return start


def _region_end(found: Found, subject: Subject) -> int:
    token = subject.token
    end = found.last + 1
    if token is not None and token.i > found.last:
        end = max(end, edges(token)[1])
    for child in children(found.head):
        if child.i > found.last and child.dep_ in ("obj", "iobj", "obl", "obl:tmod", "obl:unmarked", "advmod"):
            end = max(end, child.right_edge.i + 1)
    return end


def _quote_start(view: View, quotation: Quotation) -> int:
    """Where content that ends with the quotation begins: with it, or with its sentence if that has more words;
    at the first paragraph of a quotation over several."""
    doc = view.doc
    while quotation.continued:
        before = view.quotation_before(quotation.start)
        if before is None or before.closed:
            break
        quotation = before
    start, end = view.sentences.at(quotation.start)
    start = view.after_dateline(start, end)
    ahead = [t for t in doc[start:quotation.start] if not (t.is_punct or t.is_space)]
    if ahead and not any(verb_at(t) and t.dep_ in ("root", "ROOT") for t in ahead):
        return start
    return quotation.inner_start


def _resumed(view: View, found: Found, subject: Subject) -> int | None:
    """The end of a quotation that goes on after the cue in the same sentence: "…," he said, "…"."""
    doc = view.doc
    end = _region_end(found, subject)
    for i in range(found.last + 1, min(end + GAP, len(doc))):
        if doc[i].text in (".", "?", "!", ":", ";"):
            return None
        quotation = view.quotation_at(i)
        if quotation is not None and quotation.start == i:
            before = doc[i - 1].text
            return quotation.inner_end if before in _BRIDGES else None
    return None
