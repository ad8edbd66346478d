"""Mentions: our own sentences from many disputes and genres, with the mentions that they must and must not give."""

import pytest
import spacy

from kg import knowledge
from kg.extraction.gazetteer import Gazetteer
from kg.extraction.names import find_mentions
from kg.language import load
from kg.model import Entry, Knowledge, Mention, Name
from kg.reading import read_text

BASE = Knowledge({e.id: e for e in (
    Entry("japan", "State", "Japan", names=(Name("Japan"), Name("Japanese", "adjective"), Name("Tokyo", "capital"))),
    Entry("united-states", "State", "United States", names=(Name("United States"), Name("US", "acronym"))),
    Entry("poland", "State", "Poland", names=(Name("Poland"), Name("Polish", "adjective"), Name("Poles", "demonym"))),
    Entry("south", "State", "South Korea", names=(Name("South Korea"), Name("the South", "description"))),
    Entry("scs", "Territory", "South China Sea", names=(Name("South China Sea"),)),
    Entry("kunashiri", "Territory", "Kunashiri", names=(Name("Kunashiri"), Name("Kunashir"))),
    Entry("lavrov", "Person", "Sergey Lavrov", names=(Name("Sergey Lavrov"), Name("Lavrov", "surname"))),
    Entry("kishida", "Person", "Fumio Kishida", names=(Name("Fumio Kishida"),)),
    Entry("g7", "Organization", "Group of Seven", names=(Name("Group of Seven"), Name("G7", "acronym"))),
    Entry("asean", "Organization", "Association of Southeast Asian Nations", names=(Name("ASEAN", "acronym"),)),
)})


@pytest.mark.parametrize(("text", "expected"), [
    ("Japan's ministers met in Tokyo.", ["Japan", "Tokyo"]),
    ("The US wants us to wait.", ["US"]),
    ("U.S. ships, a US-Japan drill", ["U.S.", "US", "Japan"]),
    ("JAPAN PROTESTS", ["JAPAN"]),
    ("They polish the poles; Poles do not.", ["Poles"]),
    ("the G-7, the G7 and the Group of Seven's host", ["G-7", "G7", "Group of Seven"]),
    ("ships in the South China Sea; the South said no", ["South China Sea", "the South"]),
    ("Kunashiry, KUNASHIR and Kunashir", ["Kunashiry", "KUNASHIR", "Kunashir"]),
    ("Sergei Lavrov, Sergey Lavrov and Fumio Kisida", ["Sergei Lavrov", "Sergey Lavrov", "Fumio Kisida"]),
    ("Asean and ASEAN, not asean", ["Asean", "ASEAN"]),
    ("japan is lower case, japanned boxes are not Japanese", ["Japanese"]),
    ("Lavrov alone is left to the rules for people", []),
])
def test_gazetteer(text: str, expected: list[str]) -> None:
    doc = spacy.blank("en")(text)
    assert [doc[m.start:m.end].text for m in Gazetteer(BASE).matches(doc)] == expected


def test_gazetteer_inside_leaves_out_the_whole() -> None:
    doc = spacy.blank("en")("the South Korea Japan Sergey Lavrov")
    found = [doc[m.start:m.end].text for m in Gazetteer(BASE).inside(doc, 4, 6)]
    assert found == []


@pytest.fixture(scope="module")
def mentions():
    nlp, base = load(), knowledge.load()

    def find(text: str) -> list[Mention]:
        article = read_text(text)
        return list(find_mentions(nlp(article.cleaned.text), article, base))
    return find


