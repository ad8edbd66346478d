"""Calendar dates that may be known to the day, the month or the year only."""

import calendar
import datetime
import re
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A proleptic Gregorian date with the precision its text gives: year, month or day.

    Ordered by year, then month, then day, an unknown part first.
    """

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """From ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ValueError for anything else or no such day."""
        match = _ISO.fullmatch(text.strip())
        if not match:
            raise ValueError(f"not a date of the form YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if match[2]:
            datetime.date(year, month, day if match[3] else 1)
        elif year < 1:
            raise ValueError(f"no such year: {text!r}")
        return cls(year, month, day)

    @classmethod
    def of(cls, date: datetime.date) -> "PartialDate":
        """A date known to the day."""
        return cls(date.year, date.month, date.day)

    @property
    def precision(self) -> str:
        """``"day"``, ``"month"`` or ``"year"``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> datetime.date:
        """The first day that the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that the date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"
