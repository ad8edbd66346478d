"""Every rule of ``ontology/patterns/positions`` on its own sentences, through the real pipeline; and what rules
out positions: other topics, questions, conditions, the author's and observers' guesses."""

from functools import cache

import pytest

from kg import knowledge, language
from kg.extraction.coreference import add_coreference
from kg.extraction.dates import add_times
from kg.extraction.names import find_mentions
from kg.extraction.position_rules import TopicRule, rules
from kg.extraction.positions import find_positions
from kg.extraction.statements import find_statements
from kg.model import Position
from kg.reading import read_text
from kg.resolution import resolve


@cache
def _model() -> object:
    return language.load()


@cache
def _knowledge() -> object:
    return knowledge.load()


def positions(text: str, title: str | None = None) -> list[Position]:
    """The positions of a short article of May 2018."""
    article = read_text(text, date="2018-05-10", title=title)
    doc = _model()(article.cleaned.text)  # type: ignore[operator]
    known = _knowledge()
    context = resolve(doc, article, known, find_mentions(doc, article, known))  # type: ignore[arg-type]
    context = add_times(add_coreference(context))
    found = list(find_positions(context, tuple(find_statements(context)), ()))
    for position in found:
        span = position.evidence
        assert article.text[span.start:span.end] == span.text
        assert 0 < position.confidence <= 1
        assert position.holder is None or position.holder in context.entities
    return found


def triples(found: list[Position], topic: str = "") -> set[tuple[str, str, str]]:
    return {(p.holder_label.lower(), p.topic, p.stance) for p in found if p.topic == topic or not topic}


def _rows(kind: str) -> list[object]:
    return [pytest.param(rule, row, id=f"{rule.topic}-{rule.id}-{n}")
            for rule in rules() for n, row in enumerate(getattr(rule, kind))]


@pytest.mark.parametrize(("rule", "row"), _rows("matches"))
def test_matches(rule: TopicRule, row: list[object]) -> None:
    wanted = {tuple(part.strip() for part in str(w).split(" / ")) for w in row[1]}  # type: ignore[attr-defined]
    assert triples(positions(str(row[0])), rule.topic) == {(h.lower(), t, s) for h, t, s in wanted}


@pytest.mark.parametrize(("rule", "row"), _rows("misses"))
def test_misses(rule: TopicRule, row: str) -> None:
    assert triples(positions(row), rule.topic) == set()


def test_every_rule_has_both_kinds_of_sentences() -> None:
    assert [r.name for r in rules() if not r.matches or not r.misses] == []


COMPOSITION = [
    ("Japan refused to rule out lifting the sanctions on Russia.", ("japan", "sanctions", "support"), False),
    ("Japan refused to lift its sanctions on Russia.", ("japan", "sanctions", "support"), True),
    ("Hungary did not support the sanctions on Russia.", ("hungary", "sanctions", "oppose"), True),
    ("Hungary does not oppose the sanctions on Russia.", ("hungary", "sanctions", "support"), True),
    ("Germany called for an end to the sanctions on Russia.", ("germany", "sanctions", "oppose"), True),
    ("Germany warned against easing the sanctions on Russia.", ("germany", "sanctions", "support"), True),
    ("France may impose sanctions on Iran.", ("france", "sanctions", "support"), False),
    ("France has not imposed sanctions on Iran.", ("france", "sanctions", "oppose"), False),
    ("France threatened to impose sanctions on Iran.", ("france", "sanctions", "support"), True),
    ("If France imposes sanctions, Iran will protest.", ("france", "sanctions", "support"), False),
    ("Should France impose sanctions on Iran?", ("france", "sanctions", "support"), False),
    ("China expressed its opposition to sanctions on North Korea.", ("china", "sanctions", "oppose"), True),
    ("China's opposition to sanctions on North Korea is well known.", ("china", "sanctions", "oppose"), True),
    ("The sanctions angered Iran.", ("iran", "sanctions", "oppose"), True),
    ("Iran called the sanctions illegal.", ("iran", "sanctions", "oppose"), True),
    ("Ukraine urged its partners not to lift the sanctions on Russia.", ("ukraine", "sanctions", "support"), True),
    ("North Korea will return to talks on its border with South Korea only if the drills end.",
     ("north korea", "negotiation", "conditional"), True),
    ("India will not hold talks with Pakistan on Kashmir unless the attacks end.",
     ("india", "negotiation", "conditional"), True),
    ("Armenia failed to withdraw its troops from the occupied territories.",
     ("armenia", "military-presence", "support"), True),
]


@pytest.mark.parametrize(("sentence", "wanted", "there"), COMPOSITION)
def test_signs_compose(sentence: str, wanted: tuple[str, str, str], there: bool) -> None:
    assert (wanted in triples(positions(sentence))) is there


OFF_TOPIC = [
    "The coach of Japan said the talks with the Russian goalkeeper had made progress before the final on Sunday.",
    "Return the dough to the bowl, cover it and let it rest on the island of the kitchen for an hour.",
    "The council rejected plans for a new bypass and called for further talks with residents of the village.",
    "The company hopes to conclude the deal with its Italian partner by June and expects a breakthrough in sales.",
    "She refused to give up her claim to the title after the chess tournament in Norway.",
]


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_off_topic(text: str) -> None:
    assert positions(text) == []


def test_a_minister_speaks_for_the_state_and_an_analyst_does_not() -> None:
    minister = triples(positions("Russian Foreign Minister Sergey Lavrov rejected the return of the Kurils to Japan."))
    assert {("sergey lavrov", "transfer", "oppose"), ("russia", "transfer", "oppose")} <= minister
    analyst = triples(positions("James Brown, a professor in Tokyo, said Russia might return the Kurils to Japan."))
    assert ("russia", "transfer", "support") not in analyst


def test_a_speech_speaks_for_its_state() -> None:
    text = "We in Ukraine condemn the annexation of Crimea. We urge Russia to withdraw its troops from our land."
    found = triples(positions(text, title="Statement in the General Debate, Ukraine"))
    assert {("ukraine", "annexation", "oppose"), ("ukraine", "military-presence", "oppose"),
            ("ukraine", "sovereignty", "support")} <= found


def test_conditions_have_their_span() -> None:
    found = [p for p in positions("Russia is ready to return the Kuril Islands if Japan signs a peace treaty.")
             if p.topic == "transfer"]
    assert [(p.stance, p.condition.text if p.condition else "") for p in found] == [
        ("conditional", "if Japan signs a peace treaty")]


def test_one_record_for_holder_topic_and_stance() -> None:
    found = positions("Japan imposed sanctions on Russia. In May Japan extended the sanctions on Russia.")
    assert len([p for p in found if p.topic == "sanctions"]) == 1


def test_long_sentences_take_no_recursion() -> None:
    text = "Japan wants " + "to continue talks with Russia on the disputed islands and " * 400 + "to sign a treaty."
    assert ("japan", "negotiation", "support") in triples(positions(text))


def test_a_speech_with_a_label_speaks_for_its_speaker() -> None:
    text = "Nikol Pashinyan: Colleagues, I shall be frank.\n\nI want a peace treaty with Azerbaijan."
    found = triples(positions(text, title="Address by the Prime Minister of Armenia to parliament"))
    assert ("nikol pashinyan", "peace-treaty", "support") in found
