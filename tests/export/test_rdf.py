"""The RDF formats over the small graph of tests/query: another parser reads the same, whole and by article."""

import io

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from kg.errors import KgError
from kg.export.rdf import FORMATS, write_rdf
from kg.graph.store import GraphStore
from tests.query.conftest import store

__all__ = ["store"]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
RDFLIB = {"ttl": "turtle", "trig": "trig", "nq": "nquads", "nt": "nt", "jsonld": "json-ld", "rdfxml": "xml"}


def written(store: GraphStore, form: str, article: str | None = None) -> bytes:
    out = io.BytesIO()
    write_rdf(store, form, out, article)
    return out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_an_article_read_by_rdflib(store: GraphStore, form: str) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=written(store, form, "may"), format=RDFLIB[form])
    expected = {tuple(map(str, quad.triple)) for quad in store.article_graph("may")}
    found = {(s.n3(), p.n3(), _n3(o)) for s, p, o, _ in dataset.quads()}
    assert {triple[:2] for triple in found} == {triple[:2] for triple in expected}
    assert len(found) == len(expected)
    graphs = {str(name) for *_, name in dataset.quads() if name}
    if FORMATS[form].supports_datasets:
        assert graphs == {"https://w3id.org/dispute-kg/id/graph/article/may"}


def _n3(term: object) -> str:
    return term.n3()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("form", FORMATS)
def test_the_whole_store(store: GraphStore, form: str) -> None:
    data = written(store, form)
    assert data == written(store, form), "the same bytes"
    quads = set(parse(data, FORMATS[form]))
    if FORMATS[form].supports_datasets:
        assert quads == set(store.engine)
    else:
        assert {quad.triple for quad in quads} == {quad.triple for quad in store.engine}


def test_n_quads_are_the_canonical_dump(store: GraphStore) -> None:
    lines = written(store, "nq").splitlines()
    assert lines == sorted(set(lines))
    assert FORMATS["nq"] == RdfFormat.N_QUADS


@pytest.mark.parametrize("form", FORMATS)
def test_an_unknown_article(store: GraphStore, form: str) -> None:
    with pytest.raises((KgError, KeyError)):
        written(store, form, "no-such-article")


def test_another_format_is_refused_by_name(store: GraphStore) -> None:
    with pytest.raises(KgError, match="'hdt'"):
        written(store, "hdt")
