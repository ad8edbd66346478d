"""The passages that the reader learned from."""

from pathlib import Path

import pytest

from training.reader.passages import FOLDER, read_passages


def test_all_passages_are_sound() -> None:
    passages = list(read_passages())
    assert len({p.text for p in passages}) == len(passages) > 5000


def test_no_passage_stands_in_the_corpus() -> None:
    corpus = "\n".join(p.read_text(encoding="utf-8") for p in (FOLDER.parent.parent / "corpus").rglob("*.md"))
    assert not [p.where for p in read_passages() if p.text in corpus]


def write(folder: Path, text: str) -> Path:
    (folder / "x.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_record(tmp_path: Path) -> None:
    text = "Oman met Qatar.\nP Oman | negotiation | support\nE met | meeting | Oman; Qatar | happened\n\n\nNothing.\n"
    first, second = read_passages(write(tmp_path, text))
    assert first.positions == (("Oman", "negotiation", "support"),)
    assert first.events == (("met", "meeting", ("Oman", "Qatar"), "happened"),)
    assert (second.text, second.positions, second.events) == ("Nothing.", (), ())


@pytest.mark.parametrize(("line", "message"), [
    ("P Iran | negotiation | support", "'Iran' does not stand in the passage"),
    ("P Oman | weather | support", "'weather' is none of"),
    ("E met | meeting | Oman", "is no fact line"),
    ("Oman left.", "is no fact line"),
    ("E met | meeting | Oman; Iran | happened", "'Iran' does not stand"),
])
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        list(read_passages(write(tmp_path, f"Oman met Qatar.\n{line}\n")))
    assert "x.txt, record 1" in str(caught.value)
