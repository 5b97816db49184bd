"""What a library on a server costs: `python -m bot.evaluation.server postgresql://… FOLDER [--queries N]`.

FOLDER is the library that was copied there by `copydesk migrate`: its texts give the queries (half the words of a
paragraph, and headlines), and its vectors the exact answer that the server's is held against.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

from bot.archive import PostgresArchive, SqliteArchive
from bot.article import Article
from embeddings import Encoder, SentenceEncoder
from embeddings.store import Vectors

_SIZES = """SELECT c.relname, pg_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'copydesk' AND c.relkind IN ('r', 'i') ORDER BY 2 DESC LIMIT 8"""
_NEAREST = """SELECT w.id FROM windows w WHERE w.current ORDER BY w.vector <=> %s::halfvec LIMIT 10"""


class Remembering:
    """An encoder that embeds each query once, so that what is timed is the server."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimension, self.split = encoder.name, encoder.dimension, encoder.split
        self.encode_passages = encoder.encode_passages
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does."""
        (text,) = texts
        if text not in self._known:
            self._known[text] = self._encoder.encode_queries(texts)
        return self._known[text]


def queries_of(folder: Path, count: int, seed: int = 0) -> list[str]:
    """So many headlines, and so many halves of a paragraph's words, of articles drawn from a library."""
    archive = SqliteArchive(folder, SentenceEncoder)
    draw = random.Random(seed)
    entries = archive.entries()
    chosen = [archive.get(one.id) for one in draw.sample(entries, min(count, len(entries)))]
    archive.close()
    halves = [_half(one, draw) for one in chosen if one.paragraphs]
    return [one.title for one in chosen if one.title.strip()] + [one for one in halves if one]


def _half(article: Article, draw: random.Random) -> str:
    words = draw.choice(article.paragraphs).text.split()
    return " ".join(word for word in words if draw.random() < 0.5)


def recall(db: Any, vectors: Sequence[Vectors]) -> float:
    """The share of the ten nearest windows, by a scan of all, that the server's index finds as a search asks it."""
    shared = 0
    for vector in vectors:
        text = f"[{','.join(map(str, vector.tolist()))}]"
        shared += len(_nearest(db, text, "enable_seqscan") & _nearest(db, text, "enable_indexscan"))
    return shared / (10 * max(len(vectors), 1))


def _nearest(db: Any, vector: str, without: str) -> set[int]:
    with db.transaction():
        db.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
        db.execute("SET LOCAL hnsw.ef_search = 400")
        db.execute(f"SET LOCAL {without} = off")
        # Never prepared: a plan that is kept does not look at what was set.
        return {one for (one,) in db.execute(_NEAREST, (vector,), prepare=False)}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure search, recall, sizes and adding, and print them."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.server", description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", type=int, default=100, metavar="N", help="headlines, and as many halves (100)")
    options = parser.parse_args(argv)
    encoder = Remembering(SentenceEncoder())
    archive = PostgresArchive(options.url, lambda: encoder)
    texts = queries_of(options.folder, options.queries)
    vectors = [encoder.encode_queries([text])[0] for text in texts]
    with import_module("psycopg").connect(options.url, autocommit=True) as db:
        db.execute("SET search_path = copydesk, public")
        (paragraphs,) = db.execute("SELECT count(*) FROM paragraphs").fetchone()
        (size,) = db.execute("SELECT pg_database_size(current_database())").fetchone()
        print(f"{len(archive):,} articles, {paragraphs:,} paragraphs, {size / 1e6:,.0f} MB")
        print(f"{size / max(paragraphs, 1):,.0f} bytes a paragraph", flush=True)
        for name, bytes_ in db.execute(_SIZES).fetchall():
            print(f"  {name:32}{bytes_ / max(paragraphs, 1):8,.0f} bytes a paragraph")
        _measure_search(archive, texts, db)
        _show("adding an article, embedded", [_seconds(partial(archive.add, one)) for one in _new(20)])
        for one in _new(20):
            archive.remove(one.id)
        print(f"recall@10 of the vectors' index: {recall(db, vectors[:50]):.3f}", flush=True)
    archive.close()
    return 0


def _measure_search(archive: PostgresArchive, texts: Sequence[str], db: Any) -> None:
    """Print what searches take by the clock, and, as other work may hold that up, of the processors."""
    archive.search(texts[0], 10)
    here, there = time.process_time(), _worked(db)
    _show("search, k=10", [_seconds(partial(archive.search, text, 10)) for text in texts])
    here, there = (
        1000 * (now - then) / len(texts) for now, then in ((time.process_time(), here), (_worked(db), there))
    )
    print(f"  of the processors a search: {here:.0f} ms here, {there:.0f} ms on a server of this machine", flush=True)


def _worked(db: Any) -> float:
    """Processor seconds that the server's processes have had, where it is reached by a socket; else 0."""
    if not str(db.info.host).startswith("/"):
        return 0.0
    ticks = 0
    for (process,) in db.execute("SELECT pid FROM pg_stat_activity").fetchall():
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _new(count: int) -> list[Article]:
    """Articles that no library has: thirty paragraphs of numbered sentences."""
    draw = np.random.default_rng(0)
    words = ["harbour", "council", "ferry", "budget", "storm", "court", "season", "bridge", "trial", "market", "vote"]
    return [
        Article.from_paragraphs(
            [f"Item {number}.{place} told of the {' and the '.join(draw.choice(words, 6))}." for place in range(30)],
            title=f"Measured {number}",
        )
        for number in range(count)
    ]


def _seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _show(what: str, seconds: Sequence[float]) -> None:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    print(f"{what}: median {1000 * median(seconds):.0f} ms, p95 {1000 * p95:.0f} ms ({len(seconds)})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
