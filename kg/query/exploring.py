"""Choosing a part of the network to look at: the surroundings of things, the ways between two, the ends of facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, pairwise

import networkx as nx

from kg.graph.store import Queryable
from kg.query.labels import Labels
from kg.query.naming import Called, names_of
from kg.query.network import network, rows_of
from kg.query.parameters import concepts

_TOPICS = "SELECT ?topic { ?p a dkg:Position ; dkg:topic ?topic } GROUP BY ?topic ORDER BY DESC(COUNT(?p)) ?topic"
#: Nodes that a view begins with at most, and that it may grow to; beyond that the least connected are grouped.
START, MOST = 200, 2000
#: Shortest ways between two nodes that are shown, and how many of them are looked at.
WAYS = 25


@dataclass(frozen=True)
class Choice:
    """Nodes in the order in which they matter, and how many more there would have been."""

    nodes: list[str]
    left_out: int = 0


@dataclass
class View:
    """The part of a network that is shown: all edges between ``nodes``.

    ``ways`` are ways between two nodes; ``facts`` those that a question's answer names. ``grouped`` are the nodes that
    found no room; ``left_out`` says of each step how many neighbours its cap kept away.
    """

    nodes: list[str]
    ways: list[list[str]] = field(default_factory=list)
    facts: frozenset[str] = frozenset()
    left_out: dict[str, int] = field(default_factory=dict)
    grouped: list[str] = field(default_factory=list)


def surroundings(store: Queryable) -> "Surroundings":
    """The whole network of a store, with names."""
    shown, labels = network(store), Labels(store)
    names = names_of(store, {node: data["label"] for node, data in shown.nodes(data=True)})
    users = sorted({name.by for theirs in names.values() for name in theirs if name.by})
    return Surroundings(shown, names, {user: labels(user) for user in users})


def topics(store: Queryable) -> dict[str, str]:
    """The topics that positions are on, IRI -> words, the most frequent first."""
    words = concepts("topic")
    found = {row["topic"]: row["topic"].rpartition("/")[2] for row in rows_of(store, _TOPICS)}
    return {iri: words.get(name, name) for iri, name in found.items()}


class Surroundings:
    """A network, with what is asked of it again and again; ``names`` are its things' names, ``users`` (IRI -> label)
    who uses them."""

    def __init__(self, network: "nx.MultiDiGraph[str]", names: dict[str, list[Called]] | None = None,
                 users: dict[str, str] | None = None) -> None:
        self.network = network
        self.weight: dict[str, int] = dict(network.degree(weight="weight"))
        self.names, self.users = names or {}, users or {}
        self._ends: dict[str, list[str]] = {}
        self._articles: dict[str, list[str]] = {}
        for source, target, data in network.edges(data=True):
            for fact in data["facts"]:
                self._ends.setdefault(fact["iri"], []).extend((source, target))
                self._articles.setdefault(fact["iri"].rpartition("/")[0], []).append(fact["iri"])

    def __contains__(self, iri: str) -> bool:
        return iri in self.network

    @property
    def facts(self) -> int:
        """How many facts its edges stand for."""
        return len(self._ends)

    def label(self, iri: str) -> str:
        """A node's label, "" for what is no node."""
        return str(self.network.nodes[iri]["label"]) if iri in self.network else ""

    def kind(self, iri: str) -> str:
        """A node's class, "" for what is no node."""
        return str(self.network.nodes[iri]["kind"]) if iri in self.network else ""

    def neighbours(self, node: str) -> set[str]:
        """The nodes that share an edge with it."""
        return (set(self.network.succ[node]) | set(self.network.pred[node])) - {node}

    def best(self, most: int = START) -> Choice:
        """The nodes with most facts."""
        return _cut(self._ranked(self.network), most)

    def around(self, node: str, relation: str = "", most: int = START) -> Choice:
        """A node's neighbours, those joined by most facts first; ``relation`` limits the edges' kind, or
        kind and label (``position``, ``position/support``)."""
        joined: dict[str, int] = {}
        for other, kind, weight in self._edges(node):
            if other != node and (not relation or kind == relation or kind.startswith(f"{relation}/")):
                joined[other] = joined.get(other, 0) + weight
        return _cut(sorted(joined, key=lambda n: (-joined[n], -self.weight[n], n)), most)

    def relations(self, node: str) -> dict[str, set[str]]:
        """A node's neighbours by the kind and label of the edges to them."""
        found: dict[str, set[str]] = {}
        for other, kind, _ in self._edges(node):
            if other != node:
                found.setdefault(kind, set()).add(other)
        return dict(sorted(found.items()))

    def _edges(self, node: str) -> Iterable[tuple[str, str, int]]:
        for _, other, key, data in self.network.out_edges(node, keys=True, data=True):
            yield other, key, data["weight"]
        for other, _, key, data in self.network.in_edges(node, keys=True, data=True):
            yield other, key, data["weight"]

    def named(self, iris: Iterable[str], most: int = START) -> tuple[Choice, frozenset[str]]:
        """The nodes that an answer speaks of, and its facts: things themselves, the ends of facts, and where it
        names articles alone, the ends of all their facts."""
        iris = list(dict.fromkeys(iris))
        facts = [iri for iri in iris if iri in self._ends]
        nodes = [iri for iri in iris if iri in self.network]
        if not facts and not nodes:
            facts = [fact for iri in iris for fact in self._articles.get(iri, ())]
        ends = [end for fact in facts for end in self._ends[fact]]
        return _cut(list(dict.fromkeys((*nodes, *ends))), most), frozenset(facts)

    def ways(self, start: str, end: str, after: str = "", before: str = "") -> list[list[str]]:
        """The shortest ways between two nodes by facts of a time (ISO 8601; from ``after`` on, before ``before``).

        Along edges in either direction; at most ``WAYS``, those with most facts first. A fact without a date has its
        article's; one without either is of no time, and counts where none is asked for.
        """
        plain: nx.Graph[str] = nx.Graph()
        for source, target, data in self.network.edges(data=True):
            weight = sum(1 for fact in data["facts"] if in_time(fact, after, before))
            if weight:
                known = plain.get_edge_data(source, target, {"weight": 0})["weight"]
                plain.add_edge(source, target, weight=known + weight)
        if start not in plain or end not in plain or not nx.has_path(plain, start, end):
            return []
        found = list(islice(nx.all_shortest_paths(plain, start, end), 40 * WAYS))
        return sorted(found, key=lambda way: (-min((plain[a][b]["weight"] for a, b in pairwise(way)), default=0),
                                              way))[:WAYS]

    def fitted(self, nodes: Iterable[str], hidden: set[str], most: int = MOST) -> tuple[list[str], list[str]]:
        """The nodes without the hidden ones: those that find room, and the least connected, which do not."""
        kept = [node for node in dict.fromkeys(nodes) if node not in hidden]
        if len(kept) <= most:
            return kept, []
        shown = set(self._ranked(kept)[:most])
        return [n for n in kept if n in shown], [n for n in kept if n not in shown]

    def _ranked(self, nodes: Iterable[str]) -> list[str]:
        return sorted(nodes, key=lambda n: (-self.weight[n], n))


def in_time(fact: dict[str, str], after: str, before: str) -> bool:
    """Whether the fact may be of the time from ``after`` until just before ``before``, as precise as dates are."""
    when = fact["date"] or fact["published"]
    if not when:
        return not after and not before
    return (not after or when >= after[:len(when)]) and (not before or when < before)


def _cut(nodes: list[str], most: int) -> Choice:
    return Choice(nodes[:most], max(0, len(nodes) - most))
