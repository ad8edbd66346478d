"""Running the network: words of sentences in, tags, trees and name labels out.

A sentence's result does not depend on what it is batched with: activations are quantized
with fixed ranges, sentences are padded to a length that only they decide, and each run of
a graph uses one thread (several batches run at once instead).
"""

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.language.files import FOLDER, Labels, read_labels
from kg.language.names import Name, names_in
from kg.language.subwords import Subwords
from kg.language.trees import lift_punctuation
from kg.language.windows import Window, WordIn, homes, joined, padded, tree_of, windows_of

#: What the reader says of each word: see ``kg.model.readings``; products of vectors are logits
#: of one word's taking part in what another names, and of being its object.
READINGS = ("positions", "events", "statuses", "trigger", "partner", "subject", "object")
#: Pieces and padding in one run of the graph, about.
_BATCH = 1024
#: A run of the reader has a multiple of so many sentences (each of a multiple of eight words).
_BLOCK = 3


@dataclass(frozen=True)
class Analysis:
    """What the network says about one sentence; lists have one number a word, labels are numbers of ``Labels``.

    ``heads`` counts words from 1, 0 is the root; ``upos`` to ``scripts`` and ``deprels`` index the label sets;
    ``readings`` are the reader's outputs by name, one row a word.
    """

    upos: list[int]
    xpos: list[int]
    feats: list[int]
    scripts: list[int]
    heads: list[int]
    deprels: list[int]
    names: list[Name]
    readings: dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Pending:
    """Sentences that are being analysed."""

    sentences: Sequence[Sequence[WordIn]]
    windows: list[Window]
    running: list[Future[None]]


