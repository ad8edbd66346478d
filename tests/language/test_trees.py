"""Best trees with one root, against the best of all trees for short sentences."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kg.language.trees import best_tree, is_tree, lift_punctuation


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ([0], True),
        ([0, 1], True),
        ([2, 0], True),
        ([0, 0], False),
        ([2, 1], False),
        ([1], False),
        ([0, 3, 2], False),
        ([2, 3, 0], True),
        ([], False),
    ],
)
def test_is_tree(heads: list[int], expected: bool) -> None:
    assert is_tree(heads) is expected


@given(st.integers(1, 5).flatmap(lambda n: arrays(np.float64, (n, n + 1), elements=st.floats(-20, 20, width=32))))
@settings(deadline=None, max_examples=150)
def test_best_of_all_trees(scores: np.ndarray) -> None:
    n = len(scores)
    best = max(
        sum(scores[i, h] for i, h in enumerate(heads))
        for heads in product(range(n + 1), repeat=n)
        if is_tree(list(heads))
    )
    found = best_tree(scores)
    assert is_tree(found)
    assert sum(scores[i, h] for i, h in enumerate(found)) == pytest.approx(best, abs=1e-6)


@given(st.integers(1, 60), st.integers(0, 1000))
@settings(deadline=None, max_examples=60)
def test_always_a_tree(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1))
    assert is_tree(best_tree(scores))


def test_empty_sentence() -> None:
    assert best_tree(np.zeros((0, 1))) == []


def test_many_nested_cycles_in_a_long_sentence() -> None:
    n = 400
    scores = np.full((n, n + 1), -50.0)
    for i in range(0, n, 2):  # pairs of words that want each other
        scores[i, i + 2], scores[i + 1, i + 1] = 5.0, 5.0
    assert is_tree(best_tree(scores))


def crossings(heads: list[int], word: int) -> int:
    """How many arcs the arc of a word crosses."""
    arcs = [(min(i + 1, h), max(i + 1, h)) for i, h in enumerate(heads) if h]
    left, right = min(word + 1, heads[word]), max(word + 1, heads[word])
    return sum(a < left < b < right or left < a < right < b for a, b in arcs)


def test_a_comma_is_lifted_out_of_a_clause() -> None:
    """ "According to him, the offer, made long ago, is dead": the last comma hung on "him"."""
    #         him  ,  offer  ,  made  ,  is  dead
    heads = [8, 1, 8, 5, 3, 1, 8, 0]
    assert lift_punctuation(heads, [1, 3, 5]) == [8, 1, 8, 5, 3, 8, 8, 0]
    assert lift_punctuation(heads, []) == heads


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(arrays(float, (n, n + 1), elements=st.floats(-5, 5)),
                                                      st.sets(st.integers(0, n - 1)))))
def test_only_marks_that_cross_are_lifted(case: tuple[np.ndarray, set[int]]) -> None:
    scores, marks = case
    heads = best_tree(scores)
    lifted = lift_punctuation(heads, sorted(marks))
    assert is_tree(lifted)
    loose = marks - {h - 1 for h in heads}
    for i, (old, new) in enumerate(zip(heads, lifted, strict=True)):
        others = [h if j not in loose or j == i else 0 for j, h in enumerate(heads)]
        if i not in loose or not crossings(others, i):
            assert new == old
        elif new != old:
            assert not crossings([*others[:i], new, *others[i + 1:]], i)
