"""Frames of reporting verbs: which part of the clause is content. Each takes the cue and gives the span, or None."""

from collections.abc import Callable
from functools import cache

from spacy.tokens import Token

from kg.extraction.arguments import case_of
from kg.extraction.attribution_lexicon import Found, verb_at, words
from kg.extraction.attribution_objects import (
    fact,
    object_as,
    object_oblique,
    object_phrase,
    object_thing,
    oblique,
    predicate,
    reference,
)
from kg.extraction.attribution_parts import (
    after_case,
    continues,
    has,
    is_infinitive,
    objects_of,
    right_children,
    stretched,
)
from kg.extraction.attribution_sources import is_passive
from kg.extraction.attribution_spans import Bounds, edges
from kg.extraction.attribution_view import View, first
from kg.extraction.tree import children

Frame = Callable[[View, Found], Bounds | None]


def frame_content(view: View, found: Found) -> tuple[str, Bounds | None]:
    """The rule of the first frame of the verb that fits, and its content."""
    for rule, frame in _frames_of(found.cue.frames):
        content = frame(view, found)
        if content:
            return rule, content
    return "", None


@cache
def _frames_of(names: frozenset[str]) -> tuple[tuple[str, Frame], ...]:
    """The rules and frames of a verb that has frames of these names, in the order in which they are tried."""
    return tuple((rule, frame) for name, rule, frame in _FRAMES if any(
        f == name or f.startswith(name + ":") or (name == "obj" and f.startswith("obj-")) for f in names))


def is_as_clause(head: Token) -> bool:
    """Whether the verb stands in "as X said"."""
    return head.dep_ in ("advcl", "parataxis") and head.tag_ != "VBG" and any(
        c.dep_ == "mark" and c.lower_ == "as" for c in children(head)) and not any(
        c.dep_ in ("ccomp", "obj", "xcomp") for c in children(head))


def as_clause_host(view: View, found: Found) -> Bounds | None:
    """The clause that "as X said" belongs to, without it."""
    host, (start, end) = found.head.head, edges(found.head)
    left, right = edges(host)
    if start <= left + 1:
        return view.content(end, right)
    return view.content(left, start if end >= right - 1 else right)


def _clause(view: View, found: Found) -> Bounds | None:
    start = end = -1
    for child in (*children(found.head), *_of_words(found), *_of_document(found)):
        if child.i <= found.last:
            continue
        that = has(child, "mark", "that")
        clausal = child.dep_ == "ccomp" or (that and child.dep_ in (
            "csubj", "csubj:pass", "advcl", "acl", "acl:relcl", "xcomp", "dep", "parataxis", "obj", "obl"))
        clausal = clausal or (child.dep_ == "parataxis" and child.left_edge.i == found.last + 1 and _subject(child))
        if not clausal or _inserted(view, child) or continues(child) or _follows_so(found.head, child):
            continue
        if start < 0:
            if has(child, "mark", "if", "whether") and view.scope == "core":
                return None
            if "that_strict" in found.cue.frames and not that:
                return None
            marks = [c.i for c in children(child) if c.dep_ == "mark" and c.lower_ == "that"]
            start = max(child.left_edge.i, found.last + 1, *marks[:1])
        elif (_subject(child) and not that and view.doc[child.left_edge.i - 1].text in (",", ":")) or any(
                c.dep_ == "conj" and end <= c.i < child.i for c in children(found.head)):
            break
        end = child.right_edge.i + 1
    if start < 0:
        return None
    content = _past_semicolon(view, found, stretched(view, found, start, end))
    inside = view.quotation_at(content[1] - 1) if content else None
    if content and inside and inside.start > content[0] and inside.inner_end > content[1]:
        return view.content(content[0], inside.end)
    return content


def _past_semicolon(view: View, found: Found, content: Bounds | None) -> Bounds | None:
    """With the clause after a colon or semicolon, to which what is said goes on where nobody else begins to speak:
    "he said that little had changed: patrols still came; only fewer"."""
    if content is None or content[1] >= len(view.doc) or view.quotation_at(found.head.i) is not None:
        return content
    _, end = view.sentences.at(content[0])
    rest = view.doc[content[1]:end]
    others = any(verb_at(t) or view.quotation_at(t.i) is not None for t in rest)
    if others or len(rest) < 4 or rest[0].text not in (":", ";"):
        return content
    return view.content(content[0], end) or content


def _of_words(found: Found) -> list[Token]:
    """Clauses that hang on a later word of the cue: "made it clear that …"."""
    later = found.head.doc[found.head.i + 1:found.last + 1]
    return [clause for word in later for clause in children(word) if clause.dep_ == "ccomp"]


