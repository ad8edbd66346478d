"""Facts made by hand and facts made by hypothesis, for all tests of the graph."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import strategies as st

from kg.model import (
    ENTITY_TYPES,
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

TEXT = ("Shinzo Abe met Vladimir Putin in Sochi on Friday. Mr Abe said that Japan would not give up the Northern "
        "Territories, which Russia administers, unless a peace treaty is signed.\n")
TOPICS = ("sovereignty", "transfer", "peace-treaty", "negotiation")
PREDICATES = ("holds-office", "affiliated-with", "claims", "controls", "sanctions", "party-to", "member-of", "part-of")


def spot(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def make(ident: str = "sochi", outlet: str = "Example Courier", date: str | None = "2016-05-07", stance: str = "oppose",
         status: str = "happened", text: str = TEXT) -> Facts:
    """One article with every kind of fact."""
    day = PartialDate.parse(date) if date else None
    article = Article(ident, text, Cleaned.identity(text), title=f"Talks ({ident})", date=day, outlet=outlet,
                      outlet_country="Japan", genre="news", author="A. Writer", licence="CC-BY-4.0",
                      url="https://example.org/a b", source_name=f"{ident}.md")

    def entity(id: str, type: str, label: str, *mentions: str) -> Entity:
        return Entity(id, type, label, aliases=("alias",), mentions=tuple(spot(text, m) for m in mentions),  # type: ignore[arg-type]
                      wikidata="Q17" if id == "japan" else None, rule="names.kb", confidence=0.9)

    def relation(id: str, subject: str, predicate: str, target: str | None, words: str) -> Relation:
        return Relation(id, subject, subject.title(), predicate, target, words, spot(text, "Japan"), "relations.x", 0.7)

    entities = (entity("shinzo-abe", "Person", "Shinzo Abe", "Shinzo Abe", "Mr Abe"),
                entity("vladimir-putin", "Person", "Vladimir Putin", "Vladimir Putin"),
                entity("japan", "State", "Japan", "Japan"), entity("russia", "State", "Russia", "Russia"),
                entity("kurils", "Territory", "Southern Kurils", "Northern Territories"),
                entity("chain", "Territory", "Kuril chain"), entity("sochi", "Place", "Sochi", "Sochi"),
                entity("g7", "Organization", "Group of Seven"), entity("treaty", "Treaty", "Peace treaty"))
    outer = Statement("s0", None, "a paper", None, spot(text, "said"), spot(text, "Mr Abe said"), "mixed", None,
                      rule="statements.verb", confidence=0.6)
    said = Statement("s1", "shinzo-abe", "Mr Abe", spot(text, "Mr Abe"), spot(text, "said"),
                     spot(text, "Japan would not give up the Northern Territories"), "indirect", day, "s0",
                     rule="statements.verb", confidence=0.8)
    stands = Position("p1", "japan", "Japan", "transfer", stance, said.content, "kurils", "s1", day,  # type: ignore[arg-type]
                      spot(text, "unless a peace treaty is signed"), "positions.transfer", 0.5)
    unnamed = Position("p2", None, "observers", "progress", "oppose", said.content, rule="positions.x")
    met = Event("e1", "meeting", ("shinzo-abe", "vladimir-putin"), ("Shinzo Abe", "Vladimir Putin", "aides"),
                spot(text, "Shinzo Abe met Vladimir Putin"), "sochi", "Sochi", PartialDate.parse("2016-05-06"),
                status, "events.meeting", 0.9)  # type: ignore[arg-type]
    relations = (relation("r1", "japan", "claims", "kurils", "Northern Territories"),
                 relation("r2", "russia", "controls", "kurils", "Southern Kurils"),
                 relation("r3", "shinzo-abe", "holds-office", "japan", "Prime Minister of Japan"),
                 relation("r4", "japan", "member-of", "g7", "Group of Seven"),
                 relation("r5", "japan", "sanctions", "russia", "Russia"),
                 relation("r6", "japan", "party-to", "treaty", "peace treaty"),
                 relation("r7", "kurils", "part-of", "chain", "Kuril chain"),
                 relation("r8", "kurils", "part-of", "russia", "Sakhalin Oblast"),
                 relation("r9", "shinzo-abe", "affiliated-with", None, "a party"))
    return Facts(article, entities, (outer, said), (stands, unnamed), (met,), relations)


KNOWLEDGE = Knowledge(
    entries={entry.id: entry for entry in (
        Entry("japan", "State", "Japan", "un-member", (Name("Tokyo", "capital"), Name("日本", "name", "ja", "japan")),
              "Q17"),
        Entry("russia", "State", "Russia", "un-member"),
        Entry("shinzo-abe", "Person", "Shinzo Abe", state="japan"),
        Entry("kurils", "Territory", "Southern Kurils", "island-group",
              (Name("北方領土", "name", "ja", "japan", "MOFA"),),
              part_of="chain", wkt="POINT(146.5 44.1)", dispute="kurils", source="a list"),
        Entry("chain", "Territory", "Kuril chain"), Entry("treaty", "Treaty", "Peace treaty"),
        Entry("ban", "Sanction", "Visa ban"), Entry("g7", "Organization", "Group of Seven"))},
    offices={"pm": Office("pm", "Prime Minister of Japan", ("prime minister", "premier"), "japan", "japan")},
    tenures=(Tenure("shinzo-abe", "pm", PartialDate.parse("2012-12-26"), PartialDate.parse("2020-09-16"), "a list"),),
    claims=(ClaimView("claim", "japan", "kurils", "inherent", PartialDate(1951)),
            ClaimView("control", "russia", "kurils", "Administration since then", PartialDate(1991, 12))),
    treaties={"treaty": TreatyInfo("treaty", "peace-treaty", ("japan", "russia"), status="not-concluded")},
    sanctions={"ban": SanctionInfo("ban", ("japan",), ("russia",), "visa", "annexation", PartialDate(2014, 4, 29))},
    members=(("japan", "g7"),))


@pytest.fixture(scope="session")
def make_facts() -> Callable[..., Facts]:
    return make


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return KNOWLEDGE


def _facts_strategy() -> st.SearchStrategy[Facts]:
    """Facts of any shape that the model allows: odd ids, odd characters, unknown parts missing."""
    idents = st.text(min_size=1, max_size=8)
    years = st.integers(1, 9999)
    dates = (st.none() | st.builds(PartialDate.of, st.dates()) | st.builds(PartialDate, years)
             | st.builds(PartialDate, years, st.integers(1, 12)))
    labels = st.text(max_size=12)
    confidences = st.floats(0, 1)

    @st.composite
    def facts(draw: st.DrawFn) -> Facts:
        text = draw(st.text(min_size=4, max_size=60))
        article = Article(draw(idents), text, Cleaned.identity(text), draw(labels), draw(dates), "en", draw(labels),
                          draw(labels), draw(labels), draw(labels), draw(labels), draw(labels), draw(labels))

        def span() -> Span:
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            return Span(start, end, text[start:end])

        def tail() -> dict[str, object]:
            return {"rule": draw(labels), "confidence": draw(confidences)}

        names = draw(st.lists(idents, min_size=1, max_size=4, unique=True))
        some = st.sampled_from(names)
        entities = tuple(Entity(name, draw(st.sampled_from(ENTITY_TYPES)), draw(labels),
                                tuple(sorted(draw(st.sets(labels, max_size=3)))), draw(st.none() | st.just("Q5")),
                                tuple(sorted({span() for _ in range(draw(st.integers(0, 3)))})), **tail())  # type: ignore[arg-type]
                         for name in names)
        n = [draw(st.integers(0, 2)) for _ in range(4)]
        statements = tuple(Statement(
            f"s{i}", draw(st.none() | some), draw(labels), span() if draw(st.booleans()) else None, span(), span(),
            draw(st.sampled_from(("direct", "indirect", "mixed"))), draw(dates), "s0" if i else None, **tail())  # type: ignore[arg-type]
            for i in range(n[0]))
        positions = tuple(Position(
            f"p{i}", draw(st.none() | some), draw(labels), draw(st.sampled_from(TOPICS)),
            draw(st.sampled_from(("support", "oppose", "conditional"))), span(), draw(st.none() | some),
            "s0" if n[0] else None, draw(dates), span() if draw(st.booleans()) else None, **tail())  # type: ignore[arg-type]
            for i in range(n[1]))
        events = tuple(Event(
            f"e{i}", "meeting", tuple(draw(st.lists(some, max_size=3))), tuple(draw(st.lists(labels, max_size=3))),
            span(), draw(st.none() | some), draw(st.none() | labels), draw(dates),
            draw(st.sampled_from(("happened", "planned", "cancelled"))), **tail())  # type: ignore[arg-type]
            for i in range(n[2]))
        relations = tuple(Relation(
            f"r{i}", draw(some), draw(labels), draw(st.sampled_from(PREDICATES)), draw(st.none() | some), draw(labels),
            span(), **tail())  # type: ignore[arg-type]
            for i in range(n[3]))
        return Facts(article, entities, statements, positions, events, relations)

    return facts()


@pytest.fixture(scope="session")
def any_facts() -> st.SearchStrategy[Facts]:
    return _facts_strategy()


@pytest.fixture(scope="session")
def retold() -> Callable[[Facts, str], Facts]:
    """The same facts, from an article whose title has changed."""
    return lambda facts, title: replace(facts, article=replace(facts.article, title=title))
