"""ONNX graphs put together by hand: nodes, constants, and weights kept as 8-bit numbers."""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

MS = "com.microsoft"
#: Weights are whole numbers up to this size. 63 and not 127: two products of an unsigned
#: activation and such a weight fit 16 bits, so processors without VNNI do not saturate.
WEIGHT_LEVELS = 63


class Graph:
    """Nodes and constants under construction; ``add`` returns the name of the node's first output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._count = 0

    def add(self, op: str, *inputs: str, domain: str = "", out: str = "", **attributes: object) -> str:
        self._count += 1
        name = out or f"t{self._count}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], domain=domain, **attributes))
        return name

    def constant(self, array: NDArray[np.generic]) -> str:
        self._count += 1
        name = f"c{self._count}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def stored(self, weight: NDArray[np.float32], levels: int = 127) -> str:
        """A float matrix (inputs x outputs) kept as 8-bit numbers with a scale for each column."""
        whole, scale = by_channel(weight, 0, levels)
        wide = self.add("Cast", self.constant(whole), to=TensorProto.FLOAT)
        return self.add("Mul", wide, self.constant(scale))

    def product(
        self,
        x: str,
        scale: str,
        zero: str,
        weight: NDArray[np.float32],
        bias: NDArray[np.float32],
        steps: tuple[str, str],
    ) -> str:
        """8-bit activations times 8-bit weights (inputs x outputs), as float with the bias added."""
        del steps
        whole, by_column = by_channel(weight, 0, WEIGHT_LEVELS)
        return self.add(
            "MatMulIntegerToFloat",
            x,
            self.constant(whole),
            scale,
            self.constant(by_column[0]),
            zero,
            self.constant(np.zeros(whole.shape[1], np.int8)),
            self.constant(bias),
            domain=MS,
        )


def by_channel(weight: NDArray[np.float32], axis: int, levels: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers and scales, one scale for each slice across ``axis``."""
    scale = np.maximum(np.abs(weight).max(axis, keepdims=True), 1e-8) / levels
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)
