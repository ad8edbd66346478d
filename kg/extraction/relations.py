"""Relations between entities, as the text says them: claims, control, sanctions, parties, members, parts, offices.

The words are data (``ontology/patterns/relations.yaml``); denied, asked and merely possible ones give nothing.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from spacy.tokens import Token

from kg.extraction.offices import find_offices
from kg.extraction.relation_arguments import words
from kg.extraction.relation_clauses import may_relate, of_name, of_noun, of_verb
from kg.extraction.relation_readings import read_relations
from kg.extraction.tree import sentence, where
from kg.model import Context, Entity, Event, Position, Relation, fact_id


def find_relations(context: Context, events: Iterable[Event] = (),
                   positions: Iterable[Position] = ()) -> Iterator[Relation]:
    """Relations of the article in text order; one record for a (subject, predicate, object)."""
    seen: set[tuple[str, str, str | None]] = set()
    for relation in (*find_offices(context), *_of_clauses(context), *_of_events(context, events),
                     *_of_positions(context, positions), *read_relations(context)):
        key = (relation.subject, relation.predicate, relation.object)
        if relation.predicate == "holds-office" or key not in seen:
            seen.add(key)
            yield relation


def _of_clauses(context: Context) -> Iterator[Relation]:
    """Relations of verbs, nouns and names. "Rival claims" are to what was claimed before, "the sanctions" aimed at
    whom sanctions were aimed at before."""
    meant: dict[str, list[Entity]] = {"claims": [], "sanctions": []}
    for token in where(context.doc, may_relate, context.heads):
        for subjects, predicate, objects, tokens in (*of_verb(context, token), *of_noun(context, token),
                                                     *of_name(context, token)):
            things = objects
            if predicate in meant:
                things = meant[predicate] = objects or meant[predicate]
            for subject, thing in product(subjects, things):
                if subject.id != thing.id:
                    yield _relation(context, subject, predicate, thing, tokens)


def _of_events(context: Context, events: Iterable[Event]) -> Iterator[Relation]:
    """Who annexed or occupied land is said to control it, who froze somebody's assets to sanction him."""
    for event in events:
        people = [context.entities[p] for p in event.participants]
        if event.type == "sanction" and event.status == "happened" and people and people[0].type == "State" and any(
                measure in event.evidence.text.lower() for measure in words("sanctions", "measures")):
            yield from (_of_event(context, event, people[0], "sanctions", p) for p in people if p.type == "Person")
        place = context.entities.get(event.place or "")
        mere = any(stem in event.evidence.text.lower() for stem in words("controls", "mere"))
        if event.type == "annexation" and event.status == "happened" and not mere and place and (
                place.type == "Territory"):
            agents = [context.entities[p] for p in event.participants if context.entities[p].type == "State"]
            yield from (_of_event(context, event, agent, "controls", place) for agent in agents[:1])


def _of_event(context: Context, event: Event, subject: Entity, predicate: str, thing: Entity) -> Relation:
    key = fact_id("r", context.article.id, subject.id, predicate, thing.id)
    return Relation(key, subject.id, subject.label, predicate, thing.id, thing.label, event.evidence,
                    f"relation/{predicate}/event", 0.7)


def _of_positions(context: Context, positions: Iterable[Position]) -> Iterator[Relation]:
    """A state that holds its own title to the land claims it."""
    for position in positions:
        state = context.entities.get(position.object or "")
        if position.topic != "sovereignty" or position.stance != "support" or not state or state.type != "State":
            continue
        lands = [e for e in context.entities.values() if e.type == "Territory" and any(
            position.evidence.start <= m.start < position.evidence.end for m in e.mentions)]
        for land in lands[:1]:
            key = fact_id("r", context.article.id, state.id, "claims", land.id)
            yield Relation(key, state.id, state.label, "claims", land.id, land.label, position.evidence,
                           "relation/claims/position", 0.6)


def _relation(context: Context, subject: Entity, predicate: str, thing: Entity, tokens: list[Token]) -> Relation:
    start, end = sentence(tokens[0])
    inside = [t.i for t in tokens if start <= t.i < end]
    evidence = context.span(min(inside), max(inside) + 1)
    key = fact_id("r", context.article.id, subject.id, predicate, thing.id)
    return Relation(key, subject.id, subject.label, predicate, thing.id, thing.label, evidence,
                    f"relation/{predicate}", 0.8)
