"""Readers as they are shipped: their matrices in 8-bit levels, a quarter of float32's bytes.

The int8 engine multiplies the same levels whether they were packed or not, so that packing costs it the rounding of the
word vectors only.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from embeddings.levels import Levels, exactly
from embeddings.tensors import LEVELS, STEPS

_WEIGHTS = "model.safetensors"
_BESIDE = ("config.json", "tokenizer.json", "tokenizer_config.json", "calibration.json", "README.md")
_EXACT = ("position_embeddings", "token_type_embeddings", "qa_outputs")  # small, and every token meets them


def pack(folder: Path, out: Path) -> None:
    """Write a BERT reader with its matrices in levels, and all else in half precision.

    Args:
        folder: of a reader in floating-point numbers.
        out: folder to write, made if missing.
    """
    packed: dict[str, NDArray[Any]] = {}
    for name, values in load_file(folder / _WEIGHTS).items():
        if values.ndim == 2 and not any(part in name for part in _EXACT):
            matrix = Levels.of(values)
            packed |= {name + LEVELS: matrix.levels, name + STEPS: matrix.steps}
        else:
            packed[name] = values.astype(np.float16)
    _write(folder, out, packed)


def unpack(folder: Path, out: Path) -> None:
    """Write a packed reader in float32, for what reads no levels: transformers, and so training."""
    packed = load_file(folder / _WEIGHTS)
    exact: dict[str, NDArray[Any]] = {}
    for name, values in packed.items():
        if name.endswith(LEVELS):
            whole = name.removesuffix(LEVELS)
            exact[whole] = exactly(Levels(values, packed[whole + STEPS]))
        elif not name.endswith(STEPS):
            exact[name] = values.astype(np.float32)
    _write(folder, out, exact)


def is_packed(folder: Path) -> bool:
    """Whether this is the folder of a packed reader."""
    with safe_open(folder / _WEIGHTS, "np") as weights:
        return any(name.endswith(LEVELS) for name in weights.keys())  # noqa: SIM118  # it has no other way to its names


def _write(folder: Path, out: Path, weights: dict[str, NDArray[Any]]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in _BESIDE:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, out / name)
    save_file(weights, out / _WEIGHTS, metadata={"format": "pt"})
