"""A small graph of hand-written facts and knowledge, whose answers are known."""

from collections.abc import Iterator

import pytest

from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.model import (
    Article,
    ClaimView,
    Cleaned,
    Entity,
    Entry,
    Event,
    Facts,
    Knowledge,
    Name,
    Office,
    PartialDate,
    Position,
    Relation,
    SanctionInfo,
    Span,
    Statement,
    Tenure,
    TreatyInfo,
)
from kg.model.knowledge import Clause, Reading

day = PartialDate.parse

MAY = """Sochi talks end without a paper

Shinzo Abe met Vladimir Putin in Sochi on Friday. "Japan will not give up the four islands," he said.
According to Kyodo, an official said Moscow would transfer Shikotan after a treaty.
Russia has moved missiles to Kunashir, which it administers as part of the Southern Kurils."""

JUNE = """A friendlier month

Shinzo Abe and Vladimir Putin met in Sochi on May 6. Tokyo could live with a transfer of two islands, Abe said in June.
Sergei Lavrov proposed a treaty without conditions."""

NOTE = "Japan's stance hardened: Tokyo opposes a transfer by halves. Dmitry Peskov warned of delays."


def article(ident: str, text: str, date: str, outlet: str, country: str) -> Article:
    return Article(ident, text, Cleaned.identity(text), title=text.splitlines()[0], date=day(date), outlet=outlet,
                   outlet_country=country)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def entity(text: str, ident: str, kind: str, label: str, *mentions: str) -> Entity:
    return Entity(ident, kind, label, mentions, None, tuple(span(text, m) for m in mentions), rule="names.known")


def may() -> Facts:
    text = MAY
    said = Statement("s00000000ma1", "shinzo-abe", "Shinzo Abe", span(text, "he said"), span(text, "said"),
                     span(text, "Japan will not give up the four islands,"), "direct", day("2016-05-06"),
                     rule="statements.quote")
    kyodo = Statement("s00000000ma2", "kyodo", "Kyodo", span(text, "Kyodo"), span(text, "According to"),
                      span(text, "an official said Moscow would transfer Shikotan after a treaty"), "indirect",
                      rule="statements.according")
    official = Statement("s00000000ma3", None, "an official", span(text, "an official"), span(text, "official said"),
                         span(text, "Moscow would transfer Shikotan after a treaty"), "indirect",
                         parent="s00000000ma2", rule="statements.verb")
    return Facts(
        article("may", text, "2016-05-07", "North Post", "GB"),
        (entity(text, "shinzo-abe", "Person", "Shinzo Abe", "Shinzo Abe"),
         entity(text, "vladimir-putin", "Person", "Vladimir Putin", "Vladimir Putin"),
         entity(text, "northern-territories", "Territory", "Southern Kuril Islands / Northern Territories",
                "the four islands", "Southern Kurils"),
         entity(text, "kunashiri", "Territory", "Kunashiri / Kunashir", "Kunashir"),
         entity(text, "kyodo", "Organization", "Kyodo", "Kyodo"),
         entity(text, "place-sochi", "Place", "Sochi", "Sochi"),
         entity(text, "russia", "State", "Russia", "Russia", "Moscow"),
         entity(text, "japan", "State", "Japan", "Japan")),
        (said, kyodo, official),
        (Position("p00000000ma1", "japan", "Japan", "transfer", "oppose", said.content, statement=said.id,
                  date=day("2016-05-06"), rule="positions.transfer", confidence=0.9),
         Position("p00000000ma2", "russia", "Russia", "transfer", "conditional", official.content,
                  statement=official.id, condition=span(text, "after a treaty"), rule="positions.transfer"),
         Position("p00000000ma3", "shinzo-abe", "Shinzo Abe", "treaty-basis", "oppose", said.content,
                  object="joint-declaration-1956", statement=said.id, date=day("2016-05-06"), rule="positions.basis")),
        (Event("e00000000ma1", "meeting", ("shinzo-abe", "vladimir-putin"), ("Shinzo Abe", "Vladimir Putin"),
               span(text, "Shinzo Abe met Vladimir Putin in Sochi on Friday"), "place-sochi", "Sochi",
               day("2016-05-06"), rule="events.meeting"),
         Event("e00000000ma2", "military", ("russia",), ("Russia",),
               span(text, "Russia has moved missiles to Kunashir"), "kunashiri", "Kunashir", rule="events.military")),
        (Relation("r00000000ma1", "russia", "Russia", "controls", "northern-territories", "Southern Kurils",
                  span(text, "which it administers as part of the Southern Kurils"), "relations.controls"),))


