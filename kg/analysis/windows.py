"""Moving time windows over coded statements, as Discourse Network Analyzer lays them.

A window has a middle, which moves by one unit from the first statement's day on, and reaches as far before it as behind
it; only windows that lie wholly between the first and the last statement are there. Windows by ``events`` have a
statement as their middle and as many statements before as behind; of those of one day the program takes some by chance,
here the order of ``Coded`` decides.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from kg.analysis.discourse import Discourse, day_of
from kg.errors import KgError

Unit = Literal["days", "weeks", "months", "years", "events"]
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True)
class Window:
    """The statements of ``start <= day <= end`` (by events: between these days), around a middle."""

    middle: date
    start: date
    end: date
    discourse: Discourse


def moving(discourse: Discourse, unit: Unit, size: int) -> Iterator[Window]:
    """Windows of ``size`` units, made odd where it is even, over the dated statements; empty windows among them.

    A date that names a month or year counts as its first day. KgError for an unknown unit or a size below 1.
    """
    if unit not in UNITS or size < 1:
        raise KgError(f"no window of {size} {unit}", f"give at least 1 of {', '.join(UNITS)}")
    dated = sorted((c for c in discourse.coded if c.when),
                   key=lambda c: (day_of(c.when), c.text, c.actor, c.concept, c.value))
    if not dated:
        return
    half = size // 2  # the program's round((size - 1) / 2), half up
    days = [day_of(c.when) for c in dated]
    if unit == "events":
        for at in range(half, len(dated) - half):
            part = dated[at - half:at + half + 1]
            yield Window(days[at], days[at - half], days[at + half], discourse.of(part))
        return
    middle = days[0]
    while middle <= days[-1]:
        start, end = moved(middle, unit, -half), moved(middle, unit, half)
        if days[0] <= start and end <= days[-1]:
            yield Window(middle, start, end,
                         discourse.of(c for c, day in zip(dated, days, strict=True) if start <= day <= end))
        middle = moved(middle, unit, 1)


def moved(day: date, unit: Unit, by: int) -> date:
    """The day so many units later; the last of a month that is too short. KgError beyond the calendar."""
    try:
        if unit in ("days", "weeks"):
            return day + timedelta(by * (7 if unit == "weeks" else 1))
        month = day.year * 12 + day.month - 1 + by * (12 if unit == "years" else 1)
        year, month = month // 12, month % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError) as error:
        raise KgError(f"{by} {unit} from {day} leave the calendar", "take smaller windows") from error
