"""Tables of sentences and the statements in them, through the real language model; entities are given by hand."""

from collections.abc import Mapping
from functools import cache

import pytest
from spacy.tokens import Doc

from kg import language
from kg.extraction.statements import find_statements
from kg.model import Article, Cleaned, Context, Entity, Knowledge, Mention, PartialDate, Reference, Statement

Row = tuple[str, str, str]


@cache
def doc_of(text: str) -> Doc:
    return language.load()(text)


def statements_of(text: str, entities: Mapping[str, tuple[str, ...]] | None = None,
                  **article: object) -> list[Statement]:
    """Statements of the text; ``entities`` maps a name in the text to the labels that it refers to."""
    doc = doc_of(text)
    known, references = {}, []
    for words, labels in (entities or {}).items():
        start = text.index(words)
        span = doc.char_span(start, start + len(words))
        assert span is not None
        for label in labels:
            known[label] = Entity(label, "State", label)
            mention = Mention(span.start, span.end, span.root.i, "State", words)
            references.append(Reference(mention, label))
    read = Article("x", text, Cleaned.identity(text), **article)  # type: ignore[arg-type]
    return list(find_statements(Context(read, doc, Knowledge({}), {}).with_references(known, references)))


def rows(text: str) -> list[Row]:
    return [(s.source_label, s.cue.text, s.content.text) for s in statements_of(text)]


