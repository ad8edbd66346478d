"""Words of raw text, by the conventions of the English UD treebanks."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.language.tokens import Splitter

CASES = [
    ("Tokyo doesn't budge.", "Tokyo does n't budge ."),
    ("They won’t, can't and cannot.", "They wo n’t , ca n't and can not ."),
    ("Japan's claim, the envoys' talks", "Japan 's claim , the envoys ' talks"),
    ("Russia’s note", "Russia ’s note"),
    ("Mr. Sato met Dr. Orlova on Nov. 19.", "Mr. Sato met Dr. Orlova on Nov. 19 ."),
    ("the U.S. and the U.N.", "the U.S. and the U.N."),
    ("at 5 p.m. local time", "at 5 p.m. local time"),
    ("a $110 fee, or 70% of it", "a $ 110 fee , or 70 % of it"),
    ("the long-running row", "the long - running row"),
    ("post-war and non-binding", "post-war and non-binding"),
    ("1,200 fishermen in 3.5 hours", "1,200 fishermen in 3.5 hours"),
    ("on 9/11 at 10:30", "on 9/11 at 10:30"),
    ("islands—four of them—remain", "islands — four of them — remain"),
    ('He said "no."', 'He said " no . "'),
    ("What?! Never...", "What ?! Never ..."),
    ("see https://example.org/a-b?c=1.", "see https://example.org/a-b?c=1 ."),
    ("write to desk@example.org, please", "write to desk@example.org , please"),
    ("(Reuters) - text", "( Reuters ) - text"),
    ("1、Slow ProgressDespite talks", "1 、 Slow Progress Despite talks"),
    ("the minister“could feel”", "the minister “ could feel ”"),
    ("YouTube and McDonald", "YouTube and McDonald"),
    ("AT&T lost", "AT&T lost"),
    ("the 1990s and the '90s", "the 1990s and the '90s"),
    ("gonna go", "gon na go"),
    ("北方領土 is 「ours」", "北方領土 is 「 ours 」"),
    ("Курильские острова", "Курильские острова"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words(text: str, expected: str) -> None:
    assert " ".join(text[a:b] for a, b in Splitter().spans(text)) == expected


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=300)
def test_every_visible_character_is_in_exactly_one_word(text: str) -> None:
    spans = Splitter().spans(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans) == "".join(text.split())


def test_an_endless_chunk_takes_no_endless_time() -> None:
    text = "a-" * 200_000
    assert sum(b - a for a, b in Splitter().spans(text)) == len(text)
