"""The reader's network: layers on top of a middle layer of the encoder, and heads for positions and events.

The layers begin as the parser's own, read back from the package's model. Positions are told at the word that names
their holder: how likely a stand on each topic is, and which. Events are told at the word that names them; pairs of
words say who takes part.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from kg.model.readings import EVENTS, RELATIONS, STANCES, STATUSES, TOPICS
from training.network import LAYERS, TAPPED, WIDTH, Layer

if TYPE_CHECKING:
    from training.reader.examples import Example

#: Width of the vectors whose product says who takes part.
PAIR = 96
#: The same of the vectors that say how subject and object are related, for each relation.
RELATED = 32


class Reader(nn.Module):
    """Scores of words for positions and events. All outputs have the shape batch x words x ..."""

    def __init__(self, dropout: float = 0.15) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS - TAPPED))
        self.topic = nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Dropout(0.25), nn.Linear(256, len(TOPICS)))
        self.stance_of_word = nn.Linear(WIDTH, 128)
        self.stance_of_topic = nn.Embedding(len(TOPICS), 128)
        self.stance = nn.Linear(128, len(STANCES))
        self.event = nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Dropout(0.25), nn.Linear(256, len(EVENTS) + 1))
        self.status = nn.Linear(WIDTH, len(STATUSES))
        self.trigger, self.partner = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR)
        self.pair = nn.Parameter(torch.tensor(-1.0))
        self.subject = nn.Linear(WIDTH, len(RELATIONS) * RELATED)
        self.object = nn.Linear(WIDTH, len(RELATIONS) * RELATED)
        self.related = nn.Parameter(torch.full((len(RELATIONS),), -4.0))
        with torch.no_grad():  # most words hold no position and name no event
            self.topic[3].bias.fill_(-3.5)
            self.event[3].bias[0] = 3.0

    def forward(self, states: Tensor, lengths: Tensor) -> tuple[Tensor, ...]:
        """Logits of topics, of stances by topic, of events (0: none) and of statuses; vectors of events' words and of
        partners, for ``pairs``, and of subjects and objects, for ``relations``."""
        visible = torch.arange(states.shape[1], device=states.device)[None] < lengths[:, None]
        mask = torch.where(visible, 0.0, -10000.0)[:, None, None, :]
        x = states
        for layer in self.layers:
            x = layer(x, mask)
        stances = self.stance(torch.tanh(self.stance_of_word(x)[:, :, None, :] + self.stance_of_topic.weight))
        return (self.topic(x), stances, self.event(x), self.status(x), F.gelu(self.trigger(x)),
                F.gelu(self.partner(x)), F.gelu(self.subject(x)), F.gelu(self.object(x)))

    def pairs(self, trigger: Tensor, partners: Tensor) -> Tensor:
        """Logits that the partners take part in what the trigger names."""
        return partners @ trigger * (3 / math.sqrt(PAIR)) + self.pair


    def relations(self, subjects: Tensor, objects: Tensor) -> Tensor:
        """Logits, relations x subjects x objects."""
        left, right = (v.view(len(v), len(RELATIONS), RELATED).transpose(0, 1) for v in (subjects, objects))
        return left @ right.transpose(1, 2) * (3 / math.sqrt(RELATED)) + self.related[:, None, None]


def outputs_of(model: Reader, group: Sequence["Example"]) -> list[tuple[Tensor, ...]]:
    """The network's outputs for each passage, a row a word. It reads sentences, as it does later."""
    parts = [part for example in group for part in example.states.split(example.sentences)]
    lengths = torch.tensor([len(p) for p in parts])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = model(pad_sequence(parts, batch_first=True), lengths)
    inside = torch.arange(int(lengths.max()))[None] < lengths[:, None]
    rows = [f.float()[inside].split([len(e) for e in group]) for f in found]
    return list(zip(*rows, strict=True))


def related(model: Reader, example: "Example", outputs: tuple[Tensor, ...]) -> Iterator[tuple[list[int], Tensor]]:
    """For each sentence the words that name something, and the logits of relations between each two."""
    named, start = sorted({w for words in example.things.values() for w in words}), 0
    for length in example.sentences:
        words = [w for w in named if start <= w < start + length]
        start += length
        if len(words) > 1:
            yield words, model.relations(outputs[6][words], outputs[7][words])


def begin_as_parser(reader: Reader, model: Path) -> None:
    """Copy the encoder's upper layers from ``encoder.onnx`` of the folder ``model``."""
    graph = onnx.load(str(model / "encoder.onnx")).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    products = [n for n in graph.node if n.op_type == "MatMulIntegerToFloat"]
    norms = [n for n in graph.node if n.op_type == "LayerNormalization"][1:]  # the first is the embeddings'

    def product(n: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        _, weight, _, scale, _, _, bias = (stored.get(name) for name in products[n].input)
        return (weight.astype(np.float32) * scale.reshape(1, -1)).T, bias  # type: ignore[union-attr, return-value]

    with torch.no_grad():
        for i, layer in enumerate(reader.layers, TAPPED):
            q, k, v, out, up, down = (product(6 * i + n) for n in range(6))
            qkv = np.concatenate([q[0], k[0], v[0]]), np.concatenate([q[1], k[1], v[1]])
            for module, (weight, bias) in ((layer.qkv, qkv), (layer.out, out), (layer.up, up), (layer.down, down)):
                module.weight.copy_(torch.from_numpy(np.ascontiguousarray(weight)))
                module.bias.copy_(torch.from_numpy(bias.copy()))
            for module, node in zip((layer.norm1, layer.norm2), norms[2 * i:2 * i + 2], strict=True):
                module.weight.copy_(torch.from_numpy(stored[node.input[1]].copy()))
                module.bias.copy_(torch.from_numpy(stored[node.input[2]].copy()))
