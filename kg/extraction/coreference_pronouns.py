"""Third-person pronouns: the most prominent earlier mention that agrees in type, gender and number.

Prominence follows Lappin and Leass (1994) in spirit: the same sentence before earlier ones, subjects before
objects, the same role before another; an argument of the pronoun's own verb is out unless it is possessive
or reflexive.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.coreference_discourse import SUBJECTS, Discourse, lemma
from kg.extraction.stance_lexicon import look_up
from kg.extraction.tree import among, children
from kg.model import EntityType, Mention, Reference

_SENTENCES = 3
_EXPLETIVE = frozenset({"seem", "appear", "remain", "turn", "happen", "take", "rain", "follow", "emerge"})


@dataclass(frozen=True, slots=True)
class _Kind:
    types: tuple[EntityType, ...]
    gender: str = ""
    plural: bool = False


_BODIES: tuple[EntityType, ...] = ("State", "Organization")
_KINDS: dict[str, _Kind] = {
    **dict.fromkeys(("he", "him", "his", "himself"), _Kind(("Person",), "masculine")),
    **dict.fromkeys(("she", "her", "hers", "herself"), _Kind(("Person",), "feminine")),
    **dict.fromkeys(("it", "its", "itself"), _Kind(_BODIES)),
    **dict.fromkeys(("they", "them", "their", "themselves"), _Kind(("Organization", "State", "Person"), plural=True)),
}


def resolve_pronouns(discourse: Discourse) -> Iterator[Reference]:
    """References for the pronouns that have an antecedent, in text order.

    A pronoun that was resolved is an antecedent in turn, so that a chain of them reaches further back.
    """
    latest: dict[str, tuple[int, str]] = {}  # gender or type -> sentence and entity of the last resolved pronoun
    for token in among(discourse.doc, _KINDS):
        kind = _KINDS[token.lower_]
        if token.pos_ not in ("PRON", "DET", "") or _is_expletive(token):
            continue
        if discourse.context.references_at(token):
            continue
        slot = kind.gender or token.lower_[0]
        sentence = discourse.sentence(token.i)
        best, score = _antecedent(discourse, token, kind)
        if slot in latest and 0 <= sentence - latest[slot][0] <= 1 and kind.gender:
            carried = 55 - 10 * (sentence - latest[slot][0])
            if carried > score and not any(r.entity == latest[slot][1] for r in _co_arguments(discourse, token)):
                best, score = (latest[slot][1],), carried
        for entity in best:
            latest[slot] = sentence, entity
            yield Reference(Mention(token.i, token.i + 1, token.i, discourse.context.entities[entity].type, token.text,
                                    "pronoun", (), "pronoun", min(0.9, max(0.3, score / 100))), entity)


def _antecedent(discourse: Discourse, pronoun: Token, kind: _Kind) -> tuple[tuple[str, ...], float]:
    """The best antecedent (two for a plural that follows a pair), and its prominence."""
    entities = discourse.context.entities
    barred = {r.entity for r in _co_arguments(discourse, pronoun)}
    here = discourse.sentence(pronoun.i)
    scores: dict[str, float] = {}
    blamed = _blamed(pronoun)
    for reference in discourse.before(pronoun.i, *kind.types):
        distance = here - discourse.sentence(reference.mention.start)
        certain = bool(kind.gender) and discourse.gender(reference.entity) == kind.gender
        if distance > (2 * _SENTENCES if kind.gender else _SENTENCES):
            break
        if distance > _SENTENCES and not certain:
            continue
        if reference.entity in barred or reference.mention.form == "pronoun":
            continue
        if kind.gender and discourse.gender(reference.entity) not in ("", kind.gender):
            continue
        if kind.plural and entities[reference.entity].type != "Organization" and reference.mention.rule != "pair":
            continue
        score = _prominence(discourse, reference, pronoun, distance) + 25 * certain
        score += 50 * (blamed is not None and reference.mention.head in blamed)
        scores[reference.entity] = max(scores.get(reference.entity, 0.0), score)
    if not scores:
        return (), 0.0
    ranked = sorted(scores, key=lambda e: (-scores[e], e))
    if kind.plural:
        pairs = [r for r in discourse.before(pronoun.i, "State", "Person") if r.mention.rule == "pair"
                 and here - discourse.sentence(r.mention.start) <= 1]
        if len(pairs) >= 2:
            return tuple(dict.fromkeys(r.entity for r in pairs[:2])), 50.0
    return (ranked[0],), scores[ranked[0]]


def _prominence(discourse: Discourse, reference: Reference, pronoun: Token, distance: int) -> float:
    score = 70.0 - 20.0 * distance
    subject = discourse.is_subject(reference)
    if subject:
        score += 20 if not distance or not _is_embedded(discourse.doc[reference.mention.head]) else 12
    if reference.mention.form == "adjective":
        score -= 25
    if pronoun.dep_ in SUBJECTS and subject:
        score += 5
    if not distance:
        score -= min(15, (pronoun.i - reference.mention.end) / 2)
        if _governs(discourse, reference, pronoun):
            score += 15
    return score


def _is_embedded(noun: Token) -> bool:
    """Whether a subject is one within another clause: of a report, a relative clause, a condition."""
    verb = noun.head
    for _ in range(4):
        if verb.dep_ in ("ccomp", "acl", "acl:relcl", "advcl", "csubj"):
            return True
        if verb.dep_ not in ("conj", "xcomp") or verb.head.i == verb.i:
            return False
        verb = verb.head
    return False


def _governs(discourse: Discourse, reference: Reference, pronoun: Token) -> bool:
    """Whether the mention is an argument of a verb above the pronoun's ("Abe said that he …")."""
    verb = discourse.doc[reference.mention.head].head
    at = pronoun
    for _ in range(12):
        if at.head.i == at.i:
            return False
        at = at.head
        if at.i == verb.i:
            return True
    return False


