"""Where sentences begin in raw news text."""

import pytest

from kg.language.files import FOLDER
from kg.language.sentences import LONGEST, Segmenter, wrapped_width
from kg.language.tokens import Splitter

CASES: list[tuple[str, list[str]]] = [
    (
        "Mr. Sato met Gen. Orlov on Nov. 19. Nothing was signed.",
        ["Mr. Sato met Gen. Orlov on Nov. 19.", "Nothing was signed."],
    ),
    ("The U.S. Senate objected. The U.N. did not.", ["The U.S. Senate objected.", "The U.N. did not."]),
    ("Talks resume in Sept. 2015 in Tokyo.", ["Talks resume in Sept. 2015 in Tokyo."]),
    ("“We shall not yield.” The envoy left at once.", ["“We shall not yield.”", "The envoy left at once."]),
    ("“We shall not yield,” the envoy said.", ["“We shall not yield,” the envoy said."]),
    (
        "Islands row deepens\n\nThe two ministers met on Friday.",
        ["Islands row deepens", "The two ministers met on Friday."],
    ),
    (
        "Islands row deepens\nThe two ministers met on Friday in Osaka, a source said.",
        ["Islands row deepens", "The two ministers met on Friday in Osaka, a source said."],
    ),
    ("MOSCOW (Interfax) - Russia rejected the note.", ["MOSCOW (Interfax) - Russia rejected the note."]),
    ("What does Tokyo want? It wants the islands.", ["What does Tokyo want?", "It wants the islands."]),
    (
        "Three points:\n• fishing rights\n• visa-free visits\n• a treaty",
        ["Three points:", "• fishing rights", "• visa-free visits", "• a treaty"],
    ),
    ("The price rose to 3.5 million yen. Nobody paid.", ["The price rose to 3.5 million yen.", "Nobody paid."]),
]


def sentences(text: str) -> list[str]:
    spans = Splitter().spans(text)
    starts = [i for i, s in enumerate(Segmenter(FOLDER / "sentences.json").starts(text, spans)) if s]
    return [text[spans[a][0] : spans[b - 1][1]] for a, b in zip(starts, [*starts[1:], len(spans)], strict=False)]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_wrapped_lines_do_not_end_sentences() -> None:
    text = (
        "The delegation of the neighbouring country rejected\nthe proposal that had been made on Monday, and\n"
        "asked for more time to study the documents which\nthe chairman had sent. A vote was not\n"
        "taken.\n\nThe session will go on after the summer recess,\nas was agreed.\n"
    )
    assert wrapped_width(text)
    assert [s.split()[0] for s in sentences(text)] == ["The", "A", "The"]


def test_blank_lines_always_end_a_sentence() -> None:
    assert len(sentences("and so the\n \nrest of it")) == 2


def test_no_text_has_no_sentences() -> None:
    assert sentences("") == []
    assert sentences("  \n ") == []


def test_endless_sentences_are_cut() -> None:
    parts = sentences("word " * (3 * LONGEST))
    assert all(len(p.split()) <= LONGEST for p in parts)
