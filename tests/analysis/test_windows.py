"""Moving windows, against what the program's rule gives by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.discourse import Coded, Discourse
from kg.analysis.windows import UNITS, moved, moving
from kg.errors import KgError

DAYS = ["2001-01-01", "2001-01-02", "2001-01-02", "2001-01-05", "2001-01-09", ""]
DISCOURSE = Discourse(Coded("A", "x", 1, day, str(n)) for n, day in enumerate(DAYS))


def test_windows_by_days_have_a_middle_and_lie_within_the_statements() -> None:
    found = list(moving(DISCOURSE, "days", 3))
    assert [w.middle.day for w in found] == [2, 3, 4, 5, 6, 7, 8]
    assert [len(w.discourse.coded) for w in found] == [3, 2, 1, 1, 1, 0, 1]
    assert (found[0].start, found[0].end) == (date(2001, 1, 1), date(2001, 1, 3))
    assert [w.discourse.actors for w in found] == [("A",)] * 7  # of one shape, also the empty one


def test_an_even_size_is_made_odd() -> None:
    assert [w.start for w in moving(DISCOURSE, "days", 2)] == [w.start for w in moving(DISCOURSE, "days", 3)]


def test_windows_by_events_have_as_many_before_as_behind() -> None:
    found = list(moving(DISCOURSE, "events", 3))
    assert [[c.text for c in w.discourse.coded] for w in found] == [["0", "1", "2"], ["1", "2", "3"], ["2", "3", "4"]]
    assert [w.middle.day for w in found] == [2, 2, 5]


def test_months_end_where_they_end() -> None:
    assert moved(date(2001, 1, 31), "months", 1) == date(2001, 2, 28)
    assert moved(date(2000, 2, 29), "years", 1) == date(2001, 2, 28)
    assert moved(date(2001, 3, 31), "months", -13) == date(2000, 2, 29)
    assert moved(date(2001, 1, 1), "weeks", 2) == date(2001, 1, 15)


def test_what_cannot_be_is_refused() -> None:
    for unit, size in (("fortnights", 1), ("days", 0)):
        with pytest.raises(KgError, match="no window"):
            list(moving(DISCOURSE, unit, size))  # type: ignore[arg-type]
    with pytest.raises(KgError, match="leave the calendar"):
        list(moving(DISCOURSE, "years", 9_000_000))
    assert list(moving(Discourse([Coded("A", "x", 1)]), "days", 1)) == []


@given(st.lists(st.dates(date(2000, 1, 1), date(2004, 12, 31)), min_size=1, max_size=12), st.sampled_from(UNITS),
       st.integers(1, 9))
def test_every_window_holds_what_its_days_hold(days: list[date], unit: str, size: int) -> None:
    discourse = Discourse(Coded("A", "x", 1, str(day), str(n)) for n, day in enumerate(days))
    for window in moving(discourse, unit, size):  # type: ignore[arg-type]
        assert min(days) <= window.start <= window.middle <= window.end <= max(days)
        inside = [day for day in days if window.start <= day <= window.end]
        assert len(window.discourse.coded) == (2 * (size // 2) + 1 if unit == "events" else len(inside))
