"""Coreference without names: offices, definite descriptions, pronouns; by rules, deterministic, in linear time."""

from dataclasses import replace

from kg.extraction.coreference_descriptions import Descriptions
from kg.extraction.coreference_discourse import Discourse
from kg.extraction.coreference_government import find_governments, find_speaker
from kg.extraction.coreference_pronouns import resolve_pronouns
from kg.extraction.coreference_roles import Roles
from kg.model import Context, Entity, Reference


def add_coreference(context: Context) -> Context:
    """The context with references for roles ("the Russian president"), descriptions ("the islands", "the two
    leaders": one reference for each) and pronouns.

    A role that the text gives to nobody is resolved by the tenures of the knowledge base on the article's
    date; such a person becomes an entity of the article. What has no antecedent stays without a reference.
    """
    context = _with(context, [*find_governments(context), *find_speaker(context)], {})
    discourse = Discourse(context)
    roles = Roles(discourse)
    titles = list(roles.learn())
    context = _with(context, [*titles, *roles.resolve()], roles.found)
    context = _with(context, list(Descriptions(Discourse(context)).resolve()), {})
    return _with(context, list(resolve_pronouns(Discourse(context))), {})


def _with(context: Context, references: list[Reference], found: dict[str, Entity]) -> Context:
    """The context with more references; their spans become mentions of their entities."""
    spans: dict[str, list[Reference]] = {}
    for reference in references:
        spans.setdefault(reference.entity, []).append(reference)
    entities = {**context.entities, **{id: e for id, e in found.items() if id not in context.entities and id in spans}}
    for id, more in spans.items():
        new = {context.span(r.mention.start, r.mention.end) for r in more}
        entities[id] = replace(entities[id], mentions=tuple(sorted({*entities[id].mentions, *new})))
    return context.with_references(entities, dict.fromkeys([*context.references, *references]))
