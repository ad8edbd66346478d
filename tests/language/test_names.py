"""Label sequences are valid: a name begins before it goes on."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kg.language.names import best_labels

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
