"""A BERT as an ONNX graph for ONNX Runtime: rows in, rows out, and whatever head stands above.

The operators that do most in one step (attention, residual + layer norm, bias + GELU) are ONNX Runtime's own, of the
domain com.microsoft. A graph reads one text: nothing is padded, and no text can change another's result. Large
constants stay out of the graph's bytes: they are handed over as they are, and copied once instead of five times.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from embeddings.bert import Bert
from embeddings.levels import Weight, exactly, levels_of

Precision: TypeAlias = Literal["int8", "float32"]

ROWS = "rows"  # the graph's input, float32 [1, t, hidden]: what `Tables.rows` gives
_RUNTIME = "com.microsoft"
_OF_RUNTIME = {"BiasGelu", "MatMulIntegerToFloat", "MultiHeadAttention", "SkipLayerNormalization"}
_OPSET, _IR = 18, 9  # ONNX 1.14, which ONNX Runtime has read since 1.15
_LEAST_GELU = 0.17  # GELU never falls below -0.17
_LARGE = 1024  # bytes; what is smaller is needed to plan the graph


@dataclass(frozen=True, slots=True)
class Model:
    """An ONNX model, and by name the constants that its bytes leave out."""

    content: bytes
    weights: Mapping[str, npt.NDArray[Any]]


class Graph:
    """Nodes and constants so far; adding one gives the name of its output."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._weights: dict[str, npt.NDArray[Any]] = {}

    def constant(self, values: npt.NDArray[Any]) -> str:
        """Values of any kind that ONNX knows."""
        name = f"constant{len(self._constants)}"
        values = np.require(values, requirements=["C", "A"])
        if values.nbytes < _LARGE:
            self._constants.append(numpy_helper.from_array(values, name))
            return name
        kind = helper.np_dtype_to_tensor_dtype(values.dtype)
        stand_in = TensorProto(name=name, data_type=kind, dims=values.shape, data_location=TensorProto.EXTERNAL)
        stand_in.external_data.add(key="location", value="memory")
        self._constants.append(stand_in)
        self._weights[name] = values
        return name

    def exact(self, values: Weight) -> str:
        """A constant in float32, in which everything but integers is computed."""
        return self.constant(exactly(values))

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """An operator of ONNX or of the runtime, with one output."""
        name = f"{kind}{len(self._nodes)}"
        domain = _RUNTIME if kind in _OF_RUNTIME else ""
        self._nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name

    def model(self, given: onnx.ValueInfoProto, result: str, wanted: onnx.ValueInfoProto) -> Model:
        """The whole model, from its input to its output, which is the node `result` by another name."""
        self._nodes.append(helper.make_node("Identity", [result], [wanted.name]))
        model = helper.make_model(
            helper.make_graph(self._nodes, "bert", [given], [wanted], self._constants),
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)],
            ir_version=_IR,
        )
        return Model(model.SerializeToString(), self._weights)


Multiply: TypeAlias = Callable[[str, Weight, bool], str]  # (rows [1, t, in], matrix [out, in], after GELU?)


class _Exact:
    """Products in float32."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __call__(self, rows: str, matrix: Weight, after_gelu: bool) -> str:
        return self._graph.node("MatMul", rows, self._graph.exact(exactly(matrix).T))


class _Quantised:
    """Products in 8-bit integers: weights with a scale for each output, tokens with a scale for each token.

    A scale for each token, and not one for the window, as ONNX Runtime's own dynamic quantisation has it: the few huge
    values that `[SEP]` has in BERT would take the others' precision, and F1 with it.
    """

    def __init__(self, graph: Graph) -> None:
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


def rows_given(bert: Bert) -> onnx.ValueInfoProto:
    """The input of a graph whose first layer is `layers`."""
    return helper.make_tensor_value_info(ROWS, TensorProto.FLOAT, [1, "t", bert.sizes.hidden_size])


def layers(graph: Graph, bert: Bert, precision: Precision) -> str:
    """Add all layers, from the input `rows` to what heads stand on: float32 [1, t, hidden].

    Args:
        graph: empty.
        bert: sizes and weights.
        precision: of the matrix products; all else is float32.
    """
    multiply: Multiply = _Quantised(graph) if precision == "int8" else _Exact(graph)
    norm = [graph.exact(bert.weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias")]
    rows = graph.node("LayerNormalization", ROWS, *norm, epsilon=bert.sizes.layer_norm_eps)
    for number in range(bert.sizes.num_hidden_layers):
        rows = _layer(graph, bert, multiply, rows, f"encoder.layer.{number}")
    return rows


def bytes_graph() -> Model:
    """A graph that shows whether a CPU multiplies bytes exactly.

    Where it has AVX2 and no VNNI, ONNX Runtime adds pairs of products in 16 bits, which may be too few.

    Returns:
        A model. Input: `rows`, uint8 [1, 64]; output: `sums`, float32 [1, 64], 127 times the sum of the rows.
    """
    graph = Graph()
    one, zero = graph.exact(np.array(1)), graph.constant(np.array(0, np.uint8))
    weights = graph.constant(np.full((64, 64), 127, np.int8))
    sums = graph.node("MatMulIntegerToFloat", ROWS, weights, one, one, zero)
    given = helper.make_tensor_value_info(ROWS, TensorProto.UINT8, [1, 64])
    return graph.model(given, sums, helper.make_tensor_value_info("sums", TensorProto.FLOAT, [1, 64]))


def _layer(graph: Graph, bert: Bert, multiply: Multiply, rows: str, name: str) -> str:
    """Attention and the feed-forward part, each added to what went in and normalised: [1, t, hidden]."""
    weights = bert.weights

    def added(product: str, to: str, part: str) -> str:
        norm = [f"{part}.LayerNorm.weight", f"{part}.LayerNorm.bias", f"{part}.dense.bias"]
        constants = [graph.exact(weights[one]) for one in norm]
        return graph.node("SkipLayerNormalization", to, product, *constants, epsilon=bert.sizes.layer_norm_eps)

    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    attended = graph.node(
        "MultiHeadAttention",
        *(multiply(rows, weights[f"{part}.weight"], False) for part in parts),
        graph.exact(np.concatenate([exactly(weights[f"{part}.bias"]) for part in parts])),
        num_heads=bert.sizes.num_attention_heads,
    )
    product = multiply(attended, weights[f"{name}.attention.output.dense.weight"], False)
    rows = added(product, rows, f"{name}.attention.output")
    inner = multiply(rows, weights[f"{name}.intermediate.dense.weight"], False)
    inner = graph.node("BiasGelu", inner, graph.exact(weights[f"{name}.intermediate.dense.bias"]))
    return added(multiply(inner, weights[f"{name}.output.dense.weight"], True), rows, f"{name}.output")
