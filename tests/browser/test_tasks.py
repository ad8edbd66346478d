"""The ten things that an analyst does most, each as somebody does it, from the start page or a search on."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import sign_in
from tests.browser.exploring import EDGE, PLACE


def ask(page: Any, words: str) -> None:
    """Searches from the bar."""
    page.fill(".find input", words)
    page.press(".find input", "Enter")
    page.wait_for_load_state()


def test_1_what_is_this_by_a_name_in_any_language(read: Any) -> None:
    page = read("/")
    for words in ("Кунашир", "国後", "Kunashir"):
        ask(page, words)
        page.locator(".hits a[href='/id/kunashiri']").first.click()
        assert page.inner_text("h1") == "Kunashiri / Kunashir"
    ask(page, "Vladimir Putin")
    page.locator(".hits a[href='/id/vladimir-putin']").first.click()
    assert page.inner_text("h1") == "Vladimir Putin"
    assert page.locator(".fact blockquote mark").count()


def test_2_what_is_a_state_s_stand_on_a_topic_and_since_when(read: Any) -> None:
    page = read("/")
    page.click(".places >> text=Queries")
    page.click("text=Positions of an actor")
    page.fill("#p-actor", "russia")
    page.select_option("#p-topic", "war-outcome")
    page.click(".parameters button")
    dates = page.locator("tbody tr td:first-child").all_inner_texts()
    assert dates == sorted(dates)
    assert dates
    assert "demands that Tokyo first accept the outcome of the war" in page.inner_text("tbody")


def test_3_which_sentence_says_so_and_where_does_it_stand(read: Any) -> None:
    page = read("/api/queries/positions-of-actor?actor=russia&topic=war-outcome")
    page.locator("tbody a[href*='/article/29-']").last.click()
    page.wait_for_selector("h1")
    assert "Russia supports" in page.inner_text("h1")
    assert "accept the outcome of the war" in page.inner_text("blockquote mark")
    page.click("cite a")
    assert page.inner_text("h1") == "Abe sounds out Putin before hosting G7"
    assert "Moscow demands that Tokyo first accept the outcome of the war" in page.inner_text("main")
    assert page.locator("mark").count()


def test_4_who_agrees_with_whom(read: Any) -> None:
    page = read("/queries")
    page.click("text=Who agrees with whom")
    page.click(".views >> text=network")
    node = page.locator("svg.picture a:has-text('Japan')").first
    node.click()
    assert page.inner_text("h1") == "Japan"


def test_5_what_happened_when(read: Any) -> None:
    page = read("/timeline")
    page.select_option("select[name=type]", "meeting")
    page.click(".filters button")
    assert "Sochi" in page.inner_text("main")
    assert page.locator(".chronicle .entry").count()
    assert set(page.locator(".chronicle .head .type").all_inner_texts()) == {"meeting"}


def test_6_what_are_the_islands_called_and_by_whom(read: Any) -> None:
    page = read("/")
    ask(page, "北方領土")
    page.locator(".hits a[href='/id/northern-territories']").first.click()
    japan = page.locator(".columns > div:has(h3:has-text('Japan'))").first
    russia = page.locator(".columns > div:has(h3:has-text('Russia'))").first
    assert "北方領土" in japan.inner_text()
    assert "Southern Kurils" in russia.inner_text()
    assert "Northern Territories" not in russia.inner_text()


def test_7_the_network_and_the_sentence_behind_an_edge(read: Any) -> None:
    page = read("/explore?start=id:japan")
    page.wait_for_selector("[data-layout=done]")
    edge = page.evaluate("""explorer.seen.edges.map(e => [e.source.id, e.label, e.target.id]).find(
        ([s, l]) => s === 'id:japan' && l === 'support')""")
    page.mouse.click(*page.evaluate(PLACE, page.evaluate(EDGE, edge)))
    page.wait_for_selector(".sentences mark")
    assert page.locator(".sentences a[href*='/id/article/']").count()
    assert "start=id:japan" in page.url


def test_8_where_all_stand_and_what_has_changed(read: Any) -> None:
    page = read("/")
    page.click(".places >> text=Positions")
    cell = page.locator("td a[aria-label*='peace treaty']").first
    told = cell.get_attribute("aria-label")
    cell.click()
    assert told.partition(" on ")[0] in page.inner_text("main")
    assert page.locator("blockquote mark, mark").count()
    page.goto(page.url.partition("/positions")[0] + "/positions/shifts")
    assert page.locator("mark, .nothing, .note").count()


def test_9_a_question_of_one_s_own_kept_and_cited(read: Any, tmp_path: Path) -> None:
    page = read("/sparql")
    page.wait_for_selector(".yasqe_queryButton")
    page.evaluate("kgEditor.getTab().getYasqe().setValue('')")
    page.click(".CodeMirror-lines")
    page.keyboard.type("SELECT ?holder ?date { ?p a dkg:Pos", delay=15)
    page.wait_for_selector(".CodeMirror-hint")
    assert page.locator(".CodeMirror-hint").first.inner_text() == "dkg:Position"
    page.keyboard.press("Enter")
    page.keyboard.type(" ; dkg:holder ?holder ; dkg:sortDate ?date }", delay=5)
    assert page.evaluate("kgEditor.getTab().getYasqe().getValue()").startswith("PREFIX dkg: <")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr .rows td")
    page.click("text=As a page")
    page.wait_for_selector(".answer table")
    page.click("text=Permalink")
    assert "This is the graph of the link, and its answer." in page.inner_text(".then")
    with page.expect_download() as got:
        page.click(".files >> text=csv")
    got.value.save_as(tmp_path / "rows.csv")
    rows = list(csv.DictReader((tmp_path / "rows.csv").open(encoding="utf-8")))
    assert len(rows) == int(page.inner_text(".answer h2").split()[0].replace(",", ""))
    assert rows[0].keys() == {"holder", "date"}


@pytest.mark.parametrize("scripts", [True, False])
def test_10_a_wrong_fact_is_thrown_out_and_taken_back(read: Any, scripts: bool) -> None:
    page = read("/review", java_script_enabled=scripts)
    sign_in(page)
    box = page.locator("fieldset.waiting:has(input[name=fact0])")
    address = box.locator("legend a").get_attribute("href")
    box.locator("label:has-text('reject')").click()
    box.locator("input[name=why0]").fill("the sentence says otherwise")
    page.click("text=Keep these decisions")
    assert "1 decision kept" in page.inner_text(".saved")
    site = page.url.partition("/review")[0]
    assert page.request.get(f"{site}{address}").status == 404
    page.click("text=What is decided")
    assert "the sentence says otherwise" in page.inner_text("main")
    page.click("text=Take back")
    page.wait_for_load_state()
    assert page.request.get(f"{site}{address}").status == 200


def test_and_the_map(read: Any) -> None:
    page = read("/map")
    assert page.locator("svg a").count()
    page = read("/api/queries/claims-on-territory?view=map")
    page.locator("svg.picture a[aria-label^=Etorofu]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/etorofu")
    assert page.inner_text("h1") == "Etorofu / Iturup"
