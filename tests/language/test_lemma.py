"""Edit scripts: what they are, and that they lead back to the lemma."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.lemma import Lemmatizer, apply_script, script_of


@pytest.mark.parametrize(
    ("form", "lemma", "script"),
    [
        ("Talks", "talk", "l1"),
        ("the", "the", "l0"),
        ("The", "the", "l0"),
        ("Japan", "Japan", "k0"),
        ("better", "good", "=good"),
        ("denied", "deny", "l3y"),
        ("n't", "not", "l2ot"),
        ("is", "be", "=be"),
    ],
)
def test_script(form: str, lemma: str, script: str) -> None:
    assert script_of(form, lemma) == script
    assert apply_script(form, script) == lemma


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_a_script_leads_to_its_lemma(form: str, lemma: str) -> None:
    assert apply_script(form, script_of(form, lemma)) == lemma


@pytest.mark.parametrize("script", ["", "l99", "k9x", "z3", "l"])
def test_a_script_that_does_not_fit_leaves_the_form(script: str) -> None:
    assert apply_script("isles", script) == "isles"


def test_names_keep_their_capital() -> None:
    assert Lemmatizer(("l0", "l1")).lemma("Kunashir", 0, "PROPN") == "Kunashir"
