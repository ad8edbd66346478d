"""The explorer with too much, with malice, by keyboard, on a phone and without its means."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.exploring import explorer, labels

SCRIPTS = ["<script>window.hit=1</script>", "\"><img src=x onerror=window.hit=1>", "</title><svg onload=window.hit=1>",
           "javascript:window.hit=1", "{{7*7}}", "\u202eabc", "]]><x/>", "' onfocus=window.hit=1 autofocus x='"]


def answer(nodes: int, edges: int, text: str = "Node", groups: int = 0) -> dict[str, Any]:
    """An answer of the server, of any size."""
    return {
        "generation": "g", "unknown": [], "left_out": {}, "ways": [],
        "total": {"nodes": nodes + groups, "facts": edges},
        "authorities": [{"id": "id:n0", "label": text}],
        "nodes": [{"id": f"id:n{n}", "iri": f"https://example.org/n{n}", "kind": ("Person", "State", "Topic")[n % 3],
                   "page": "javascript:window.hit=1" if n else "//x", "label": f"{text} {n}", "facts": 2,
                   "neighbours": 2, "names": [{"text": text, "language": "ja", "by": "id:n0"}]} for n in range(nodes)],
        "edges": [{"source": n % nodes, "target": (n * 7 + 1) % nodes, "kind": "event", "label": text, "facts": [
            {"id": "e1", "article": 0, "date": "2016", "confidence": 0.5, "named": False}]} for n in range(edges)],
        "articles": [{"number": 0, "iri": "https://example.org/a", "id": "a", "title": text, "published": "2016",
                      "outlet": text, "country": text}],
        "groups": [{"kind": "Person", "nodes": groups, "edges": [{"node": 0, "count": 3}]}] if groups else []}


@pytest.fixture
def answered(visit: Any) -> Callable[[dict[str, Any]], Any]:
    """The explorer with an answer of the test's own."""
    def opened(given: dict[str, Any], **facts: Any) -> Any:
        page = visit("/search")

        def reply(route: Any) -> None:
            path = route.request.url.partition("/api/explore")[2].partition("?")[0]
            beside = {"relations": [{"relation": "event/x", "nodes": ["id:n1"]}]}
            body = {"": given, "/facts": facts, "/node": beside}[path]
            route.fulfill(content_type="application/json", body=json.dumps(body))
        page.route("**/api/explore**", reply)
        page.goto(page.url.replace("/search", "/explore"))
        return page

    return opened


def test_many_nodes_are_drawn_when_somebody_insists(answered: Any) -> None:
    page = answered(answer(501, 900))
    page.wait_for_selector("#notes [role=alert]")
    assert "501 nodes" in page.inner_text("#notes")
    assert page.evaluate("explorer.cy.nodes().length") == 0
    page.click("text=Draw them")
    page.wait_for_selector("[data-layout=done]", timeout=60_000)
    assert page.evaluate("explorer.cy.nodes().length") == 501


def test_what_found_no_room_is_a_group(answered: Any) -> None:
    page = answered(answer(30, 60, groups=1234))
    page.wait_for_selector("[data-layout=done]")
    assert "1,234 more (Person)" in labels(page)
    assert page.evaluate("explorer.cy.getElementById('group:Person').connectedEdges().length") == 1


def test_scripts_stay_text(answered: Any) -> None:
    script = " ".join(SCRIPTS)
    fact = {"kind": "event", "id": "e1", "iri": script, "words": script, "date": script, "chain": [script],
            "condition": script, "rule": script, "confidence": 0.5, "whole": True, "page": script,
            "article_page": script,
            "quotation": {"before": script, "text": script, "after": script},
            "source": {"title": script, "outlet": script, "date": script, "article": script}}
    page = answered(answer(6, 9, script), facts=[fact])
    page.wait_for_selector("[data-layout=done]")
    page.evaluate("void explorer.cy.getElementById('id:n1').emit('tap')")
    page.wait_for_selector(".grow select")
    page.evaluate("void explorer.cy.edges()[0].emit('tap')")
    page.wait_for_selector(".sentences mark")
    assert script in page.text_content("#told")
    page.click("summary:text-is('Outlets')")
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None
    hrefs = page.evaluate("[...document.querySelectorAll('#told a')].map(a => a.protocol)")
    assert set(hrefs) <= {"http:"}


def test_by_keyboard_alone(visit: Any) -> None:
    page = explorer(visit, "?start=id:japan")
    page.focus("#graph")
    page.keyboard.press("ArrowRight")
    first = page.evaluate("explorer.state.select")
    assert first
    assert page.inner_text("#spoken").startswith(page.evaluate("explorer.cy.nodes('.chosen').data('label')"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("p")
    assert page.evaluate("Object.keys(explorer.state.pins).length") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.focus("#graph")
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('#drawer').hidden") is True
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    page.keyboard.press("Escape")
    page.focus("#graph")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_on_a_phone(visit: Any) -> None:
    page = explorer(visit, "?start=id:japan", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#choose")
    page.wait_for_timeout(400)
    assert page.locator("#find").is_visible()
    page.click("#choose")
    page.evaluate("void explorer.cy.getElementById('id:japan').emit('tap')")
    page.wait_for_selector(".grow select")
    assert page.locator("#told h2").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_it_says_so(visit: Any) -> None:
    page = visit("/explore", java_script_enabled=False)
    assert "scripts, which are off" in page.inner_text("main")


def test_an_error_is_told(site: Any, chromium: Any) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/explore?query=none")
    page.wait_for_selector("#notes [role=alert]")
    assert "there is no question" in page.inner_text("#notes")
    page.goto(f"{site.url}/explore?start=id:nobody")
    page.wait_for_function("() => document.querySelector('#notes').textContent.includes('id:nobody')")
    context.close()
