"""All facts of one article, and their flat records (one JSON object each)."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model.article import Article
from kg.model.dates import PartialDate
from kg.model.entities import Entity
from kg.model.facts import Event, Position, Relation, Statement
from kg.model.spans import Span

Record = dict[str, object]


def _date(date: PartialDate | None) -> str | None:
    return str(date) if date else None


def _span(span: Span | None) -> Record | None:
    return span.record() if span else None


@dataclass(frozen=True)
class Facts:
    """What the extractor found in one article, each kind in the order of its evidence."""

    article: Article
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    positions: tuple[Position, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()

    def records(self) -> Iterator[Record]:
        """The flat records: entities, statements, positions, events, relations."""
        name = self.article.id
        for e in self.entities:
            yield {"kind": "entity", "article": name, "id": e.id, "type": e.type, "label": e.label,
                   "aliases": list(e.aliases), "wikidata": e.wikidata, "mentions": [m.record() for m in e.mentions],
                   "rule": e.rule, "confidence": e.confidence}
        for s in self.statements:
            yield {"kind": "statement", "article": name, "id": s.id, "source": s.source,
                   "source_label": s.source_label, "source_mention": _span(s.source_mention), "cue": s.cue.record(),
                   "content": s.content.record(), "mode": s.mode, "date": _date(s.date), "parent": s.parent,
                   "rule": s.rule, "confidence": s.confidence}
        for p in self.positions:
            yield {"kind": "position", "article": name, "id": p.id, "holder": p.holder,
                   "holder_label": p.holder_label, "topic": p.topic, "stance": p.stance, "object": p.object,
                   "statement": p.statement, "evidence": p.evidence.record(), "date": _date(p.date),
                   "condition": _span(p.condition), "rule": p.rule, "confidence": p.confidence}
        for v in self.events:
            yield {"kind": "event", "article": name, "id": v.id, "type": v.type,
                   "participants": list(v.participants), "participant_labels": list(v.participant_labels),
                   "place": v.place, "place_label": v.place_label, "date": _date(v.date), "status": v.status,
                   "evidence": v.evidence.record(), "rule": v.rule, "confidence": v.confidence}
        for r in self.relations:
            yield {"kind": "relation", "article": name, "id": r.id, "subject": r.subject,
                   "subject_label": r.subject_label, "predicate": r.predicate, "object": r.object,
                   "object_label": r.object_label, "evidence": r.evidence.record(),
                   "rule": r.rule, "confidence": r.confidence}
