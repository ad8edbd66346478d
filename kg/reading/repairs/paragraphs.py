"""Paragraphs: lines that were broken to fit a width become one again, paragraphs stay apart by an empty line."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kg.reading.edits import Edit
from kg.reading.lexicon import cleaning_data, lexicon
from kg.reading.repairs.lines import Line, lines

_NARROWEST, _WIDEST = 45, 100  # characters of a hard-wrapped line
_RAGGED, _FULL = 0.6, 0.9  # shares of the width: of a line that breaks inside a sentence, of one that was full
_MANY_SPACES = re.compile(" {2,}")
_LIST_ITEM = re.compile(r"(?:[•·‣▪*]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_DASH_ITEM = re.compile(r"[–—-]\s")


def paragraphs(text: str, title: str = "") -> Iterator[Edit]:
    """White space: one space between words, an empty line between paragraphs, none at either end."""
    rows = list(lines(text))
    filled = [i for i, line in enumerate(rows) if line.text]
    if not filled:
        yield Edit(0, len(text))
        return
    yield Edit(0, rows[filled[0]].start)
    yield Edit(rows[filled[-1]].end, len(text))
    widths = _widths(rows)
    for i, j in pairwise(filled):
        yield from _between(rows[i], rows[j], j - i - 1, widths[i], title)
    for i in filled:
        for match in _MANY_SPACES.finditer(rows[i].text):
            yield Edit(rows[i].start + match.start() + 1, rows[i].start + match.end())


def _widths(rows: Sequence[Line]) -> list[int]:
    """For each line the width that its neighbourhood was wrapped at, 0 where it was not.

    Lines were wrapped when they are short and most of them end inside a sentence.
    """
    blocks = [list(group) for _, group in groupby(rows, key=lambda line: bool(line.text))]
    whole = max(len(line.text) for line in rows)
    if whole <= _WIDEST:
        inner = [line for block in blocks if block[0].text for line in block[:-1]]
        return [_width(whole, inner)] * len(rows)
    return [
        width for block in blocks for width in [_width(max(len(line.text) for line in block), block[:-1])] * len(block)
    ]


def _width(widest: int, inner: Sequence[Line]) -> int:
    broken = sum(not line.ends_sentence for line in inner)
    return widest if _NARROWEST <= widest <= _WIDEST and 2 * broken >= len(inner) else 0


def _between(a: Line, b: Line, blanks: int, width: int, title: str) -> Iterator[Edit]:
    """The edit of what lies between two neighbouring lines."""
    if a.text == title or _is_list_item(a, b) or not _runs_on(a, b, blanks, width):
        yield Edit(a.end, b.start, "\n\n")
        return
    if a.text.endswith("-") and a.text[-2:-1].isalpha() and b.text[0].isalpha():
        yield Edit(a.end - _is_soft_hyphen(a.text, b.text), b.start)
    elif a.text[-1] in "—/" and a.text[-2:-1] != " ":
        yield Edit(a.end, b.start)
    else:
        yield Edit(a.end, b.start, " ")


def _is_list_item(a: Line, b: Line) -> bool:
    """True for a bullet or number; for a dash only where the line before can end."""
    can_end = a.ends_sentence or a.text[-1] in ":;" or _DASH_ITEM.match(a.text) is not None
    return _LIST_ITEM.match(b.text) is not None or (can_end and _DASH_ITEM.match(b.text) is not None)


def _runs_on(a: Line, b: Line, blanks: int, width: int) -> bool:
    """True when the second line goes on with the paragraph of the first."""
    last = a.text[-40:].split()[-1]
    lower = b.text[0].islower()
    if not blanks and lower and a.text[-1] == "-" and a.text[-2:-1].isalpha():
        return True
    if not a.ends_sentence and blanks <= 6 and (a.text[-1] not in ":;" or not blanks):
        if lower and len(a.text) >= 30 and not b.text.startswith(("http", "www.")):
            return True
        if last.lower() in cleaning_data("words")["unfinished"] and len(a.text) >= 20:
            return True
        if not blanks and a.text[-1] == "," and len(a.text) >= 40:
            return True
        if not blanks and width and len(a.text) > _RAGGED * width:
            return True
    if blanks or not width or (b.indent > a.indent and a.ends_sentence):
        return False
    return len(a.text) + 1 + len(b.text[:width].split()[0]) > _FULL * width


def _is_soft_hyphen(first: str, second: str) -> bool:
    """True for a hyphen that only the end of the line brought in ("negotia-\\ntions", not "de-\\noccupation")."""
    left = re.search(r"[^\W\d_]*(?=-$)", first[-40:])
    right = re.match(r"[^\W\d_]+", second[:40])
    if not left or not right or not right[0].islower():
        return False
    count = lexicon().count(left[0] + right[0])
    if left[0].lower() in cleaning_data("words")["prefixes"]:
        return count >= 10 and not lexicon().has(right[0])
    return count > 0 and not (lexicon().has(left[0]) and lexicon().has(right[0]))
