"""Attributions by reporting verbs, frame by frame; the first frame that fits gives the content."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.arguments import case_of
from kg.extraction.attribution_frames import as_clause_host, frame_content, is_as_clause
from kg.extraction.attribution_lexicon import Found, is_speaker, lemma_of, may_be_verb, verb_at, words
from kg.extraction.attribution_parts import bordering_subject
from kg.extraction.attribution_quotes import after_cue, around_cue
from kg.extraction.attribution_sources import Subject, agent_of, quoting_verb, source_of_verb
from kg.extraction.attribution_spans import Bounds, cue_span
from kg.extraction.attribution_view import Attribution, View
from kg.extraction.tree import children, where


def verb_attributions(view: View) -> Iterator[Attribution]:
    """Attributions of all reporting verbs, in text order."""
    for token in where(view.doc, may_be_verb):
        found = verb_at(token)
        if found and found.cue.within(view.scope) and _counts(view, found):
            yield from _attributions(view, found)


def _attributions(view: View, found: Found) -> Iterator[Attribution]:
    cue = cue_span(found.head, found.last)
    if "quoting" in found.cue.frames:
        yield from _quoting(view, found, cue)
        return
    subject = source_of_verb(found.head)
    quoted = view.quotation_at(found.head.i)
    if subject.token is None and not subject.implicit:
        subject = _inverted(view, found)
    if _lacks_subject(found) and (bordering := bordering_subject(view, found.head)) is not None:
        subject = Subject(bordering)
    rule, content = _content(view, found, cue, subject)
    if content is None or not _may_speak(view, found, subject, rule):
        return
    yield Attribution(rule, found.head.i, _with_preposition(view, cue, content), subject, content, quoted is not None)


def _with_preposition(view: View, cue: Bounds, content: Bounds) -> Bounds:
    """The cue with the preposition that ties its content to it ("called for"), where nothing stands between."""
    between = view.doc[cue[1]:content[0]] if cue[1] < content[0] <= cue[1] + 2 else ()
    return (cue[0], content[0]) if between and all(t.dep_ in ("case", "mark") and t.lower_ != "that"
                                                   for t in between) else cue


def _quoting(view: View, found: Found, cue: Bounds) -> Iterator[Attribution]:
    """"IRNA quoted Zarif as saying …": IRNA's statement is that Zarif said it."""
    for child in children(found.head):
        inner = verb_at(child) if quoting_verb(child) is not None else None
        if inner is None:
            continue
        subject = source_of_verb(found.head)
        agent = agent_of(child) if subject.token is None else None
        if agent is not None:
            subject = Subject(agent)
        quoted = source_of_verb(child)
        rule, content = _content(view, inner, cue_span(child, inner.last), quoted)
        if content is None or subject.token is None or not _may_speak(view, found, subject, rule):
            return
        last = max(inner.last + 1, cue[1])
        start = quoted.token.left_edge.i if quoted.token is not None else cue[0]
        whole = (content[0], last) if content[0] < cue[0] else (min(start, content[0]), content[1])
        if proper := view.content(*whole):
            yield Attribution("quoting", found.head.i, cue, subject, proper,
                              view.quotation_at(found.head.i) is not None)


def _content(view: View, found: Found, cue: Bounds, subject: Subject) -> tuple[str, Bounds | None]:
    frames = found.cue.frames
    if "quote" in frames or "that" in frames:
        if is_as_clause(found.head):
            return "as-clause", as_clause_host(view, found)
        if around := around_cue(view, found, cue, subject):
            return around
        if "quote" in frames and (after := after_cue(view, found)):
            return "quotation-after", after
    return frame_content(view, found)


# --- which uses count -------------------------------------------------------------------------------------------


def _counts(view: View, found: Found) -> bool:
    """Not negated, not conditional or unreal, no question, no bare imperative."""
    head = found.head
    if view.scope != "core":
        return True
    helpers = {c.lower_ for c in children(head) if c.dep_ in ("advmod", "neg", "aux", "mark", "cc")}
    if helpers & words("negation"):
        return False
    if head.dep_ == "advcl" and (helpers & words("condition") or (
            helpers & words("temporal") and head.tag_ in ("VBZ", "VBP"))):
        return False
    if head.dep_ == "acl:relcl" and head.head.lower_ in words("generic-antecedent"):
        return False
    if helpers & words("unreal") and not _first_person(head):
        return False
    if _unreal_governor(head):
        return False
    if "that" not in found.cue.frames and (head.head.lower_ == "what" or any(
            c.lower_ == "what" and c.i < head.i for c in children(head))):
        return False
    if head.dep_ == "ccomp" and head.tag_ == "VB" and not any(c.dep_ == "aux" for c in children(head)):
        return False  # "demanded that Japan acknowledge …"
    if found.cue.kind == "feeling" and helpers & {"will", "'ll", "’ll"}:
        return False
    return not _is_question(view, head)


