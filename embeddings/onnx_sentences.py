"""The light engine of `SentenceEncoder`: a BERT with mean pooling on ONNX Runtime, without torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from embeddings.bert import Bert, read_bert, settings
from embeddings.graph import ROWS, Graph, Model, layers, rows_given
from embeddings.runtime import open_session
from embeddings.store import Vectors


class OnnxSentences:
    """A `SentenceModel` in float32: texts are read one by one, none is padded, none changes another's vector.

    Args:
        folder: of a model for which `is_mean_bert` is true.

    Raises:
        Exception: of many kinds, where a file is damaged.

    Attributes:
        tokenizer: neither pads nor cuts.
        room: tokens that are read of a text.
        dimension: length of the vectors.
        revision: None; a folder has none.
    """

    revision: str | None = None

    def __init__(self, folder: Path) -> None:
        bert = read_bert(folder, {})
        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        asked = settings(folder / "sentence_bert_config.json")["max_seq_length"]
        special = self.tokenizer.num_special_tokens_to_add(False)
        self.room = max(min(asked, bert.sizes.max_position_embeddings) - special, 1)
        self.dimension = bert.sizes.hidden_size
        self._cutting = Tokenizer.from_str(self.tokenizer.to_str())
        self._cutting.enable_truncation(self.room + special)
        self._tables = bert.tables
        self._session = open_session(mean_graph(bert))

    def queries(self, texts: Sequence[str]) -> Vectors:
        """float32 [n, dimension]; n is at least 1."""
        return np.concatenate([self._read(text) for text in texts])

    passages = queries

    def _read(self, text: str) -> Vectors:
        token_ids = self._cutting.encode(text).ids
        rows = self._tables.rows(token_ids, np.zeros(len(token_ids), np.int64))
        found: Vectors = self._session.run(["mean"], {ROWS: rows})[0]
        return found


def mean_graph(bert: Bert) -> Model:
    """A BERT as a graph: `rows`, float32 [1, t, hidden], to `mean`, float32 [1, hidden], of any length."""
    graph = Graph()
    mean = graph.node("ReduceMean", layers(graph, bert, "float32"), graph.constant(np.array([1])), keepdims=0)
    wanted = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, bert.sizes.hidden_size])
    return graph.model(rows_given(bert), mean, wanted)
