"""The explorer's tasks, as somebody does them."""

from typing import Any

EDGE = """([source, label, target]) => explorer.seen.edges.find(
  (e) => e.source.id === source && e.label === label && e.target.id === target)?.id"""
PLACE = """(id) => {
  const one = explorer.cy.getElementById(id), box = explorer.cy.container().getBoundingClientRect();
  const at = one.isNode() ? one.renderedPosition() : one.renderedMidpoint();
  return [at.x + box.x, at.y + box.y]; }"""


def explorer(visit: Any, query: str = "", **options: Any) -> Any:
    """The explorer at an address, laid out."""
    page = visit(f"/explore{query}", **options)
    page.wait_for_selector("[data-layout=done]")
    return page


def labels(page: Any) -> set[str]:
    return set(page.evaluate("explorer.cy.nodes('[!heading]').map(n => n.data('label'))"))


def edges(page: Any) -> set[tuple[str, str, str]]:
    found = page.evaluate("explorer.seen.edges.map(e => [e.source.id, e.label, e.target.id])")
    return {tuple(one) for one in found}


def click(page: Any, ident: str) -> None:
    """A click of the mouse on a node, or on the middle of an edge."""
    page.wait_for_timeout(150)  # pictures move smoothly
    page.mouse.click(*page.evaluate(PLACE, ident))


def click_edge(page: Any, *edge: str) -> None:
    click(page, page.evaluate(EDGE, list(edge)))


def drawn(page: Any, ident: str, there: bool = True) -> None:
    """Waits until a node is drawn, or is not."""
    page.wait_for_function(f"() => explorer.cy.getElementById('{ident}').length === {int(there)}")


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
