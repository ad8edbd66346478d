"""Make or verify corpus/manifest.csv: one row an article, with the facts of its front matter and a checksum.

python corpus/manifest.py            rewrites the manifest
python corpus/manifest.py --check    verifies it; exit 1 with one line a fault
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
ARTICLES = HERE / "articles"
MANIFEST = HERE / "manifest.csv"

KEYS = ("title", "date", "language", "genre", "outlet", "outlet_country", "author", "licence", "sources")
GENRES = frozenset({"wire", "analysis", "op-ed", "statement", "explainer", "live", "feature", "interview", "newspaper"})
COLUMNS = (
    "file",
    "title",
    "date",
    "genre",
    "outlet",
    "outlet_country",
    "language",
    "words",
    "licence",
    "sources",
    "sha256",
)

_FILE_NAME = re.compile(r"\d{2}-[a-z0-9]+(-[a-z0-9]+)*\.md")
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_COUNTRY = re.compile(r"[A-Z]{2}")


class ArticleError(ValueError):
    """An article that cannot be read, with the reason."""


@dataclass(frozen=True)
class Article:
    """One article of the corpus: its front matter, its body and the checksum of the whole file."""

    file: str
    title: str
    date: str
    language: str
    genre: str
    outlet: str
    outlet_country: str
    author: str
    licence: str
    sources: tuple[str, ...]
    body: str
    sha256: str

    @property
    def words(self) -> int:
        """The number of words of the body, counted as runs without white space."""
        return len(self.body.split())

    def row(self) -> list[str]:
        """The article's row in the manifest."""
        return [
            self.file,
            self.title,
            self.date,
            self.genre,
            self.outlet,
            self.outlet_country,
            self.language,
            str(self.words),
            self.licence,
            "; ".join(self.sources),
            self.sha256,
        ]


def is_date(text: str) -> bool:
    """Whether the text is a day (YYYY-MM-DD) or a month (YYYY-MM) of the calendar."""
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        return False
    return True


def split(text: str) -> tuple[str, str]:
    """The front matter and the body of an article's text."""
    match = re.match(r"---\n(.*?\n)---\n(.*)\Z", text, flags=re.DOTALL)
    if match is None:
        raise ArticleError("no front matter between two lines of ---")
    return match.group(1), match.group(2)


def read(path: Path) -> Article:
    """The article in a file; raises ArticleError with the first fault found."""
    raw = path.read_bytes()
    try:
        front, body = split(raw.decode("utf-8"))
        data = yaml.safe_load(front)
    except UnicodeDecodeError as error:
        raise ArticleError(f"not UTF-8: {error}") from error
    except yaml.YAMLError as error:
        raise ArticleError(f"front matter is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise ArticleError("front matter is not a mapping")
    if set(data) != set(KEYS):
        wrong = sorted(str(key) for key in set(data) ^ set(KEYS))
        raise ArticleError(f"front matter keys missing or not known: {', '.join(wrong)}")

    values: dict[str, str] = {}
    for key in KEYS[:-1]:
        value = data[key]
        if isinstance(value, dt.date):
            value = value.isoformat()
        if not isinstance(value, str) or not value.strip():
            raise ArticleError(f"{key} is not a text: {value!r}")
        values[key] = value
    sources = data["sources"]
    if not isinstance(sources, list) or not sources:
        raise ArticleError("sources is not a list with at least one entry")
    for source in sources:
        if not isinstance(source, str) or not source.strip():
            raise ArticleError(f"a source is not a text: {source!r}")

    if not is_date(values["date"]):
        raise ArticleError(f"date is neither YYYY-MM-DD nor YYYY-MM: {values['date']}")
    if values["genre"] not in GENRES:
        raise ArticleError(f"genre is not known: {values['genre']}")
    if not _COUNTRY.fullmatch(values["outlet_country"]):
        raise ArticleError(f"outlet_country is not a code of two letters: {values['outlet_country']}")
    if not body.strip():
        raise ArticleError("the body is empty")
    return Article(file=path.name, **values, sources=tuple(sources), body=body, sha256=hashlib.sha256(raw).hexdigest())


def load(folder: Path = ARTICLES) -> tuple[list[Article], list[str]]:
    """The articles of a folder, sorted by file name, and one line for each fault."""
    articles: list[Article] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.md")):
        if not _FILE_NAME.fullmatch(path.name):
            faults.append(f"{path.name}: the name is not of the form NN-slug.md")
            continue
        try:
            articles.append(read(path))
        except ArticleError as error:
            faults.append(f"{path.name}: {error}")
    if not articles and not faults:
        faults.append(f"{folder.name}: no articles")
    return articles, faults


def render(articles: list[Article]) -> str:
    """The manifest's text for the articles."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(article.row() for article in articles)
    return buffer.getvalue()


def differences(articles: list[Article], manifest: Path = MANIFEST) -> list[str]:
    """One line for each place where the manifest does not match the articles."""
    if not manifest.is_file():
        return [f"{manifest.name}: missing"]
    text = manifest.read_text(encoding="utf-8")
    if text == render(articles):
        return []
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != COLUMNS:
        return [f"{manifest.name}: the columns are not {','.join(COLUMNS)}"]
    found = {row[0]: row for row in rows[1:] if row}
    expected = {article.file: article.row() for article in articles}
    faults = [f"{name}: not in the manifest" for name in sorted(expected.keys() - found.keys())]
    faults += [f"{name}: in the manifest, but not in articles" for name in sorted(found.keys() - expected.keys())]
    for name in sorted(expected.keys() & found.keys()):
        if len(found[name]) != len(COLUMNS):
            faults.append(f"{name}: {len(found[name])} fields in the manifest, not {len(COLUMNS)}")
            continue
        wrong = [column for column, old, new in zip(COLUMNS, found[name], expected[name], strict=True) if old != new]
        if wrong:
            faults.append(f"{name}: the manifest differs in {', '.join(wrong)}")
    return faults or [f"{manifest.name}: rows are repeated, unsorted or written in another form"]


def main(arguments: list[str] | None = None) -> int:
    """Rewrite or check the manifest; the exit status."""
    parser = argparse.ArgumentParser(description="Make or verify corpus/manifest.csv.")
    parser.add_argument("--check", action="store_true", help="verify only; exit 1 with one line a fault")
    options = parser.parse_args(arguments)
    articles, faults = load()
    if options.check:
        faults += differences(articles)
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 1
    if not options.check:
        MANIFEST.write_text(render(articles), encoding="utf-8", newline="")
    print(f"{len(articles)} articles, {sum(article.words for article in articles)} words")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
