"""Score the extractor on the forty articles of ``benchmarks/unseen``: those looked at, and those never looked at.

usage: python benchmarks/unseen.py [--errors KIND]

``--errors`` lists the faults in the articles with odd numbers; of the others only totals are ever printed.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from development import print_columns

from kg.analysis.scoring import KINDS, Record, read_records, score
from kg.build import Summary, extract, readable
from kg.cli.figures import print_score

FOLDER = Path(__file__).resolve().parent / "unseen"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", choices=KINDS, help="list what was missed and wrong in articles with odd numbers")
    args = parser.parse_args()
    gold = read_records(FOLDER / "gold")
    found: dict[str, list[Record]] = defaultdict(list)
    for facts in extract(readable([FOLDER / "articles"], Summary())):
        found[facts.article.id].extend(facts.records())
    odd = {name: records for name, records in gold.items() if int(name[1:3]) % 2}
    if args.errors:
        print_score(score(odd, found), by_article=True, errors=args.errors)
        return 0
    even = {name: records for name, records in gold.items() if name not in odd}
    home = {name: records for name, records in even.items() if name[0] in "AB"}
    print_columns({f"{title} ({len(part)})": score(part, found) for title, part in (
        ("looked at", odd), ("never", even), ("Kurils", home))})
    return 0


if __name__ == "__main__":
    sys.exit(main())
