"""Actors by topics: who stands where, how clearly, and since when."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.query.parameters import concepts
from kg.query.periods import Period, periods
from kg.query.selection import Selection, about
from kg.query.survey import UNNAMED, PositionRow, Survey

STANCES = ("support", "conditional", "oppose")
#: Actors on a page.
LINES = 40
#: What a topic regards is told apart in at most so many columns.
_APART = 3
#: And only what so many positions are about, at least.
_ENOUGH = 3
#: Stances through time that a cell shows at most, the latest.
_MOMENTS = 24


@dataclass(frozen=True)
class Cell:
    """What one actor holds on one topic: how often each stance, and (date, stance) in time."""

    support: int
    conditional: int
    oppose: int
    moments: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        """Positions."""
        return self.support + self.conditional + self.oppose

    @property
    def balance(self) -> float:
        """From -1 (always against) to 1 (always for); a condition counts as half a support."""
        return (self.support + 0.5 * self.conditional - self.oppose) / self.total

    @property
    def intensity(self) -> int:
        """From 1 (a single or a divided stand) to 4 (a clear one, often taken)."""
        return 1 + round(3 * abs(self.balance) * min(1.0, (self.total + 1) / 6))

    @property
    def lean(self) -> str:
        """In a word: support, oppose, conditional, or mixed where neither side has two thirds."""
        if self.conditional == self.total:
            return "conditional"
        share = (self.support + self.conditional) / self.total
        return "support" if share >= 2 / 3 else "oppose" if share <= 1 / 3 else "mixed"


@dataclass(frozen=True)
class Line:
    """An actor's row; ``cells`` has None where nothing is known."""

    actor: str
    label: str
    total: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Column:
    """A topic, and whose title, which treaty or whose troops it is about where columns tell that apart.

    ``regarding`` is a value of ``Selection.regarding``; ``label`` is "" where the topic says it all.
    """

    topic: str
    regarding: str
    label: str


@dataclass(frozen=True)
class Matrix:
    """The matrix of a selection. ``topics`` are (name, label, columns); ``columns`` theirs, in order.

    ``lines`` are one page of ``lines_total``; ``unnamed`` positions are in none.
    """

    topics: tuple[tuple[str, str, int], ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    lines_total: int
    total: int
    unnamed: int
    dates: tuple[str, str] | None
    periods: tuple[Period, ...]


def matrix(survey: Survey, selection: Selection, by_side: bool = False, page: int = 1,
           size: int = LINES) -> Matrix:
    """Actors (or sides: states with their people and bodies) by topics, the most outspoken first."""
    rows = list(selection.positions(survey))
    columns, place = _columns(survey, rows)
    grouped: dict[str, dict[int, list[PositionRow]]] = {}
    for row in rows:
        actor = survey.sides.of(row.holder) or row.holder if by_side else row.holder
        grouped.setdefault(actor, {}).setdefault(place(row), []).append(row)
    sizes = {actor: sum(map(len, found.values())) for actor, found in grouped.items()}
    unnamed = sizes.pop(UNNAMED, 0)
    actors = sorted(sizes, key=lambda a: (-sizes[a], a))
    names = concepts("topic")
    widths = Counter(column.topic for column in columns)
    dates = sorted(row.date for row in rows if row.date)
    return Matrix(
        tuple((topic, names.get(topic, topic), width) for topic, width in widths.items()), columns,
        tuple(Line(actor, survey.label(actor), sizes[actor],
                   tuple(cell(grouped[actor][i]) if i in grouped[actor] else None for i in range(len(columns))))
              for actor in actors[(page - 1) * size:page * size]),
        len(actors), len(rows), unnamed, (dates[0], dates[-1]) if dates else None,
        tuple(periods((row.date, row.stance) for row in rows)))


def narrow(whole: Matrix, most: int) -> Matrix:
    """The matrix with its first topics only, so that it has no more than so many columns (but one topic at least)."""
    topics, width = list(whole.topics[:1]), sum(t[2] for t in whole.topics[:1])
    for topic in whole.topics[1:]:
        if width + topic[2] > most:
            break
        topics.append(topic)
        width += topic[2]
    return replace(whole, topics=tuple(topics), columns=whole.columns[:width], lines=tuple(
        replace(line, cells=line.cells[:width]) for line in whole.lines))


def _columns(survey: Survey, rows: Sequence[PositionRow]) -> tuple[tuple[Column, ...], Callable[[PositionRow], int]]:
    """The columns, topics by how often they occur, and the one that a row belongs to."""
    by_topic: dict[str, Counter[str]] = {}
    for row in rows:
        by_topic.setdefault(row.topic, Counter())[about(survey, row.regarding)] += 1
    columns: list[Column] = []
    where: dict[tuple[str, str], int] = {}
    for topic in sorted(by_topic, key=lambda t: (-by_topic[t].total(), t)):
        counts = by_topic[topic]
        enough = max(_ENOUGH, counts.total() / 8)
        told = sorted((a for a in counts if a and counts[a] >= enough), key=lambda a: (-counts[a], a))[:_APART]
        for what in told:
            where[topic, what] = len(columns)
            columns.append(Column(topic, what, survey.label(what)))
        if counts.total() > sum(counts[a] for a in told):
            where[topic, ""] = len(columns)
            columns.append(Column(topic, f"!{','.join(told)}" if told else "", "other" if told else ""))

    def place(row: PositionRow) -> int:
        return where.get((row.topic, about(survey, row.regarding)), where.get((row.topic, ""), -1))

    return tuple(columns), place


def cell(rows: Sequence[PositionRow]) -> Cell:
    """The stances of some positions, by date."""
    counts = {stance: sum(row.stance == stance for row in rows) for stance in STANCES}
    moments = sorted((row.date, row.stance) for row in rows if row.date)
    return Cell(counts["support"], counts["conditional"], counts["oppose"], tuple(moments[-_MOMENTS:]))
