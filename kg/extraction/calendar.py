"""Arithmetic of partial dates: steps by units, the nearest weekday or month before or after a day."""

import datetime
from typing import Literal

from kg.model import PartialDate

Unit = Literal["day", "week", "fortnight", "month", "year", "decade"]
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def step(date: PartialDate, unit: str, count: int) -> PartialDate | None:
    """The date ``count`` units away, no more precise than either the date or the unit allows.

    Days keep a day; weeks give the month (the day is not meant); months the month; years and decades the
    year. None where the date is too coarse for the unit.
    """
    if unit in _DAYS:
        if not date.day:
            return None
        try:
            moved = date.first + datetime.timedelta(days=count * _DAYS[unit])
        except OverflowError:
            return None
        return PartialDate.of(moved) if unit == "day" else PartialDate(moved.year, moved.month)
    if unit == "month":
        if not date.month:
            return None
        months = date.year * 12 + date.month - 1 + count
        return PartialDate(months // 12, months % 12 + 1) if months >= 12 else None
    year = date.year + count * (10 if unit == "decade" else 1)
    return PartialDate(year) if 0 < year < 10_000 and unit != "decade" else None


def weekday(date: PartialDate, number: int, *, future: bool) -> PartialDate | None:
    """The nearest such weekday up to the date, or from it on: a report of Thursday calls its own day Thursday.

    Of a date known to the month only, the month; None for a year.
    """
    if not date.day:
        return PartialDate(date.year, date.month) if date.month else None
    back = (date.first.weekday() - number) % 7
    shift = (7 - back) % 7 if future else -back
    return PartialDate.of(date.first + datetime.timedelta(days=shift))


def month(date: PartialDate, number: int, *, future: bool) -> PartialDate:
    """The nearest such month up to the date, or from it on. Of a date known to the year only, that year's."""
    if not date.month:
        return PartialDate(date.year, number)
    if future:
        return PartialDate(date.year + (number < date.month), number)
    return PartialDate(date.year - (number > date.month), number)


def nearest_month(date: PartialDate, number: int) -> PartialDate:
    """The nearest such month on either side of the date; of a date known to the year only, that year's."""
    if not date.month:
        return PartialDate(date.year, number)
    ahead = (number - date.month) % 12
    months = date.year * 12 + date.month - 1 + (ahead if ahead <= 6 else ahead - 12)
    return PartialDate(months // 12, months % 12 + 1)


def day_of_month(year: int, month_number: int, day: int) -> PartialDate | None:
    """That day, or None where there is none (31 June)."""
    try:
        return PartialDate.of(datetime.date(year, month_number, day))
    except ValueError:
        return None
