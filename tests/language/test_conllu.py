"""CoNLL-U, table and drawing of a small text."""

import xml.dom.minidom

import pytest
from spacy.language import Language

from kg import language
from kg.language.conllu import to_conllu, to_svg, to_table

TEXT = "Tokyo doesn't accept  the note.\n\nKenji Mori left (early) for New York."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def test_ten_columns_and_texts(nlp: Language) -> None:
    lines = to_conllu(nlp(TEXT)).splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 10 and all(row) for row in rows)
    assert [line for line in lines if line.startswith("# text")] == [
        "# text = Tokyo doesn't accept the note.",
        "# text = Kenji Mori left (early) for New York.",
    ]
    assert lines[-1] == ""


def test_numbers_heads_and_ranges(nlp: Language) -> None:
    blocks = to_conllu(nlp(TEXT)).strip().split("\n\n")
    assert len(blocks) == 2
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        words = [row for row in rows if "-" not in row[0]]
        assert [int(row[0]) for row in words] == list(range(1, len(words) + 1))
        assert sum(row[6] == "0" for row in words) == 1
        assert all(row[7] == "root" for row in words if row[6] == "0")
        assert all(0 <= int(row[6]) <= len(words) for row in words)
    assert "2-3\tdoesn't\t_" in blocks[0]


def test_misc(nlp: Language) -> None:
    rows = [line.split("\t") for line in to_conllu(nlp(TEXT)).splitlines() if "\t" in line]
    misc = {row[1]: row[9] for row in rows}
    assert misc["accept"] == "SpacesAfter=\\s\\s"
    assert misc["("] == "SpaceAfter=No"
    assert misc["Kenji"] == "Entity=(PERSON"
    assert misc["Mori"] == "Entity=PERSON)"
    assert misc["York"] == "Entity=PLACE)|SpaceAfter=No"


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing(nlp: Language, text: str) -> None:
    assert to_conllu(nlp(text)) == ""
    assert to_table(nlp(text)) == ""
    xml.dom.minidom.parseString(to_svg(nlp(text)))


@pytest.mark.parametrize("text", [TEXT, "a\x00b <script>alert(1)</script> &lt; \u202e x"])
def test_drawing_is_plain_xml_and_the_same_each_time(nlp: Language, text: str) -> None:
    drawing = to_svg(nlp(text))
    xml.dom.minidom.parseString(drawing)
    assert "<script" not in drawing
    assert drawing == to_svg(nlp(text))


def test_table(nlp: Language) -> None:
    table = to_table(nlp(TEXT))
    assert "Kenji" in table
    assert "B-PERSON" in table
