"""The explorer's tasks, as somebody does them."""

from typing import Any

import pytest

from tests.browser.exploring import click, click_edge, drawn, edges, explorer, labels


def test_start_from_a_search(visit: Any) -> None:
    page = explorer(visit)
    page.fill("#find", "abe")
    page.wait_for_selector("#found li[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("() => explorer.state.start.length === 1")
    page.wait_for_selector("[data-layout=done]")
    assert "Shinzo Abe" in labels(page)
    assert "start=id:shinzo-abe" in page.url


def test_an_edge_opens_its_sentence(visit: Any) -> None:
    page = explorer(visit, "?start=id:japan")
    click_edge(page, "id:japan", "oppose", "topic:transfer")
    page.wait_for_selector(".sentences mark")
    told = page.inner_text("#told")
    for words in ("Japan will not give up the four islands", "North Post", "2016-05-07", "Shinzo Abe ← North Post",
                  "positions.transfer", "90 %"):
        assert words in told


def test_expand_by_a_relation_and_undo(visit: Any) -> None:
    page = explorer(visit, "?start=topic:transfer")
    before = labels(page)
    assert "Shinzo Abe" not in before
    click(page, "id:japan")
    page.wait_for_selector(".grow select")
    page.select_option(".grow select", "relation/holds office")
    page.click(".grow button")
    drawn(page, "id:shinzo-abe")
    assert labels(page) > before
    page.go_back()
    drawn(page, "id:shinzo-abe", there=False)
    assert labels(page) == before


def test_start_from_a_topic_a_question_and_two_ends(visit: Any) -> None:
    page = explorer(visit)
    page.select_option("#topic", "topic:transfer")
    page.wait_for_function("() => explorer.state.start[0] === 'topic:transfer'")
    drawn(page, "id:shinzo-abe", there=False)
    assert labels(page) == {"transfer of territory", "Japan", "Russia"}
    page.select_option("#question", "positions-of-actor")
    page.fill("#parameters input[name=actor]", "japan")
    page.click("#parameters button")
    drawn(page, "id:russia", there=False)
    assert edges(page) == {("id:japan", "oppose", "topic:transfer"), ("id:japan", "support", "topic:transfer")}
    page.click("text=Ways between two")
    for end, name in (("from", "Lavrov"), ("to", "transfer of")):
        page.fill(f"#way-{end}", name)
        page.wait_for_selector(f"#way-{end}-found li[role=option]")
        page.keyboard.press("Enter")
    page.click("#ways button")
    page.wait_for_function("() => explorer.state.path && explorer.cy.edges('.way').length > 0")
    assert labels(page) == {"Sergei Lavrov", "Japan", "transfer of territory"}
    assert "of 2 steps" in page.inner_text("#notes")
    page.fill("#way-before", "1993")
    page.fill("#way-from", "")
    page.click("#ways button")
    assert "Choose both ends" in page.inner_text("#way-problem")


def test_no_way_before_a_year_is_said(visit: Any) -> None:
    page = explorer(visit, "?path=id:sergey-lavrov,topic:transfer&before=1993")
    assert "No way leads from the one to the other before 1993" in page.inner_text("#notes")
    assert labels(page) == {"Sergei Lavrov", "transfer of territory"}


def test_filters_and_the_brush(visit: Any) -> None:
    page = explorer(visit)
    everything = edges(page)
    page.uncheck("input[data-filter=stance][value=support]")
    assert {label for _, label, _ in edges(page)} == {label for _, label, _ in everything} - {"support"}
    page.check("input[data-filter=stance][value=support]")
    page.uncheck("input[data-filter=class][value=Person]")
    assert not {"Shinzo Abe", "Vladimir Putin"} & labels(page)
    page.go_back()
    page.wait_for_function("() => explorer.state.off.class.length === 0")
    page.click("summary:has-text('Countries of outlets')")
    page.uncheck("input[data-filter=country][value=GB]")
    assert edges(page) < everything
    assert "no.country=GB" in page.url
    page.check("input[data-filter=country][value=GB]")
    page.fill("#from", "2016-06")
    page.keyboard.press("Enter")
    page.wait_for_function("() => explorer.state.from === '2016-06'")
    found = page.evaluate("explorer.seen.edges.flatMap(e => e.facts.map(f => f.when))")
    assert found
    assert all(when >= "2016-06" for when in found)
    page.click("#anytime")
    assert edges(page) == everything
    page.fill("#certainty", "95")
    sure = page.evaluate("explorer.seen.edges.flatMap(e => e.facts.map(f => f.confidence))")
    assert min(sure) >= 0.95
    assert len(sure) < page.evaluate("explorer.network.edges.flatMap(e => e.facts).length")
    box = page.locator("#years").bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 10)
    page.mouse.up()
    assert page.evaluate("explorer.state.from") == "2016"


