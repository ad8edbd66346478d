"""The graph as a network: entities and topics as nodes, positions, relations and events as edges with their sentences.

The edges are what the queries under ``queries/explorer`` find; an edge gathers all facts that join the same two nodes
by the same label.
"""

from collections.abc import Iterator

import networkx as nx
from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.errors import KnowledgeError
from kg.graph.namespaces import DKG, prefixes
from kg.graph.store import Queryable
from kg.query.labels import Labels
from kg.settings import data_dir

#: The queries that find edges, and what such edges stand for.
EDGES = {"position-edges.rq": "position", "relation-edges.rq": "relation", "event-edges.rq": "event",
         "territory-edges.rq": "event"}
#: Classes of entities that are drawn. Whatever else a fact joins (a city, an unknown thing) is left out.
KINDS = ("Person", "State", "Organization", "Territory", "Treaty", "Sanction")
_ARTICLES = """SELECT ?article ?title ?published ?outlet ?country {
  ?article a dkg:Article OPTIONAL { ?article rdfs:label ?title } OPTIONAL { ?article dkg:publishedOn ?published }
  OPTIONAL { ?article dkg:outlet ?paper . ?paper rdfs:label ?outlet
             OPTIONAL { ?paper dkg:outletCountry ?country } } }
  ORDER BY ?article ?title ?published ?outlet ?country"""
_ABOUT = ("title", "published", "outlet", "country")
_FACT = ("iri", "id", "date", "quote", "article", *_ABOUT, "rule", "confidence")


def network(store: Queryable, article: str | None = None) -> "nx.MultiDiGraph[str]":
    """The network of a store, or of the facts of one article (its id).

    Nodes are IRIs with ``label`` and ``kind`` (a class of ``KINDS``, or Topic). Edges are keyed by kind and label and
    have ``kind``, ``label``, ``weight`` (number of facts) and ``facts``, a list of dicts with ``iri, id, date, quote,
    article, title, published, outlet, country, rule, confidence``, in the order of the facts' IRIs.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    labels, look = Labels(store), _Lookup(store)
    for file, kind in EDGES.items():
        for row in explorer_rows(store, file):
            row |= look.article(row["article"])
            row["iri"], row["id"], row["article"] = row["fact"], labels(row["fact"]), labels(row["article"])
            ends = {end: look.kind(row[end]) for end in ("source", "target")}
            if not all(ends.values()) or (article is not None and row["article"] != article):
                continue
            for end, of_kind in ends.items():
                graph.add_node(row[end], label=labels(row[end]).replace("-", " ") if of_kind == "Topic"
                               else labels(row[end]), kind=of_kind)
            label = labels(row["label"]).replace("-", " ")
            key = f"{kind}/{label}"
            if not graph.has_edge(row["source"], row["target"], key):
                graph.add_edge(row["source"], row["target"], key, kind=kind, label=label, facts=[], weight=0)
            edge = graph.edges[row["source"], row["target"], key]
            edge["facts"].append({name: row[name] for name in _FACT})
            edge["weight"] += 1
    return graph


class _Lookup:
    """What is said of nodes and articles beside the facts, looked up at once."""

    def __init__(self, store: Queryable) -> None:
        self._kinds: dict[str, str] = {}
        classes = {DKG[kind].value: kind for kind in KINDS}
        values = " ".join(f"<{iri}>" for iri in classes)
        for row in rows_of(store, f"SELECT DISTINCT ?node ?class {{ VALUES ?class {{ {values} }} ?node a ?class }}"):
            kind = classes[row["class"]]
            self._kinds[row["node"]] = min(kind, self._kinds.get(row["node"], kind))
        self._articles: dict[str, dict[str, str]] = {}
        for row in rows_of(store, _ARTICLES):
            known = self._articles.setdefault(row["article"], dict.fromkeys(_ABOUT, ""))
            known |= {name: known[name] or row[name] for name in known}

    def kind(self, iri: str) -> str:
        """A class of ``KINDS``, Topic for a concept, or "" for anything else."""
        return self._kinds.get(iri) or ("Topic" if "/topic/" in iri else "")

    def article(self, iri: str) -> dict[str, str]:
        """Title, date, outlet and its country of an article."""
        return self._articles[iri]


def explorer_rows(store: Queryable, file: str) -> Iterator[dict[str, str]]:
    """The rows of a query of ``queries/explorer`` as plain strings, "" for what is unbound."""
    return rows_of(store, explorer_query(file))


def explorer_query(file: str) -> str:
    """The text of a query of ``queries/explorer``; its prefixes are the graph's."""
    path = data_dir("queries") / "explorer" / file
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise KnowledgeError(f"{path} cannot be read: {error.strerror}", "is the package whole?") from error


def rows_of(store: Queryable, sparql: str) -> Iterator[dict[str, str]]:
    """The rows of a SELECT as plain strings, "" for what is unbound; prefixes of the graph need no declaration."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
    answer = store.query(head + sparql)
    assert isinstance(answer, QuerySolutions)
    names = [v.value for v in answer.variables]
    for solution in answer:
        yield {n: term.value if isinstance(term := solution[n], NamedNode | Literal) else "" for n in names}
