"""A BERT reader's folder read with numpy alone: its sizes from config.json, its weights from model.safetensors."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, deserialize

from bot.errors import ModelError
from bot.spans.levels import Levels, Weight
from bot.spans.tokenizer import REMEDY

LEVELS, STEPS = "_levels", "_steps"  # after a packed matrix's name: the names of its levels and of its rows' scales
_KIND = "BertForQuestionAnswering"
_DTYPES = {"F64": np.float64, "F32": np.float32, "F16": np.float16}


@dataclass(frozen=True, slots=True)
class BertSizes:
    """The numbers of config.json, under the names they have there."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12

    @classmethod
    def read(cls, config: dict[str, Any]) -> Self:
        """Take them from a config; what is not there has BERT's default.

        Raises:
            ValueError: a size is missing, not positive, or the heads do not divide the hidden size.
        """
        found = {field.name: config[field.name] for field in fields(cls) if field.name in config}
        whole = {name: value for name, value in found.items() if name != "layer_norm_eps"}
        if wrong := [name for name, value in whole.items() if type(value) is not int or value < 1]:
            raise ValueError(f"{wrong[0]} is {found[wrong[0]]!r}")
        try:
            sizes = cls(**found)
        except TypeError as error:
            raise ValueError(f"config.json lacks a size ({error})") from error
        if sizes.hidden_size % sizes.num_attention_heads:
            raise ValueError(f"{sizes.num_attention_heads} heads do not divide a hidden size of {sizes.hidden_size}")
        return sizes

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Each weight of a reader and its shape; matrices are [out, in]."""
        hidden, inner = self.hidden_size, self.intermediate_size
        shapes: dict[str, tuple[int, ...]] = {
            "embeddings.word_embeddings.weight": (self.vocab_size, hidden),
            "embeddings.position_embeddings.weight": (self.max_position_embeddings, hidden),
            "embeddings.token_type_embeddings.weight": (self.type_vocab_size, hidden),
            "qa_outputs.weight": (2, hidden),
            "qa_outputs.bias": (2,),
        }
        norms, linears = ["embeddings.LayerNorm"], dict[str, tuple[int, int]]()
        for number in range(self.num_hidden_layers):
            layer = f"encoder.layer.{number}"
            norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
            linears |= {f"{layer}.attention.self.{name}": (hidden, hidden) for name in ("query", "key", "value")}
            linears[f"{layer}.attention.output.dense"] = (hidden, hidden)
            linears[f"{layer}.intermediate.dense"] = (inner, hidden)
            linears[f"{layer}.output.dense"] = (hidden, inner)
        for name in norms:
            shapes |= {f"{name}.weight": (hidden,), f"{name}.bias": (hidden,)}
        for name, shape in linears.items():
            shapes |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
        return shapes


@dataclass(frozen=True, slots=True)
class BertReader:
    """Sizes and weights; a weight's name is that in the file, without "bert." before it."""

    sizes: BertSizes
    weights: dict[str, Weight]


def is_bert(folder: Path) -> bool:
    """Whether this is the folder of a BERT reader as Devlin et al. describe it, to judge by its config.json."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return (
        isinstance(config, dict)
        and config.get("model_type") == "bert"
        and config.get("architectures") == [_KIND]
        and config.get("hidden_act", "gelu") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
    )


def read_bert(folder: Path) -> BertReader:
    """Read the folder of a BERT reader (see `is_bert`).

    Returns:
        Its weights as they are stored: float16, float32, float64 or levels (`bot.spans.packing`); bfloat16 as float32.

    Raises:
        ModelError: a file is damaged, a weight is missing or of another size.
    """
    try:
        sizes = BertSizes.read(json.loads((folder / "config.json").read_text("utf-8")))
        content = (folder / "model.safetensors").read_bytes()
        stored = dict(deserialize(content))  # type: ignore[no-untyped-call]  # safetensors leaves it untyped
        named = {name.removeprefix("bert."): tensor for name, tensor in stored.items()}
        shapes = sizes.shapes()
        weights = {
            name: _levels(name, named, shape) if name + LEVELS in named else _array(name, named[name], shape)
            for name, shape in shapes.items()
            if name in named or name + LEVELS in named
        }
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(f"The reader in {folder} cannot be loaded: {error}.", "a whole model.", REMEDY) from error
    if missing := sorted(shapes.keys() - weights.keys(), key=lambda name: (name.startswith("e"), name)):
        raise ModelError(
            f"The weights in {folder} lack {', '.join(missing[:3])}.", "a trained question-answering head.", REMEDY
        )
    return BertReader(sizes, weights)


def _levels(name: str, named: dict[str, dict[str, Any]], shape: tuple[int, ...]) -> Levels:
    if name + STEPS not in named or named[name + LEVELS]["dtype"] != "I8":
        raise ValueError(f"{name} has no 8-bit levels with a scale for each row")
    _check_shape(name, named[name + LEVELS], shape)
    levels = np.frombuffer(named[name + LEVELS]["data"], np.int8).reshape(shape)
    return Levels(levels, _array(name + STEPS, named[name + STEPS], shape[:1]).astype(np.float32))


def _array(name: str, tensor: dict[str, Any], shape: tuple[int, ...]) -> NDArray[Any]:
    _check_shape(name, tensor, shape)
    kind, data = tensor["dtype"], tensor["data"]
    if kind == "BF16":  # the upper half of a float32
        return (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    if kind not in _DTYPES:
        raise ValueError(f"{name} holds {kind}, and not floating-point numbers")
    return np.frombuffer(data, np.dtype(_DTYPES[kind]).newbyteorder("<")).reshape(shape)


def _check_shape(name: str, tensor: dict[str, Any], shape: tuple[int, ...]) -> None:
    if tuple(tensor["shape"]) != shape:
        raise ValueError(f"{name} is {tensor['shape']}, and config.json says {list(shape)}")
