"""The words' vectors from which the reader goes on, as the finished encoder gives them."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from spacy.tokens import Doc
from torch import Tensor

from kg.language.pipeline import sentences_of
from kg.language.subwords import Subwords
from kg.language.windows import padded, windows_of
from training.network import WIDTH


class Encoder:
    """The encoder's output ``states``, sentence by sentence."""

    def __init__(self, model: Path) -> None:
        self._graph = ort.InferenceSession(str(model / "encoder.onnx"), providers=["CPUExecutionProvider"],
                                           disabled_optimizers=["SkipLayerNormFusion"])
        self._subwords = Subwords(model / "vocabulary.txt")

    def states(self, doc: Doc) -> Tensor:
        """Tokens x width; zeros for white space, and for what does not fit into a sentence's first window."""
        found = torch.zeros(len(doc), WIDTH)
        for words, tokens in sentences_of(doc):
            window = next(iter(windows_of(0, words, self._subwords)))
            n, length = len(window.ids), padded(len(window.ids))
            inputs = {name: np.zeros((1, length), np.int32) for name in ("ids", "shapes", "mask")}
            inputs["ids"][0, :n], inputs["shapes"][0, :n], inputs["mask"][0, :n] = window.ids, window.shapes, 1
            inputs["first"], inputs["last"] = (np.array([w], np.int32) for w in (window.first, window.last))
            inputs["positions"] = np.arange(length, dtype=np.int32)
            states = self._graph.run(["states"], inputs)[0][0]
            found[tokens[: len(states)]] = torch.from_numpy(states)
        return found