def _unreal_governor(head: Token) -> bool:
    """Whether a verb without subject depends on something refused, intended or merely possible."""
    governor = head.head
    if head.i == governor.i or any(c.dep_.startswith("nsubj") for c in children(head)):
        return False
    if not (head.tag_ == "VBG" or any(c.lower_ == "to" for c in children(head))):
        return False
    if head.dep_ == "xcomp" and lemma_of(governor) in words("refraining") | words("intending"):
        return True
    return any(c.lower_ in words("unreal") for c in children(governor)) and not _first_person(governor)


def _first_person(head: Token) -> bool:
    return any(c.dep_.startswith("nsubj") and c.lower_ in ("i", "we") for c in children(head))


def _is_question(view: View, head: Token) -> bool:
    if head.dep_ not in ("root", "ROOT") or view.quotation_at(head.i):
        return False
    _, end = view.sentences.at(head.i)
    return view.doc[end - 1].text == "?" and view.quotation_at(end - 1) is None


def _may_speak(view: View, found: Found, subject: Subject, rule: str) -> bool:
    """Whether the subject can be a source of this cue."""
    token = subject.token
    if token is None:
        return subject.implicit and found.cue.kind in ("speech", "thought", "announcement") and rule in (
            "clause-after", "passive-infinitive", "quotation-before")
    lower = token.lower_
    if view.scope == "core" and any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in children(token)):
        return False
    if lower in ("it", "they", "he", "she"):
        return not (lower == "it" and _expletive(token, found.head))
    if lower in words("first-person"):
        return view.scope != "core" or (view.first_person and view.quotation_at(token.i) is None)
    if lower in words("no-source"):
        return False
    if is_speaker(token):
        return True
    return found.cue.words[0] in words("any-subject") and rule != "object"


def _expletive(token: Token, verb: Token) -> bool:
    return token.dep_ == "expl" or any(c.dep_ in ("csubj", "csubj:pass") for c in children(verb))


def _lacks_subject(found: Found) -> bool:
    """Whether a finite verb that may follow a quotation has no subject in the tree."""
    return "quote" in found.cue.frames and found.head.tag_ in ("VBD", "VBZ", "VBP") and found.head.dep_ in (
        "root", "ROOT", "parataxis", "ccomp") and not any(c.dep_.startswith("nsubj") for c in children(found.head))


def _inverted(view: View, found: Found) -> Subject:
    """The subject of "…," said X, where the parser did not see it."""
    head, doc = found.head, view.doc
    if "quote" not in found.cue.frames or head.i == 0 or head.i + 1 >= len(doc):
        return Subject(None)
    before = doc[head.i - 1].text
    quotation = view.quotation_before(head.i)
    if head.tag_ == "VBG" or (before != "," and not (quotation and quotation.end == head.i)):
        return Subject(None)
    if not (quotation and head.i - quotation.end <= 1) and not any(
            c.dep_ in ("ccomp", "parataxis") and c.i < head.i for c in children(head)):
        return Subject(None)
    for child in children(head):
        if child.i > head.i and child.left_edge.i == head.i + 1 and child.pos_ in ("NOUN", "PROPN", "PRON") and (
                not case_of(child)):
            return Subject(child)
    astray = doc[head.i + 1]  # the parser gave the noun phrase to the clause before
    while astray.head.pos_ in ("NOUN", "PROPN") and astray.head.i > astray.i:
        astray = astray.head
    resumed = astray.dep_ == "nsubj" and view.quotation_at(astray.head.i) is not None and (
        view.quotation_at(astray.i) is None)  # "…," said the envoy, "accept any deal."
    fits = resumed or astray.dep_ in ("vocative", "appos", "dislocated", "parataxis")
    return Subject(astray) if fits and astray.pos_ in ("NOUN", "PROPN", "PRON") else Subject(None)
