"""Passages as arrays: the words' vectors, who is named where, and what is to be said of them."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor

from kg import knowledge
from kg.extraction.coreference import add_coreference
from kg.extraction.names import find_mentions
from kg.extraction.position_holders import Holders
from kg.extraction.statements import find_statements
from kg.model.readings import EVENTS, RELATIONS, STANCES, STATUSES, TOPICS
from kg.reading import read_paths
from kg.resolution import resolve
from training.reader.encoder import Encoder
from training.reader.passages import Passage

#: Words that name nobody.
_NOBODY = frozenset(("VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PUNCT", "SPACE"))


@dataclass(frozen=True)
class Happening:
    """An event: its word, type, status, who takes part (keys of ``groups``), and other words spelled like its own."""

    word: int
    type: int
    status: int
    partners: frozenset[str]
    alike: tuple[int, ...]


@dataclass(frozen=True)
class Example:
    """One passage. ``sentences``: the number of words of each; ``groups``: whoever is named, by key, with the words
    that name them; ``stands``: by key and topic the stance; ``things``: the same as ``groups`` for all that has a name;
    ``relations``: (subject's key, relation, object's key)."""

    states: Tensor
    sentences: list[int]
    groups: dict[str, list[int]]
    stands: dict[str, dict[int, int]]
    events: tuple[Happening, ...]
    things: dict[str, list[int]]
    relations: frozenset[tuple[str, int, str]]

    def __len__(self) -> int:
        return len(self.states)

    def beside(self, word: int, words: list[int]) -> list[int]:
        """Those of the words that stand in the word's sentence."""
        start = 0
        for length in self.sentences:
            if word < start + length:
                return [w for w in words if start <= w < start + length]
            start += length
        return []


def examples_of(passages: Iterable[Passage], nlp: Language, encoder: Encoder) -> Iterator[Example]:
    """The examples; ``encoder`` gives the vectors from which the reader goes on."""
    base = knowledge.load()
    passages = list(passages)
    with tempfile.TemporaryDirectory() as folder:  # through the reader of files, so that texts are cleaned as ever
        for n, passage in enumerate(passages):
            Path(folder, f"{n:06}.txt").write_text(f"---\ntitle: passage\n---\n{passage.text}\n", encoding="utf-8")
        articles = list(read_paths([folder]))
    for passage, article, doc in zip(passages, articles, nlp.pipe([a.cleaned.text for a in articles]), strict=True):
        context = add_coreference(resolve(doc, article, base, find_mentions(doc, article, base)))
        holders = Holders(context, tuple(find_statements(context)))
        named = {t.i: [h.key for h in holders.of(t)] for t in doc if t.pos_ not in _NOBODY}
        yield _example(passage, doc, {i: keys for i, keys in named.items() if keys},
                       {r.mention.head: r.entity for r in context.references}, encoder.states(doc))


def _example(passage: Passage, doc: Doc, named: dict[int, list[str]], referred: dict[int, str],
             states: Tensor) -> Example:
    words = [t.i for t in doc if not t.is_space]
    place = {i: n for n, i in enumerate(words)}
    groups: dict[str, list[int]] = {}
    for i, keys in named.items():
        for key in keys:
            groups.setdefault(key, []).append(place[i])

    def group(text: str) -> str | None:
        """The key of whoever the words name; one of its own for those whom the extractor does not know."""
        spans = [span for at in _occurrences(doc.text, text) if (span := doc.char_span(
            at, at + len(text), alignment_mode="expand")) is not None and len(span)]
        for span in spans:
            for token in (span.root, *span):
                if token.i in named:
                    return named[token.i][0]
        for span in spans:
            key = f"#{span.root.i}"
            groups.setdefault(key, [place[span.root.i]])
            return key
        return None

    stands: dict[str, dict[int, int]] = {}
    for holder, topic, stance in passage.positions:
        if (key := group(holder)) is not None:
            stands.setdefault(key, {})[TOPICS.index(topic)] = STANCES.index(stance)
    events = []
    for trigger, kind, partners, status in passage.events:
        heads = [span.root.i for at in _occurrences(doc.text, trigger) if (span := doc.char_span(
            at, at + len(trigger), alignment_mode="expand")) is not None and len(span)]
        if heads:
            who = frozenset(key for p in partners if (key := group(p)) is not None)
            events.append(Happening(place[heads[0]], EVENTS.index(kind), STATUSES.index(status), who,
                                    tuple(place[i] for i in heads[1:])))
    things: dict[str, list[int]] = {}
    for i, entity in referred.items():
        if i in place:
            things.setdefault(entity, []).append(place[i])

    def thing(text: str) -> str | None:
        """The key of what the words name, likewise."""
        spans = [span for at in _occurrences(doc.text, text) if (span := doc.char_span(
            at, at + len(text), alignment_mode="expand")) is not None and len(span)]
        for token in (t for span in spans for t in (span.root, *span)):
            if token.i in referred:
                return referred[token.i]
        for span in spans:
            things.setdefault(f"#{span.root.i}", [place[span.root.i]])
            return f"#{span.root.i}"
        return None

    relations = frozenset((a, RELATIONS.index(p), b) for one, p, other in passage.relations if p in RELATIONS
                          and (a := thing(one)) is not None and (b := thing(other)) is not None)
    lengths = [0]
    for i in words:
        if doc[i].is_sent_start and lengths[-1]:
            lengths.append(0)
        lengths[-1] += 1
    return Example(states[words], lengths, groups, stands, tuple(events), things, relations)


def _occurrences(text: str, words: str) -> list[int]:
    """Where the words stand as whole words, else where their letters do."""
    whole = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return whole or [m.start() for m in re.finditer(re.escape(words), text)]
