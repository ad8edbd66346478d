"""Discourse networks: who agrees with whom, and who holds what, from coded statements.

The matrices, aggregations and normalizations are those of Discourse Network Analyzer (Leifeld 2017, "Discourse
network analysis", in The Oxford Handbook of Political Networks; and the program's manual, section "Network export"),
for a numeric qualifier. Here an actor is a position's holder, a concept its topic, and the qualifier its stance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError

Numbers = NDArray[np.float64]
#: What becomes of stances: left out of account, agreement, disagreement, or agreement less disagreement.
Aggregation = Literal["ignore", "congruence", "conflict", "subtract"]
#: What an edge's weight is divided by. Average, jaccard and cosine are for actors among themselves, activity (of the
#: actor) and prominence (of the concept) for actors and concepts.
Normalization = Literal["no", "average", "jaccard", "cosine", "activity", "prominence"]
AGGREGATIONS: tuple[Aggregation, ...] = ("ignore", "congruence", "conflict", "subtract")
ONE_MODE: tuple[Normalization, ...] = ("no", "average", "jaccard", "cosine")
TWO_MODE: tuple[Normalization, ...] = ("no", "activity", "prominence")


@dataclass(frozen=True)
class Coded:
    """One coded statement: an actor on a concept, with a qualifier (1 for, -1 against, or between).

    ``when`` is ISO 8601 or ""; ``text`` names the article, so that one text's repetitions can count once.
    """

    actor: str
    concept: str
    value: float
    when: str = ""
    text: str = ""


@dataclass(frozen=True)
class Matrix:
    """Weights, ``rows`` x ``columns``, names in alphabetical order."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    weights: Numbers

    def network(self) -> "nx.Graph[str]":
        """Its non-zero weights as an undirected graph; nodes have ``mode`` (actor, concept)."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.rows, mode="actor")
        if self.rows != self.columns:
            graph.add_nodes_from(self.columns, mode="concept")
        for i, j in np.argwhere(self.weights != 0).tolist():
            graph.add_edge(self.rows[i], self.columns[j], weight=float(self.weights[i, j]))
        return graph


class Discourse:
    """Counts of coded statements by actor, concept and level of the qualifier.

    Levels and names come from all statements, so that windows over one discourse have the same shape;
    ``once_a_text`` counts an actor's repetition of a stance in one text once.
    """

    def __init__(self, coded: Iterable[Coded], once_a_text: bool = False) -> None:
        listed = list(coded)
        if once_a_text:
            listed = list({(c.actor, c.concept, c.value, c.text): c for c in reversed(listed)}.values())[::-1]
        self.coded = tuple(listed)
        self.actors = tuple(sorted({c.actor for c in listed}))
        self.concepts = tuple(sorted({c.concept for c in listed}))
        self.levels = np.array(sorted({c.value for c in listed}), np.float64)
        self.counts = self._count(listed)

    def _count(self, coded: Iterable[Coded]) -> Numbers:
        a, c = ({name: i for i, name in enumerate(names)} for names in (self.actors, self.concepts))
        counts = np.zeros((len(a), len(c), len(self.levels)))
        for one in coded:
            counts[a[one.actor], c[one.concept], int(np.searchsorted(self.levels, one.value))] += 1
        return counts

    def between(self, start: str, end: str) -> "Discourse":
        """The statements of ``start <= when < end``, over the same names and levels; those without a date never."""
        return self.of(c for c in self.coded if c.when and start <= c.when < end)

    def of(self, coded: Iterable[Coded]) -> "Discourse":
        """Some of the statements, over the same names and levels."""
        part = Discourse.__new__(Discourse)
        part.coded = tuple(coded)
        part.actors, part.concepts, part.levels = self.actors, self.concepts, self.levels
        part.counts = part._count(part.coded)
        return part

    def windows(self, days: int, step: int | None = None) -> Iterator[tuple[date, date, "Discourse"]]:
        """Windows of so many days over the dated statements, each beginning ``step`` days (its length) after the last.

        Dates that name a month or year count as its first day. KgError for fewer than one day.
        """
        step = days if step is None else step
        if days < 1 or step < 1:
            raise KgError(f"a window of {days} days, moved by {step}", "give at least one day")
        dates = sorted(day_of(c.when) for c in self.coded if c.when)
        if not dates:
            return
        begin = dates[0]
        while begin <= dates[-1]:
            end = begin + timedelta(days)
            yield begin, end, self.of(c for c in self.coded if c.when and begin <= day_of(c.when) < end)
            begin += timedelta(step)

    def two_mode(self, aggregation: Aggregation = "ignore", normalization: Normalization = "no") -> Matrix:
        """Actors by concepts: how often (ignore), or the sum of stances (subtract)."""
        if aggregation not in ("ignore", "subtract"):
            raise KgError(f"actors and concepts cannot be joined by {aggregation!r}", "choose ignore or subtract")
        sums = self.counts.sum(2)
        weights = sums if aggregation == "ignore" else self.counts @ self._signed()
        if normalization == "activity":
            weights = _divide(weights, sums.sum(1, keepdims=True))
        elif normalization == "prominence":
            weights = _divide(weights, sums.sum(0, keepdims=True))
        elif normalization != "no":
            raise KgError(f"no normalization {normalization!r} of actors and concepts", f"one of {', '.join(TWO_MODE)}")
        return Matrix(self.actors, self.concepts, weights)

    def one_mode(self, aggregation: Aggregation = "congruence", normalization: Normalization = "no") -> Matrix:
        """Actors by actors: the products of their counts on each concept, weighted by how near their stances are."""
        nearness = self._nearness(aggregation)
        size = len(self.actors)
        weights = np.zeros((size, size))
        for j in range(len(self.concepts)):
            levels = self.counts[:, j, :]
            weights += levels @ nearness @ levels.T
        weights = _divide(weights, self._norm(normalization))
        np.fill_diagonal(weights, 0.0)
        return Matrix(self.actors, self.actors, weights)

    def _signed(self) -> Numbers:
        """What a statement of each level adds. A qualifier of only 0 and 1 says no and yes, as in the program."""
        return np.where(self.levels == 0, -1.0, 1.0) if set(self.levels.tolist()) <= {0.0, 1.0} else self.levels

    def _nearness(self, aggregation: Aggregation) -> Numbers:
        """1 for the same level, 0 for the two ends of the scale."""
        span = float(np.ptp(self.levels)) if len(self.levels) else 0.0
        distance = np.abs(self.levels[:, None] - self.levels[None]) / (span or 1.0)
        weights: dict[Aggregation, Numbers] = {
            "ignore": np.ones_like(distance),
            "congruence": 1 - distance,
            "conflict": distance,
            "subtract": 1 - 2 * distance,
        }
        if aggregation not in weights:
            raise KgError(f"no aggregation {aggregation!r}", f"choose one of {', '.join(AGGREGATIONS)}")
        return weights[aggregation]

    def _norm(self, normalization: Normalization) -> Numbers:
        """What each pair's weight is divided by, as the program defines it."""
        flat = self.counts.reshape(len(self.actors), len(self.concepts) * len(self.levels))
        total = flat.sum(1)
        if normalization == "no":
            return np.ones((len(total), len(total)))
        if normalization == "average":
            average: Numbers = (total[:, None] + total[None]) / 2
            return average
        if normalization == "cosine":
            return np.outer(total, total)
        if normalization == "jaccard":
            alone = flat @ (flat == 0).T.astype(np.float64)
            jaccard: Numbers = alone + alone.T + flat @ flat.T
            return jaccard
        raise KgError(f"no normalization {normalization!r} among actors", f"choose one of {', '.join(ONE_MODE)}")


def _divide(weights: Numbers, norm: Numbers) -> Numbers:
    return np.divide(weights, norm, out=np.zeros_like(weights), where=norm != 0)


def day_of(when: str) -> date:
    """The first day of an ISO 8601 date of any precision."""
    parts = [int(p) for p in when[:10].split("-")]
    return date(*(parts + [1] * (3 - len(parts))))