def _blamed(pronoun: Token) -> frozenset[int] | None:
    """Heads of what the verb above "its" acts on: "imposed sanctions on Iran for its tests" means Iran's."""
    noun = pronoun.head
    if pronoun.dep_ != "nmod:poss" or noun.dep_ not in ("obl", "nmod") or not any(
            c.lower_ in ("for", "over", "after") and c.dep_ == "case" for c in children(noun)):
        return None
    found = [noun.head, *(c for c in children(noun.head) if c.dep_ in ("obj", "nsubj:pass", "obl", "nmod"))]
    found += [g for c in found for g in children(c) if g.dep_ == "nmod"]
    return frozenset(t.i for t in found if t.dep_ in ("obj", "nsubj:pass") or any(
        c.lower_ in ("on", "against") for c in children(t)))


def _co_arguments(discourse: Discourse, pronoun: Token) -> Iterator[Reference]:
    """References that share the pronoun's verb and so cannot be its antecedent."""
    if pronoun.dep_ == "nmod:poss" or pronoun.lower_.endswith(("self", "selves")):
        return
    for child in children(pronoun.head):
        if child.i != pronoun.i and child.dep_ in (*SUBJECTS, "obj", "iobj", "obl"):
            yield from (r for r in discourse.context.references_at(child) if r.mention.head == child.i)


def _is_expletive(token: Token) -> bool:
    """"It is clear that …", "it remains to be seen"."""
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    head = token.head
    clause = any(c.dep_ in ("csubj", "ccomp", "csubj:pass", "advcl", "csubj:outer") for c in children(head))
    if (attitude := look_up("adjectives", head)) is not None and attitude.kind == "attitude":
        return False  # "it is ready to …": only somebody can be
    if head.pos_ in ("ADJ", "NOUN") and any(c.dep_ == "cop" for c in children(head)):
        return clause or any(c.lower_ in ("that", "to") for c in head.subtree if c.i > head.i)
    passive = token.dep_ == "nsubj:pass" and any(c.dep_ in ("ccomp", "csubj") for c in children(head))
    return passive or (lemma(head) in _EXPLETIVE and (clause or any(c.dep_ == "xcomp" for c in children(head))))
