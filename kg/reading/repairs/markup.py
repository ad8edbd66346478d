"""Markdown and left-over HTML tags: the marks go, the words stay."""

import re
from collections.abc import Iterator

from kg.reading.edits import Edit

# Lengths are bounded so that a text of nothing but brackets or stars is read in linear time.
_MARKS = (
    re.compile(r"^ {0,3}#{1,6} +", re.MULTILINE),
    re.compile(r"^ {0,3}> ?", re.MULTILINE),
    re.compile(r"<!--.{0,2000}?-->", re.DOTALL),
    re.compile(r"!\[[^\]\n]{0,200}\]\([^)\s]{1,500}\)"),
)
_LINK = re.compile(r"(?<!!)\[([^\]\[\n]{1,200})\](\([^)\s]{1,500}\)|\[\^?[\w-]{1,40}\])")
_EMPHASIS = re.compile(r"(?<![\w*_\\])(\*\*|__|\*|_)(?=[^\s*_])([^*_\n]{1,300})(?<=[^\s*_])\1(?![\w*_])")

_TAG = re.compile(
    r"</?(p|br|div|li|ul|ol|h[1-6]|blockquote|span|a|b|i|u|em|strong|small|sup|sub|font|img)\b[^<>]{0,500}>", re.I
)
_INLINE = frozenset(["span", "a", "b", "i", "u", "em", "strong", "small", "sup", "sub", "font"])


def html_tags(text: str) -> Iterator[Edit]:
    """Tags that were left in plain text; those of blocks part paragraphs."""
    for match in _TAG.finditer(text):
        yield Edit(match.start(), match.end(), "" if match[1].lower() in _INLINE else "\n\n")


def markdown(text: str) -> Iterator[Edit]:
    """Marks of headings, quotations, emphasis, links, images and comments."""
    for pattern in _MARKS:
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end())
    for match in _LINK.finditer(text):
        yield Edit(match.start(), match.start(1))
        yield Edit(match.end(1), match.end())
    for match in _EMPHASIS.finditer(text):
        yield Edit(match.start(), match.start(2))
        yield Edit(match.end(2), match.end())