class Network:
    """The loaded model. ``threads`` batches are computed at the same time (default: the processors, four at most)."""

    def __init__(self, folder: Path = FOLDER, threads: int = 0) -> None:
        self.labels: Labels = read_labels(folder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = True
        try:
            providers = ["CPUExecutionProvider"]
            # the fused operator of this pass is slower than the two that it replaces, by a quarter of the whole
            self._encoder = ort.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=providers, disabled_optimizers=["SkipLayerNormFusion"]
            )
            self._relations = ort.InferenceSession(str(folder / "relations.onnx"), options, providers=providers)
            # a branch of the encoder, with layers of its own; a model has none while that is being trained
            reader = folder / "reader.onnx"
            self._reader = reader.exists() and ort.InferenceSession(
                str(reader), options, providers=providers, disabled_optimizers=["SkipLayerNormFusion"]
            )
            self._subwords = Subwords(folder / "vocabulary.txt")
        except Exception as error:  # onnxruntime raises its own types, some of them bare
            raise ModelError(
                f"the language model in {folder} cannot be loaded ({error})", "install the package again"
            ) from error
        available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._threads = threads or min(4, available)
        self._pool: ThreadPoolExecutor | None = None
        self._pool_of = 0
        self._root_label = self.labels.deprels.index("root")
        self._people = self.labels.xpos.index("NNPS")
        self._punctuation = self.labels.upos.index("PUNCT")

    def analyse(self, sentences: Sequence[Sequence[WordIn]]) -> list[Analysis]:
        """The analyses of sentences, in order; an empty sentence has an empty one."""
        return self.collect(self.submit(sentences))

    def submit(self, sentences: Sequence[Sequence[WordIn]]) -> Pending:
        """Begin to analyse sentences; the caller may do other work before it collects the results."""
        windows = [w for i, s in enumerate(sentences) if s for w in windows_of(i, s, self._subwords)]
        groups: dict[int, list[Window]] = {}
        for window in windows:
            groups.setdefault(padded(len(window.ids)), []).append(window)
        if self._pool is None or self._pool_of != os.getpid():  # threads do not survive a fork
            self._pool, self._pool_of = ThreadPoolExecutor(self._threads, thread_name_prefix="kg-language"), os.getpid()
        running = []
        for length, group in sorted(groups.items(), reverse=True):
            size = max(1, _BATCH // length)
            running += [self._pool.submit(self._run, group[i : i + size]) for i in range(0, len(group), size)]
        return Pending(sentences, windows, running)

    def collect(self, pending: Pending) -> list[Analysis]:
        """Wait for submitted sentences and put their analyses together."""
        for future in pending.running:
            future.result()
        sentences = pending.sentences
        by_sentence: list[list[Window]] = [[] for _ in sentences]
        for window in pending.windows:
            by_sentence[window.sentence].append(window)
        trees = [
            lift_punctuation(tree_of(ws, len(s)), self._marks(ws, len(s)))
            for ws, s in zip(by_sentence, sentences, strict=True)
        ]
        relations = self._label(by_sentence, trees)
        return [
            self._analysis(ws, s, heads, rels)
            for ws, s, heads, rels in zip(by_sentence, sentences, trees, relations, strict=True)
        ]

    def _marks(self, windows: list[Window], n: int) -> list[int]:
        """The words that are punctuation, as indices."""
        return [
            i
            for w, start, end in homes(windows, n)
            for i, tag in enumerate(w.out["upos"][start - w.start : end - w.start].tolist(), start)
            if tag == self._punctuation
        ]

    def _run(self, batch: list[Window]) -> None:
        length = padded(max(len(w.ids) for w in batch))
        words = max(len(w.first) for w in batch)
        size = len(batch)
        ids, shapes, mask = (np.zeros((size, length), np.int32) for _ in range(3))
        first, last = (np.zeros((size, words), np.int32) for _ in range(2))
        for row, w in enumerate(batch):
            n = len(w.ids)
            ids[row, :n], shapes[row, :n], mask[row, :n] = w.ids, w.shapes, 1
            first[row, : len(w.first)], last[row, : len(w.last)] = w.first, w.last
        offsets = (np.arange(size, dtype=np.int32) * length)[:, None]
        names = ["upos", "xpos", "feats", "script", "names", "states", "arcs", "dependent", "head"]
        outputs = self._encoder.run(
            names,
            {
                "ids": ids,
                "shapes": shapes,
                "positions": np.arange(length, dtype=np.int32),
                "mask": mask,
                "first": first + offsets,
                "last": last + offsets,
            },
        )
        named = dict(zip(names, outputs, strict=True))
        named |= self._read(named.pop("states"), [w.end - w.start for w in batch], length)
        for row, w in enumerate(batch):
            n = w.end - w.start
            # copies: a view would keep the arrays of the whole batch alive
            w.out = {name: out[row, : n + 1 if name == "head" else n].copy() for name, out in named.items()}
            w.out["arcs"] = w.out["arcs"][:, : n + 1]

    def _read(self, states: NDArray[np.float32], words: list[int], length: int) -> dict[str, NDArray[np.float16]]:
        """The reader's outputs for the words' vectors, padded to a length that each window decides by itself."""
        if not self._reader:
            return {}
        # rows are filled up so that the products' kernels meet whole blocks only, and treat all rows alike
        size = len(words) + -len(words) % _BLOCK
        whole = np.zeros((size, length, states.shape[2]), np.float32)
        whole[: len(words), : states.shape[1]] = states
        mask = np.zeros((size, length), np.int32)
        mask[: len(words)] = np.arange(length) < np.array(words)[:, None]
        outputs = self._reader.run(READINGS, {"states": whole, "mask": mask})
        # half precision: a long text's are kept until all of it is read
        return {name: out.astype(np.float16) for name, out in zip(READINGS, outputs, strict=True)}

    def _label(self, by_sentence: list[list[Window]], trees: list[list[int]]) -> list[list[int]]:
        """The relations of the chosen arcs; ``root`` for the root's arc and never elsewhere."""
        dependents, heads = [], []
        for windows, tree in zip(by_sentence, trees, strict=True):
            if not windows:
                continue
            dependent, head = joined(windows, len(tree))
            dependents.append(dependent)
            heads.append(head[tree])
        if not dependents:
            return [[] for _ in trees]
        left, right = np.concatenate(dependents), np.concatenate(heads)
        chosen: list[int] = []
        for i in range(0, len(left), 1024):
            scores = self._relations.run(["scores"], {"dependent": left[i : i + 1024], "head": right[i : i + 1024]})[0]
            scores[:, self._root_label] = -np.inf
            chosen += scores.argmax(1).tolist()
        result, at = [], 0
        for tree in trees:
            row = chosen[at : at + len(tree)]
            at += len(tree)
            result.append([self._root_label if h == 0 else r for h, r in zip(tree, row, strict=True)])
        return result

    def _analysis(
        self, windows: list[Window], words: Sequence[WordIn], heads: list[int], relations: list[int]
    ) -> Analysis:
        n = len(words)
        columns: dict[str, list[int]] = {}
        for key in ("upos", "xpos", "feats", "script"):
            values = np.zeros(n, np.int32)
            for w, start, end in homes(windows, n):
                values[start:end] = w.out[key][start - w.start : end - w.start]
            columns[key] = values.tolist()
        scores = self._rows(windows, n, "names")
        return Analysis(
            columns["upos"],
            columns["xpos"],
            columns["feats"],
            columns["script"],
            heads,
            relations,
            names_in(
                [form for form, _ in words],
                scores,
                self.labels.names,
                frozenset(i for i, tag in enumerate(columns["xpos"]) if tag == self._people),
            ),
            {name: self._rows(windows, n, name) for name in READINGS} if windows and self._reader else {},
        )

    @staticmethod
    def _rows(windows: list[Window], n: int, name: str) -> NDArray[Any]:
        """An output with one row a word, for the whole sentence."""
        if len(windows) == 1:
            return windows[0].out[name]
        rows = np.zeros((n, *(windows[0].out[name].shape[1:] if windows else (0,))), np.float32)
        for w, start, end in homes(windows, n):
            rows[start:end] = w.out[name][start - w.start : end - w.start]
        return rows
