"""The way back: the flat records of an article, from its named graph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.namespaces import DCTERMS, DKG, OA, TYPE
from kg.model import Record

_KINDS = (("entity", "Appearance"), ("statement", "Statement"), ("position", "Position"), ("event", "Event"),
          ("relation", "Assertion"))


def records_of(quads: Iterable[Quad]) -> Iterator[Record]:
    """The records of FACTS.md, as ``Facts.records`` gives them, from the quads of one article's graph.

    Kinds come in the records' order, and each kind sorted by id; aliases sorted, mentions by offset.
    """
    graph = _Graph(quads)
    for kind, class_name in _KINDS:
        for node in sorted(graph.instances(DKG[class_name]), key=lambda n: n.value):
            record: Record = {"kind": kind, "article": graph.article, "id": graph.text(node, DCTERMS["identifier"])}
            record |= _READERS[kind](graph, node)
            yield record | {"rule": graph.text(node, DKG["rule"]),
                            "confidence": float(graph.text(node, DKG["confidence"]) or 0)}


class _Graph:
    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(dict)
        self._instances: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                self._objects[subject].setdefault(predicate, []).append(value)
                if predicate == TYPE and isinstance(value, NamedNode):
                    self._instances[value].append(subject)
        self.article = self.text(self._instances[DKG["Article"]][0], DCTERMS["identifier"])

    def instances(self, kind: NamedNode) -> list[NamedNode]:
        return self._instances[kind]

    def objects(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        return self._objects[node].get(predicate, [])

    def node(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        found = self.objects(node, predicate)
        return found[0] if found and isinstance(found[0], NamedNode) else None

    def text(self, node: NamedNode, predicate: NamedNode) -> str | None:
        found = self.objects(node, predicate)
        return found[0].value if found else None

    def entity(self, node: NamedNode, predicate: NamedNode) -> str | None:
        found = self.node(node, predicate)
        return iris.entity_id(found) if found else None

    def concept(self, node: NamedNode, predicate: NamedNode) -> str | None:
        found = self.node(node, predicate)
        return iris.concept_name(found) if found else None

    def fact(self, node: NamedNode, predicate: NamedNode) -> str | None:
        """The id of another fact, from its IRI: that fact may not be there."""
        found = self.node(node, predicate)
        return unquote(found.value.rpartition("/")[2], errors="surrogatepass") if found else None

    def span(self, node: NamedNode, predicate: NamedNode) -> Record | None:
        found = self.node(node, predicate)
        return self._span(found) if found else None

    def spans(self, node: NamedNode, predicate: NamedNode) -> list[Record]:
        found = [self._span(o) for o in self.objects(node, predicate) if isinstance(o, NamedNode)]
        return sorted(found, key=lambda span: (span["start"], span["end"]))

    def _span(self, stretch: NamedNode) -> Record:
        selectors = {kind: selector for selector in self.objects(stretch, OA["hasSelector"])
                     if isinstance(selector, NamedNode) for kind in self.objects(selector, TYPE)}
        position = selectors[OA["TextPositionSelector"]]
        return {"start": int(self.text(position, OA["start"]) or 0), "end": int(self.text(position, OA["end"]) or 0),
                "text": self.text(selectors[OA["TextQuoteSelector"]], OA["exact"])}


def _entity(g: _Graph, n: NamedNode) -> Record:
    kind = g.node(n, DKG["entityType"])
    return {"id": g.entity(n, DKG["entity"]), "type": kind.value.rpartition("#")[2] if kind else None,
            "label": g.text(n, DKG["label"]), "aliases": sorted(o.value for o in g.objects(n, DKG["alias"])),
            "wikidata": g.text(n, DKG["wikidata"]), "mentions": g.spans(n, DKG["mention"])}


def _statement(g: _Graph, n: NamedNode) -> Record:
    return {"source": g.entity(n, DKG["source"]), "source_label": g.text(n, DKG["sourceLabel"]),
            "source_mention": g.span(n, DKG["sourceMention"]), "cue": g.span(n, DKG["cue"]),
            "content": g.span(n, DKG["content"]), "mode": g.concept(n, DKG["mode"]),
            "date": g.text(n, DKG["statedOn"]), "parent": g.fact(n, DKG["parentStatement"])}


def _position(g: _Graph, n: NamedNode) -> Record:
    return {"holder": g.entity(n, DKG["holder"]), "holder_label": g.text(n, DKG["holderLabel"]),
            "topic": g.concept(n, DKG["topic"]), "stance": g.concept(n, DKG["stance"]),
            "object": g.entity(n, DKG["regarding"]), "statement": g.fact(n, DKG["statement"]),
            "evidence": g.span(n, DKG["evidence"]),
            "date": g.text(n, DKG["statedOn"]) or g.text(n, DKG["validFrom"]),
            "condition": g.span(n, DKG["condition"])}


def _event(g: _Graph, n: NamedNode) -> Record:
    parts = sorted((part for part in g.objects(n, DKG["participation"]) if isinstance(part, NamedNode)),
                   key=lambda part: int(g.text(part, DKG["rank"]) or 0))
    ids = (g.entity(part, DKG["participant"]) for part in parts)
    labels = (g.text(part, DKG["participantLabel"]) for part in parts)
    return {"type": g.concept(n, DKG["eventType"]), "participants": [i for i in ids if i is not None],
            "participant_labels": [label for label in labels if label is not None],
            "place": g.entity(n, DKG["place"]), "place_label": g.text(n, DKG["placeLabel"]),
            "date": g.text(n, DKG["occurredOn"]), "status": g.concept(n, DKG["eventStatus"]),
            "evidence": g.span(n, DKG["evidence"])}


def _relation(g: _Graph, n: NamedNode) -> Record:
    return {"subject": g.entity(n, DKG["subject"]), "subject_label": g.text(n, DKG["subjectLabel"]),
            "predicate": g.concept(n, DKG["predicate"]), "object": g.entity(n, DKG["object"]),
            "object_label": g.text(n, DKG["objectLabel"]), "evidence": g.span(n, DKG["evidence"])}


_READERS = {"entity": _entity, "statement": _statement, "position": _position, "event": _event, "relation": _relation}
