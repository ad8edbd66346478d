"""The common tasks of an analyst on the pages, in a real browser: from a question to the sentence that answers it."""

from typing import Any

import pytest

from tests.browser.addresses import SOCHI

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@WITH_AND_WITHOUT
def test_from_the_start_page_to_the_sentence_in_its_article(read: Any, scripts: bool) -> None:
    page = read("/", java_script_enabled=scripts)
    page.click("table.matrix td a >> nth=0")
    assert page.locator(".held").count()
    words = page.inner_text(".held mark >> nth=0")
    page.click(".why summary >> nth=0")
    assert "rule" in page.inner_text(".why dl >> nth=0")
    page.click(".held .origin a >> nth=0")
    target = page.locator(".note:target")
    assert target.count() == 1
    assert target.bounding_box()["y"] < 800  # the browser has gone there
    assert " ".join(words.split()) in " ".join(page.inner_text("main").split())


@WITH_AND_WITHOUT
def test_a_period_is_chosen_and_taken_back(read: Any, scripts: bool) -> None:
    page = read("/positions", java_script_enabled=scripts)
    every = page.inner_text(".note >> nth=-1")
    page.locator(".periods svg a").last.click()
    assert "from=" in page.url
    assert page.inner_text(".note >> nth=-1") != every
    page.go_back()
    assert page.inner_text(".note >> nth=-1") == every


def test_several_periods_are_dragged_over(read: Any) -> None:
    page = read("/positions")
    bars = page.locator(".periods svg a .room")
    boxes = [bars.nth(n).bounding_box() for n in (0, bars.count() - 1)]
    page.mouse.move(boxes[0]["x"] + 3, boxes[0]["y"] + 40)
    page.mouse.down()
    page.mouse.move(boxes[1]["x"] + 3, boxes[1]["y"] + 40, steps=8)
    assert page.locator(".periods a.chosen").count() == bars.count()
    page.mouse.up()
    page.wait_for_url("**from=*")
    starts = page.input_value("[name=from]"), page.input_value("[name=to]")
    assert starts[0] < starts[1]
    assert page.locator("table.matrix td a").count()


def test_the_matrix_is_filtered_by_form(read: Any) -> None:
    page = read("/positions")
    page.select_option("[name=by]", "actor")
    page.select_option("[name=show]", "time")
    page.select_option("[name=country]", "japan")
    page.click("text=Show >> nth=0")
    assert "by=actor" in page.url
    assert "country=japan" in page.url
    assert page.locator("table.matrix circle").count()
    page.click("table.matrix tbody th a >> nth=0")
    assert all("(Japan)" in text for text in page.locator(".held .origin").all_inner_texts())


@WITH_AND_WITHOUT
def test_one_proposition_from_each_side(read: Any, scripts: bool) -> None:
    page = read("/positions/sources", java_script_enabled=scripts)
    page.select_option("[name=topic]", "negotiation")
    page.select_option("[name=by]", "holder")
    page.click(".filters button")
    columns = page.locator(".sides section")
    assert columns.locator("h2").all_inner_texts()[:2] == ["Held by Japan", "Held by Russia"]
    assert columns.nth(0).locator("blockquote").count()
    assert columns.nth(1).locator("blockquote").count()


@WITH_AND_WITHOUT
def test_a_shift_is_read_then_and_later(read: Any, scripts: bool) -> None:
    page = read("/", java_script_enabled=scripts)
    page.click("a[href='/positions/shifts'] >> nth=-1")
    story = page.locator(".story").first
    assert story.locator("blockquote").count() == 2
    dates = story.locator("time").all_inner_texts()
    assert dates == sorted(dates)


@WITH_AND_WITHOUT
def test_events_of_a_type_and_a_place(read: Any, scripts: bool) -> None:
    page = read("/timeline", java_script_enabled=scripts)
    page.click(".lane .name:has-text('meeting')")
    assert set(page.locator(".entry .type").all_inner_texts()) == {"meeting"}
    page.locator(".lane svg a").first.click()
    assert "from=" in page.url
    assert page.locator(".entry").count()


@WITH_AND_WITHOUT
def test_from_the_world_to_an_island_and_what_happened_there(read: Any, scripts: bool) -> None:
    page = read("/map", java_script_enabled=scripts)
    page.locator("svg.map a[href*='dispute=kurils']").first.click()
    page.select_option("[name=names]", "russia.ru")
    page.click(".filters button")
    assert "Кунашир" in page.text_content("svg.map .letters")
    page.locator("svg.map a[aria-label*=' event']").first.click()
    assert page.locator(".entry").count()
    page.go_back()
    page.click("table.names th[scope=row] a >> nth=0")
    assert "Names, by who uses them" in page.inner_text("main")


def test_the_map_has_coastlines_and_no_borders(read: Any) -> None:
    page = read("/map?dispute=kurils")
    assert page.locator(".coast").count() == 1
    assert "Natural Earth" in page.inner_text(".legend")


@WITH_AND_WITHOUT
def test_kinds_of_facts_are_hidden_in_the_reader(read: Any, scripts: bool) -> None:
    page = read(f"/id/article/{SOCHI}", java_script_enabled=scripts)
    notes = page.locator(".note.k-statement")
    assert notes.first.is_visible()
    page.uncheck("#k-statement")
    assert not notes.first.is_visible()
    assert page.locator(".note.k-position").first.is_visible()
    if scripts:
        assert page.url.endswith("?hide=statement")
        page.reload()
        assert not page.is_checked("#k-statement")


def test_a_number_in_the_text_leads_to_its_fact(read: Any) -> None:
    page = read(f"/id/article/{SOCHI}")
    ref = page.locator(".ref").first
    ref.hover()
    assert page.locator(".note.lit").count() == 1
    ref.click()
    assert page.locator(".note:target").count() == 1


def test_facts_stand_beside_their_paragraph(read: Any) -> None:
    page = read(f"/id/article/{SOCHI}")
    for passage in page.locator(".passage:has(.note)").all()[:4]:
        text, note = passage.locator(".text").bounding_box(), passage.locator(".note").first.bounding_box()
        assert note["x"] > text["x"] + text["width"] - 1
        assert abs(note["y"] - text["y"]) < 30


@WITH_AND_WITHOUT
def test_who_agrees_leads_to_both_on_common_ground(read: Any, scripts: bool) -> None:
    page = read("/measures", java_script_enabled=scripts)
    page.click("table.pairs td a >> nth=0")
    assert "What both speak about" in page.inner_text("main")
    assert page.locator(".held").count() > 1


@WITH_AND_WITHOUT
def test_a_search_from_the_start_page(read: Any, scripts: bool) -> None:
    page = read("/", java_script_enabled=scripts)
    page.fill(".big input", "Кунашир")
    page.click(".big button")
    page.click(".hits a >> nth=0")
    assert "Kunashir" in page.inner_text("h1")


def test_a_filtered_page_can_be_shared(read: Any) -> None:
    page = read("/timeline?type=visit&from=2016&to=2016&order=new")
    assert page.input_value("[name=type]") == "visit"
    assert page.input_value("[name=order]") == "new"
    assert page.input_value("[name=from]") == "2016"
    assert set(page.locator(".entry .type").all_inner_texts()) == {"visit"}
