"""Label sequences are valid: a name begins before it goes on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kg.language.names import Name, agreed_kinds, best_labels, kinds_of, names_in

LABELS = ("O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE")


def test_greedy_where_valid() -> None:
    assert best_labels(np.eye(5, dtype=np.float32)[[1, 2, 0, 3]], LABELS) == [1, 2, 0, 3]


def test_a_name_cannot_begin_inside() -> None:
    scores = np.array([[1, 0, 3, 0, 0], [0, 0, 3, 0, 0]], np.float32)
    assert best_labels(scores, LABELS) == [1, 2]


@given(st.integers(0, 12).flatmap(lambda n: arrays(np.float32, (n, 5), elements=st.floats(-9, 9, width=32))))
def test_always_valid(scores: np.ndarray) -> None:
    before = "O"
    for number in best_labels(scores, LABELS):
        label = LABELS[number]
        assert not label.startswith("I-") or before[2:] == label[2:]
        before = label


def scores_for(*numbers: int) -> np.ndarray:
    return np.eye(5, dtype=np.float32)[list(numbers)] * 5


def test_spans_without_posts() -> None:
    found = names_in(["Prime", "Minister", "Aoki", "left", "Otaru"], scores_for(1, 2, 2, 0, 3), LABELS)
    assert [(n.start, n.end, n.kind) for n in found] == [(2, 3, "PERSON"), (4, 5, "PLACE")]


def test_a_post_alone_is_no_name() -> None:
    assert names_in(["the", "President"], scores_for(0, 1), LABELS) == []


def test_mentions_of_a_document_agree() -> None:
    place, doubt = Name(0, 1, "PLACE", (-3.0, -0.05)), Name(0, 1, "PERSON", (-0.6, -0.8))
    kinds = kinds_of(LABELS)
    assert agreed_kinds([("Etorofu", place), ("Etorofu", doubt), ("ETOROFU", place)], kinds) == ["PLACE"] * 3
    assert agreed_kinds([("Etorofu", doubt), ("Kunashir", place)], kinds) == ["PERSON", "PLACE"]
    assert agreed_kinds([], kinds) == []


@pytest.mark.parametrize(("words", "numbers", "expected"), [
    ("the Municipality of Bessho spoke", (0, 3, 4, 3, 0), [(1, 4)]),  # the next name is the rest of it
    ("the Bay of Nemuro froze", (0, 3, 4, 0, 0), [(1, 4)]),  # so are capitalized words
    ("the Bay of the south froze", (0, 3, 4, 4, 0, 0), [(1, 2)]),
    ("Bay of", (3, 4), [(0, 1)]),
    ("Aoki and Bessho left", (1, 0, 1, 0), [(0, 1), (2, 3)]),
])
def test_no_name_breaks_off_after_of(words: str, numbers: tuple[int, ...], expected: list[tuple[int, int]]) -> None:
    assert [(n.start, n.end) for n in names_in(words.split(), scores_for(*numbers), LABELS)] == expected


def test_a_people_is_no_person() -> None:
    assert names_in(["Georgians", "left"], scores_for(1, 0), LABELS, frozenset((0,))) == []
    assert len(names_in(["the", "Abes", "left"], scores_for(1, 2, 0), LABELS, frozenset((1,)))) == 1