def june() -> Facts:
    text = JUNE
    said = Statement("s00000000ju1", "shinzo-abe", "Shinzo Abe", span(text, "Abe"), span(text, "said"),
                     span(text, "Tokyo could live with a transfer of two islands"), "indirect", day("2016-06"),
                     rule="statements.verb")
    return Facts(
        article("june", text, "2016-06-30", "South Post", "NZ"),
        (entity(text, "shinzo-abe", "Person", "Shinzo Abe", "Shinzo Abe"),
         entity(text, "vladimir-putin", "Person", "Vladimir Putin", "Vladimir Putin"),
         entity(text, "sergey-lavrov", "Person", "Sergei Lavrov", "Sergei Lavrov"),
         entity(text, "japan", "State", "Japan", "Tokyo")),
        (said,),
        (Position("p00000000ju1", "japan", "Japan", "transfer", "support", said.content, statement=said.id,
                  date=day("2016-06"), rule="positions.transfer"),
         Position("p00000000ju2", "sergey-lavrov", "Sergei Lavrov", "peace-treaty", "support",
                  span(text, "Sergei Lavrov proposed a treaty without conditions"), rule="positions.treaty"),
         Position("p00000000ju3", "shinzo-abe", "Shinzo Abe", "treaty-basis", "support", said.content,
                  object="joint-declaration-1956", statement=said.id, date=day("2016-06-30"), rule="positions.basis")),
        (Event("e00000000ju1", "meeting", ("vladimir-putin", "shinzo-abe"), ("Vladimir Putin", "Shinzo Abe"),
               span(text, "Shinzo Abe and Vladimir Putin met in Sochi on May 6"), None, "Sochi", day("2016-05-06"),
               rule="events.meeting"),
         Event("e00000000ju2", "proposal", ("sergey-lavrov", "japan"), ("Sergei Lavrov", "Tokyo"),
               span(text, "Sergei Lavrov proposed a treaty without conditions"), rule="events.proposal"),
         Event("e00000000ju3", "call", ("shinzo-abe", "vladimir-putin"), ("Shinzo Abe", "Vladimir Putin"),
               span(text, "Abe said in June"), status="planned", rule="events.call")),
        (Relation("r00000000ju1", "shinzo-abe", "Shinzo Abe", "holds-office", "japan", "prime minister",
                  span(text, "Shinzo Abe"), "relations.title"),
         Relation("r00000000ju2", "japan", "Japan", "sanctions", "russia", "Russia", span(text, "Tokyo"),
                  "relations.sanctions")))


def note() -> Facts:
    text = NOTE
    return Facts(
        article("note", text, "2016-06-30", "North Post", "GB"),
        (entity(text, "japan", "State", "Japan", "Japan", "Tokyo"),
         entity(text, "dmitry-peskov", "Person", "Dmitry Peskov", "Dmitry Peskov")),
        (Statement("s00000000no1", "dmitry-peskov", "Dmitry Peskov", span(text, "Dmitry Peskov"), span(text, "warned"),
                   span(text, "delays"), "indirect", rule="statements.verb"),),
        (Position("p00000000no1", "japan", "Japan", "transfer", "oppose", span(text, "Tokyo opposes a transfer"),
                  date=day("2016-06"), rule="positions.transfer"),))


