"""The network: a small BERT encoder with heads for tags, names and a biaffine parser.

Encoder: all-MiniLM-L6-v2 (six layers, 384 wide), to whose input an embedding of the word's
shape is added. Parser: Dozat & Manning (2017), with labels scored for the chosen heads only.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from torch import Tensor, nn

from kg.language.subwords import SHAPES

if TYPE_CHECKING:
    from training.features import Inventory

WIDTH, INNER, HEADS, LAYERS = 384, 1536, 12, 6
POSITIONS = 512
#: The encoder's layer whose vectors the reader (``training.reader``) goes on from.
TAPPED = 3


class FastDropout(nn.Module):
    """Dropout from a bank of random masks: on a CPU drawing fresh ones costs more than the matrix products."""

    _banks: dict[tuple[float, str], Tensor] = {}  # noqa: RUF012

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0.0:
            return x
        key = (self.p, str(x.device))
        if key not in self._banks:
            generator = torch.Generator().manual_seed(17)
            keep = torch.rand(1 << 24, generator=generator) >= self.p
            self._banks[key] = (keep.float() / (1 - self.p)).to(x.device)
        bank, n = self._banks[key], x.numel()
        start = int(torch.randint(0, bank.numel() - n, (1,)))
        return x * bank[start : start + n].view(x.shape).to(x.dtype)


class Quantized(nn.Linear):
    """A linear layer that can imitate 8-bit arithmetic: weights by output channel, inputs by one fixed range.

    ``range_`` is the clipping range (low, high) of the input; zero width means not yet observed.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.register_buffer("range_", torch.zeros(2))
        self.mode = "off"  # "off", "observe" or "on"

    def forward(self, x: Tensor) -> Tensor:
        if self.mode == "off":
            return F.linear(x, self.weight, self.bias)
        if self.mode == "observe":
            flat = x.detach().float().flatten()
            low, high = flat.min(), flat.max()
            self.range_[0] = torch.minimum(self.range_[0], low)
            self.range_[1] = torch.maximum(self.range_[1], high)
            return F.linear(x, self.weight, self.bias)
        scale = (self.range_[1] - self.range_[0]) / 255
        zero = torch.round(-self.range_[0] / scale)
        fake = (torch.clamp(torch.round(x.detach() / scale) + zero, 0, 255) - zero) * scale
        clipped = torch.clamp(x, float(self.range_[0]), float(self.range_[1]))
        x = clipped + (fake - clipped).detach()
        step = self.weight.detach().abs().amax(1, keepdim=True) / 127
        weight = self.weight + (torch.round(self.weight / step) * step - self.weight).detach()
        return F.linear(x, weight, self.bias)


