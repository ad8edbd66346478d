"""GraphML and GEXF over the small graph of tests/query: read back, dated, the same every time."""

import io
import re
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from kg.errors import KgError
from kg.export.networks import FORMATS, write_network
from kg.graph.store import GraphStore
from kg.query.network import network
from tests.query.conftest import store

__all__ = ["store"]
GEXF = {"g": "http://gexf.net/1.3"}
ID = "https://w3id.org/dispute-kg/id/"
TOPIC = "https://w3id.org/dispute-kg/vocabulary/topic/transfer"


def written(graph: "nx.MultiDiGraph[str]", form: str) -> bytes:
    out = io.BytesIO()
    write_network(graph, form, out)
    return out.getvalue()


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_it_back(store: GraphStore, form: str, read: object, tmp_path: Path) -> None:
    graph = network(store)
    (tmp_path / "net").write_bytes(written(graph, form))
    again = read(tmp_path / "net")  # type: ignore[operator]
    assert set(again.nodes) == set(graph.nodes)
    assert again.number_of_edges() == graph.number_of_edges()
    assert {data["label"] for _, _, data in again.edges(data=True)} == {d["label"] for _, _, d in
                                                                        graph.edges(data=True)}
    assert again.nodes[f"{ID}japan"]["kind"] == "State"


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_every_time(store: GraphStore, form: str) -> None:
    assert written(network(store), form) == written(network(store), form)
    assert not re.search(rb"20[2-9]\d-\d\d-\d\d", written(network(store), form)), "nothing tells when it was written"


def test_each_dated_fact_is_an_interval_of_its_edge(store: GraphStore) -> None:
    tree = etree.fromstring(written(network(store), "gexf"))
    assert tree.xpath("g:graph/@mode", namespaces=GEXF) == ["dynamic"]
    opposed = tree.xpath(f"//g:edge[@source='{ID}japan'][@target='{TOPIC}'][@label='oppose']", namespaces=GEXF)
    spells = [(s.get("start"), s.get("end")) for edge in opposed for s in edge.iterfind(".//g:spell", GEXF)]
    assert spells == [("2016-05-06", "2016-05-06"), ("2016-06-01", "2016-06-30")]
    for attribute in tree.xpath("//@start | //@end"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", attribute), "a full day, as Gephi needs"


def test_what_has_no_date_is_there_all_the_time() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", label="A\x00\n B", kind="Person")
    fact = {"id": "r1", "date": "", "quote": "a\x0bquote", "article": "x"}
    graph.add_edge("a", "a", "k", label="knows", kind="relation", weight=1, facts=[fact])
    tree = etree.fromstring(written(graph, "gexf"))
    assert not tree.xpath("//g:spells", namespaces=GEXF)
    assert tree.xpath("//g:node/@label", namespaces=GEXF) == ["A B"]
    assert written(graph, "graphml")


def test_another_format_is_refused_by_name() -> None:
    with pytest.raises(KgError, match="'dot'"):
        written(nx.MultiDiGraph(), "dot")
