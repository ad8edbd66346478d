"""A look at held-out treebank sentences, where the treebanks are at hand: the model is the one that was measured."""

from pathlib import Path

import pytest

from kg.language.files import read_model_text
from kg.language.lemma import LemmaTable
from kg.language.network import Network

TREEBANKS = Path(__file__).resolve().parents[2].parent / "shared" / "treebanks"


@pytest.mark.skipif(not TREEBANKS.is_dir(), reason="the treebanks (../shared/treebanks) are not here")
def test_accuracy_on_some_held_out_sentences() -> None:
    evaluate = pytest.importorskip("training.evaluate", reason="the checkout is not on the path (python -m pytest)")
    sentences = evaluate.load(TREEBANKS, "dev", ("gum",))[:250]
    figures = evaluate.gold_tokens(Network(), LemmaTable.read(read_model_text("lemmas.txt")), sentences)
    assert figures["upos"] > 96
    assert figures["las"] > 87
    assert figures["lemma"] > 96
    assert figures["names"] > 70
