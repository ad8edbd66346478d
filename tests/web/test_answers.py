"""Answers as pages: tables and pictures, files, and permalinks that say whether the graph has moved on."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from lxml import html

from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.query import catalogue
from kg.query.shapes import Place, places
from kg.web import drawing
from kg.web.answered import OWN, fingerprint
from tests.query.conftest import KNOWLEDGE, june, may, note
from tests.web.conftest import TOKEN, Client, serving

HTML = {"Accept": "text/html"}
ID = "https://w3id.org/dispute-kg/id/"
VIEWS, THEN = "//p[@class='views']//a", "//p[@class='then']/text()"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("answers")
    with GraphStore.open(folder / "store", create=True, knowledge=KNOWLEDGE) as store:
        for facts in (may(), june(), note()):
            store.add(facts)
        derive(store)
    with serving(folder / "store", folder / "log", "--workers", "2", token=TOKEN) as client:
        yield client


def page(site: Client, target: str) -> Any:
    reply = site("GET", target, headers=HTML)
    assert (reply.status, reply.media) == (200, "text/html"), reply.text[:300]
    return html.fromstring(reply.text)


def sparql(text: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': text, 'format': 'html', **more})}"


def test_no_question_has_a_parameter_of_the_page() -> None:
    for query in catalogue().values():
        assert not {p.name for p in query.parameters} & set(OWN), query.name


def test_an_answer_as_table_picture_and_file(site: Client) -> None:
    tree = page(site, "/api/queries/positions-of-actor?actor=japan")
    views = {a.text: a.get("href") for a in tree.xpath(VIEWS)}
    assert {"table", "network", "timeline", "csv", "json"} <= views.keys()
    rows = site("GET", "/api/queries/positions-of-actor?actor=japan").json()["rows"]
    assert len(tree.xpath("//tbody/tr")) == len(rows)
    for name in ("network", "timeline"):
        drawn = page(site, views[name].partition("#")[0])
        assert drawn.xpath("//svg//a/@href")
        assert not drawn.xpath("//*[@style] | //script[not(@type='application/ld+json')]")
    assert len(list(csv.DictReader(io.StringIO(site("GET", views["csv"]).text)))) == len(rows)
    assert json.loads(site("GET", views["json"]).text)["rows"] == rows
    assert site("GET", "/api/queries/positions-of-actor?actor=japan&format=exe").problem() == "not-acceptable"
    assert site("GET", "/api/queries/positions-of-actor?actor=japan&view=film", headers=HTML).problem() == "parameters"


def test_what_a_parameter_may_be_is_offered(site: Client) -> None:
    tree = page(site, "/api/queries/positions-of-actor")
    assert "japan" in tree.xpath("//datalist[@id='known-actor']/option/@value")
    assert "transfer" in tree.xpath("//select[@name='topic']/option/text()")
    assert tree.xpath("//input[@name='actor']/@list") == ["known-actor"]


def test_own_sparql_as_a_page(site: Client) -> None:
    tree = page(site, sparql("SELECT ?p ?h { ?p dkg:holder ?h } ORDER BY ?p"))
    assert "/id/japan" in tree.xpath("//tbody//a/@href")
    assert tree.xpath("string(//textarea)").startswith("SELECT ?p ?h")
    assert "Yes" in page(site, sparql("ASK { ?s ?p ?o }")).xpath("//h2/text()")
    triples = page(site, sparql("CONSTRUCT { ?p dkg:holder ?h } WHERE { ?p dkg:holder ?h }"))
    assert triples.xpath("//thead//th/text()") == ["subject", "predicate", "object"]
    assert page(site, sparql("SELECT ?x { ?x a dkg:None }")).xpath("//h2/text()") == ["0 rows, complete"]
    assert page(site, sparql("DESCRIBE <javascript:alert(1)>")).xpath("//h2/text()") == ["0 rows, complete"]
    assert site("GET", sparql("SELECT ?x { ?x "), headers=HTML).problem() == "syntax"
    assert site("GET", sparql("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), headers=HTML).status == 503


def test_an_iri_that_is_a_script_is_no_link(site: Client) -> None:
    tree = page(site, sparql('SELECT (<javascript:alert(1)> AS ?x) (<data:text/html,x> AS ?y) ("<b>x</b>" AS ?z) {}'))
    assert all(href.startswith(("/", "#", "http")) for href in tree.xpath("//main//a/@href"))
    assert "<b>x</b>" in tree.xpath("//td")[2].text_content()


def test_a_permalink_tells_whether_the_graph_has_moved_on(site: Client) -> None:
    for target in ("/api/queries/positions-of-actor?actor=russia", sparql("SELECT ?l { id:russia rdfs:label ?l }")):
        tree = page(site, target)
        assert not tree.xpath(THEN)
        (link,) = tree.xpath("//p[@class='permalink']/a/@href")
        told = parse_qs(urlsplit(link).query)
        assert told["generation"] == [site("GET", "/healthz").json()["generation"]]
        assert "the graph of the link, and its answer" in page(site, link).xpath(THEN)[0]
        assert site.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }").status == 204
        assert "answer is still the same" in page(site, link).xpath(THEN)[0]
        site.update("DROP GRAPH <x:g>")
        changed = link.replace(told["result"][0], "0" * 16)
        assert "another one now" in page(site, changed).xpath(THEN)[0]
        again = page(site, page(site, link).xpath("//p[@class='permalink']/a/@href")[0])
        assert "the graph of the link" in again.xpath(THEN)[0]


def test_a_fingerprint_is_of_the_rows_not_of_their_order() -> None:
    one, other = {"a": {"type": "literal", "value": "1"}}, {"a": {"type": "literal", "value": "2"}}
    assert fingerprint(["a"], [one, other]) == fingerprint(["a"], [other, one])
    assert len({fingerprint(["a"], [one]), fingerprint(["a"], [one, one]), fingerprint(["b"], [one]),
                fingerprint(["a"], [])}) == 4


def test_terms_for_completion(site: Client) -> None:
    found = site("GET", "/api/terms").json()
    kinds = {term["name"]: term["kind"] for term in found["terms"]}
    assert (kinds["dkg:Position"], kinds["dkg:holder"], kinds["topic:transfer"]) == ("class", "property", "concept")
    assert found["prefixes"]["dkg"].endswith("ontology#")


# --- drawings ---

def uri(name: str) -> Mapping[str, str]:
    return {"type": "uri", "value": f"{ID}{name}"}


def literal(value: str) -> Mapping[str, str]:
    return {"type": "literal", "value": value}


def test_the_network_of_an_answer() -> None:
    rows = [{"a": uri("japan"), "b": uri("russia"), "c": uri("article/x/p1")}, {"a": uri("japan"), "b": uri("russia")},
            {"a": uri("japan"), "b": uri("china")}, {"a": uri("korea")}]
    drawn = drawing.network(["a", "b", "c"], rows, lambda iri: iri.rpartition("/")[2])
    assert {node.label for node in drawn.nodes} == {"japan", "russia", "china"}
    assert sorted(edge.rows for edge in drawn.edges) == [1, 2]
    assert all(0 <= n.x <= drawing.WIDTH and 0 <= n.y <= drawing.HEIGHT for n in drawn.nodes)
    assert drawing.network(["a", "b", "c"], rows, str) == drawing.network(["a", "b", "c"], rows[::-1], str)
    many = [{"a": uri("hub"), "b": uri(f"n{number}")} for number in range(400)]
    assert drawing.network(["a", "b"], many, str).left_out == 401 - drawing.MOST


def test_the_timeline_of_an_answer() -> None:
    rows = [{"d": literal(date), "w": literal("words"), "x": uri("japan")} for date in
            ("2016-05-06", "2016", "1855-02-07", "2016-05")]
    columns = ["w", "d", "x"]
    assert drawing.date_column(columns, rows) == "d"
    drawn = drawing.timeline(columns, [*rows, {"d": literal("soon"), "w": literal("x")}], lambda _: "Japan")
    assert [m.date for m in drawn.moments] == ["1855-02-07", "2016", "2016-05", "2016-05-06"]
    assert [m.x for m in drawn.moments] == sorted(m.x for m in drawn.moments)
    assert {m.words for m in drawn.moments} == {"words · Japan"}
    assert drawing.date_column(["w"], rows) == ""
    one = drawing.timeline(["d"], rows[:1], str)
    assert len(one.moments) == 1


def test_the_map_of_an_answer(site: Client) -> None:
    def place(*points: tuple[float, float], area: bool = False) -> Place:
        return Place(f"{ID}x", area, (points,))

    drawn = drawing.drawn_map([place((146.0, 44.0)), place((145.0, 43.0), (146.0, 43.0), (145.0, 44.0), (145.0, 43.0),
                                                         area=True)], lambda _: "Land")
    point, area = drawn.outlines
    assert (point.path, area.path[0], area.path[-1]) == ("", "M", "Z")
    assert point.x > area.x
    assert point.y < area.y
    across = drawing.drawn_map([place((179.0, 50.0)), place((-179.0, 50.0))], str)
    assert across.outlines[1].x > across.outlines[0].x, "across the 180th meridian, not around the world"
    site.update(f"INSERT DATA {{ GRAPH <x:places> {{ <{ID}northern-territories> geo:hasGeometry <x:g> . "
                "<x:g> geo:asWKT 'POLYGON((146 44,147 44,147 45,146 44))'^^geo:wktLiteral } }")
    assert "map" in {a.text for a in page(site, "/api/queries/claims-on-territory").xpath(VIEWS)}
    drawn_page = page(site, "/api/queries/claims-on-territory?view=map")
    assert drawn_page.xpath("//svg//path | //svg//circle")


def test_geometries_of_things() -> None:
    store = GraphStore.in_memory()
    found = places(store, [f"{ID}northern-territories", f"{ID}nothing", f"{ID}japan"])
    land = next(place for place in found if place.iri.endswith("northern-territories"))
    assert land.area
    assert len(land.parts) > 1
    assert all(140 < lon < 150 and 40 < lat < 47 for part in land.parts for lon, lat in part)
    assert places(store, []) == []


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_answer_in_every_view(site: Client, name: str) -> None:
    given = "&".join(f"{key}={quote(value)}" for key, value in catalogue()[name].example().items())
    reply = site("GET", f"/api/queries/{name}?{given}", headers=HTML)
    if reply.status != 200:  # the small graph lacks some examples
        assert "is no " in reply.json()["detail"]
        return
    for link in html.fromstring(reply.text).xpath(VIEWS):
        assert site("GET", link.get("href").partition("#")[0], headers=HTML).status == 200, link.get("href")
