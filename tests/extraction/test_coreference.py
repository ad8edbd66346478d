"""Coreference: own short texts; which phrase means whom, and which must mean nobody."""

import pytest

from kg import knowledge
from kg.extraction.coreference import add_coreference
from kg.extraction.names import find_mentions
from kg.language import load
from kg.model import Context
from kg.reading import read_text
from kg.resolution import resolve


@pytest.fixture(scope="module")
def read():
    nlp, base = load(), knowledge.load()

    def context(text: str, title: str = "", date: str = "2016-05-07") -> Context:
        article = read_text(f"---\ntitle: \"{title}\"\ndate: {date}\n---\n{text}")
        doc = nlp(article.cleaned.text)
        return add_coreference(resolve(doc, article, base, find_mentions(doc, article, base)))
    return context


def meant(context: Context, phrase: str) -> set[str]:
    """Ids of the entities that a phrase, or a part of it that ends with it, refers to."""
    return {r.entity for r in context.references
            if " ".join(r.mention.text.split()).lower() in (phrase.lower(), f"the {phrase}".lower())}


CASES = [
    # roles
    ("Shinzo Abe met Vladimir Putin in Sochi. The Russian president smiled.", "the Russian president",
     {"vladimir-putin"}),
    ("Shinzo Abe met Vladimir Putin in Sochi. The Japanese prime minister smiled.", "the Japanese prime minister",
     {"shinzo-abe"}),
    ("Shinzo Abe met Vladimir Putin in Sochi. Shinzo Abe said that he and the Russian president were friends.",
     "the Russian president", {"vladimir-putin"}),
    ("Foreign Minister Karl Oberhauser spoke first. The foreign minister sounded tired.", "the foreign minister",
     {"person-karl-oberhauser"}),
    ("Tokyo's top diplomat flew to Moscow on Friday.", "Tokyo's top diplomat", {"fumio-kishida"}),
    ("Sergey Lavrov received his Japanese counterpart on Friday.", "his Japanese counterpart", {"fumio-kishida"}),
    # pairs
    ("Shinzo Abe and Vladimir Putin met in Sochi. The two leaders spoke for three hours.", "the two leaders",
     {"shinzo-abe", "vladimir-putin"}),
    ("Shinzo Abe met Vladimir Putin in Sochi. The two agreed to meet again.", "the two",
     {"shinzo-abe", "vladimir-putin"}),
    ("Japan and Russia have talked for years. Both promised to go on.", "both", {"japan", "russia"}),
    ("Japan and Russia have talked for years. Both countries want calm.", "both countries", {"japan", "russia"}),
    # pronouns
    ("Shinzo Abe said on Monday that he would travel to Sochi.", "he", {"shinzo-abe"}),
    ("Spokeswoman Anna Lindholm met Karl Oberhauser. She declined to comment.", "she", {"person-anna-lindholm"}),
    ("Russia said it would not give way.", "it", {"russia"}),
    # governments
    ("The Japanese government protested.", "Japanese government", {"japan"}),
    ("Relations between Washington and Moscow were poor. The Obama administration hoped for better.",
     "Obama administration", {"united-states"}),
]


@pytest.mark.parametrize(("text", "phrase", "expected"), CASES, ids=[c[1] + "-" + str(i) for i, c in enumerate(CASES)])
def test_means(read, text: str, phrase: str, expected: set[str]) -> None:
    context = read(text)
    assert meant(context, phrase) == expected, [(r.mention.text, r.entity, r.mention.rule) for r in context.references]


NOBODY = [
    ("A prime minister needs patience.", "a prime minister"),
    ("It is clear that the talks have failed.", "it"),
    ("A former minister said so.", "a former minister"),
    ("The next president of Russia will decide.", "the next president"),
]


@pytest.mark.parametrize(("text", "phrase"), NOBODY)
def test_means_nobody(read, text: str, phrase: str) -> None:
    assert not meant(read(text), phrase)


def test_a_speech_speaks_for_its_state(read) -> None:
    text = "We want peace. Georgia has suffered, and I say so. Our people are tired. We shall not give up."
    assert meant(read(text, title="Statement in the General Debate, Georgia"), "we") == {"georgia"}
    assert not meant(read(text.replace("We", "They").replace("I say", "they say"), title="News from Georgia"), "i")


def test_office_by_the_date_of_the_article(read) -> None:
    text = "The Japanese prime minister called an election."
    assert meant(read(text, date="2016-05-07"), "the Japanese prime minister") == {"shinzo-abe"}
    assert meant(read(text, date="2022-03-01"), "the Japanese prime minister") == {"fumio-kishida"}
    assert not meant(read(text, date="2016"), "the Japanese prime minister")