POSITIVE = [
    # people told by title, given name or the model
    ("Defence Minister Karl Oberhauser rejected the offer.", "Karl Oberhauser", "Person"),
    ("\"We need ice,\" said Masako Tanabe, who runs a fish shop in the port.", "Masako Tanabe", "Person"),
    ("The envoy, Park Tae-won, met the minister's aides.", "Park Tae-won", "Person"),
    ("Ambassador Ilse Brandtner praised the patience of the islanders.", "Ilse Brandtner", "Person"),
    ("Officials said Choi Min-jae had left the border area.", "Choi Min-jae", "Person"),
    # bodies by their head noun
    ("She teaches history at the University of Bergen.", "University of Bergen", "Organization"),
    ("The Committee for the Defence of Fishing Rights met on Friday.", "Committee for the Defence of Fishing Rights",
     "Organization"),
    ("The Northern Shipping Company has stopped its ferries.", "Northern Shipping Company", "Organization"),
    ("The Federal Security Service (FSB) detained the crew.", "FSB", "Organization"),
    # places and land
    ("They sailed from Karlsborg Harbour to the Strait of Messina.", "Strait of Messina", "Place"),
    ("Troops were sent to eastern Europe.", "eastern Europe", "Place"),
    ("Nobody lives on Grimble Island any more.", "Grimble Island", "Territory"),
    ("Life in the occupied territories has become harder.", "occupied territories", "Territory"),
    # treaties
    ("The 1923 Lausanne Treaty drew the line.", "1923 Lausanne Treaty", "Treaty"),
    ("The two have never signed a peace treaty.", "peace treaty", "Treaty"),
    ("Parliament ratified the Treaty of Tordesillas.", "Treaty of Tordesillas", "Treaty"),
    ("The council adopted resolutions 242 (1967) and 338 (1973).", "338 (1973)", "Treaty"),
    # sanctions
    ("Western sanctions have hurt the banks.", "Western sanctions", "Sanction"),
    ("The council voted for an arms embargo.", "arms embargo", "Sanction"),
    # capitals by context
    ("Tokyo rejected the proposal.", "Tokyo", "State"),
    ("Talks between Tokyo and Moscow have stalled.", "Moscow", "State"),
    ("Moscow's position has not changed.", "Moscow", "State"),
    ("The ministers met in Moscow on Monday.", "Moscow", "Place"),
    ("He arrived in Tokyo on Sunday.", "Tokyo", "Place"),
    ("The mayor of Tokyo offered to buy the land.", "Tokyo", "Place"),
]


@pytest.mark.parametrize(("text", "name", "type"), POSITIVE, ids=[f"{n}-{t}" for _, n, t in POSITIVE])
def test_finds(mentions, text: str, name: str, type: str) -> None:
    found = mentions(text)
    assert (name, type) in [(m.text, m.type) for m in found], [(m.text, m.type, m.rule) for m in found]


NEGATIVE = [
    ("The crew will return on Thursday.", "Thursday"),
    ("It was signed in May before the summer.", "May"),
    ("The First World War had ended.", "First World War"),
    ("They agreed to sanction the plan.", "sanction"),
    ("The minister said that this may take years.", "may"),
    ("Please polish the table before the guests arrive.", "polish"),
    ("The turkey was served with rice.", "turkey"),
    ("A new strait-jacket of rules was adopted.", "strait"),
    ("He signed a declaration of love.", "declaration"),
]


@pytest.mark.parametrize(("text", "name"), NEGATIVE, ids=[n for _, n in NEGATIVE])
def test_does_not_find(mentions, text: str, name: str) -> None:
    assert name not in [m.text for m in mentions(text)]


def test_a_state_inside_its_body_is_a_mention_of_its_own(mentions) -> None:
    found = {(m.text, m.type) for m in mentions("The Japanese foreign ministry declined to comment.")}
    assert {("Japanese foreign ministry", "Organization"), ("Japanese", "State")} <= found


def test_possessives_and_hyphens_stay_outside(mentions) -> None:
    texts = [m.text for m in mentions("Russia's navy followed the Japan-Russia talks and a U.S.-led drill.")]
    assert {"Russia", "Japan"} <= set(texts)
    assert not any(t.endswith(("'s", "-")) for t in texts)


def test_mentions_only_nest(mentions) -> None:
    found = mentions("The Soviet-Japanese Joint Declaration of 1956 and the Charter of the United Nations bind Japan, "
                     "said Foreign Ministry spokesman Ivan Petrov of the Moscow State Institute.")
    for a in found:
        for b in found:
            assert a.end <= b.start or b.end <= a.start or (a.start <= b.start and b.end <= a.end) or (
                b.start <= a.start and a.end <= b.end)
