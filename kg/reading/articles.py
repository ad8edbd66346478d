"""From a text and what is known about it to an Article."""

import re
from collections.abc import Mapping, Sequence

from kg.errors import ArticleError
from kg.model.article import Article
from kg.model.dates import PartialDate
from kg.model.spans import Cleaned
from kg.reading.cleaning import clean
from kg.reading.dates import parse_date, stated_date
from kg.reading.languages import foreign_language

_ENGLISH = re.compile(r"en|eng|english|en[-_].*", re.IGNORECASE)
_TITLE_LENGTH, _TITLE_WORDS = 140, 22


def make_article(
    text: str,
    article_id: str,
    name: str,
    fields: Mapping[str, str],
    *,
    body: int = 0,
    markdown: bool = False,
    warnings: Sequence[str] = (),
    date: str | None = None,
    title: str | None = None,
) -> Article:
    """The article of a text whose body starts at offset ``body``.

    ``fields`` are those of its front matter or container and win over ``date`` and ``title``, which win over
    what the first lines say. ArticleError when there is no text, or a long one that is not English.
    """
    if not text.strip("\ufeff \t\r\n\x0b\x0c\xa0"):
        raise ArticleError(
            f"{name}: is empty" if not text else f"{name}: holds white space only", "put the article's text into it"
        )
    notes = list(warnings)
    known_title = fields.get("title") or title or ""
    cleaned = clean(text, body=body, title=known_title, markdown=markdown)
    if not any(c.isalnum() for c in cleaned.text):
        raise ArticleError(
            f"{name}: holds no article text", "put the article's text below the front matter, menus do not count"
        )
    language = _language(fields.get("language", ""), cleaned.text, name)
    return Article(
        id=article_id,
        text=text,
        cleaned=cleaned,
        source_name=name,
        language=language,
        title=known_title or _first_line(text, cleaned) or article_id,
        date=_date(fields.get("date", ""), date, text[body:], notes),
        outlet=fields.get("outlet", ""),
        outlet_country=fields.get("outlet_country", ""),
        genre=fields.get("genre", ""),
        author=fields.get("author", ""),
        licence=fields.get("licence", ""),
        url=fields.get("url", ""),
        warnings=tuple(notes),
    )


def argument_date(date: str) -> PartialDate:
    """A date that a person gave; ArticleError when it is none."""
    try:
        return parse_date(date)
    except ValueError as error:
        raise ArticleError(f"--date {date}: no such date", "give YYYY, YYYY-MM or YYYY-MM-DD") from error


def _date(field: str, argument: str | None, body: str, notes: list[str]) -> PartialDate | None:
    if field:
        try:
            return parse_date(field)
        except ValueError:
            notes.append(f"date {field[:40]!r} is no date and left out (give YYYY, YYYY-MM or YYYY-MM-DD)")
    if argument is not None:
        return argument_date(argument)
    if field:
        return None  # a faulty date is not replaced by a guess
    if stated := stated_date(body):
        notes.append(f"date {stated[0]} taken from the line {stated[1]!r}")
        return stated[0]
    return None


def _language(field: str, text: str, name: str) -> str:
    if field:
        if not _ENGLISH.fullmatch(field):
            raise ArticleError(
                f"{name}: its language is {field[:20]!r}, only English is read",
                "set 'language: en' if the text is English",
            )
        return "en"
    if found := foreign_language(text):
        raise ArticleError(
            f"{name}: the text is not English (looks like {found})",
            "set 'language: en' in the front matter to read it all the same",
        )
    return "en"


def _first_line(text: str, cleaned: Cleaned) -> str:
    """The first paragraph, if it is a line of its own that reads like a title and more text follows."""
    first, _, rest = cleaned.text.partition("\n\n")
    if (
        not rest
        or len(first) > _TITLE_LENGTH
        or len(first.split()) > _TITLE_WORDS
        or first.rstrip("\"'”’)")[-1:] in ".,;:…"
    ):
        return ""
    after = text[cleaned.ends[len(first) - 1] :].lstrip(" \t*_#")[:1]
    return first if after in ("\n", "\r") and " " in first else ""
