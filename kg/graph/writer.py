"""Collects the quads of one named graph."""

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.namespaces import DKG, OA, TYPE
from kg.graph.terms import text
from kg.model import Article, Span

#: How many characters before and after a quotation its selector keeps, so that it is found in a changed text.
AROUND = 32


class GraphWriter:
    """Quads of one named graph. All nodes are IRIs: without blank nodes the same facts are the same bytes."""

    def __init__(self, graph: NamedNode) -> None:
        self.graph = graph
        self.quads: list[Quad] = []

    def add(self, subject: NamedNode, predicate: NamedNode, *objects: NamedNode | Literal | None) -> None:
        """One triple an object; None, for what is not known, gives none."""
        for value in objects:
            if value is not None:
                self.quads.append(Quad(subject, predicate, value, self.graph))


class ArticleWriter(GraphWriter):
    """Quads of one article's graph, whose stretches of text are described once each."""

    def __init__(self, article: Article) -> None:
        super().__init__(iris.article_graph(article.id))
        self.article = article
        self.node = iris.article(article.id)
        self.activity = iris.extraction(article.id)
        self._stretches: dict[tuple[int, int], NamedNode] = {}

    def stretch(self, span: Span | None) -> NamedNode | None:
        """The node of a stretch of the article's text, with its Web Annotation selectors (W3C, 2017, 4.2)."""
        if span is None:
            return None
        key = (span.start, span.end)
        node = self._stretches.get(key)
        if node is None:
            node = self._stretches[key] = self._describe(span)
        return node

    def _describe(self, span: Span) -> NamedNode:
        source, name = self.article.text, self.article.id
        node = iris.stretch(name, span.start, span.end)
        quotation = iris.stretch(name, span.start, span.end, "quote")
        position = iris.stretch(name, span.start, span.end, "position")
        exact = text(span.text)
        self.add(node, TYPE, DKG["Quotation"])
        self.add(node, DKG["quote"], exact)
        self.add(node, OA["hasSource"], self.node)
        self.add(node, OA["hasSelector"], quotation, position)
        self.add(quotation, TYPE, OA["TextQuoteSelector"])
        self.add(quotation, OA["exact"], exact)
        self.add(quotation, OA["prefix"], text(source[max(0, span.start - AROUND):span.start]))
        self.add(quotation, OA["suffix"], text(source[span.end:span.end + AROUND]))
        self.add(position, TYPE, OA["TextPositionSelector"])
        self.add(position, OA["start"], Literal(span.start))
        self.add(position, OA["end"], Literal(span.end))
        return node
