"""Time and memory on input that no newspaper prints: is the way from text to facts linear?

usage: python benchmarks/hard.py [WORD...]    only the cases whose name has one of the words

Each case is made at a quarter, half and the whole of its size and read in a process of its own: seconds of processor
time of the language stage and of the extraction, the growth of the latter where the size doubles (2.0 is linear), and
peak memory. One run stands in benchmarks/README.md.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "articles"
_GIVEN = ("Ana", "Boris", "Chiyo", "Davit", "Elena", "Fumiko", "Goran", "Haruki", "Ilse", "Jiro", "Karim", "Lena")
_PARTS = ("ka", "mo", "ri", "ta", "no", "sa", "bel", "dor", "vin", "gra", "lek", "shi", "zu", "pol", "mar", "hon")


def names(count: int) -> list[str]:
    """Different full names: "Chiyo Marlekno"."""
    rng = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{rng.choice(_GIVEN)} {''.join(rng.choices(_PARTS, k=rng.randint(2, 4))).capitalize()}"] = None
    return list(found)


def article(words: int) -> str:
    """The corpus, its articles one after the other, as often as it takes."""
    bodies = [path.read_text("utf-8").split("\n---\n", 1)[1] for path in sorted(CORPUS.glob("*.md"))]
    whole = "\n\n".join(bodies)
    times = words // len(whole.split()) + 1
    parts = "\n\n".join([whole] * times).split(" ")
    return " ".join(parts[:words])


def sentence(words: int) -> str:
    """One sentence: clauses with speakers, quotations, treaties and dates, joined by "and"."""
    clauses = ("Japan said on {n} May that it would not return the islands to Russia",
               'Vladimir Putin told Shinzo Abe that talks on the 1956 declaration "should go on"',
               "the foreign minister of China, who visited Manila in {y}, denied that the {y} agreement was signed",
               "according to Kyodo, Sergei Lavrov refused to discuss the sanctions imposed by the United States")
    parts, count, n = [], 0, 0
    while count < words:
        parts.append(clauses[n % 4].format(n=n % 28 + 1, y=1950 + n % 60))
        count += len(parts[-1].split()) + 1
        n += 1
    return " and ".join(parts) + "."


def listed(count: int) -> str:
    """Names in one sentence, separated by commas."""
    return f"The ministry put {', '.join(names(count)[:-1])} and {names(count)[-1]} on its list of banned visitors."


def lines(count: int) -> str:
    """Names with an office, each on a line of its own."""
    listing = (f"{n}. {name}, deputy of the Duma" for n, name in enumerate(names(count), 1))
    return "\n".join(["Banned visitors", "", *listing])


def table(rows: int) -> str:
    """A table as it is pasted from a spreadsheet: tabs between cells, no full stops."""
    states = ("Japan", "Russia", "China", "United States", "South Korea", "Ukraine", "Venezuela", "Guyana")
    out = ["Date\tState\tPerson\tMeasure\tTotal, million"]
    for n, name in enumerate(names(rows)):
        day = f"{1 + n % 28}.{1 + n % 12}.{1990 + n % 30}"
        out.append(f"{day}\t{states[n % 8]}\t{name}\tasset freeze\t{n * 37 % 1000}.{n % 10}")
    return "\n".join(out)


#: What is made, and its whole size.
CASES: dict[str, tuple[Callable[[int], str], int]] = {
    "article of 100,000 words": (article, 100_000),
    "sentence of 5,000 words": (sentence, 5_000),
    "10,000 names in a sentence": (listed, 10_000),
    "10,000 names on lines": (lines, 10_000),
    "table of 5,000 rows": (table, 5_000),
}


def measure(case: str, size: int) -> dict[str, float]:
    """Seconds and MiB for one case in this process."""
    from kg import knowledge, language
    from kg.build import facts_of
    from kg.reading import read_text

    nlp, known = language.load(), knowledge.load()
    read = read_text(CASES[case][0](size))
    start = time.process_time()
    doc = nlp(read.cleaned.text)
    parsing = time.process_time() - start
    start = time.process_time()
    facts = facts_of(read, doc, known)
    extracting = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"tokens": len(doc), "language": parsing, "extraction": extracting, "peak": peak,
            "facts": len(list(facts.records()))}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="WORD", help=f"of: {'; '.join(CASES)}")
    parser.add_argument("--one", nargs=2, metavar=("CASE", "SIZE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one[0], int(args.one[1]))))
        return 0
    print(f"{'case':28}{'size':>8}{'tokens':>9}{'language':>10}{'extraction':>12}{'growth':>8}{'MiB':>7}{'facts':>8}")
    for case, (_, whole) in CASES.items():
        if args.cases and not any(word in case for word in args.cases):
            continue
        last = 0.0
        for size in (whole // 4, whole // 2, whole):
            command = [sys.executable, __file__, "--one", case, str(size)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            growth = f"{found['extraction'] / last:.1f}" if last else ""
            last = found["extraction"]
            print(f"{case:28}{size:8,}{found['tokens']:9,.0f}{found['language']:9.1f}s{found['extraction']:11.2f}s"
                  f"{growth:>8}{found['peak']:7,.0f}{found['facts']:8,.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
