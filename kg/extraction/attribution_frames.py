"""Frames of reporting verbs: which part of the clause is content. Each takes the cue and gives the span, or None."""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of
from kg.extraction.attribution_lexicon import Found, noun_at, verb_at, words
from kg.extraction.attribution_sources import is_passive, possessor
from kg.extraction.attribution_spans import Bounds, edges
from kg.extraction.attribution_view import View, first

Frame = Callable[[View, Found], Bounds | None]


def frame_content(view: View, found: Found) -> tuple[str, Bounds | None]:
    """The first frame of the verb that fits, and its content."""
    for name, frame in _FRAMES:
        if any(f == name or f.startswith(name + ":") or (name == "obj" and f.startswith("obj-"))
               for f in found.cue.frames):
            content = frame(view, found)
            if content:
                return name, content
    return "", None


def is_as_clause(head: Token) -> bool:
    """Whether the verb stands in "as X said"."""
    return head.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "as" for c in head.children) and not any(
        c.dep_ in ("ccomp", "obj") for c in head.children) and head.tag_ != "VBG"


def as_clause_host(view: View, found: Found) -> Bounds | None:
    """The clause that "as X said" belongs to, without it."""
    host, (start, end) = found.head.head, edges(found.head)
    left, right = edges(host)
    if start <= left + 1:
        return view.content(end, right)
    if end >= right - 1:
        return view.content(left, start)
    return view.content(left, right)


def _right(head: Token, after: int, *deps: str) -> Iterator[Token]:
    return (c for c in head.children if c.i > after and c.dep_ in deps)


def _has(token: Token, dep: str, *words: str) -> bool:
    return any(c.dep_ == dep and c.lower_ in words for c in token.children)


def _clause(view: View, found: Found) -> Bounds | None:
    head = found.head
    for child in head.children:
        if child.i <= found.last:
            continue
        that = _has(child, "mark", "that")
        if child.dep_ == "ccomp" or (child.dep_ in ("csubj", "csubj:pass", "advcl", "acl", "xcomp", "dep", "parataxis")
                                     and that):
            if _has(child, "mark", "if", "whether") and view.scope == "core":
                return None
            if "that_strict" in found.cue.frames and not that:
                return None
            start, end = edges(child)
            return _clause_content(view, max(start, found.last + 1), end)
        if child.dep_ == "parataxis" and child.left_edge.i == found.last + 1 and _has_subject(child):
            return _clause_content(view, *edges(child))
    return None


def _clause_content(view: View, start: int, end: int) -> Bounds | None:
    """A clause as content: cut before a further report ("…, adding that"), extended to the end of a quotation."""
    doc = view.doc
    for i in range(start + 3, end):
        if doc[i - 1].text == "," and doc[i].tag_ == "VBG" and doc[i].dep_ == "advcl" and verb_at(doc[i]):
            end = i
            break
        if doc[i].lower_ == "according" and doc[i - 1].text == ",":
            end = i
            break
    inside = view.quotation_at(end - 1)
    if inside and inside.start > start and inside.inner_end > end:
        end = inside.end
    return view.content(start, end)


def _has_subject(token: Token) -> bool:
    return any(c.dep_.startswith("nsubj") for c in token.children)


def _to(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in token.children)


def _infinitive(view: View, found: Found) -> Bounds | None:
    head = found.head
    for child in _right(head, found.last, "xcomp", "ccomp", "advcl"):
        if _to(child) and (child.dep_ == "xcomp" or child.left_edge.i == found.last + 1):
            return view.content(child.left_edge.i, child.right_edge.i + 1)
    return None


def _object_infinitive(view: View, found: Found) -> Bounds | None:
    """"urged Russia to withdraw": the object and the infinitive; of a passive the infinitive."""
    head = found.head
    for child in _right(head, found.last, "xcomp", "ccomp", "advcl"):
        if _to(child):
            whom = first(c for c in head.children if c.dep_ in ("obj", "iobj") and found.last < c.i < child.i)
            start = whom.left_edge.i if whom is not None else child.left_edge.i
            if whom is None and child.dep_ == "advcl":
                return None
            return view.content(start, child.right_edge.i + 1)
    return None


def _oblique_infinitive(view: View, found: Found) -> Bounds | None:
    """"called on China to stop": the noun phrase after the preposition and the infinitive."""
    cases = {f[:-4] for f in found.cue.frames if f.endswith("-inf")}
    for child in _right(found.head, found.last, "obl"):
        if case_of(child) in cases:
            last = first(c for c in _right(found.head, child.i, "xcomp", "advcl") if _to(c))
            inner = first(c for c in child.children if c.dep_ == "acl" and _to(c))
            if last is not None or inner is not None:
                end = (last or child).right_edge.i + 1
                return view.content(_after_case(child), end)
    return None


def _after_case(child: Token) -> int:
    cases = (c.i for c in child.children if c.dep_ in ("case", "mark") and c.i < child.i)
    return max(cases, default=child.left_edge.i - 1) + 1


