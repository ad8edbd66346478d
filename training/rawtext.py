"""Raw text from treebanks, as in the CoNLL 2018 shared task: sentences joined by spaces, paragraphs by blank lines."""

from dataclasses import dataclass

from training.treebank import Sentence


@dataclass(frozen=True)
class RawDocument:
    """A document's text and where its gold words (character spans) and sentences (word ranges) are."""

    text: str
    words: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    source: list[Sentence]


def documents(sentences: list[Sentence]) -> list[RawDocument]:
    """One entry for each document, in order; GUM's and EWT's paragraph marks become blank lines."""
    groups: list[list[Sentence]] = []
    for s in sentences:
        if s.new_doc or not groups:
            groups.append([])
        groups[-1].append(s)
    return [_document(g) for g in groups]


def _document(group: list[Sentence]) -> RawDocument:
    parts: list[str] = []
    words: list[tuple[int, int]] = []
    ranges: list[tuple[int, int]] = []
    at = 0

    def put(piece: str) -> None:
        nonlocal at
        parts.append(piece)
        at += len(piece)

    for k, s in enumerate(group):
        if k and s.new_par:
            while parts and parts[-1] == " ":
                at -= len(parts.pop())
            put("\n\n")
        begin = len(words)
        for w in s.words:
            words.append((at, at + len(w.form)))
            put(w.form)
            if w.space_after:
                put(" ")
        ranges.append((begin, len(words)))
    return RawDocument("".join(parts), words, ranges, group)
