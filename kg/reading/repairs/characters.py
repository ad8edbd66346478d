"""Characters that are no text: controls, zero-width marks, odd spaces and line ends, entities, mojibake, ligatures."""

import html
import re
import unicodedata
from collections.abc import Iterator

from kg.reading.edits import Edit

_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOTHING = re.compile(
    "\xad(?:\r?\n)?|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_MOJIBAKE = re.compile("[ÂÃâ][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}")
_LIGATURE = re.compile("[\ufb00-\ufb06]")


def encoding_damage(text: str) -> Iterator[Edit]:
    """UTF-8 that was read as Windows-1252 ("â€™"), and entities that were never resolved ("&amp;")."""
    for match in _MOJIBAKE.finditer(text):
        try:
            meant = b"".join(c.encode("latin-1") if "\x80" <= c <= "\x9f" else c.encode("cp1252") for c in match[0])
            character = meant.decode("utf-8")
        except UnicodeError:
            continue
        if len(character) == 1:
            yield Edit(match.start(), match.end(), character)
    for match in _ENTITY.finditer(text):
        character = html.unescape(match[0])
        if character != match[0]:
            yield Edit(match.start(), match.end(), character)


def odd_characters(text: str) -> Iterator[Edit]:
    """Every space becomes a space, every line end a line feed; what cannot be seen goes; ligatures come apart."""
    for match in _SPACES.finditer(text):
        yield Edit(match.start(), match.end(), " " * len(match[0]))
    for match in _LINE_ENDS.finditer(text):
        yield Edit(match.start(), match.end(), "\n")
    for match in _NOTHING.finditer(text):
        yield Edit(match.start(), match.end())
    for match in _LIGATURE.finditer(text):
        yield Edit(match.start(), match.end(), unicodedata.normalize("NFKC", match[0]))
