"""A view of the network as the JSON that the explorer draws."""

from typing import Any

from kg.query.exploring import Surroundings, View
from kg.query.labels import shortened
from kg.web.addresses import address_of


def shown(around: Surroundings, view: View) -> dict[str, Any]:
    """The view as JSON: edges and ways point to nodes by their number, facts to articles."""
    number = {node: place for place, node in enumerate(view.nodes)}
    part = around.network.subgraph(view.nodes)
    articles: dict[str, dict[str, Any]] = {}
    edges = [{"source": number[source], "target": number[target], "kind": data["kind"], "label": data["label"],
              "facts": [_fact(fact, articles, view.facts) for fact in data["facts"]]}
             for source, target, data in sorted(part.edges(data=True), key=lambda e: (number[e[0]], number[e[1]],
                                                                                       e[2]["kind"], e[2]["label"]))]
    authorities = {name.by for node in view.nodes for name in around.names.get(node, ()) if name.by}
    return {
        "nodes": [_node(around, node) for node in view.nodes], "edges": edges,
        "articles": list(articles.values()), "ways": [[number[node] for node in way] for way in view.ways],
        "authorities": [{"id": shortened(iri), "label": around.users.get(iri, iri)} for iri in sorted(authorities)],
        "left_out": {step: count for step, count in view.left_out.items() if count},
        "groups": _groups(around, view, number), "total": {"nodes": len(around.network), "facts": around.facts}}


def _node(around: Surroundings, iri: str) -> dict[str, Any]:
    data = around.network.nodes[iri]
    return {"id": shortened(iri), "iri": iri, "page": address_of(iri), "kind": data["kind"], "label": data["label"],
            "facts": around.weight[iri], "neighbours": len(around.neighbours(iri)),
            "names": [{"text": n.text, "language": n.language, "by": shortened(n.by) if n.by else ""}
                      for n in around.names.get(iri, ())]}


def _fact(fact: dict[str, str], articles: dict[str, dict[str, Any]], named: frozenset[str]) -> dict[str, Any]:
    iri = fact["iri"].rpartition("/")[0]
    article = articles.setdefault(iri, {"number": len(articles), "iri": iri, "id": fact["article"], **{
        name: fact[name] for name in ("title", "published", "outlet", "country")}})
    return {"id": fact["id"], "article": article["number"], "date": fact["date"],
            "confidence": float(fact["confidence"]), "named": fact["iri"] in named}


def _groups(around: Surroundings, view: View, number: dict[str, int]) -> list[dict[str, Any]]:
    """The nodes that found no room, by class, with how many edges lead from each shown node into the group."""
    groups: dict[str, dict[str, Any]] = {}
    for node in view.grouped:
        group = groups.setdefault(around.network.nodes[node]["kind"], {"nodes": 0, "edges": {}})
        group["nodes"] += 1
        for other in around.neighbours(node) & number.keys():
            group["edges"][number[other]] = group["edges"].get(number[other], 0) + 1
    return [{"kind": kind, "nodes": group["nodes"], "edges": [{"node": n, "count": c} for n, c in
                                                              sorted(group["edges"].items())]}
            for kind, group in sorted(groups.items())]
