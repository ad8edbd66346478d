"""The entities of one article while they are gathered: from the knowledge base, or minted from the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.knowledge.spelling import fold, key
from kg.model import Entity, EntityType, Entry, Mention, Reference, Span
from kg.model.context import Context
from kg.resolution.scene import Scene

_WORDS = re.compile(r"[^\W_]+")
_SURFACE = frozenset({"name", "adjective", "metonym"})
_KNOWN_NAMES = frozenset({"name", "acronym", "adjective"})


def slug(type: EntityType, label: str) -> str:
    """The id of a minted entity: its type and the words of its label ("person-koo-ja-ick")."""
    return "-".join([type.lower(), *_WORDS.findall(fold(label).replace("'", "").replace("’", ""))])


@dataclass
class Draft:
    """An entity in the making; ``names`` in the order in which they were met."""

    id: str
    type: EntityType
    label: str
    minted: bool
    rule: str
    confidence: float
    wikidata: str | None = None
    names: dict[str, None] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def keys(self) -> set[tuple[str, ...]]:
        """The pieces of each name."""
        return {key(name) for name in (self.label, *self.names)}


class Cast:
    """Drafts by id, and which mention was taken for which."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.drafts: dict[str, Draft] = {}
        self.of: dict[Mention, str] = {}

    def of_type(self, *types: EntityType) -> Iterator[Draft]:
        """Drafts of the types, in the order of their first mention."""
        return (d for d in self.drafts.values() if d.type in types)

    def known(self, mention: Mention, id: str) -> Draft:
        """Takes the mention for an entry of the knowledge base."""
        entry = self.scene.knowledge.entries[id]
        if id not in self.drafts:
            names = dict.fromkeys(n.text for n in entry.names if n.kind in _KNOWN_NAMES and n.language == "en")
            self.drafts[id] = Draft(id, entry.type, entry.label, False, mention.rule, mention.confidence,
                                    entry.wikidata, names)
        return self.add(mention, self.drafts[id])

    def mint(self, mention: Mention, label: str, names: Iterable[str] = ()) -> Draft:
        """Takes the mention for a new entity, or for the minted one with the same id."""
        id = slug(mention.type, label)
        if id not in self.drafts:
            self.drafts[id] = Draft(id, mention.type, label, True, mention.rule, mention.confidence)
        self.drafts[id].names.update(dict.fromkeys(names))
        return self.add(mention, self.drafts[id])

    def add(self, mention: Mention, draft: Draft) -> Draft:
        """Takes the mention for an entity that is there already."""
        self.of[mention] = draft.id
        draft.mentions.append(mention)
        if mention.form in _SURFACE:
            draft.names[" ".join(mention.text.split())] = None
        return draft

    def context(self) -> Context:
        """The context with all that was resolved, entities in the order of their first mention."""
        scene = self.scene
        references = [Reference(m, self.of[m]) for m in scene.mentions if m in self.of]
        first: dict[str, None] = dict.fromkeys(r.entity for r in references)
        entities = {id: entity(self.drafts[id], scene) for id in first}
        return Context(scene.article, scene.doc, scene.knowledge, entities).with_references(entities, references)


def entity(draft: Draft, scene: Scene) -> Entity:
    """The entity that a draft has become."""
    spans = tuple(sorted({span_of(scene, m) for m in draft.mentions}))
    aliases = tuple(name for name in draft.names if name != draft.label)
    return Entity(draft.id, draft.type, draft.label, aliases, draft.wikidata, spans, draft.minted, draft.rule,
                  max(m.confidence for m in draft.mentions))


def span_of(scene: Scene, mention: Mention) -> Span:
    """The mention's original span."""
    doc = scene.doc
    return scene.article.span(doc[mention.start].idx, doc[mention.end - 1].idx + len(doc[mention.end - 1].text))


def names_of(entry: Entry) -> Iterator[tuple[str, ...]]:
    """The pieces of each name of an entry."""
    return (key(n.text) for n in entry.names)
