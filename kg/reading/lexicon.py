"""Which words are English and how frequent they are: the data that word repairs decide by."""

import lzma
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import yaml

from kg.errors import KnowledgeError
from kg.settings import data_dir

_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
    ("ers", ""),
    ("ness", ""),
)


@dataclass(frozen=True)
class Lexicon:
    """Word forms in lower case with their counts and word classes.

    Classes are letters: p name, n singular noun, s plural noun, v verb, a adjective, r adverb, f closed class.
    """

    counts: Mapping[str, int]
    classes: Mapping[str, str]

    @cached_property
    def total(self) -> int:
        """How many words were counted."""
        return sum(self.counts.values())

    def has(self, word: str) -> bool:
        """True for a form of the list and for a regular inflection of one."""
        word = word.lower()
        return word in self.counts or any(
            word.endswith(ending)
            and len(word) - len(ending) > 2
            and word[: len(word) - len(ending)] + base in self.counts
            for ending, base in _ENDINGS
        )

    def count(self, word: str) -> int:
        """Its count in the treebanks, 0 when unknown."""
        return self.counts.get(word.lower(), 0)

    def is_a(self, word: str, classes: str) -> bool:
        """True when the word was seen as one of the classes."""
        return not set(self.classes.get(word.lower(), "")).isdisjoint(classes)

    def log_probability(self, word: str) -> float:
        """Of a word, for choosing between segmentations; the longer an unknown word, the less likely
        (Norvig, Natural Language Corpus Data, 2009)."""
        if count := self.count(word):
            return math.log(count / self.total)
        if self.has(word):
            return math.log(0.5 / self.total)
        return math.log(10 / self.total) - len(word) * math.log(10)


@cache
def lexicon() -> Lexicon:
    """The word list of ``ontology/cleaning/wordforms.txt.xz``."""
    path = data_dir("ontology") / "cleaning" / "wordforms.txt.xz"
    try:
        rows = [line.split("\t") for line in lzma.decompress(path.read_bytes()).decode("utf-8").splitlines()]
    except (OSError, lzma.LZMAError, ValueError) as error:
        raise KnowledgeError(f"{path}: cannot be read as a word list: {error}", "reinstall the package") from error
    return Lexicon({form: int(count) for form, count, _ in rows}, {form: classes for form, _, classes in rows})


@cache
def cleaning_data(name: str) -> Any:
    """The content of ``ontology/cleaning/<name>.yaml``."""
    path = data_dir("ontology") / "cleaning" / f"{name}.yaml"
    try:
        return yaml.load(
            path.read_text(encoding="utf-8"),
            Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader,
        )
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}", "reinstall the package or mend the file") from error
