"""Words a second of the whole way and of the language model alone, the share of each stage of the extraction, time to
the first answer, peak memory, and each step's share of the processor time of a build ("storing" maps facts to quads,
too).

    python benchmarks/speed.py [PATH...] [--repeat N]

Reads the corpus (or PATH...) N times over, under N names, so that batches are full. Prints one table; the figures
and the machine they were taken on stand in benchmarks/README.md. The language stage runs on all cores, the extraction
on one: its share is larger by the clock than in processor time, by as many cores as there are. The stages' shares are
of processor time. A build stores in the background; here each step runs alone.
"""

import argparse
import os
import platform
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg import build, knowledge, language
from kg.graph.derive import derive
from kg.graph.store import GraphStore
from kg.model import Article
from kg.query import catalogue, run
from kg.reading import read_paths


def machine() -> str:
    """Processor, cores and Python's version."""
    try:
        names = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                 if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


STAGES = ("find_mentions", "resolve", "add_coreference", "add_times", "find_statements", "find_events",
          "find_positions", "find_relations")


def watched(spent: Counter[str]) -> None:
    """Makes the stages of ``kg.build`` note the seconds of processor time they take."""
    def timed(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            start = time.thread_time()
            result = stage(*arguments)
            result = tuple(result) if isinstance(result, Iterator) else result
            spent[name] += time.thread_time() - start
            return result
        return run

    for name in STAGES:
        setattr(build, name, timed(name, getattr(build, name)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", default=[Path(__file__).parent.parent / "corpus" / "articles"])
    parser.add_argument("--repeat", type=int, default=5)
    args = parser.parse_args()
    clock = time.perf_counter
    rows: list[tuple[str, str]] = [("machine", machine())]

    start, used = clock(), time.process_time()
    read = [a for a in read_paths(args.paths) if isinstance(a, Article)]
    articles = [replace(a, id=f"{a.id}-{n}") for n in range(args.repeat) for a in read]
    reading, reading_used = (clock() - start) * args.repeat, (time.process_time() - used) * args.repeat
    count = sum(len(a.cleaned.text.split()) for a in articles)
    rows.append(("articles, words", f"{len(articles):,}, {count:,}"))

    start = clock()
    nlp = language.load()
    rows.append(("loading the language model", f"{clock() - start:.2f} s"))
    known = knowledge.load()

    spent: Counter[str] = Counter()
    watched(spent)
    clocked, used = Counter[str](), Counter[str]()
    tokens = 0

    def measured(name: str, work: Callable[[], Any]) -> Any:
        started, processor = clock(), time.process_time()
        done = work()
        clocked[name] += clock() - started
        used[name] += time.process_time() - processor
        return done

    with tempfile.TemporaryDirectory() as folder:
        with GraphStore.open(Path(folder) / "store", create=True) as store:
            for first in range(0, len(articles), build.BATCH):
                batch = articles[first:first + build.BATCH]
                docs = measured("parsing", lambda: list(nlp.pipe(a.cleaned.text for a in batch)))  # noqa: B023
                tokens += sum(map(len, docs))
                facts = measured("extracting", lambda: [build.facts_of(a, d, known)
                                                        for a, d in zip(batch, docs, strict=True)])  # noqa: B023
                measured("storing", lambda: store.add_all(facts))  # noqa: B023
            measured("deriving", lambda: derive(store))
        start = clock()
        with GraphStore.open(Path(folder) / "store", read_only=True) as store:
            result = run(store, catalogue()["positions-of-actor"], {"actor": "japan"})
            rows.append(("opening a store and the first answer", f"{clock() - start:.3f} s, {len(result.rows)} rows"))
    clocked["reading"], used["reading"] = reading, reading_used
    processor = sum(used.values())
    rows += [
        ("language model alone", f"{count / clocked['parsing']:,.0f} words/s "
                                 f"({tokens / clocked['parsing']:,.0f} tokens/s), "
                                 f"{count / used['parsing']:,.0f} a second of processor time"),
        ("whole way, file to conclusions", f"{count / sum(clocked.values()):,.0f} words/s, "
                                           f"{count / processor:,.0f} a second of processor time"),
        ("extraction after the language stage",
         f"{used['extracting'] / used['parsing']:.2f} of its processor time, "
         f"{clocked['extracting'] / clocked['parsing']:.2f} by the clock"),
        *((f"  {name}", f"{spent[name] / used['parsing']:.3f}") for name in STAGES),
        *((f"processor time of {name}", f"{used[name]:.1f} s, {used[name] / processor:.1%}")
          for name in ("reading", "parsing", "extracting", "storing", "deriving")),
        ("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"),
    ]
    for name, value in rows:
        print(f"{name:40} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
