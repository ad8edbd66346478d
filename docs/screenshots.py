"""Makes the README's screenshots: the real site over the corpus, in Debian's Chromium. Run by ``make screenshots``.

Writes docs/*.png, 1280 by 800, for the store out/store, which ``make run`` builds.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent


def article(page: Any) -> None:
    """An article with what was read from it."""
    page.locator("mark").first.scroll_into_view_if_needed()


def explorer(page: Any) -> None:
    """The network around two actors, with the sentence behind an edge."""
    page.wait_for_selector("[data-layout=done]", timeout=60_000)
    page.evaluate("""explorer.cy.getElementById(explorer.seen.edges.find(
        (e) => e.source.id === 'id:japan' && e.target.id === 'topic:peace-treaty').id).emit('tap')""")
    page.wait_for_selector(".sentences mark")
    page.click("#whole")
    page.mouse.move(5, 5)
    page.wait_for_timeout(1500)


#: File -> address, and what is done before the picture is taken.
SHOTS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "positions.png": ("/positions?dispute=kurils", lambda _: None),
    "explorer.png": ("/explore?start=id:japan", explorer),
    "reader.png": ("/id/article/14-sochi-and-the-measure-of-progress", article),
}


def main(store: Path) -> None:
    """Serves the store, and takes the pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium on this machine: apt-get install chromium")
    serve = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--port", "0", "--store", str(store),
             "--articles", str(ROOT / "corpus/articles")]
    server = subprocess.Popen(serve, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        found = next((m for line in server.stderr if (m := re.search(r"at (http://\S+) ", line))), None)
        if found is None:
            sys.exit(f"the server did not start on {store}: build it with make run")
        with sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            for name, (address, prepare) in SHOTS.items():
                page.goto(found[1] + address)
                page.wait_for_load_state("networkidle")
                prepare(page)
                time.sleep(0.3)
                page.screenshot(path=DOCS / name)
                print(f"docs/{name}")
            browser.close()
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out/store")
