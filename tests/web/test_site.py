"""The site as files: whole, without a broken link, the same every time, and harmless in a real browser."""

import asyncio
import gzip
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import rdflib
from lxml import html

from kg.cli import main
from kg.errors import KgError
from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.query import catalogue, pages
from kg.web.config import Config
from kg.web.filenames import FileNames
from kg.web.site import write_site
from tests.query.conftest import KNOWLEDGE, june, may, note
from tests.web.site import SCRIPTS, hostile

ID = "https://w3id.org/dispute-kg/id/"
ODD = {"caf%C3%A9": "a letter of another alphabet", "wharf%20%26%20co": "blanks", "a%2Fb": "a slash", "..%2F..%2Fx":
       "a way out", "%2E%2E": "two dots", "CON%3A": "no name on Windows", "Kunashiri": "a name that differs in case",
       "x" * 230: "a long name", "a%00b": "NUL", "japan.ttl": "an ending"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph with hostile names, and with ids that are hard to write as files."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    odd = " ".join(f'<{ID}{name}> a dkg:Place ; rdfs:label "{label}" .' for name, label in ODD.items())
    with GraphStore.open(folder, create=True, knowledge=KNOWLEDGE) as made:
        for facts in (may(), june(), note()):
            made.add(facts)
        derive(made)
        made.update(hostile())
        made.update(f"INSERT DATA {{ GRAPH <{ID}graph/odd> {{ {odd} }} }}")
    return folder


@pytest.fixture(scope="module")
def site(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with so few facts on a page that things have several pages."""
    folder = tmp_path_factory.mktemp("site") / "public"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pages, "FACTS", 2)
        asyncio.run(write_site(Config(store=store, url="https://example.org"), folder, ("ttl", "jsonld", "rdf")))
    return folder


def parsed(path: Path) -> Any:
    return html.parse(str(path), html.HTMLParser(encoding="utf-8"))


def test_no_link_is_broken(site: Path) -> None:
    checked, marks = 0, {path: set(parsed(path).xpath("//@id")) for path in site.rglob("*.html")}
    for path in marks:
        for link in parsed(path).xpath("//@href | //@src | //@action"):
            url = urlsplit(link)
            if url.scheme:
                assert url.scheme in ("http", "https", "data"), link
                continue
            assert not link.startswith("/"), "relative, so that the folder can be anywhere"
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            assert target.is_relative_to(site), link
            assert target.is_file(), f"{path}: {link}"
            if url.fragment and not url.fragment.startswith("char=") and not path.name.startswith("evil"):
                assert unquote(url.fragment) in marks[target], f"{path}: {link}"
            checked += 1
    assert checked > 1000


def test_everything_is_there_and_can_be_reached(site: Path) -> None:
    seen, waiting = set(), [site / "index.html"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.suffix == ".html":
            links = (urlsplit(link) for link in parsed(path).xpath("//@href"))
            waiting += [(path.parent / unquote(url.path)).resolve() for url in links if not url.scheme and url.path]
    assert {site / f"questions/{name}.html" for name in catalogue()} <= seen
    for name in ("japan", "northern-territories", "article/may", "article/may/p00000000ma1", "office/kremlin-spokesman",
                 "japan.page-2"):
        assert site / f"id/{name}.html" in seen, name
    assert site / "vocabulary/topic/transfer.html" in seen


def test_a_question_shows_the_answer_to_its_example(site: Path) -> None:
    table = parsed(site / "questions/meetings-of-two.html").xpath("//table//td")
    assert any("2016-05-06" in cell.text_content() for cell in table)


@pytest.mark.parametrize(("ending", "parser"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_data_beside_the_page(site: Path, ending: str, parser: str) -> None:
    graph = rdflib.Graph().parse(site / f"id/northern-territories.{ending}", format=parser)
    assert (rdflib.URIRef(f"{ID}northern-territories"), None, None) in graph
    links = parsed(site / "id/northern-territories.html").xpath("//link[@rel='describedby']/@href")
    assert f"northern-territories.{ending}" in links


def test_names_that_no_file_can_have(site: Path) -> None:
    labels = {cell.text_content() for cell in parsed(site / "things.html").xpath("//section[h2='Places']//li")}
    assert set(ODD.values()) <= labels
    for link in parsed(site / "things.html").xpath("//section[h2='Places']//a/@href"):
        name = unquote(link).rpartition("/")[2]
        assert len(name.encode()) < 255
        assert not set(name) & set('\x00<>:"|?*\\')
    assert (site / "id/café.html").is_file(), "a web server finds the IRI's path"
    names = [path.relative_to(site).as_posix().casefold() for path in site.rglob("*")]
    assert len(names) == len(set(names)), "no two differ in case alone"


def test_the_same_address_has_the_same_name() -> None:
    names = FileNames()
    assert names.add("/id/A") != names.add("/id/a")
    assert names.add("/id/A") == "id/A" == names["/id/A"]
    assert names["/id/unknown"] == ""


def test_the_dump_and_its_description(site: Path, store: Path) -> None:
    with GraphStore.open(store, read_only=True) as graph:
        assert len(gzip.decompress((site / "graph.nq.gz").read_bytes()).splitlines()) == len(graph.engine)
    described = (site / "void.ttl").read_text("utf-8")
    assert "https://example.org/graph.nq.gz" in described
    assert "sparqlEndpoint" not in described


def test_twice_the_same_bytes(store: Path, tmp_path: Path) -> None:
    def written() -> dict[Path, bytes]:
        with pytest.raises(SystemExit, match="0"):
            main(["site", str(tmp_path / "again"), "--store", str(store), "--format", "ttl"])
        return {path: path.read_bytes() for path in (tmp_path / "again").rglob("*") if path.is_file()}

    first = written()
    (tmp_path / "again/id/stale.html").write_text("of another time")
    assert written() == first


def test_another_folder_is_left_alone(store: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(KgError, match="something else"):
        asyncio.run(write_site(Config(store=store), tmp_path))
    assert (tmp_path / "thesis.tex").exists()


def test_in_a_browser_without_a_server(site: Path) -> None:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    playwright = pytest.importorskip("playwright.sync_api")
    if path is None:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab = browser.new_page()
        faults: list[str] = []
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("dialog", lambda dialog: faults.append(dialog.message))
        tab.on("requestfailed", lambda request: faults.append(request.url))
        tab.on("request", lambda request: request.url.startswith(("file:", "data:")) or faults.append(request.url))
        tab.goto((site / "index.html").as_uri())
        tab.click("text=Everything, by name")
        tab.click("main >> text='Southern Kuril Islands / Northern Territories'")
        assert "北方領土" in tab.inner_text("main")
        assert tab.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none", "styled"
        for number in range(len(SCRIPTS)):
            tab.goto((site / f"id/evil{number}.html").as_uri())
        browser.close()
    assert not faults
