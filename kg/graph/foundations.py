"""What every store holds before any article: the ontology and the knowledge tables, each in a graph of its own."""

import hashlib
from collections.abc import Callable, Iterable

from pyoxigraph import Quad

from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.provenance import configuration
from kg.graph.schema import ontology_hash, ontology_quads
from kg.model import Knowledge

#: ``GraphStore.replace_graph``.
Replace = Callable[[str, str, Callable[[], Iterable[Quad]]], bool]


def lay(replace: Replace, knowledge: Knowledge | None) -> None:
    """Brings both graphs up to date: with the package's own knowledge, refused where it is faulty, or another one."""
    packs = None if knowledge is None else tuple(knowledge.disputes)
    if knowledge is None:
        replace("knowledge", configuration(), _checked_quads)
    else:
        given = knowledge_quads(knowledge)
        content = hashlib.sha256("\n".join(sorted(map(str, given))).encode()).hexdigest()
        replace("knowledge", content, lambda: given)
    replace("ontology", ontology_hash(packs), lambda: ontology_quads(packs))


def _checked_quads() -> list[Quad]:
    """The package's own knowledge. The validator takes long to import, and few need it."""
    from kg.graph.packs import checked_quads

    return checked_quads()
