"""Positions as nanopublications and as DNA's table, over the small graph of tests/query."""

import csv
import importlib.util
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.export.discourse_table import COLUMNS, write_discourse_table
from kg.export.nanopublications import NP, write_nanopublications
from kg.graph.store import GraphStore

_spec = importlib.util.spec_from_file_location("small", Path(__file__).resolve().parents[1] / "query/conftest.py")
assert _spec
assert _spec.loader
small = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small)


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    with GraphStore.in_memory(small.KNOWLEDGE) as made:
        for facts in (small.may(), small.june(), small.note()):
            made.add(facts)
        yield made


def _published(store: GraphStore, article: str | None = None) -> tuple[int, bytes, Store]:
    out = io.BytesIO()
    count = write_nanopublications(store, out, article)
    read = Store()
    read.load(out.getvalue(), format=RdfFormat.TRIG)
    return count, out.getvalue(), read


def test_each_position_is_a_nanopublication_of_four_graphs(store: GraphStore) -> None:
    count, _, read = _published(store)
    positions = list(store.query("SELECT ?p { GRAPH ?g { ?p a dkg:Position } }"))
    assert count == len(positions) > 0
    for (position,) in positions:
        head = NamedNode(f"{position.value}/nanopub#head")
        parts = {q.predicate: q.object for q in read.quads_for_pattern(None, None, None, head)}
        for name in ("hasAssertion", "hasProvenance", "hasPublicationInfo"):
            part = parts[NP[name]]
            assert list(read.quads_for_pattern(None, None, None, part)), name
        assertion = parts[NP["hasAssertion"]]
        about = {q.subject for q in read.quads_for_pattern(None, None, None, assertion)}
        assert about == {position}  # nothing but the position itself is asserted
        said = list(read.quads_for_pattern(assertion, None, None, parts[NP["hasProvenance"]]))
        assert {q.predicate.value.rpartition("#")[2] for q in said} == {
            "wasQuotedFrom", "wasDerivedFrom", "wasGeneratedBy"}


def test_the_sentence_travels_along(store: GraphStore) -> None:
    _, text, _ = _published(store, "may")
    assert b"Japan will not give up the four islands," in text
    assert b"Tokyo could live with" not in text


def test_the_same_store_gives_the_same_bytes(store: GraphStore) -> None:
    assert _published(store)[1] == _published(store)[1]


def test_table_of_statements(store: GraphStore) -> None:
    out = io.BytesIO()
    count = write_discourse_table(store, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert (len(rows), tuple(rows[0])) == (count, COLUMNS)
    first = next(r for r in rows if r["id"] == "p00000000ma1")
    assert [first[c] for c in ("person", "organization", "concept", "agreement")] == ["", "Japan", "transfer", "0"]
    assert first["text"] == "Japan will not give up the four islands,"
    assert first["text"] == small.MAY[int(first["start"]):int(first["end"])]
    lavrov = next(r for r in rows if r["person"] == "Sergei Lavrov")
    assert (lavrov["organization"], lavrov["agreement"]) == ("Russia", "1")
    assert next(r for r in rows if r["stance"] == "conditional")["agreement"] == "1"
    assert [r["date"] for r in rows] == sorted(r["date"] for r in rows)


def test_table_of_one_article(store: GraphStore) -> None:
    out = io.BytesIO()
    write_discourse_table(store, out, "note")
    assert {r["article"] for r in csv.DictReader(io.StringIO(out.getvalue().decode()))} == {"note"}
