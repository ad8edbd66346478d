"""Whether two articles speak of one person, body, treaty, sanction or place that the tables do not know.

People are one where name, office and time agree; the others by name, in articles about common states. What is
nothing but a common noun ("Sanctions", "Article 2") is never one thing across articles by its name alone.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.knowledge.spelling import fold, key, skeleton
from kg.knowledge.wordlists import terms
from kg.model import EntityType, PartialDate
from kg.model.identity import Opinion
from kg.resolution.people import parts, same_person

#: Years between the articles: one name and office, a name alone, a measure.
CAREER, ACQUAINTANCE, MEASURE = 15, 5, 3
_SMALL = frozenset({"of", "the", "for", "on", "and", "in", "to", "at", "with", "a", "an", "s", "by", "from"})
_NOUNS = {"Organization": "organization_nouns", "Treaty": "treaty_nouns", "Sanction": "sanction_nouns",
          "Place": "place_nouns"}
#: An office as an article words it: its content words, and the id of whom it serves ("" where that is not said).
Office = tuple[frozenset[str], str]


def office(words: str, serves: str = "") -> Office:
    """An office from its words."""
    return frozenset(fold(w) for w in key(words) if w not in _SMALL), serves


@dataclass(frozen=True)
class Appearance:
    """An entity as one article names it, or as several do together.

    ``names`` are labels; ``entity`` is the id of an entry of the tables for what is none of ours to merge by rule;
    ``states`` are those that the articles speak of; ``dates`` the first and the last of the articles.
    """

    key: str
    article: str
    local: str
    type: EntityType
    names: frozenset[str]
    offices: frozenset[Office] = frozenset()
    states: frozenset[str] = frozenset()
    dates: tuple[PartialDate, PartialDate] | None = None
    entity: str = ""

    @property
    def exclusive(self) -> str | None:
        return self.article or None

    @property
    def order(self) -> tuple[object, ...]:
        longest = max((len(name) for name in self.names), default=0)
        return (not self.entity, -len(self.offices), -longest, str(self.dates[0]) if self.dates else "9999", self.local)

    @cached_property
    def _parts(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({p for name in self.names if (p := parts(name))}))

    @property
    def shelves(self) -> Iterator[Hashable]:
        if self.entity:
            yield "entity", self.entity
        elif self.type == "Person":
            yield from {(self.type, skeleton(word)) for p in self._parts for word in (p[0], p[-1])}
        elif not _generic(self.type, self.names):
            yield from {(self.type, key(name)) for name in self.names}

    places_to_look = shelves

    def compare(self, other: "Appearance") -> Opinion | None:
        """What the rules think; None where the names differ."""
        if self.entity or other.entity:
            return Opinion("same", 1.0, "identity.known", f"both are {self.entity}") \
                if self.entity == other.entity else None
        if self.type == "Person":
            return self._person(other)
        shared = self.states & other.states or not (self.states and other.states)
        if not shared:
            return Opinion("unsure", 0.4, "identity.context", f"{_names(self)}: the articles are about other states")
        if self.type == "Sanction" and self._years(other) > MEASURE:
            return Opinion("unsure", 0.4, "identity.time", f"{_names(self)}: more than {MEASURE} years apart")
        return Opinion("same", 0.9, "identity.name", f"{_names(self)}: name and states agree")

    def _person(self, other: "Appearance") -> Opinion | None:
        pairs = [(p, q) for p in self._parts for q in other._parts]
        if not pairs or not all(_one_name(p, q) for p, q in pairs):
            return None
        years, name = self._years(other), _names(self)
        if not self.offices or not other.offices:
            full = all(len(p) > 1 and len(q) > 1 for p, q in pairs)
            if full and years <= ACQUAINTANCE and self.states & other.states:
                return Opinion("same", 0.7, "person.name", f"{name}: the full name, states and time agree")
            return Opinion("unsure", 0.4, "person.name", f"{name}: too little is said of the office")
        if not any(_one_office(a, b) for a in self.offices for b in other.offices):
            return Opinion("different" if years <= 1 else "unsure", 0.8, "person.office",
                           f"{name}: {_offices(self)}, but {_offices(other)}")
        if years > CAREER:
            return Opinion("different", 0.8, "person.time", f"{name}: {_offices(self)}, but {years} years apart")
        return Opinion("same", 0.95, "person.office", f"{name}, {_offices(self)}: name, office and time agree")

    def _years(self, other: "Appearance") -> int:
        """Whole years between the articles; 0 where a date is not known."""
        if not self.dates or not other.dates:
            return 0
        gap = max(other.dates[0].first - self.dates[1].last, self.dates[0].first - other.dates[1].last)
        return max(gap.days, 0) // 365

    def merged(self, other: "Appearance") -> "Appearance":
        """What both say."""
        dates = [d for pair in (self.dates, other.dates) if pair for d in pair]
        return replace(self, names=self.names | other.names, offices=self.offices | other.offices,
                       states=self.states | other.states, entity=self.entity or other.entity,
                       dates=(min(dates), max(dates)) if dates else None)


def _one_name(p: tuple[str, ...], q: tuple[str, ...]) -> bool:
    """Full names that may be one person's, or the same single name."""
    if len(p) == 1 or len(q) == 1:
        return [skeleton(w) for w in p] == [skeleton(w) for w in q]
    return same_person(p, q)


def _one_office(a: Office, b: Office) -> bool:
    """The same one whom they serve and a word in common, or, where one does not say whom, the words of it."""
    (words, serves), (others, whom) = a, b
    if serves and whom:
        return serves == whom and (bool(words & others) or not words or not others)
    return bool(words and others) and (words <= others or others <= words)


def _generic(type: EntityType, names: frozenset[str]) -> bool:
    """Whether a name has no word that is its own: common nouns, or one noun and a number."""
    nouns = terms(_NOUNS[type]) if type in _NOUNS else frozenset[str]()
    for name in names:
        words = [w for w in key(name) if w not in _SMALL]
        own = [w for w in words if w not in nouns and not w.isdigit()]
        numbered = len(own) == 1 < len(words) and all(w.isdigit() for w in words if w != own[0])
        if not own or numbered or fold(name) in nouns:
            return True
    return False


def _names(one: Appearance) -> str:
    return " / ".join(sorted(one.names))


def _offices(one: Appearance) -> str:
    told = (" ".join(sorted(words)) + (f" ({serves})" if serves else "") for words, serves in one.offices)
    return "; ".join(sorted(told)) or "no office"
