"""ONNX Runtime: how a graph is opened, on how many threads, and in which precision this CPU computes it best."""

import os
from typing import TypeAlias

import numpy as np
import onnxruntime

from embeddings.graph import ROWS, Model, Precision, bytes_graph

Session: TypeAlias = onnxruntime.InferenceSession

_MOST_THREADS = 4  # a text is soon read: more threads wait for each other more than they help
_ERROR = 3  # onnxruntime's severity: nothing below an error is for a user's screen


def open_session(model: Model, threads: int | None = None) -> Session:
    """Open a graph. Safe from several threads; what goes wrong raises one of onnxruntime's many kinds.

    Args:
        model: the graph.
        threads: that one run computes on; None for as many as there are (`usable_threads`).
    """
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or usable_threads()
    options.log_severity_level = _ERROR
    # Idle threads else go on spinning after a reading, and take the CPU from whatever comes next.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    weights = [onnxruntime.OrtValue.ortvalue_from_numpy(values) for values in model.weights.values()]
    options.add_external_initializers(list(model.weights), weights)
    return Session(model.content, options, providers=["CPUExecutionProvider"])


def best_precision() -> Precision:
    """int8 where the CPU computes exactly in it (AVX-512 or AVX with VNNI, ARM), and float32 elsewhere."""
    rows = np.full((1, 64), 255, np.uint8)
    (sums,) = open_session(bytes_graph()).run(["sums"], {ROWS: rows})
    return "int8" if (sums == 127 * 255 * 64).all() else "float32"


def usable_threads() -> int:
    """As many as OMP_NUM_THREADS says, which torch obeys too; else as the process has CPUs, at most 4."""
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]
    if asked.isdecimal() and int(asked):
        return int(asked)
    # Not 0, its default: that pins each thread to a core, which containers forbid.
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_THREADS)
