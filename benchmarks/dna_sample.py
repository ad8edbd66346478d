"""Check discourse networks against Discourse Network Analyzer's own sample: ``python benchmarks/dna_sample.py FILE``.

FILE is ``sample/sample.dna`` of the public repository leifeld/dna (a SQLite file with 40 coded statements). The
expected sums are those that the program gives for organizations and concepts with agreement as the qualifier.
"""

import sqlite3
import sys
from collections.abc import Iterator

from kg.analysis.discourse import Coded, Discourse

EXPECTED = {
    "actors by concepts": ((7, 6), 40),
    "ignore": ((7, 7), 276),
    "congruence": ((7, 7), 160),
    "conflict": ((7, 7), 116),
    "subtract": ((7, 7), 44),
}
_SHORT = """(SELECT e.Value FROM DATASHORTTEXT t JOIN ENTITIES e ON e.ID = t.Entity
            JOIN VARIABLES v ON v.ID = t.VariableId WHERE t.StatementId = s.ID AND v.Variable = '{}')"""
_STATEMENTS = f"""SELECT {_SHORT.format("organization")}, {_SHORT.format("concept")}, b.Value, s.DocumentId
                  FROM STATEMENTS s JOIN DATABOOLEAN b ON b.StatementId = s.ID"""


def statements(path: str) -> Iterator[Coded]:
    """The coded statements of a DNA database."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        for organization, concept, agreement, document in database.execute(_STATEMENTS):
            yield Coded(organization, concept, float(agreement), "", str(document))


def main() -> int:
    """Print each matrix's shape and sum beside the expected ones; 1 if any differs."""
    discourse = Discourse(statements(sys.argv[1]))
    wrong = 0
    for name, expected in EXPECTED.items():
        matrix = discourse.two_mode() if name not in ("ignore", "congruence", "conflict", "subtract") else (
            discourse.one_mode(name)  # type: ignore[arg-type]
        )
        found = matrix.weights.shape, float(matrix.weights.sum())
        wrong += found != expected
        (rows, columns), total = found
        print(f"{name:20} {rows} x {columns}, sum {total:g}", "" if found == expected else f"expected {expected}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
