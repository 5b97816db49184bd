"""The encoder as visitors share it: it remembers what was asked, and nobody waits long for what another adds."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from embeddings import Encoder
from embeddings.store import Vectors

_QUERIES = 256  # remembered: a question is searched for, weighed against the article shown and answered
_AT_ONCE = 16  # passages; the encoder is one visitor's for so long
_PAUSE = 0.001  # seconds, in which those who wait for the encoder get it


class SharedEncoder:
    """An encoder for many. Safe from several threads.

    Args:
        load: gives the encoder, at its first use.
        passages: texts to know by heart: the samples that each visitor finds.
    """

    def __init__(self, load: Callable[[], Encoder], passages: Sequence[str] = ()) -> None:
        self._load = load
        self._passages = tuple(passages)
        self._known: dict[str, Vectors] | None = None
        self._asked: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The encoder's name: its vectors are the same."""
        return self._load().name

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._load().dimension

    def learn(self) -> None:
        """Load the encoder, and the passages to know by heart into it. Raises `EncoderError`."""
        with self._lock:
            if self._known is None:
                self._known = dict(zip(self._passages, self._load().encode_passages(self._passages), strict=True))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does: float32 [n, dimension]."""
        with self._lock:
            held = {text: self._asked[text] for text in texts if text in self._asked}
        fresh = [text for text in dict.fromkeys(texts) if text not in held]
        if fresh:
            held |= zip(fresh, self._load().encode_queries(fresh), strict=True)
            with self._lock:
                for text in fresh:
                    self._asked[text] = held[text]
                while len(self._asked) > _QUERIES:
                    self._asked.popitem(last=False)
        return self._rows([held[text] for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does, but only for texts that are not known, and of those a few at a time."""
        self.learn()
        held = self._known or {}
        fresh = [text for text in dict.fromkeys(texts) if text not in held]
        found: dict[str, Vectors] = {}
        for first in range(0, len(fresh), _AT_ONCE):
            if first:
                time.sleep(_PAUSE)
            part = fresh[first : first + _AT_ONCE]
            found |= zip(part, self._load().encode_passages(part), strict=True)
        return self._rows([held[text] if text in held else found[text] for text in texts])

    def split(self, text: str) -> list[tuple[int, int]]:
        """As the encoder does."""
        return self._load().split(text)

    def _rows(self, rows: Sequence[Vectors]) -> Vectors:
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)
