"""Sentences and all the positions that they give: what looks like a stand and is none, and whose a stand is."""

import pytest

from tests.extraction.test_positions import positions

#: Sentence, and its positions as holder / topic / stance [/ object]; nothing else may be found.
ROWS: list[tuple[str, list[str]]] = [
    # words of another sense
    ("Russia gave notice that it would leave the fisheries agreement with Japan.",
     ["Russia / economic-cooperation / oppose", "Russia / treaty-basis / oppose"]),
    ("The governor of Hokkaido gave the Russian president a painting of Kunashiri.", []),
    ("The two ministers signed the paper in the presence of the Russian ambassador to Tokyo.", []),
    ("Guyana and Venezuela met in the presence of the prime minister of Brazil and of envoys of the alliance.", []),
    ("Japan's fishermen complained about what the Soviet Union had given them after the talks on the islands.", []),
    # nothing is said of the proposition
    ("Before the talks with Japan on the Kuril Islands began, Vladimir Putin told reporters a joke.", []),
    ("Talks between Russia and Japan on the Kuril Islands were under way, Lavrov said.", []),
    ("The breakthrough on the Kuril Islands has yet to come, Shinzo Abe conceded.", ["Shinzo Abe / progress / oppose"]),
    ("Alexei Pushkov put the chance that Russia would give up the Kuril Islands at zero.", []),
    # what somebody else is to do
    ("Lavrov said that the first step must be Japan's recognition of the outcome of the war.",
     ["Sergey Lavrov / war-outcome / support"]),
    ("Sergei Lavrov demanded Japan's recognition of Russian sovereignty over the Kuril Islands.",
     ["Sergey Lavrov / sovereignty / support / russia", "Russia / sovereignty / support / russia"]),
    ("Japan could accept such a licence only by accepting Russian sovereignty over the Kuril Islands.", []),
    # reported in somebody else's words
    ("The European Union does not recognise what it describes as an illegal annexation of Crimea by Russia.",
     ["European Union / annexation / oppose", "Russia / annexation / support"]),
    ("Talks were impossible as long as Tokyo stuck to what he described as hostile sanctions, Dmitry Peskov said.",
     ["Dmitry Peskov / progress / conditional", "Dmitry Peskov / sanctions / oppose"]),
    # conditions
    ("China was open to talks on the shoal provided that the Philippines towed the ship away, Lin Jian said.",
     ["China / negotiation / conditional"]),
    # the object
    ("Japan says openly that the Kuril Islands are illegally occupied.", ["Japan / sovereignty / oppose"]),
    ("Moscow opposes the deployment of American missiles in Japan, its neighbour in the Kuril Islands.",
     ["Russia / military-presence / oppose / united-states", "United States / military-presence / support"]),
    ('"We cannot accept missiles on islands that are our territory," Hirokazu Matsuno said of the Kuril Islands.',
     ["Hirokazu Matsuno / military-presence / oppose", "Hirokazu Matsuno / sovereignty / support"]),
    ("Hirokazu Matsuno, the foreign minister of Japan, said that the Kuril Islands were \"part of our territory\" and "
     "that he could not accept missiles there.",
     ["Hirokazu Matsuno / military-presence / oppose", "Hirokazu Matsuno / sovereignty / support / japan",
      "Japan / military-presence / oppose", "Japan / sovereignty / support / japan"]),
    # nobody in particular
    ("It is widely assumed in Tokyo that the sanctions against Russia stay in force.", []),
    ("A president who has annexed Crimea can perhaps afford to let the Kuril Islands go.",
     []),
    ("Cruise ships may no longer call at the ports of Crimea, the European Union said.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), ROWS)
def test_all_positions_of_a_sentence(sentence: str, expected: list[str]) -> None:
    found = {f"{p.holder_label} / {p.topic} / {p.stance}": p.object for p in positions(sentence)}
    wanted = {" / ".join(row.split(" / ")[:3]): row.split(" / ")[3:] for row in expected}
    assert set(found) == set(wanted)
    for key, objects in wanted.items():
        assert not objects or [found[key]] == objects
