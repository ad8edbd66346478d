"""The pages that look at the graph as a whole: what they show of the small graph, their filters, and hostile ones."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.query.conftest import june, may
from tests.web.site import HTML, SCRIPTS, page, words

PATHS = ["/positions", "/positions/sentences", "/positions/sources", "/positions/shifts", "/positions/disagreements",
         "/timeline", "/map", "/measures"]


def sentences(tree: Any) -> list[str]:
    return [words(mark) for mark in tree.xpath(".//blockquote/mark")]


def test_the_matrix_leads_to_the_sentences_of_each_cell(site: Any) -> None:
    tree = page(site, "/positions?by=actor")
    cells = {link.get("aria-label"): link.get("href") for link in tree.xpath("//td/a")}
    label = next(label for label in cells if label.startswith("Japan on transfer"))
    assert label.endswith("1 for, 0 on a condition, 2 against")
    found = page(site, cells[label])
    assert "Tokyo could live with a transfer of two islands" in sentences(found)
    assert len(found.xpath("//main//blockquote")) == 3
    assert "North Post" in words(found)
    for href in cells.values():
        assert page(site, href).xpath("//main//blockquote")


def test_a_state_stands_for_its_people(site: Any) -> None:
    rows = {words(row.find("th")).rpartition(" ")[0]: int(words(row.find("th")).rpartition(" ")[2])
            for row in page(site, "/positions").xpath("//tbody/tr")}
    alone = {words(row.find("th")).rpartition(" ")[0] for row in page(site, "/positions?by=actor").xpath("//tbody/tr")}
    assert "Shinzo Abe" in alone
    assert rows["Japan"] == 5  # three of its own, two of Abe's
    assert "Shinzo Abe" not in rows


def test_a_shift_is_told_with_both_sentences(site: Any) -> None:
    tree = page(site, "/positions/shifts?topic=treaty-basis")
    assert sentences(tree) == ["Japan will not give up the four islands,",
                               "Tokyo could live with a transfer of two islands"]
    assert "▼ against → ▲ for" in words(tree)
    assert not sentences(page(site, "/positions/shifts?topic=treaty-basis&to=2016-05"))


def test_a_disagreement_names_both_outlets(site: Any) -> None:
    tree = page(site, "/positions/disagreements")
    ends = [words(end) for end in tree.xpath("//article[contains(@class, 'story')]//div[contains(@class, 'held')]")]
    assert len(ends) == 2
    assert {end.partition(" 2016")[0] for end in ends} == {"North Post", "South Post"}


def test_filters_leave_out_and_let_through(site: Any) -> None:
    for query, found in (("from=2016-06", 2), ("to=2016-05", 1), ("country=new-zealand", 1), ("country=nowhere", 0),
                         ("certainty=0.9", 3), ("stance=support", 1), ("dispute=none", 0), ("", 3)):
        tree = page(site, f"/positions/sentences?actor=japan&topic=transfer&{query}")
        assert len(tree.xpath("//main//blockquote")) == found, query


def test_one_proposition_by_source(site: Any) -> None:
    tree = page(site, "/positions/sources?topic=transfer&by=holder")
    columns = {words(part.find("h2")): sentences(part) for part in tree.xpath("//div[@class='sides']/section")}
    assert len(columns["Held by Japan"]) == 3
    assert columns["Held by Russia"] == ["Moscow would transfer Shikotan after a treaty"]


def test_an_event_of_several_articles_comes_once(site: Any) -> None:
    tree = page(site, "/timeline?from=2016-05-06&to=2016-05-06")
    entry, = tree.xpath("//li[contains(@class, 'entry')]")
    assert "meeting Vladimir Putin, Shinzo Abe in Sochi 2 articles" in words(entry)
    assert set(sentences(tree)) == {"Shinzo Abe met Vladimir Putin in Sochi on Friday",
                                    "Shinzo Abe and Vladimir Putin met in Sochi on May 6"}
    assert words(entry.find("time")) == "6 May"


def test_the_timeline_is_filtered(site: Any) -> None:
    def kinds(query: str) -> list[str]:
        return [words(link) for link in page(site, f"/timeline?{query}").xpath("//a[contains(@class, 'type')]")]

    assert kinds("")[0] == "meeting"  # those without a date are at the end
    assert set(kinds("")[1:]) == {"military act", "proposal", "call"}
    assert kinds("status=planned") == ["call"]
    assert kinds("place=kunashiri") == ["military act"]
    assert kinds("actor=sergey-lavrov") == ["proposal"]
    assert set(kinds("type=statement")) == {"statement"}
    assert kinds("from=1990&to=1999") == []
    assert site("GET", "/timeline?type=party").status == 400


def test_marks_of_the_timeline_lead_to_their_events(site: Any) -> None:
    for link in page(site, "/timeline").xpath("//figure//a/@href"):
        assert page(site, link).xpath("//li[contains(@class, 'entry')]")


def test_the_start_page_tells_what_is_striking(site: Any) -> None:
    tree = page(site, "/")
    text = words(tree)
    assert "3 articles from 2016 to 2016" in text
    assert "Tokyo opposes a transfer" in text  # a disagreement
    assert {words(link) for link in tree.xpath("//ul[@class='latest']//a[contains(@href, '/article/')]")} \
        >= {may().article.title, june().article.title}


@pytest.mark.parametrize("path", PATHS)
def test_the_same_as_json(site: Any, path: str) -> None:
    reply = site("GET", f"/api{path}")
    assert reply.status == 200, reply.text
    assert reply.json()["asked"] == ({"topic": "transfer"} if path.endswith("sources") else {})


@pytest.mark.parametrize("path", PATHS)
def test_openapi_tells_exactly_what_a_view_takes(site: Any, path: str) -> None:
    told = {p["name"] for p in site("GET", "/openapi.json").json()["paths"][f"/api{path}"]["get"]["parameters"]}
    hint = site("GET", f"/api{path}?none=1").json()["hint"]
    assert told == set(hint.removeprefix("this page takes ").split(", "))


def test_who_agrees_leads_to_both_on_common_ground(site: Any) -> None:
    tree = page(site, "/measures")
    cell = next(link for link in tree.xpath("//table[contains(@class, 'pairs')]//td/a")
                if link.get("aria-label").startswith("Japan and Russia"))
    assert cell.get("aria-label") == "Japan and Russia: agreement 1.25, disagreement 1.75"
    found = page(site, cell.get("href"))
    assert {words(name) for name in found.xpath("//li[contains(@class, 'held')]//p[@class='head']/a")} \
        == {"Japan", "Russia"}
    assert len(sentences(found)) == 4  # all on transfer
    assert "Polarization" in words(tree)
    assert site("GET", "/measures?normalization=activity").status == 400


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("query", ["none=1", "from=1&from=2", "from=then", "to=2016-13", "certainty=2", "certainty=nan",
                                   "certainty=1e-1", "page=0", "page=-1", "page=x", "page=999999",
                                   "country=" + "x" * 400, "from=%FF", "certainty=%C2%B2", "page=%C2%B2"])
def test_what_cannot_be_is_refused(site: Any, path: str, query: str) -> None:
    reply = site("GET", f"{path}?{query}", headers=HTML)
    assert reply.status == 400, reply.text[:300]
    assert reply.problem() == "parameters"


@pytest.mark.parametrize("script", [*SCRIPTS, "../../etc/passwd", "japan> } #", "a b",
                                    "\ud800".encode("utf-8", "surrogatepass"), "%", "\x00", "日本"])
@pytest.mark.parametrize("name", ["dispute", "country", "actor", "side", "regarding"])
def test_hostile_values_stay_text(site: Any, name: str, script: str | bytes) -> None:
    target = f"/positions/sentences?{name}={quote(script)}"
    if isinstance(script, bytes):
        assert site("GET", target, headers=HTML).status == 400
    elif script.strip():
        page(site, target)


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_page_leads_somewhere(site: Any, path: str) -> None:
    for link in sorted(set(page(site, path).xpath("//main//a/@href"))):
        if link.startswith("/"):
            assert site("GET", link.partition("#")[0], headers=HTML).status == 200, link


@pytest.mark.parametrize(("query", "status"), [
    ("hide=position", 200), ("hide=%3Cscript%3E", 200), ("at=nothing", 200), ("at=p00000000ma1", 200), ("page=1", 200),
    ("page=2", 404), ("page=0", 404), ("page=x", 404), ("at=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", 200),
    ("none=1", 200)])
def test_parameters_of_an_article(site: Any, query: str, status: int) -> None:
    reply = site("GET", f"/id/article/may?{query}", headers=HTML)
    assert reply.status == status
    if status == 200:
        assert len(page(site, f"/id/article/may?{query}").xpath("//li[contains(@class, 'note')]")) == 9