class Layer(nn.Module):
    """One layer of BERT (normalisation after each half, as it was pre-trained)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = Quantized(WIDTH, 3 * WIDTH)
        self.out = Quantized(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Quantized(WIDTH, INNER)
        self.down = Quantized(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = FastDropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        # written out: the fused operator is several times slower on a CPU at these lengths
        scores = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(-1, -2)
        attended = torch.softmax(scores.float() + mask, -1).to(v.dtype) @ v
        attended = attended.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.drop(self.out(attended)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces and shapes to vectors, one for each piece."""

    def __init__(self, vocabulary: int, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = FastDropout(dropout)

    def forward(self, ids: Tensor, shapes: Tensor, lengths: Tensor) -> Tensor:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes)
        x = self.drop(self.norm(x))
        visible = torch.arange(ids.shape[1], device=ids.device)[None] < lengths[:, None]
        mask = torch.where(visible, 0.0, -10000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_pretrained(self, path: Path) -> None:
        """Copy the weights of ``model.safetensors`` of all-MiniLM-L6-v2 (Apache-2.0)."""
        old = load_file(str(path))
        with torch.no_grad():
            self.words.weight.copy_(old["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(
                old["embeddings.position_embeddings.weight"] + old["embeddings.token_type_embeddings.weight"][0]
            )
            _copy(self.norm, old, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                base = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    parts = [old[f"{base}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                _copy(layer.out, old, base + "attention.output.dense")
                _copy(layer.norm1, old, base + "attention.output.LayerNorm")
                _copy(layer.up, old, base + "intermediate.dense")
                _copy(layer.down, old, base + "output.dense")
                _copy(layer.norm2, old, base + "output.LayerNorm")


def _copy(module: nn.Module, tensors: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(tensors[name + ".weight"])  # type: ignore[operator]
    module.bias.copy_(tensors[name + ".bias"])  # type: ignore[operator]


@dataclass(frozen=True)
class Sizes:
    """Widths that are not the encoder's: label counts and the parser's layers."""

    vocabulary: int
    upos: int
    xpos: int
    feats: int
    scripts: int
    deprels: int
    names: int
    arc: int = 384
    rel: int = 128

    @classmethod
    def of(cls, inventory: "Inventory") -> "Sizes":
        """The sizes for an inventory of labels and all-MiniLM-L6-v2's vocabulary."""
        counts = (len(getattr(inventory, part)) for part in ("upos", "xpos", "feats", "scripts", "deprels", "names"))
        return cls(30522, *counts)


class Parser(nn.Module):
    """Encoder and heads. Word 0 of every sentence is the root, seen as ``[CLS]``."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.33) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes.vocabulary, dropout)
        self.tag_hidden = nn.Linear(WIDTH, WIDTH)
        self.tag_counts = (sizes.upos, sizes.xpos, sizes.feats, sizes.scripts, sizes.names)
        self.tag_out = nn.Linear(WIDTH, sum(self.tag_counts))
        self.arc_mlp = nn.Linear(WIDTH, 2 * sizes.arc)
        self.arc_u = nn.Parameter(torch.zeros(sizes.arc, sizes.arc))
        self.arc_b = nn.Parameter(torch.zeros(sizes.arc))
        self.rel_mlp = nn.Linear(WIDTH, 2 * sizes.rel)
        self.rel_u = nn.Parameter(torch.zeros(sizes.rel + 1, sizes.deprels * (sizes.rel + 1)))
        nn.init.normal_(self.arc_u, std=0.02)
        nn.init.normal_(self.rel_u, std=0.02)
        self.word_drop = FastDropout(dropout)
        self.head_drop = FastDropout(head_dropout)

    def states(self, ids: Tensor, shapes: Tensor, lengths: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Vectors of the words, root first: batch x (words + 1) x width."""
        x = self.encoder(ids, shapes, lengths)
        rows = torch.arange(ids.shape[0], device=ids.device)[:, None]
        return self.word_drop((x[rows, first] + x[rows, last]) * 0.5)

    def tags(self, states: Tensor) -> list[Tensor]:
        """Scores of part of speech, fine tag, features, lemma script and name label; without the root."""
        hidden = self.head_drop(F.gelu(self.tag_hidden(states[:, 1:])))
        return list(self.tag_out(hidden).split(self.tag_counts, dim=-1))

    def arcs(self, states: Tensor) -> Tensor:
        """Scores batch x words x (words + 1): how well each word takes each head, head 0 being the root."""
        hidden = self.head_drop(F.gelu(self.arc_mlp(states)))
        dependent, head = hidden.split(self.sizes.arc, dim=-1)
        return (dependent[:, 1:] @ self.arc_u + self.arc_b) @ head.transpose(1, 2)

    def relation_states(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of dependents (without the root) and of heads, a constant one appended to each."""
        hidden = self.head_drop(F.gelu(self.rel_mlp(states)))
        dependent, head = hidden.split(self.sizes.rel, dim=-1)
        return _with_one(dependent[:, 1:]), _with_one(head)

    def relations(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Scores rows x relations for chosen pairs (rows x (rel + 1) each)."""
        mixed = (dependent @ self.rel_u).view(dependent.shape[0], self.sizes.deprels, self.sizes.rel + 1)
        return (mixed @ head.unsqueeze(-1)).squeeze(-1)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)
