"""Words of time expressions (``ontology/lexicon/time.yaml``) and the patterns made of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import KnowledgeError
from kg.extraction.patterns import read_yaml
from kg.settings import data_dir

_WORD = re.compile(r"(?<![\w-])(?:\d|[A-Za-z]+)")
_OPENING = ("numbers", "seasons", "days", "parts", "from_article", "from_text", "openers")


@dataclass(frozen=True)
class TimeWords:
    """The lexicon: maps from lower-case word to value, and one compiled pattern for each kind of expression.

    ``openers`` are the first words of all expressions, ``any`` matches where one of the patterns does.
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    data: dict[str, Any]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    openers: frozenset[str]
    any: re.Pattern[str]

    def starts(self, text: str) -> Iterator[int]:
        """Where expressions start. Looking at each word first spares most of a text the patterns."""
        for word in _WORD.finditer(text):
            start = word.start()
            if (word[0].isdigit() or word[0].lower() in self.openers) and self.any.match(text, start):
                yield start


@cache
def time_words() -> TimeWords:
    path = data_dir("ontology") / "lexicon" / "time.yaml"
    try:
        data: dict[str, Any] = read_yaml(path)
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
        sources = {name: rf"(?<![\w-])(?:{pattern.format_map(lists)})(?!\w)"
                   for name, pattern in data["patterns"].items()}
        patterns = tuple((name, re.compile(source)) for name, source in sources.items())
        whole = re.compile(re.sub(r"\(\?P<\w+>", "(?:", "|".join(sources.values())))
        openers = frozenset({*months, *weekdays}.union(*({w.split()[0] for w in data[name]} for name in _OPENING)))
    except (KeyError, re.error) as error:
        raise KnowledgeError(f"{path}: {error}", "mend the file, or restore it from the package") from error
    return TimeWords(months, weekdays, data, patterns, openers, whole)


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
