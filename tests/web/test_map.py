"""The map: where things lie in it, whose names it shows, and that it draws no border."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.knowledge.geometry import wkt_parts
from kg.model import Knowledge
from kg.model.knowledge import Dispute
from kg.web import coasts
from kg.web.cartography import HEIGHT, WIDTH, WORLD, Frame, Lettering, coastline, graticule, shape
from tests.query.conftest import KNOWLEDGE, june, may
from tests.web.conftest import serving
from tests.web.site import page, words

ISLES = "POLYGON((145.4 43.6,146.5 43.6,146.5 44.5,145.4 43.6))"


def located() -> Knowledge:
    """The small knowledge with a dispute and places on earth."""
    entries = dict(KNOWLEDGE.entries)
    for ident, wkt in (("northern-territories", ISLES), ("kunashiri", "POINT(146.0 44.1)")):
        entries[ident] = replace(entries[ident], wkt=wkt, dispute="isles")
    dispute = Dispute("isles", "Isles dispute", ("japan", "russia"), "northern-territories", "Both claim them.")
    return replace(KNOWLEDGE, entries=entries, disputes={"isles": dispute})


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("mapped")
    with GraphStore.open(folder / "store", create=True, knowledge=located()) as store:
        for facts in (may(), june()):
            store.add(facts)
        derive(store)
    with serving(folder / "store", folder / "log", "--workers", "1") as client:
        yield client


def letters(tree: Any) -> set[str]:
    return {words(text) for text in tree.xpath("//*[@class='letters']/*")}


def test_names_are_those_of_the_authority_that_was_chosen(mapped: Any) -> None:
    assert "Kunashiri / Kunashir" in letters(page(mapped, "/map?dispute=isles"))
    assert "Kunashiri" in letters(page(mapped, "/map?dispute=isles&names=japan.en"))
    assert "Kunashir" in letters(page(mapped, "/map?dispute=isles&names=russia.en"))
    assert "[Kunashiri / Kunashir]" in letters(page(mapped, "/map?dispute=isles&names=japan.ja"))
    text = words(page(mapped, "/map?dispute=isles"))
    assert "Japan calls it" in text
    assert "北方領土" in text
    assert "Russia claims it from 1991-12-26" in text


def test_events_lead_to_the_timeline(mapped: Any) -> None:
    tree = page(mapped, "/map?dispute=isles")
    link, = tree.xpath("//a[contains(@aria-label, '1 event')]/@href")
    assert "missiles to Kunashir" in words(page(mapped, link))
    assert "Sochi 1" in words(tree)  # no location is known


def test_every_territory_is_drawn_in_one_colour_and_no_border_is(mapped: Any) -> None:
    tree = page(mapped, "/map?dispute=isles")
    assert {path.get("class").split()[0] for path in tree.xpath("//svg[@class='map']//path") if path.get("class")} \
        <= {"land", "coast"}
    assert not tree.xpath("//svg//@fill | //svg//@stroke")


def test_a_world_of_disputes(mapped: Any) -> None:
    tree = page(mapped, "/map")
    assert "Isles dispute" in letters(tree)
    assert page(mapped, tree.xpath("//svg//a[@aria-label='Isles dispute']/@href")[0]).xpath("//table")
    assert {t["id"] for t in mapped("GET", "/api/map").json()["territories"]} == {"northern-territories", "kunashiri"}


def test_a_graph_without_land_has_a_map_all_the_same(site: Any) -> None:
    assert "No border of a state is drawn" in words(page(site, "/map"))
    for query in ("dispute=none", "names=x.y", "names=x", "dispute=%3Cscript%3E", "names=%22%3E.%3C"):
        page(site, f"/map?{query}")
    assert site("GET", "/map?zoom=moon").status == 400


def test_a_frame_holds_its_points() -> None:
    frame = Frame.around([(145.4, 43.4), (148.9, 45.6)])
    for point in ((145.4, 43.4), (148.9, 45.6), (145.4, 45.6)):
        x, y = frame.at(*point)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
    north, south = frame.at(147, 45)[1] - frame.at(147, 44)[1], frame.at(147, 44)[0] - frame.at(148, 44)[0]
    assert south / north == pytest.approx(np.cos(np.radians(44.5)), rel=0.01)  # true to scale in the middle
    assert {line.name for line in graticule(frame)} >= {"146°E", "44°N"}
    assert {line.name for line in graticule(WORLD)} >= {"0°", "60°W", "30°S"}


def test_paths_are_whole_numbers_from_point_to_point() -> None:
    frame = Frame.around([(0, 0), (10, 10)])
    path = shape(frame, wkt_parts("POLYGON((0 0,10 0,10 10,0 0))")[1])
    assert path.startswith("M")
    assert path.endswith("z")
    assert shape(frame, wkt_parts("POLYGON((0 0,0.0001 0,0 0.0001,0 0))")[1]) == ""  # too small to be seen
    assert not shape(frame, wkt_parts("LINESTRING(0 0,10 10)")[1], closed=False).endswith("z")


def test_wkt_of_each_type() -> None:
    assert wkt_parts("POINT(1 2)") == ("POINT", [[(1, 2)]])
    assert wkt_parts("MULTIPOINT((1 2),(3 4))")[1] == [[(1, 2)], [(3, 4)]]
    assert [len(part) for part in wkt_parts("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))")[1]] == [4, 4]


def test_coastlines_from_topojson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two squares, one over the 180th meridian, of which an arc is used backwards; and a ring around a pole."""
    arcs = [[[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]], [[175, 0], [-350, 0], [0, 5]],
            [[175, 0], [0, 5], [-350, 0]], [[-180, -80], [120, 0], [120, 0], [119, 0]]]
    land = {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "arcs": [[0]]}, {"type": "MultiPolygon", "arcs": [[[1, -3]], [[3]]]}]}
    (tmp_path / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "static" / "vendor" / "land-110m.json").write_text(json.dumps(
        {"type": "Topology", "transform": {"scale": [1, 1], "translate": [0, 0]}, "objects": {"land": land},
         "arcs": arcs}))
    monkeypatch.setattr(coasts, "files", lambda _: tmp_path)
    for kept in (coasts.coasts, coasts.extents):
        kept.cache_clear()
    try:
        square, over = coasts.coasts("110m")
        assert square.tolist()[:3] == [[0, 0], [10, 0], [10, 10]]
        assert (over[:, 0].min(), over[:, 0].max()) == (175, 185)
        assert coastline(WORLD).count("M") == 3  # the one over the meridian on both edges
        assert coasts.coasts("10m") == ()
        assert coastline(Frame.around([(0, 0), (10, 10)])) == ""  # there is no coast in that detail
    finally:
        for kept in (coasts.coasts, coasts.extents):
            kept.cache_clear()


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.floats(0, WIDTH), st.floats(0, HEIGHT)), max_size=30))
def test_labels_never_lie_upon_each_other(wanted: list[tuple[str, float, float]]) -> None:
    lettering, boxes = Lettering(HEIGHT), []
    for text, x, y in wanted:
        if at := lettering.place(text, x, y):
            wide = sum(15 * (1.0 if ord(c) > 0x2E80 else 0.56) for c in text)
            left = at[0] - {"start": 0, "end": wide, "middle": wide / 2}[at[2]]
            assert -0.1 <= left <= left + wide <= WIDTH + 0.1
            assert not any(left < r - 0.2 and le < left + wide - 0.2 and abs(at[1] - b) < 17 for le, r, b in boxes)
            boxes.append((left, left + wide, at[1]))
