"""The whole stage: exact text, well-formed trees, the same result alone and in a batch."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg import language
from kg.errors import ModelError
from kg.language.files import FOLDER
from kg.language.pipeline import make

BAD = {
    "empty": "",
    "blank": " \n\t  \n",
    "controls": "a\x00b\x07 \x1b[31m The\u200b talks\ufeff ended\x85 today.\x0b\x0cGood.",
    "emoji": "Talks 👩‍👩‍👧‍👦 went well 🇯🇵🤝🇷🇺!!! 😀😀",
    "right to left": "The words \u202eשלום עולם\u202c and السلام عليكم were on the banner.",
    "japanese": "北方領土は日本固有の領土です。 The slogan is old. 択捉島、国後島、色丹島及び歯舞群島。",
    "russian": "В Кремле заявили: Курилы — российские. The Kremlin said so on Friday.",
    "surrogate": "A lone \ud800 surrogate.",
    "marks": "?!.,;:" * 50,
    "digits": "1234567890" * 200,
    "no spaces": "x" * 20_000,
    "combining": "e\u0301" * 500,
    "line breaks": "\r\n\r\nOne.\rTwo.\n\n\n\nThree.\u2028Four.\u2029Five.",
}
NEWS = """Foreign Minister Kenji Mori told reporters in Sapporo on Friday that the note did not change anything.

"We regret it," he said, adding that Moscow's embassy had been informed. A spokeswoman for the Russian foreign
ministry said the islands were not up for negotiation.
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def check(doc: Doc, text: str) -> None:
    """The promises that hold for every text."""
    assert doc.text == re.sub("[\ud800-\udfff]", "\ufffd", text)
    for token in doc:
        assert doc.text[token.idx : token.idx + len(token)] == token.text
        assert token.pos_
        assert token.dep_
        assert not token.is_space or (token.pos_ == "SPACE" and not list(token.children))
    for sent in doc.sents if len(doc) else ():
        roots = [t for t in sent if t.head.i == t.i]
        assert len(roots) == 1
        assert sent.root.is_space or sent.root.dep_ == "root"
        assert all(t.head.i in range(sent.start, sent.end) for t in sent)


def table(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.lemma_, t.pos_, t.tag_, str(t.morph), t.head.i, t.dep_, t.ent_iob_, t.ent_type_, t.is_sent_start)
        for t in doc
    ]


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input(nlp: Language, text: str) -> None:
    check(nlp(text), text)


def test_a_million_characters_without_a_full_stop(nlp: Language) -> None:
    # all of it is cut into words and sentences; the network sees the first part only, to keep the test short
    text = "and the islands remain where they are while talks go on " * 18_000
    doc = nlp.make_doc(text)
    doc = nlp.get_pipe("kg_sentences")(doc)
    assert doc.text == text
    part = text[:12_000]
    check(nlp(part), part)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_text(text: str) -> None:
    check(language.load()(text), text)


def test_alone_and_in_a_batch(nlp: Language) -> None:
    texts = [NEWS, "Short one.", "", *NEWS.split("\n\n"), "A much longer sentence follows here. " * 30, NEWS * 5]
    alone = [table(nlp(text)) for text in texts]
    assert [table(doc) for doc in nlp.pipe(texts)] == alone
    assert [table(doc) for doc in nlp.pipe(reversed(texts))] == alone[::-1]
    assert [table(doc) for doc in make().pipe(texts, batch_size=2)] == alone


def test_known_sentence(nlp: Language) -> None:
    doc = nlp(NEWS)
    found = {t.text: (t.pos_, t.dep_, t.head.text) for t in doc}
    assert found["told"] == ("VERB", "root", "told")
    assert found["Mori"] == ("PROPN", "flat", "Kenji")
    assert found["informed"][1] == "ccomp"
    assert {t.lemma_ for t in doc} >= {"tell", "reporter", "say", "regret", "island", "negotiation"}
    assert ("Kenji Mori", "PERSON") in [(e.text, e.label_) for e in doc.ents]
    assert ("Sapporo", "PLACE") in [(e.text, e.label_) for e in doc.ents]
    assert next(t for t in doc if t.text == "been").dep_ == "aux:pass"


def test_long_sentences_in_windows(nlp: Language) -> None:
    text = "The envoy said that " + ", and that ".join(["the talks with the neighbours went on for days"] * 27) + "."
    doc = nlp(text)
    check(doc, text)
    assert len(list(doc.sents)) == 1
    assert len(doc) > 250


def test_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"labels\.json is missing"):
        make(tmp_path)


@pytest.mark.parametrize("name", ["relations.onnx", "vocabulary.txt"])
def test_damaged_file(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match="damaged"):
        make(folder)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 2}', '{"format": 1, "files": 3}'])
def test_damaged_labels(tmp_path: Path, content: str) -> None:
    (tmp_path / "labels.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        make(tmp_path)


def test_damaged_sentence_model(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / "sentences.json").write_text(json.dumps({"weights": 3}), encoding="utf-8")
    with pytest.raises(ModelError):
        make(folder)


def test_unknown_pipeline() -> None:
    with pytest.raises(ModelError, match="no spaCy pipeline 'xx_nowhere'"):
        language.load("xx_nowhere")


def test_a_pipeline_of_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named by the environment, it reads the articles, and their graphs say so."""
    import spacy

    from kg.graph.provenance import content_hash, foreign_pipeline
    from kg.reading import read_text

    article = read_text("Moscow said it would not budge.")
    ours = content_hash(article)
    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    other.to_disk(tmp_path / "mine")
    monkeypatch.setenv("KG_PIPELINE", str(tmp_path / "mine"))
    assert language.load().pipe_names == ["sentencizer"]
    assert foreign_pipeline() == str(tmp_path / "mine")
    assert content_hash(article) != ours  # stored articles are read anew


def test_loaded_once(nlp: Language) -> None:
    assert language.load() is nlp
