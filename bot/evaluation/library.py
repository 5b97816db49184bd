"""A library at its size: `python -m bot.evaluation.library add CORPUS FOLDER`, then `… search CORPUS FOLDER`.

CORPUS is JSON Lines (`title, published, url, authors, paragraphs`), gzipped or not. Embedding all of a large one takes
hours, so `add` embeds the first `--embedded` windows and makes the others' vectors from those: a real vector, plus 0.6
of another, plus 0.5 of seeded noise, brought to length 1. Texts, words and everything else are real. `search` is a
process of its own, so that its memory and its start are those of a user; known items are sought among all articles, and
are those of the articles that were really embedded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

from bot.archive import SqliteArchive
from bot.archive.cache import FOLDER, IndexCache
from bot.archive.rows import vector_of
from bot.archive.schema import open_database
from bot.article import Article
from bot.retriever import spread
from embeddings import CodeIndex, Encoder, HybridIndex, SentenceEncoder
from embeddings.store import Ids, Scores, Vectors, best

_BATCH = 16
_NOTE = "embedded.json"  # in the library's folder: how many of its articles have real vectors


class StandIn:
    """The real encoder for so many passages, and then vectors made of those. Queries are always real."""

    def __init__(self, encoder: Encoder, embedded: int) -> None:
        self._encoder = encoder
        self._left = embedded
        self._pool = np.empty((0, encoder.dimension), np.float32)
        self._draw = np.random.default_rng(0)
        self.name, self.dimension, self.split = encoder.name, encoder.dimension, encoder.split
        self.encode_queries = encoder.encode_queries

    @property
    def real(self) -> bool:
        """Whether the next passages will really be embedded."""
        return self._left > 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As the protocol says, or made up."""
        if self.real:
            self._left -= len(texts)
            vectors = self._encoder.encode_passages(texts)
            self._pool = np.concatenate([self._pool, vectors])
            return vectors
        first, second = self._draw.integers(0, len(self._pool), (2, len(texts)))
        noise = _unit(self._draw.standard_normal((len(texts), self.dimension), dtype=np.float32))
        return _unit(self._pool[first] + 0.6 * self._pool[second] + 0.5 * noise)


class ExactNear(CodeIndex):
    """Every vector in memory, to compare with: `near` is what is truly nearest."""

    def __init__(self, ids: Ids, vectors: Vectors) -> None:
        place = {number: row for row, number in enumerate(ids.tolist())}
        super().__init__(vectors.shape[1], lambda some: vectors[[place[one] for one in some.tolist()]])
        self.add(ids, vectors)
        self._ids, self._all = ids, vectors

    def near(self, query: Vectors, k: int, within: Ids | None = None) -> Ids:
        """The k nearest of all; `within` is not looked at."""
        del within
        scores: Scores = (self._all @ query).astype(np.float64)
        return best(self._ids, scores, k)[0]


def read(corpus: Path) -> Iterator[Article]:
    """The articles of a JSON Lines file."""
    with (
        gzip.open(corpus, "rt", encoding="utf-8") if corpus.suffix == ".gz" else corpus.open(encoding="utf-8") as lines
    ):
        for line in lines:
            yield article_of(json.loads(line))


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of one row."""
    published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
    byline = ", ".join(row.get("authors") or []) or None
    return Article.from_paragraphs(
        row["paragraphs"], title=row["title"], published=published, byline=byline, url=row.get("url")
    )


def add(corpus: Path, folder: Path, embedded: int, most: int | None) -> None:
    """Fill a library, and print how quickly."""
    encoder = StandIn(SentenceEncoder(), embedded)
    archive = SqliteArchive(folder, lambda: encoder)
    articles = islice(read(corpus), most)
    for kind in ("really embedded", "made-up vectors"):
        start, count, paragraphs = time.perf_counter(), 0, 0
        while (kind[0] == "m" or encoder.real) and (batch := list(islice(articles, _BATCH))):
            archive.add_many(batch)
            count, paragraphs = count + len(batch), paragraphs + sum(len(one.paragraphs) for one in batch)
        seconds = max(time.perf_counter() - start, 1e-9)
        _show(f"adding, {kind}", f"{count / seconds:.1f} articles/s, {paragraphs / seconds:.0f} paragraphs/s")
        if kind[0] == "r":
            (folder / _NOTE).write_text(str(len(archive)))
    _timed("index built and snapshot written", lambda: archive.search("harbour fire", 1))
    archive.close()
    shown = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    _show("articles; on disk", f"{count:,}; {shown / 1e6:.0f} MB")


def search(corpus: Path, folder: Path, queries: int) -> None:
    """Open a library as a user does, search, and compare with exact search."""
    encoder = SentenceEncoder()
    encoder.encode_queries(["warm"])
    _show("memory with the encoder alone", _memory())
    archive = SqliteArchive(folder, lambda: encoder)
    vector = encoder.encode_queries(["harbour fire"])
    quick = _Known(encoder, {"harbour fire": vector})
    archive.close()
    start = time.perf_counter()
    archive = SqliteArchive(folder, lambda: quick)
    archive.search("harbour fire", 10)
    _show("opening, with the first search", f"{time.perf_counter() - start:.2f} s")
    archive.close()
    archive = SqliteArchive(folder, lambda: encoder)
    embedded = list(islice(read(corpus), int((folder / _NOTE).read_text())))
    titles, sentences = known_items(embedded, queries)
    archive.search("harbour fire", 10)
    times = [_seconds(partial(archive.search, asked, 10)) for asked, _, _ in titles + sentences]
    # In pairs: a query that comes alone is remembered, and these have been asked.
    coded = [_seconds(partial(encoder.encode_queries, [asked, asked])) / 2 for asked, _, _ in titles]
    _show(f"search, k=10, {len(times)} queries", _spread_of(times))
    _show("of which the query's embedding", _spread_of(coded))
    _show("memory after the searches", _memory())
    for most in (2, 3, 5, 100):
        _show(f"recall@5, headline -> article, at most {most} of one", f"{_recall(archive, titles, most):.3f}")
    _show("recall@5, half of a paragraph's words -> it", f"{_recall(archive, sentences, 100):.3f}")
    _show("recall@10 against exact search", f"{_against_exact(folder, encoder, [one for one, _, _ in titles]):.4f}")
    archive.close()
    shutil.rmtree(folder / FOLDER)
    archive = SqliteArchive(folder, lambda: quick)
    _timed("opening where the index has to be built", lambda: archive.search("harbour fire", 10))
    archive.close()


class _Known:
    """An encoder whose queries are known beforehand, to time what is not the encoder."""

    def __init__(self, encoder: Encoder, vectors: dict[str, Vectors]) -> None:
        self.name, self.dimension, self.split = encoder.name, encoder.dimension, encoder.split
        self.encode_passages = encoder.encode_passages
        self._vectors = vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of one query that is known."""
        return self._vectors[texts[0]]


