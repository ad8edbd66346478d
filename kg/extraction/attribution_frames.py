"""Frames of reporting verbs: which part of the clause is content. Each takes the cue and gives the span, or None."""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of
from kg.extraction.attribution_lexicon import Found, noun_at, verb_at, words
from kg.extraction.attribution_sources import is_passive, outer_report, possessor
from kg.extraction.attribution_spans import Bounds, edges, is_quote_mark
from kg.extraction.attribution_view import View, first

Frame = Callable[[View, Found], Bounds | None]
_MODIFIERS = ("obl", "nmod", "acl", "advcl", "advmod", "xcomp", "ccomp", "appos", "dep")


def frame_content(view: View, found: Found) -> tuple[str, Bounds | None]:
    """The rule of the first frame of the verb that fits, and its content."""
    for name, rule, frame in _FRAMES:
        if any(f == name or f.startswith(name + ":") or (name == "obj" and f.startswith("obj-"))
               for f in found.cue.frames):
            content = frame(view, found)
            if content:
                return rule, content
    return "", None


def is_as_clause(head: Token) -> bool:
    """Whether the verb stands in "as X said"."""
    return head.dep_ in ("advcl", "parataxis") and head.tag_ != "VBG" and any(
        c.dep_ == "mark" and c.lower_ == "as" for c in head.children) and not any(
        c.dep_ in ("ccomp", "obj", "xcomp") for c in head.children)


def as_clause_host(view: View, found: Found) -> Bounds | None:
    """The clause that "as X said" belongs to, without it."""
    host, (start, end) = found.head.head, edges(found.head)
    left, right = edges(host)
    if start <= left + 1:
        return view.content(end, right)
    return view.content(left, start if end >= right - 1 else right)


# --- parts of the clause ----------------------------------------------------------------------------------------


def _right(head: Token, after: int, *deps: str) -> Iterator[Token]:
    return (c for c in head.children if c.i > after and c.dep_ in deps)


def _has(token: Token, dep: str, *lower: str) -> bool:
    return any(c.dep_ == dep and c.lower_ in lower for c in token.children)


def _marked(token: Token, cases: set[str]) -> bool:
    return case_of(token) in cases or any(_has(token, "mark", c) for c in cases)


def _to(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in token.children)


def _objects(found: Found) -> list[Token]:
    """Objects after the cue; a second subject there is one too ("accused China")."""
    head = found.head
    subject = any(c.dep_ == "nsubj" and c.i < head.i for c in head.children)
    return [c for c in head.children if c.i > found.last and (c.dep_ in ("obj", "iobj") or (
        subject and c.dep_ == "nsubj" and not is_quote_mark(head.doc[c.left_edge.i - 1])))]


def _after_case(child: Token) -> int:
    cases = (c.i for c in child.children if c.dep_ in ("case", "mark") and c.i < child.i)
    return max(cases, default=child.left_edge.i - 1) + 1


def _stretched(view: View, found: Found, start: int, end: int) -> Bounds | None:
    """Content with the modifiers that follow it, wherever the parser hung them: up to a comma, a further report
    or the next coordinated clause."""
    doc = view.doc
    for child in found.head.children:
        left = child.left_edge.i
        if left < end or child.dep_ in ("punct", "cc"):
            continue
        joined = doc[left - 1].dep_ == "cc"
        mark = next((c.lower_ for c in child.children if c.dep_ == "mark"), "")
        loose = doc[left - 1].text in (",", "-", "–", "—", ":", ";")
        if (child.dep_ == "conj" and mark != "that") or base(child) not in (*_MODIFIERS, "conj"):
            break
        if loose and not joined and mark not in words("content-subordinator"):
            break
        end = child.right_edge.i + 1
    quotation = view.quotation_at(found.head.i)
    return view.content(start, _cut(view, start, min(end, quotation.inner_end) if quotation else end))


def _cut(view: View, start: int, end: int) -> int:
    """Where content stops short of its tree: before a further report, a concession of the author's, a phrase."""
    doc = view.doc
    for i in range(start + 2, end):
        token, before = doc[i], doc[i - 1]
        if view.quotation_at(i) is not None:
            continue
        if token.lower_ == "while" and i + 1 < end and doc[i + 1].tag_ == "VBG" and verb_at(doc[i + 1]):
            return i
        if before.text == "," and (token.lower_ in words("content-end") or (
                token.tag_ == "VBG" and token.dep_ in ("advcl", "conj", "acl") and verb_at(token))):
            return i
        if before.dep_ == "cc" and i - start > 2 and token.dep_ == "conj" and _new_report(token):
            return i - 1
    return end


