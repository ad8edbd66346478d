"""A build that is killed (SIGKILL) at random moments, and resumed: what is in the store afterwards?

    python benchmarks/kills.py [--kills 200] [--articles 200] [--seed 1]

After every kill the store must open for a reader, hold whole articles only, and every one whose storing had been
acknowledged. Each time a resumed build gets to its end, and once more at the end, its dump must be that of an
undisturbed build, byte for byte; then a new store is begun. Facts are found once (``recombine``), so that the kills
fall on storing, identities, conclusions and publishing and not on the language model; the tables stay out of the store,
for they are written once. Exit code 1 if anything is wrong.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import Quad
from recombine import articles, originals

from kg.build import BATCH
from kg.graph import iris
from kg.graph.derive import derive
from kg.graph.mapping import article_quads
from kg.graph.store import GraphStore
from kg.model import Facts, Knowledge


class Checksum:
    """A stream that keeps nothing but the checksum."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writelines(self, lines: list[bytes]) -> None:
        for line in lines:
            self.digest.update(line)


def build(store: Path, found: list[Facts], known: Knowledge, log: Path) -> None:
    """What ``kg build`` does after the facts are known; each stored article is acknowledged in the log."""
    acknowledged = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with GraphStore.open(store, create=True, knowledge=known) as graph:
        missing = [facts for facts in found if not graph.is_current(facts.article)]
        for start in range(0, len(missing), BATCH):
            batch = missing[start:start + BATCH]
            graph.add_all(batch)
            os.write(acknowledged, "".join(f"{facts.article.id}\n" for facts in batch).encode())
        derive(graph)


def dumped(store: Path) -> str:
    """The checksum of the store's dump."""
    checksum = Checksum()
    with GraphStore.open(store, read_only=True) as graph:
        graph.dump(checksum)  # type: ignore[arg-type]
    return checksum.digest.hexdigest()


def graphs(store: Path) -> dict[str, str]:
    """Article -> checksum of its graph."""
    with GraphStore.open(store, read_only=True) as graph:
        return {name: _sum(graph.engine.quads_for_pattern(None, None, None, iris.article_graph(name)))
                for name in graph.articles()}


def _sum(quads: Iterable[Quad]) -> str:
    """A checksum that does not depend on the order, and is the same in all children of this process."""
    return str(sum(map(hash, quads)))


def in_a_child(work: Callable[[], object]) -> str:
    """What the work gives, from a process of its own: this one never opens a store, so it can be forked."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        try:
            answer = str(work())
        except BaseException as error:
            answer = f"failed: {type(error).__name__}: {error}"
        with os.fdopen(writing, "w") as out:
            out.write(answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as source:
        answer = source.read()
    os.waitpid(child, 0)
    return answer


def faults(store: Path, log: Path, whole: dict[str, set[str]]) -> str:
    """What is wrong with a store whose build was killed; "" for nothing."""
    acknowledged = set(log.read_text().split()) if log.exists() else set()
    begun = (store / "unpublished").exists() or any(store.glob("generations/*"))
    if not (store / "store.json").exists() or not begun:
        return f"no store, but {len(acknowledged)} articles acknowledged" if acknowledged else ""
    found = graphs(store)
    halves = sorted(name for name, checksum in found.items() if checksum not in whole[name])
    lost = sorted(acknowledged - found.keys())
    return " ".join([*(f"not whole: {name}" for name in halves[:3]), *(f"lost: {name}" for name in lost[:3])])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--facts", type=Path, help="File that keeps the facts of the originals for the next time.")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    found, known = articles(args.articles, originals(args.facts), size=(1, 1)), Knowledge({})
    whole = {facts.article.id: {_sum(set(article_quads(facts)))} for facts in found}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        start = time.perf_counter()
        in_a_child(lambda: build(place / "undisturbed", found, known, place / "log"))
        lasted = time.perf_counter() - start
        expected = in_a_child(lambda: dumped(place / "undisturbed"))
        final = in_a_child(lambda: "\n".join(map(" ".join, graphs(place / "undisturbed").items())))
        for name, checksum in map(str.split, final.splitlines()):
            whole[name].add(checksum)  # as identities across articles have renamed its entities
        print(f"{args.articles} articles, undisturbed {lasted:.1f} s, dump {expected[:16]}", flush=True)
        store, log = place / "store", place / "killed-log"
        kills = wrong = finished = 0
        while True:
            if (child := os.fork()) == 0:
                try:
                    build(store, found, known, log)
                finally:
                    os._exit(0)
            deadline = time.perf_counter() + chance.uniform(0, lasted / 10)
            ended = False
            while not ended and (time.perf_counter() < deadline or kills == args.kills):
                time.sleep(0.001)
                ended = os.waitpid(child, os.WNOHANG) != (0, 0)
            if not ended:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                kills += 1
                if kills % 20 == 0:
                    print(f"{kills} kills, {finished} builds resumed to their end, {wrong} faults", flush=True)
                if answer := in_a_child(lambda: faults(store, log, whole)):
                    wrong += 1
                    print(f"kill {kills}: {answer}", flush=True)
                continue
            finished += 1
            if (answer := in_a_child(lambda: dumped(store))) != expected:
                wrong += 1
                print(f"build {finished}: another dump: {answer[:80]}", flush=True)
            if kills == args.kills:
                break
            shutil.rmtree(store)
            log.unlink()
    print(f"{kills} kills, {finished} builds resumed to their end, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
