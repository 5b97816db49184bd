"""Weights out of a safetensors file: mapped, not loaded, so that processes share them and idle ones take no memory."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Weight: TypeAlias = npt.NDArray[Any]
Shape: TypeAlias = tuple[int, ...]

_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}
_LENGTH = 8  # bytes that say how long the header is


def read_weights(path: Path, shapes: Mapping[str, Shape], prefix: str = "") -> dict[str, Weight]:
    """Map those tensors of a file that are asked for; what it does not hold is left out.

    Args:
        path: a safetensors file; it must not be cut while its weights are used.
        shapes: the names that are asked for, and the shape that each must have.
        prefix: that names may have in the file.

    Returns:
        float16, float32 or float64 as they are stored, read-only; bfloat16 as float32, in memory.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged, or a tensor has another shape or holds no floating-point numbers.
    """
    content = np.memmap(path, np.uint8, "r")
    begin = _LENGTH + int.from_bytes(content[:_LENGTH].tobytes(), "little")
    if not _LENGTH < begin <= content.size:
        raise ValueError(f"its header ends at {begin}, the file at {content.size}")
    header = json.loads(content[_LENGTH:begin].tobytes())
    try:
        listed = {name.removeprefix(prefix): entry for name, entry in header.items()}
        return {name: _weight(name, listed[name], content[begin:], shapes[name]) for name in shapes if name in listed}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"its header is damaged ({error})") from error


def _weight(name: str, entry: Mapping[str, Any], data: npt.NDArray[np.uint8], shape: Shape) -> Weight:
    kind, (first, last) = entry["dtype"], entry["data_offsets"]
    if tuple(entry["shape"]) != shape:
        raise ValueError(f"{name} is {entry['shape']}, and config.json says {list(shape)}")
    if not 0 <= first <= last <= data.size:
        raise ValueError(f"{name} ends at {last}, the file at {data.size}")
    if kind == "BF16":  # the upper half of a float32
        return (data[first:last].view("<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    if kind not in _DTYPES:
        raise ValueError(f"{name} holds {kind}, and not floating-point numbers")
    return data[first:last].view(_DTYPES[kind]).reshape(shape)
