"""Frames of reporting verbs whose content is an object or a prepositional phrase, with what is said of it."""

from kg.extraction.arguments import base
from kg.extraction.attribution_lexicon import Found, is_speaker, noun_at, words
from kg.extraction.attribution_parts import (
    after_case,
    is_infinitive,
    is_marked,
    objects_of,
    right_children,
    stretched,
)
from kg.extraction.attribution_sources import is_passive, possessor
from kg.extraction.attribution_spans import Bounds, edges
from kg.extraction.attribution_view import View, first
from kg.extraction.tree import children


def object_phrase(view: View, found: Found) -> Bounds | None:
    """"condemned the launch": the object."""
    objects = objects_of(found)
    if len(objects) != 1 or (objects[0].pos_ == "PRON" and possessor(objects[0]) is None):
        return None
    child = objects[0]
    if child.lower_ in words("empty-object") or child.left_edge.lower_ in words("empty-object") - {"that", "this"}:
        return None
    noun = noun_at(child)
    if noun and possessor(child) is None and found.cue.words[0] in words("light-verb"):
        return None  # "voiced concern about": the noun's own content
    return stretched(view, found, *edges(child))


def object_thing(view: View, found: Found) -> Bounds | None:
    """"recalled the famine", not "recalled its ambassador"."""
    return None if any(is_speaker(o) for o in objects_of(found)) else object_phrase(view, found)


def fact(view: View, found: Found) -> Bounds | None:
    """"appreciated the fact that …"."""
    child = first(objects_of(found))
    return stretched(view, found, *edges(child)) if child is not None and child.lower_ in words("fact") else None


def predicate(view: View, found: Found) -> Bounds | None:
    """"called the move a mistake": object and predicate, or object and quotation."""
    head = found.head
    whom = first(objects_of(found))
    complements = right_children(head, found.last, "xcomp", "ccomp", "obj", "obl:unmarked", "appos")
    predicates = [c for c in complements if not is_infinitive(c)]
    if whom is not None and whom.lower_ in words("relative"):
        named = head.dep_ == "acl:relcl" and head.head.i < whom.i and predicates and predicates[-1].i > head.i
        return view.content(head.head.left_edge.i, predicates[-1].right_edge.i + 1) if named else None
    if whom is not None and whom.lower_ == "it" and any(is_infinitive(c) for c in complements):
        return None  # "find it hard to leave"
    small = [c for c in predicates if c.pos_ != "VERB" and any(d.dep_ == "nsubj" for d in children(c)) and not any(
        d.dep_ == "cop" for d in children(c))]
    if whom is None and small:  # "thinks the critics mistaken"
        return view.content(*edges(small[0]))
    if whom is not None and predicates and predicates[-1].i > whom.i:
        return view.content(whom.left_edge.i, predicates[-1].right_edge.i + 1)
    if predicates and is_passive(head) and predicates[0].dep_ == "xcomp":
        return view.content(*edges(predicates[0]))
    if found.cue.kind in ("decision", "thought"):
        return None
    start = whom.left_edge.i if whom is not None else predicates[0].left_edge.i if predicates else -1
    quotation = view.quotation_after(found.last + 1)
    if start >= 0 and quotation and quotation.end <= view.sentences.at(head.i)[1] and not any(
            t.pos_ == "VERB" and t.dep_ in ("conj", "parataxis", "root") for t in view.doc[start:quotation.start]):
        return view.content(start, quotation.end)
    return None


def object_as(view: View, found: Found) -> Bounds | None:
    """"viewed the visit as a step": the object and what follows "as"; of a passive the latter."""
    head = found.head
    whom = first(objects_of(found))
    limit = view.sentences.at(head.i)[1]
    for holder in (head, whom, head.head):
        for child in () if holder is None else children(holder):
            if found.last < child.i < limit and is_marked(child, {"as"}):
                if whom is not None and whom.i < child.i:
                    return stretched(view, found, whom.left_edge.i, child.right_edge.i + 1)
                if whom is None and (is_passive(head) or head.dep_ == "acl:relcl"):
                    return view.content(after_case(child), child.right_edge.i + 1)
    return None


def object_oblique(view: View, found: Found) -> Bounds | None:
    """"accused China of raising tensions": object and prepositional phrase."""
    whom = first(objects_of(found))
    if whom is None:
        return None
    cases = {f.partition("-")[2] for f in found.cue.frames if f.startswith("obj-")} - {"inf"}
    for holder in (found.head, whom):
        for child in children(holder):
            if child.i > whom.i and is_marked(child, cases):
                start = child.left_edge.i if "recipient" in found.cue.frames else whom.left_edge.i
                return stretched(view, found, start, child.right_edge.i + 1)
    return None


def oblique(view: View, found: Found) -> Bounds | None:
    """"called for talks", "insisted on keeping": what follows the preposition."""
    cases = {f[4:] for f in found.cue.frames if f.startswith("obl:")}
    matching = [c for c in children(found.head) if c.i > found.last and base(c) in ("obl", "nmod", "advcl")
                and c.pos_ != "PRON" and is_marked(c, cases)]
    timeless = [c for c in matching if c.ent_type_ not in ("DATE", "TIME") and c.lower_ not in words("weekday")]
    if not timeless:
        return None
    return stretched(view, found, after_case(timeless[0]), timeless[0].right_edge.i + 1)


def reference(view: View, found: Found) -> Bounds | None:
    """"referring to the region as a part of Armenia"."""
    to = first(c for c in right_children(found.head, found.last, "obl", "advcl") if is_marked(c, {"to"}))
    for holder in () if to is None else (found.head, to):
        for child in children(holder):
            if to is not None and child.i > to.i and is_marked(child, {"as"}):
                return stretched(view, found, after_case(to), child.right_edge.i + 1)
    return None
