"""What stands before the first sentence: a title glued to it, a wire agency's dateline."""

import re
from collections.abc import Iterator
from functools import cache

from kg.reading.edits import Edit
from kg.reading.lexicon import cleaning_data
from kg.reading.repairs.boilerplate import plain

_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’]+(?:[ -][A-ZÀ-Þ.'’]+){0,4}"
_DATE = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_AGENCY = r"\([A-Z][\w ./-]{1,30}\)"
_PLACE = rf"{_CAPITALS}(?:/{_CAPITALS}){{0,3}}"
_WITH_DASH = re.compile(
    rf"({_PLACE}(?:, (?!{_DATE})[A-Z][\w. ]{{1,30}}?){{0,2}}(?:[,.]? {_DATE})?(?:[,.]? {_AGENCY})?|"
    rf"[A-Z][\w. -]{{2,40}}(?:, [A-Z][\w. ]{{1,30}}?)? {_AGENCY})"
    r" ?(?:—|–|--| - )[ -]*(?=[“‘\"']?[A-Z0-9])"
)
_LONGEST = 160
_STARTS = re.compile(r"(?:\A|(?<=\n\n))(?=\S)")


def titles(text: str, title: str) -> Iterator[Edit]:
    """Makes a paragraph of a title that runs straight into the first sentence ("Illusory ProgressDespite ...")."""
    size = len(title)
    if size < 6 or " " not in title or text[:size].casefold() != title.casefold():
        return
    rest = text[size : size + 4].lstrip(" :-–—")
    glued = text[size : size + 1].isalnum()
    if (rest[:1].isupper() and (glued or len(title.split()) > 3)) or (glued and rest[:1] in ("“", '"')):
        gap = len(text[size : size + 4]) - len(rest)
        yield Edit(size, size + gap, "\n\n")


def datelines(text: str) -> Iterator[Edit]:
    """Makes a paragraph of a dateline ("MOSCOW (Reuters) - ", "SEOUL "), so that it is no part of the sentence."""
    for start in _STARTS.finditer(text):
        head = text[start.end() : start.end() + _LONGEST].split("\n", 1)[0]
        if not head[1:3].isupper() and "(" not in head[:60]:
            continue
        if match := _WITH_DASH.match(head):
            yield Edit(start.end() + match.end(1), start.end() + match.end(), "\n\n")
        elif (match := _without_dash().match(head)) and (match[2] or _are_cities(match[1])):
            yield Edit(start.end() + match.end() - 1, start.end() + match.end(), "\n\n")


@cache
def _without_dash() -> re.Pattern[str]:
    regions = "|".join(re.escape(name) for name in sorted(cleaning_data("datelines")["regions"], key=len, reverse=True))
    return re.compile(rf"({_PLACE})(?:, ({regions})\.?)? (?=[“\"]?[A-Z][\w.’']|[“\"]?A )")


def _are_cities(capitals: str) -> bool:
    return all(plain(place) in _cities() for place in capitals.split("/"))


@cache
def _cities() -> frozenset[str]:
    return frozenset(plain(name) for name in cleaning_data("datelines")["cities"])
