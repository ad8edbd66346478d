"""Words a second of the whole way and of the language model alone, the share of each stage of the extraction, time to
the first answer, peak memory.

    python benchmarks/speed.py [PATH...] [--repeat N]

Reads the corpus (or PATH...) N times over, under N names, so that batches are full. Prints one table; the figures
and the machine they were taken on stand in benchmarks/README.md. The stages' shares are of the language stage's time;
that one uses all cores, the others one.
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
    """Makes the stages of ``kg.build`` note the seconds they take."""
    def timed(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            start = time.perf_counter()
            result = stage(*arguments)
            result = tuple(result) if isinstance(result, Iterator) else result
            spent[name] += time.perf_counter() - start
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

    start = clock()
    read = [a for a in read_paths(args.paths) if isinstance(a, Article)]
    articles = [replace(a, id=f"{a.id}-{n}") for n in range(args.repeat) for a in read]
    reading = (clock() - start) * args.repeat
    count = sum(len(a.cleaned.text.split()) for a in articles)
    rows.append(("articles, words", f"{len(articles):,}, {count:,}"))

    start = clock()
    nlp = language.load()
    rows.append(("loading the language model", f"{clock() - start:.2f} s"))
    known = knowledge.load()

    start, used = clock(), time.process_time()
    docs = list(nlp.pipe(a.cleaned.text for a in articles))
    parsing, parsing_used = clock() - start, time.process_time() - used
    spent: Counter[str] = Counter()
    watched(spent)
    start, used = clock(), time.process_time()
    facts = [build.facts_of(a, d, known) for a, d in zip(articles, docs, strict=True)]
    extracting, extracting_used = clock() - start, time.process_time() - used
    with tempfile.TemporaryDirectory() as folder:
        start = clock()
        with GraphStore.open(Path(folder) / "store", create=True) as store:
            for found in facts:
                store.add(found)
            stored = clock() - start
            start = clock()
            derive(store)
            deriving = clock() - start
        start = clock()
        with GraphStore.open(Path(folder) / "store", read_only=True) as store:
            result = run(store, catalogue()["positions-of-actor"], {"actor": "japan"})
            rows.append(("opening a store and the first answer", f"{clock() - start:.3f} s, {len(result.rows)} rows"))
    whole = reading + parsing + extracting + stored
    rows += [
        ("language model alone", f"{count / parsing:,.0f} words/s ({sum(map(len, docs)) / parsing:,.0f} tokens/s)"),
        ("whole way, file to stored facts", f"{count / whole:,.0f} words/s"),
        ("extraction after the language stage",
         f"{extracting / parsing:.2f} of its time, {extracting_used / parsing_used:.2f} of its processor time"),
        *((f"  {name}", f"{spent[name] / parsing:.3f}") for name in STAGES),
        ("mapping and storing", f"{stored / whole:.1%} of the whole way"),
        ("deriving over all articles", f"{deriving:.1f} s"),
        ("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"),
    ]
    for name, value in rows:
        print(f"{name:40} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
