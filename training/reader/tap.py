"""Give a finished encoder the output that the reader goes on from: ``python -m training.reader.tap MODEL``.

``training.export`` writes encoders with it; this is for those exported before. Nothing else changes.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.network import TAPPED, WIDTH
from training.seal import seal


def tap(path: Path) -> None:
    """Add the output ``states`` (batch x words x width): means of each word's first and last piece at the layer."""
    model = onnx.load(str(path))
    graph = model.graph
    if any(output.name == "states" for output in graph.output):
        return
    layer = [n for n in graph.node if n.op_type == "LayerNormalization"][2 * TAPPED].output[0]
    constants = {"tap_shape": np.array([-1, WIDTH]), "tap_half": np.float32(0.5), "tap_one": np.array([1]),
                 "tap_end": np.array([1 << 30])}
    graph.initializer.extend(numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items())
    graph.node.extend([
        helper.make_node("Reshape", [layer, "tap_shape"], ["tap_flat"]),
        helper.make_node("Gather", ["tap_flat", "first"], ["tap_first"]),
        helper.make_node("Gather", ["tap_flat", "last"], ["tap_last"]),
        helper.make_node("Add", ["tap_first", "tap_last"], ["tap_sum"]),
        helper.make_node("Mul", ["tap_sum", "tap_half"], ["tap_mean"]),
        helper.make_node("Slice", ["tap_mean", "tap_one", "tap_end", "tap_one"], ["states"])])
    graph.output.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, ["b", "w", WIDTH]))
    onnx.save(model, str(path))


if __name__ == "__main__":
    tap(Path(sys.argv[1]) / "encoder.onnx")
    seal(Path(sys.argv[1]))
