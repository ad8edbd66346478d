"""Cleaning: noise goes, clean text stays, every stretch leads back to the original."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.model.spans import Cleaned
from kg.reading.cleaning import clean
from kg.reading.edits import Edit, apply

CLEAN = [
    "The two Koreas agreed to talk, but the Philippines refused.",
    "Mr. Sato's deputy didn't say whether Japan's claim to the Southern Kurils fishing zone would be dropped.",
    "SoftBank, YouTube and PetroChina aren't parties to the accord; WikiLeaks is no party either.",
    "“We will not move,” the minister said on 6 May 1956, citing art. 5 of the U.S.-Japan treaty.",
    "NATO Secretary General Jane Roe met the ministers' envoys at 10:30 a.m. in St. Petersburg.",
    "The re-election of the co-operative's head was a so-called non-event, wasn't it?",
    "McDonald, MacArthur and O'Neill signed the ceasefire; the warship's crew stood by.",
    "Prices rose by 3.5 percent, to $1,160 a ton - the highest since 2006 - he added.",
    "Search parties from Home Island said that more was to come from the Share Fund.",
    "He wrote \"not now\" in the margin; the envoys' answer was 'never'.",
    "Officials call the islands Chishima; 国後島 (Kunashiri) and Итуруп (Etorofu) are the largest.",
    "Peacekeepers landed on the sandbank, a clampdown followed and the standoff at the breakwater went on.",
    "Russiagate and Abenomics were buzzwords; the policymaker's handover to a spokeswoman wasn't.",
    "The Emirates offered aid, the Maldives declined it, and Laos waited.",
    "Estonians fear war. Americans say otherwise. Germans trade with both.",
    'Japan\'s share (3.5 percent) rose; the .org end... and so on ...it stays. "Yes" he wrote, "no" she said.',
    "By Monday the minister had left; he said: \"In 1956 'rock \\'n\\' roll' was new.\"",
    "The text is at https://example.org/a,b/c.Html and under desk@example.org for all.",
]

NOISY = [
    (
        "page numbers",
        "A view among obse\n2、rvers is that the fo\n3、ur islands stay. Moscow\n4、could agree.",
        "A view among observers is that the four islands stay. Moscow could agree.",
    ),
    (
        "page number after a space",
        "no concessions\n7、 on the islands, said Sergei Lav\n8、rov. Lavrov left.",
        "no concessions on the islands, said Sergei Lavrov. Lavrov left.",
    ),
    (
        "lost apostrophes",
        "Japans prime minister met Moscows envoy. Japan waits. The two leaders talks lasted.",
        "Japan's prime minister met Moscow's envoy. Japan waits. The two leaders' talks lasted.",
    ),
    (
        "lost apostrophe in an office",
        "Tokyos offer failed. The Russian presidents new approach was the Kremlins idea; Kremlin aides said so.",
        "Tokyo's offer failed. The Russian president's new approach was the Kremlin's idea; Kremlin aides said so.",
    ),
    (
        "contractions",
        "Tokyo doesnt agree and cannot wait. They havent met.",
        "Tokyo doesn't agree and cannot wait. They haven't met.",
    ),
    (
        "quote for apostrophe",
        "Both countries \" ministers met the activists ' lawyer.",
        "Both countries' ministers met the activists' lawyer.",
    ),
    ("quotes set apart", 'He said, " We wait. "', 'He said, "We wait."'),
    (
        "missing space before a quote",
        "the minister“could agree.” The envoy said”no more.",
        "the minister “could agree.” The envoy said” no more.",
    ),
    ("missing space after a comma", "Moscow,but not Tokyo,agreed.", "Moscow, but not Tokyo, agreed."),
    ("glued function word", "They promised investmentand trade.", "They promised investment and trade."),
    (
        "glued sentences",
        "They spoke of tradeMoscow and its aims. Moscow waits.",
        "They spoke of trade Moscow and its aims. Moscow waits.",
    ),
    (
        "lost dashes",
        "Japans aim was help in all areaspolitical, economic and militaryand Moscows note came. Moscow.",
        "Japan's aim was help in all areas — political, economic and military — and Moscow's note came. Moscow.",
    ),
    (
        "advert marks and sources",
        "[ad_1]\n\nTalks began.\n\n(Additional reporting by Jane Roe; Editing by J. Doe)\n\n[ad_2]\n\nSource",
        "Talks began.",
    ),
    (
        "credits over two lines",
        "Talks began today.\n\n(Additional reporting by Jane Roe in Tokyo and John Doe in\nMoscow; Editing by A. Poe)",
        "Talks began today.",
    ),
    (
        "dateline with a dash",
        "SAPPORO, Japan (Example) - Talks began on Monday.",
        "SAPPORO, Japan (Example)\n\nTalks began on Monday.",
    ),
    (
        "dateline without a dash",
        "SEOUL North Korea said on Monday it was ready.",
        "SEOUL\n\nNorth Korea said on Monday it was ready.",
    ),
    ("dateline with a country", "WAKKANAI, Japan Fishermen said so.", "WAKKANAI, Japan\n\nFishermen said so."),
    ("dateline with an em dash", "MOSCOW—Russia’s offer stands.", "MOSCOW\n\nRussia’s offer stands."),
    (
        "soft hyphens and zero width",
        "The is\u00adlands are\u200b disputed\u00a0today.",
        "The islands are disputed today.",
    ),
    (
        "entities and mojibake",
        "Japan &amp; Russia: Abeâ€™s offer &#8212; no more.",
        "Japan & Russia: Abe’s offer — no more.",
    ),
    (
        "broken word",
        "The negotia-\ntions over self-deter-\nmination, de-\noccupation and face-to-\nface talks, ended.",
        "The negotiations over self-determination, de-occupation and face-to-face talks, ended.",
    ),
    (
        "column break",
        "We know that sanctions are the way to start real talks\n\nand to make peace.",
        "We know that sanctions are the way to start real talks and to make peace.",
    ),
    (
        "page header inside a sentence",
        "The council said that the region is part of\n18/28 15-29701\n\n30/09/2015 A/70/PV.21\nAzania and so on.",
        "The council said that the region is part of Azania and so on.",
    ),
    (
        "share lines",
        "Talks began.\n\nShare on Facebook\nFollow us on Twitter\n5 min read\nTalks ended.",
        "Talks began.\n\nTalks ended.",
    ),
    (
        "photo credit and file name",
        "Talks began.\n\na1_b2_320.jpg\nThe bay of Nemuro, as seen from the sea.\nPhoto: J. Doe/Example",
        "Talks began.\n\nThe bay of Nemuro, as seen from the sea.",
    ),
    (
        "links below",
        "Talks began on Monday in the capital.\n\nRelated articles\n\nFishing accord signed\nFerry returns",
        "Talks began on Monday in the capital.",
    ),
    (
        "repeated header",
        "\n".join(
            f"The Example Gazette 201{i}\n\nParagraph {w} ends here.\n" for i, w in enumerate(("one", "two", "three"))
        ),
        "Paragraph one ends here.\n\nParagraph two ends here.\n\nParagraph three ends here.",
    ),
    (
        "less certain names",
        "Seouls envoy met Tokyos minister. Japans claim on Dokdo stands. He saw when Parks government fell. The "
        "ministrys note praised Park, who saw Sergei Grachkovs team and Xis men. For Xi that was all.",
        "Seoul's envoy met Tokyo's minister. Japan's claim on Dokdo stands. He saw when Park's government fell. The "
        "ministry's note praised Park, who saw Sergei Grachkov's team and Xi's men. For Xi that was all.",
    ),
    (
        "tokenized",
        "It is the premier 's office , he said ; they do n't agree . \" We wait , \" he added ( again ) .",
        "It is the premier's office, he said; they don't agree. \"We wait,\" he added (again).",
    ),
    (
        "tags",
        "Tokyo <b>accepts</b> it.<br/>Moscow waits.</p><p>All wait.",
        "Tokyo accepts it.\n\nMoscow waits.\n\nAll wait.",
    ),
    (
        "glued opener",
        "They met SatoThe talks ended.“We tried,” he said.",
        "They met Sato The talks ended. “We tried,” he said.",
    ),
    (
        "links at both ends",
        "Home\nWorld\nPolitics\n\nMinister visits isle\n\nHe left on Monday.\n\nAsia\nEurope\nOpinion",
        "Minister visits isle\n\nHe left on Monday.",
    ),
    (
        "byline and time",
        "Minister visits isle\nBy Jane Roe, Staff Writer\nPublished 10:20 GMT, 3 May 2010\n\nHe left.",
        "Minister visits isle\n\nHe left.",
    ),
    ("contractions beside possessives", "Tokyo doesnt accept Moscows offer.", "Tokyo doesn't accept Moscow's offer."),
    ("ligatures", "The o\ufb03ce con\ufb01rmed it.", "The office confirmed it."),
]


@pytest.mark.parametrize("sentence", CLEAN)
def test_clean_text_stays(sentence: str) -> None:
    assert clean(sentence).text == sentence


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in NOISY], ids=[case[0] for case in NOISY])
def test_noise_goes(text: str, expected: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == expected
    check_alignment(cleaned, text)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (
            "1、Slow ProgressDespite the talks, work remains.",
            "Slow Progress",
            "Slow Progress\n\nDespite the talks, work remains.",
        ),
        (
            "Loading\n\nSearch\n:\n\nTalks Resume in Lima\n\n  • Category:Event\nLIMA—Japan’s envoy left.",
            "Talks Resume in Lima",
            "Talks Resume in Lima\n\nLIMA\n\nJapan’s envoy left.",
        ),
        (
            "Japan protests over the visit of the minister on Monday.",
            "Japan protests",
            "Japan protests over the visit of the minister on Monday.",
        ),
        (
            "Talks in Lima end early\nThe envoys left.",
            "Talks in Lima end early",
            "Talks in Lima end early\n\nThe envoys left.",
        ),
    ],
)
def test_titles(text: str, title: str, expected: str) -> None:
    assert clean(text, title=title).text == expected


def test_apostrophes_elsewhere_mean_that_none_was_lost() -> None:
    assert (
        clean("Moscow's envoy met the Abes friends. Abe left.").text == "Moscow's envoy met the Abes friends. Abe left."
    )


def test_markdown() -> None:
    text = "# Talks\n\nThe *two* sides **met** [here](https://example.org).\n\n> A snake_case.\n\n- An item."
    assert clean(text, markdown=True).text == "Talks\n\nThe two sides met here.\n\nA snake_case.\n\n- An item."


def test_list_items_stay() -> None:
    text = "The plan has three points:\n1. Energy\n2. Ports\n3. Hospitals"
    assert clean(text).text.split("\n\n")[1:] == ["1. Energy", "2. Ports", "3. Hospitals"]


def test_span_over_a_removed_number_is_the_original() -> None:
    text = "the fo\n3、ur islands of the north"
    cleaned = clean(text)
    at = cleaned.text.index("four")
    start, end = cleaned.original(at, at + 4)
    assert text[start:end] == "fo\n3、ur"


def test_inserted_apostrophe_takes_no_room() -> None:
    text = "Japans prime minister left. Japan waits."
    cleaned = clean(text)
    assert cleaned.text.startswith("Japan's")
    assert cleaned.original(0, 7) == (0, 6)


def check_alignment(cleaned: Cleaned, text: str) -> None:
    """Monotone, inside the text, and characters that were kept are the same on both sides."""
    assert list(cleaned.starts) == sorted(cleaned.starts)
    assert list(cleaned.ends) == sorted(cleaned.ends)
    for i, character in enumerate(cleaned.text):
        a, b = cleaned.starts[i], cleaned.ends[i]
        assert 0 <= a <= b <= len(text)
        if b == a + 1 and text[a].isalnum() and text[a] not in "ÂÃâ\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06":
            assert text[a] == character


noise = st.lists(
    st.sampled_from(
        [
            *CLEAN,
            "\n",
            "\n\n",
            "\n3、",
            "12、",
            ' " ',
            "Japans minister",
            "areaspolitical",
            "[ad_1]",
            "Source\n",
            "&amp;",
            "\xad",
            "\u200b",
            "â€™",
            "MOSCOW - ",
            "(Editing by X)\n",
            "co-\n",
            "\r\n",
            "\t",
            "doesnt ",
            "ProgressDespite",
            "“a",
            "\ufb01",
            "- ",
            "\x00",
            "# ",
            "*x*",
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(noise, st.text(max_size=200)), st.booleans(), st.data())
def test_alignment_of_any_text(text: str, markdown: bool, data: st.DataObject) -> None:
    body = data.draw(st.integers(0, len(text)))
    cleaned = clean(text, body=body, markdown=markdown, title="Slow Progress")
    check_alignment(cleaned, text)
    assert all(start >= body for start in cleaned.starts)
    assert cleaned.text == cleaned.text.strip(" \n")
    if cleaned.text:
        a = data.draw(st.integers(0, len(cleaned.text) - 1))
        b = data.draw(st.integers(a + 1, len(cleaned.text)))
        start, end = cleaned.original(a, b)
        assert 0 <= start <= end <= len(text)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(CLEAN), min_size=2, max_size=5).map(" ".join),
        min_size=1,
        max_size=4,
        unique_by=lambda p: p[:50],
    ),
    st.integers(60, 80),
)
def test_hard_wrapped_text_is_unwrapped(paragraphs: list[str], width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) for p in paragraphs)
    inner = [line for part in wrapped.split("\n\n") for line in part.split("\n")[:-1]]
    ends = sum(line.rstrip("\"'”’)").endswith((".", "?", "!")) for line in inner)
    assume(2 * ends <= len(inner))  # where most lines happen to end with a sentence, each may be a paragraph
    text = clean(wrapped).text
    assert text.split() == " ".join(paragraphs).split()
    # A line that happens to end with its sentence may end a paragraph; no other line does.
    assert all(part.rstrip("\"'”’)").endswith((".", "?", "!")) for part in text.split("\n\n"))
    assert all(part in "\n\n".join(paragraphs) for part in text.split("\n\n"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=8))
def test_cleaning_twice_is_cleaning_once(sentences: list[str]) -> None:
    once = clean("\n\n".join(sentences)).text
    assert clean(once).text == once == "\n\n".join(sentences)


@pytest.mark.parametrize(
    "text",
    [
        " " * 5_000_000 + "x",
        "a" * 1_000_000,
        "aA" * 300_000,
        "the talks went on " * 30_000,
        "\n" * 500_000,
        "a\n" * 50_000,
        "[" * 300_000,
        "*a " * 100_000,
        "&" * 300_000,
        '" ' * 100_000,
        "“a" * 50_000,
        "(Reporting by " * 20_000,
        "\n1、a" * 20_000,
        "<!--" * 50_000,
        "-\n" * 50_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_long_texts_end(text: str) -> None:
    check = clean(text, title="A title of some words", markdown=True)
    assert len(check.text) <= 2 * len(text)


edits = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.text("xyz ", max_size=4)), max_size=8)


@given(st.text("abc", min_size=26, max_size=30), st.lists(edits, max_size=4))
def test_composed_edits_stay_monotone(text: str, rounds: list[list[tuple[int, int, str]]]) -> None:
    state = Cleaned.identity(text)
    for changes in rounds:
        state = apply(state, [Edit(a, a + n, t) for a, n, t in changes if a + n <= len(state.text)])
    check_alignment_only(state, text)


def check_alignment_only(state: Cleaned, text: str) -> None:
    assert list(state.starts) == sorted(state.starts)
    assert list(state.ends) == sorted(state.ends)
    assert all(0 <= a <= b <= len(text) for a, b in zip(state.starts, state.ends, strict=True))


SHARED = [
    path
    for folder in ("seeds", "dev")
    for path in sorted((Path(__file__).parents[3] / "shared" / folder).glob("*.txt"))
]


@pytest.mark.skipif(not SHARED, reason="the shared articles are not here")
@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem[:12])
def test_real_articles(path: Path) -> None:
    from kg.reading import read_file

    article = read_file(path)
    assert article.text == path.read_bytes().decode("utf-8")
    check_alignment(article.cleaned, article.text)
    assert article.title
    assert article.date
    assert not {"[ad_", "、", "  ", "\n\n\n"} & {
        article.cleaned.text[i : i + n] for n in (1, 2, 3, 4) for i in range(len(article.cleaned.text))
    }
    for start in range(0, len(article.cleaned.text) - 20, 97):
        span = article.span(start, start + 20)
        assert article.text[span.start : span.end] == span.text