def _gerund(view: View, found: Found) -> Bounds | None:
    for child in _right(found.head, found.last, "xcomp", "ccomp"):
        if not _to(child) and child.lower_.endswith("ing"):
            return view.content(*edges(child))
    return None


def _object(head: Token, after: int) -> Token | None:
    return first(c for c in _right(head, after, "obj") if c.lower_ not in words("empty-object") or possessor(c) is not None)


def _noun_phrase(view: View, found: Found) -> Bounds | None:
    child = _object(found.head, found.last)
    if child is None or child.pos_ == "PRON":
        return None
    noun = noun_at(child)
    if noun and found.cue.kind == "speech" and any(c.i > child.i for c in child.children):
        return None  # "voiced concern about": the noun's own content
    return view.content(*edges(child))


def _fact(view: View, found: Found) -> Bounds | None:
    child = _object(found.head, found.last)
    return view.content(*edges(child)) if child is not None and child.lower_ in ("fact", "efforts", "effort") else None


def _predicate(view: View, found: Found) -> Bounds | None:
    """"called the move a mistake": object and predicate."""
    head = found.head
    objects = list(_right(head, found.last, "obj", "iobj"))
    predicates = [c for c in _right(head, found.last, "xcomp", "ccomp", "obj", "obl:unmarked") if not _to(c)]
    if objects and predicates and predicates[-1].i > objects[0].i:
        return view.content(objects[0].left_edge.i, predicates[-1].right_edge.i + 1)
    if predicates and is_passive(head) and predicates[0].dep_ == "xcomp":
        return view.content(*edges(predicates[0]))
    quotation = view.quotation_after(found.last + 1)
    if objects and quotation and objects[0].left_edge.i < quotation.start <= objects[0].right_edge.i + 3:
        return view.content(objects[0].left_edge.i, quotation.end)
    return None


def _as(view: View, found: Found) -> Bounds | None:
    """"viewed the visit as a step": the object and what follows "as"; of a passive the latter."""
    head = found.head
    whom = first(_right(head, found.last, "obj"))
    holders = [head, whom] if whom is not None else [head]
    for holder in holders:
        for child in holder.children:
            if (child.i > found.last and _has(child, "case", "as")) or (child.i > found.last and _has(child, "mark", "as")):
                if whom is not None:
                    return view.content(whom.left_edge.i, child.right_edge.i + 1)
                if is_passive(head) or head.dep_ == "acl:relcl":
                    return view.content(_after_case(child), child.right_edge.i + 1)
    return None


def _object_oblique(view: View, found: Found) -> Bounds | None:
    """"accused China of raising tensions": object and prepositional phrase."""
    head = found.head
    whom = first(_right(head, found.last, "obj", "iobj"))
    if whom is None:
        return None
    cases = {f.partition("-")[2] for f in found.cue.frames if f.startswith("obj-")} - {"inf"}
    for holder in (head, whom):
        for child in holder.children:
            if child.i > whom.i and (case_of(child) in cases or any(_has(child, "mark", c) for c in cases)):
                start = child.left_edge.i if "recipient" in found.cue.frames else whom.left_edge.i
                return view.content(start, child.right_edge.i + 1)
    return None


def _oblique(view: View, found: Found) -> Bounds | None:
    """"called for talks", "insisted on keeping": what follows the preposition."""
    cases = {f[4:] for f in found.cue.frames if f.startswith("obl:")}
    for child in found.head.children:
        if child.i > found.last and (base(child) in ("obl", "nmod", "advcl")) and child.pos_ != "PRON" and (
                case_of(child) in cases or any(_has(child, "mark", c) for c in cases)):
            end = child.right_edge.i + 1
            more = first(c for c in _right(found.head, child.i, "xcomp", "advcl") if _to(c) and case_of(child) == "for")
            return view.content(_after_case(child), more.right_edge.i + 1 if more is not None else end)
    return None


def _reference(view: View, found: Found) -> Bounds | None:
    """"referring to the region as a part of Armenia"."""
    head = found.head
    to = first(c for c in _right(head, found.last, "obl") if case_of(c) == "to")
    if to is None:
        return None
    for child in (*head.children, *to.children):
        if child.i > to.i and (_has(child, "case", "as") or _has(child, "mark", "as")):
            return view.content(_after_case(to), child.right_edge.i + 1)
    return None


#: Frames in the order in which they are tried.
_FRAMES: tuple[tuple[str, Frame], ...] = (
    ("that", _clause),
    ("that_strict", _clause),
    ("obj-inf", _object_infinitive),
    ("inf", _infinitive),
    ("on-inf", _oblique_infinitive),
    ("to-inf", _oblique_infinitive),
    ("with-inf", _oblique_infinitive),
    ("as", _as),
    ("to-as", _reference),
    ("pred", _predicate),
    ("obj", _object_oblique),
    ("ger", _gerund),
    ("obl", _oblique),
    ("np_fact", _fact),
    ("np", _noun_phrase),
)
