"""The language stage as a spaCy pipeline: tokenizer, sentences, analysis, reader.

Conventions of the ``Doc``:

- ``doc.text`` is the input exactly (but for lone surrogates: U+FFFD). White space beyond single blanks becomes
  tokens of its own
  (``pos_`` SPACE, ``tag_`` _SP, ``dep_`` "space", lemma = text), attached to the word before it in
  the sentence, or to the next word where there is none. They have no children.
- Labels are those of Universal Dependencies v2, subtypes included; the root of a
  sentence is its own head with ``dep_`` "root". ``tag_`` is the Penn tag.
- Entities are names: PERSON, ORG, PLACE, EVENT, OTHER (works, products, treaties, peoples'
  languages) and DATE (calendar dates and deictic times such as "last week"). Titles before a
  person's name ("President") and articles are outside the name.
- ``kg.model.readings.readings_of(doc)`` has what the reader says of each token.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.errors import ModelError
from kg.language.files import FOLDER, read_model_text
from kg.language.lemma import LemmaTable, Lemmatizer
from kg.language.names import agreed_kinds, kinds_of
from kg.language.network import Analysis, Network, Pending
from kg.language.sentences import Segmenter
from kg.language.tokenizer import Tokenizer
from kg.language.windows import WordIn
from kg.model.readings import Readings, set_readings

#: Words that are analysed together at most, about; bounds the memory of ``nlp.pipe``.
_WORDS_AT_ONCE = 5_000
#: Documents, their sentences (words with token indices), and the analysis under way.
_Work = tuple[list[Doc], list[list[tuple[list[WordIn], list[int]]]], Pending]


class Sentences:
    """Component that marks where sentences begin (``token.is_sent_start``)."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts; white space belongs to the sentence before it."""
        tokens = [t for t in doc if not t.is_space]
        starts = self._segmenter.starts(doc.text, [(t.idx, t.idx + len(t)) for t in tokens])
        marks = np.full(len(doc), -1, np.int64)
        marks[:1] = 1
        for token, start in zip(tokens[1:], starts[1:], strict=True):
            if start:
                marks[token.i] = 1
        # one array for all: setting token.is_sent_start looks at the whole document each time
        doc.from_array(["SENT_START"], _plain(marks[:, None]))
        return doc


