"""Reading: files, folders and standard input to articles; cleaning with an alignment to the original offsets.

- ``read_file(path)`` and ``read_text(text)`` give one Article or raise ArticleError;
- ``read_paths(paths)`` gives the articles of files and folders and a Refusal for each that cannot be read.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import ArticleError
from kg.model.article import Article
from kg.reading.articles import argument_date, make_article
from kg.reading.containers import from_html, from_json, from_pdf
from kg.reading.decoding import decode
from kg.reading.files import (
    ENDINGS,
    SIZE_LIMIT,
    STDIN,
    Refusal,
    article_ids,
    find_files,
    printable,
    read_bytes,
    read_lines,
    read_stdin,
    unknown_ending,
)
from kg.reading.front_matter import front_matter

__all__ = ["ENDINGS", "SIZE_LIMIT", "Refusal", "read_file", "read_paths", "read_text"]

_HTML = re.compile(r"\s{0,100}(?:<!doctype html|<html)\b", re.IGNORECASE)


def read_file(
    path: str | os.PathLike[str], *, date: str | None = None, title: str | None = None, limit: int = SIZE_LIMIT
) -> Article:
    """The article in a file; its id is the file's name without the ending.

    ``date`` and ``title`` are used where the file itself gives none. ArticleError, one line, when the file
    cannot be read as an article, or is a .jsonl file that holds more than one.
    """
    path = Path(path)
    found = list(_articles(path, printable(path.stem), date, title, limit))
    if len(found) != 1:
        raise ArticleError(
            f"{printable(path)}: holds {len(found)} articles", "read it as a folder is read (read_paths)"
        )
    if isinstance(found[0], Refusal):
        raise ArticleError(f"{found[0].path}: {found[0].reason}", found[0].hint)
    return found[0]


def read_text(text: str, name: str = "stdin", *, date: str | None = None, title: str | None = None) -> Article:
    """The article in a text, which may have a front matter; ``name`` becomes its id and is named in errors."""
    return _plain(text, name, name, (), False, date, title)


def read_paths(
    paths: Iterable[str | os.PathLike[str]], *, date: str | None = None, limit: int = SIZE_LIMIT
) -> Iterator[Article | Refusal]:
    """The articles of files, folders (with all below them) and standard input ("-"), in an order and with ids
    that do not depend on the order of the paths.

    Standard input comes first, then the files sorted by path, then the paths that cannot be read. No two
    articles have one id. A ``date`` that is none raises ArticleError at once.
    """
    if date is not None:
        argument_date(date)
    given = [os.fspath(path) for path in paths]
    found = list(find_files(path for path in given if path != STDIN))
    files = [path for path in found if isinstance(path, Path)]
    ids = article_ids(files)
    taken: dict[str, str] = {}

    def checked(results: Iterable[Article | Refusal]) -> Iterator[Article | Refusal]:
        for result in results:
            if isinstance(result, Article) and taken.setdefault(result.id, result.source_name) != result.source_name:
                yield Refusal(
                    result.source_name,
                    f"its id {result.id!r} is that of {taken[result.id]}",
                    "rename the file or change the id in the record",
                )
            else:
                yield result

    if STDIN in given:
        yield from checked(_guarded(Path(STDIN), "stdin", date, limit))
    for path in files:
        yield from checked(_guarded(path, ids[path], date, limit))
    yield from (refusal for refusal in found if isinstance(refusal, Refusal))


def _guarded(path: Path, article_id: str, date: str | None, limit: int) -> Iterator[Article | Refusal]:
    """The articles of a file; a Refusal instead of an ArticleError."""
    try:
        yield from _articles(path, article_id, date, None, limit)
    except ArticleError as error:
        yield Refusal.of(article_id if str(path) == STDIN else printable(path), error)


def _articles(
    path: Path, article_id: str, date: str | None, title: str | None, limit: int
) -> Iterator[Article | Refusal]:
    """All articles of one file, by its ending."""
    name, ending = printable(path), path.suffix.lower()
    if str(path) == STDIN:
        text, warnings = decode(read_stdin(limit), "stdin")
        yield _plain(text, "stdin", "stdin", warnings, False, date, title)
    elif ending == ".jsonl":
        yield from _records(path, article_id, date, limit)
    elif ending in (".txt", ".md"):
        text, warnings = decode(read_bytes(path, limit), name)
        yield _plain(text, article_id, name, warnings, ending == ".md", date, title)
    elif ending in (".html", ".htm", ".pdf"):
        text, fields = (from_pdf if ending == ".pdf" else from_html)(read_bytes(path, limit), name)
        yield make_article(text, article_id, name, fields, date=date, title=title)
    else:
        read_bytes(path, limit)  # a missing file or a folder is named as such first
        raise unknown_ending(path)


def _plain(
    text: str,
    article_id: str,
    name: str,
    warnings: tuple[str, ...],
    markdown: bool,
    date: str | None,
    title: str | None,
) -> Article:
    if _HTML.match(text):
        raise ArticleError(f"{name}: is HTML, not plain text", "rename it to .html")
    head = front_matter(text)
    return make_article(
        text,
        article_id,
        name,
        head.fields,
        body=head.body,
        markdown=markdown,
        warnings=(*warnings, *head.warnings),
        date=date,
        title=title,
    )


def _records(path: Path, stem: str, date: str | None, limit: int) -> Iterator[Article | Refusal]:
    """The articles of a JSON Lines file, read line by line; the size limit is that of a line."""
    name = printable(path)
    number = 0
    for number, line in enumerate(read_lines(path, limit), 1):
        place = f"{name}:{number}"
        try:
            if text := decode(line, place)[0].strip("\ufeff \t\r\n"):
                body, fields, own_id = from_json(text, place)
                yield make_article(body, f"{stem}-{own_id or number}", place, fields, date=date)
        except ArticleError as error:
            yield Refusal.of(place, error)
    if not number:
        raise ArticleError(f"{name}: is empty", "write one JSON object on each line")
