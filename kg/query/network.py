"""The graph as a network: entities and topics as nodes, positions, relations and events as edges with their sentences.

The edges are what the queries under ``queries/explorer`` find; an edge gathers all facts that join the same two nodes
by the same label.
"""

from collections.abc import Iterator

import networkx as nx
from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.errors import KnowledgeError
from kg.graph.namespaces import prefixes
from kg.graph.store import GraphStore
from kg.settings import data_dir

#: The queries that find edges, and what such edges stand for.
EDGES = {"position-edges.rq": "position", "relation-edges.rq": "relation", "event-edges.rq": "event",
         "territory-edges.rq": "event"}


def network(store: GraphStore, article: str | None = None) -> "nx.MultiDiGraph[str]":
    """The network of a store, or of the facts of one article (its id).

    Nodes are IRIs with ``label`` and ``kind`` (Person, State, Organization, Territory, Treaty, Sanction, Topic).
    Edges are keyed by kind and label and have ``kind``, ``label``, ``weight`` (number of facts) and ``facts``, a list
    of dicts with ``id, date, quote, article, title, published, outlet, rule, confidence``; in the order of the ids.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for file, kind in EDGES.items():
        for row in _rows(store, file):
            if article is not None and row["article"] != article:
                continue
            for end in ("source", "target"):
                graph.add_node(row[end], label=row[f"{end}Label"], kind=row[f"{end}Class"])
            key = f"{kind}/{row['label']}"
            if not graph.has_edge(row["source"], row["target"], key):
                graph.add_edge(row["source"], row["target"], key, kind=kind, label=row["label"], facts=[], weight=0)
            edge = graph.edges[row["source"], row["target"], key]
            edge["facts"].append({k: row[k] for k in ("id", "date", "quote", "article", "title", "published", "outlet",
                                                      "rule", "confidence")})
            edge["weight"] += 1
    return graph


def _rows(store: GraphStore, file: str) -> Iterator[dict[str, str]]:
    """The rows of an explorer query with plain strings; ``id`` and ``article`` are ids, classes their local names."""
    path = data_dir("queries") / "explorer" / file
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise KnowledgeError(f"{path} cannot be read: {error.strerror}", "is the package whole?") from error
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
    answer = store.query(head + text)
    assert isinstance(answer, QuerySolutions)
    names = [v.value for v in answer.variables]
    for solution in answer:
        row = {n: _plain(solution[n]) for n in names}
        for end in ("sourceClass", "targetClass", "article"):
            row[end] = row[end].rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        row["id"] = row["fact"].rsplit("/", 1)[-1]
        yield row


def _plain(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
