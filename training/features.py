"""Sentences as arrays: pieces, shapes, word positions and the targets of every head."""

import csv
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.language.lemma import script_of
from kg.language.subwords import CLS, MASK, SEP, Subwords, shape_of
from training.names import LABELS, names, targets, without_post
from training.treebank import Sentence

#: Target that the loss ignores.
IGNORE = -100
#: Encoder positions; longer training sentences are left out.
MAX_SUBWORDS = 500

_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "--"}


@dataclass(frozen=True)
class Inventory:
    """The closed sets of labels, most frequent first; index 0 is a safe default."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    scripts: tuple[str, ...]
    deprels: tuple[str, ...]
    names: tuple[str, ...] = LABELS

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> "Inventory":
        words = [w for s in sentences for w in s.words]

        def common(values: Iterable[str], least: int) -> tuple[str, ...]:
            counted = Counter(values)
            return tuple(v for v, n in sorted(counted.items(), key=lambda kv: (-kv[1], kv[0])) if n >= least)

        return cls(
            common((w.upos for w in words), 1),
            common((w.xpos for w in words), 1),
            common((w.feats for w in words), 3),
            common((script_of(w.form, w.lemma) for w in words), 3),
            common((w.deprel for w in words), 1),
        )

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self.__dict__, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Inventory":
        return cls(**{k: tuple(v) for k, v in json.loads(path.read_text(encoding="utf-8")).items()})


@dataclass(frozen=True)
class Example:
    """One sentence: ``ids`` and ``shapes`` over subwords, ``first``/``last`` over words with the root at 0."""

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]
    heads: list[int]
    tags: list[list[int]]  # upos, xpos, feats, script, deprel: one list each
    names: NDArray[np.bool_]  # words x labels: which labels are allowed


@dataclass(frozen=True)
class NamePool:
    """Names to put in the place of others of their kind and length, so that contexts and not names are learnt."""

    names: dict[tuple[str, int], tuple[tuple[str, ...], ...]]
    share: float = 0.3

    @classmethod
    def of(cls, sentences: Iterable[Sentence], lists: Path | None = None) -> "NamePool":
        """The known names of the sentences, and those of the knowledge tables in the folder ``lists``."""
        found: dict[tuple[str, int], set[tuple[str, ...]]] = {}
        for sentence in sentences:
            for start, end, kind in _swappable(sentence):
                found.setdefault((kind, end - start), set()).add(tuple(w.form for w in sentence.words[start:end]))
        for path in sorted(lists.rglob("*.csv")) if lists else ():
            kind = {"people": "PERSON", "organizations": "ORG"}.get(path.stem)
            kind = kind or ("PLACE" if path.stem in ("places", "territories", "states") else None)
            if kind:
                with path.open(encoding="utf-8", newline="") as rows:
                    labels = [tuple(row.get("label", "").split()) for row in csv.DictReader(rows)]
                for label in labels:
                    if label and all(word[:1].isupper() and word.isalpha() for word in label):
                        found.setdefault((kind, len(label)), set()).add(label)
        return cls({key: tuple(sorted(names)) for key, names in found.items()})

    def put_into(self, forms: list[str], sentence: Sentence, rng: random.Random) -> set[int]:
        """Replace some of the names in ``forms``; returns the positions of new words."""
        changed: set[int] = set()
        for start, end, kind in _swappable(sentence):
            pool = self.names.get((kind, end - start), ())
            if pool and rng.random() < self.share:
                forms[start:end] = rng.choice(pool)
                changed.update(range(start, end))
        return changed


def _swappable(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Names of persons, organizations and places that consist of capitalized words only."""
    words = sentence.words
    found = names(sentence) if sentence.entities is not None else sentence.flat or ()
    found = [(*without_post(words, start, end, kind), kind) for start, end, kind in found]
    return [
        (start, end, kind)
        for start, end, kind in found
        if kind in ("PERSON", "ORG", "PLACE")
        and start < end
        and all(w.form[:1].isupper() and w.form.isalpha() for w in words[start:end])
    ]