class Analyser:
    """Component that fills tags, morphology, lemmas, trees and names from the network."""

    def __init__(self, vocab: Vocab, network: Network, table: LemmaTable | None = None) -> None:
        self._network = network
        labels = network.labels
        self._lemmatizer = Lemmatizer(labels.scripts, table)
        add = vocab.strings.add
        self._lemma_ids: dict[tuple[str, int, int], int] = {}
        self._add = add
        self._pos = np.array([add(v) for v in labels.upos], np.uint64)
        self._tag = np.array([add(v) for v in labels.xpos], np.uint64)
        self._dep = np.array([add(v) for v in labels.deprels], np.uint64)
        self._morph = np.array([vocab.morphology.add("" if v == "_" else v) for v in labels.feats], np.uint64)
        self._kinds = kinds_of(labels.names)
        self._ent = {kind: add(kind) for kind in self._kinds}
        self._space = [add("SPACE"), add("_SP"), add("space")]
        self._no_morph = vocab.morphology.add("")
        self._upos = labels.upos

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Analyse documents, several at a time; the results do not depend on which."""
        documents = iter(stream)
        before: _Work | None = None
        while batch := list(_group(documents, batch_size)):
            sentences = [sentences_of(doc) for doc in batch]
            # the network's threads work on this group while the one before is finished and the next is read
            pending = self._network.submit([words for s in sentences for words, _ in s])
            if before:
                yield from self._finish(before)
            before = batch, sentences, pending
        if before:
            yield from self._finish(before)

    def _finish(self, work: _Work) -> Iterator[Doc]:
        batch, sentences, pending = work
        results = iter(self._network.collect(pending))
        for doc, parts in zip(batch, sentences, strict=True):
            self._fill(doc, [(indices, next(results)) for _, indices in parts])
            yield doc

    def _lemma(self, form: str, script: int, pos: int) -> int:
        key = (form, script, pos)
        found = self._lemma_ids.get(key)
        if found is None:
            if len(self._lemma_ids) > 200_000:
                self._lemma_ids.clear()
            found = self._lemma_ids[key] = self._add(self._lemmatizer.lemma(form, script, self._upos[pos]))
        return found

    def _fill(self, doc: Doc, parts: list[tuple[list[int], Analysis]]) -> None:
        readings = Readings.empty(len(doc))
        set_readings(doc, readings)
        if not len(doc):
            return
        columns = np.zeros((len(doc), 8), np.uint64)
        spaces = [t.i for t in doc if t.is_space]
        heads = np.zeros(len(doc), np.int64)
        for indices, a in parts:
            at = np.array(indices, np.int64)
            readings.add(at, a.readings)
            columns[at, 0] = self._pos[a.upos]
            columns[at, 1] = self._tag[a.xpos]
            columns[at, 2] = self._morph[a.feats]
            columns[at, 3] = [
                self._lemma(doc[i].text, s, u) for i, s, u in zip(indices, a.scripts, a.upos, strict=True)
            ]
            columns[at, 4] = self._dep[a.deprels]
            columns[at, 5] = 2
            chosen = np.array(a.heads, np.int64)
            heads[at] = np.where(chosen == 0, at, at[chosen - 1]) - at
        found = [(indices[name.start], indices[name.end - 1] + 1, name) for indices, a in parts for name in a.names]
        kinds = agreed_kinds(((doc[start:end].text, name) for start, end, name in found), self._kinds)
        for (start, end, _), kind in zip(found, kinds, strict=True):
            columns[start:end, 5], columns[start, 5] = 1, 3
            columns[start:end, 6] = self._ent[kind]
        words = sorted(i for indices, _ in parts for i in indices)
        if spaces:
            where = np.array(words, np.int64)
            for i in spaces:
                before = int(np.searchsorted(where, i))
                target = words[before - 1] if before else words[0] if words else i
                columns[i, :5] = (
                    self._space[0],
                    self._space[1],
                    self._no_morph,
                    doc.vocab.strings.add(doc[i].text),
                    self._space[2],
                )
                columns[i, 5] = columns[i, 5] or 2  # white space inside a name belongs to it
                heads[i] = target - i
        columns[:, 7] = heads.astype(np.uint64)
        doc.from_array(["POS", "TAG", "MORPH", "LEMMA", "DEP", "ENT_IOB", "ENT_TYPE", "HEAD"], _plain(columns))


def _plain(table: NDArray[Any]) -> Any:
    """The table as ``Doc.from_array`` takes it: unsigned, negative numbers wrapped round."""
    return table.astype(np.uint64)


def _group(documents: Iterator[Doc], most: int) -> Iterator[Doc]:
    """The next documents, ``most`` at most and about ``_WORDS_AT_ONCE`` words."""
    words = 0
    for doc in islice(documents, max(1, most)):
        yield doc
        words += len(doc)
        if words >= _WORDS_AT_ONCE:
            return


def sentences_of(doc: Doc) -> list[tuple[list[WordIn], list[int]]]:
    """The words of each sentence with their token indices; white space is left out."""
    result: list[tuple[list[WordIn], list[int]]] = []
    words: list[WordIn] = []
    indices: list[int] = []
    space = True
    for token in doc:
        if token.is_sent_start and indices:
            result.append((words, indices))
            words, indices = [], []
        if token.is_space:
            space = True
            continue
        words.append((token.text, space or not indices))
        indices.append(token.i)
        space = bool(token.whitespace_)
    if indices:
        result.append((words, indices))
    return result


def _make_sentences(nlp: Language, name: str, folder: str) -> Sentences:  # noqa: ARG001
    return Sentences(Segmenter(Path(folder) / "sentences.json"))


def _make_analyser(nlp: Language, name: str, folder: str) -> Analyser:  # noqa: ARG001
    return Analyser(nlp.vocab, Network(Path(folder)), LemmaTable.read(read_model_text("lemmas.txt", Path(folder))))


def make(folder: Path = FOLDER) -> Language:
    """A new pipeline with the model in ``folder``.

    :raises ModelError: when the model is missing or damaged
    """
    # English gives the vocabulary its lexical attributes (is_space, is_stop, ...); nothing else of it is used
    nlp = English(create_tokenizer=lambda owner: Tokenizer(owner.vocab), max_length=10**10)
    makers = {"kg_sentences": _make_sentences, "kg_analysis": _make_analyser}
    for factory, maker in makers.items():
        if not Language.has_factory(factory):  # spaCy keeps them in one table for the process
            Language.factory(factory, default_config={"folder": ""}, func=maker)
    # the analysis first, so that what is said of a missing model names its main file
    nlp.add_pipe("kg_analysis", config={"folder": str(folder)})
    nlp.add_pipe("kg_sentences", config={"folder": str(folder)}, before="kg_analysis")
    return nlp


@cache
def load(name: str = "") -> Language:
    """The language pipeline: the package's own, or the installed spaCy pipeline ``name`` with UD labels.

    Loaded once in a process. Texts of any length are accepted.

    :raises ModelError: when the model is missing or damaged, or no pipeline has that name
    """
    if not name:
        return make()
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"no spaCy pipeline {name!r} is installed ({str(error).splitlines()[0]})",
            "install it with pip, or leave the name out for the model of this package",
        ) from error
    nlp.max_length = 10**10
    return nlp
