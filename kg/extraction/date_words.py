"""Words of time expressions (``ontology/lexicon/time.yaml``) and the patterns made of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from kg.errors import KnowledgeError
from kg.settings import data_dir


@dataclass(frozen=True)
class TimeWords:
    """The lexicon: maps from lower-case word to value, and one compiled pattern for each kind of expression."""

    months: dict[str, int]
    weekdays: dict[str, int]
    data: dict[str, Any]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def time_words() -> TimeWords:
    path = data_dir("ontology") / "lexicon" / "time.yaml"
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        months = {w: n for n, ws in data["months"].items() for w in ws}
        weekdays = {w: n for n, ws in data["weekdays"].items() for w in ws}
        lists = {
            "months": _either(months, capital=True),
            "weekdays": _either(weekdays, capital=True),
            "ways": _either([*data["ago"], *data["before"], *data["after"]]),
            "steers": _either([*data["from_article"], *data["from_text"]]),
            **{name: _either(data[name]) for name in ("numbers", "units", "parts", "seasons", "days")},
        }
        for name, macro in data["macros"].items():  # in the file's order: later ones may use earlier ones
            lists[name] = macro.format_map(lists)
        patterns = tuple((name, re.compile(rf"(?<![\w-])(?:{pattern.format_map(lists)})(?!\w)"))
                         for name, pattern in data["patterns"].items())
    except (OSError, yaml.YAMLError, KeyError, re.error) as error:
        raise KnowledgeError(f"{path}: {error}", "mend the file, or restore it from the package") from error
    return TimeWords(months, weekdays, data, patterns)


def _either(words: Iterable[str], *, capital: bool = False) -> str:
    """An alternation, longest first; with a first letter of either case unless ``capital``."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    if capital:
        return "|".join(f"{re.escape(w.capitalize())}|{re.escape(w.upper())}" for w in ordered)
    return "|".join(rf"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}" for w in ordered)


def unit_of(unit: str) -> str:
    """The unit's name in the lexicon's spelling."""
    return str(time_words().data["units"][unit.lower()])


def number_of(text: str) -> int | None:
    """The value of a number in digits or in one or two words; None for other words."""
    if text.isdigit():
        return int(text)
    values = [time_words().data["numbers"].get(part) for part in re.split(r"[- ]", text.lower())]
    return sum(v for v in values if v) if all(values) else None
