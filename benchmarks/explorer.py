"""How fast the explorer is in a real browser: first useful paint, and the layout of a large network in its worker.

    PYTHONPATH=. python benchmarks/explorer.py [--runs 5]

Needs Chromium and playwright. The server is real, over a store of the project's corpus; the networks are made here
(preferential attachment, seeded) and answered in the place of the server's, whose own time is measured beside.
Times are wall-clock, with the load of the machine; processor time of the page's main thread tells what the page itself
costs, whatever else runs.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from kg.graph.store import GraphStore
from tests.web.conftest import serving

KINDS = ("Person",) * 10 + ("Organization",) * 4 + ("State",) * 3 + ("Territory",) * 2 + ("Topic",)
#: What a page notes of itself: when each frame came, and how long after the one before.
FRAMES = """() => { window.gaps = []; let last = performance.now();
  const tick = () => {
    const now = performance.now();
    window.gaps.push([now, now - last]);
    last = now;
    requestAnimationFrame(tick); };
  requestAnimationFrame(tick); }"""


def network(nodes: int, edges: int) -> dict[str, Any]:
    """An answer of /api/explore of a size; some nodes are joined to many, as states and topics are."""
    chance = random.Random(f"{nodes} {edges}")
    ends = [0]
    pairs = []
    for node in range(1, nodes):
        pairs.append((node, chance.choice(ends)))
        ends += pairs[-1]
    while len(pairs) < edges:
        pairs.append((chance.choice(ends), chance.randrange(nodes)))
    degree = [sum(node in pair for pair in pairs) for node in range(nodes)]
    labels = (("position", "support"), ("position", "oppose"), ("relation", "holds office"), ("event", "meeting"))
    return {
        "generation": "benchmark", "unknown": [], "left_out": {}, "ways": [], "groups": [], "authorities": [],
        "total": {"nodes": nodes, "facts": edges},
        "nodes": [{"id": f"id:thing-{n}", "iri": f"https://example.org/{n}", "page": f"/id/thing-{n}",
                   "kind": KINDS[n % len(KINDS)], "label": f"Name of thing {n}", "facts": degree[n],
                   "neighbours": degree[n], "names": []} for n in range(nodes)],
        "edges": [{"source": a, "target": b, "kind": kind, "label": label, "facts": [
            {"id": f"f{n}", "article": n % 50, "date": str(1990 + n % 35), "confidence": 0.8, "named": False}]}
            for n, (a, b) in enumerate(pairs) for kind, label in (labels[n % len(labels)],)],
        "articles": [{"number": n, "iri": f"https://example.org/a{n}", "id": f"a{n}", "title": f"Article {n}",
                      "published": str(1990 + n % 35), "outlet": f"Outlet {n % 9}", "country": "GB"}
                     for n in range(50)]}


def look(browser: Any, url: str, answer: dict[str, Any]) -> dict[str, float]:
    """Opens the explorer with an answer. Milliseconds from the start (above 500 nodes: from the click that wants them
    drawn) until it is drawn and until it is laid out, of the worker's work, of the longest wait for a frame until
    then, and of the main thread's processor time in all."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    body = json.dumps(answer)
    page.route("**/api/explore", lambda route: route.fulfill(content_type="application/json", body=body))
    meter = context.new_cdp_session(page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(f"({FRAMES})()")
    page.goto(f"{url}/explore")
    if len(answer["nodes"]) > 500:
        page.wait_for_selector("#notes [role=alert]")
        begun = page.evaluate("performance.now()")
        page.click("text=Draw them")
    else:
        begun = 0.0
    page.wait_for_selector("[data-layout=done]", timeout=120_000)
    page.wait_for_function("() => performance.getEntriesByName('drawn').length")
    marks = page.evaluate("Object.fromEntries(performance.getEntriesByType('mark').map("
                          "m => [m.name, [m.startTime, m.detail]]))")
    gaps = page.evaluate("window.gaps")
    longest = max(gap for when, gap in gaps if begun < when - gap and when <= marks["laid out"][0])
    spent = {m["name"]: m["value"] for m in meter.send("Performance.getMetrics")["metrics"]}
    context.close()
    return {"drawn": marks["drawn"][0] - begun, "laid out": marks["laid out"][0] - begun, "longest frame": longest,
            "worker": marks["laid out"][1] * 1000, "main thread": spent["TaskDuration"] * 1000}


def main() -> None:
    """Runs it and prints a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--store", type=Path, default=Path("out/store"), help="a store that kg build has made")
    given = options.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium: apt-get install chromium")
    with GraphStore.open(given.store, read_only=True) as store:
        print(f"store: {store.counts()}")
    with tempfile.TemporaryDirectory() as folder, serving(given.store, Path(folder) / "log") as site, \
            sync_playwright() as tool:
        first = time.perf_counter()
        site("GET", "/api/explore")
        again = time.perf_counter()
        for _ in range(10):
            site("GET", "/api/explore?start=top,200")
        print(f"server: first view {1000 * (again - first):.0f} ms, then {100 * (time.perf_counter() - again):.0f} ms")
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for nodes, edges in ((200, 400), (500, 1000), (2000, 4000)):
            runs = [look(browser, site.url, network(nodes, edges)) for _ in range(given.runs)]
            told = (f"{name} {statistics.median(run[name] for run in runs):.0f} ({min(run[name] for run in runs):.0f})"
                    for name in runs[0])
            print(f"{nodes} nodes, {edges} edges, ms, median of {given.runs} (best), load {os.getloadavg()[0]:.1f}:",
                  ", ".join(told))
        browser.close()


if __name__ == "__main__":
    main()
