"""Script injection: texts that are scripts in every place where others' words are shown, in a real browser. None runs,
none becomes an element, and nothing is even refused by the policy of the pages, for nothing is tried.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.build import build
from kg.export.picture import write_picture
from kg.graph import iris
from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.model import Article, Cleaned, Entity, Event, Facts, PartialDate, Position, Relation, Span, Statement
from kg.query import catalogue
from kg.query.network import network
from tests.browser.conftest import Open, sign_in, visiting
from tests.browser.exploring import PLACE
from tests.browser.vectors import VECTORS
from tests.web.conftest import TOKEN, Client, serving

#: What a page must not have got: a value that ran, elements that only a vector brings, handlers, addresses of scripts.
CLEAN = """() => [window.hit === undefined ? '' : 'hit ' + window.hit,
  ...[...document.querySelectorAll('iframe, object, embed, math, marquee, video, audio, base, template, x, isindex')]
    .map(e => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name)
    || (/^(href|src|action|data|xlink:href)$/i.test(a.name) && /^\\s*(j\\s*a\\s*v\\s*a|vb|data:text)/i.test(a.value))))
    .map(e => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('script')].filter(e => !e.src && e.type !== 'application/ld+json'
    && e.type !== 'application/json').map(e => e.textContent.slice(0, 120))].filter(Boolean)"""


def ident(number: int) -> str:
    return f"evil-{number}"


def told(number: int, vector: str) -> Facts:
    """An article whose title, outlet, author, text, names and facts are a vector."""
    text = f"{vector} said that {vector} met."
    article = Article(f"evil {number} {vector}", text, Cleaned.identity(text), title=vector, outlet=vector,
                      author=vector, outlet_country=vector, genre=vector, licence=vector, url=vector,
                      source_name=vector,
                      date=PartialDate.parse(f"20{10 + number % 12}-05-07"))
    words, whole = Span(0, len(vector), vector), Span(0, len(text), text)
    me, other = ident(number), ident((number + 1) % len(VECTORS))
    entities = (Entity(me, "Organization", vector, (vector,), None, (words,), rule=vector),
                Entity(other, "Organization", VECTORS[(number + 1) % len(VECTORS)], (), None, (words,), rule="x"),
                Entity("northern-territories", "Territory", "Northern Territories", (), None, (words,), rule="x"),
                Entity("russia", "State", "Russia", (), None, (words,), rule="x"))
    said = Statement("s1", me, vector, words, words, whole, "indirect", article.date, rule=vector, confidence=0.3)
    stands = (Position("p1", me, vector, "transfer", "support" if number % 2 else "oppose", whole, "russia", "s1",
                       article.date, words, vector, 0.2),
              Position("p2", "russia", vector, "transfer", "support" if number % 2 else "oppose", whole, None, "s1",
                       article.date, words, vector, 0.2))
    met = Event("v1", "meeting", (me, other), (vector, vector), whole, "northern-territories", vector, article.date,
                rule=vector, confidence=0.3)
    held = Relation("r1", "russia", vector, "controls", "northern-territories", vector, whole, vector, 0.3)
    return Facts(article, entities, (said,), stands, (met,), (held,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of all vectors, some of them read from a file by the extractor itself."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "texts").mkdir()
    lines = "\n\n".join(f'Vladimir Putin met Shinzo Abe in Sochi on 6 May 2016, {v} said. "{v}," Mr Abe told {v}.'
                        for v in VECTORS if "\n" not in v)
    head = f"---\ntitle: '{VECTORS[4]}'\noutlet: '{VECTORS[7]}'\ndate: 2016-05-07\n---"
    (folder / "texts/read.md").write_text(f"{head}\n\n{lines}\n", encoding="utf-8")
    with GraphStore.open(folder / "store", create=True) as store:
        build([folder / "texts"], store)
        for number, vector in enumerate(VECTORS):
            store.add(told(number, vector))
        derive(store)
        nodes = " ".join(f"<http://evil.example/{quote(v)}> rdfs:label {_literal(v)} , {_literal(v)}@en ; "
                         f"rdfs:seeAlso <javascript:{quote(v)}> , <data:text/html,{quote(v)}> ." for v in VECTORS)
        store.update(f"INSERT DATA {{ GRAPH <{iris.graph('evil').value}> {{ {nodes} }} }}")
    return folder


@pytest.fixture(scope="module")
def evil(folder: Path) -> Iterator[Client]:
    """A server over them."""
    with serving(folder / "store", folder / "log", "--workers", "3", "--articles", str(folder / "texts"),
                 token=TOKEN) as client:
        yield client


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


@pytest.fixture
def visit(chromium: Any, evil: Client) -> Iterator[Open]:
    with visiting(chromium, evil) as opened:
        yield opened


def test_there_are_enough_of_them() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 50


def look(page: Any, site: Client, addresses: list[str], *, needs: str = "") -> None:
    """Opens each address: it is answered, nothing of it runs, and ``needs`` is among its words."""
    for address in addresses:
        answer = page.goto(site.url + address)
        assert answer.status == 200, (address, answer.text()[:300])
        page.mouse.move(200, 300)
        assert page.evaluate(CLEAN) == [], address
        if needs:
            assert needs in page.content(), address


def test_things_articles_and_facts(visit: Any, evil: Client) -> None:
    page = visit("/")
    articles = [iris.article(f"evil {n} {v}").value.partition("/id/")[2] for n, v in enumerate(VECTORS)]
    look(page, evil, [f"/id/{ident(number)}" for number in range(len(VECTORS))])
    look(page, evil, [f"/id/{address}" for address in articles])
    look(page, evil, [f"/id/{address}/{fact}" for address in articles[::9] for fact in ("s1", "p1", "v1", "r1")])
    look(page, evil, ["/id/article/read"], needs="met Shinzo Abe in Sochi")


def test_what_is_searched_and_asked(visit: Any, evil: Client) -> None:
    page = visit("/")
    look(page, evil, [f"/search?{urlencode({'q': vector})}" for vector in VECTORS])
    look(page, evil, [f"/api/queries/positions-of-actor?{urlencode({'actor': ident(n)})}" for n in range(0, 60, 15)])
    for vector in VECTORS[::6]:  # who asks for no page gets none
        answer = page.request.get(f"{evil.url}/api/queries/positions-of-actor?{urlencode({'actor': vector})}")
        assert answer.headers["content-type"] in {"application/json", "application/problem+json"}
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_lists_and_views(visit: Any, evil: Client) -> None:
    page = visit("/")
    look(page, evil, ["/", "/positions", "/positions?by=actor", "/positions/sentences?topic=transfer",
                      "/positions/sources", "/positions/shifts", "/positions/disagreements", "/timeline", "/queries",
                      "/ontology", "/vocabulary/topic/transfer", "/id/northern-territories", "/id/russia"])


@pytest.mark.parametrize("name", ["entities-most-mentioned", "events-timeline", "topic-supporters-opponents",
                                  "who-controls", "articles-by-outlet",
                                  "agreement-network", "said-by", "disagreements"])
def test_answers_in_every_view(visit: Any, evil: Client, name: str) -> None:
    page = visit("/")
    given = catalogue()[name].example() | ({"source": ident(4)} if name == "said-by" else {})
    address = f"/api/queries/{name}?{urlencode(given)}"
    look(page, evil, [address])
    links = page.locator(".views a:not(.files a)").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    look(page, evil, links)


def test_sparql_as_a_page(visit: Any, evil: Client) -> None:
    page = visit("/")
    asked = ["SELECT ?s ?l { ?s rdfs:label ?l FILTER(CONTAINS(STR(?s), 'evil')) }",
             "SELECT ?s ?o { ?s rdfs:seeAlso ?o }", "CONSTRUCT { ?s rdfs:seeAlso ?o } WHERE { ?s rdfs:seeAlso ?o }",
             *(f"SELECT ({_literal(v)} AS ?x) {{}}" for v in VECTORS[::7])]
    look(page, evil, [f"/sparql?{urlencode({'query': text, 'format': 'html'})}" for text in asked])


def test_the_editor_draws_values_as_text(visit: Any) -> None:
    page = visit("/sparql")
    page.wait_for_selector(".yasqe_queryButton")
    for text in ("SELECT ?s ?l ?o { ?s rdfs:label ?l ; rdfs:seeAlso ?o FILTER(STRSTARTS(STR(?s), 'http://evil')) }",
                 "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l ; rdfs:seeAlso ?o }",
                 "CONSTRUCT { ?s rdfs:seeAlso ?o } WHERE { ?s rdfs:seeAlso ?o } #<img src=x onerror=window.hit=1>"):
        page.evaluate("text => kgEditor.getTab().getYasqe().setValue(text)", text)
        with page.expect_response(lambda r: r.url.endswith("/sparql") and r.request.method == "POST") as got:
            page.click(".yasqe_queryButton")
        page.wait_for_selector(".yasr .rows, .yasr .CodeMirror, .yasr .errorResult")
        assert page.evaluate(CLEAN) == []
        if got.value.status == 200 and text.startswith("SELECT"):
            cells = page.locator(".yasr .rows td").all_inner_texts()
            assert {" ".join(v.split()) for v in VECTORS} <= {" ".join(cell.split()) for cell in cells}


def test_addresses_do_not_reach_the_editor(visit: Any, evil: Client) -> None:
    page = visit("/")
    for fragment in ("query=SELECT+*+%7B%7D&endpoint=https://evil.example/sparql", "endpoint=javascript:alert(1)",
                     "yasr=%3Cscript%3E"):
        look(page, evil, [f"/sparql#{fragment}"])
        page.wait_for_function("() => window.kgEditor !== undefined")
        assert page.evaluate("kgEditor.getTab().getRequestConfig().endpoint") == f"{evil.url}/sparql"
        page.goto("about:blank")


def test_the_explorer(visit: Any, evil: Client) -> None:
    page = visit("/")
    for number in (0, 4, 20, 38):
        look(page, evil, [f"/explore?start=id:{ident(number)}"])
        page.wait_for_selector("[data-layout=done]")
        page.fill("#find", "hit")
        page.wait_for_selector("#found li[role=option]")
        assert page.evaluate(CLEAN) == []
        edge = page.evaluate("""explorer.seen.edges.map(e => e.id).find(
            id => Number.isFinite(explorer.cy.getElementById(id).renderedMidpoint()?.x))""")
        box = page.evaluate(PLACE, edge)
        page.keyboard.press("Escape")
        page.mouse.click(*box)
        page.wait_for_timeout(400)
        assert page.evaluate(CLEAN) == []


def test_review_and_what_reviewers_write(visit: Any, evil: Client) -> None:
    page = visit("/review")
    sign_in(page)
    look(page, evil, [f"/review?below=1&start={start}" for start in range(0, 120, 20)])
    page.goto(f"{evil.url}/review?below=1")
    first = page.locator("fieldset.waiting:has(input[name^=fact])").first
    first.locator("text=accept").click()
    first.locator("input[name^=why]").fill(VECTORS[4])
    page.click("text=Keep these decisions")
    page.wait_for_selector(".saved")
    look(page, evil, ["/review/decided"], needs="onerror")


def opened(chromium: Any, path: Path, said: list[str]) -> Any:
    """A file in a page that notes what it says, and whom it asks."""
    page = chromium.new_page()
    page.on("dialog", lambda d: (said.append(d.message), d.dismiss()))
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else said.append(r.url))
    page.goto(path.as_uri())
    page.wait_for_function("() => window.kg !== undefined")
    return page


#: The same of a picture, whose own two scripts are in the file.
BARE = CLEAN.replace("e.type !== 'application/json')", "e.type !== 'application/json' && !window.kg)")


def test_the_one_file_picture_of_articles_that_try(chromium: Any, folder: Path, tmp_path: Path) -> None:
    said: list[str] = []
    with GraphStore.open(folder / "store", read_only=True) as store:
        write_picture(network(store), tmp_path / "net.html", VECTORS[0])
    page = opened(chromium, tmp_path / "net.html", said)
    assert Axe().run(page).response["violations"] == []
    for number in range(0, page.evaluate("kg.data.edges.length"), 5):
        page.evaluate("i => void kg.network.body.emitter.emit('selectEdge', {nodes: [], edges: [i]})", number)
    page.fill("#search", "onerror")
    page.press("#search", "Enter")
    page.select_option("#article", index=3)
    assert "onerror" in page.inner_text("#drawer h2")
    assert page.evaluate(BARE) == []
    assert said == []
    page.close()


@pytest.mark.parametrize("part", range(4))
def test_the_one_file_picture(chromium: Any, tmp_path: Path, part: int) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    vectors = VECTORS[part::4]
    for number, vector in enumerate(vectors):
        graph.add_node(f"n{number}{vector}", label=vector, kind="Organization")
    nodes = list(graph.nodes)
    for number, vector in enumerate(vectors):
        fact = {"id": vector, "date": vector, "quote": vector, "article": vector, "title": vector, "published": vector,
                "outlet": vector, "rule": vector, "confidence": "0.9"}
        graph.add_edge(nodes[number], nodes[(number + 1) % len(nodes)], "k", kind="position", label="oppose",
                       facts=[fact], weight=1)
    path = tmp_path / "net.html"
    write_picture(graph, path, " ".join(vectors))
    said: list[str] = []
    page = opened(chromium, path, said)
    for number, node in enumerate(nodes):
        vector = page.evaluate("i => kg.data.edges[i].facts[0].quote", number)
        page.evaluate("i => void kg.network.body.emitter.emit('selectEdge', {nodes: [], edges: [i]})", number)
        assert " ".join(vector.split()) in " ".join(page.inner_text("#drawer").split())
        page.evaluate("id => void kg.network.body.emitter.emit('selectNode', {nodes: [id], edges: []})", node)
    page.wait_for_timeout(300)
    assert page.evaluate(BARE) == []
    assert said == []
    page.close()
