"""Score the extractor on the articles of the corpus that are annotated by hand (tests/gold).

usage: python benchmarks/gold.py [--errors KIND] [--json]

The same as `kg facts` on those articles and `kg score --by-article` on the result, in one command.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from kg.analysis.scoring import KINDS, Record, read_records, score
from kg.build import Summary, extract, readable
from kg.cli.figures import print_score

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", choices=KINDS, help="list what was missed and what was wrong")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    gold = read_records(ROOT / "tests" / "gold")
    found: dict[str, list[Record]] = defaultdict(list)
    for facts in extract(readable([ROOT / "corpus" / "articles" / f"{name}.md" for name in gold], Summary())):
        found[facts.article.id].extend(facts.records())
    print_score(score(gold, found), by_article=not args.json, errors=args.errors, as_json=args.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
