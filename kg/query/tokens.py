"""The tokens of a SPARQL text, as far as one must know them to find a clause; no parser, and never an error."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"""
    (?P<gap>\s+|\#[^\n\r]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+')
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*
             (?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>.)""", re.DOTALL | re.VERBOSE)


class Token(NamedTuple):
    """A piece of the text; ``depth`` is how many brackets are open around it."""

    kind: str
    text: str
    start: int
    end: int
    depth: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords."""
        return self.kind == "word" and self.text.casefold() in words


def tokens(sparql: str) -> Iterator[Token]:
    """The text's tokens without blanks and comments; never fails, whatever the text."""
    depth = 0
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or "other"
        if kind == "gap":
            continue
        depth -= match[0] in ("}", ")", "]")
        yield Token(kind, match[0], match.start(), match.end(), depth)
        depth += match[0] in ("{", "(", "[")
