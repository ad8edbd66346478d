"""The one-file picture: offline, escaped, and alive in a real browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.export.picture import picture, write_picture

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ATTACK = "</script><img src=x onerror=window.hit=1><script>window.hit=1</script>\u2028'\"{{7*7}}"
ID = "https://w3id.org/dispute-kg/id/"


def network(hostile: bool = False) -> "nx.MultiDiGraph[str]":
    text = ATTACK if hostile else "Tokyo would not give the islands up"
    fact = {"id": "p1", "date": "2016-05-06", "quote": text, "article": "a1", "title": text, "published": "2016-05-07",
            "outlet": text, "rule": "r", "confidence": "0.9"}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node(ID + "japan", label="Japan" if not hostile else ATTACK, kind="State")
    graph.add_node(ID + "abe", label="Shinzo Abe", kind="Person")
    graph.add_node(ID + "transfer", label="transfer of territory", kind="Topic")
    graph.add_edge(ID + "japan", ID + "transfer", "k", kind="position", label="oppose", facts=[fact], weight=1)
    graph.add_edge(ID + "abe", ID + "japan", "k", kind="relation", label="holds office", facts=[fact], weight=1)
    return graph


def test_nothing_from_elsewhere() -> None:
    page = picture(network(), "Test")
    for pattern in (r'<script[^>]+src=', r'<link', r"@import", r'\ssrc="https?:', r"url\(https?:"):
        assert not re.search(pattern, page.split("<script>")[0] + page.split("</script>")[-1]), pattern
    assert "default-src 'none'" in page
    assert "'sha256-" in page
    assert "SCRIPT-HASHES" not in page


def test_the_same_network_gives_the_same_page() -> None:
    assert picture(network(), "Test") == picture(network(), "Test")


def test_written_as_utf8_whatever_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    path = tmp_path / "deep" / "net.html"
    write_picture(network(), path, "北方領土 — Южные Курилы")
    assert "北方領土 — Южные Курилы" in path.read_text("utf-8")


def test_limit_is_said() -> None:
    page = picture(network(), "Test", limit=2)
    assert "2 of 3 nodes" in page


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=CHROMIUM, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"])
        yield chrome
        chrome.close()


def open_page(browser: Any, path: Path) -> tuple[Any, list[str], list[str]]:
    page = browser.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: requests.append(r.url))
    page.goto(path.as_uri())
    page.wait_for_function("window.kg !== undefined")
    return page, errors, requests


def test_in_a_browser(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "net.html"
    write_picture(network(), path, "Test")
    page, errors, requests = open_page(browser, path)
    assert page.evaluate("kg.nodes.length") == 3
    page.evaluate("kg.network.selectEdges([0]); kg.network.body.emitter.emit('selectEdge', {nodes: [], edges: [0]})")
    assert "Tokyo would not give the islands up" in page.inner_text("#drawer")
    page.uncheck("#classes input[value=Person]")
    assert page.evaluate(f"kg.nodes.get('{ID}abe').hidden") is True
    page.select_option("#article", "a1")
    page.fill("#search", "Japan")
    page.press("#search", "Enter")
    assert "Japan" in page.inner_text("#drawer h2")
    assert errors == []
    assert [r for r in requests if not r.startswith(("file:", "data:", "blob:"))] == []
    page.close()


def test_script_in_titles_and_names_does_not_run(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "net.html"
    write_picture(network(hostile=True), path, ATTACK)
    page, _, requests = open_page(browser, path)
    page.evaluate("kg.network.body.emitter.emit('selectEdge', {nodes: [], edges: [0]})")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert ATTACK.split("\u2028")[0] in page.inner_text("#drawer")
    assert "49" not in page.inner_text("header")
    assert [r for r in requests if not r.startswith(("file:", "data:", "blob:"))] == []
    page.close()
