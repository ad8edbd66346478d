"""Time expressions: what is found, what it resolves to, and what stays without a date."""

from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.extraction import calendar
from kg.extraction.date_words import time_words
from kg.extraction.dates import find_times
from kg.model import PartialDate

NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")
TUESDAY = "2016-05-10"


def times(text: str, reference: str | None = TUESDAY) -> list[tuple[str, str | None]]:
    doc = NLP(text)
    found = find_times(doc, PartialDate.parse(reference) if reference else None)
    return [(doc[t.start : t.end].text, str(t.value) if t.value else None) for t in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on May 6.", [("May 6", "2016-05-06")]),
        ("They met on Friday, 6 May 2016.", [("Friday, 6 May 2016", "2016-05-06")]),
        ("It was signed on the 19th of October 1956.", [("the 19th of October 1956", "1956-10-19")]),
        ("It was signed on Oct. 19, 1956, in Moscow.", [("Oct. 19, 1956", "1956-10-19")]),
        ("Signed 1956-10-19.", [("1956-10-19", "1956-10-19")]),
        ("He spoke on Tuesday.", [("Tuesday", "2016-05-10")]),
        ("He spoke on Friday.", [("Friday", "2016-05-06")]),
        ("He spoke last Monday.", [("last Monday", "2016-05-09")]),
        ("He arrived yesterday.", [("yesterday", "2016-05-09")]),
        ("In April the minister came.", [("April", "2016-04")]),
        ("In December the talks stalled.", [("December", "2015-12")]),
        ("It began in early June 1992.", [("early June 1992", "1992-06")]),
        ("The treaty of 1855 was the first; in 1875 came another.", [("1855", "1855"), ("1875", "1875")]),
        ("Three years ago it was otherwise.", [("Three years ago", "2013")]),
        ("Twenty-five years ago he was here.", [("Twenty-five years ago", "1991")]),
        ("Two months ago they froze the assets.", [("Two months ago", "2016-03")]),
        ("Two days ago they froze the assets.", [("Two days ago", "2016-05-08")]),
        ("In 1993 they met. The following year he resigned.", [("1993", "1993"), ("The following year", "1994")]),
        ("They met on May 6. Two days later he left.", [("May 6", "2016-05-06"), ("Two days later", "2016-05-08")]),
        ("On May 6 they met. The previous month, war.", [("May 6", "2016-05-06"), ("The previous month", "2016-04")]),
        ("Last year exports fell.", [("Last year", "2015")]),
        ("Last week exports fell.", [("Last week", "2016-05")]),
        ("The summit of 12-14 October 1993 failed.", [("12-14 October 1993", "1993-10-12")]),
        ("The war of 1950-53 split it.", [("1950-53", "1950")]),
    ],
)
def test_resolved(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert times(text) == expected


@pytest.mark.parametrize("text", [
    "Since the 1990s little has moved.", "In the twentieth century borders moved.", "The past year was hard.",
])
def test_vague_times_have_no_date(text: str) -> None:
    assert [value for _, value in times(text)] == [None]


@pytest.mark.parametrize("text", [
    "It may rain.", "They march on.", "He sat down.", "The sun rose.", "Some 2,000 troops came.", "It cost $1956.",
    "Route 66 and room 1204 are closed.", "In recent months it grew.",
])
def test_no_time(text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize("text", ["He spoke on Tuesday.", "He came yesterday.", "In April he came.", "Last year."])
def test_relative_times_need_the_article_s_date(text: str) -> None:
    assert [value for _, value in times(text, None)] == [None]


@pytest.mark.parametrize(("text", "value"), [("He spoke on Tuesday.", "2016-05"), ("He came yesterday.", None),
                                             ("In April he came.", "2016-04"), ("Last year he came.", "2015")])
def test_a_coarse_article_date_gives_no_finer_one(text: str, value: str | None) -> None:
    assert [v for _, v in times(text, "2016-05")] == [value]


LINES = (Path(__file__).parent / "time_sentences.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("#")])
def test_times_in_sentences(line: str, nlp: Language) -> None:
    reference, text, expected = (cell.strip() for cell in f"{line} ".split(" | ", 2))
    found = find_times(nlp(text), PartialDate.parse(reference))
    assert [str(t.value) if t.value else "-" for t in found] == expected.split()


days = st.dates(min_value=PartialDate(1850, 1, 1).first, max_value=PartialDate(2050, 12, 31).first).map(PartialDate.of)


@given(days, st.integers(0, 6))
def test_a_past_weekday_is_within_the_week_before(date: PartialDate, number: int) -> None:
    found = calendar.weekday(date, number, future=False)
    assert found
    assert 0 <= (date.first - found.first).days <= 6
    assert found.first.weekday() == number


@given(days, st.integers(0, 6))
def test_a_future_weekday_is_within_the_week_from_the_day_on(date: PartialDate, number: int) -> None:
    found = calendar.weekday(date, number, future=True)
    assert found
    assert 0 <= (found.first - date.first).days <= 6


@given(days, st.sampled_from(["day", "month", "year"]), st.integers(-40, 40))
def test_steps_are_undone_by_their_opposite(date: PartialDate, unit: str, count: int) -> None:
    there = calendar.step(date, unit, count)
    assert there
    back = calendar.step(there, unit, -count)
    assert back
    assert str(date).startswith(str(back))


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    doc = NLP(text)
    found = list(find_times(doc, PartialDate(2016, 5, 10)))
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_openers_miss_nothing() -> None:
    """Each place where one of the patterns matches is looked at: no pattern opens with a word that is in no list."""
    words = time_words()
    texts = [*LINES,
             "By end of the year, in mid-May; nineteenth-century, twentieth-century, the 1990s. Same day 1956-10-19",
             "the following week, last spring, the day after tomorrow, subsequent years, Fall of 1993"]
    for text in texts:
        everywhere = {m.start() for _, pattern in words.patterns for m in pattern.finditer(text)}
        assert everywhere <= set(words.starts(text))