def _new_report(verb: Token) -> bool:
    """Whether a coordinated verb opens a further report of the same source: "and added: …"."""
    return verb_at(verb) is not None and outer_report(verb) is not None


# --- frames -----------------------------------------------------------------------------------------------------


def _clause(view: View, found: Found) -> Bounds | None:
    start = end = -1
    for child in found.head.children:
        if child.i <= found.last:
            continue
        that = _has(child, "mark", "that")
        clausal = child.dep_ == "ccomp" or (that and child.dep_ in (
            "csubj", "csubj:pass", "advcl", "acl", "acl:relcl", "xcomp", "dep", "parataxis", "obj", "obl"))
        clausal = clausal or (child.dep_ == "parataxis" and child.left_edge.i == found.last + 1 and _subject(child))
        if not clausal or _inserted(view, child):
            continue
        if start < 0:
            if _has(child, "mark", "if", "whether") and view.scope == "core":
                return None
            if "that_strict" in found.cue.frames and not that:
                return None
            start = max(child.left_edge.i, found.last + 1)
        elif _subject(child) and not that and view.doc[child.left_edge.i - 1].text == ",":
            break
        end = child.right_edge.i + 1
    if start < 0:
        return None
    content = _stretched(view, found, start, end)
    inside = view.quotation_at(content[1] - 1) if content else None
    if content and inside and inside.start > content[0] and inside.inner_end > content[1]:
        return view.content(content[0], inside.end)
    return content


def _inserted(view: View, clause: Token) -> bool:
    """Whether the clause only interrupts: ", some insiders say, "."""
    left, right = edges(clause)
    doc = view.doc
    return bool(left and doc[left - 1].text == "," and right < len(doc) and doc[right].text == ","
                and verb_at(clause) and not _subject_free(clause))


def _subject_free(clause: Token) -> bool:
    return any(c.dep_ in ("ccomp", "obj", "xcomp") for c in clause.children)


def _subject(token: Token) -> bool:
    return any(c.dep_.startswith("nsubj") for c in token.children)


def _infinitive(view: View, found: Found) -> Bounds | None:
    for child in _right(found.head, found.last, "xcomp", "ccomp", "advcl"):
        if _to(child) and (child.dep_ == "xcomp" or child.left_edge.i == found.last + 1):
            return _stretched(view, found, child.left_edge.i, child.right_edge.i + 1)
    return None


def _passive_infinitive(view: View, found: Found) -> Bounds | None:
    """"is believed to have left", "is said to be rich"."""
    told = "obj-inf" in found.cue.frames or found.cue.kind not in ("speech", "thought", "announcement")
    return None if told or not is_passive(found.head) else _infinitive(view, found)


def _object_infinitive(view: View, found: Found) -> Bounds | None:
    """"urged Russia to withdraw": the object and the infinitive."""
    for child in _right(found.head, found.last, "xcomp", "ccomp", "advcl"):
        whom = first(c for c in (*_objects(found), *(c for c in child.children if c.dep_ == "nsubj"))
                     if found.last < c.i < child.i)
        if _to(child) and whom is not None:
            return _stretched(view, found, whom.left_edge.i, child.right_edge.i + 1)
    for whom in _objects(found):
        if any(c.dep_ == "acl" and _to(c) for c in whom.children):
            return _stretched(view, found, whom.left_edge.i, whom.right_edge.i + 1)
    return None


def _oblique_infinitive(view: View, found: Found) -> Bounds | None:
    """"called on China to stop": the noun phrase after the preposition and the infinitive."""
    cases = {f[:-4] for f in found.cue.frames if f.endswith("-inf")}
    for child in _right(found.head, found.last, "obl"):
        if case_of(child) in cases and child.lower_ not in words("weekday"):
            last = first(c for c in _right(found.head, child.i, "xcomp", "advcl") if _to(c))
            inner = first(c for c in child.children if c.dep_ in ("acl", "advcl") and _to(c))
            if last is not None or inner is not None:
                end = (last if last is not None else child).right_edge.i + 1
                return _stretched(view, found, _after_case(child), end)
    return None


def _gerund(view: View, found: Found) -> Bounds | None:
    for child in _right(found.head, found.last, "xcomp", "ccomp"):
        if not _to(child) and child.lower_.endswith("ing") and found.head.tag_ != "VBN" and not _objects(found):
            return _stretched(view, found, *edges(child))
    return None


