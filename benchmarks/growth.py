"""How the store grows: time to map, store, identify, conclude, publish and rebuild, and its size, by articles.

    python benchmarks/growth.py [--sizes 250,500,1000] [--paragraphs 5,9] [--facts FILE]

Adds articles recombined and re-dated from the project's own (``recombine``; ``--paragraphs`` says how long) to one
store, sixteen at a time as ``kg build`` does, up to each size in turn, and prints a row for each: processor seconds,
since a busy machine makes the clock tell little. Mapping, storing and loading are of the articles that are new in the
row, the rest of all. ``loaded``: quads a second of storing, as a share of pyoxigraph's own bulk load of the same quads
from a file in the same run. ``rebuild``: a build of all articles again, with nothing changed, beyond reading their
files; ``written``: files that it wrote.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store
from recombine import Recombiner, originals

from kg.build import BATCH
from kg.graph import identity
from kg.graph.derive import derive
from kg.graph.mapping import article_quads
from kg.graph.store import GraphStore

COLUMNS = ("articles", "quads", "MiB", "map ms", "store ms", "loaded", "identify s", "conclude s", "publish s",
           "rebuild s", "written", "open s")


def measured(work: Callable[[], object]) -> float:
    """Processor seconds that the work takes, of all threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def size(folder: Path) -> float:
    """MiB of a folder; hard links count once."""
    files = {file.stat().st_ino: file.stat().st_size for file in folder.rglob("*") if file.is_file()}
    return sum(files.values()) / 2**20


def state(folder: Path) -> dict[str, int]:
    """When each file was last written."""
    return {str(file): file.stat().st_mtime_ns for file in folder.rglob("*")}


def bulk(place: Path) -> float:
    """Processor seconds of pyoxigraph's own bulk load of the file."""
    shutil.rmtree(place.with_suffix(".store"), ignore_errors=True)
    store = Store(place.with_suffix(".store"))
    return measured(lambda: store.bulk_load(path=place, format=RdfFormat.N_QUADS))


def row(place: Path, first: int, last: int, articles: Recombiner) -> list[str]:
    """Brings the store from one number of articles to another, and measures."""
    mapping = storing = 0.0
    with (place / "new.nq").open("wb") as lines, GraphStore.open(place / "store", create=True) as store:
        for start in range(first, last, BATCH):
            new = articles(start, min(start + BATCH, last))
            quads: list[list[Quad]] = []
            mapping += measured(lambda new=new, quads=quads: quads.extend(map(article_quads, new)))
            storing += measured(lambda new=new: store.add_all(new))
            lines.writelines(f"{quad} .\n".encode() for made in quads for quad in made)
        identifying = measured(lambda: identity.unify(store))
        concluding = measured(lambda: derive(store))
        publishing = measured(store.publish)
        total = len(store.engine)
    loading = bulk(place / "new.nq")
    before = state(place / "store")
    everything = [facts.article for start in range(0, last, BATCH)
                  for facts in articles(start, min(start + BATCH, last))]

    def again() -> None:
        with GraphStore.open(place / "store") as store:
            assert all(store.is_current(article) for article in everything)
            derive(store)

    rebuilding = measured(again)
    written = sum(before.get(name) != when for name, when in state(place / "store").items())
    opening = measured(lambda: GraphStore.open(place / "store", read_only=True).close())
    count = last - first
    return [f"{last:,}", f"{total:,}", f"{size(place / 'store'):,.0f}", f"{mapping / count * 1000:.1f}",
            f"{(storing - mapping) / count * 1000:.1f}", f"{loading / (storing - mapping):.2f}", f"{identifying:.1f}",
            f"{concluding:.1f}", f"{publishing:.2f}", f"{rebuilding:.2f}", str(written), f"{opening:.2f}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="250,500,1000")
    parser.add_argument("--paragraphs", default="5,9", help="Fewest and most of an article.")
    parser.add_argument("--facts", type=Path, help="File that keeps the facts of the originals for the next time.")
    args = parser.parse_args()
    fewest, most = map(int, args.paragraphs.split(","))
    made, first = Recombiner(originals(args.facts), (fewest, most)), 0
    print(*(f"{name:>10}" for name in COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        for last in map(int, args.sizes.split(",")):
            print(*(f"{cell:>10}" for cell in row(Path(folder), first, last, made)), flush=True)
            first = last
    return 0


if __name__ == "__main__":
    sys.exit(main())
