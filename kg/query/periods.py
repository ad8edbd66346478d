"""Time cut into equal periods, so that any span of dates makes a chart of a few dozen bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Lengths of a period in months.
_LENGTHS = (1, 3, 12, 24, 60, 120, 300, 600, 1200, 3000, 6000)
#: Periods at most.
MOST = 48


@dataclass(frozen=True)
class Period:
    """``counts`` by series; ``start`` and ``end`` (included) are years or months, fit for a filter."""

    start: str
    end: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Of all series."""
        return sum(self.counts.values())

    @property
    def label(self) -> str:
        """The period in words."""
        return self.start if self.start == self.end else f"{self.start} to {self.end}"


def month_of(date: str) -> int:
    """Months since year 0 of the date's first day."""
    return int(date[:4]) * 12 + (int(date[5:7]) - 1 if len(date) >= 7 else 0)


def periods(dated: Iterable[tuple[str, str]], most: int = MOST) -> list[Period]:
    """(Date, series) pairs counted by period, in order, empty periods included; those without a date are left out.

    The shortest length of period that makes no more than ``most``. A year counts in the period of its January.
    """
    found = [(month_of(date), series, len(date) < 7) for date, series in dated if date]
    if not found:
        return []
    first, last = min(month for month, _, _ in found), max(month for month, _, _ in found)
    # Where a date is no more than a year, months would put it into January.
    shortest = 12 if any(vague for _, _, vague in found) else 1
    length = next((n for n in _LENGTHS if n >= shortest and last // n - first // n < most), _LENGTHS[-1])
    made: Sequence[dict[str, int]] = [{} for _ in range(last // length - first // length + 1)]
    for month, series, _ in found:
        counts = made[month // length - first // length]
        counts[series] = counts.get(series, 0) + 1
    return [Period(*_ends((first // length + number) * length, length), counts) for number, counts in enumerate(made)]


def _ends(month: int, length: int) -> tuple[str, str]:
    last = month + length - 1
    if length % 12 == 0:
        return f"{month // 12:04}", f"{last // 12:04}"
    return f"{month // 12:04}-{month % 12 + 1:02}", f"{last // 12:04}-{last % 12 + 1:02}"
