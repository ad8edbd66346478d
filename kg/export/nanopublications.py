"""Positions as nanopublications (https://nanopub.net/guidelines/working_draft/): each one citable by itself.

The assertion says who stands how on what; the provenance quotes the sentence, names the article and the rule; the
publication information names the software. Nothing depends on when or where they are written.
"""

from collections.abc import Iterator
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.graph import iris
from kg.graph.namespaces import DCTERMS, DKG, OA, PROV, TYPE, Namespace, prefixes
from kg.graph.store import GraphStore

NP = Namespace("http://www.nanopub.org/nschema#")
#: What the assertion says of a position; all else is provenance.
_ASSERTED = ("holder", "holderLabel", "topic", "stance", "regarding", "condition", "statedOn", "validFrom", "validTo")
_SOURCE = ("outlet", "publishedOn", "sha256", "url")


def nanopublications(store: GraphStore, article: str | None = None) -> Iterator[Quad]:
    """The quads of all positions' nanopublications, or of one article's, in the order of articles and positions."""
    for name in [article] if article is not None else sorted(store.articles()):
        graph = _Graph(store, iris.article_graph(name))
        for position in graph.positions():
            yield from _nanopublication(position, graph)


class _Graph:
    """An article's graph, of which only what positions need is read."""

    def __init__(self, store: GraphStore, name: NamedNode) -> None:
        self._engine, self._name = store.engine, name

    def positions(self) -> list[NamedNode]:
        found = self._engine.quads_for_pattern(None, TYPE, DKG["Position"], self._name)
        return sorted((q.subject for q in found if isinstance(q.subject, NamedNode)), key=str)

    def of(self, node: NamedNode) -> list[Triple]:
        """What the article's graph says of a node."""
        return [quad.triple for quad in self._engine.quads_for_pattern(node, None, None, self._name)]


def _nanopublication(position: NamedNode, known: _Graph) -> Iterator[Quad]:
    this = NamedNode(f"{position.value}/nanopub")
    head, assertion, provenance, info = (NamedNode(f"{this.value}#{part}")
                                         for part in ("head", "assertion", "provenance", "info"))
    yield Quad(this, TYPE, NP["Nanopublication"], head)
    yield Quad(this, NP["hasAssertion"], assertion, head)
    yield Quad(this, NP["hasProvenance"], provenance, head)
    yield Quad(this, NP["hasPublicationInfo"], info, head)

    asserted = {DKG[name] for name in _ASSERTED}
    yield Quad(position, TYPE, DKG["Position"], assertion)
    triples = [t for t in known.of(position) if t.predicate != TYPE]
    yield from (_in(t, assertion if t.predicate in asserted else provenance) for t in triples)
    for predicate, node in ((t.predicate, t.object) for t in triples if isinstance(t.object, NamedNode)):
        if predicate == DKG["evidence"]:
            yield Quad(assertion, PROV["wasQuotedFrom"], node, provenance)
            yield from _described(node, known, provenance)
        elif predicate == DKG["statement"]:
            yield from _described(node, known, provenance)
        elif predicate == PROV["wasGeneratedBy"]:
            yield Quad(assertion, predicate, node, provenance)
            yield from _described(node, known, provenance)
        elif predicate == DKG["article"]:
            yield Quad(assertion, PROV["wasDerivedFrom"], node, provenance)
            source = {DCTERMS["identifier"], *(DKG[name] for name in _SOURCE)}
            yield from (_in(t, provenance) for t in known.of(node) if t.predicate in source)
    yield Quad(this, PROV["wasAttributedTo"], iris.thing("software"), info)
    yield Quad(this, DCTERMS["subject"], DKG["Position"], info)


def _described(node: NamedNode, known: _Graph, graph: NamedNode) -> Iterator[Quad]:
    """A node's triples and those of its selectors."""
    for triple in known.of(node):
        yield _in(triple, graph)
        if triple.predicate == OA["hasSelector"] and isinstance(triple.object, NamedNode):
            yield from (_in(t, graph) for t in known.of(triple.object))


def _in(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def write_nanopublications(store: GraphStore, out: IO[bytes], article: str | None = None) -> int:
    """Write them as TriG; returns how many there are."""
    quads = sorted(set(nanopublications(store, article)),
                   key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
    serialize(quads, out, RdfFormat.TRIG, prefixes=prefixes() | {"np": NP.iri})
    return sum(q.object == NP["Nanopublication"] for q in quads)
