"""Discourse networks: matrices computed by hand, and properties that hold for any coding."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.discourse import AGGREGATIONS, ONE_MODE, TWO_MODE, Coded, Discourse
from kg.analysis.measures import camps, places, spread
from kg.errors import KgError

#: Ann and Bo want the pier (Ann twice), Cy does not; Bo and Cy want the ferry.
SMALL = [
    Coded("Ann", "pier", 1, "2001-03-01", "a"),
    Coded("Ann", "pier", 1, "2001-03-01", "a"),
    Coded("Bo", "pier", 1, "2001-05", "b"),
    Coded("Cy", "pier", 0, "2002", "c"),
    Coded("Bo", "ferry", 1, "", "b"),
    Coded("Cy", "ferry", 1, "2003-01-01", "d"),
]
DISCOURSE = Discourse(SMALL)


def test_actors_by_concepts() -> None:
    matrix = DISCOURSE.two_mode()
    assert (matrix.rows, matrix.columns) == (("Ann", "Bo", "Cy"), ("ferry", "pier"))
    assert matrix.weights.tolist() == [[0, 2], [1, 1], [1, 1]]
    assert DISCOURSE.two_mode("subtract").weights.tolist() == [[0, 2], [1, 1], [1, -1]]
    assert DISCOURSE.two_mode("ignore", "activity").weights.tolist() == [[0, 1], [0.5, 0.5], [0.5, 0.5]]
    assert DISCOURSE.two_mode("ignore", "prominence").weights.tolist() == [[0, 0.5], [0.5, 0.25], [0.5, 0.25]]
    assert DISCOURSE.two_mode("subtract", "activity").weights.tolist() == [[0, 1], [0.5, 0.5], [0.5, -0.5]]


@pytest.mark.parametrize(
    ("aggregation", "ann_bo", "ann_cy", "bo_cy"),
    [("ignore", 2, 2, 2), ("congruence", 2, 0, 1), ("conflict", 0, 2, 1), ("subtract", 2, -2, 0)],
)
def test_actors_among_themselves(aggregation: str, ann_bo: int, ann_cy: int, bo_cy: int) -> None:
    expected = [[0, ann_bo, ann_cy], [ann_bo, 0, bo_cy], [ann_cy, bo_cy, 0]]
    assert DISCOURSE.one_mode(aggregation).weights.tolist() == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("normalization", "ann_bo", "bo_cy"),
    # Each has two statements. Ann and Bo share a (concept, stance) with 2 x 1 statements, Bo has one alone.
    [("no", 2, 1), ("average", 1, 0.5), ("cosine", 0.5, 0.25), ("jaccard", 2 / 3, 1 / 3)],
)
def test_normalizations_among_actors(normalization: str, ann_bo: float, bo_cy: float) -> None:
    weights = DISCOURSE.one_mode("congruence", normalization).weights  # type: ignore[arg-type]
    assert weights[0, 1] == pytest.approx(ann_bo)
    assert weights[1, 2] == pytest.approx(bo_cy)


def test_a_stance_between_is_near_to_both_ends() -> None:
    discourse = Discourse([Coded("A", "x", 1), Coded("B", "x", 0.5), Coded("C", "x", -1)])
    assert discourse.one_mode("congruence").weights.tolist() == [[0, 0.75, 0], [0.75, 0, 0.25], [0, 0.25, 0]]
    assert discourse.two_mode("subtract").weights.tolist() == [[1], [0.5], [-1]]


def test_repetition_in_one_text_counts_once() -> None:
    assert Discourse(SMALL, once_a_text=True).two_mode().weights.tolist() == [[0, 1], [1, 1], [1, 1]]


def test_windows_keep_names_and_leave_out_what_has_no_date() -> None:
    windows = list(DISCOURSE.windows(365))
    assert [(str(a), len(w.coded)) for a, _, w in windows] == [("2001-03-01", 4), ("2002-03-01", 1)]
    assert windows[0][2].two_mode().rows == ("Ann", "Bo", "Cy")
    assert [len(w.coded) for _, _, w in DISCOURSE.windows(365, 180)][:2] == [4, 1]
    assert list(Discourse([Coded("A", "x", 1)]).windows(10)) == []
    assert [c.when for c in DISCOURSE.between("2001-04", "2003").coded] == ["2001-05", "2002"]


@pytest.mark.parametrize("days", [0, -3])
def test_a_window_has_days(days: int) -> None:
    with pytest.raises(KgError, match="at least one day"):
        list(DISCOURSE.windows(days))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: DISCOURSE.two_mode("congruence"),
        lambda: DISCOURSE.two_mode("ignore", "jaccard"),
        lambda: DISCOURSE.one_mode("sum"),
        lambda: DISCOURSE.one_mode("ignore", "activity"),
    ],
)
def test_what_does_not_go_together_is_refused(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KgError):
        ask()


def test_two_sides_with_a_broker() -> None:
    """Two camps of three that say opposite things; Mo agrees with both on one thing each."""
    coded = [Coded(n, "x", 1) for n in ("A1", "A2", "A3", "Mo")] + [Coded(n, "x", -1) for n in ("B1", "B2", "B3")]
    coded += [Coded(n, "y", 1) for n in ("B1", "B2", "B3", "Mo")] + [Coded(n, "y", -1) for n in ("A1", "A2", "A3")]
    discourse = Discourse(coded)
    found = places(discourse.one_mode("subtract"))
    assert {p.actor: p.community for p in found if p.actor != "Mo"} == dict.fromkeys(
        ("A1", "A2", "A3"), 1
    ) | dict.fromkeys(("B1", "B2", "B3"), 2)
    division = camps(discourse)
    assert {"A1", "A2", "A3"} <= set(division.first)
    assert {"B1", "B2", "B3"} <= set(division.second)
    assert 0.8 < division.polarization < 1
    assert spread(discourse) == {"x": pytest.approx(0.989743), "y": pytest.approx(0.989743)}


def test_centralities_of_a_path() -> None:
    """B stands between A and C, which have nothing in common."""
    discourse = Discourse([Coded("A", "x", 1), Coded("B", "x", 1), Coded("B", "y", 1), Coded("C", "y", 1)])
    a, b, c = sorted(places(discourse.one_mode("congruence")), key=lambda p: p.actor)
    assert (b.betweenness, b.eigenvector, b.closeness) == (1, 1, 1)
    assert (a.betweenness, a.closeness) == (0, pytest.approx(2 / 3, abs=1e-6))
    assert a.eigenvector == c.eigenvector == pytest.approx(1 / np.sqrt(2), abs=1e-6)
    assert {p.eigenvector for p in places(Discourse([Coded("A", "x", 1)]).one_mode())} == {0}


def test_full_and_no_polarization() -> None:
    against = Discourse([Coded("A", "x", 1), Coded("B", "x", 1), Coded("C", "x", -1)])
    assert camps(against).polarization == 1
    assert camps(Discourse([Coded("A", "x", 1), Coded("B", "x", 1)])).polarization == 0
    assert spread(Discourse([Coded("A", "x", 1), Coded("B", "x", -1)])) == {"x": 1.0}


def test_nothing_gives_nothing() -> None:
    empty = Discourse([])
    assert empty.one_mode().weights.shape == (0, 0)
    assert places(empty.one_mode()) == []
    assert camps(empty).polarization == 0
    assert spread(empty) == {}


CODINGS = st.lists(
    st.builds(Coded, st.sampled_from("ABCDE"), st.sampled_from("xyz"), st.sampled_from([-1.0, 0.5, 1.0])), max_size=25
)


@given(CODINGS)
def test_properties(coded: list[Coded]) -> None:
    discourse = Discourse(coded)
    matrices = {a: discourse.one_mode(a).weights for a in AGGREGATIONS}
    assert np.allclose(matrices["congruence"] + matrices["conflict"], matrices["ignore"])
    assert np.allclose(matrices["congruence"] - matrices["conflict"], matrices["subtract"])
    for aggregation, normalization in itertools.product(AGGREGATIONS, ONE_MODE):
        weights = discourse.one_mode(aggregation, normalization).weights
        assert np.allclose(weights, weights.T)
        assert np.isfinite(weights).all()
    assert discourse.two_mode().weights.sum() == len(coded)
    for normalization in TWO_MODE[1:]:
        assert np.abs(discourse.two_mode("subtract", normalization).weights).max(initial=0) <= 1
    assert 0 <= camps(discourse).polarization <= 1
    assert Discourse(reversed(coded)).one_mode().weights.tolist() == matrices["congruence"].tolist()
    assert all(0 <= s <= 1 for s in spread(discourse).values())
