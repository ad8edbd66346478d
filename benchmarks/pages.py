"""How long the pages over a whole graph take: ``python benchmarks/pages.py STORE [ARTICLES]``.

Each page is made twice in this process, over the store's newest generation: processor milliseconds of the first and of
the second time (the first reads the survey that all of them count over), and bytes before compression.
"""

import asyncio
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from kg.graph.serving.service import Service
from kg.graph.store import GraphStore
from kg.web.app import application
from kg.web.config import Config
from kg.web.inside import get

PAGES = ["/", "/positions", "/positions?by=actor&show=time", "/positions/sentences?side=japan",
         "/positions/sentences?side=japan&other=russia", "/positions/sources?topic=transfer", "/positions/shifts",
         "/positions/disagreements", "/timeline", "/timeline?type=statement", "/timeline?from=2016&to=2016", "/map",
         "/map?dispute=kurils", "/map?dispute=kurils&zoom=wide", "/measures", "/measures?by=actor"]


async def measured(app: Any, path: str) -> tuple[float, int, int]:
    """Processor milliseconds, status and bytes of a page."""
    start = time.process_time()
    reply = await get(app, path)
    return (time.process_time() - start) * 1000, reply.status, len(reply.body)


async def run(place: Path, texts: Path | None) -> int:
    """Prints the table; 1 if a page failed."""
    failed = 0
    with GraphStore.open(place, read_only=True) as store:
        counts = store.counts()
        print(", ".join(f"{counts[name]:,} {name}s" for name in ("article", "position", "event", "statement", "quad")))
        service = cast(Service, SimpleNamespace(store=store, generation=store.generation, folder=place, union=True))
        app = application(service, Config(store=place, articles=texts))
        first = next(iter(store.articles()))
        print(f"{'page':48} {'first ms':>9} {'then ms':>9} {'KiB':>7}")
        for path in [*PAGES, f"/id/article/{first}"]:
            (before, status, _), (after, _, size) = await measured(app, path), await measured(app, path)
            print(f"{path:48} {before:9.0f} {after:9.0f} {size / 1024:7.0f}" + (f"  {status}" if status != 200 else ""))
            failed |= status != 200
    return failed


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(asyncio.run(run(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)))