KURIL = "northern-territories"
KNOWLEDGE = Knowledge(
    entries={entry.id: entry for entry in (
        Entry("japan", "State", "Japan",
              names=(Name("Japan"), Name("Japanese", "adjective"), Name("Tokyo", "capital"))),
        Entry("russia", "State", "Russia", names=(Name("Russia"), Name("Moscow", "capital"))),
        Entry("shinzo-abe", "Person", "Shinzo Abe", names=(Name("Shinzo Abe"), Name("Abe", "surname")), state="japan"),
        Entry("shintaro-abe", "Person", "Shintaro Abe", names=(Name("Shintaro Abe"), Name("Abe", "surname")),
              state="japan"),
        Entry("vladimir-putin", "Person", "Vladimir Putin", state="russia"),
        Entry("sergey-lavrov", "Person", "Sergei Lavrov", state="russia"),
        Entry("dmitry-peskov", "Person", "Dmitry Peskov", state="russia"),
        Entry(KURIL, "Territory", "Southern Kuril Islands / Northern Territories", "island-group",
              (Name("Northern Territories", authority="japan"), Name("北方領土", language="ja", authority="japan"),
               Name("Southern Kurils", authority="russia"), Name("disputed islands", "description"))),
        Entry("kunashiri", "Territory", "Kunashiri / Kunashir", "island",
              (Name("Kunashiri", authority="japan"), Name("Kunashir", authority="russia")), part_of=KURIL),
        Entry("joint-declaration-1956", "Treaty", "Soviet–Japanese Joint Declaration of 1956", "declaration",
              (Name("1956 Joint Declaration"),)),
        Entry("japan-visa-ban-2014", "Sanction", "Japanese visa ban of 2014"),
    )},
    offices={office.id: office for office in (
        Office("prime-minister-japan", "Prime Minister of Japan", ("prime minister",), "japan", "japan"),
        Office("foreign-minister-russia", "Foreign Minister of Russia", ("foreign minister",), "russia", "russia"),
        Office("kremlin-spokesman", "Spokesman of the President of Russia", ("spokesman",), "russia", "russia"))},
    tenures=(Tenure("shinzo-abe", "prime-minister-japan", day("2012-12-26"), day("2020-09-16")),
             Tenure("sergey-lavrov", "foreign-minister-russia", day("2004-03-09"), None),
             Tenure("dmitry-peskov", "kremlin-spokesman", day("2012-05-22"), None)),
    claims=(ClaimView("claim", "japan", KURIL, "Border of Shimoda, 1855", day("1855-02-07"), None),
            ClaimView("claim", "russia", KURIL, "Result of the Second World War", day("1991-12-26"), None),
            ClaimView("control", "japan", KURIL, "", day("1869"), day("1945-08-28")),
            ClaimView("control", "russia", KURIL, "", day("1991-12-26"), None)),
    treaties={"joint-declaration-1956": TreatyInfo("joint-declaration-1956", "declaration", ("japan", "russia"),
                                                   day("1956-10-19"), day("1956-12-12"), "Moscow", "in-force")},
    sanctions={"japan-visa-ban-2014": SanctionInfo("japan-visa-ban-2014", ("japan",), ("russia",), "visa",
                                                   "annexation of Crimea", day("2014-04-29"))},
    clauses=(Clause("joint-declaration-1956", "Para. 9", "Habomai and Shikotan are handed over after a treaty.",
                    (Reading("japan", "The two others remain to be discussed."),
                     Reading("russia", "That settles the matter."))),),
)


@pytest.fixture(scope="session")
def store() -> Iterator[GraphStore]:
    """The small graph, in memory, with its conclusions."""
    with GraphStore.in_memory(KNOWLEDGE) as made:
        for facts in (may(), june(), note()):
            made.add(facts)
        derive(made)
        yield made


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """The same in a folder, opened for reading."""
    path = tmp_path_factory.mktemp("graph") / "store"
    with GraphStore.open(path, create=True, knowledge=KNOWLEDGE) as made:
        for facts in (may(), june(), note()):
            made.add(facts)
        derive(made)
    return GraphStore.open(path, read_only=True)
