"""What the reader says of each token."""

import numpy as np
import pytest
from spacy.language import Language

from kg import language
from kg.model.readings import EVENTS, STANCES, STATUSES, TOPICS, Readings, readings_of

TEXT = ("Tokyo has always regarded the four islands as its own territory.  The two foreign ministers met in Moscow on "
        "Friday.\n\nThe ferry was late.")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def read(nlp: Language, text: str) -> Readings:
    found = readings_of(nlp(text))
    assert found is not None
    return found


def test_a_row_for_each_token(nlp: Language) -> None:
    doc, found = nlp(TEXT), read(nlp, TEXT)
    assert found.positions.shape == (len(doc), len(TOPICS), len(STANCES))
    assert found.events.shape == (len(doc), len(EVENTS))
    assert found.statuses.shape == (len(doc), len(STATUSES))
    for table in (found.positions, found.events, found.statuses):
        assert ((table >= 0) & (table <= 1)).all()
        assert not table[[t.i for t in doc if t.is_space]].any()


def test_who_holds_a_position_and_what_names_an_event(nlp: Language) -> None:
    doc, found = nlp(TEXT), read(nlp, TEXT)
    holder, topic, stance = np.unravel_index(found.positions.argmax(), found.positions.shape)
    assert (doc[int(holder)].text, TOPICS[topic], STANCES[stance]) == ("Tokyo", "sovereignty", "support")
    word, kind = np.unravel_index(found.events.argmax(), found.events.shape)
    assert (doc[int(word)].text, EVENTS[kind]) == ("met", "meeting")
    tokens, sure = found.partners[int(word)]
    assert doc[int(tokens[sure.argmax()])].text == "ministers"


def test_the_same_alone_and_among_others(nlp: Language) -> None:
    texts = [TEXT, "The ferry was late.", "Russia protested. " * 40, "Kyiv met Minsk " * 100, "", *TEXT.split(". ")]
    for doc, text in zip(nlp.pipe(texts), texts, strict=True):
        together, alone = readings_of(doc), read(nlp, text)
        assert together is not None
        for name in ("positions", "events", "statuses"):
            assert np.array_equal(getattr(together, name), getattr(alone, name))
        assert together.partners.keys() == alone.partners.keys()


def test_a_pipeline_without_a_reader_says_nothing() -> None:
    import spacy

    assert readings_of(spacy.blank("en")("Tokyo claims the islands.")) is None
