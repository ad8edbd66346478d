"""Quality on the real development articles: all, those that rules may be fitted to, and those set aside.

usage: python benchmarks/development.py GOLD ARTICLES... [--errors KIND]

GOLD and ARTICLES are folders of your own: the texts are not part of the project. Of the articles set aside only the
totals are ever printed, so that they stay unseen; ``--errors`` lists the faults of the others.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from kg.analysis.scoring import KINDS, Record, Score, read_records, score
from kg.build import Summary, extract, readable
from kg.cli.figures import print_score

#: Articles (the beginnings of their files' names) whose text and faults nobody who writes rules has looked at.
SET_ASIDE = ("004_", "53-", "55-", "57-", "60-", "62-", "65-")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--errors", choices=KINDS, help="list what was missed and wrong in articles not set aside")
    args = parser.parse_args()
    gold = read_records(args.gold)
    found: dict[str, list[Record]] = defaultdict(list)
    for facts in extract(readable(args.articles, Summary())):
        found[facts.article.id].extend(facts.records())
    seen = {name: records for name, records in gold.items() if not name.startswith(SET_ASIDE)}
    aside = {name: records for name, records in gold.items() if name not in seen}
    if args.errors:
        print_score(score(seen, found), by_article=True, errors=args.errors)
        return 0
    columns = {f"{title} ({len(part)})": score(part, found)
               for title, part in (("all", gold), ("seen", seen), ("set aside", aside)) if part}
    print_columns(columns)
    return 0


def print_columns(columns: dict[str, Score]) -> None:
    """F1 by kind, a column for each group of articles."""
    print(f"{'F1':10}" + "".join(f"{title:>16}" for title in columns))
    for kind in KINDS:
        print(f"{kind:10}" + "".join(f"{column.totals[kind].f1:16.3f}" for column in columns.values()))
    print(f"{'mean':10}" + "".join(f"{column.headline:16.3f}" for column in columns.values()))
    print(f"{'dates':10}" + "".join(f"{f'{column.dates_right}/{column.dates}':>16}" for column in columns.values()))


if __name__ == "__main__":
    sys.exit(main())
