"""Weights out of a safetensors file: mapped, not loaded, so that processes share them and idle ones take no memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from embeddings.levels import Levels, Weight

LEVELS, STEPS = "_levels", "_steps"  # after a packed matrix's name: the names of its levels and of its rows' scales
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
        float16, float32, float64 or levels as they are stored, read-only; bfloat16 as float32, in memory.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged, or a tensor has another shape, or holds neither floating-point numbers nor levels.
    """
    content = np.memmap(path, np.uint8, "r")
    begin = _LENGTH + int.from_bytes(content[:_LENGTH].tobytes(), "little")
    if not _LENGTH < begin <= content.size:
        raise ValueError(f"its header ends at {begin}, the file at {content.size}")
    header = json.loads(content[_LENGTH:begin].tobytes())
    try:
        tensors = _Tensors({name.removeprefix(prefix): entry for name, entry in header.items()}, content[begin:])
        return {name: tensors.weight(name, shape) for name, shape in shapes.items() if tensors.holds(name)}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"its header is damaged ({error})") from error


@dataclass(frozen=True, slots=True)
class _Tensors:
    """What a header lists, by name, and the bytes that it speaks of."""

    listed: Mapping[str, Mapping[str, Any]]
    data: npt.NDArray[np.uint8]

    def holds(self, name: str) -> bool:
        return name in self.listed or name + LEVELS in self.listed

    def weight(self, name: str, shape: Shape) -> Weight:
        if name in self.listed:
            return _exact(name, self.listed[name], self.data, shape)
        if name + STEPS not in self.listed:
            raise ValueError(f"{name} has levels without steps")
        steps = _exact(name + STEPS, self.listed[name + STEPS], self.data, shape[:1])
        levels = _bytes(name + LEVELS, self.listed[name + LEVELS], self.data, shape)
        return Levels(levels.view(np.int8).reshape(shape), steps.astype(np.float32))


def _bytes(name: str, entry: Mapping[str, Any], data: npt.NDArray[np.uint8], shape: Shape) -> npt.NDArray[np.uint8]:
    first, last = entry["data_offsets"]
    if tuple(entry["shape"]) != shape:
        raise ValueError(f"{name} is {entry['shape']}, and config.json says {list(shape)}")
    if not 0 <= first <= last <= data.size:
        raise ValueError(f"{name} ends at {last}, the file at {data.size}")
    return data[first:last]


def _exact(name: str, entry: Mapping[str, Any], data: npt.NDArray[np.uint8], shape: Shape) -> npt.NDArray[Any]:
    kind, found = entry["dtype"], _bytes(name, entry, data, shape)
    if kind == "BF16":  # the upper half of a float32
        return (found.view("<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    if kind not in _DTYPES:
        raise ValueError(f"{name} holds {kind}, and not floating-point numbers")
    return found.view(_DTYPES[kind]).reshape(shape)