def _of_document(found: Found) -> list[Token]:
    """Clauses that parsers hang on what they are said in: "said in a statement that …"."""
    return [clause for phrase in children(found.head) if phrase.dep_ == "obl" and phrase.i > found.last
            for clause in children(phrase) if clause.dep_ in ("acl", "ccomp") and has(clause, "mark", "that")]


def _inserted(view: View, clause: Token) -> bool:
    """Whether the clause only interrupts: ", some insiders say, "."""
    left, right = edges(clause)
    doc = view.doc
    return bool(left and doc[left - 1].text == "," and right < len(doc) and doc[right].text == ","
                and verb_at(clause) and not _subject_free(clause))


def _follows_so(head: Token, clause: Token) -> bool:
    """Whether the clause is a consequence: "has said it so often that …"."""
    degrees = (c for w in children(head) for c in (w, *children(w)) if c.lower_ in ("so", "such"))
    return clause.dep_ in ("advcl", "ccomp") and any(head.i < c.i < clause.left_edge.i for c in degrees)


def _subject_free(clause: Token) -> bool:
    return any(c.dep_ in ("ccomp", "obj", "xcomp") for c in children(clause))


def _subject(token: Token) -> bool:
    return any(c.dep_.startswith("nsubj") for c in children(token))


def _infinitive(view: View, found: Found) -> Bounds | None:
    for child in right_children(found.head, found.last, "xcomp", "ccomp", "advcl"):
        if is_infinitive(child) and (child.dep_ == "xcomp" or child.left_edge.i == found.last + 1):
            return stretched(view, found, child.left_edge.i, child.right_edge.i + 1)
    return None


def _passive_infinitive(view: View, found: Found) -> Bounds | None:
    """"is believed to have left", "is said to be rich"."""
    told = "obj-inf" in found.cue.frames or found.cue.kind not in ("speech", "thought", "announcement")
    return None if told or not is_passive(found.head) else _infinitive(view, found)


def _object_infinitive(view: View, found: Found) -> Bounds | None:
    """"urged Russia to withdraw": the object and the infinitive."""
    for child in right_children(found.head, found.last, "xcomp", "ccomp", "advcl"):
        whom = first(c for c in (*objects_of(found), *(c for c in children(child) if c.dep_ == "nsubj"))
                     if found.last < c.i < child.i)
        if is_infinitive(child) and whom is not None:
            return stretched(view, found, whom.left_edge.i, child.right_edge.i + 1)
    for whom in objects_of(found):
        if any(c.dep_ == "acl" and is_infinitive(c) for c in children(whom)):
            return stretched(view, found, whom.left_edge.i, whom.right_edge.i + 1)
    return None


def _oblique_infinitive(view: View, found: Found) -> Bounds | None:
    """"called on China to stop": the noun phrase after the preposition and the infinitive."""
    cases = {f[:-4] for f in found.cue.frames if f.endswith("-inf")}
    for child in right_children(found.head, found.last, "obl"):
        if case_of(child) in cases and child.lower_ not in words("weekday"):
            last = first(c for c in right_children(found.head, child.i, "xcomp", "advcl") if is_infinitive(c))
            inner = first(c for c in children(child) if c.dep_ in ("acl", "advcl") and is_infinitive(c))
            if last is not None or inner is not None:
                end = (child if last is None else last).right_edge.i + 1
                return stretched(view, found, after_case(child), end)
    return None


def _gerund(view: View, found: Found) -> Bounds | None:
    if is_passive(found.head) or objects_of(found):
        return None
    for child in right_children(found.head, found.last, "xcomp", "ccomp"):
        if not is_infinitive(child) and child.lower_.endswith("ing"):
            return stretched(view, found, *edges(child))
    return None


#: Frame of the lexicon, rule and function, in the order in which they are tried.
_FRAMES: tuple[tuple[str, str, Frame], ...] = (
    ("that", "clause-after", _clause),
    ("that_strict", "clause-after", _clause),
    ("that", "passive-infinitive", _passive_infinitive),
    ("obj-inf", "object-infinitive", _object_infinitive),
    ("inf", "infinitive", _infinitive),
    ("on-inf", "oblique-infinitive", _oblique_infinitive),
    ("to-inf", "oblique-infinitive", _oblique_infinitive),
    ("with-inf", "oblique-infinitive", _oblique_infinitive),
    ("as", "object-as", object_as),
    ("to-as", "reference-as", reference),
    ("pred", "predicate", predicate),
    ("obj", "object-oblique", object_oblique),
    ("ger", "gerund", _gerund),
    ("obl", "oblique", oblique),
    ("np_fact", "fact", fact),
    ("np_thing", "object", object_thing),
    ("np", "object", object_phrase),
)