def _varied(sentence: Sentence, rng: random.Random) -> tuple[list[str], bool]:
    """The forms of a sentence, now and then as a headline, in capitals, or with other quotation marks."""
    forms = [w.form for w in sentence.words]
    roll = rng.random()
    if roll < 0.03:
        return [f.upper() for f in forms], True
    if roll < 0.06:
        return [f[:1].upper() + f[1:] if len(f) > 3 or i == 0 else f for i, f in enumerate(forms)], True
    if roll < 0.08:
        return [f.lower() for f in forms], True
    if roll < 0.22:
        opened = False
        for i, (form, word) in enumerate(zip(forms, sentence.words, strict=True)):
            if form == '"':
                forms[i] = "”" if opened else "“"
                opened = not opened
            elif form in _STRAIGHT:
                forms[i] = _STRAIGHT[form]
            elif "'" in form and word.upos in ("PART", "AUX", "VERB"):
                forms[i] = form.replace("'", "’")
            elif "’" in form:
                forms[i] = form.replace("’", "'")
    return forms, False


def encode(
    sentence: Sentence,
    inventory: dict[str, dict[str, int]],
    subwords: Subwords,
    rng: random.Random | None = None,
    word_dropout: float = 0.0,
    pool: NamePool | None = None,
) -> Example | None:
    """The arrays of one sentence; with ``rng`` varied for training; None where it is too long."""
    words = list(sentence.words)
    keep = list(range(len(words)))
    forms, recased, changed = [w.form for w in words], False, set[int]()
    if rng is not None:
        forms, recased = _varied(sentence, rng)
        if pool is not None and not recased:
            changed = pool.put_into(forms, sentence, rng)
        tail = len(words) - 1
        if rng.random() < 0.06 and tail > 2 and words[tail].form in ".:;" and words[tail].deprel == "punct":
            keep.pop()  # a headline has no full stop
    pieces = subwords.pieces(forms)
    ids, shapes, first, last = [CLS], [0], [0], [0]
    for i in keep:
        shape = shape_of(forms[i], i == 0 or words[i - 1].space_after)
        hide = rng is not None and rng.random() < word_dropout
        first.append(len(ids))
        for piece in pieces[i]:
            ids.append(MASK if hide else piece)
            shapes.append(shape)
        last.append(len(ids) - 1)
    ids.append(SEP)
    shapes.append(0)
    if len(ids) > MAX_SUBWORDS:
        return None
    table = [
        [inventory["upos"].get(words[i].upos, IGNORE) for i in keep],
        [inventory["xpos"].get(words[i].xpos, IGNORE) for i in keep],
        [inventory["feats"].get(words[i].feats, IGNORE) for i in keep],
        [
            IGNORE
            if recased or words[i].head < 0 or i in changed
            else inventory["scripts"].get(script_of(words[i].form, words[i].lemma), IGNORE)
            for i in keep
        ],
        [inventory["deprels"].get(words[i].deprel, IGNORE) for i in keep],
    ]
    allowed = np.zeros((len(keep), len(LABELS)), dtype=bool)
    if sentence.entities is not None or sentence.flat is not None or not recased:
        for row, labels in enumerate(targets(sentence)[: len(keep)]):
            allowed[row, list(labels)] = True
    else:
        allowed[:] = True
    return Example(ids, shapes, first, last, [words[i].head for i in keep], table, allowed)


def batches(examples: Sequence[Example], words_per_batch: int, rng: random.Random | None) -> list[list[int]]:
    """Groups of examples of similar length with about as many words each; shuffled with ``rng``."""
    order = list(range(len(examples)))
    if rng is not None:
        rng.shuffle(order)
        order.sort(key=lambda i: len(examples[i].ids) + rng.random() * 4)
    else:
        order.sort(key=lambda i: len(examples[i].ids))
    groups: list[list[int]] = []
    group: list[int] = []
    longest = 0
    for i in order:
        longest = max(longest, len(examples[i].heads))
        if group and longest * (len(group) + 1) > words_per_batch:
            groups.append(group)
            group, longest = [], len(examples[i].heads)
        group.append(i)
    if group:
        groups.append(group)
    if rng is not None:
        rng.shuffle(groups)
    return groups
