"""The models that assistants share: each is loaded once, at its first use, and never changed by a request."""

from __future__ import annotations

import hashlib
import threading
from functools import cached_property
from pathlib import Path

from bot.reader import SHIPPED_READER, SHIPPED_SCOUT, ExtractiveReader, Reader
from bot.settings import Settings
from bot.summariser import ExtractiveSummariser, Summariser
from embeddings import Encoder, SentenceEncoder


class Models:
    """Reader, encoder and summariser, loaded when first asked for. Safe from several threads.

    Args:
        settings: which models.

    The properties raise `ModelError` or `EncoderError` where a model cannot be loaded.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = Settings() if settings is None else settings
        self._lock = threading.RLock()

    @property
    def reader(self) -> Reader:
        """Finds answers."""
        with self._lock:
            return self._reader

    @property
    def encoder(self) -> Encoder:
        """Turns text into vectors."""
        with self._lock:
            return self._encoder

    @property
    def summariser(self) -> Summariser:
        """Makes summaries."""
        with self._lock:
            return self._summariser

    def versions(self) -> dict[str, str]:
        """What has been loaded so far, by its part, such as {"reader": "copydesk, sha256 …"}, its weights' hash."""
        found = {}
        with self._lock:
            if "_reader" in self.__dict__:
                found["reader"] = self._reader_version
            if "_encoder" in self.__dict__:
                found["encoder"] = self._encoder.name
        return found

    @cached_property
    def _reader_version(self) -> str:
        folder = Path(self._reader.name)
        shipped = folder == SHIPPED_READER
        weights = [one / "model.safetensors" for one in ((folder, SHIPPED_SCOUT) if shipped else (folder,))]
        if not weights[0].is_file():
            return self._reader.name
        digest = hashlib.sha256()
        for path in weights:
            digest.update(path.read_bytes())
        # Never the whole path: evidence is passed on, and where this machine keeps its files is nobody's business.
        return f"{'copydesk' if shipped else folder.name}, sha256 {digest.hexdigest()}"

    @cached_property
    def _reader(self) -> Reader:
        return ExtractiveReader.load(self._settings.reader)

    @cached_property
    def _encoder(self) -> Encoder:
        return SentenceEncoder(self._settings.encoder)

    @cached_property
    def _summariser(self) -> Summariser:
        return ExtractiveSummariser(self.encoder)
