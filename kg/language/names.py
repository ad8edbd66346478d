"""Names: from label scores to spans, and one kind for one name throughout a document.

Labels are ``O``, ``B-<kind>`` (a name begins) and ``I-<kind>`` (it goes on).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.language.tokens import words_of

#: Posts, ranks and forms of address, in small letters without full stops; they stand before a name, not in it.
POSTS = frozenset(
    words_of("""
    mr mrs ms miss dr prof professor sir madam lord lady king queen prince princess emperor empress president
    vice premier prime minister secretary chancellor ambassador envoy senator sen rep congressman congresswoman
    governor gov mayor speaker chair chairman chairwoman chairperson director justice judge attorney general gen
    colonel col major maj captain capt lieutenant lt admiral adm commander sergeant sgt officer deputy chief
    pope cardinal bishop archbishop father rev reverend ayatollah imam sheikh shaikh sultan emir tsar czar
    protector earl baron duke count coach foreign
""")
)
#: Words within names that never end one.
_INNER = frozenset(("of", "for", "and", "the", "&"))
#: How much the other mentions of a name in the document weigh against its own scores.
_OTHERS = 2.0


@dataclass(frozen=True)
class Name:
    """Words ``start:end`` of a sentence (from 0) as a name; ``weights``: log-probabilities of the kinds, in order."""

    start: int
    end: int
    kind: str
    weights: tuple[float, ...]


@cache
def kinds_of(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that a label set distinguishes, in its order."""
    return tuple(label[2:] for label in labels if label.startswith("B-"))


@cache
def _transitions(labels: tuple[str, ...]) -> NDArray[np.float32]:
    """0 where label ``j`` may follow label ``i``, minus infinity elsewhere."""
    allowed = np.zeros((len(labels), len(labels)), np.float32)
    for j, after in enumerate(labels):
        if after.startswith("I-"):
            for i, before in enumerate(labels):
                if before[2:] != after[2:] or before == "O":
                    allowed[i, j] = -np.inf
    return allowed


def best_labels(scores: NDArray[np.float32], labels: tuple[str, ...]) -> list[int]:
    """The best valid label sequence (Viterbi); ``scores`` is words x labels."""
    if len(scores) == 0:
        return []
    greedy: list[int] = scores.argmax(1).tolist()
    allowed = _transitions(labels)
    start = np.array([-np.inf if label.startswith("I-") else 0 for label in labels], np.float32)
    if start[greedy[0]] == 0 and all(allowed[a, b] == 0 for a, b in pairwise(greedy)):
        return greedy
    total = scores[0] + start
    back: list[NDArray[np.int64]] = []
    for row in scores[1:]:
        reach = total[:, None] + allowed
        back.append(reach.argmax(0))
        total = reach.max(0) + row
    path = [int(total.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def names_in(
    forms: Sequence[str], scores: NDArray[np.float32], labels: tuple[str, ...], plurals: frozenset[int] = frozenset()
) -> list[Name]:
    """The names of a sentence; posts before a person's name are cut off, and nothing is left of a post alone.

    ``plurals`` are the words that are plural proper nouns: one of them alone is a people, no person.
    """
    found: list[tuple[int, int, str]] = []
    for i, number in enumerate(best_labels(scores, labels)):
        label = labels[number]
        if label.startswith("B-"):
            found.append((i, i + 1, label[2:]))
        elif label.startswith("I-"):
            found[-1] = (found[-1][0], i + 1, label[2:])
    result = []
    for begin, end, kind in _whole(forms, found):
        if kind == "PERSON" and end == begin + 1 and begin in plurals:
            continue
        start = begin
        while kind == "PERSON" and start < end and forms[start].lower().rstrip(".") in POSTS:
            start += 1
        if start < end:
            result.append(Name(start, end, kind, _weights(scores[start:end], labels)))
    return result


def _whole(forms: Sequence[str], names: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The names, those mended that break off after "of": they go on with the name or the capitalized words that
    follow ("Municipality of" "Linapacan"), or end before it."""
    result: list[tuple[int, int, str]] = []
    for n, (start, end, kind) in enumerate(names):
        if result and start < result[-1][1]:
            continue  # taken by the name before
        if forms[end - 1].lower() in _INNER:
            after = names[n + 1][1] if n + 1 < len(names) and names[n + 1][0] == end else end
            while after == end and end < len(forms) and forms[end][:1].isupper():
                after = end = end + 1
            end = after
        while end > start + 1 and forms[end - 1].lower() in _INNER:
            end -= 1
        result.append((start, end, kind))
    return result


def _weights(scores: NDArray[np.float32], labels: tuple[str, ...]) -> tuple[float, ...]:
    """Log-probability of each kind, averaged over the words of a name."""
    rows = scores.astype(np.float64)
    rows -= np.logaddexp.reduce(rows, 1, keepdims=True)
    first = [labels.index("B-" + kind) for kind in kinds_of(labels)]
    rest = [labels.index("I-" + kind) for kind in kinds_of(labels)]
    mean = (rows[0, first] + rows[1:, rest].sum(0)) / len(rows)
    return tuple((mean - np.logaddexp.reduce(mean)).tolist())


def agreed_kinds(names: Iterable[tuple[str, Name]], kinds: tuple[str, ...]) -> list[str]:
    """The kind of each name of a document, given as (text, name), after hearing its other mentions.

    What one sentence leaves open ("China rejected it") others of the document decide. Dates keep their kind.
    """
    listed = list(names)
    counts = Counter(text.lower() for text, _ in listed)
    shares: dict[str, NDArray[np.float64]] = {}
    for text, name in listed:
        share = np.exp(np.array(name.weights)) / counts[text.lower()]
        shares[text.lower()] = shares[text.lower()] + share if text.lower() in shares else share
    result = []
    for text, name in listed:
        if name.kind == "DATE" or counts[text.lower()] == 1:
            result.append(name.kind)
            continue
        total = np.array(name.weights) + _OTHERS * np.log(shares[text.lower()] + 1e-12)
        result.append(kinds[int(total.argmax())])
    return result
