"""Parts of a reporting verb's clause, from a tree that may be wrong: objects, prepositions, how far content goes."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of
from kg.extraction.attribution_lexicon import Found, verb_at, words
from kg.extraction.attribution_sources import outer_report
from kg.extraction.attribution_spans import Bounds, edges, is_quote_mark
from kg.extraction.attribution_view import View
from kg.extraction.tree import children

DASHES = frozenset((",", "—", "–", "-", "--", "?", "!"))
#: Most tokens between a cue and its quotation ("told reporters in Tokyo after the talks on Friday:").
GAP = 24
_MODIFIERS = ("obl", "nmod", "acl", "advcl", "advmod", "xcomp", "ccomp", "appos", "dep")
#: No further report is looked for beyond so many tokens of content: keeps long sentences linear.
_SCAN = 150


def right_children(head: Token, after: int, *deps: str) -> Iterator[Token]:
    """Children after the token index with one of the labels."""
    return (c for c in children(head) if c.i > after and c.dep_ in deps)


def has(token: Token, dep: str, *lower: str) -> bool:
    """Whether the token has a child with the label and one of the words."""
    return any(c.dep_ == dep and c.lower_ in lower for c in children(token))


def is_marked(token: Token, cases: set[str]) -> bool:
    """Whether one of the prepositions or conjunctions marks the token."""
    return case_of(token) in cases or any(has(token, "mark", c) for c in cases)


def continues(clause: Token) -> bool:
    """Whether a clause after a cue goes on with what stands before it: "…, he says, and it is up to them"."""
    first = clause.left_edge
    while first.is_punct and first.i < clause.i and first.text != ";":
        first = first.nbor(1)
    before = first.nbor(-1).text if first.i else ""
    return first.text == ";" or before == ";" or (first.dep_ == "cc" and first.lower_ in ("and", "but", "or"))


def is_infinitive(token: Token) -> bool:
    """Whether "to" marks the verb."""
    return any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in children(token))


def objects_of(found: Found) -> list[Token]:
    """Objects after the cue; a second subject there is one too ("accused China")."""
    head = found.head
    subject = any(c.dep_ == "nsubj" and c.i < head.i for c in children(head))
    return [c for c in children(head) if c.i > found.last and (c.dep_ in ("obj", "iobj") or (
        subject and c.dep_ == "nsubj" and not is_quote_mark(head.doc[c.left_edge.i - 1])))]


def after_case(child: Token) -> int:
    """The first token after the child's preposition or mark."""
    cases = (c.i for c in children(child) if c.dep_ in ("case", "mark") and c.i < child.i)
    return max(cases, default=child.left_edge.i - 1) + 1


def stretched(view: View, found: Found, start: int, end: int) -> Bounds | None:
    """Content with the modifiers that follow it, wherever the parser hung them: up to a comma, a further report
    or the next coordinated clause."""
    doc = view.doc
    for child in children(found.head):
        left = child.left_edge.i
        if left < end or child.dep_ in ("punct", "cc"):
            continue
        joined = doc[left - 1].dep_ == "cc"
        mark = next((c.lower_ for c in children(child) if c.dep_ == "mark"), "")
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
    for i in range(start + 2, min(end, start + _SCAN)):
        token, before = doc[i], doc[i - 1]
        if view.quotation_at(i) is not None:
            continue
        if token.lower_ == "while" and i + 1 < end and doc[i + 1].tag_ == "VBG" and verb_at(doc[i + 1]):
            return i
        if before.text == "," and (token.lower_ in words("content-end") or (
                token.tag_ == "VBG" and token.dep_ in ("advcl", "conj", "acl") and verb_at(token))):
            return i
        if token.dep_ == "conj" and i - start > 2 and _new_report(token):
            return max(start + 1, min(token.left_edge.i, i - (before.dep_ == "cc")))
    return end


def _new_report(verb: Token) -> bool:
    """Whether a coordinated verb opens a further report of the same source: "said he would go and warned that"."""
    if verb_at(verb) is None:
        return False
    pronoun = any(c.dep_ == "nsubj" and c.pos_ == "PRON" for c in children(verb))
    left = verb.left_edge.i
    if pronoun and "," in (verb.doc[left].text, verb.doc[left - 1].text):
        return True
    modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in children(verb.head))
    return outer_report(verb) is not None or (modal and verb.tag_ == "VBD")


def bordering_subject(view: View, head: Token) -> Token | None:
    """The noun phrase between a comma and the verb, where the parser gave it to another verb: "…, a spokesman said"."""
    doc = view.doc
    start, _ = view.sentences.at(head.i)
    begin = _before_apposition(view, head, start)
    while begin > start and doc[begin - 1].text not in DASHES and head.i - begin < GAP:
        begin -= 1
    chunk = doc[begin:head.i]
    if begin == start or any((t.pos_ == "VERB" and t.tag_ != "VBG") or t.dep_ in ("mark", "cc") for t in chunk):
        return None
    tops = [t for t in chunk if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and not begin <= t.head.i < head.i]
    return tops[0] if len(tops) == 1 and doc[begin].dep_ not in ("case", "advmod") else None


def _before_apposition(view: View, head: Token, start: int) -> int:
    """The comma that opens an apposition whose other comma stands before the verb: "the secretary, X, said"."""
    doc = view.doc
    if head.i - start < 3 or doc[head.i - 1].text != ",":
        return head.i
    name = doc[head.i - 2]
    while name.dep_ != "appos" and start < name.head.i < head.i and name.head.i != name.i:
        name = name.head
    left, right = edges(name)
    comma = left if doc[left].text == "," else left - 1
    closed = name.dep_ == "appos" and right == head.i - 1 and comma > start and doc[comma].text == ","
    return comma if closed else head.i