TABLE: list[tuple[str, list[Row]]] = [
    # verbs with clauses
    ("The ministry announced on Tuesday that two bases had been closed.",
     [("The ministry", "announced", "two bases had been closed")]),
    ("Guyana believes the arbitration of 1899 is final.", [("Guyana", "believes", "the arbitration of 1899 is final")]),
    ("She told the council that the wells were dry.", [("She", "told", "the wells were dry")]),
    # quotations
    ("\"The reef is ours,\" the admiral said. \"It always was.\"",
     [("the admiral", "said", "The reef is ours,\" the admiral said. \"It always was.")]),
    ("“We have waited long enough,” said Omar Diallo, who farms on the border. He left at noon.",
     [("Omar Diallo", "said", "We have waited long enough,")]),
    ("“The line is closed,” the Georgian interior minister, Vano Merabi, said of the valley.",
     [("the Georgian interior minister", "said", "The line is closed,")]),
    ("Talks will go on, the Danish envoy, Lars Holm, told reporters on Friday.",
     [("the Danish envoy", "told", "Talks will go on")]),
    ("On the four wells, he added, nothing had changed.",
     [("he", "added", "On the four wells, he added, nothing had changed")]),
    ("Fishermen say little has changed: patrols still come at dawn.",
     [("Fishermen", "say", "little has changed: patrols still come at dawn")]),
    ("Fishermen say little has changed; the mayor believes that patrols help.", [
        ("Fishermen", "say", "little has changed"), ("the mayor", "believes", "patrols help")]),
    ("Norway has told its citizens to leave the area and urges that patrols end.", [
        ("Norway", "has told", "its citizens to leave the area"), ("Norway", "urges", "patrols end")]),
    ("Oman, which claims part of the valley, watched the drill.", []),
    ("The mayor said: 'Nobody asked us.'", [("The mayor", "said", "Nobody asked us.")]),
    ("The treaty, one judge wrote, “leaves no room for doubt”.",
     [("one judge", "wrote", "The treaty, one judge wrote, “leaves no room for doubt”")]),
    ("Tanaka said the offer was “a joke”.", [("Tanaka", "said", "the offer was “a joke”")]),
    ("\"First we talk,\" she said.\n\n\"Then we vote.\"\n\nThe hall was full.",
     [("she", "said", "First we talk,\" she said.\n\n\"Then we vote.")]),
    ("\"The door,\" he insisted, \"is open.\"", [("he", "insisted", "The door,\" he insisted, \"is open.")]),
    ("\"We will not,\" said the envoy, \"accept any deal.\"",
     [("the envoy", "said", "We will not,\" said the envoy, \"accept any deal.")]),
    ("Gibraltar will never be Spanish, said its chief minister, Fabian Picardo.",
     [("its chief minister", "said", "Gibraltar will never be Spanish")]),
    # the clause hangs on another word
    ("A spokesman said in a statement that the reef was theirs.",
     [("A spokesman", "said", "the reef was theirs")]),
    ("The president made it clear that there would be no concessions.",
     [("The president", "made it clear", "there would be no concessions")]),
    ("The foreign minister reiterated his call for dialogue.",
     [("The foreign minister", "reiterated", "his call for dialogue"), ("The foreign minister", "call", "dialogue")]),
    ("The striker will join Brighton, his agent said.", [("his agent", "said", "The striker will join Brighton")]),
    # requests and promises
    ("Kyiv asked its partners to keep the sanctions.", [("Kyiv", "asked", "its partners to keep the sanctions")]),
    ("The rebels vowed to hold the town.", [("The rebels", "vowed", "to hold the town")]),
    ("Tirana demanded an immediate apology.", [("Tirana", "demanded", "an immediate apology")]),
    # judgements
    ("Islamabad accused Delhi of shelling villages.", [("Islamabad", "accused", "Delhi of shelling villages")]),
    ("Many islanders see the port as a threat.", [("Many islanders", "see", "the port as a threat")]),
    ("Athens rejected the claim.", [("Athens", "rejected", "the claim")]),
    # unnamed and passive sources
    ("It is widely believed that the talks failed.", [("widely", "is widely believed", "the talks failed")]),
    ("The plan was criticised by several lawmakers.", []),
    # nouns and phrases
    ("Madrid's hope of an early deal faded.", [("Madrid", "hope", "an early deal")]),
    ("In the words of one veteran, the war never ended.", [("one veteran", "In the words of", "the war never ended")]),
    # off-topic text is read all the same
    ("The coach said the striker would miss two games.", [("The coach", "said", "the striker would miss two games")]),
    # not reported, or not said
    ("The minister did not say when the border would open.", []),
    ("Did the president say that he would resign?", []),
    ("Unless the court says otherwise, the ban stays.", []),
    ("He should apologise, and Rome should demand an answer.", []),
    ("Stir the sauce and add salt.", []),
    ("The movement says much about the age.", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_statements(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_chain_of_attribution() -> None:
    text = "According to Kyodo, an official said Moscow would not yield."
    outer, inner = statements_of(text)
    assert (outer.source_label, outer.content.text) == ("Kyodo", "an official said Moscow would not yield")
    assert (inner.source_label, inner.content.text) == ("an official", "Moscow would not yield")
    assert (outer.parent, inner.parent) == (None, outer.id)


def test_who_quotes_and_who_is_quoted() -> None:
    found = statements_of("\"The deal is dead,\" state television quoted the general as saying.")
    assert {s.source_label for s in found} == {"state television", "the general"}
    general = next(s for s in found if s.source_label == "the general")
    assert general.content.text == "The deal is dead,"
    assert general.parent == next(s.id for s in found if s.source_label == "state television")


@pytest.mark.parametrize(("text", "entities"), [
    ("Japan and South Korea said the launch was a test.", {"Japan": ("japan",), "South Korea": ("south-korea",)}),
    ("Both sides agreed that the line would stay.", {"Both sides": ("japan", "south-korea")}),
])
def test_joint_source_gives_a_statement_each(text: str, entities: dict[str, tuple[str, ...]]) -> None:
    found = statements_of(text, entities)
    assert [s.source for s in found] == ["japan", "south-korea"]
    assert len({s.content for s in found}) == 1
    assert len({s.id for s in found}) == 2


@pytest.mark.parametrize(("text", "mode"), [
    ("\"We agree,\" he said.", "direct"),
    ("He said the deal was \"dead\".", "mixed"),
    ("He said the deal was dead.", "indirect"),
])
def test_mode(text: str, mode: str) -> None:
    assert [s.mode for s in statements_of(text)] == [mode]


def test_speech_speaks_for_its_speaker_only_outside_quotations() -> None:
    text = "We urge all parties to withdraw. As my father said, \"I hope for peace.\""
    assert not [s for s in statements_of(text) if s.source_label.casefold() == "we"]


def test_date_is_the_articles_for_plain_reports() -> None:
    date = PartialDate.parse("2016-05")
    said, = statements_of("The envoy said the talks went well.", date=date)
    had, = statements_of("The envoy had often said that talks help.", date=date)
    assert (said.date, had.date) == (date, None)


def test_spans_are_of_the_original_text_and_ids_are_stable() -> None:
    text = "The envoy said the talks went well. \"They did,\" the host added."
    first, second = statements_of(text), statements_of(text)
    assert [s.id for s in first] == [s.id for s in second]
    for s in first:
        for span in (s.cue, s.content, s.source_mention):
            assert span is not None
            assert text[span.start:span.end] == span.text


@pytest.mark.parametrize("text", [
    "He said that " + "the reef, the rock, " * 1500 + "and the bank were his.",
    "\"" * 500,
    "said " * 2000,
])
def test_long_and_odd_sentences_do_no_harm(text: str) -> None:
    assert len(statements_of(text)) < 2100


def test_a_conjunction_reports_nothing() -> None:
    found = statements_of("China was open to dialogue, he added, provided that the ship was towed away.")
    assert [s.cue.text for s in found] == ["added"]
