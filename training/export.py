"""Write the trained network as ONNX with 8-bit weights: ``python -m training.export RUN ENCODER OUT``.

The graph is put together by hand from onnxruntime's own operators. Every matrix product of the
encoder multiplies 8-bit activations by 8-bit weights: activations have one fixed range for each layer (observed
on training sentences), so that a sentence's result cannot depend on its neighbours in a
batch; weights have one scale for each output channel. Heads keep full-precision activations.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from training.features import Inventory
from training.graph import MS, Graph, by_channel
from training.network import HEADS, TAPPED, WIDTH, Layer, Parser, Quantized, Sizes
from training.seal import seal


def array(tensor: torch.Tensor) -> NDArray[np.float32]:
    """A tensor as a float array."""
    result: NDArray[np.float32] = tensor.detach().cpu().float().numpy()
    return result


def _linear8(g: Graph, x: str, layer: Quantized, parts: int = 1) -> list[str]:
    """One layer of the encoder, its output split into ``parts``."""
    low, high = (float(v) for v in layer.range_)
    scale = (high - low) / 255
    zero = round(-low / scale)
    s, z = g.constant(np.float32(scale)), g.constant(np.uint8(zero))  # type: ignore[arg-type]
    q = g.add("QuantizeLinear", x, s, z)
    weight, bias = array(layer.weight).T, array(layer.bias)
    size = weight.shape[1] // parts
    return [
        g.product(q, s, z, weight[:, i * size : (i + 1) * size], bias[i * size : (i + 1) * size], (s, z))
        for i in range(parts)
    ]


def _rows8(g: Graph, table: NDArray[np.float32], ids: str) -> str:
    """Rows of an embedding table kept as 8-bit numbers with a scale for each row."""
    whole, scale = by_channel(table, 1, 127)
    rows = g.add("Cast", g.add("Gather", g.constant(whole), ids), to=TensorProto.FLOAT)
    return g.add("Mul", rows, g.add("Gather", g.constant(scale), ids))


def _norm(g: Graph, value: str, layer: torch.nn.LayerNorm) -> str:
    weight, bias = g.constant(array(layer.weight)), g.constant(array(layer.bias))
    return g.add("LayerNormalization", value, weight, bias, axis=-1, epsilon=1e-12)


def transformer(g: Graph, x: str, layer: Layer, mask: str) -> str:
    """One layer of BERT with 8-bit products."""
    q, k, v = _linear8(g, x, layer.qkv, 3)
    y = g.add("MultiHeadAttention", q, k, v, "", mask, domain=MS, num_heads=HEADS)
    x = _norm(g, g.add("Add", x, _linear8(g, y, layer.out)[0]), layer.norm1)
    y = g.add("Gelu", _linear8(g, x, layer.up)[0], domain=MS)
    return _norm(g, g.add("Add", x, _linear8(g, y, layer.down)[0]), layer.norm2)


def encoder_graph(model: Parser) -> onnx.ModelProto:
    """Inputs: ids, shapes (batch x subwords), positions (subwords), mask (batch x subwords, 1 for real ones),
    first, last (batch x words + 1; flat indices into batch * subwords). Outputs: upos, xpos, feats, script (labels'
    numbers, batch x words), names (scores), states (vectors of a middle layer, which the reader goes on from), arcs
    (scores), dependent and head (vectors for relations)."""
    g = Graph()
    encoder, tapped = model.encoder, ""
    x = g.add(
        "Add", _rows8(g, array(encoder.words.weight), "ids"), _rows8(g, array(encoder.positions.weight), "positions")
    )
    x = g.add("Add", x, g.add("Gather", g.constant(array(encoder.shapes.weight)), "shapes"))

    x = _norm(g, x, encoder.norm)
    for number, layer in enumerate(encoder.layers, 1):
        x = transformer(g, x, layer, "mask")  # type: ignore[arg-type]
        tapped = x if number == TAPPED else tapped

    def words(value: str) -> str:
        flat = g.add("Reshape", value, g.constant(np.array([-1, WIDTH], np.int64)))
        both = g.add("Add", g.add("Gather", flat, "first"), g.add("Gather", flat, "last"))
        return g.add("Mul", both, g.constant(np.float32(0.5)))  # type: ignore[arg-type]

    states = words(x)

    def mlp(value: str, layer: torch.nn.Linear) -> str:
        product = g.add("MatMul", value, g.stored(array(layer.weight).T))
        return g.add("Gelu", g.add("Add", product, g.constant(array(layer.bias))), domain=MS)

    def split(value: str, sizes: list[int]) -> list[str]:
        names = [f"{value}_{i}" for i in range(len(sizes))]
        g.nodes.append(helper.make_node("Split", [value, g.constant(np.array(sizes, np.int64))], names, axis=-1))
        return names

    def without_root(value: str, out: str = "") -> str:
        one, end, axis = (g.constant(np.array([n], np.int64)) for n in (1, 1 << 30, 1))
        return g.add("Slice", value, one, end, axis, out=out)

    hidden = without_root(mlp(states, model.tag_hidden))
    scores = g.add(
        "Add", g.add("MatMul", hidden, g.stored(array(model.tag_out.weight).T)), g.constant(array(model.tag_out.bias))
    )
    parts = split(scores, list(model.tag_counts))
    for part, name in zip(parts, ("upos", "xpos", "feats", "script"), strict=False):
        g.add("Cast", g.add("ArgMax", part, axis=-1, keepdims=0), to=TensorProto.INT32, out=name)
    g.add("Identity", parts[4], out="names")
    without_root(words(tapped), out="states")
    dependent, head = split(mlp(states, model.arc_mlp), [model.sizes.arc] * 2)
    left = g.add(
        "Add", g.add("MatMul", without_root(dependent), g.stored(array(model.arc_u))), g.constant(array(model.arc_b))
    )
    g.add("MatMul", left, g.add("Transpose", head, perm=[0, 2, 1]), out="arcs")
    dependent, head = split(mlp(states, model.rel_mlp), [model.sizes.rel] * 2)
    without_root(dependent, out="dependent")
    g.add("Identity", head, out="head")

    def value(name: str, kind: int, shape: list[str | int]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    integer, real = TensorProto.INT32, TensorProto.FLOAT
    inputs = [
        value("ids", integer, ["b", "s"]),
        value("shapes", integer, ["b", "s"]),
        value("positions", integer, ["s"]),
        value("mask", integer, ["b", "s"]),
        value("first", integer, ["b", "r"]),
        value("last", integer, ["b", "r"]),
    ]
    outputs = [
        *(value(n, integer, ["b", "w"]) for n in ("upos", "xpos", "feats", "script")),
        value("names", real, ["b", "w", model.sizes.names]),
        value("states", real, ["b", "w", WIDTH]),
        value("arcs", real, ["b", "w", "r"]),
        value("dependent", real, ["b", "w", model.sizes.rel]),
        value("head", real, ["b", "r", model.sizes.rel]),
    ]
    return _model(g, "encoder", inputs, outputs)


def relation_graph(model: Parser) -> onnx.ModelProto:
    """Inputs: dependent, head (rows x rel). Output: scores (rows x relations) of those pairs."""
    g = Graph()
    size, count = model.sizes.rel, model.sizes.deprels
    u = array(model.rel_u).reshape(size + 1, count, size + 1)
    mixed = g.add("MatMul", "dependent", g.stored(np.ascontiguousarray(u[:size, :, :size]).reshape(size, -1)))
    mixed = g.add("Reshape", mixed, g.constant(np.array([-1, count, size], np.int64)))
    pair = g.add("MatMul", mixed, g.add("Unsqueeze", "head", g.constant(np.array([2], np.int64))))
    pair = g.add("Squeeze", pair, g.constant(np.array([2], np.int64)))
    alone = g.add("MatMul", "dependent", g.constant(np.ascontiguousarray(u[:size, :, size])))
    other = g.add("MatMul", "head", g.constant(np.ascontiguousarray(u[size, :, :size].T)))
    total = g.add("Add", g.add("Add", pair, alone), g.add("Add", other, g.constant(u[size, :, size].copy())))
    g.add("Identity", total, out="scores")
    real = TensorProto.FLOAT
    inputs = [helper.make_tensor_value_info(n, real, ["n", size]) for n in ("dependent", "head")]
    return _model(g, "relations", inputs, [helper.make_tensor_value_info("scores", real, ["n", count])])


def _model(
    g: Graph, name: str, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
) -> onnx.ModelProto:
    graph = helper.make_graph(g.nodes, name, inputs, outputs, g.constants)
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)],
        ir_version=8,
        producer_name="dispute-kg",
    )


def write(model: Parser, inventory: Inventory, vocabulary: Path, out: Path) -> None:
    """The model's folder: two graphs, the vocabulary, and labels with the checksums of all other files.

    The sentence model and the lemma table (``training.segment``, ``training.lemmas``) must be there before."""
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(encoder_graph(model), str(out / "encoder.onnx"))
    onnx.save(relation_graph(model), str(out / "relations.onnx"))
    shutil.copyfile(vocabulary, out / "vocabulary.txt")
    record = {"format": 1, "files": {}, **{k: list(v) for k, v in inventory.__dict__.items()}}
    (out / "labels.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    seal(out)


def load_run(run: Path) -> tuple[Parser, Inventory]:
    """The network and labels of a training run's folder."""
    inventory = Inventory.load(run / "inventory.json")
    sizes = Sizes.of(inventory)
    model = Parser(sizes)
    model.load_state_dict(torch.load(run / "average.pt", weights_only=True))
    return model.eval(), inventory


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("run", type=Path)
    arguments.add_argument("encoder", type=Path)
    arguments.add_argument("out", type=Path)
    options = arguments.parse_args()
    model, inventory = load_run(options.run)
    write(model, inventory, options.encoder / "vocab.txt", options.out)


if __name__ == "__main__":
    main()