def _noun_phrase(view: View, found: Found) -> Bounds | None:
    objects = _objects(found)
    if len(objects) != 1 or (objects[0].pos_ == "PRON" and possessor(objects[0]) is None):
        return None
    child = objects[0]
    if child.lower_ in words("empty-object") or child.left_edge.lower_ in words("empty-object") - {"that", "this"}:
        return None
    noun = noun_at(child)
    if noun and possessor(child) is None and found.cue.words[0] in words("light-verb") and any(
            c.i > child.i for c in child.children):
        return None  # "voiced concern about": the noun's own content
    return _stretched(view, found, *edges(child))


def _fact(view: View, found: Found) -> Bounds | None:
    child = first(_objects(found))
    return _stretched(view, found, *edges(child)) if child is not None and child.lower_ in words("fact") else None


def _predicate(view: View, found: Found) -> Bounds | None:
    """"called the move a mistake": object and predicate, or object and quotation."""
    head = found.head
    whom = first(_objects(found))
    predicates = [c for c in _right(head, found.last, "xcomp", "ccomp", "obj", "obl:unmarked", "appos") if not _to(c)]
    if whom is not None and whom.lower_ in words("relative"):
        return None
    if whom is not None and predicates and predicates[-1].i > whom.i:
        return view.content(whom.left_edge.i, predicates[-1].right_edge.i + 1)
    if predicates and is_passive(head) and predicates[0].dep_ == "xcomp":
        return view.content(*edges(predicates[0]))
    start = whom.left_edge.i if whom is not None else predicates[0].left_edge.i if predicates else -1
    quotation = view.quotation_after(found.last + 1)
    if start >= 0 and quotation and quotation.end <= view.sentences.at(head.i)[1] and not any(
            t.pos_ == "VERB" and t.dep_ in ("conj", "parataxis", "root") for t in view.doc[start:quotation.start]):
        return view.content(start, quotation.end)
    return None


def _as(view: View, found: Found) -> Bounds | None:
    """"viewed the visit as a step": the object and what follows "as"; of a passive the latter."""
    head = found.head
    whom = first(_objects(found))
    limit = view.sentences.at(head.i)[1]
    for holder in (head, whom, head.head):
        for child in () if holder is None else holder.children:
            if found.last < child.i < limit and _marked(child, {"as"}):
                if whom is not None and whom.i < child.i:
                    return _stretched(view, found, whom.left_edge.i, child.right_edge.i + 1)
                if whom is None and (is_passive(head) or head.dep_ == "acl:relcl"):
                    return view.content(_after_case(child), child.right_edge.i + 1)
    return None


def _object_oblique(view: View, found: Found) -> Bounds | None:
    """"accused China of raising tensions": object and prepositional phrase."""
    whom = first(_objects(found))
    if whom is None:
        return None
    cases = {f.partition("-")[2] for f in found.cue.frames if f.startswith("obj-")} - {"inf"}
    for holder in (found.head, whom):
        for child in holder.children:
            if child.i > whom.i and _marked(child, cases):
                start = child.left_edge.i if "recipient" in found.cue.frames else whom.left_edge.i
                return _stretched(view, found, start, child.right_edge.i + 1)
    return None


def _oblique(view: View, found: Found) -> Bounds | None:
    """"called for talks", "insisted on keeping": what follows the preposition."""
    cases = {f[4:] for f in found.cue.frames if f.startswith("obl:")}
    matching = [c for c in found.head.children if c.i > found.last and base(c) in ("obl", "nmod", "advcl")
                and c.pos_ != "PRON" and _marked(c, cases)]
    timeless = [c for c in matching if c.ent_type_ not in ("DATE", "TIME") and c.lower_ not in words("weekday")]
    if not timeless:
        return None
    return _stretched(view, found, _after_case(timeless[0]), timeless[0].right_edge.i + 1)


def _reference(view: View, found: Found) -> Bounds | None:
    """"referring to the region as a part of Armenia"."""
    to = first(c for c in _right(found.head, found.last, "obl", "advcl") if _marked(c, {"to"}))
    for holder in () if to is None else (found.head, to):
        for child in holder.children:
            if to is not None and child.i > to.i and _marked(child, {"as"}):
                return _stretched(view, found, _after_case(to), child.right_edge.i + 1)
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
    ("as", "object-as", _as),
    ("to-as", "reference-as", _reference),
    ("pred", "predicate", _predicate),
    ("obj", "object-oblique", _object_oblique),
    ("ger", "gerund", _gerund),
    ("obl", "oblique", _oblique),
    ("np_fact", "fact", _fact),
    ("np", "object", _noun_phrase),
)