def test_fold_hide_and_pin(visit: Any) -> None:
    page = explorer(visit, "?start=id:japan")
    click(page, "id:japan")
    page.click("text=Fold")
    page.wait_for_function("() => explorer.cy.getElementById('id:japan').data('inside') > 0")
    assert any(label.startswith("Japan (+") for label in labels(page))
    page.click("text=Unfold")
    page.wait_for_function("() => explorer.cy.getElementById('id:japan').data('inside') === 0")
    page.click("text=Pin")
    assert page.evaluate("Object.keys(explorer.state.pins)") == ["id:japan"]
    at = page.evaluate("explorer.cy.getElementById('id:japan').position()")
    page.click("#again")
    page.wait_for_function("() => document.querySelector('#explorer').dataset.layout === 'done'")
    now = page.evaluate("explorer.cy.getElementById('id:japan').position()")
    assert abs(now["x"] - at["x"]) < 2
    assert abs(now["y"] - at["y"]) < 2
    page.click(".actions >> text=Hide")
    drawn(page, "id:japan", there=False)
    assert "hide=id:japan" in page.url


def test_names_and_languages(visit: Any) -> None:
    page = explorer(visit, "?start=id:northern-territories&add=topic:transfer")
    assert "Southern Kuril Islands / Northern Territories" in labels(page)
    page.select_option("#names", label="Russia")
    assert "Southern Kurils" in labels(page)
    page.select_option("#names", label="Japan")
    assert "Northern Territories" in labels(page)
    page.select_option("#language", "ja")
    assert {"北方領土", "領土の引き渡し"} <= labels(page)
    page.select_option("#names", "")
    page.select_option("#language", "ru")
    assert "передача территории" in labels(page)


@pytest.mark.parametrize("layout", ["time", "bipartite"])
def test_layouts_in_columns(visit: Any, layout: str) -> None:
    page = explorer(visit, f"?layout={layout}")
    places = page.evaluate("explorer.seen.nodes.map(({id}) => explorer.cy.getElementById(id))"
                           ".map(n => [n.data('kind'), n.position('x'), n.position('y')])")
    assert len({(x, y) for _, x, y in places}) == len(places)
    columns = page.evaluate("explorer.cy.nodes('[?heading]').map(n => [n.data('label'), n.position('x')])")
    headings = [text for text, _ in columns]
    if layout == "bipartite":
        assert headings == ["Actors", "Topics"]
        assert {kind == "Topic" for kind, x, _ in places if x > 0} == {True}
        assert {kind == "Topic" for kind, x, _ in places if x == 0} == {False}
    else:
        assert headings == sorted(headings)
        assert {x for _, x, _ in places} == {x for _, x in columns}


def test_sizes_by_measure(visit: Any) -> None:
    page = explorer(visit)
    sizes = {}
    for measure in ("facts", "neighbours", "same", "agreement", "betweenness", "brokerage"):
        page.select_option("#size", measure)
        page.wait_for_function(f"() => explorer.state.size === '{measure}'")
        page.wait_for_timeout(150)
        sizes[measure] = page.evaluate("explorer.cy.nodes().map(n => Math.round(n.data('size')))")
    assert len(set(sizes["same"])) == 1
    assert len(set(sizes["facts"])) > 2
    assert sizes["agreement"] != sizes["facts"]


def test_an_address_is_the_whole_view(visit: Any) -> None:
    page = explorer(visit, "?start=id:japan&no.stance=oppose&language=ja&size=neighbours")
    click(page, "id:japan")
    page.wait_for_selector(".edges button")
    shown = edges(page), labels(page), page.inner_text("#told h2")
    other = explorer(visit, page.url.partition("/explore")[2])
    other.wait_for_selector(".edges button")
    assert (edges(other), labels(other), other.inner_text("#told h2")) == shown


@pytest.mark.parametrize(("path", "shows"), [
    ("/id/japan", "Shinzo Abe"), ("/vocabulary/topic/transfer", "Russia"), ("/id/article/june", "Sergei Lavrov"),
    ("/id/article/may/p00000000ma2", "Russia")])
def test_a_page_leads_to_its_network(visit: Any, path: str, shows: str) -> None:
    page = visit(path)
    page.click("text=As a network")
    page.wait_for_selector("[data-layout=done]")
    assert shows in labels(page)


def test_an_answer_leads_to_its_network(visit: Any) -> None:
    page = visit("/api/queries/positions-of-actor?actor=japan&stance=oppose")
    page.click("text=In the explorer")
    page.wait_for_selector("[data-layout=done]")
    assert edges(page) == {("id:japan", "oppose", "topic:transfer")}
