"""What a look at a Doc costs must not grow with the Doc: spaCy puts its text, sentences and children together anew."""

import re
from pathlib import Path

import pytest

from kg import extraction

SOURCES = [path for path in sorted(Path(extraction.__file__ or "").parent.glob("*.py")) if path.name != "tree.py"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_doc_is_read_once(path: Path) -> None:
    costly = re.findall(r"\bdoc\.(?:text|sents)\b|\.children\b(?!\()", path.read_text("utf-8"))
    assert costly == [], "kg.extraction.tree keeps these: text_of, sentences, children"
