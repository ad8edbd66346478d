"""What is read off a Doc once is what spaCy says at each call."""

import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.extraction import tree

NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")
TEXTS = st.text(st.sampled_from("Aa b.\n  -“ß'İé1\t"), max_size=60)


@given(TEXTS)
def test_texts_of_any_tokens(text: str) -> None:
    doc = NLP(text)
    assert tree.text_of(doc) == doc.text
    assert tree.forms(doc) == [t.text.lower() for t in doc]
    assert [w.text for w in tree.words(doc)] == [t.text for t in doc]
    for start in range(len(doc)):
        for end in range(start, min(start + 4, len(doc) + 1)):
            assert tree.phrase(doc, start, end) == doc[start:end].text


def test_words_and_dependants_of_a_parsed_text(nlp: Language) -> None:
    doc = nlp("Japan's minister signed treaties. He said that the treaty, signed in 1956, binds Russia.")
    assert [(w.lemma, w.form, w.pos) for w in tree.words(doc)] == [(t.lemma_.lower(), t.lower_, t.pos_) for t in doc]
    assert [[c.i for c in tree.children(t)] for t in doc] == [[c.i for c in t.children] for t in doc]
    assert [tree.sentence(t) for t in doc] == [(t.sent.start, t.sent.end) for t in doc]
    assert len(tree.different_words(doc)) < len(doc)
    assert tree.word_of(doc[3]) is tree.words(doc)[3]


def test_tokens_are_chosen_by_their_words(nlp: Language) -> None:
    doc = nlp("The treaty was signed, and the Treaty was broken.")
    assert [t.text for t in tree.among(doc, {"treaty", "the", "absent"})] == ["The", "treaty", "the", "Treaty"]
    asked: list[str] = []

    def is_verb(word: tree.Word) -> bool:
        asked.append(word.text)
        return word.pos == "VERB"

    assert [t.text for t in tree.where(doc, is_verb, also=[0])] == ["The", "signed", "broken"]
    assert sorted(asked) == sorted({t.text for t in doc}), "a word is asked about once"
