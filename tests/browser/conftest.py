"""A real browser before a real server: every page opened here may log no error and ask no other host for anything."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.web.statics import missing_libraries
from tests.query.conftest import KNOWLEDGE, june, may, note
from tests.web.conftest import Client, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over the small graph of the queries' tests."""
    folder = tmp_path_factory.mktemp("site")
    with GraphStore.open(folder / "store", create=True, knowledge=KNOWLEDGE) as store:
        for facts in (may(), june(), note()):
            store.add(facts)
        derive(store)
    with serving(folder / "store", folder / "log", "--workers", "3") as client:
        yield client


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    if why := missing_libraries():
        pytest.skip(f"built without the browser libraries: {why}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, site: Client) -> Iterator[Open]:
    """Opens a path of the site; at the end of the test no page may have complained or asked elsewhere."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str, width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: complaints.append(f"{path}: {e}"))
        page.on("console", lambda m: complaints.append(f"{path}: {m.text}") if m.type in {"error", "warning"} else None)
        page.on("request", lambda r: None if r.url.startswith((site.url, "data:", "blob:")) else
                complaints.append(f"{path}: asks {r.url}"))
        page.goto(site.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
