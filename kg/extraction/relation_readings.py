"""Relations that the language model's reader sees where no rule does (``kg.model.readings``)."""

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from kg.extraction.arguments import governors, is_negated
from kg.extraction.relation_arguments import words
from kg.extraction.tree import sentence
from kg.model import Context, Entity, Relation, fact_id
from kg.model.readings import RELATIONS, readings_of

#: From this probability on a relation counts.
SURE = 0.6
#: Between which types of things a relation may hold. Land is never made a part of a State.
_TYPES = {
    "affiliated-with": ({"Person"}, {"Organization"}),
    "claims": ({"State"}, {"Territory"}),
    "controls": ({"State"}, {"Territory"}),
    "sanctions": ({"State", "Organization"}, {"State", "Person", "Organization"}),
    "party-to": ({"State"}, {"Treaty"}),
    "member-of": ({"State"}, {"Organization"}),
    "part-of": ({"Territory"}, {"Territory"}),
}


def read_relations(context: Context) -> Iterator[Relation]:
    """The reader's relations between things of fitting types, in text order."""
    readings = readings_of(context.doc)
    for i, j, number, sure in readings.relations if readings is not None else ():
        subject, thing = context.entity_headed(i), context.entity_headed(j)
        if sure < SURE or subject is None or thing is None or subject.id == thing.id:
            continue
        subjects, things = _TYPES[RELATIONS[number]]
        denied = _is_denied(context.doc[i]) or _is_denied(context.doc[j])
        if subject.type in subjects and thing.type in things and not denied:
            yield _relation(context, subject, RELATIONS[number], thing, i, sure)


def _is_denied(token: Token) -> bool:
    """Whether a verb near above the token is negated, or says that a claim is given up."""
    return any(is_negated(g) or g.lemma_ in words("claims", "dropping") for g in islice(governors(token), 2))


def _relation(context: Context, subject: Entity, predicate: str, thing: Entity, i: int, sure: float) -> Relation:
    start, end = sentence(context.doc[i])
    while end > start + 1 and context.doc[end - 1].is_space:
        end -= 1
    key = fact_id("r", context.article.id, subject.id, predicate, thing.id)
    return Relation(key, subject.id, subject.label, predicate, thing.id, thing.label, context.span(start, end),
                    f"relation/{predicate}/reader", round(sure, 2))
