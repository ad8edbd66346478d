"""Names annotated by others become targets of the recogniser (own miniature files in the two formats)."""

import random
from pathlib import Path

import pytest

named = pytest.importorskip("training.named", reason="the checkout is not on the path (python -m pytest)")
from training.names import LABELS, targets  # noqa: E402
from training.treebank import Sentence, Word  # noqa: E402

FORMS = ["President", "Ito", "of", "Norland", "met", "the", "Harbour", "Office", "on", "Monday", "."]
TAGS = ["B-PER", "I-PER", "O", "B-LOC", "O", "B-ORG", "I-ORG", "I-ORG", "O", "O", "O"]


def _sentence(treebank: str = "ewt", key: str = "d-1", forms: list[str] = FORMS) -> Sentence:
    upos = ["PROPN" if f[0].isupper() else "X" for f in forms]
    words = tuple(
        Word(f, f, u, "NNP" if u == "PROPN" else "XX", "_", 0 if i == 4 else 5, "dep", "_", True)
        for i, (f, u) in enumerate(zip(forms, upos, strict=True))
    )
    return Sentence(words, " ".join(forms), treebank, "d", True, True, "x", (), None, key)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [f"{i}\t{f}\t{t}\t-\tsomebody" for i, (f, t) in enumerate(zip(FORMS, TAGS, strict=True), 1)]
    (tmp_path / "en_ewt-ud-train.iob2").write_text(
        "\n".join(["# newdoc id = d", "# sent_id = d-1", "# text = x", *rows, ""])
    )
    (tmp_path / "wikigold.conll.txt").write_text(
        "Mira I-PER\nOsk I-PER\nB-side O\nof O\nNorland I-MISC\nCup I-MISC\n. O\n\n"
        "-DOCSTART- O\n\nOsk I-LOC\nMoor B-LOC\n"
    )
    return tmp_path


def _allowed(sentence: Sentence) -> list[set[str]]:
    return [{LABELS[i] for i in labels} for labels in targets(sentence)]


def test_names_of_the_layer_are_certain_and_posts_and_articles_stay_outside(folder: Path) -> None:
    (sentence,) = named.with_names([_sentence()], folder, "train")
    assert sentence.flat == ((0, 2, "PERSON"), (3, 4, "PLACE"), (5, 8, "ORG"))
    allowed = _allowed(sentence)
    assert allowed[1] == {"B-PERSON"}
    assert allowed[3] == {"B-PLACE"}
    assert allowed[6:8] == [{"B-ORG"}, {"I-ORG"}]
    assert "O" in allowed[0] & allowed[4] & allowed[5]
    assert "B-DATE" in allowed[9]  # a proper noun outside the layer's names may be a date, but no person
    assert "B-PERSON" not in allowed[9]


@pytest.mark.parametrize(
    "sentence",
    [_sentence(key="other"), _sentence(treebank="gum"), _sentence(forms=[*FORMS[:-1], "!"])],
    ids=["other id", "other treebank", "other words"],
)
def test_other_sentences_stay_as_they_are(folder: Path, sentence: Sentence) -> None:
    assert named.with_names([sentence], folder, "train") == [sentence]


def test_sentences_without_trees(folder: Path) -> None:
    first, second = named.wikigold(folder)
    assert first.flat == ((0, 2, "PERSON"), (4, 6, ""))
    assert [w.head for w in first.words] == [-1] * 7
    assert not first.words[5].space_after  # before the full stop
    assert _allowed(first)[4] == {"O", "B-DATE", "I-DATE", "B-EVENT", "I-EVENT", "B-OTHER", "I-OTHER"}
    assert second.flat == ((0, 1, "PLACE"), (1, 2, "PLACE"))  # a new name begins at once


def test_names_of_a_kind_and_length_take_each_other_s_place(folder: Path) -> None:
    features = pytest.importorskip("training.features")
    (folder / "people.csv").write_text("id,label\na,Uma Vale\nb,Kofi\nc,of Low\n")
    sentences = [*named.wikigold(folder), *named.with_names([_sentence()], folder, "train")]
    pool = features.NamePool.of(sentences, folder)
    assert pool.names[("PERSON", 2)] == (("Mira", "Osk"), ("Uma", "Vale"))
    assert pool.names[("PERSON", 1)] == (("Ito",), ("Kofi",))
    assert pool.names[("PLACE", 1)] == (("Moor",), ("Norland",), ("Osk",))
    forms = [w.form for w in sentences[0].words]
    changed = features.NamePool(pool.names, share=1.0).put_into(forms, sentences[0], random.Random(3))
    assert changed == {0, 1}
    assert tuple(forms[:2]) in pool.names[("PERSON", 2)]
    assert forms[2:] == [w.form for w in sentences[0].words][2:]
    assert features.NamePool(pool.names, share=0.0).put_into(forms, sentences[0], random.Random(3)) == set()
