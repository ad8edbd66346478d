"""Names annotated by others, flat and of three kinds: Universal NER's layer over EWT, and Wikigold.

Both say where persons, organizations and places are named; what else has a name they lump together
(``OTH``, ``MISC``) or leave out, so it stays open (see ``training.names.targets``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from training.treebank import Sentence, Word

#: Universal NER's file for EWT (CC BY-SA 4.0), joined with the treebank by ``sent_id``.
UNER = "en_ewt-ud-{split}.iob2"
#: Wikigold (CC BY 4.0; Balasuriya et al. 2009): sentences of Wikipedia without trees.
WIKIGOLD = "wikigold.conll.txt"

_KIND = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%'") | {"'s", "n't", "''"}

Flat = tuple[tuple[int, int, str], ...]


def _spans(tags: list[str]) -> Flat:
    """Spans of IOB1 or IOB2 tags."""
    found: list[tuple[int, int, str]] = []
    last = "O"
    for i, tag in enumerate(tags):
        if tag != "O":
            prefix, _, label = tag.partition("-")
            kind = _KIND.get(label, "")
            if prefix == "B" or last[2:] != label:
                found.append((i, i + 1, kind))
            else:
                found[-1] = (found[-1][0], i + 1, kind)
        last = tag
    return tuple(found)


def _blocks(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Comments and rows of each sentence of a file of columns."""
    comments: list[str] = []
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# "):
            comments.append(line)
        elif line.strip():
            rows.append(line.split())
        elif rows:
            yield comments, rows
            comments, rows = [], []


def with_names(sentences: Iterable[Sentence], folder: Path, split: str) -> list[Sentence]:
    """EWT's sentences with Universal NER's names, where the words are the same; other sentences as they are."""
    layer: dict[str, tuple[list[str], Flat]] = {}
    for comments, rows in _blocks(folder / UNER.format(split=split)):
        key = next(c[12:] for c in comments if c.startswith("# sent_id = "))
        layer[key] = [r[1] for r in rows], _spans([r[2] for r in rows])
    result = []
    for s in sentences:
        forms, flat = layer.get(s.id, ([], ()))
        same = s.treebank == "ewt" and forms == [w.form for w in s.words]
        result.append(replace(s, flat=flat) if same else s)
    return result


def wikigold(folder: Path) -> list[Sentence]:
    """Wikigold's sentences, without trees."""
    result = []
    for _, rows in _blocks(folder / WIKIGOLD):
        if rows[0][0] == "-DOCSTART-":
            continue
        forms = [r[0] for r in rows]
        spaces = [after not in _NO_SPACE_BEFORE for after in forms[1:]] + [True]
        words = tuple(Word(f, "", "", "", "", -1, "", "", s) for f, s in zip(forms, spaces, strict=True))
        flat = _spans([r[1] for r in rows])
        result.append(Sentence(words, "", "wikigold", "", False, False, "wiki", (), None, "", flat))
    return result
