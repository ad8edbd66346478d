"""Every page: accessible, within 390 pixels, in light and dark, and readable without JavaScript."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import NEED_SCRIPTS, PAGES, SIGNED_IN
from tests.browser.conftest import sign_in

#: How wide a page is: more than its window if something in it is.
WIDTH = "document.documentElement.scrollWidth"


def settled(page: Any) -> None:
    """Waits for what scripts draw."""
    page.wait_for_load_state("networkidle")
    if "/explore" in page.url:
        page.wait_for_selector("[data-layout=done]")


def serious(page: Any) -> list[str]:
    """Violations that axe calls serious or critical, each with its first element."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0].get('failureSummary', '')[:300]}" for v in found
            if v["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize("name", PAGES)
def test_accessible_in_both_colours_and_within_390_pixels(read: Any, name: str) -> None:
    page = read(PAGES[name], color_scheme="light")
    settled(page)
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    settled(page)
    assert page.evaluate(WIDTH) <= 390


@pytest.mark.parametrize("name", sorted(PAGES.keys() - NEED_SCRIPTS))
def test_readable_without_scripts(read: Any, name: str) -> None:
    page = read(PAGES[name], java_script_enabled=False)
    heading = page.inner_text("h1")
    assert heading
    assert page.locator("main").inner_text().strip() != heading
    assert not page.locator("noscript").count()


@pytest.mark.parametrize("name", sorted(NEED_SCRIPTS))
def test_what_needs_scripts_says_so(read: Any, name: str) -> None:
    page = read(PAGES[name], java_script_enabled=False)
    assert "scripts" in page.inner_text("noscript, .lacking")


@pytest.mark.parametrize("name", SIGNED_IN)
def test_behind_the_sign_in(read: Any, name: str) -> None:
    """The same of review, in one session a width; its forms are used without JavaScript."""
    for options in ({"color_scheme": "light"}, {"color_scheme": "dark", "width": 390, "height": 844}):
        page = read("/review", **options)
        sign_in(page)
        page.goto(page.url.partition("/review")[0] + SIGNED_IN[name])
        assert serious(page) == []
        assert page.evaluate(WIDTH) <= options.get("width", 1280)
    page = read("/review", java_script_enabled=False)
    sign_in(page)
    assert page.inner_text("h1") == "Review"


def test_the_bar_leads_to_pages_that_are_looked_at(read: Any) -> None:
    """No place of the site is missing in the list of these suites."""
    links = read("/").locator(".places a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert set(links) <= {address.partition("?")[0] for address in PAGES.values()}


def test_by_keyboard(read: Any) -> None:
    """The first stop leads past the bar; every stop is seen."""
    page = read(PAGES["answer, table"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
