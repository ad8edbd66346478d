"""The border between facts and the graph: what one article says, as quads in its own named graph.

``kg.graph.records`` is the way back. ``ontology/README.md`` shows the shape of each kind.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import KgError
from kg.graph import iris
from kg.graph.namespaces import DKG, GAF, LABEL, OWL, TYPE, WD
from kg.graph.provenance import write_article, write_fact
from kg.graph.relation_mapping import write_relation
from kg.graph.terms import date, tagged, text
from kg.graph.writer import ArticleWriter
from kg.model import Entity, Event, Facts, PartialDate, Position, Relation, Statement

__all__ = ["AnyFact", "article_quads", "write_one"]

AnyFact = Statement | Position | Event | Relation


def article_quads(facts: Facts) -> list[Quad]:
    """All quads of one article; KgError where two of its facts share an id and could not be told apart."""
    _check_ids(facts)
    writer = ArticleWriter(facts.article)
    write_article(writer)
    types = {entity.id: entity.type for entity in facts.entities}
    for entity in facts.entities:
        _write_entity(writer, entity)
    found: list[AnyFact] = [*facts.statements, *facts.positions, *facts.events, *facts.relations]
    for fact in found:
        write_one(writer, fact, types)
    return writer.quads


def write_one(writer: ArticleWriter, fact: AnyFact, types: Mapping[str, str]) -> None:
    """One fact; ``types`` gives the types of a relation's ends by id."""
    match fact:
        case Statement():
            _write_statement(writer, fact)
        case Position():
            _write_position(writer, fact)
        case Event():
            _write_event(writer, fact)
        case Relation():
            write_relation(writer, fact, types)


def _check_ids(facts: Facts) -> None:
    ids = Counter(chain((f"entity {entity.id}" for entity in facts.entities),
                        (fact.id for fact in facts.statements), (fact.id for fact in facts.positions),
                        (fact.id for fact in facts.events), (fact.id for fact in facts.relations)))
    for ident, count in ids.items():
        if count > 1:
            raise KgError(f"{count} facts of article {facts.article.id!r} share the id {ident!r}",
                          "this is a fault of the extractor; please report it with the article")


def _entity(ident: str | None) -> NamedNode | None:
    return iris.entity(ident) if ident is not None else None


def _write_entity(writer: ArticleWriter, entity: Entity) -> None:
    add, thing = writer.add, iris.entity(entity.id)
    add(writer.node, DKG["mentions"], thing)
    add(thing, TYPE, DKG[entity.type])
    add(thing, LABEL, tagged(entity.label, "en"))
    if entity.wikidata:
        add(thing, OWL["sameAs"], WD[iris.segment(entity.wikidata)])

    node = iris.appearance(writer.article.id, entity.id)
    write_fact(writer, node, "Appearance", entity, None)
    add(node, DKG["entity"], thing)
    add(node, DKG["entityType"], DKG[entity.type])
    add(node, DKG["label"], text(entity.label))
    add(node, DKG["alias"], *map(text, entity.aliases))
    for mention in entity.mentions:
        stretch = writer.stretch(mention)
        add(node, DKG["mention"], stretch)
        add(thing, GAF["denotedBy"], stretch)
    if entity.wikidata:
        add(node, DKG["wikidata"], text(entity.wikidata))


def _write_when(writer: ArticleWriter, node: NamedNode, predicate: NamedNode, when: PartialDate | None) -> None:
    """The fact's own date, if it has one, and the string to sort by: that date or else the article's."""
    writer.add(node, predicate, date(when) if when else None)
    known = when or writer.article.date
    writer.add(node, DKG["sortDate"], text(str(known)) if known else None)


def _write_statement(writer: ArticleWriter, statement: Statement) -> None:
    node, add = iris.fact(writer.article.id, statement.id), writer.add
    write_fact(writer, node, "Statement", statement, statement.content)
    add(node, DKG["source"], _entity(statement.source))
    add(node, DKG["sourceLabel"], text(statement.source_label))
    add(node, DKG["sourceMention"], writer.stretch(statement.source_mention))
    add(node, DKG["cue"], writer.stretch(statement.cue))
    add(node, DKG["content"], writer.stretch(statement.content))
    add(node, DKG["mode"], iris.concept("mode", statement.mode))
    if statement.parent is not None:
        add(node, DKG["parentStatement"], iris.fact(writer.article.id, statement.parent))
    _write_when(writer, node, DKG["statedOn"], statement.date)


def _write_position(writer: ArticleWriter, position: Position) -> None:
    node, add = iris.fact(writer.article.id, position.id), writer.add
    write_fact(writer, node, "Position", position, position.evidence)
    add(node, DKG["holder"], _entity(position.holder))
    add(node, DKG["holderLabel"], text(position.holder_label))
    add(node, DKG["topic"], iris.concept("topic", position.topic))
    add(node, DKG["stance"], iris.concept("stance", position.stance))
    add(node, DKG["regarding"], _entity(position.object))
    if position.statement is not None:
        add(node, DKG["statement"], iris.fact(writer.article.id, position.statement))
    add(node, DKG["condition"], writer.stretch(position.condition))
    said = position.statement is not None
    _write_when(writer, node, DKG["statedOn" if said else "validFrom"], position.date)  # a deed's date is no saying's


def _write_event(writer: ArticleWriter, event: Event) -> None:
    node, add = iris.fact(writer.article.id, event.id), writer.add
    write_fact(writer, node, "Event", event, event.evidence)
    add(node, DKG["eventType"], iris.concept("event-type", event.type))
    add(node, DKG["eventStatus"], iris.concept("event-status", event.status))
    for rank in range(1, max(len(event.participants), len(event.participant_labels)) + 1):
        part = iris.thing("article", writer.article.id, event.id, "participant", str(rank))
        add(node, DKG["participation"], part)
        add(part, TYPE, DKG["Participation"])
        add(part, DKG["rank"], Literal(rank))
        if rank <= len(event.participants):
            participant = iris.entity(event.participants[rank - 1])
            add(part, DKG["participant"], participant)
            add(node, DKG["hasParticipant"], participant)
        if rank <= len(event.participant_labels):
            add(part, DKG["participantLabel"], text(event.participant_labels[rank - 1]))
    add(node, DKG["place"], _entity(event.place))
    add(node, DKG["placeLabel"], text(event.place_label) if event.place_label is not None else None)
    _write_when(writer, node, DKG["occurredOn"], event.date)
