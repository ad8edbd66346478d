"""Quotation marks and spaces: missing before an opening mark, standing in for an apostrophe, set apart."""

import re
from collections.abc import Iterator

from kg.reading.edits import Edit

_CLITIC = re.compile(r"(?<=[^\W\d_]) (?=(?:['’](?:s|re|ve|ll|d|m)|n['’]t)\b)")
_STRAY = re.compile(
    r"(?<=[^\s.…\"'“‘(\[-]) (?=[,;?!)\]](?:\s|[”\"]|$)|\.(?:\s|[”\"]|$)|’? ?”(?:\s|$))|(?<=\w [(\[]) (?=\w)"
)
_GLUED = re.compile(
    r"(?<=[^\W\d_][.,!?:;])(?=“[^\W\d_])|(?<=[^\W\d_])(?=“[^\W\d_])|(?<=[^\W\d_][,.!?]”)(?=[^\W_])|(?<=[^\W\d_]”)(?=[^\W_])"
)
_APART = re.compile(r"""(?<=[^\s"']) (["']) (?=\w)""")
_STRAIGHT = re.compile('"')
_COMMA = re.compile(r"(?<=[^\W\d_]{2}),(?=[^\W\d_]{2})")
_STOP = re.compile(r"(?<=[a-z]{3})[.!?](?=[A-Z][a-z]+ [a-z])|(?<=[a-z][.!?][”])(?=[A-Z])")


def detached(text: str) -> Iterator[Edit]:
    """Takes out the spaces that a tokenizer set before clitics and marks ("the premier 's office , he said .")."""
    for pattern in (_CLITIC, _STRAY):
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end())


def quotation_marks(text: str) -> Iterator[Edit]:
    """Repairs each paragraph's quotation marks where they can mean one thing only."""
    for match in _GLUED.finditer(text):
        yield Edit(match.start(), match.start(), " ")
    start = 0
    for paragraph in text.split("\n\n"):
        if ' "' in paragraph or " '" in paragraph or paragraph.startswith('" '):
            yield from (Edit(start + e.start, start + e.end, e.text) for e in _set_apart(paragraph))
        start += len(paragraph) + 2


def _set_apart(paragraph: str) -> Iterator[Edit]:
    """'both countries " interests' had an apostrophe; 'he said, " You were ... war. "' has quotation marks."""
    marks = [m.start() for m in _STRAIGHT.finditer(paragraph)]
    if len(marks) % 2 == 0 and all(_is_apart(paragraph, at) for at in marks):
        for opening, closing in zip(marks[::2], marks[1::2], strict=True):
            if paragraph[opening + 1 : opening + 2] == " ":
                yield Edit(opening + 1, opening + 2)
            if paragraph[closing - 1] == " " and closing - 1 > opening + 1:
                yield Edit(closing - 1, closing)
        marks = []
    for match in _APART.finditer(paragraph):
        mark, at = match[1], match.start()
        before, after = paragraph[at - 1], paragraph[match.end()]
        is_plural = before == "s" and paragraph[max(0, at - 3) : at].isalpha() and after.islower()
        if is_plural and (len(marks) % 2 == 1 if mark == '"' else paragraph.count(" '") == 1):
            yield Edit(at, at + 2, "'" if mark == '"' else mark)
        elif marks and mark == '"' and before in ",:" and after.isupper():
            yield Edit(at + 2, at + 3)
    if marks and paragraph.startswith('" '):
        yield Edit(1, 2)
    if marks and paragraph.endswith(('. "', '? "', '! "')):
        yield Edit(len(paragraph) - 2, len(paragraph) - 1)


def _is_apart(paragraph: str, at: int) -> bool:
    """True for a mark with a space or nothing on either side."""
    return paragraph[max(0, at - 1) : at] in ("", " ") and paragraph[at + 1 : at + 2] in ("", " ")


def missing_spaces(text: str) -> Iterator[Edit]:
    """After a comma or a full stop between words ("Moscow,but", "said.The minister")."""
    for pattern in (_COMMA, _STOP):
        for match in pattern.finditer(text):
            word = _token(text, match.start())
            if "/" not in word and "@" not in word and "www." not in word:
                yield Edit(match.end(), match.end(), " ")


def _token(text: str, at: int, reach: int = 80) -> str:
    """What stands between white space around an offset, as far as the reach goes."""
    left = text[max(0, at - reach) : at].split(" ")[-1]
    right = text[at : at + reach].split(" ")[0]
    return left + right
