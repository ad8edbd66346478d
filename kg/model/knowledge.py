"""What the domain knows before it reads: entries with names, offices in time, claims, treaties, sanctions.

Loaded by ``kg.knowledge`` from the tables under ``ontology/knowledge``; nothing here knows files.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Literal, TypeVar, cast

from kg.model.dates import PartialDate
from kg.model.entities import EntityType

T = TypeVar("T")

#: ``name`` (full or usual name), ``acronym``, ``surname``; ``adjective`` and ``demonym`` ("Japanese");
#: ``capital`` and ``seat`` stand for a government ("Tokyo", "the Kremlin"); ``description`` is a common-noun
#: phrase that means the entry ("the disputed islands" only where the article's dispute is this one).
NameKind = Literal["name", "acronym", "surname", "adjective", "demonym", "capital", "seat", "description"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entry: in which language, and whose name it is (a state's id, or "" for nobody's in particular).

    ``dispute`` is set for a description that means the entry only where the article is about that dispute.
    """

    text: str
    kind: NameKind = "name"
    language: str = "en"
    authority: str = ""
    source: str = ""
    dispute: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity that is known: ``kind`` refines ``type`` (ministry, island-group, think-tank, declaration …).

    ``state`` is the state that a person, body or undisputed place is of ("" where none: always for a
    territory under dispute). ``part_of`` is another entry that contains this one, never a state for a
    territory. ``dispute`` is the folder it comes from. ``start`` and ``end`` bound the existence of a
    state or body, ``successor`` is the entry that continues it (Soviet Union: Russia). ``gender`` is
    ``masculine`` or ``feminine`` for a person ("" where not known), as in ``ontology/lexicon/first_names.csv``.
    """

    id: str
    type: EntityType
    label: str
    kind: str = ""
    names: tuple[Name, ...] = ()
    wikidata: str | None = None
    state: str = ""
    part_of: str = ""
    dispute: str = ""
    wkt: str = ""
    source: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    successor: str = ""
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its titles as texts use them ("foreign minister", "top diplomat"); whom it serves."""

    id: str
    label: str
    titles: tuple[str, ...]
    serves: str
    state: str = ""
    single_holder: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held an office from when until when (None: unknown or still)."""

    person: str
    office: str
    start: PartialDate | None
    end: PartialDate | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim to, or control of, a territory, as a view with claimant, basis and interval."""

    kind: Literal["claim", "control"]
    claimant: str
    territory: str
    basis: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class TerritoryInfo:
    """Size and people of a territory; ``population_year`` says when they were counted.

    ``accuracy_km`` bounds how far the entry's ``wkt`` may be from the truth (None: not said).
    """

    territory: str
    area_km2: float | None = None
    population: int | None = None
    population_year: int | None = None
    source: str = ""
    accuracy_km: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a state reads a clause, in our words."""

    state: str
    reading: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a treaty that matters to a dispute: ``number`` as cited ("Art. 2(c)"), summary in our words."""

    treaty: str
    number: str
    summary: str
    readings: tuple[Reading, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's membership of an organization, with its interval (None: unknown, or still)."""

    state: str
    organization: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute: its parties, the territory it is about, and an even-handed summary."""

    id: str
    label: str
    parties: tuple[str, ...]
    territory: str
    summary: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TreatyInfo:
    """What is known of a treaty; ``status`` is in-force, terminated, superseded, unratified or not-concluded."""

    treaty: str
    kind: str
    parties: tuple[str, ...] = ()
    signed: PartialDate | None = None
    in_force: PartialDate | None = None
    place: str = ""
    status: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SanctionInfo:
    """What is known of a sanction."""

    sanction: str
    authority: tuple[str, ...]
    target: tuple[str, ...]
    measure: str = ""
    reason: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    source: str = ""


@dataclass(frozen=True)
class Knowledge:
    """Everything the tables say, with look-ups. Order is the files' order, so results are stable."""

    entries: dict[str, Entry]
    offices: dict[str, Office] = field(default_factory=dict)
    tenures: tuple[Tenure, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    treaties: dict[str, TreatyInfo] = field(default_factory=dict)
    sanctions: dict[str, SanctionInfo] = field(default_factory=dict)
    members: tuple[tuple[str, str], ...] = ()  # (state, organization), past ones too
    memberships: tuple[Membership, ...] = ()  # the same with their intervals
    clauses: tuple[Clause, ...] = ()
    territories: dict[str, TerritoryInfo] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, tuple[tuple[Entry, Name], ...]]:
        """Case-folded name -> entries that bear it, with the name."""
        found: dict[str, list[tuple[Entry, Name]]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                found.setdefault(name.text.casefold(), []).append((entry, name))
        return {key: tuple(pairs) for key, pairs in found.items()}

    @cached_property
    def _tenures_of(self) -> dict[str, tuple[Tenure, ...]]:
        found: dict[str, list[Tenure]] = {}
        for tenure in self.tenures:
            found.setdefault(tenure.office, []).append(tenure)
            found.setdefault(tenure.person, []).append(tenure)
        return {key: tuple(rows) for key, rows in found.items()}

    def holders(self, office: str, on: PartialDate | None) -> tuple[str, ...]:
        """Ids of the people who held the office at any time within the date (all of them for None)."""
        return tuple(t.person for t in self._tenures_of.get(office, ()) if within(t, on))

    def offices_of(self, person: str, on: PartialDate | None) -> tuple[Office, ...]:
        """Offices that the person held at any time within the date (all of them for None)."""
        return tuple(self.offices[t.office] for t in self._tenures_of.get(person, ()) if within(t, on))


def once(make: Callable[[Knowledge], T]) -> Callable[[Knowledge], T]:
    """Keeps what the function makes of a knowledge base with it, so that no article pays for it again."""
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def kept(knowledge: Knowledge) -> T:
        made = vars(knowledge)
        if name not in made:
            made[name] = make(knowledge)
        return cast(T, made[name])

    return kept


def within(tenure: Tenure, on: PartialDate | None) -> bool:
    """Whether the tenure overlaps the date."""
    if on is None:
        return True
    begins = tenure.start.first if tenure.start else None
    ends = tenure.end.last if tenure.end else None
    return (begins is None or begins <= on.last) and (ends is None or ends >= on.first)
