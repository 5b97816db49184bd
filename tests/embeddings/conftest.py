"""A deterministic encoder, a brute-force oracle, and the real model, shared by the tests of `embeddings`."""

import math
import re
import socket
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pytest

from embeddings import Encoder, LexicalIndex, SentenceEncoder
from embeddings.store import Vectors
from embeddings.windows import cut

LIMIT = 12  # words that the fake encoder reads


class FakeEncoder:
    """Counts words in hashed buckets: near texts are those that share words. No model, no network."""

    def __init__(self, name: str = "fake", dimension: int = 16) -> None:
        self.name = name
        self.dimension = dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.dimension), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in text.split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    encode_passages = encode_queries

    def split(self, text: str) -> list[tuple[int, int]]:
        return cut(text, [match.start() for match in re.finditer(r"\S+", text)], LIMIT, 3)


def bm25(query: str, texts: Sequence[str]) -> list[float]:
    """BM25 straight from its formula, one text after the other, for texts of at most 40 words.

    Longer ones tantivy counts as somewhat shorter, so that a length fits a byte, as Lucene does.
    """
    index = LexicalIndex()
    counts = [Counter(index._rule.of_text(text)) for text in texts]
    asked = set(index._rule.of_question(query))
    assert all(count.total() <= 40 for count in counts)
    average = sum(count.total() for count in counts) / max(len(texts), 1)
    scores = []
    for count in counts:
        score = 0.0
        for word in asked & count.keys():
            df = sum(word in other for other in counts)
            idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
            score += 2.2 * idf * count[word] / (count[word] + 1.2 * (0.25 + 0.75 * count.total() / average))
        scores.append(score)
    return scores


def min_max(scores: dict[str, float]) -> dict[str, float]:
    low, high = min(scores.values()), max(scores.values())
    if high - low <= 1e-6 * max(abs(low), abs(high)):
        return {key: float(high > 0) for key in scores}
    return {key: (score - low) / (high - low) for key, score in scores.items()}


def oracle(
    encoder: Encoder,
    texts: dict[str, str],
    query: str,
    within: set[str] | None = None,
    score: Callable[[str, Sequence[str]], Sequence[float]] = bm25,
) -> dict[str, tuple[float, float, float]]:
    """Key -> (fused score, cosine, BM25), computed over every window of every text.

    `score` is BM25 itself, or what takes its place where texts were removed, which tantivy goes on counting.
    """
    keys, windows = [], []
    for key, text in texts.items():
        for start, end in encoder.split(text):
            keys.append(key)
            windows.append(text[start:end])
    if not keys:
        return {}
    cosines = encoder.encode_passages(windows).astype(float) @ encoder.encode_queries([query])[0].astype(float)
    dense: dict[str, float] = {}
    lexical: dict[str, float] = {}
    for key, cosine, words in zip(keys, cosines.tolist(), score(query, windows), strict=True):
        if within is None or key in within:
            dense[key] = max(dense.get(key, -2.0), cosine)
            lexical[key] = max(lexical.get(key, 0.0), words)
    if not dense:
        return {}
    near, match = min_max(dense), min_max(lexical)
    return {key: ((near[key] + match[key]) / 2, dense[key], lexical[key]) for key in dense}


@pytest.fixture(scope="session")
def make_encoder() -> Callable[..., FakeEncoder]:
    return FakeEncoder


@pytest.fixture(scope="session")
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture(scope="session")
def brute_force() -> Callable[..., dict[str, tuple[float, float, float]]]:
    return oracle


@pytest.fixture(scope="session")
def brute_force_bm25() -> Callable[[str, Sequence[str]], list[float]]:
    return bm25


@contextmanager
def closed_network() -> Iterator[list[object]]:
    """Refuse every attempt to resolve or reach a host, and write it down."""
    attempts: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        attempts.append(arguments)
        raise OSError("This test runs without a network.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield attempts


@pytest.fixture
def network_attempts() -> Iterator[list[object]]:
    with closed_network() as attempts:
        yield attempts


@pytest.fixture(scope="session")
def real_encoder() -> SentenceEncoder:
    """The bundled model, loaded and used with every way out closed."""
    with closed_network() as attempts:
        encoder = SentenceEncoder(dtype="float32")
        encoder.encode_queries(["Is anybody there?"])
    assert not attempts
    return encoder
