"""A BERT reader as an ONNX graph for ONNX Runtime: tokens in, span logits out.

The operators that do most in one step (attention, residual + layer norm, bias + GELU) are ONNX Runtime's own, of the
domain com.microsoft. A graph reads one window: nothing is padded, and no window can change another's answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.spans.bert import BertReader
from bot.spans.levels import Levels, Weight, exactly, levels_of

Precision: TypeAlias = Literal["int8", "float32"]

_RUNTIME = "com.microsoft"
_OF_RUNTIME = {"BiasGelu", "MatMulIntegerToFloat", "MultiHeadAttention", "SkipLayerNormalization"}
_OPSET, _IR = 18, 9  # ONNX 1.14, which ONNX Runtime has read since 1.15
_LEAST_GELU = 0.17  # GELU never falls below -0.17


class _Graph:
    """Nodes and constants so far; adding one gives the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, values: NDArray[Any]) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def exact(self, values: Weight) -> str:
        """A constant in float32, in which everything but integers is computed."""
        return self.constant(exactly(values))

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind}{len(self.nodes)}"
        domain = _RUNTIME if kind in _OF_RUNTIME else ""
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name


Multiply: TypeAlias = Callable[[str, Weight, bool], str]  # (rows [1, t, in], matrix [out, in], after GELU?)


class _Exact:
    """Products in float32."""

    def __init__(self, graph: _Graph) -> None:
        self._graph = graph

    def __call__(self, rows: str, matrix: Weight, after_gelu: bool) -> str:
        return self._graph.node("MatMul", rows, self._graph.exact(exactly(matrix).T))


class _Quantised:
    """Products in 8-bit integers: weights with a scale for each output, tokens with a scale for each token.

    A scale for each token, and not one for the window, as ONNX Runtime's own dynamic quantisation has it: the few huge
    values that `[SEP]` has in BERT would take the others' precision, and F1 with it.
    """

    def __init__(self, graph: _Graph) -> None:
        self._graph = graph
        self._rows: dict[str, tuple[str, str, str]] = {}
        self._one = graph.exact(np.array(1))
        self._last_axis = graph.constant(np.array([2]))

    def __call__(self, rows: str, matrix: Weight, after_gelu: bool) -> str:
        if rows not in self._rows:
            self._rows[rows] = self._quantise(rows, after_gelu)
        quantised, zero, scale = self._rows[rows]
        weights = levels_of(matrix)
        product = self._graph.node(
            "MatMulIntegerToFloat",
            quantised,
            self._graph.constant(weights.levels.T),
            self._one,
            self._graph.exact(weights.steps),
            zero,
        )
        return self._graph.node("Mul", product, scale)

    def _quantise(self, rows: str, after_gelu: bool) -> tuple[str, str, str]:
        """The rows as unsigned bytes, the byte that means 0, and the scale of each row, [1, t, 1]."""
        graph = self._graph
        # GELU gives little below 0: there nearly all of the 256 levels go to what lies above.
        zero = 8 if after_gelu else 128
        least = _LEAST_GELU / zero if after_gelu else 1e-12
        size = rows if after_gelu else graph.node("Abs", rows)
        greatest = graph.node("ReduceMax", size, self._last_axis, keepdims=1)
        scale = graph.node("Mul", greatest, graph.exact(np.array(1 / (255 - zero))))
        scale = graph.node("Max", scale, graph.exact(np.array(least)))
        name = graph.constant(np.array(zero, np.uint8))
        return graph.node("QuantizeLinear", graph.node("Div", rows, scale), self._one, name), name, scale


def bert_graph(reader: BertReader, precision: Precision) -> bytes:
    """Build the graph.

    Args:
        reader: sizes and weights.
        precision: of the matrix products in the layers; all else is float32.

    Returns:
        An ONNX model. Inputs: `tokens` and `segments`, int32 [1, t], `positions`, int32 [t]; output: `logits`,
        float32 [1, t, 2]. Word vectors are kept as they are stored, since they are many.
    """
    graph = _Graph()
    multiply = _Quantised(graph) if precision == "int8" else _Exact(graph)
    rows = _embed(graph, reader)
    for number in range(reader.sizes.num_hidden_layers):
        rows = _layer(graph, reader, multiply, rows, f"encoder.layer.{number}")
    head = graph.exact(exactly(reader.weights["qa_outputs.weight"]).T)
    bias = graph.exact(reader.weights["qa_outputs.bias"])
    graph.nodes.append(helper.make_node("Add", [graph.node("MatMul", rows, head), bias], ["logits"]))
    inputs: dict[str, list[str | int | None]] = {"tokens": [1, "t"], "segments": [1, "t"], "positions": ["t"]}
    return _model(
        graph,
        [helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name, shape in inputs.items()],
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "t", 2]),
    )


