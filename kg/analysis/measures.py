"""Measures of discourse networks: who stands in the middle, which camps there are, how far apart they stand."""

from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.analysis.discourse import Discourse, Matrix, Numbers

#: Edges that a search for camps may not better any more; also keeps rounding from looking like progress.
_TINY = 1e-9


@dataclass(frozen=True)
class Place:
    """An actor's place in a network of agreement.

    ``strength`` sums its edges' weights; ``betweenness`` (Freeman 1977; shortest paths, stronger edges being shorter)
    and ``constraint`` (Burt 1992; low for a broker between groups that are not linked, None for an actor without
    edges) tell brokers; ``community`` numbers the groups from the largest.
    """

    actor: str
    degree: int
    strength: float
    betweenness: float
    constraint: float | None
    closeness: float
    eigenvector: float
    community: int


def places(agreement: Matrix) -> list[Place]:
    """The actors of a one-mode matrix by falling strength; negative weights (from ``subtract``) are left out.

    Communities are greedy modularity's (Clauset, Newman & Moore 2004), which needs no random numbers.
    """
    graph = Matrix(agreement.rows, agreement.columns, np.maximum(agreement.weights, 0)).network()
    nx.set_edge_attributes(graph, {(u, v): 1 / d["weight"] for u, v, d in graph.edges(data=True)}, "length")
    between = nx.betweenness_centrality(graph, weight="length")
    near = nx.closeness_centrality(graph, distance="length")
    leading = dict(zip(agreement.rows, _leading(np.maximum(agreement.weights, 0)), strict=True))
    constraint = nx.constraint(graph, nodes=list(graph), weight="weight")  # for all nodes at once it wants scipy
    linked = graph.subgraph([n for n in graph if graph.degree(n)])
    found_groups = nx.community.greedy_modularity_communities(linked, weight="weight") if len(linked) else []
    groups = sorted((sorted(g) for g in found_groups), key=lambda g: (-len(g), g))
    alone = [[n] for n in sorted(set(graph) - set(linked))]
    number = {n: i for i, group in enumerate([*groups, *alone], 1) for n in group}
    found = [
        Place(n, graph.degree(n), round(float(graph.degree(n, weight="weight")), 6), round(between[n], 6),
              round(constraint[n], 6) if graph.degree(n) else None, round(near[n], 6), round(leading[n], 6), number[n])
        for n in graph
    ]
    return sorted(found, key=lambda p: (-p.strength, p.actor))


def _leading(weights: Numbers) -> list[float]:
    """The eigenvector of the largest eigenvalue, its highest entry 1; zeros where there are no weights."""
    if not weights.any():
        return [0.0] * len(weights)
    vector = np.abs(np.linalg.eigh(weights)[1][:, -1])
    return [float(value) for value in vector / vector.max()]


@dataclass(frozen=True)
class Camps:
    """Two camps of actors and how clearly they stand against each other: ``polarization`` from 0 to 1.

    It is the share of all agreement that stays inside the camps and of all disagreement that runs between them,
    averaged, and 0 where there is no disagreement: the quality that Discourse Network Analyzer's polarization search
    maximizes, for two groups.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    polarization: float


def camps(discourse: Discourse) -> Camps:
    """The best division of the actors into two camps that moving single actors finds, from several starts.

    Deterministic: each actor in turn is the seed of a camp, with those who are against it on balance in the other.
    """
    agree, against = discourse.one_mode("congruence").weights, discourse.one_mode("conflict").weights
    active = np.flatnonzero((agree + against).sum(1) > 0)
    agree, against = (m[np.ix_(active, active)] for m in (agree, against))
    names = [discourse.actors[i] for i in active]
    if not against.any():
        return Camps(tuple(names), (), 0.0)
    gain = agree / (agree.sum() or 1) - against / against.sum()  # what it is worth that two share a camp
    best, side = -np.inf, np.ones(len(names))
    for seed in range(len(names)):
        found = _climb(gain, np.where(gain[seed] < 0, -1.0, 1.0))
        score = float(found @ gain @ found)
        if score > best + _TINY:
            best, side = score, found
    if side[0] < 0:
        side = -side
    inside = np.equal.outer(side, side)
    shares = [agree[inside].sum() / agree.sum()] if agree.any() else []
    shares.append(against[~inside].sum() / against.sum())
    split = {s: tuple(n for n, at in zip(names, side, strict=True) if at == s) for s in (1.0, -1.0)}
    return Camps(split[1.0], split[-1.0], round(float(np.mean(shares)), 6))


def _climb(gain: Numbers, side: Numbers) -> Numbers:
    """Move the actor whose move gains most to the other camp, until no move gains."""
    while True:
        worth = -2 * side * (gain @ side)
        actor = int(worth.argmax())
        if worth[actor] <= _TINY:
            return side
        side = side.copy()
        side[actor] = -side[actor]


def spread(discourse: Discourse) -> dict[str, float]:
    """For each concept how far its stances spread: their standard deviation over the widest possible, 0 to 1.

    1 means two halves at the two ends of the scale; a concept nobody spoke on is left out.
    """
    counts = discourse.counts.sum(0)
    half = float(np.ptp(discourse.levels)) / 2 if len(discourse.levels) else 0.0
    found = {}
    for concept, row in zip(discourse.concepts, counts, strict=True):
        if row.sum() and half:
            mean = float(row @ discourse.levels) / row.sum()
            deviation = float(np.sqrt(row @ (discourse.levels - mean) ** 2 / row.sum()))
            found[concept] = round(deviation / half, 6)
        elif row.sum():
            found[concept] = 0.0
    return found
