"""The models that assistants share: each is loaded once, at its first use, and never changed by a request."""

from __future__ import annotations

import threading
from functools import cached_property

from bot.reader import ExtractiveReader, Reader
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

    @cached_property
    def _reader(self) -> Reader:
        return ExtractiveReader.load(self._settings.reader)

    @cached_property
    def _encoder(self) -> Encoder:
        return SentenceEncoder(self._settings.encoder)

    @cached_property
    def _summariser(self) -> Summariser:
        return ExtractiveSummariser(self.encoder)
