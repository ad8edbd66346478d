"""Where things lie in a drawing: numbers for SVG, which templates write down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.query.periods import Period, month_of


@dataclass(frozen=True)
class Part:
    """A stretch of a bar, in the drawing's units."""

    series: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """A period as a bar of stacked parts, the first series at the foot."""

    period: Period
    x: float
    width: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Dot:
    """A moment."""

    x: float
    y: float
    series: str
    date: str


def bars(found: Sequence[Period], series: Sequence[str], width: float = 960, height: float = 90) -> list[Bar]:
    """The periods as stacked bars that fill the drawing; what there is one of stays visible."""
    most = max((period.total for period in found), default=0)
    step = width / max(len(found), 1)
    made = []
    for number, period in enumerate(found):
        parts, y = [], height
        for name in series:
            if count := period.counts.get(name, 0):
                tall = max(count / most * height, 2.0)
                y -= tall
                parts.append(Part(name, round(y, 1), round(tall, 1)))
        made.append(Bar(period, round(number * step, 1), round(step, 1), tuple(parts)))
    return made


def strip(moments: Iterable[tuple[str, str]], span: tuple[str, str], lanes: Sequence[str], width: float = 96,
          height: float = 24) -> list[Dot]:
    """(Date, series) pairs as dots, from the left in time, each series in its lane from the top."""
    first, last = month_of(span[0]), month_of(span[1])
    y = {name: round((number + 0.5) * height / len(lanes), 1) for number, name in enumerate(lanes)}
    return [Dot(round(3 + (month_of(date) - first) / max(last - first, 1) * (width - 6), 1), y[name], name, date)
            for date, name in moments]
