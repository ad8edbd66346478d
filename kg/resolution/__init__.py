"""Ties mentions to entities of the knowledge base, or mints new ones."""

from collections.abc import Iterable

from spacy.tokens import Doc

from kg.model import Article, Context, Knowledge, Mention
from kg.resolution.bodies import Bodies
from kg.resolution.cast import Cast
from kg.resolution.people import People
from kg.resolution.sanctions import Sanctions
from kg.resolution.scene import Scene
from kg.resolution.treaties import Treaties

__all__ = ["resolve"]


def resolve(doc: Doc, article: Article, knowledge: Knowledge, mentions: Iterable[Mention]) -> Context:
    """The article's entities, one each, with a reference for every mention that could be resolved.

    States are taken first, since they decide about bodies, people and sanctions. A mention that fits
    nothing known mints an entity, unless its form says that it needs an antecedent (a description).
    """
    scene = Scene(doc, article, knowledge, tuple(sorted(mentions, key=lambda m: (m.start, -m.end, m.type))))
    cast = Cast(scene)
    for mention in scene.mentions:
        if mention.type == "State" and (states := _states(scene, mention)):
            cast.known(mention, states[0] if len(states) == 1 else scene.best(states))
    Bodies(cast).resolve(m for m in scene.mentions if m.type in ("Organization", "Place", "Territory"))
    People(cast).resolve(m for m in scene.mentions if m.type == "Person")
    Treaties(cast).resolve(m for m in scene.mentions if m.type == "Treaty")
    Sanctions(cast).resolve(m for m in scene.mentions if m.type == "Sanction")
    return cast.context()


def _states(scene: Scene, mention: Mention) -> list[str]:
    """The states that the mention may mean here."""
    entries = scene.knowledge.entries
    states = [c for c in mention.candidates if entries[c].type == "State"]
    if mention.form == "description":
        return [s for s in states if scene.means_here(entries[s], mention.text)]
    return states
