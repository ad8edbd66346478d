"""Where sentences begin: blank lines and layout for certain, a small linear model for the rest.

A position between two words is decided from the words around it, their spelling, the
white space, open quotes and brackets, and the length of the sentence so far. Decisions go
from left to right. The weights are learned by ``training/segment.py``.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import ModelError

#: A sentence never gets more words than this; a longer stretch is cut at a comma or anywhere.
LONGEST = 400
Span = tuple[int, int]

_BLANK = re.compile(r"\n[^\S\n]*\n|\f")
_CLOSERS = frozenset("\"'”’»)]}''")
_BULLET = re.compile(r"[•·◦▪●■*–—-]")
_SHAPE = (
    (re.compile(r"[A-Z]\.$"), "I"),
    (re.compile(r"(?:\w\.)+\w?$"), "A"),
    (re.compile(r"\w[\w-]*\.$"), "B"),
    (re.compile(r"\d+(?:[.,:/]\d+)*$"), "9"),
    (re.compile(r"[.?!…]+$"), "."),
)


def _shape(word: str) -> str:
    for pattern, code in _SHAPE:
        if pattern.match(word):
            return code
    if word.isalpha():
        if word.islower():
            return "a"
        return ("X" if len(word) == 1 else "U") if word.isupper() else "T"
    return "m" if any(c.isalnum() for c in word) else "p"


def wrapped_width(text: str) -> int:
    """The width at which the lines of a text are wrapped, 0 where line breaks mean something.

    Wrapped are texts most of whose lines (the last of each block aside) are alike in length and end no sentence.
    """
    inner: list[str] = []
    for block in _BLANK.split(text):
        inner += [line.strip() for line in block.split("\n")[:-1]]
    inner = [line for line in inner if line]
    if len(inner) < 3:
        return 0
    lengths = sorted(len(line) for line in inner)
    width = lengths[int(len(lengths) * 0.9)]
    if not 30 <= width <= 140:
        return 0
    full = sum(1 for line in inner if len(line) >= width * 0.75)
    ending = sum(1 for line in inner if line[-1] in '.?!"”’:;')
    return width if full >= 0.6 * len(inner) and ending <= 0.5 * len(inner) else 0


class Segmenter:
    """Sentence starts of tokenized text, with the weights of a model's folder."""

    def __init__(self, path: Path) -> None:
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            self._bias = float(record["bias"])
            self._weights: dict[str, float] = {k: float(v) for k, v in record["weights"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"the sentence model {path} cannot be read ({error})", "install the package again"
            ) from error

    def starts(self, text: str, spans: Sequence[Span]) -> list[bool]:
        """For each word whether a sentence begins with it; ``spans`` are the words' offsets in ``text``."""
        scan = Scan(text, spans)
        result = [True] * len(spans)
        for i in range(len(spans) - 1):
            kind = scan.kind(i)
            if kind == "soft":
                weights = self._weights
                score = self._bias + sum(weights.get(f, 0.0) for f in scan.features(i))
                result[i + 1] = score > 0
            else:
                result[i + 1] = kind == "hard"
            scan.advance(i, result[i + 1])
        _limit(result, scan.words)
        return result


def _limit(starts: list[bool], words: Sequence[str]) -> None:
    """Cut sentences longer than ``LONGEST`` words, after a semicolon or comma of their second half if there is one."""
    begin = 0
    for i in range(1, len(starts) + 1):
        if i < len(starts) and starts[i]:
            begin = i
        elif i - begin >= LONGEST and i < len(starts):
            middle = begin + LONGEST // 2
            cut = next((j for mark in (";", ",") for j in range(i, middle, -1) if words[j - 1] == mark), i)
            starts[cut] = True
            begin = cut


class Scan:
    """The state of a pass over a text from left to right."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.words = [text[a:b] for a, b in spans]
        self.lower = [w.lower() for w in self.words]
        self.shapes = [_shape(w) for w in self.words]
        self._gaps = [text[spans[i][1] : spans[i + 1][0]] for i in range(len(spans) - 1)]
        self._wrapped = wrapped_width(text)
        self._text = text
        self._spans = spans
        self._since = 1
        self._quotes = 0
        self._brackets = 0
        self._paragraph = 0  # index of the paragraph's first word
        self._end = self._paragraph_end(0)

    def _paragraph_end(self, start: int) -> int:
        for i in range(start, len(self._gaps)):
            if self._breaks(i):
                return i
        return len(self.words) - 1

    def _breaks(self, i: int) -> bool:
        gap = self._gaps[i]
        if "\n" not in gap and "\f" not in gap:
            return False
        if _BLANK.search(gap):
            return True
        if not self._wrapped:
            return not self._continues(i)
        after = self.words[i + 1]
        if _BULLET.fullmatch(after) and self.words[i] not in "-–—":
            return True
        start = self._text.rfind("\n", 0, self._spans[i][1]) + 1
        line = self._spans[i][1] - start
        nxt = self._spans[i + 1][1] - self._spans[i + 1][0]
        # a wrapped line is full: the next word would not have fitted; a short one that ends a sentence ends a paragraph
        return line + 1 + nxt < self._wrapped * 0.7 and self.shapes[i] in ".p" and self.shapes[i + 1] not in "a"

    def _continues(self, i: int) -> bool:
        """Whether a single line break inside unwrapped text stands in the middle of a sentence."""
        return self.shapes[i + 1] == "a" and (self.shapes[i] in "aT9" or self.words[i] in (",", "-", "(", "—"))

    def kind(self, i: int) -> str:
        """``hard``, ``soft`` or ``none``: whether a boundary after word ``i`` is certain, possible or excluded."""
        gap = self._gaps[i]
        if gap and self._breaks(i):
            return "hard"
        if self.shapes[i] in ".pIAB":
            return "soft"
        after = self.shapes[i + 1]
        return "soft" if after in "TUXI9pmAB" and gap else "none"

    def advance(self, i: int, ended: bool) -> None:
        """Note that word ``i`` was passed and whether its sentence ended there."""
        if self._gaps and i == self._end:
            self._paragraph = i + 1
            self._end = self._paragraph_end(i + 1)
        if ended:
            self._since, self._quotes, self._brackets = 1, 0, 0
            return
        self._since += 1
        word = self.words[i]
        if word in ('"', "“", "”", "``", "''"):
            self._quotes += -1 if word in ("”", "''") or (word == '"' and self._quotes) else 1
        elif word in "([{":
            self._brackets += 1
        elif word in ")]}":
            self._brackets -= 1

    def features(self, i: int) -> Iterator[str]:
        """What the model looks at, for a boundary after word ``i``."""
        lower, shapes, n = self.lower, self.shapes, len(self.words)
        gap = self._gaps[i]
        space = "0" if not gap else "1" if gap == " " else "n" if "\n" in gap else "2"
        w0, w1 = lower[i], lower[i + 1]
        s0, s1 = shapes[i], shapes[i + 1]
        sp = shapes[i - 1] if i >= self._paragraph + 1 else "^"
        wp = lower[i - 1] if i >= self._paragraph + 1 else "^"
        w2, s2 = (lower[i + 2], shapes[i + 2]) if i + 2 < n and i + 1 < self._end else ("$", "$")
        since = self._since
        length = (
            "1"
            if since < 2
            else "2"
            if since < 4
            else "4"
            if since < 7
            else "7"
            if since < 13
            else "13"
            if since < 30
            else "30"
        )
        state = ("q" if self._quotes > 0 else "") + ("b" if self._brackets > 0 else "")
        mark = w0 if s0 in ".p" else s0
        left = self._end - i
        rest = "1" if left < 2 else "2" if left < 5 else "5" if left < 15 else "15"
        yield "a" + w0
        yield "b" + w1
        yield f"c{mark} {s1}{space}"
        yield f"d{mark} {w1}"
        yield f"e{mark} {s1} {state}"
        yield f"f{mark} {length}"
        yield f"g{sp}{s0}{s1}{s2}{space}"
        yield f"h{wp} {mark}"
        yield f"i{w0} {s1}"
        yield f"j{w1} {w2}"
        yield f"k{mark} {s1} {s2}"
        yield f"l{s0}{s1} {length}"
        yield f"m{mark} {s1} {rest}"
        yield f"n{state} {w0} {w1 if s1 == 'p' else s1}"
        yield f"o{wp if sp == 'p' or sp == '.' else sp} {mark} {w1 if s1 in '.p' else s1}"
        yield f"p{s1} {w1} {length}"
        if w0 in _CLOSERS:
            yield f"q{wp if sp in '.p' else sp} {s1} {space}"
