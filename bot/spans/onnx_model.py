"""The engine for BERT: ONNX Runtime, on any CPU, without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from bot.errors import ModelError
from bot.spans.base import Logits
from bot.spans.bert import read_bert
from bot.spans.graph import Precision, bert_graph, bytes_graph
from bot.spans.tokenizer import REMEDY, load_tokenizer
from bot.windows import Window

_MOST_THREADS = 4  # a window is soon read: more threads wait for each other more than they help
_ERROR = 3  # onnxruntime's severity: nothing below an error is for a user's screen


class OnnxSpanModel:
    """A BERT reader as a `SpanModel`; windows are read one by one, none is padded.

    It computes on as many threads as OMP_NUM_THREADS says, which torch obeys too; else on as many as the process has
    CPUs, at most 4.

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
        reader = read_bert(folder)
        self.tokenizer = load_tokenizer(str(folder), reader.sizes.vocab_size)
        self.positions = reader.sizes.max_position_embeddings
        self._segments = reader.sizes.type_vocab_size
        graph = bert_graph(reader, precision or _precision())
        try:
            self._session = _session(graph)
        except Exception as error:  # onnxruntime raises a kind for each of its status codes
            raise ModelError(f"The reader in {folder} cannot be loaded: {error}.", "a whole model.", REMEDY) from error

    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        """Read n windows: n arrays, in their order, float32 [tokens of the window, 2]."""
        return [self._read(window) for window in windows]

    def _read(self, window: Window) -> Logits:
        positions = np.arange(len(window.token_ids), dtype=np.int32)
        segments = np.minimum(positions >= window.question_tokens, self._segments - 1)
        inputs = {
            "tokens": np.array([window.token_ids], np.int32),
            "segments": segments[None].astype(np.int32),
            "positions": positions,
        }
        found: Logits = self._session.run(["logits"], inputs)[0][0]
        return found


def _precision() -> Precision:
    rows = np.full((1, 64), 255, np.uint8)
    (sums,) = _session(bytes_graph()).run(["sums"], {"rows": rows})
    return "int8" if (sums == 127 * 255 * 64).all() else "float32"


def _session(model: bytes) -> onnxruntime.InferenceSession:
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _threads()
    options.log_severity_level = _ERROR
    # Idle threads else go on spinning after a reading, and take the CPU from whatever comes next.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _threads() -> int:
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]
    if asked.isdecimal() and int(asked):
        return int(asked)
    # Not 0, its default: that pins each thread to a core, which containers forbid.
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_THREADS)
