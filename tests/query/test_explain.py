"""Why a fact is in the graph."""

import pytest

from kg.errors import QueryError
from kg.graph.store import GraphStore
from kg.query import Explanation, Portrait, explain


def test_a_position(store: GraphStore) -> None:
    [found] = explain(store, "p00000000ma2")
    assert isinstance(found, Explanation)
    assert (found.kind, found.words) == ("position", "Russia would, on a condition, support transfer of territory")
    assert found.quotation
    assert found.quotation.text == "Moscow would transfer Shikotan after a treaty"
    assert found.quotation.before.endswith("an official said ")
    assert found.quotation.after.startswith(".")
    assert found.source
    assert (found.source.article, found.source.outlet, found.source.date) == (
        "may", "North Post", "2016-05-07")
    assert found.chain == ("an official", "Kyodo", "North Post")
    assert (found.condition, found.rule, found.confidence, found.date) == (
        "after a treaty", "positions.transfer", 1.0, "")


@pytest.mark.parametrize(("ident", "kind", "words"), [
    ("p00000000ma3", "position",
     "Shinzo Abe opposes treaty as basis (regarding Soviet–Japanese Joint Declaration of 1956)"),
    ("s00000000ma3", "statement", "an official (official said): Moscow would transfer Shikotan after a treaty"),
    ("e00000000ma1", "event", "meeting (happened) of Shinzo Abe, Vladimir Putin in Sochi, 2016-05-06"),
    ("e00000000ju1", "event", "meeting (happened) of Vladimir Putin, Shinzo Abe in Sochi, 2016-05-06"),
    ("r00000000ju2", "assertion", "Japan sanctions Russia"),
    ("may/p00000000ma1", "position", "Japan opposes transfer of territory"),
    ("https://w3id.org/dispute-kg/id/article/may/p00000000ma1", "position", "Japan opposes transfer of territory"),
])
def test_facts_in_words(ident: str, kind: str, words: str, store: GraphStore) -> None:
    [found] = explain(store, ident)
    assert isinstance(found, Explanation)
    assert (found.kind, found.words) == (kind, words)


def test_what_was_concluded(store: GraphStore) -> None:
    [found] = explain(store, "p00000000ma3")
    assert isinstance(found, Explanation)
    assert found.conclusions == (
        "line: Japan in 2016 on treaty as basis: oppose, in the words of Shinzo Abe",
        "shift: Shinzo Abe on treaty as basis: oppose (2016-05-06), then support (2016-06-30)",)
    [event] = explain(store, "e00000000ma1")
    assert isinstance(event, Explanation)
    assert event.conclusions == ("corroboration: told alike by 2 articles of 2 outlets",
                                 "happening: one event, of which 2 articles of 2 outlets tell")


@pytest.mark.parametrize("ident", ["northern-territories", "Northern Territories", "id:northern-territories"])
def test_an_entity(ident: str, store: GraphStore) -> None:
    [found] = explain(store, ident)
    assert isinstance(found, Portrait)
    assert (found.kind, found.id, found.mentions, found.articles) == ("Territory", "northern-territories", 2, ("may",))
    assert ("北方領土", "ja", "Japan") in found.names
    assert found.facts == (("object of relations", 1),)


@pytest.mark.parametrize(("ident", "words"), [
    ("p999999999999", "id of no fact"), ("june/p00000000ma1", "id of no fact"), ("japann", "did you mean japan"),
    ('x" } #', "id of no fact"), ("", "id of no fact"), ("abe", "give the id"),
])
def test_ids_of_nothing(ident: str, words: str, store: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        explain(store, ident)
    assert words in str(caught.value)
