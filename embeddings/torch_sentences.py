"""The engine of `SentenceEncoder` for every model: sentence-transformers, on torch. Importing this takes seconds."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when huggingface_hub is imported

import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

from embeddings.store import Vectors

# Some models claim to read 10^30 tokens; none that runs on a laptop reads more than this well.
_LONGEST_WINDOW = 8192


class TorchSentences:
    """A `SentenceModel`: one call runs at a time, on all of torch's threads.

    Args:
        source: a folder, or a name on the hub.
        dtype: of the weights; "auto" as `SentenceEncoder` says.
        device: where torch computes.
        batch_size: texts a batch; torch gets them sorted by length, so a batch pads little.
        allow_download: whether a hub name may be fetched.

    Raises:
        Exception: whatever a damaged file makes of transformers, torch or safetensors.

    Attributes:
        tokenizer: a copy that neither pads nor cuts, and that no other thread changes.
        room: tokens that are read of a text, besides the special ones and the longest prompt.
        dimension: length of the vectors.
        revision: of a hub's model, where it is known.
    """

    def __init__(self, source: Path | str, dtype: str, device: str, batch_size: int, allow_download: bool) -> None:
        if dtype == "auto":
            dtype = "bfloat16" if _computes_in_bfloat16() else "float32"
        with _no_progress_bar():
            self._model: Any = SentenceTransformer(
                str(source),
                device=device,
                local_files_only=isinstance(source, Path) or not allow_download,
                trust_remote_code=False,
                model_kwargs={"dtype": getattr(torch, dtype)},
            ).eval()
        self._batch_size = batch_size
        self._lock = threading.Lock()
        self.dimension = int(self._model.get_embedding_dimension())
        self.tokenizer = _private_tokenizer(self._model)
        prompts = (self._model.prompts or {"": ""}).values()
        prompt = max((len(self.tokenizer.encode(one, add_special_tokens=False).ids) for one in prompts), default=0)
        reads = min(self._model.max_seq_length or _LONGEST_WINDOW, _LONGEST_WINDOW)
        self.room = max(int(reads) - self.tokenizer.num_special_tokens_to_add(False) - prompt, 1)
        self.revision: str | None = getattr(getattr(self._model[0], "config", None), "_commit_hash", None)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """With the model's query prompt if it has one: float32 [n, dimension]; n is at least 1."""
        return self._encode(self._model.encode_query, texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """With the model's document prompt if it has one: float32 [n, dimension]; n is at least 1."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, method: Callable[..., Any], texts: Sequence[str]) -> Vectors:
        with self._lock:
            found = method(list(texts), batch_size=self._batch_size, convert_to_tensor=True, show_progress_bar=False)
        vectors: Vectors = found.float().cpu().numpy()
        return vectors


def _computes_in_bfloat16() -> bool:
    """Whether this CPU has instructions for bfloat16. Not known before torch 2.12 or so: then False."""
    read = getattr(torch.cpu, "get_capabilities", None)
    found = read() if read else {}
    return bool(found.get("avx512_bf16") or found.get("amx_bf16"))


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep transformers from drawing on the terminal while a model loads."""
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _private_tokenizer(model: Any) -> Any:
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    if not hasattr(tokenizer, "to_str"):
        raise ValueError("its tokenizer does not tell where its tokens are; a tokenizer.json does")
    copy = type(tokenizer).from_str(tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy
