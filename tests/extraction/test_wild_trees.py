"""Trees that no grammar allows: crossing branches, loose labels, punctuation as heads. Facts all the same, or none."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.build import facts_of
from kg.model import Article, Cleaned, Knowledge

WORDS = ("Japan", "Russia", "Moscow", "Abe", "Putin", "Kuril", "Islands", "treaty", "sanctions", "president",
         "minister", "said", "told", "denied", "met", "signed", "visited", "imposed", "according", "to", "that",
         "which", "who", "the", "of", "by", "on", "May", "2016", "and", "not", "he", "they", "its", "illegal",
         "foreign", "called", "promise", ",", ".", ":", '"', "“", "”", "'s", "-", "\n", "(", ")")
TAGS = {"VERB": "VBD", "NOUN": "NN", "PROPN": "NNP", "ADP": "IN", "PUNCT": ",", "PRON": "PRP", "ADJ": "JJ",
        "AUX": "MD", "NUM": "CD", "DET": "DT", "PART": "TO", "SCONJ": "IN"}
LABELS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "case", "mark", "conj", "cc",
          "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "appos", "flat", "fixed", "compound", "amod", "advmod",
          "parataxis", "punct", "aux:pass", "det", "nummod", "dep")


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    """Words with a tree of any shape: each hangs on one that comes before it in an order of its own."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40))
    count = len(words)
    order = draw(st.permutations(range(count)))
    heads = [0] * count
    for rank, i in enumerate(order):
        heads[i] = order[draw(st.integers(0, rank - 1))] if rank else i
    pos = draw(st.lists(st.sampled_from(sorted(TAGS)), min_size=count, max_size=count))
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=count, max_size=count))
    deps = ["root" if heads[i] == i else labels[i] for i in range(count)]
    return {"words": words, "heads": heads, "deps": deps, "pos": pos, "tags": [TAGS[p] for p in pos],
            "lemmas": [w.lower() for w in words]}


def test_any_tree_is_read(nlp: Language, knowledge: Knowledge) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(tree=trees())
    def check(tree: dict[str, Any]) -> None:
        doc = Doc(nlp.vocab, **tree)
        article = Article("wild", doc.text, Cleaned.identity(doc.text))
        for record in facts_of(article, doc, knowledge).records():
            spans = [s for v in record.values() for s in (v if isinstance(v, list) else [v]) if isinstance(s, dict)]
            assert all(s["text"] and doc.text[s["start"]:s["end"]] == s["text"] for s in spans)

    check()