def bytes_graph() -> bytes:
    """A graph that shows whether a CPU multiplies bytes exactly.

    Where it has AVX2 and no VNNI, ONNX Runtime adds pairs of products in 16 bits, which may be too few.

    Returns:
        An ONNX model. Input: `rows`, uint8 [1, 64]; output: `sums`, float32 [1, 64], 127 times the sum of the rows.
    """
    graph = _Graph()
    one, zero = graph.exact(np.array(1)), graph.constant(np.array(0, np.uint8))
    weights = graph.constant(np.full((64, 64), 127, np.int8))
    inputs = ["rows", weights, one, one, zero]
    graph.nodes.append(helper.make_node("MatMulIntegerToFloat", inputs, ["sums"], domain=_RUNTIME))
    return _model(
        graph,
        [helper.make_tensor_value_info("rows", TensorProto.UINT8, [1, 64])],
        helper.make_tensor_value_info("sums", TensorProto.FLOAT, [1, 64]),
    )


def _model(graph: _Graph, inputs: list[onnx.ValueInfoProto], output: onnx.ValueInfoProto) -> bytes:
    model = helper.make_model(
        helper.make_graph(graph.nodes, "reader", inputs, [output], graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)],
        ir_version=_IR,
    )
    found: bytes = model.SerializeToString()
    return found


def _embed(graph: _Graph, reader: BertReader) -> str:
    """Word, position and segment vectors, added and normalised: [1, t, hidden]."""
    vectors = [
        _looked_up(graph, reader.weights[f"embeddings.{table}_embeddings.weight"], indices)
        for table, indices in (("word", "tokens"), ("position", "positions"), ("token_type", "segments"))
    ]
    total = graph.node("Add", graph.node("Add", vectors[0], vectors[2]), vectors[1])
    norm = [graph.exact(reader.weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias")]
    return graph.node("LayerNormalization", total, *norm, epsilon=reader.sizes.layer_norm_eps)


def _looked_up(graph: _Graph, table: Weight, indices: str) -> str:
    """The table's rows with these indices, in float32."""
    if not isinstance(table, Levels):
        return graph.node("Cast", graph.node("Gather", graph.constant(table), indices), to=TensorProto.FLOAT)
    levels = graph.node("Cast", graph.node("Gather", graph.constant(table.levels), indices), to=TensorProto.FLOAT)
    return graph.node("Mul", levels, graph.node("Gather", graph.exact(table.steps[:, None]), indices))


def _layer(graph: _Graph, reader: BertReader, multiply: Multiply, rows: str, name: str) -> str:
    """Attention and the feed-forward part, each added to what went in and normalised: [1, t, hidden]."""
    weights = reader.weights

    def added(product: str, to: str, part: str) -> str:
        norm = [f"{part}.LayerNorm.weight", f"{part}.LayerNorm.bias", f"{part}.dense.bias"]
        constants = [graph.exact(weights[one]) for one in norm]
        return graph.node("SkipLayerNormalization", to, product, *constants, epsilon=reader.sizes.layer_norm_eps)

    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    attended = graph.node(
        "MultiHeadAttention",
        *(multiply(rows, weights[f"{part}.weight"], False) for part in parts),
        graph.exact(np.concatenate([exactly(weights[f"{part}.bias"]) for part in parts])),
        num_heads=reader.sizes.num_attention_heads,
    )
    product = multiply(attended, weights[f"{name}.attention.output.dense.weight"], False)
    rows = added(product, rows, f"{name}.attention.output")
    inner = multiply(rows, weights[f"{name}.intermediate.dense.weight"], False)
    inner = graph.node("BiasGelu", inner, graph.exact(weights[f"{name}.intermediate.dense.bias"]))
    return added(multiply(inner, weights[f"{name}.output.dense.weight"], True), rows, f"{name}.output")
