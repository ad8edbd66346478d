"""An article: its text as it was read, never changed again, and its cleaned twin."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from kg.model.dates import PartialDate
from kg.model.spans import Cleaned, Span


@dataclass(frozen=True)
class Article:
    """One article.

    ``id`` is the file's name without its ending; ``text`` is what all offsets refer to
    (whole file for .txt and .md, extracted main text otherwise); ``cleaned`` is what the
    language stage reads: front matter, menus and page numbers are gone from it.
    """

    id: str
    text: str
    cleaned: Cleaned
    title: str = ""
    date: PartialDate | None = None
    language: str = "en"
    outlet: str = ""
    outlet_country: str = ""
    genre: str = ""
    author: str = ""
    licence: str = ""
    url: str = ""
    source_name: str = ""
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def sha256(self) -> str:
        """Checksum of the text and of the fields that facts depend on."""
        parts = (self.id, self.text, self.title, str(self.date), self.language, self.outlet, self.outlet_country,
                 self.genre, self.author, self.licence, self.url)
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def span(self, start: int, end: int) -> Span:
        """The original span of the cleaned stretch ``start:end``."""
        a, b = self.cleaned.original(start, end)
        return Span(a, b, self.text[a:b])
