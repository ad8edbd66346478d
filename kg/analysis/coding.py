"""Positions of a store as coded statements, the input of discourse networks."""

from kg.analysis.discourse import Coded
from kg.graph.store import GraphStore
from kg.query.network import network

#: Stances as numbers. A conditional one is support in part: nearer to support than to opposition, and not the same.
VALUES = {"support": 1.0, "conditional": 0.5, "oppose": -1.0}


def coded_positions(store: GraphStore, article: str | None = None) -> list[Coded]:
    """Each position as (holder's label, topic's label, stance as a number, its date or the article's, article).

    Only holders that the network draws (people, states, bodies), in the order of dates. Two holders with one label
    would be one actor, so the later of them carry their IRI's last part.
    """
    net = network(store, article)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in sorted(net.nodes):
        label = net.nodes[node]["label"]
        names[node] = f"{label} ({node.rsplit('/', 1)[-1]})" if label in taken else label
        taken.add(label)
    found = []
    for source, target, data in net.edges(data=True):
        if data["kind"] == "position" and data["label"] in VALUES:
            for fact in data["facts"]:
                when = fact["date"] or fact["published"]
                found.append(Coded(names[source], names[target], VALUES[data["label"]], when, fact["article"]))
    return sorted(found, key=lambda c: (c.when, c.text, c.actor, c.concept, c.value))