Item = tuple[str, str, int | None]


def known_items(articles: Sequence[Article], count: int, seed: int = 0) -> tuple[list[Item], list[Item]]:
    """Queries whose answer is known: (query, article id, paragraph or None for any of the article).

    Returns:
        Headlines, which are not in the index; and, of a paragraph of 12 words or more, each word with even chance.
    """
    draw = random.Random(seed)
    chosen = draw.sample(list(articles), min(count, len(articles)))
    titles: list[Item] = [(one.title, one.id, None) for one in chosen if one.title.strip()]
    sentences: list[Item] = []
    for one in chosen:
        long = [paragraph for paragraph in one.paragraphs if len(paragraph.text.split()) >= 12]
        if long:
            paragraph = draw.choice(long)
            words = [word for word in paragraph.text.split() if draw.random() < 0.5]
            sentences.append((" ".join(words) or paragraph.text, one.id, paragraph.number))
    return titles, sentences


def _recall(archive: SqliteArchive, items: Sequence[Item], most: int, k: int = 5) -> float:
    hits = 0
    for asked, article_id, number in items:
        found = spread(archive.search(asked, 3 * k), k, most)
        hits += any(one.article_id == article_id and number in (None, one.paragraph) for one in found)
    return hits / max(len(items), 1)


def _against_exact(folder: Path, encoder: Encoder, queries: Sequence[str]) -> float:
    """The share of the ten best by exact search of all vectors that the library's search finds."""
    db = open_database(folder)
    cache = IndexCache(folder, db)
    index = cache.at_head(encoder.name, encoder.dimension)
    rows = db.execute(
        "SELECT w.id, w.vector FROM windows w JOIN paragraphs p ON p.id = w.paragraph"
        " JOIN articles a ON a.number = p.article WHERE a.current = 1 ORDER BY w.id"
    ).fetchall()
    vectors = np.empty((len(rows), encoder.dimension), np.float32)
    for place, (_, blob) in enumerate(rows):
        vectors[place] = vector_of(blob)
    exact = HybridIndex(ExactNear(np.array([number for number, _ in rows], np.int64), vectors), index.words)
    shared = 0
    for asked in queries:
        query = (asked, encoder.encode_queries([asked])[0], 10, cache.kept.groups)
        shared += len({one.group for one in exact.search(*query)} & {one.group for one in index.search(*query)})
    db.close()
    return shared / (10 * len(queries))


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _timed(what: str, action: Callable[[], object]) -> None:
    _show(what, f"{_seconds(action):.2f} s")


def _spread_of(seconds: Sequence[float]) -> str:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    return f"median {1000 * median(seconds):.1f} ms, p95 {1000 * p95:.1f} ms"


def _memory() -> str:
    per_megabyte = 2**20 if sys.platform == "darwin" else 2**10
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_megabyte:.0f} MB"


def _show(what: str, value: str) -> None:
    print(f"{what:58}{value}", flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Fill a library, or measure it."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.library", description=__doc__)
    parser.add_argument("step", choices=["add", "search"])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--embedded", type=int, default=20_000, metavar="N", help="windows really embedded (20,000)")
    parser.add_argument("--articles", type=int, metavar="N", help="add the first N only")
    parser.add_argument("--queries", type=int, default=200, metavar="N", help="known items of each kind (200)")
    options = parser.parse_args(argv)
    if options.step == "add":
        add(options.corpus, options.folder, options.embedded, options.articles)
    else:
        search(options.corpus, options.folder, options.queries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
