"""The network as GraphML or GEXF, for Gephi and the like: attributes flattened, since the formats know no lists."""

import re
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import networkx as nx

from kg.errors import KgError
from kg.model import PartialDate

FORMATS = ("graphml", "gexf")
_GEXF = "http://gexf.net/1.3"
_TEXTS = ("facts", "sentences", "articles")
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_network(graph: "nx.MultiDiGraph[str]", form: str, out: IO[bytes]) -> None:
    """Write the network of ``kg.query.network``; the same network gives the same bytes.

    Of an edge's facts the ids, sentences and articles are joined by `` | ``, and ``start`` and ``end`` are the first
    and the last day that they speak of (a month is all its days). In GEXF, which Gephi's time line reads, each dated
    fact is an interval of its edge; what has no date is there all the time.
    """
    if form == "graphml":
        _write_graphml(graph, out)
    elif form == "gexf":
        _write_gexf(graph, out)
    else:
        raise KgError(f"no network format {form!r}", f"choose one of {', '.join(FORMATS)}")


def _write_graphml(graph: "nx.MultiDiGraph[str]", out: IO[bytes]) -> None:
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(graph.nodes):
        flat.add_node(node, label=_safe(graph.nodes[node]["label"]), kind=graph.nodes[node]["kind"])
    for source, target, key in sorted(graph.edges(keys=True)):
        data = graph.edges[source, target, key]
        spells = _spells(data["facts"])
        flat.add_edge(source, target, key, label=data["label"], kind=data["kind"], weight=data["weight"],
                      start=spells[0][0] if spells else "", end=max(end for _, end in spells) if spells else "",
                      **_joined(data["facts"]))
    buffer = BytesIO()
    nx.write_graphml(flat, buffer)
    out.write(buffer.getvalue())


def _write_gexf(graph: "nx.MultiDiGraph[str]", out: IO[bytes]) -> None:
    """GEXF 1.3. networkx writes an older version, empty dates and the day of writing."""
    root = Element("gexf", xmlns=_GEXF, version="1.3")
    SubElement(SubElement(root, "meta"), "creator").text = "dispute-kg"
    inside = SubElement(root, "graph", mode="dynamic", defaultedgetype="directed", timeformat="date",
                        timerepresentation="interval")
    for of, names in (("node", ("kind",)), ("edge", ("kind", *_TEXTS))):
        declared = SubElement(inside, "attributes", {"class": of})
        for name in names:
            SubElement(declared, "attribute", id=name, title=name, type="string")
    nodes, edges = SubElement(inside, "nodes"), SubElement(inside, "edges")
    for node in sorted(graph.nodes):
        made = SubElement(nodes, "node", id=node, label=_safe(graph.nodes[node]["label"]))
        _add_values(made, {"kind": graph.nodes[node]["kind"]})
    for number, (source, target, key) in enumerate(sorted(graph.edges(keys=True))):
        data = graph.edges[source, target, key]
        made = SubElement(edges, "edge", id=str(number), source=source, target=target, label=_safe(data["label"]),
                          kind=_safe(key), weight=str(data["weight"]))  # Gephi keeps parallel edges apart by kind
        if spells := _spells(data["facts"]):
            around = SubElement(made, "spells")
            for start, end in spells:
                SubElement(around, "spell", start=start, end=end)
        _add_values(made, {"kind": data["kind"], **_joined(data["facts"])})
    indent(root, " ")
    ElementTree(root).write(out, "utf-8", xml_declaration=True)


def _add_values(element: Element, values: dict[str, str]) -> None:
    around = SubElement(element, "attvalues")
    for name, value in values.items():
        SubElement(around, "attvalue", {"for": name, "value": value})


def _joined(facts: list[dict[str, Any]]) -> dict[str, str]:
    return {"facts": " | ".join(fact["id"] for fact in facts),
            "sentences": _safe(" | ".join(fact["quote"] for fact in facts)),
            "articles": " | ".join(sorted({fact["article"] for fact in facts}))}


def _spells(facts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The first and last day of each date that the facts have, in order, each once."""
    dates = {PartialDate.parse(fact["date"]) for fact in facts if fact["date"]}
    return sorted((date.first.isoformat(), date.last.isoformat()) for date in dates)


def _safe(text: str) -> str:
    """On one line, and without the characters that XML 1.0 has no way to write."""
    return " ".join(_UNWRITABLE.sub("", text).split())
