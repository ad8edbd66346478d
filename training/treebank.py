"""Reading CoNLL-U treebanks: words, trees, spacing, documents and GUM's nested entities."""

import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: GUM's ``Entity=`` brackets: an opening with its fields, a closing, or both at once.
_BRACKET = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")


@dataclass(frozen=True)
class Word:
    """One syntactic word as annotated; ``head`` counts from 1, 0 is the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    misc: str
    space_after: bool


@dataclass(frozen=True)
class Entity:
    """A mention of GUM: words ``start:end`` (from 0, end excluded), its type, and its Wikipedia link or ``""``."""

    start: int
    end: int
    type: str
    link: str


@dataclass(frozen=True)
class Sentence:
    """One annotated sentence.

    ``mwt`` holds the multiword tokens as ``(first, last, form)``, words counted from 1.
    ``entities`` is None where the treebank has no such layer (EWT). ``flat`` holds names of persons,
    organizations and places as ``(start, end, kind)`` from a layer of its own (``training.named``), with kind "" for
    names of other things; None without one. ``head`` is -1 in all words of a sentence without a tree.
    """

    words: tuple[Word, ...]
    text: str
    treebank: str
    doc: str
    new_doc: bool
    new_par: bool
    genre: str
    mwt: tuple[tuple[int, int, str], ...]
    entities: tuple[Entity, ...] | None
    id: str = ""
    flat: tuple[tuple[int, int, str], ...] | None = None


def _entities(words: list[Word]) -> tuple[Entity, ...]:
    """The mentions of one sentence; brackets left open are dropped (parts of split mentions have ids of their own)."""
    found: list[Entity] = []
    open_: list[tuple[str, int, str, str]] = []
    for i, word in enumerate(words):
        value = next((v[7:] for v in word.misc.split("|") if v.startswith("Entity=")), "")
        for single, opening, closing in _BRACKET.findall(value):
            fields = (single or opening).split("-")
            if single or opening:
                link = "-".join(fields[7:]) if len(fields) > 7 else ""
                if single:
                    found.append(Entity(i, i + 1, fields[1], link))
                else:
                    open_.append((fields[0], i, fields[1], link))
            else:
                for k in range(len(open_) - 1, -1, -1):
                    if open_[k][0] == closing:
                        _, start, kind, link = open_.pop(k)
                        found.append(Entity(start, i + 1, kind, link))
                        break
    return tuple(found)


def read(path: Path, treebank: str) -> Iterator[Sentence]:
    """The sentences of a ``.conllu`` or ``.conllu.xz`` file, in order."""
    opener = lzma.open if path.suffix == ".xz" else open
    comments: list[str] = []
    rows: list[list[str]] = []
    doc, genre = "", ""
    with opener(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("#"):
                comments.append(line)
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                text, new_doc, new_par, sent_id = "", False, False, ""
                for c in comments:
                    if c.startswith("# text = "):
                        text = c[9:]
                    elif c.startswith("# sent_id = "):
                        sent_id = c[12:]
                    elif c.startswith("# newdoc"):
                        new_doc, doc = True, c.partition("= ")[2]
                        genre = doc.split("-")[0] if treebank == "ewt" else doc.split("_")[1]
                    elif c.startswith("# newpar") and "newpar_block" not in c:
                        new_par = True
                yield _sentence(rows, text, treebank, doc, new_doc, new_par, genre, sent_id)
                comments, rows = [], []


def _sentence(
    rows: list[list[str]], text: str, treebank: str, doc: str, new_doc: bool, new_par: bool, genre: str, sent_id: str
) -> Sentence:
    mwt: list[tuple[int, int, str]] = []
    glued: set[int] = set()  # words that the next word follows without a space inside a multiword token
    words: list[Word] = []
    spaces: dict[int, bool] = {}
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            mwt.append((first, last, row[1]))
            glued.update(range(first, last))
            spaces[last] = "SpaceAfter=No" not in row[9]
    for row in rows:
        if row[0].isdigit():
            n = int(row[0])
            after = n not in glued and spaces.get(n, "SpaceAfter=No" not in row[9])
            words.append(Word(row[1], row[2], row[3], row[4], row[5], int(row[6]), row[7], row[9], after))
    entities = _entities(words) if treebank == "gum" else None
    return Sentence(tuple(words), text, treebank, doc, new_doc, new_par, genre, tuple(mwt), entities, sent_id)


def load(folder: Path, split: str, treebanks: tuple[str, ...] = ("ewt", "gum")) -> list[Sentence]:
    """All sentences of one split (``train``, ``dev`` or ``test``) of the named treebanks."""
    return [s for name in treebanks for s in read(folder / f"{name}-{split}.conllu.xz", name)]
