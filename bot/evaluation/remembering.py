"""An encoder that remembers: a suite checks many drafts against the same article, which need be embedded only once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.models import Models
from bot.reader import Reader
from embeddings import Encoder
from embeddings.store import Vectors


class RememberingEncoder:
    """The vectors of another encoder, each made once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the other encodes."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As the other encodes, the new ones in one call."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode_passages(new), strict=True))
        return np.stack([self._vectors[text] for text in texts]) if texts else self._encoder.encode_passages([])

    def split(self, text: str) -> list[tuple[int, int]]:
        """As the other splits."""
        return self._encoder.split(text)


class RememberingModels(Models):
    """Models whose encoder remembers."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._encoded = RememberingEncoder(models.encoder)

    @property
    def encoder(self) -> Encoder:
        """The remembering encoder."""
        return self._encoded

    @property
    def reader(self) -> Reader:
        """The other's."""
        return self._models.reader
