"""The data that cleaning decides by: every pattern matches its examples and not its counter-examples."""

import re
from typing import Any

import pytest

from kg.reading.lexicon import cleaning_data, lexicon

ENTRIES: list[dict[str, Any]] = [
    entry for kind in ("lines", "inline", "tail") for entry in cleaning_data("boilerplate")[kind]
]


@pytest.mark.parametrize("entry", ENTRIES, ids=[e["examples"][0][:30] for e in ENTRIES])
def test_boilerplate_patterns(entry: dict[str, Any]) -> None:
    pattern = re.compile(entry["pattern"], re.IGNORECASE if entry.get("any_case", True) else 0)
    if entry.get("prefix"):
        assert all(pattern.match(e + "x") for e in entry["examples"])
        assert not any(pattern.match(e) for e in entry["not"])
        return
    assert entry["examples"]
    assert entry["not"]
    assert [e for e in entry["examples"] if not pattern.fullmatch(e)] == []
    assert [e for e in entry["not"] if pattern.fullmatch(e)] == []
    for word in ("a", " ", "Reporting by A ", "photo: ", "/", "© "):
        pattern.fullmatch(word * 300 + "\n")  # ends


@pytest.mark.parametrize(
    ("word", "classes"),
    [("islands", "s"), ("minister", "n"), ("political", "a"), ("came", "v"), ("and", "f"), ("japan", "p")],
)
def test_word_classes(word: str, classes: str) -> None:
    assert lexicon().is_a(word, classes)


def test_words_and_their_inflections() -> None:
    assert all(lexicon().has(w) for w in ("negotiations", "negotiated", "Islands", "carries", "making"))
    assert not any(lexicon().has(w) for w in ("areaspolitical", "investmentand", "obse", "rvers"))
    assert (
        lexicon().log_probability("the") > lexicon().log_probability("treaty") > lexicon().log_probability("qzxtreaty")
    )


def test_contractions_differ_by_their_apostrophe() -> None:
    assert all(written.replace("'", "", 1) == form for form, written in cleaning_data("words")["contractions"].items())


def test_word_lists_hold_words_only() -> None:
    data = cleaning_data("words")
    for name in (
        "unfinished",
        "prefixes",
        "possessors",
        "no_possessed",
        "plural_names",
        "demonyms",
        "camel_case",
        "joined_function_words",
    ):
        assert all(isinstance(word, str) and word for word in data[name]), name
