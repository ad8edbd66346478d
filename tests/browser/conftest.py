"""A real browser before a real server: every page opened here may log no error and ask no other host for anything."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kg.build import build
from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.web.statics import missing_libraries
from tests.query.conftest import KNOWLEDGE, june, may, note
from tests.web.conftest import TOKEN, Client, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CORPUS = Path(__file__).resolve().parents[2] / "corpus/articles"
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Of one module only: while playwright runs, no other test in this process can run an event loop."""
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


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that may be written to, over seven articles of the corpus with their texts."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "articles").mkdir()
    for number in ("09", "14", "15", "21", "25", "28", "29"):
        (path,) = CORPUS.glob(f"{number}-*.md")
        shutil.copy(path, folder / "articles")
    with GraphStore.open(folder / "store", create=True) as store:
        build([folder / "articles"], store)
    with serving(folder / "store", folder / "log", "--workers", "3", "--articles", str(folder / "articles"),
                 token=TOKEN) as client:
        yield client


@pytest.fixture(scope="session", autouse=True)
def clicks_arrive() -> Iterator[None]:
    """A click on a link is over when the page that it leads to is whole; playwright waits only for its beginning."""
    from playwright.sync_api import Locator, Page

    def arriving(click: Callable[..., None], page: Callable[[Any], Any]) -> Callable[..., None]:
        def clicked(target: Any, *where: Any, **options: Any) -> None:
            click(target, *where, **options)
            page(target).wait_for_load_state()

        return clicked

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Page, "click", arriving(Page.click, lambda page: page))
        patched.setattr(Locator, "click", arriving(Locator.click, lambda locator: locator.page))
        yield


@contextmanager
def visiting(chromium: Any, site: Client) -> Iterator[Open]:
    """Opens a path of a site; at the end no page may have complained, spoken up or asked elsewhere."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str, width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()

        def complain(what: str) -> None:
            complaints.append(f"{page.url.removeprefix(site.url)}: {what}")

        def dismiss(dialog: Any) -> None:
            complain(f"dialog {dialog.message}")
            dialog.dismiss()

        page.on("pageerror", lambda e: complain(str(e)))
        page.on("dialog", dismiss)
        page.on("console", lambda m: complain(m.text) if m.type in {"error", "warning"} else None)
        page.on("request", lambda r: None if r.url.startswith((site.url, "data:", "blob:")) else
                complain(f"asks {r.url}"))
        page.goto(site.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(chromium: Any, site: Client) -> Iterator[Open]:
    """Opens a path of the small site."""
    with visiting(chromium, site) as opened:
        yield opened


@pytest.fixture
def read(chromium: Any, library: Client) -> Iterator[Open]:
    """Opens a path of the library."""
    with visiting(chromium, library) as opened:
        yield opened


def sign_in(page: Any) -> None:
    """As an editor, on a page of /review."""
    page.fill("#name", "A. Editor")
    page.fill("#token", TOKEN)
    page.click("text=Sign in")
    page.wait_for_selector(".session")
