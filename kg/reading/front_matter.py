"""YAML front matter: what a file says about itself between two lines of dashes."""

import re
from typing import Any, NamedTuple

import yaml

_OPENING = re.compile("\ufeff?---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_LINE = re.compile(r"([A-Za-z][\w -]{0,30}?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*\Z")
_LONGEST = 65_536
#: Other names of the fields of an article.
ALIASES = {
    "publisher": "outlet",
    "source": "outlet",
    "sitename": "outlet",
    "site": "outlet",
    "newspaper": "outlet",
    "license": "licence",
    "lang": "language",
    "country": "outlet_country",
    "publisher_country": "outlet_country",
    "headline": "title",
    "authors": "author",
    "byline": "author",
    "link": "url",
    "published": "date",
    "date_published": "date",
    "datepublished": "date",
    "publish_date": "date",
    "publication_date": "date",
    "published_at": "date",
    "pubdate": "date",
    "timestamp": "date",
    "type": "genre",
}
FIELDS = ("title", "date", "language", "outlet", "outlet_country", "genre", "author", "licence", "url")


class FrontMatter(NamedTuple):
    """The fields, the offset where the body starts, and what was wrong."""

    fields: dict[str, str]
    body: int
    warnings: tuple[str, ...] = ()


def front_matter(text: str) -> FrontMatter:
    """The front matter at the start of a text, if there is one.

    What is faulty is left out with a warning: an unclosed front matter ends at the first line that is no
    ``key: value``, and of faulty YAML the lines are read one by one.
    """
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter({}, 0)
    head = text[opening.end() : opening.end() + _LONGEST]
    closing = _CLOSING.search(head)
    if closing is None:
        size, fields = _leading_fields(head)
        if not fields:
            return FrontMatter({}, 0)
        return FrontMatter(fields, opening.end() + size, ("front matter is not closed by a line '---'",))
    block = head[: closing.start()]
    body = opening.end() + closing.end()
    try:
        # Every scalar stays the string that it is: 2016-05 is no number and 2016-05-06 no datetime.
        content = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problem = str(getattr(error, "problem", "") or error).splitlines()[0]
        fields = {key: value for line in block.splitlines() for key, value in _field(line)}
        return FrontMatter(fields, body, (f"front matter is faulty YAML ({problem}), read line by line",))
    if content is None or content == "":
        return FrontMatter({}, body)
    if not isinstance(content, dict):
        if ":" not in block:
            return FrontMatter({}, 0)  # two horizontal rules, not front matter
        return FrontMatter({}, body, ("front matter is not a list of 'key: value' lines, left out",))
    return FrontMatter(named_fields(content), body)


def named_fields(record: dict[Any, Any]) -> dict[str, str]:
    """The fields of an article in a mapping, under our names; the first of several names for one wins."""
    fields: dict[str, str] = {}
    for key, value in record.items():
        name = str(key).strip().lower().replace("-", "_").replace(" ", "_")
        name = ALIASES.get(name, name)
        if isinstance(value, list):
            value = ", ".join(str(v) for v in value if isinstance(v, str | int))
        elif isinstance(value, dict):
            value = value.get("name", "")
        is_plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        if name in FIELDS and is_plain and str(value).strip():
            fields.setdefault(name, " ".join(str(value).split()))
    return fields


def _leading_fields(head: str) -> tuple[int, dict[str, str]]:
    size, fields = 0, dict[str, str]()
    for line in head.splitlines(keepends=True):
        found = _field(line.rstrip("\r\n"))
        if not found:
            break
        fields.update(found)
        size += len(line)
    return size, named_fields(fields)


def _field(line: str) -> list[tuple[str, str]]:
    """The key and value of one line, at most one pair."""
    match = _LINE.match(line) if len(line) < 2000 else None
    if not match or not match[2]:
        return []
    value = match[2]
    if len(value) > 1 and value[0] in "\"'":
        value = value[1:-1] if value[-1] == value[0] else value[1:]
    return list(named_fields({match[1]: value}).items())
