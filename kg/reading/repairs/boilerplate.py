"""What is on the page but not in the article: menus, share lines, credits, page headers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from kg.reading.edits import Edit
from kg.reading.lexicon import cleaning_data
from kg.reading.repairs.lines import Line, lines

_LONGEST = 700  # characters of a line that may be boilerplate
_MENU_WORDS = 12
_MENU_LINES = 40
_REPEATS = 3
_DIGITS = re.compile(r"\d+")


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(entry["pattern"], re.IGNORECASE if entry.get("any_case", True) else 0)
        for entry in cleaning_data("boilerplate")[kind]
    )


@lru_cache(maxsize=4096)
def is_boilerplate(line: str) -> bool:
    """True when the whole line is known not to be of an article."""
    return 0 < len(line) <= _LONGEST and any(p.fullmatch(line) for p in _patterns("lines"))


def boilerplate(text: str, title: str = "") -> Iterator[Edit]:
    """Takes known and repeated lines out, the menu above a repeated title, and the links at the end."""
    for pattern in _patterns("inline"):
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end())
    rows = [line for line in lines(text) if line.text]
    dropped = {i for i, line in enumerate(rows) if is_boilerplate(line.text)}
    dropped |= _repeated(rows, dropped) | _menu(rows, title) | _tail(rows, dropped) | _links(rows, dropped)
    for i in dropped:
        yield Edit(rows[i].start, rows[i].end)


def _repeated(rows: Sequence[Line], dropped: set[int]) -> set[int]:
    """Headers and footers of pages: short lines beside an empty one that come again, but for their numbers.

    Where there is nothing that they could be the headers of, they are the text (a list of names).
    """
    keys = [
        _DIGITS.sub("0", row.text)
        if 8 <= len(row.text) <= 120 and not row.ends_sentence and _is_beside_empty(rows, i)
        else ""
        for i, row in enumerate(rows)
    ]
    counts = Counter(keys)
    found = {i for i, key in enumerate(keys) if key and counts[key] >= _REPEATS}
    return found if len(found | dropped) < len(rows) else set()


def _is_beside_empty(rows: Sequence[Line], i: int) -> bool:
    before = rows[i].row - rows[i - 1].row > 1 if i else True
    return before or i + 1 == len(rows) or rows[i + 1].row - rows[i].row > 1


def _is_menu_like(line: Line) -> bool:
    return len(line.text) <= 120 and len(line.text.split()) <= _MENU_WORDS and not line.ends_sentence


def _menu(rows: Sequence[Line], title: str) -> set[int]:
    """The lines above the title, when the page repeats it below its menu."""
    wanted = plain(title)
    if not wanted:
        return set()
    for i, line in enumerate(rows[:_MENU_LINES]):
        if plain(line.text) == wanted:
            return set(range(i))
        if not (_is_menu_like(line) or is_boilerplate(line.text)):
            break
    return set()


def _tail(rows: Sequence[Line], dropped: set[int]) -> set[int]:
    """The links below an article: from a line such as "Related articles" to the end, if nothing there is a sentence."""
    for i in range(len(rows) - 1, -1, -1):
        if not (i in dropped or _is_menu_like(rows[i])):
            return set()
        if len(rows[i].text) <= _LONGEST and any(p.fullmatch(rows[i].text) for p in _patterns("tail")):
            return set(range(i, len(rows)))
    return set()


def _links(rows: Sequence[Line], dropped: set[int]) -> set[int]:
    """Runs of three and more words that stand alone, at either end of a page ("Home", "World", "Politics")."""
    found: set[int] = set()
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        run: set[int] = set()
        for i in order:
            if i not in dropped and not (
                len(rows[i].text) <= 20 and len(rows[i].text.split()) <= 2 and rows[i].text.isalpha()
            ):
                break
            run.add(i)
        if len(run) >= _REPEATS and len(run) < len(rows):
            found |= run
    return found


def plain(text: str) -> str:
    """Letters and digits only, case folded: how a title is known again."""
    return "".join(c for c in text.casefold() if c.isalnum())
