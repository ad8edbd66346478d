"""What rules know, as data: lexicons (``ontology/lexicon/*.csv``) and patterns (``ontology/patterns/*.yaml``).

A pattern file is a list of rules::

    - id: clause-after-verb
      description: one line for people
      parameters: {confidence: 0.9}
      matches: [...]      # examples that the rule must find
      misses: [...]       # examples in which it must find nothing

The shape of an example is up to the rules of the file; a test runs them all. Python only
interprets: a word that a rule depends on belongs into one of these files.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KnowledgeError
from kg.settings import data_dir

#: The loader in C takes a tenth of the time of the one in Python.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYS = {"id", "description", "parameters", "matches", "misses"}


@dataclass(frozen=True)
class Pattern:
    """One rule's data: parameters for the code that interprets it, and its examples."""

    id: str
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    matches: tuple[Any, ...] = ()
    misses: tuple[Any, ...] = ()


def read_yaml(path: Path) -> Any:
    """The content of a file of the ontology. KnowledgeError where it cannot be read or is no YAML."""
    try:
        return yaml.load(_text(path), Loader=_LOADER)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path} is no YAML: {error}", "mend the line that the message names") from error


@cache
def load_patterns(name: str) -> Mapping[str, Pattern]:
    """The rules of ``ontology/patterns/NAME.yaml`` by id, in the file's order.

    KnowledgeError for a file that is missing, no list, or has a rule without id,
    a repeated id or an unknown key.
    """
    path = data_dir("ontology") / "patterns" / f"{name}.yaml"
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise KnowledgeError(f"{path} holds {type(rows).__name__}", "a pattern file is a list of rules")
    found: dict[str, Pattern] = {}
    for row in rows:
        if not isinstance(row, dict) or not row.get("id") or set(row) - _KEYS or row["id"] in found:
            raise KnowledgeError(f"{path}: faulty rule {row!r}",
                                 f"a rule has its own id and only the keys {', '.join(sorted(_KEYS))}")
        found[row["id"]] = Pattern(row["id"], row.get("description", ""), row.get("parameters") or {},
                                   tuple(row.get("matches") or ()), tuple(row.get("misses") or ()))
    return found


@cache
def load_lexicon(name: str, *columns: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``ontology/lexicon/NAME.csv``; KnowledgeError where it lacks one of the columns."""
    path = data_dir("ontology") / "lexicon" / f"{name}.csv"
    reader = csv.DictReader(_text(path).splitlines())
    rows = tuple(reader)
    missing = [c for c in columns if c not in (reader.fieldnames or ())]
    if missing:
        raise KnowledgeError(f"{path} has no column {', '.join(missing)}", f"its columns are {reader.fieldnames}")
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise KnowledgeError(f"{path}, line {number}: {len(reader.fieldnames or ())} cells are wanted",
                                 "quote cells that hold a comma")
    return rows


@cache
def load_words(name: str) -> Mapping[str, frozenset[str]]:
    """Sets of words by class, from a lexicon with the columns ``class`` and ``word``."""
    found: dict[str, set[str]] = {}
    for row in load_lexicon(name, "class", "word"):
        found.setdefault(row["class"], set()).add(row["word"])
    return {key: frozenset(words) for key, words in found.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path} cannot be read: {error}", "is the checkout or the installed package whole?"
                             ) from error
