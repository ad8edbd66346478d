"""Mentions of entities in a text, and the entities that they are resolved to."""

from dataclasses import dataclass
from typing import Literal, get_args

from kg.model.spans import Span

EntityType = Literal["Person", "State", "Organization", "Territory", "Place", "Treaty", "Sanction"]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

#: How a mention refers: by a name, by an adjective or demonym, by a seat or capital standing for a
#: government, by a role or description ("the Russian president"), or by a pronoun.
MentionForm = Literal["name", "adjective", "metonym", "description", "pronoun"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start:end`` of the Doc (end exclusive) that refer to an entity.

    ``candidates`` are ids of the knowledge base, best first, and empty for a name that it does not
    know; ``head`` is the token that stands for the mention in the tree; ``rule`` says what found it.
    """

    start: int
    end: int
    head: int
    type: EntityType
    text: str
    form: MentionForm = "name"
    candidates: tuple[str, ...] = ()
    rule: str = ""
    confidence: float = 1.0

    def __hash__(self) -> int:
        return hash((self.start, self.end))  # asked for often; few mentions share their tokens


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of one article: from the knowledge base, or minted from the text.

    ``id`` is the knowledge base's id, or a slug that starts with the type ("person-koo-ja-ick").
    ``mentions`` are original spans in order; possessive 's lies outside.
    """

    id: str
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    mentions: tuple[Span, ...] = ()
    minted: bool = False
    rule: str = ""
    confidence: float = 1.0

    def __hash__(self) -> int:
        return hash(self.id)  # not of thousands of mentions
