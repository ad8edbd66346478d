"""What the explorer gives to take along: each file read by another program, the query asked of the endpoint."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from tests.browser.exploring import edges, explorer, labels

PNG = b"\x89PNG\r\n\x1a\n"


def taken(page: Any, form: str, folder: Path) -> bytes:
    """The file that a button of the menu saves."""
    page.click("#taking summary")
    with page.expect_download() as waiting:
        page.click(f"#take button[data-form={form}]")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_bytes()


def test_pictures(visit: Any, tmp_path: Path) -> None:
    page = explorer(visit, "?start=id:japan&layout=bipartite&language=ja")
    assert taken(page, "png", tmp_path).startswith(PNG)
    picture = ET.fromstring(taken(page, "svg", tmp_path))
    texts = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert labels(page) <= texts
    assert not [one for one in picture.iter() if one.tag.endswith(("script", "image", "foreignObject"))]


def test_networks_for_other_programs(visit: Any, tmp_path: Path) -> None:
    page = explorer(visit, "?start=id:japan&no.stance=support")
    shown = edges(page)
    for form, read in (("gexf", nx.read_gexf), ("graphml", nx.read_graphml)):
        taken(page, form, tmp_path)
        graph = read(tmp_path / f"explorer.{form}")
        assert {(s, d["relation"], t) for s, t, d in graph.edges(data=True)} == shown, form
        assert {d["label"] for _, d in graph.nodes(data=True)} == labels(page), form
        assert {d["kind"] for _, d in graph.nodes(data=True)} >= {"State", "Topic"}, form
    positions = {d["kind"] for _, d in graph.nodes(data=True) if d["x"] != "0.0"}
    assert positions


@pytest.mark.parametrize("query", [
    "", "?start=id:japan&no.stance=oppose", "?start=id:japan&no.class=Person&no.relation=event/proposal",
    "?start=topic:transfer&from=2016-06", "?to=2016-05&certainty=90", "?no.country=NZ",
    "?no.outlet=South+Post&layout=time", "?query=positions-of-actor&p.actor=japan",
    "?path=id:sergey-lavrov,topic:transfer", "?layout=bipartite"])
def test_the_query_finds_what_is_shown(visit: Any, site: Any, query: str) -> None:
    page = explorer(visit, query)
    page.click("#taking summary")
    page.click("#take button[data-form=sparql]")
    page.wait_for_selector("dialog[open]")
    rows = site.query(page.input_value("#query")).rows()
    shown = page.evaluate("explorer.seen.edges.flatMap(e => e.facts.map(f => [e.source.iri, e.target.iri,"
                          " f.article.iri + '/' + f.id].join(' ')))")
    assert {f"{row['source']} {row['target']} {row['fact']}" for row in rows} == set(shown)
    assert shown
