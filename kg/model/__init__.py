"""What the stages hand to each other: frozen dataclasses that know neither files nor RDF."""

from kg.model.article import Article
from kg.model.article_facts import Facts, Record
from kg.model.context import Context, Reference, TimeExpression
from kg.model.dates import PartialDate
from kg.model.entities import ENTITY_TYPES, Entity, EntityType, Mention, MentionForm
from kg.model.facts import Event, Mode, Position, Relation, Stance, Statement, Status, fact_id, fact_ids
from kg.model.knowledge import ClaimView, Entry, Knowledge, Name, Office, SanctionInfo, Tenure, TreatyInfo
from kg.model.spans import Cleaned, Span

__all__ = [
    "ENTITY_TYPES",
    "Article",
    "ClaimView",
    "Cleaned",
    "Context",
    "Entity",
    "EntityType",
    "Entry",
    "Event",
    "Facts",
    "Knowledge",
    "Mention",
    "MentionForm",
    "Mode",
    "Name",
    "Office",
    "PartialDate",
    "Position",
    "Record",
    "Reference",
    "Relation",
    "SanctionInfo",
    "Span",
    "Stance",
    "Statement",
    "Status",
    "Tenure",
    "TimeExpression",
    "TreatyInfo",
    "fact_id",
    "fact_ids",
]
