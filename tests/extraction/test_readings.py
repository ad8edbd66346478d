"""What the language model's reader adds to the rules: in words that no rule has, never against them, always named.

What it finds in a sentence may change with its training; so these sentences leave it little room, and most tests are
about how its probabilities become facts.
"""

import dataclasses

import numpy as np
import pytest

from kg import knowledge, language
from kg.build import facts_of
from kg.model import Facts
from kg.model.readings import EVENTS, RELATIONS, STANCES, TOPICS, Readings, readings_of, set_readings
from kg.reading import read_text

pytestmark = pytest.mark.reader


def facts(text: str, readings: Readings | None = None, date: str = "2016-05-12") -> Facts:
    """The facts of a text, with given readings or the reader's own."""
    article = read_text(f"---\ntitle: T\ndate: {date}\n---\n{text}\n", "x.md")
    doc = language.load()(article.cleaned.text)
    if readings is not None:
        set_readings(doc, readings)
    return facts_of(article, doc, knowledge.load())


def blank(text: str) -> tuple[Readings, dict[str, int]]:
    """Empty readings of a text as an article has it, and where its words stand."""
    article = read_text(f"---\ntitle: T\ndate: 2016-05-12\n---\n{text}\n", "x.md")
    doc = language.load()(article.cleaned.text)
    return Readings.empty(len(doc)), {t.text: t.i for t in doc}


@pytest.mark.parametrize(("text", "expected"), [
    ("For Buenos Aires the Falkland Islands have never been anything but Argentine.",
     ("Argentina", "sovereignty", "support")),
    ("Seoul will not hear of handing Dokdo to the Japanese.", ("South Korea", "transfer", "oppose")),
])
def test_positions_in_other_words(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in {(p.holder_label, p.topic, p.stance) for p in facts(text).positions}


@pytest.mark.parametrize("text", [
    "The bakery in Nemuro has a new oven, and the mayor of the town cut the ribbon.",
    "United beat City after extra time, and the coach refused to talk about the transfer of his striker.",
    "Whisk the eggs, add the sugar and let the mixture rest for an hour before you put it into the oven.",
])
def test_nothing_where_there_is_no_dispute(text: str) -> None:
    found = facts(text)
    assert not found.positions
    assert not found.relations or all(r.predicate in ("holds-office", "affiliated-with") for r in found.relations)


SENTENCE = "Wellington mused about Gibraltar and the Spanish side while Valletta slept."


def test_a_position_is_its_holders_and_names_the_reader() -> None:
    readings, words = blank(SENTENCE)
    readings.positions[words["Wellington"], TOPICS.index("negotiation"), STANCES.index("support")] = 0.9
    position, = facts(SENTENCE, readings).positions
    assert (position.holder, position.topic, position.stance) == ("new-zealand", "negotiation", "support")
    assert (position.rule, position.confidence) == ("position/negotiation/reader", 0.9)
    assert position.evidence.text == SENTENCE


def test_an_article_that_names_states_in_passing_has_none_of_the_readers() -> None:
    text = SENTENCE + " The mine sold its coal to a company that owned two ports and a railway." * 60
    readings, words = blank(text)
    readings.positions[words["Wellington"], TOPICS.index("negotiation"), STANCES.index("support")] = 0.9
    assert not facts(text, readings).positions


def test_an_unlikely_position_is_none() -> None:
    readings, words = blank(SENTENCE)
    readings.positions[words["Wellington"], TOPICS.index("negotiation")] = 0.3
    readings.positions[words["mused"], TOPICS.index("negotiation")] = 0.9  # names nobody
    assert not facts(SENTENCE, readings).positions


def test_a_rule_has_the_last_word() -> None:
    text = "Japan rejected talks with Russia on the Kuril Islands."
    readings, words = blank(text)
    readings.positions[words["Japan"], TOPICS.index("negotiation"), STANCES.index("support")] = 0.99
    found = [p for p in facts(text, readings).positions if (p.holder, p.topic) == ("japan", "negotiation")]
    assert [p.stance for p in found] == ["oppose"]
    assert not any("reader" in p.rule for p in found)


def _event(text: str, word: str, kind: str, partners: tuple[str, ...]) -> Readings:
    readings, words = blank(text)
    readings.events[words[word], EVENTS.index(kind)] = 0.8
    readings.statuses[words[word], 0] = 1
    sure = np.zeros(len(readings.events), np.float16)
    sure[[words[p] for p in partners]] = 0.9
    readings.partners[words[word]] = np.arange(len(sure)), sure
    return readings


def test_an_event_has_its_partners_and_its_date() -> None:
    text = "Wellington and Valletta dawdled in Oslo on 3 May."
    event, = facts(text, _event(text, "dawdled", "meeting", ("Wellington", "Valletta"))).events
    assert (event.type, event.participants, event.status) == ("meeting", ("new-zealand", "malta"), "happened")
    assert (event.place_label, str(event.date)) == ("Oslo", "2016-05-03")
    assert (event.rule, event.confidence) == ("event/meeting/reader/verb", 0.8)


@pytest.mark.parametrize("text", [
    "Wellington and Valletta never dawdled in Oslo.",
    "Have Wellington and Valletta dawdled in Oslo?",
    "Wellington could have dawdled with Valletta in Oslo.",
])
def test_what_is_denied_or_asked_is_no_event(text: str) -> None:
    assert not facts(text, _event(text, "dawdled", "meeting", ("Wellington", "Valletta"))).events


def test_an_event_of_a_frame_is_not_told_twice() -> None:
    text = "Wellington and Valletta met and dawdled in Oslo."
    assert len(facts(text, _event(text, "dawdled", "meeting", ("Wellington", "Valletta"))).events) == 1


@pytest.mark.parametrize(("one", "relation", "other", "found"), [
    ("Argentina", "claims", "Gibraltar", True),
    ("Argentina", "claims", "Valletta", False),  # a State, no land
    ("Gibraltar", "part-of", "Argentina", False),  # land is made part of no State
])
def test_relations_hold_between_fitting_types(one: str, relation: str, other: str, found: bool) -> None:
    text = "Argentina and Gibraltar were in a book that Valletta kept."
    readings, words = blank(text)
    readings.relations.append((words[one], words[other], RELATIONS.index(relation), 0.9))
    relations = [r for r in facts(text, readings).relations if r.rule == f"relation/{relation}/reader"]
    assert len(relations) == found


def test_a_denied_relation_is_none() -> None:
    text = "Argentina never claimed Gibraltar."
    readings, words = blank(text)
    readings.relations.append((words["Argentina"], words["Gibraltar"], RELATIONS.index("claims"), 0.9))
    assert not facts(text, readings).relations


def test_without_a_reader_the_rules_speak_alone() -> None:
    text = "Japan rejected talks with Russia on the Kuril Islands. For Moscow the matter is closed."
    readings, _ = blank(text)
    assert readings_of(language.load()(text)) is not None
    found = facts(text, dataclasses.replace(readings))
    assert found.positions
    assert not any("reader" in fact.rule for fact in (*found.positions, *found.events, *found.relations))
