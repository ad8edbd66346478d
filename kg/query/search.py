"""Search over labels, names and sentences: SQLite's FTS5 with trigrams, which needs no words and so no language."""

import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

#: Characters of a question that are looked at.
MAX_LENGTH = 200
_ORDER = {"label": 0, "name": 1, "alias": 2, "sentence": 3}


@dataclass(frozen=True)
class Hit:
    """A thing that the question found, and the text that it was found by."""

    iri: str
    kind: str
    text: str


class Index:
    """An index in memory. Made once for a generation; asked by one thread at a time."""

    def __init__(self, texts: Iterable[tuple[str, str, str]]) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute("CREATE VIRTUAL TABLE texts USING fts5(iri UNINDEXED, kind UNINDEXED, text UNINDEXED, "
                               "folded, tokenize='trigram')")
        self._database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)",
                                   sorted({(iri, kind, text, folded(text)) for iri, kind, text in texts}))
        self._database.commit()

    def find(self, question: str, limit: int = 50) -> list[Hit]:
        """The things found, once each: those that are called so first, then those whose sentences say it.

        All words of the question must be in the text. A word of one or two characters, as Japanese has, is too short
        for trigrams and is looked for in every text.
        """
        words = folded(question[:MAX_LENGTH]).split()
        if not words:
            return []
        long = " ".join('"' + word.replace('"', '""') + '"' for word in words if len(word) >= 3)
        short = [word for word in words if len(word) < 3]
        where = " AND ".join(["texts MATCH ?"] * bool(long) + ["instr(folded, ?)"] * len(short))
        rows = self._database.execute(f"SELECT iri, kind, text, folded FROM texts WHERE {where} LIMIT 2000",
                                      [*([long] if long else []), *short]).fetchall()
        wanted = " ".join(words)
        rows.sort(key=lambda row: (_ORDER[row[1]], row[3] != wanted, not row[3].startswith(wanted), len(row[3]), row))
        found: dict[str, Hit] = {}
        for iri, kind, text, _ in rows:
            found.setdefault(iri, Hit(iri, kind, text))
        return list(found.values())[:limit]

    def close(self) -> None:
        """Lets the memory go."""
        self._database.close()


def folded(text: str) -> str:
    """The text without differences of case, width and accents, so that Kyōdō is found by kyodo."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(unicodedata.normalize("NFC", "".join(c for c in parts if unicodedata.category(c) != "Mn"
                                                         or "\u3099" <= c <= "\u309a")).split())
