"""Pages and their data, search, the JSON API: over the small graph of the queries' tests, with hostile names added."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import rdflib

from kg.graph.store import GraphStore
from kg.model import Article
from kg.query import catalogue
from kg.query.search import Index, folded
from kg.reading import read_paths
from kg.web.addresses import SUFFIXES, address_of, iri_of, split_suffix
from tests.query.conftest import KNOWLEDGE, may
from tests.web.conftest import serving
from tests.web.site import HTML, ID, SCRIPTS, page, words

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")


def test_an_entity_at_its_own_address(site: Any) -> None:
    tree = page(site, "/id/northern-territories")
    columns = {" ".join(part.find("h3").text_content().split()): words(part)
               for part in tree.xpath("//section[h2='Names, by who uses them']//div/div")}
    assert "北方領土" in columns["Japan"]
    assert "Southern Kurils" in columns["Russia"]
    assert "Northern Territories" not in columns["Russia"]
    text = words(page(site, "/id/shinzo-abe"))
    assert "four islands" in text  # the sentence
    assert "North Post" in text  # who printed it
    assert "2016-05-06" in text


def test_positions_side_by_side(site: Any) -> None:
    tree = page(site, "/vocabulary/topic/transfer")
    assert len(tree.xpath("//section[h2='Positions, by who holds them']//h3")) >= 2


def test_a_fact_leads_to_its_sentence(site: Any) -> None:
    fact = page(site, "/id/article/may").xpath("//li/a[@class='number']/@href")[0]
    tree = page(site, fact)
    assert tree.xpath("//blockquote/mark/text()")
    assert "North Post" in words(tree)


@pytest.mark.parametrize(("ending", "media"), list(SUFFIXES.items()))
@pytest.mark.parametrize("target", ["/id/japan", "/vocabulary/topic/transfer", "/id/article/may", "/ontology"])
def test_every_format_by_ending_and_by_header(site: Any, target: str, ending: str, media: str) -> None:
    by_ending = site("GET", f"{target}.{ending}", headers={"Accept": "text/html"})
    by_header = site("GET", target, headers={"Accept": media})
    assert (by_ending.status, by_ending.media, by_header.media) == (200, media, media)
    assert by_header.headers["vary"] == "Accept"
    assert by_header.headers["content-location"] == f"{target}.{ending}"
    if media == "text/html":
        return
    parser = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}.get(ending, ending)
    graph = rdflib.Dataset(default_union=True).parse(data=by_ending.body, format=parser)
    iri = iri_of(target)
    assert list(graph.triples((rdflib.URIRef(iri or ""), None, None)))


def test_signposts(site: Any) -> None:
    links = site("GET", "/id/japan", headers=HTML).headers["link"]
    assert f'<{ID}japan>; rel="cite-as"' in links
    for found, media in re.findall(r'<([^>]+)>; rel="describedby"; type="([^"]+)"', links):
        assert site("GET", found.removeprefix(site.url)).media == media


def test_addresses_that_show_nothing(site: Any) -> None:
    for target in ("/id/none", "/id/", "/id/japan.exe", "/vocabulary/x", "/ontology.exe", "/id/%3Cscript%3E", "/id/%00",
                   "/id/a%20b", "/id/../etc/passwd", "/static/../app.py", "/static/%2e%2e%2fapp.py", "/static/",
                   "/static", "/id/japan/none", "/id/%FF", "/id/" + "x" * 5000, "/templates/base.html"):
        reply = site("GET", target, headers=HTML)
        assert reply.status in {400, 404}, target
        assert reply.problem()


@pytest.mark.parametrize("number", range(len(SCRIPTS)))
def test_s8_scripts_stay_text(site: Any, number: int) -> None:
    tree = page(site, f"/id/evil{number}")
    assert words(tree.find(".//h1")) == " ".join(SCRIPTS[number].split())
    page(site, f"/search?q={quote(SCRIPTS[number])}")


def test_s8_in_a_browser(site: Any) -> None:
    """None of them runs in Chromium, wherever they are put."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab, ran = browser.new_page(), []
        tab.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        tab.on("console", lambda message: ran.append(message.text) if message.type == "error" else None)
        for target in (*(f"/id/evil{number}" for number in range(len(SCRIPTS))), "/search?q=alert"):
            tab.goto(f"{site.url}{target}")
        assert "Northern Territories" in tab.goto(f"{site.url}/id/northern-territories").text()
        browser.close()
    assert not ran


def test_search(site: Any) -> None:
    for question, found in (("southern kurils", "northern-territories"), ("北方", "northern-territories"),
                            ("Kunashir", "kunashiri"), ("SHINZO", "shinzo-abe")):
        assert f"/id/{found}" in page(site, f"/search?q={quote(question)}").xpath("//ul[@class='hits']//a/@href")
        hits = site("GET", f"/api/search?q={quote(question)}").json()["hits"]
        assert f"{ID}{found}" in {hit["iri"] for hit in hits}
    assert "give up the four islands" in words(page(site, "/search?q=give%20up"))
    for question in ("", "%", "'", '"', "a\"b", "*", "NEAR(", "x" * 5000, "\x00", "-- ", "OR AND NOT", "é" * 300):
        assert site("GET", f"/api/search?q={quote(question)}").status == 200, question


