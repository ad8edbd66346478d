"""Passages as arrays: the words' vectors, who is named where, and what is to be said of them."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from torch import Tensor

from kg import knowledge
from kg.extraction.coreference import add_coreference
from kg.extraction.names import find_mentions
from kg.extraction.position_holders import Holders
from kg.extraction.position_readings import NOBODY
from kg.extraction.statements import find_statements
from kg.model.readings import EVENTS, RELATIONS, STANCES, STATUSES, TOPICS
from kg.reading import read_paths
from kg.resolution import resolve
from training.reader.encoder import Encoder
from training.reader.passages import Passage


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
        named = {t.i: [h.key for h in holders.of(t)] for t in doc if t.pos_ not in NOBODY}
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

    things: dict[str, list[int]] = {}
    for i, entity in referred.items():
        if i in place:
            things.setdefault(entity, []).append(place[i])

    def key_of(text: str, known: dict[int, str], members: dict[str, list[int]]) -> str | None:
        """The key of whatever the words name; one of its own, a new member, for what the extractor does not know."""
        spans = _spans(doc, text)
        for token in (t for span in spans for t in (span.root, *span)):
            if token.i in known:
                return known[token.i]
        for span in spans[:1]:
            members.setdefault(f"#{span.root.i}", [place[span.root.i]])
            return f"#{span.root.i}"
        return None

    first = {i: keys[0] for i, keys in named.items()}
    stands: dict[str, dict[int, int]] = {}
    for holder, topic, stance in passage.positions:
        if (key := key_of(holder, first, groups)) is not None:
            stands.setdefault(key, {})[TOPICS.index(topic)] = STANCES.index(stance)
    events = []
    for trigger, kind, partners, status in passage.events:
        heads = [span.root.i for span in _spans(doc, trigger)]
        if heads:
            who = frozenset(key for p in partners if (key := key_of(p, first, groups)) is not None)
            events.append(Happening(place[heads[0]], EVENTS.index(kind), STATUSES.index(status), who,
                                    tuple(place[i] for i in heads[1:])))
    relations = frozenset((a, RELATIONS.index(p), b) for one, p, other in passage.relations if p in RELATIONS
                          and (a := key_of(one, referred, things)) is not None
                          and (b := key_of(other, referred, things)) is not None)
    lengths = [0]
    for i in words:
        if doc[i].is_sent_start and lengths[-1]:
            lengths.append(0)
        lengths[-1] += 1
    return Example(states[words], lengths, groups, stands, tuple(events), things, relations)


def _spans(doc: Doc, words: str) -> list[Span]:
    """Where the words stand as whole words, else where their letters do."""
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", doc.text)) or re.finditer(re.escape(words), doc.text)
    spans = (doc.char_span(*m.span(), alignment_mode="expand") for m in found)
    return [span for span in spans if span is not None and len(span)]
