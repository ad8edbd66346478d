"""Which of many mentions across articles are one thing: clustering under constraints.

Greedy and deterministic: items come in an order of their own, the most telling first, so neither the order of the
articles nor an earlier run matters. Each joins the one cluster that fits it best, or none where two fit alike.
Complete linkage is left to the items: an item is compared with what its whole cluster has said (``merged``). People's
decisions come first, *different* before *same* (cannot-link before must-link: Wagstaff et al., ICML 2001).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, Protocol, Self, TypeVar

from kg.model.identity import Judgement, Opinion, Verdict


class Item(Protocol):
    """Something told by one article, or (``merged``) by several.

    ``shelves`` are where a cluster that holds it is found, ``places_to_look`` where it looks for one itself.
    Two items with one ``exclusive`` value never join by rule: their article kept them apart.
    """

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> Any: ...
    @property
    def exclusive(self) -> str | None: ...
    @property
    def shelves(self) -> Iterable[Hashable]: ...
    @property
    def places_to_look(self) -> Iterable[Hashable]: ...
    def compare(self, other: Self, /) -> Opinion | None: ...
    def merged(self, other: Self, /) -> Self: ...


T = TypeVar("T", bound=Item)
#: How many doubts are written down for an item that joins no cluster.
DOUBTS = 3
#: How many clusters an item is compared with at most: the most telling ones, for they came first. A name that
#: thousands of articles have and that nothing is said of would else be compared with all of its kind.
NEAR = 1000


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision about two groups of items: every one here against every one there."""

    verdict: Verdict
    one: frozenset[str]
    other: frozenset[str]


@dataclass(eq=False)
class Cluster(Generic[T]):
    """Items that are one thing: ``gist`` is what they say together."""

    gist: T
    members: list[T]
    exclusive: set[str] = field(default_factory=set)
    apart: set[tuple[int, int]] = field(default_factory=set)  # sides of rulings: different
    doubted: set[tuple[int, int]] = field(default_factory=set)  # the same: unsure

    def absorb(self, other: "Cluster[T]") -> None:
        """Takes the other's members."""
        self.gist = self.gist.merged(other.gist)
        self.members += other.members
        self.exclusive |= other.exclusive
        self.apart |= other.apart
        self.doubted |= other.doubted


def _clash(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> bool:
    return bool(one) and any((number, 1 - side) in one for number, side in other)


def cluster(items: Iterable[T], rulings: Sequence[Ruling] = ()) -> tuple[list[Cluster[T]], list[Judgement]]:
    """The clusters, in order of their first member, and what the rules decided on the way.

    A *same* that would join what a person holds different has no effect.
    """
    first = sorted(items, key=lambda item: (item.order, item.key))
    seeds = sorted(_seeds(first, rulings), key=lambda c: min((m.order, m.key) for m in c.members))
    made: list[Cluster[T]] = []
    shelves: dict[Hashable, dict[int, None]] = {}
    judgements: list[Judgement] = []
    for seed in seeds:
        found = (n for place in seed.gist.places_to_look for n in shelves.get(place, ()))
        joined, decided = _choice(seed, [(n, made[n]) for n in dict.fromkeys(islice(found, NEAR))])
        judgements += decided
        if joined is None:
            joined = len(made)
            made.append(seed)
        else:
            made[joined].absorb(seed)
        for shelf in made[joined].gist.shelves:
            shelves.setdefault(shelf, {})[joined] = None
    return made, judgements


def _choice(seed: Cluster[T], near: list[tuple[int, Cluster[T]]]) -> tuple[int | None, list[Judgement]]:
    """The cluster to join, if one fits best, and the decisions: why that one, or why none."""
    fits: list[tuple[int, Cluster[T], Opinion]] = []
    doubts: list[Judgement] = []
    key = seed.members[0].key
    for number, other in near:
        if _clash(seed.apart, other.apart) or _clash(seed.doubted, other.doubted):
            continue
        opinion = other.gist.compare(seed.gist)
        if opinion is None or seed.exclusive & other.exclusive:
            continue
        if opinion.verdict == "same":
            fits.append((number, other, opinion))
        else:
            doubts.append(Judgement.of(other.members[0].key, key, opinion))
    if not fits:
        return None, sorted(doubts, key=lambda doubt: -doubt.confidence)[:DOUBTS]
    best = max(opinion.strength for _, _, opinion in fits)
    fits = [fit for fit in fits if fit[2].strength == best]
    if len(fits) == 1:
        return fits[0][0], [Judgement.of(fits[0][1].members[0].key, key, fits[0][2])]
    unsure = (Opinion("unsure", best, opinion.rule, f"{opinion.why}; but {len(fits)} fit equally well")
              for _, _, opinion in fits)
    return None, [Judgement.of(other.members[0].key, key, opinion)
                  for (_, other, _), opinion in zip(fits, unsure, strict=True)]


def _seeds(items: Sequence[T], rulings: Sequence[Ruling]) -> list[Cluster[T]]:
    """One cluster an item, or for what people hold to be the same."""
    clusters: dict[str, Cluster[T]] = {
        item.key: Cluster(item, [item], {item.exclusive} if item.exclusive else set()) for item in items}
    for number, ruling in enumerate(rulings):
        if ruling.verdict != "same":
            _mark(clusters, number, ruling)
    for ruling in rulings:
        if ruling.verdict == "same":
            keys = sorted(key for key in ruling.one | ruling.other if key in clusters)
            for other in keys[1:]:
                _join(clusters, keys[0], other)
    return list({id(c): c for c in clusters.values()}.values())


def _mark(clusters: Mapping[str, Cluster[T]], number: int, ruling: Ruling) -> None:
    for side, keys in enumerate((ruling.one, ruling.other)):
        for key in keys & clusters.keys():
            marks = clusters[key].apart if ruling.verdict == "different" else clusters[key].doubted
            marks.add((number, side))


def _join(clusters: dict[str, Cluster[T]], one: str, other: str) -> None:
    a, b = clusters[one], clusters[other]
    if a is not b and not _clash(a.apart, b.apart):
        a.absorb(b)
        for member in b.members:
            clusters[member.key] = a