def test_an_index_of_three_languages() -> None:
    index = Index([("1", "name", "国後島"), ("2", "name", "Кунашир"), ("3", "name", "Kunashiri"), ("4", "sentence",
                   "They met on Kunashiri"), ("5", "name", "Hoppō Ryōdo"), ("6", "name", "択捉"),
                   ("7", "name", "ガス")])
    for question, found in (("国後", ["1"]), ("後島", ["1"]), ("島", ["1"]), ("кунашир", ["2"]), ("Куна", ["2"]),
                            ("kunashiri", ["3", "4"]), ("hoppo ryodo", ["5"]), ("択捉", ["6"]), ("met kuna", ["4"]),
                            ("ｶﾞｽ", ["7"]), ("カス", []), ("none", []), ("on", ["4"])):
        assert [hit.iri for hit in index.find(question)] == found, question
    assert folded("  Ｆｕｌｌ　Wídth ") == "full width"


def test_the_api_answers_the_catalogue(site: Any) -> None:
    listed = site("GET", "/api/queries").json()["queries"]
    assert [query["name"] for query in listed] == list(catalogue())
    answer = site("GET", "/api/queries/positions-of-actor?actor=japan").json()
    assert answer["complete"] is True
    assert answer["rows"]
    assert answer["columns"] == [c.name for c in catalogue()["positions-of-actor"].columns]
    assert page(site, "/api/queries/positions-of-actor?actor=japan").xpath("//table/tbody/tr")
    assert page(site, "/api/queries/positions-of-actor").xpath("//form//input")


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_question_by_its_example(site: Any, name: str) -> None:
    query = catalogue()[name]
    given = "&".join(f"{key}={quote(value)}" for key, value in query.example().items())
    reply = site("GET", f"/api/queries/{name}?{given}")
    assert reply.status == 200 or "is no " in reply.json()["detail"], reply.text  # the small graph lacks some examples
    page(site, f"/api/queries/{name}")


@pytest.mark.parametrize(("target", "status"), [
    ("/api/queries/none", 404), ("/api/queries/positions-of-actor", 400), ("/api/queries?x=1", 400),
    ("/api/queries/positions-of-actor?actor=japan&actor=russia", 400), ("/api/queries/articles-by-year?none=1", 400),
    ("/api/queries/positions-of-actor?actor=nobody%20at%20all", 400), ("/api/search?q=x&limit=0", 400),
    ("/api/search?q=x&limit=x", 400), ("/api/search?q=x&limit=999999999999", 400)])
def test_the_api_says_what_is_wrong(site: Any, target: str, status: int) -> None:
    reply = site("GET", target)
    assert reply.status == status
    assert reply.problem()


def test_openapi_describes_what_is_there(site: Any) -> None:
    document = site("GET", "/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) >= {"/api/queries", "/api/search"} | {f"/api/queries/{name}" for name in catalogue()}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            names = [p["name"] for p in operation.get("parameters", ())]
            assert len(names) == len(set(names))
        if "get" in operations and not path.startswith("/api/explore"):  # test_explorer.py has those
            assert site("GET", path).status in {200, 400}


def test_void_and_dcat(site: Any) -> None:
    for target in ("/.well-known/void", "/dcat"):
        graph = rdflib.Graph().parse(data=site("GET", target).body, format="turtle")
        endpoint = graph.value(None, rdflib.URIRef("http://rdfs.org/ns/void#sparqlEndpoint"))
        endpoint = graph.value(None, rdflib.RDF.type, rdflib.URIRef("http://www.w3.org/ns/dcat#DataService"))
        assert str(endpoint) == f"{site.url}/sparql"


def test_the_front_page_leads_everywhere(site: Any) -> None:
    for link in page(site, "/").xpath("//a/@href"):
        if link.startswith("/"):
            off = {403} if link == "/review" else set()  # this server has no token
            assert site("GET", link.partition("#")[0], headers=HTML).status in {200} | off, link


def test_texts_with_facts_marked(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "may.txt").write_text(may().article.text, "utf-8")
    article = next(a for a in read_paths([tmp_path / "texts"]) if isinstance(a, Article))
    facts = may()
    with GraphStore.open(tmp_path / "store", create=True, knowledge=KNOWLEDGE) as store:
        store.add(replace(facts, article=article))
    options = ("--workers", "1", "--articles", str(tmp_path / "texts"))
    with serving(tmp_path / "store", tmp_path / "log", *options) as client:
        tree = page(client, "/id/article/may")
        shown = [part.text_content() for part in tree.xpath("//p[contains(@class, 'text')]")]
        assert " ".join(shown).split() == article.text.split()
        marks = {" ".join(mark.xpath("string()").split()): mark.get("class") for mark in tree.xpath("//p//mark")}
        assert "k-position" in marks["will not give up"]
        assert "Sochi talks end without a paper" not in marks
        beside = tree.xpath("//div[@class='passage'][.//mark[contains(., 'missiles')]]//ul[@class='margin']/li")
        assert [words(note) for note in beside][-1].startswith("9 relation Russia controls")
        for ref in tree.xpath("//a[contains(@class, 'ref')]/@href"):
            assert "Why is this here?" in words(tree.get_element_by_id(ref[1:]))
        hidden = page(client, "/id/article/may?hide=event&hide=none")
        assert hidden.xpath("//input[@type='checkbox'][not(@checked)]/@name") == ["event"]


@pytest.mark.parametrize("iri", [f"{ID}japan", f"{ID}article/a%20b/s1", "https://w3id.org/dispute-kg/vocabulary/topic/x"])
def test_addresses_lead_back(iri: str) -> None:
    assert iri_of(address_of(iri)) == iri


def test_addresses_of_others() -> None:
    assert address_of("https://www.wikidata.org/entity/Q1") == "https://www.wikidata.org/entity/Q1"
    assert address_of("javascript:alert(1)").startswith("/sparql?query=")
    assert split_suffix("/id/a.b.ttl") == ("/id/a.b", "text/turtle")
    assert split_suffix("/id/a.b") == ("/id/a.b", "")
    assert iri_of("/id/") is None
