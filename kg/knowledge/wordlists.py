"""The word lists under ``ontology/lexicon`` that names are told by, read once.

Each list is a small CSV file with a header; its first column is the term, lower-cased here.
"""

import csv
import re
from functools import cache

from kg.errors import KnowledgeError
from kg.settings import data_dir

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of ``ontology/lexicon/<name>.csv``; KnowledgeError where it is missing or has no ``term``."""
    path = data_dir("ontology") / "lexicon" / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = tuple(csv.DictReader(file))
    except OSError as error:
        raise KnowledgeError(f"cannot read the word list {name}.csv: {error}", f"it belongs at {path}") from error
    for line, row in enumerate(found, 2):
        if None in row or None in row.values():
            raise KnowledgeError(f"lexicon/{name}.csv:{line}: {row} does not fit the header", "count the commas")
    return found


@cache
def table(name: str, column: str = "kind") -> dict[str, str]:
    """Term -> value of the column."""
    return {row["term"].casefold(): row[column] for row in rows(name)}


@cache
def terms(name: str, kind: str = "") -> frozenset[str]:
    """All terms of a list, or those of one kind."""
    return frozenset(row["term"].casefold() for row in rows(name) if not kind or row["kind"] == kind)


@cache
def longest(name: str) -> int:
    """The number of words of the longest term of a list."""
    return max(len(term.split()) for term in terms(name))


@cache
def reaches(name: str) -> dict[str, int]:
    """First word (of ``edges``) -> the number of words, hyphens and dots of the longest term that begins with it."""
    found: dict[str, int] = {}
    for term in terms(name):
        first = re.split(r"[ -]", term)[0]
        found[first] = max(found.get(first, 0), len(re.findall(r"\w+|[^\w\s]", term)))
    return found


@cache
def edges(name: str, last: bool = False) -> frozenset[str]:
    """The first words of a list's terms, or the last; parts of hyphenated words are words here."""
    return frozenset(re.split(r"[ -]", term)[-1 if last else 0] for term in terms(name))


@cache
def spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Replacements that make different romanizations of one name alike, in order."""
    return tuple((re.compile(row["pattern"]), row["replacement"]) for row in rows("spellings"))
