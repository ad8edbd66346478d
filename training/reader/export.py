"""Write the reader as ONNX with 8-bit weights, as ``training.export`` does the encoder."""

import math
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from kg.model.readings import EVENTS, STANCES, STATUSES, TOPICS
from training.calibrate import observe_layers
from training.export import array, transformer
from training.graph import MS, Graph
from training.network import WIDTH
from training.reader.examples import Example
from training.reader.network import PAIR, RELATED, Reader, outputs_of
from training.seal import seal


def export(model: Reader, examples: list[Example], folder: Path) -> None:
    """Observe the ranges of activations on the examples, write ``reader.onnx`` into the folder and seal it."""
    groups = [examples[i:i + 16] for i in range(0, len(examples), 16)]
    observe_layers(model, lambda: [outputs_of(model, group) for group in groups], 0.0)
    onnx.save(reader_graph(model), str(folder / "reader.onnx"))
    seal(folder)


def _number(g: Graph, value: float) -> str:
    return g.constant(np.array(value, np.float32))


def reader_graph(model: Reader) -> onnx.ModelProto:
    """Inputs: states (batch x words x width), mask (batch x words). Outputs, each batch x words x ...:
    positions (topics * stances) and events (none first) and statuses as probabilities; trigger and partner, whose
    product is the logit of taking part; subject and object, whose product, relation by relation, is that of holding."""
    g = Graph()
    x = "states"
    for layer in model.layers:
        x = transformer(g, x, layer, "mask")  # type: ignore[arg-type]

    def linear(value: str, layer: torch.nn.Module) -> str:
        assert isinstance(layer, torch.nn.Linear)
        return g.add("Add", g.add("MatMul", value, g.stored(array(layer.weight).T)), g.constant(array(layer.bias)))

    def gelu(value: str) -> str:
        return g.add("Gelu", value, domain=MS)

    def shape(*numbers: int) -> str:
        return g.constant(np.array(numbers, np.int64))

    topics = g.add("Sigmoid", linear(gelu(linear(x, model.topic[0])), model.topic[3]))
    mixed = g.add("Add", g.add("Unsqueeze", linear(x, model.stance_of_word), shape(2)),
                  g.constant(array(model.stance_of_topic.weight)))
    stances = g.add("Softmax", linear(g.add("Tanh", mixed), model.stance), axis=-1)
    positions = g.add("Mul", g.add("Unsqueeze", topics, shape(3)), stances)
    g.add("Reshape", positions, shape(0, 0, len(TOPICS) * len(STANCES)), out="positions")
    g.add("Softmax", linear(gelu(linear(x, model.event[0])), model.event[3]), axis=-1, out="events")
    g.add("Softmax", linear(x, model.status), axis=-1, out="statuses")
    # the constant of a product is carried by one more number of each vector
    ones = g.add("Add", g.add("MatMul", x, g.constant(np.zeros((WIDTH, 1), np.float32))), _number(g, 1.0))

    def carrying(value: str, scale: float, constant: NDArray[np.float32] | None, out: str, parts: int) -> None:
        """Vectors in ``parts``, each with the constant (None: with 1) as its last number."""
        last = ones if constant is None else g.add("Mul", ones, g.constant(constant))
        if parts > 1:
            value = g.add("Reshape", value, shape(0, 0, parts, -1))
            last = g.add("Unsqueeze", last if constant is not None else g.add(
                "Mul", ones, g.constant(np.ones(parts, np.float32))), shape(3))
        whole = g.add("Concat", g.add("Mul", value, _number(g, scale)), last, axis=-1)
        g.add("Reshape", whole, shape(0, 0, -1), out=out)

    related = array(model.related)
    carrying(gelu(linear(x, model.trigger)), 3 / math.sqrt(PAIR), array(model.pair).reshape(1), "trigger", 1)
    carrying(gelu(linear(x, model.partner)), 1.0, None, "partner", 1)
    carrying(gelu(linear(x, model.subject)), 3 / math.sqrt(RELATED), related, "subject", len(related))
    carrying(gelu(linear(x, model.object)), 1.0, None, "object", len(related))

    def value(name: str, kind: int, *shape: str | int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, ["b", "w", *shape])

    real, whole = TensorProto.FLOAT, TensorProto.INT32
    inputs = [value("states", real, WIDTH), value("mask", whole)]
    sizes = {"positions": len(TOPICS) * len(STANCES), "events": len(EVENTS) + 1, "statuses": len(STATUSES),
             "trigger": PAIR + 1, "partner": PAIR + 1, "subject": len(related) * (RELATED + 1),
             "object": len(related) * (RELATED + 1)}
    graph = helper.make_graph(g.nodes, "reader", inputs, [value(n, real, s) for n, s in sizes.items()], g.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)],
                             ir_version=8, producer_name="dispute-kg")
