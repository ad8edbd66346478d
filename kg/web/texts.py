"""Articles' texts, where the server was given them, cut at the borders of what the graph says of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from kg.model import Article
from kg.query.pages import ArticlePage
from kg.reading import read_paths


@dataclass(frozen=True)
class Piece:
    """A stretch of text without a border in it; ``facts`` are numbers into the page's facts."""

    text: str
    start: int
    facts: tuple[int, ...]
    thing: str = ""


class Texts:
    """The texts of a folder, read when the first is asked for."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @cached_property
    def _articles(self) -> dict[str, Article]:
        found = read_paths([self._folder]) if self._folder is not None else ()
        return {one.id: one for one in found if isinstance(one, Article)}

    def of(self, page: ArticlePage) -> str:
        """The article's text, "" if it is not there or not the one that the graph was read from."""
        article = self._articles.get(page.id)
        told = dict(page.details).get("sha256")
        return article.text if article is not None and told is not None and told.text == article.sha256 else ""


def marked(text: str, page: ArticlePage) -> list[Piece]:
    """The text in pieces."""
    borders = sorted({0, len(text), *(b for start, end, _ in (*page.facts, *page.mentions) for b in (start, end)
                                      if 0 <= b <= len(text))})
    return [Piece(text[start:end], start, tuple(_at(start, (f[:2] for f in page.facts))),
                  next((page.mentions[n][2].iri for n in _at(start, (m[:2] for m in page.mentions))), ""))
            for start, end in pairwise(borders)]


def _at(place: int, stretches: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (number for number, (start, end) in enumerate(stretches) if start <= place < end)
