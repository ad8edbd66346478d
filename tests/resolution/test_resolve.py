"""Resolution: one entity each; who a surname is, what is minted, how it is labelled."""


import pytest

from kg import knowledge
from kg.extraction.names import find_mentions
from kg.language import load
from kg.model import Context
from kg.reading import read_text
from kg.resolution import resolve
from kg.resolution.cast import slug
from kg.resolution.people import parts, same_person


@pytest.fixture(scope="module")
def read():
    nlp, base = load(), knowledge.load()

    def context(text: str, date: str = "2016-05-07") -> Context:
        article = read_text(f"---\ndate: {date}\n---\n{text}")
        doc = nlp(article.cleaned.text)
        return resolve(doc, article, base, find_mentions(doc, article, base))
    return context


def of_type(context: Context, type: str) -> dict[str, set[str]]:
    return {e.id: {s.text for s in e.mentions} for e in context.entities.values() if e.type == type}


@pytest.mark.parametrize(("text", "expected"), [
    ("Prime Minister Shinzo Abe spoke. Mr. Abe left early.", {"shinzo-abe": {"Shinzo Abe", "Abe"}}),
    ("Sergei Lavrov spoke. Lavrov left.", {"sergey-lavrov": {"Sergei Lavrov", "Lavrov"}}),
    ("Karl Oberhauser spoke. Oberhauser left.", {"person-karl-oberhauser": {"Karl Oberhauser", "Oberhauser"}}),
    ("Choi Min-jae spoke. Choi left.", {"person-choi-min-jae": {"Choi Min-jae", "Choi"}}),
    ("Ichiro Hatoyama signed in 1956. Yukio Hatoyama, his grandson, governed in 2009.",
     {"ichiro-hatoyama": {"Ichiro Hatoyama"}, "yukio-hatoyama": {"Yukio Hatoyama"}}),
])
def test_people(read, text: str, expected: dict[str, set[str]]) -> None:
    assert of_type(read(text), "Person") == expected


def test_names_of_one_land_are_one_entity(read) -> None:
    context = read("Japan calls them the Northern Territories, Russia the Southern Kurils.")
    assert set(of_type(context, "Territory")) == {"northern-territories"}


def test_city_and_state_are_two(read) -> None:
    context = read("Tokyo protested. The protest was handed over in Tokyo.")
    assert "japan" in of_type(context, "State")
    assert "tokyo-city" in of_type(context, "Place")


def test_short_form_joins_the_long(read) -> None:
    context = read("The Northern Shipping Company was fined. Northern Shipping will appeal, the company said.")
    assert list(of_type(context, "Organization")) == ["organization-northern-shipping-company"]


def test_sanctions_by_who_and_whom(read) -> None:
    context = read("Japan imposed sanctions on Russia. Iran is under international sanctions. Japanese sanctions on "
                   "Russia are mild.")
    assert len(of_type(context, "Sanction")) == 2


def test_spans_are_of_the_original_text(read) -> None:
    context = read("Japan's Foreign Minister Fumio Kishida met Sergey Lavrov in Moscow.")
    for entity in context.entities.values():
        for span in entity.mentions:
            assert context.article.text[span.start:span.end] == span.text


@pytest.mark.parametrize(("type", "label", "expected"), [
    ("Person", "Koo Ja-ick", "person-koo-ja-ick"),
    ("Organization", "People's Party", "organization-peoples-party"),
    ("Place", "Édessa-sur-Mer", "place-edessa-sur-mer"),
])
def test_slug(type, label: str, expected: str) -> None:
    assert slug(type, label) == expected


@pytest.mark.parametrize(("a", "b", "same"), [
    ("Sergei Lavrov", "Sergey Lavrov", True),
    ("Dmitri Medvedev", "Dmitry Medvedev", True),
    ("Kishida Fumio", "Fumio Kishida", True),
    ("Fumio Kisida", "Fumio Kishida", True),
    ("Recep Erdogan", "Recep Tayyip Erdoğan", True),
    ("S. Lavrov", "Sergey Lavrov", True),
    ("Ichiro Hatoyama", "Yukio Hatoyama", False),
    ("Shintaro Abe", "Shinzo Abe", False),
])
def test_same_person(a: str, b: str, same: bool) -> None:
    assert same_person(parts(a), parts(b)) is same
