"""What search costs as a library grows: `python -m bot.evaluation.growth --vectors FILE.npy --out FOLDER`.

FILE holds real vectors of passages, float16 or float32 [n, dimension]; `--make CORPUS` writes one first. Past them the
vectors are made up: a real one, plus 0.6 of another, plus 0.5 of seeded noise, brought to length 1. Queries are real
vectors that are not indexed, with a little noise. Each size is measured in a process of its own, on one thread, as one
question would be. Recall is against exact search of the same vectors.

What lies beyond is arithmetic from the two largest sizes, on one machine and one thread: a search takes a constant and
so much a code that it reads, an eighth of all; memory and disk take so much a vector; building takes so much a vector
and cluster, as each vector is compared with each centre. Recall is not carried: only measuring shows it. A library in n
parts, each searched by a core of its own, takes a search the time of a part.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from bot.evaluation.library import read
from embeddings import CodeIndex, SentenceEncoder, centres_of, make_codes
from embeddings.clusters import clusters_for, codes_read
from embeddings.store import Ids, Vectors

SIZES = (1_000, 10_000, 50_000, 100_000, 318_000, 1_000_000)
CARRIED = (10_000_000, 100_000_000)
_QUERIES = 200
_K = 10
_DEPTH = 200  # candidates that a library's search asks for; what it scores exactly are twice as many
_ARTICLE = 32  # windows of an article
_BATCH = 50_000


def make(corpus: Path, out: Path, count: int) -> None:
    """Embed the first `count` paragraphs of a corpus and write their vectors."""
    texts = (paragraph.text for one in read(corpus) for paragraph in one.paragraphs if paragraph.text.strip())
    encoder = SentenceEncoder()
    np.save(out, encoder.encode_passages(list(islice(texts, count))).astype(np.float16))


def batches(real: Vectors, size: int) -> Iterator[Vectors]:
    """`size` vectors, the real ones first; always the same."""
    draw = np.random.default_rng(0)
    done = min(len(real), size)
    yield real[:done]
    while done < size:
        count = min(_BATCH, size - done)
        first, second = draw.integers(0, len(real), (2, count))
        noise = _unit(draw.standard_normal((count, real.shape[1]), dtype=np.float32))
        yield _unit(real[first] + 0.6 * real[second] + 0.5 * noise)
        done += count


def measure(real: Vectors, size: int, folder: Path) -> dict[str, float]:
    """Build an index of so many vectors and search it.

    Returns:
        Milliseconds of a search (`p50`, `p95`), recall@10, MB of anonymous memory that the index took, seconds to
        build it, milliseconds to add an article of 32 windows, bytes on disk.
    """
    import faiss  # noqa: PLC0415

    faiss.omp_set_num_threads(1)
    queries = _questions(real)
    wholes = _written(real[:-_QUERIES], size, folder / "wholes.npy")
    before, start = _anonymous(), time.perf_counter()
    centres = centres_of(size, lambda count: _rows(wholes, np.linspace(0, size - 1, min(count, size)).astype(int)))
    index = make_codes(real.shape[1], centres, lambda ids: _rows(wholes, ids))
    for first in range(0, size, _BATCH):
        ids = np.arange(first, min(first + _BATCH, size))
        index.add(ids, _unit(_rows(wholes, ids)))
    built, taken = time.perf_counter() - start, _anonymous() - before
    times, recall = _searched(index, queries, _exact(wholes[:size], queries))
    start = time.perf_counter()
    index.add(np.arange(size, size + _ARTICLE), _unit(_rows(wholes, np.arange(size, size + _ARTICLE))))
    added = 1000 * (time.perf_counter() - start)
    index.save(folder / "codes")
    return {
        "vectors": size,
        "p50": median(times),
        "p95": quantiles(times, n=20, method="inclusive")[-1],
        "recall@10": recall,
        "memory": taken,
        "build": built,
        "add": added,
        "disk": sum(path.stat().st_size for path in folder.iterdir()) / 1e6,
    }


def carried(small: Mapping[str, float], large: Mapping[str, float], size: int) -> dict[str, float]:
    """What an index of `size` vectors would cost, from two that were measured.

    Args:
        small, large: of `measure`; the larger one in clusters.
        size: at least the larger one's.

    Returns:
        `vectors`, `p50`, `memory`, `build` and `disk`, as `measure` gives them.
    """
    counts = [int(one["vectors"]) for one in (small, large)]

    def line(of: str, units: Callable[[int], float]) -> float:
        first, second = map(units, counts)
        slope = (large[of] - small[of]) / (second - first)
        return large[of] + slope * (units(size) - second)

    work = size * clusters_for(size) / (counts[1] * clusters_for(counts[1]))
    found = {"vectors": float(size), "p50": line("p50", codes_read), "build": large["build"] * work}
    return found | {of: line(of, float) for of in ("memory", "disk")}


def _written(real: Vectors, size: int, path: Path) -> Vectors:
    """Map a file of `size` vectors and those of one article more."""
    wholes = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=(size + _ARTICLE, real.shape[1]))
    done = 0
    for vectors in batches(real, size):
        wholes[done : done + len(vectors)] = vectors
        done += len(vectors)
    wholes[size:] = wholes[:_ARTICLE]
    wholes.flush()
    return wholes


def _searched(index: CodeIndex, queries: Vectors, truth: Ids) -> tuple[list[float], float]:
    """Milliseconds of each search, and the share of the true ten that they find."""
    times, shared = [], 0
    for query, true in zip(queries, truth, strict=True):
        start = time.perf_counter()
        ids, _ = index.search(query, _DEPTH)
        times.append(1000 * (time.perf_counter() - start))
        shared += len(set(ids[:_K].tolist()) & set(true.tolist()))
    return times, shared / truth.size


def _questions(real: Vectors) -> Vectors:
    """Real vectors that are not indexed, a little moved."""
    noise = np.random.default_rng(1).standard_normal((_QUERIES, real.shape[1]), dtype=np.float32)
    return _unit(real[-_QUERIES:] + 0.3 * _unit(noise))


def _exact(wholes: Vectors, queries: Vectors) -> Ids:
    """The ids of the ten nearest of all, int64 [queries, 10]."""
    best = np.full((len(queries), _K), -2.0, np.float32)
    ids = np.zeros((len(queries), _K), np.int64)
    for first in range(0, len(wholes), _BATCH):
        scores = queries @ np.asarray(wholes[first : first + _BATCH], np.float32).T
        both = np.concatenate([best, scores], axis=1)
        names = np.concatenate([ids, np.broadcast_to(np.arange(first, first + scores.shape[1]), scores.shape)], axis=1)
        order = np.argsort(-both, axis=1)[:, :_K]
        best, ids = np.take_along_axis(both, order, 1), np.take_along_axis(names, order, 1)
    return ids


def _rows(wholes: Vectors, ids: Ids) -> Vectors:
    return np.asarray(wholes[ids], np.float32)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float32)


def _anonymous() -> float:
    """MB of this process's memory that no file backs (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure each size, print a table, write `growth.json`."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.growth", description=__doc__)
    parser.add_argument("--vectors", type=Path, required=True, metavar="FILE.npy")
    parser.add_argument("--make", type=Path, metavar="CORPUS", help="embed 20,000 paragraphs of it into FILE first")
    parser.add_argument("--out", type=Path, required=True, help="folder for growth.json")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one:
        real = _unit(np.load(options.vectors).astype(np.float32))
        with tempfile.TemporaryDirectory(dir=options.out) as folder:
            print(json.dumps(measure(real, options.one, Path(folder))))
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    if options.make:
        make(options.make, options.vectors, 20_000)
    found = []
    for size in options.sizes:
        same = ["--vectors", str(options.vectors), "--out", str(options.out), "--one", str(size)]
        run = subprocess.run(
            [sys.executable, "-m", "bot.evaluation.growth", *same], check=True, capture_output=True, text=True
        )
        found.append(json.loads(run.stdout.splitlines()[-1]))
        print(_shown(found[-1]), flush=True)
    (options.out / "growth.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    if len(found) > 1 and clusters_for(int(found[-1]["vectors"])):
        for size in (one for one in CARRIED if one > found[-1]["vectors"]):
            print("by arithmetic:", _shown(carried(found[-2], found[-1], size)))
    return 0


def _shown(row: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:,.3f}".rstrip("0").rstrip(".") for name, value in row.items())


if __name__ == "__main__":
    sys.exit(main())
