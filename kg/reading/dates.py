"""The date of an article: as a field gives it, or as a line at its start says without doubt."""

import re

from kg.model.dates import PartialDate

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "(" + "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "september" else "sept?(?:ember)?" for m in _MONTHS) + r")\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH},? (\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"{_MONTH},? (\d{{4}})\b", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.{0,20})?(?!\d)")
_LABEL = re.compile(r"(?:first )?(?:published|posted|date|dated|issued)(?: on| at)?\s?:?\s?", re.IGNORECASE)
_DATELINE = re.compile(r"[A-Z][A-Z.' /-]{2,40}(?:, [A-Z][\w. ]{1,30})?,? \(?(?=[A-Z]?[a-z]{2,8}\.? \d|\d{1,2} [A-Z])")
_LINES, _LONGEST = 15, 200


def parse_date(text: str) -> PartialDate:
    """From YYYY, YYYY-MM, YYYY-MM-DD with or without a time, or an English date; ValueError for anything else."""
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return PartialDate.parse(match[1])
    found = _written(text)
    if found and found[1] >= len(text.rstrip(". ")):
        return found[0]
    if match := _MONTH_ONLY.fullmatch(text):
        return PartialDate.parse(f"{match[2]}-{_number(match[1]):02}")
    return PartialDate.parse(text)


def stated_date(text: str) -> tuple[PartialDate, str] | None:
    """The date that one of the first lines states ("Published: 11 February 2016", "TOKYO, Feb. 11, 2016 -") and that
    line's words; None when no line does or two disagree."""
    found: dict[PartialDate, str] = {}
    for raw in text[:3000].splitlines()[: 2 * _LINES]:
        line = raw.strip()[:_LONGEST]
        label = _LABEL.match(line) or _DATELINE.match(line)
        rest = line[label.end() :] if label else line
        try:
            written = _written(rest) or ((PartialDate.parse(m[1]), m.end()) if (m := _ISO.match(rest)) else None)
        except ValueError:
            continue
        if written and (label or (len(rest) - written[1] <= 12 and not rest.rstrip().endswith("."))):
            found[written[0]] = line[:60]
    return next(iter(found.items())) if len(found) == 1 else None


def _written(text: str) -> tuple[PartialDate, int] | None:
    """An English date at the start of a text, and where it ends; ValueError for a day that is not in the calendar."""
    if match := _DAY_FIRST.match(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _MONTH_FIRST.match(text):
        month, day, year = match[1], match[2], match[3]
    else:
        return None
    return PartialDate.parse(f"{year}-{_number(month):02}-{int(day):02}"), match.end()


def _number(month: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]))
