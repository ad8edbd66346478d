"""An article's graph under the names that all articles together give: minted entities that are one share an IRI.

The article's own names are kept, so that every renaming can be taken back without reading the article again: each
renamed appearance has its own entity as ``dkg:mintedAs``. Where two entities of one article have become one, what the
article said of them is kept as well, as N-Triples (``dkg:told``), since the renamed triples no longer tell them apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.graph import iris
from kg.graph.namespaces import DCTERMS, DKG, LABEL
from kg.graph.terms import tagged

ENTITY, MINTED_AS, TOLD = DKG["entity"], DKG["mintedAs"], DKG["told"]
#: Id in the article -> id across articles, and the label there.
Names = Mapping[str, tuple[str, str]]


def concerned(store: Store, article: str, names: Names) -> list[Quad]:
    """Of the article's graph as it stands, what ``renamed`` looks at or changes when it is given these names: a small
    part of it, which the engine's indexes find."""
    graph = iris.article_graph(article)

    def having(predicate: NamedNode) -> list[Quad]:
        return list(store.quads_for_pattern(None, predicate, None, graph))

    entities, minted, identifiers = having(ENTITY), having(MINTED_AS), having(DCTERMS["identifier"])
    moving = {q.subject for q in minted}
    moving |= {q.subject for q in identifiers if isinstance(q.object, Literal) and q.object.value in names}
    nodes = {q.object for q in entities if q.subject in moving and isinstance(q.object, NamedNode)}
    nodes |= {iris.entity(ident) for ident, _ in names.values()}
    return list({*entities, *minted, *identifiers, *having(DKG["label"]), *having(TOLD),
                 *(q for node in nodes for q in store.quads_for_pattern(node, None, None, graph)),
                 *(q for node in nodes for q in store.quads_for_pattern(None, None, node, graph))})


def original(quads: Iterable[Quad]) -> list[Quad]:
    """The article's graph, or what is ``concerned`` of it, as the article alone gives it."""
    quads = list(quads)
    minted = {q.subject: q.object for q in quads if q.predicate == MINTED_AS and isinstance(q.object, NamedNode)}
    if not minted:
        return quads
    entity = {q.subject: q.object for q in quads if q.predicate == ENTITY}
    told = [q.object.value for q in quads if q.predicate == TOLD and isinstance(q.object, Literal)]
    rest = [q for q in quads if q.predicate not in (MINTED_AS, TOLD)]
    if told:
        touched = {entity[appearance] for appearance in minted}
        graph = quads[0].graph_name
        rest = [q for q in rest if q.subject not in touched and q.object not in touched]
        return rest + [Quad(q.subject, q.predicate, q.object, graph) for q in parse("".join(told), RdfFormat.N_TRIPLES)]
    labels = {q.subject: q.object.value for q in rest if q.predicate == DKG["label"] and isinstance(q.object, Literal)}
    return _renamed(rest, {entity[a]: (own, labels.get(a, "")) for a, own in minted.items()})


def renamed(quads: Iterable[Quad], names: Names) -> list[Quad]:
    """The article's graph, or what is ``concerned`` of it, under these names instead; no names give the original."""
    quads = original(quads)
    graph = quads[0].graph_name
    assert isinstance(graph, NamedNode)
    local = {q.subject: q.object.value for q in quads if q.predicate == DCTERMS["identifier"]
             and isinstance(q.object, Literal)}
    entity = {q.subject: q.object for q in quads if q.predicate == ENTITY}
    chosen = {appearance: (iris.entity(names[local[appearance]][0]), names[local[appearance]][1])
              for appearance in entity if local[appearance] in names}
    if not chosen:
        return quads
    new = {entity[appearance]: target for appearance, target in chosen.items()}
    nodes = Counter(new[node][0] if node in new else node for node in entity.values())
    made = _renamed(quads, new)
    made += [Quad(appearance, MINTED_AS, entity[appearance], graph) for appearance in chosen]
    if max(nodes.values()) > 1:
        touched = {*new, *(target for target, _ in new.values())}
        lines = sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads
                       if q.subject in touched or q.object in touched)
        made += [Quad(graph, TOLD, Literal(line), graph) for line in lines]
    return list(dict.fromkeys(made))


def _renamed(quads: Iterable[Quad], names: Mapping[Any, tuple[NamedNode, str]]) -> list[Quad]:
    """Each node under its new name, with the label that goes with it."""
    made: list[Quad] = []
    for quad in quads:
        subject, value = quad.subject, quad.object
        if subject in names and quad.predicate == LABEL:
            value = tagged(names[subject][1], "en")
        elif value in names:
            value = names[value][0]
        subject = names[subject][0] if subject in names else subject
        made.append(Quad(subject, quad.predicate, value, quad.graph_name))
    return made
