"""The measures of a survey's positions, for a page: who agrees with whom, which camps there are, how far apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.analysis.coding import VALUES
from kg.analysis.discourse import Aggregation, Coded, Discourse, Normalization
from kg.analysis.measures import Camps, Place, camps, places, spread
from kg.query.parameters import concepts
from kg.query.periods import Period, periods
from kg.query.selection import about
from kg.query.survey import UNNAMED, PositionRow, Survey

#: Actors that are measured, the most outspoken ones, and those in the table of pairs.
MOST, SHOWN = 60, 14


@dataclass(frozen=True)
class Pair:
    """Two actors' weight, by how much they agree and disagree."""

    weight: float
    congruence: float
    conflict: float


@dataclass(frozen=True)
class Apart:
    """A topic (and what it regards): positions, actors, balance, and how far the stances spread, 0 to 1."""

    topic: str
    regarding: str
    label: str
    positions: int
    actors: int
    balance: float
    spread: float


@dataclass(frozen=True)
class Measures:
    """``names`` are labels by id; ``pairs`` is a square table of ``actors``, None on its diagonal.

    ``through_time`` has for each period its camps' polarization, None where fewer than two actors spoke. ``measured``
    of ``actors_total`` actors were measured.
    """

    names: dict[str, str]
    actors: tuple[str, ...]
    pairs: tuple[tuple[Pair | None, ...], ...]
    camps: Camps
    places: tuple[Place, ...]
    topics: tuple[Apart, ...]
    through_time: tuple[tuple[Period, float | None], ...]
    positions: int
    measured: int
    actors_total: int


def measures(survey: Survey, rows: Iterable[PositionRow], by_side: bool = False,
             aggregation: Aggregation = "subtract", normalization: Normalization = "no") -> Measures:
    """The measures of some positions; in one article an actor's stance counts once."""
    told = [(actor, row) for row in rows
            if (actor := (survey.sides.of(row.holder) or row.holder) if by_side else row.holder) != UNNAMED]
    spoken = Counter(actor for actor, _ in told)
    chosen = {actor for actor, _ in sorted(spoken.items(), key=lambda item: (-item[1], item[0]))[:MOST]}
    coded = [Coded(actor, f"{row.topic} {about(survey, row.regarding)}", VALUES[row.stance], row.date, row.article)
             for actor, row in told if actor in chosen]
    discourse = Discourse(coded, once_a_text=True)
    weights = discourse.one_mode(aggregation, normalization)
    agree, against = (discourse.one_mode(kind, normalization).weights for kind in ("congruence", "conflict"))
    order = sorted(discourse.actors, key=lambda a: (-spoken[a], a))[:SHOWN]
    at = {actor: number for number, actor in enumerate(discourse.actors)}
    pairs = tuple(tuple(None if a == b else Pair(float(weights.weights[at[a], at[b]]), float(agree[at[a], at[b]]),
                                                 float(against[at[a], at[b]])) for b in order) for a in order)
    return Measures({actor: survey.label(actor) for actor in discourse.actors}, tuple(order), pairs, camps(discourse),
                    tuple(places(weights)), _topics(survey, discourse), _through_time(discourse),
                    len(discourse.coded), len(discourse.actors), len(spoken))


def _topics(survey: Survey, discourse: Discourse) -> tuple[Apart, ...]:
    names, apart = concepts("topic"), spread(discourse)
    counts, signed = discourse.two_mode().weights, discourse.two_mode("subtract").weights
    found = []
    for j, concept in enumerate(discourse.concepts):
        topic, _, regarding = concept.partition(" ")
        label = names.get(topic, topic) + (f": {survey.label(regarding)}" if regarding else "")
        found.append(Apart(topic, regarding, label, int(counts[:, j].sum()), int((counts[:, j] > 0).sum()),
                           float(signed[:, j].sum() / max(counts[:, j].sum(), 1)), apart.get(concept, 0.0)))
    return tuple(sorted(found, key=lambda a: (-a.spread * a.positions ** 0.5, a.label)))


def _through_time(discourse: Discourse) -> tuple[tuple[Period, float | None], ...]:
    made = []
    for period in periods(((c.when, "positions") for c in discourse.coded), most=24):
        part = discourse.of(c for c in discourse.coded
                            if c.when and period.start <= c.when[:len(period.start)] <= period.end)
        several = len({c.actor for c in part.coded}) > 1
        made.append((period, camps(part).polarization if several else None))
    return tuple(made)
