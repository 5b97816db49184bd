"""A BERT's folder read with numpy alone: what it is, its sizes, its weights."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.levels import Weight, rows_of
from embeddings.store import Vectors
from embeddings.tensors import Shape, read_weights


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

    def shapes(self) -> dict[str, Shape]:
        """Each weight below a model's heads and its shape; matrices are [out, in]."""
        hidden, inner = self.hidden_size, self.intermediate_size
        shapes: dict[str, Shape] = {
            "embeddings.word_embeddings.weight": (self.vocab_size, hidden),
            "embeddings.position_embeddings.weight": (self.max_position_embeddings, hidden),
            "embeddings.token_type_embeddings.weight": (self.type_vocab_size, hidden),
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
class Tables:
    """The vectors of words [vocabulary, hidden], positions [positions, hidden] and segments [segments, hidden].

    Not in the graph, so that of the word vectors, half of all weights, only those in use are ever loaded.
    """

    word: Weight
    position: Weight
    segment: Weight

    def rows(self, token_ids: Sequence[int], segments: npt.NDArray[np.integer]) -> Vectors:
        """What the layers read of t tokens and their segments, [t]: sums of three vectors, float32 [1, t, hidden]."""
        total = rows_of(self.word, token_ids) + rows_of(self.segment, segments.tolist())
        found: Vectors = total + rows_of(self.position, range(len(token_ids)))
        return found[None]


@dataclass(frozen=True, slots=True)
class Bert:
    """Sizes and weights; a weight's name is that in the file, without "bert." before it."""

    sizes: BertSizes
    weights: dict[str, Weight]

    @property
    def tables(self) -> Tables:
        """Those below the layers."""
        parts = (self.weights[f"embeddings.{part}_embeddings.weight"] for part in ("word", "position", "token_type"))
        return Tables(*parts)


def is_plain(config: Any, kind: str) -> bool:
    """Whether a config.json is of a BERT of this architecture as Devlin et al. describe it."""
    return (
        isinstance(config, dict)
        and config.get("model_type") == "bert"
        and config.get("architectures") == [kind]
        and config.get("hidden_act", "gelu") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
    )


def is_mean_bert(folder: Path) -> bool:
    """Whether this is the folder of a BERT whose vector is the mean of its tokens', to judge by its JSON files."""
    try:
        modules = [one["type"].rpartition(".")[2] for one in settings(folder / "modules.json")]
        pooling = settings(folder / "1_Pooling" / "config.json")
        reading = settings(folder / "sentence_bert_config.json")
        more = folder / "config_sentence_transformers.json"
        prompts = settings(more).get("prompts") if more.is_file() else None
        config = settings(folder / "config.json")
        means = [name.removeprefix("pooling_mode_") for name, chosen in pooling.items() if chosen is True]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return (
        is_plain(config, "BertModel")
        and modules in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        and [name for name in means if name != "include_prompt"] == ["mean_tokens"]
        and type(reading.get("max_seq_length")) is int
        and not reading.get("do_lower_case")
        and not any((prompts or {}).values())
        and (folder / "tokenizer.json").is_file()
        and (folder / "model.safetensors").is_file()
    )


def read_bert(folder: Path, heads: Mapping[str, int]) -> Bert:
    """Read a folder whose config `is_plain`.

    Args:
        folder: has config.json and model.safetensors.
        heads: the linear layers above the others by name, and how many outputs each has.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is damaged, a weight is missing or of another size.
    """
    sizes = BertSizes.read(settings(folder / "config.json"))
    shapes = sizes.shapes()
    for name, outputs in heads.items():
        shapes |= {f"{name}.weight": (outputs, sizes.hidden_size), f"{name}.bias": (outputs,)}
    weights = read_weights(folder / "model.safetensors", shapes, "bert.")
    if missing := sorted(shapes.keys() - weights.keys(), key=lambda name: (name.startswith("e"), name)):
        raise ValueError(f"its weights lack {', '.join(missing[:3])}")
    return Bert(sizes, weights)


def settings(path: Path) -> Any:
    """What a JSON file says. Raises `OSError`, `ValueError`."""
    return json.loads(path.read_text("utf-8"))
