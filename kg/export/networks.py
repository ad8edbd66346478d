"""The network as GraphML or GEXF, for Gephi and the like: attributes flattened, since the formats know no lists."""

import re
from io import BytesIO
from typing import IO

import networkx as nx

from kg.errors import KgError

FORMATS = ("graphml", "gexf")
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_network(graph: "nx.MultiDiGraph[str]", form: str, out: IO[bytes]) -> None:
    """Write the network of ``kg.query.network``; of an edge's facts the ids, dates, sentences and articles are joined
    by `` | ``, and ``start`` and ``end`` are the first and last date (ISO 8601, as precise as the facts)."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(graph.nodes):
        flat.add_node(node, label=_safe(graph.nodes[node]["label"]), kind=graph.nodes[node]["kind"])
    for source, target, key in sorted(graph.edges(keys=True)):
        data = graph.edges[source, target, key]
        facts = data["facts"]
        dates = sorted(f["date"] for f in facts if f["date"])
        flat.add_edge(source, target, key, label=data["label"], kind=data["kind"], weight=data["weight"],
                      start=dates[0] if dates else "", end=dates[-1] if dates else "",
                      facts=" | ".join(f["id"] for f in facts),
                      sentences=_safe(" | ".join(f["quote"] for f in facts)),
                      articles=" | ".join(sorted({f["article"] for f in facts})))
    buffer = BytesIO()
    if form == "graphml":
        nx.write_graphml(flat, buffer)
    elif form == "gexf":
        nx.write_gexf(flat, buffer)
    else:
        raise KgError(f"no network format {form!r}", f"choose one of {', '.join(FORMATS)}")
    out.write(buffer.getvalue())


def _safe(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return _UNWRITABLE.sub("", text)
