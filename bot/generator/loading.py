"""Loading a generative model and its tokenizer, with named errors. Importing this takes seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import transformers

from bot.errors import GeneratorMemoryError, ModelError
from bot.quiet import quiet_transformers

_REMEDY = "Give the folder or hub name of a causal or sequence-to-sequence language model."
_KINDS = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration")
_HALF = (torch.float16, torch.bfloat16)


def locate(source: str | Path) -> str:
    """The model's folder, or its name on the hub. Raises `ModelError` where what looks like a folder is none."""
    folder = Path(source).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise ModelError(f"The folder {folder} has no config.json.", "a model's folder.", _REMEDY)
        return str(folder)
    if isinstance(source, Path) or source.startswith((".", "/", "~")) or "\\" in source or source.count("/") > 1:
        raise ModelError(f"There is no folder {folder}.", "a model's folder.", "Check the path.")
    return source


def load_tokenizer(where: str) -> Any:
    """The tokenizer of a folder or hub name. Raises `ModelError`."""
    try:
        with quiet_transformers():
            tokenizer = transformers.AutoTokenizer.from_pretrained(
                where, local_files_only=Path(where).is_dir(), trust_remote_code=False
            )
            tokenizer("A word.")
    except Exception as error:  # a dozen kinds, for a missing file, a damaged one, or no connection
        raise ModelError(
            f"The tokenizer of {where} cannot be loaded: {_reason(error)}.",
            "the tokenizer that the model was trained with.",
            f"{_REMEDY} A hub name needs the network once.",
        ) from error
    return tokenizer


def load_model(where: str, vocabulary: int) -> Any:
    """A model in evaluation mode.

    Args:
        where: a folder, or a hub name.
        vocabulary: tokens that its tokenizer knows.

    Raises:
        ModelError: it is damaged, of another kind, or knows fewer tokens than the tokenizer.
        GeneratorMemoryError: it does not fit into memory.
    """
    try:
        model, report = _read(where)
    except ModelError:
        raise
    except Exception as error:  # the library raises a dozen kinds for a damaged file
        if is_out_of_memory(error):
            raise GeneratorMemoryError(
                f"{where} does not fit into memory.", "a smaller model.", "Choose one with fewer parameters."
            ) from error
        raise ModelError(f"{where} cannot be loaded: {_reason(error)}.", "a whole model.", _REMEDY) from error
    if report["missing_keys"]:
        missing = ", ".join(sorted(report["missing_keys"])[:3])
        raise ModelError(f"The weights of {where} lack {missing}.", "a trained language model.", _REMEDY)
    if vocabulary > model.get_input_embeddings().num_embeddings:
        raise ModelError(
            f"The tokenizer of {where} knows {vocabulary:,} tokens, the model "
            f"{model.get_input_embeddings().num_embeddings:,}.",
            "the tokenizer that the model was trained with.",
            _REMEDY,
        )
    return model


def _read(where: str) -> tuple[Any, Any]:
    """The model, and what transformers says about loading it."""
    with quiet_transformers():
        config = _configured(where)
        two_sided = config.is_encoder_decoder
        home = transformers.AutoModelForSeq2SeqLM if two_sided else transformers.AutoModelForCausalLM
        model, report = home.from_pretrained(
            where,
            config=config,
            dtype=_dtype(config),
            local_files_only=Path(where).is_dir(),
            trust_remote_code=False,
            output_loading_info=True,
        )
        return model.eval().to("cuda" if torch.cuda.is_available() else "cpu"), report


def is_out_of_memory(error: BaseException) -> bool:
    """Whether it says that memory was not enough; torch's allocator on the CPU has no error of its own for it."""
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or "not enough memory" in str(error)


def _configured(where: str) -> Any:
    config = transformers.AutoConfig.from_pretrained(
        where, local_files_only=Path(where).is_dir(), trust_remote_code=False
    )
    kinds = config.architectures or []
    if not any(kind.endswith(_KINDS) for kind in kinds):
        raise ModelError(
            f"{where} holds {', '.join(kinds) or 'a model of unknown kind'}.", "a language model that writes.", _REMEDY
        )
    return config


def _dtype(config: Any) -> torch.dtype:
    """CPUs compute in float32 or bfloat16; float16 is slow there, and what was stored in 16 bits stays so small."""
    stored = getattr(config.get_text_config(), "dtype", None) or config.dtype
    return torch.bfloat16 if stored in _HALF else torch.float32


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}".rstrip(" .:")
