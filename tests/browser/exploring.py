"""How the tests use the explorer."""

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
