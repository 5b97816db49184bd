"""The engine for BERT: ONNX Runtime, on any CPU, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

from bot.errors import ModelError
from bot.spans.base import Logits
from bot.spans.bert import HEAD, read_reader
from bot.spans.tokenizer import REMEDY, load_tokenizer
from bot.windows import Window
from embeddings.bert import Bert
from embeddings.graph import ROWS, Graph, Model, Precision, layers, rows_given
from embeddings.levels import exactly
from embeddings.runtime import best_precision, open_session, usable_threads


class OnnxSpanModel:
    """A BERT reader as a `SpanModel`; none of its windows is padded.

    As many windows as there are threads are read at a time, each by one of them, which is quicker than all threads at
    each in turn: two threads read eight windows of 90 tokens in 37 ms instead of 53, three of 110 in 45 instead of 50,
    and a single one in 10 instead of 8. A session for each way took 286 MB with the reader for 239.

    Args:
        folder: config.json, model.safetensors and tokenizer.json of a reader for which `is_bert` is true.
        precision: of the matrix products; None for int8 where the CPU computes exactly in it (AVX-512 or AVX with
            VNNI, ARM), and float32 elsewhere. int8 is up to 1.4 times as fast, and its rounding moves a score by 0.2.

    Raises:
        ModelError: the weights or the tokenizer are damaged, or do not fit each other.

    Attributes:
        tokenizer: neither pads nor truncates.
        positions: tokens a window may have.
    """

    def __init__(self, folder: Path, precision: Precision | None = None) -> None:
        reader = read_reader(folder)
        self.tokenizer = load_tokenizer(str(folder), reader.sizes.vocab_size)
        self.positions = reader.sizes.max_position_embeddings
        self._segments = reader.sizes.type_vocab_size
        self._tables = reader.tables
        self._pool = ThreadPoolExecutor(usable_threads(), "reader")
        try:
            self._session = open_session(span_graph(reader, precision or best_precision()), threads=1)
        except Exception as error:  # onnxruntime raises a kind for each of its status codes
            raise ModelError(f"The reader in {folder} cannot be loaded: {error}.", "a whole model.", REMEDY) from error

    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        """Read n windows: n arrays, in their order, float32 [tokens of the window, 2]."""
        return list(self._pool.map(self._read, windows)) if len(windows) > 1 else [*map(self._read, windows)]

    def _read(self, window: Window) -> Logits:
        places = np.arange(len(window.token_ids))
        segments = np.minimum(places >= window.question_tokens, self._segments - 1)
        found: Logits = self._session.run(["logits"], {ROWS: self._tables.rows(window.token_ids, segments)})[0][0]
        return found


def span_graph(reader: Bert, precision: Precision) -> Model:
    """A reader as a graph: `rows`, float32 [1, t, hidden], to `logits`, float32 [1, t, 2]."""
    graph = Graph()
    rows = layers(graph, reader, precision)
    product = graph.node("MatMul", rows, graph.exact(exactly(reader.weights[f"{HEAD}.weight"]).T))
    logits = graph.node("Add", product, graph.exact(reader.weights[f"{HEAD}.bias"]))
    wanted = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "t", 2])
    return graph.model(rows_given(reader), logits, wanted)
