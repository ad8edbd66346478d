"""Who a reporting word is attributed to, by grammar: the token of the source.

Subjects, by-phrases of passives, and the understood subjects of participles, infinitives and
coordinated verbs. What the token means is told by ``attribution_referents``.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.arguments import case_of
from kg.extraction.attribution_lexicon import is_document, is_speaker, lemma_of, verb_at, words
from kg.extraction.attribution_spans import Bounds
from kg.extraction.tree import children

#: Longest way from a verb to its understood subject.
_STEPS = 8
_SUBJECTS = frozenset(("nsubj", "nsubj:outer", "nsubj:pass"))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a verb is attributed to: a token, or nothing said (``implicit``: a passive without agent).

    ``span`` is given where the source's words are known otherwise than by the tree (a speaker's label).
    """

    token: Token | None
    implicit: bool = False
    span: Bounds | None = None


NOBODY = Subject(None)


def source_of_verb(verb: Token) -> Subject:
    """The source of a reporting verb, by grammar alone."""
    current = verb
    for _ in range(_STEPS):
        passive = is_passive(current)
        own = [c for c in children(current) if c.dep_ in _SUBJECTS and not _follows_phrase(c)]
        if passive and current is verb:
            return Subject(agent) if (agent := agent_of(current)) else Subject(None, implicit=True)
        if own:
            before = [c for c in own if c.i < current.i]
            return _subject(before[-1] if before else own[0], current)
        dep, head = current.dep_, current.head
        if dep == "conj" and current.tag_ == "VBZ" and head.tag_ == "VB" and head.dep_ == "xcomp":
            head = head.head  # "has told citizens to leave and urges that …": an infinitive has no finite sister
        if (quoter := quoting_verb(current)) is not None:
            return Subject(quoted) if (quoted := _quoted(quoter, current)) is not None else NOBODY
        if current is verb and (outer := outer_report(verb)) is not None:
            return source_of_plain(outer)
        if dep == "acl:relcl":
            return Subject(head)
        if dep == "acl":
            return _owner(head, current)
        if dep == "xcomp":
            objects = [c for c in children(head) if c.dep_ in ("obj", "iobj") and c.i < current.i]
            if objects and lemma_of(head) not in words("subject-control"):
                return Subject(objects[0])
            if is_passive(head) and (subject := _passive_subject(head)):
                return Subject(subject)
        elif dep == "advcl":
            if is_passive(head) and (subject := _passive_subject(head)):
                return Subject(subject)
        elif dep not in ("conj", "parataxis") or head.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
            return NOBODY
        if dep == "parataxis" and current is not verb:
            return NOBODY
        if head.i == current.i:
            return NOBODY
        current = head
    return NOBODY


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, reduced relatives ("a plan announced by Tokyo") included."""
    if any(c.dep_ in ("nsubj:pass", "aux:pass", "csubj:pass") for c in children(verb)):
        return True
    return (verb.dep_ == "acl" and verb.tag_ == "VBN") or (
        verb.dep_ == "acl" and "Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", []))


def agent_of(verb: Token) -> Token | None:
    """The by-phrase of a passive."""
    for child in children(verb):
        if child.dep_ == "obl:agent" or (child.dep_ in ("obl", "nmod") and case_of(child) == "by"):
            return child
    return None


def _passive_subject(verb: Token) -> Token | None:
    for _ in range(_STEPS):
        for child in children(verb):
            if child.dep_ in ("nsubj:pass", "nsubj"):
                return _subject(child, verb).token
        if verb.dep_ not in ("conj", "xcomp") or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def _subject(token: Token, verb: Token) -> Subject:
    if token.lower_ in words("relative"):
        clause = verb
        for _ in range(_STEPS):
            if clause.dep_ == "acl:relcl":
                return Subject(clause.head)
            clause = clause.head
        return NOBODY
    if token.lower_ == "there":
        return NOBODY
    owner = possessor(token)
    if owner is not None and (is_document(token) or not is_speaker(token)):
        return Subject(owner)
    return Subject(token)


def quoting_verb(verb: Token) -> Token | None:
    """The verb "quoted" of "quoted X as saying", for "saying"."""
    head = verb.head
    return head if _marked(verb, "as") and head.i < verb.i and lemma_of(head) in words("quoting") else None


def _quoted(quoter: Token, verb: Token) -> Token | None:
    """Who is quoted: the object before "as", or the subject of a passive."""
    between = [c for c in children(quoter) if c.dep_ in ("obj", "iobj", "nsubj") and quoter.i < c.i < verb.i]
    return between[0] if between else _passive_subject(quoter)


def _follows_phrase(noun: Token) -> bool:
    """Whether the noun stands in "according to X" and was taken for a subject."""
    return any(c.lower_ == "according" for c in children(noun))


def outer_report(verb: Token) -> Token | None:
    """The report that a participle or coordinated verb goes on with: "said it would, adding that …".

    Parsers hang such verbs on the reported clause; they belong to the report unless that clause has a speaker.
    """
    if any(c.dep_ in _SUBJECTS for c in children(verb)) or verb.dep_ not in ("advcl", "conj"):
        return None
    token = verb.head
    for _ in range(_STEPS):
        if token.dep_ == "ccomp":
            inner = source_of_plain(token).token
            outer = token.head if verb_at(token.head) else None
            comma = verb.i > 0 and (verb.doc[verb.left_edge.i - 1].text == "," or _marked(verb, "while"))
            if verb.dep_ == "advcl":
                return outer if comma and lemma_of(verb) not in words("inner-participle") else None
            modal = verb.tag_ == "VBD" and any(c.tag_ == "MD" for c in children(token))
            return outer if modal or _opens_report(verb) or inner is None or not is_speaker(inner) else None
        if token.dep_ not in ("conj", "advcl", "xcomp") or token.head.i == token.i:
            return None
        token = token.head
    return None


def _opens_report(verb: Token) -> bool:
    after = verb.doc[min(verb.i + 1, len(verb.doc) - 1)]
    return after.text in (":", '"', "“", "''", "``") or after.lower_ == "that"


def possessor(noun: Token) -> Token | None:
    """Whose the noun is: "Abe" of "Abe's promise"."""
    for child in children(noun):
        if child.dep_ == "nmod:poss":
            return child
    return None


def _owner(noun: Token, clause: Token) -> Subject:
    """The source of a clause that belongs to a noun: "a statement saying", "the opportunity to announce"."""
    if (owner := possessor(noun)) is not None:
        return Subject(owner)
    if is_speaker(noun) and not is_document(noun) and not _marked(clause, "to"):
        return Subject(noun)
    governor = noun.head
    if noun.dep_ in ("obj", "obl", "nsubj:pass") and governor.pos_ == "VERB" and governor.i != noun.i and (
            not is_document(noun) or lemma_of(governor) in words("light-verb")):
        if is_passive(governor):
            return Subject(agent_of(governor), implicit=agent_of(governor) is None)
        return source_of_plain(governor)
    return Subject(noun) if is_document(noun) else NOBODY


def source_of_plain(verb: Token) -> Subject:
    """The verb's own subject, through coordination and control, no further."""
    for _ in range(_STEPS):
        for child in children(verb):
            if child.dep_ == "nsubj":
                return _subject(child, verb)
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.i == verb.i:
            return NOBODY
        verb = verb.head
    return NOBODY


def _marked(clause: Token, word: str) -> bool:
    return any(c.dep_ in ("mark", "case") and c.lower_ == word for c in children(clause))
