"""Articles' texts, where the server was given them."""

import re
from functools import cached_property
from pathlib import Path

from kg.model import Article
from kg.query.evidence import Place
from kg.query.reader import ArticlePage
from kg.reading import read_paths

_BLANK, _LINE = re.compile(r"\n[ \t]*\r?\n"), re.compile(r"\n")
#: Characters of a paragraph that are looked at on each side.
_LONGEST = 1500


class Texts:
    """The texts of a folder, read when the first is asked for."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @cached_property
    def _articles(self) -> dict[str, Article]:
        found = read_paths([self._folder]) if self._folder is not None else ()
        return {one.id: one for one in found if isinstance(one, Article)}

    def paragraph(self, place: Place) -> tuple[str, str, str] | None:
        """What stands before a stretch in its paragraph, the stretch, and what stands behind it; None where the text
        is not there, or is not the one that the graph was read from."""
        article = self._articles.get(place.article)
        if article is None or article.sha256 != place.sha256 or not 0 <= place.start < place.end <= len(article.text):
            return None
        text, start, end = article.text, place.start, place.end
        for border in (_BLANK, _LINE):  # where blank lines leave more than a paragraph, lines are paragraphs
            first = max((m.end() for m in border.finditer(text, max(0, start - _LONGEST), start)), default=None)
            found = border.search(text, end, end + _LONGEST)
            if first is not None and found:
                break
        first = max(0, start - _LONGEST) if first is None else first
        last = found.start() if found else end + _LONGEST
        return text[first:start].lstrip(), text[start:end], text[end:last].rstrip()

    def of(self, page: ArticlePage) -> tuple[str, int]:
        """The article's text and where it begins behind its front matter.

        ("", 0) if it is not there, or not the text that the graph was read from.
        """
        article = self._articles.get(page.id)
        told = page.details.get("sha256")
        if article is None or told is None or told.text != article.sha256 or not article.cleaned.text:
            return "", 0
        return article.text, article.cleaned.original(0, 1)[0]
