"""Run one contender: `python -P contract.py CONTENDER.py index|search STORE MODEL FILE`, which prints one line of JSON.

It runs in the contender's environment, where Copydesk is not installed: it imports nothing but the standard library.
A contender is a Python file with two functions:

    build(articles, store, model): index every paragraph, and leave in the folder `store` what `load` needs;
        `articles` are dictionaries with `id`, `title`, `published`, `url`, `authors` and `paragraphs`, a list of texts
    load(store, model): open that folder, and return `search(query, k)`, which gives the k best paragraphs as
        "ID:NUMBER", best first; NUMBER counts an article's paragraphs from 1

`index` reads FILE as articles, JSON Lines; `search` as a JSON list of queries. Times are those of the wall clock, so
that whoever started the process can subtract when that was.
"""

from __future__ import annotations

import contextlib
import json
import resource
import runpy
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

K = 5
_WARM = 5  # queries asked before any is timed, besides the first


def index(contender: dict[str, Any], store: Path, model: str, file: Path) -> dict[str, Any]:
    """Build the store: when it was done, seconds of the processor, how many paragraphs, MB of memory at the peak."""
    articles = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    contender["build"](articles, store, model)
    paragraphs = sum(len(one["paragraphs"]) for one in articles)
    return {"done": time.time(), "cpu": time.process_time(), "paragraphs": paragraphs, "memory": peak()}


def search(contender: dict[str, Any], store: Path, model: str, file: Path) -> dict[str, Any]:
    """Open the store and ask.

    Returns:
        When the first result came and the seconds of processor time till then, ms of each query and the processor's
        ms of one, what was found, the memory at its peak in MB.
    """
    queries = json.loads(file.read_text("utf-8"))
    ask = contender["load"](store, model)
    ask(queries[0], K)
    first, started = time.time(), time.process_time()
    for query in queries[-_WARM:]:
        ask(query, K)
    found, times, begun = [], [], time.process_time()
    for query in queries:
        start = time.perf_counter()
        found.append(ask(query, K))
        times.append(1000 * (time.perf_counter() - start))
    worked = 1000 * (time.process_time() - begun) / len(queries)
    return {"first": first, "started": started, "times": times, "cpu": worked, "found": found, "memory": peak()}


def peak() -> float:
    """The most memory that this process had resident, in MB, mapped files included."""
    status = Path("/proc/self/status")
    if status.is_file():  # `ru_maxrss` begins with what the parent had
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    per_megabyte = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_megabyte


def main(argv: Sequence[str]) -> int:
    """Run a contender's one step; what it prints itself goes to stderr."""
    script, step, store, model, file = argv
    with contextlib.redirect_stdout(sys.stderr):
        contender = runpy.run_path(script)
        result = {"index": index, "search": search}[step](contender, Path(store), model, Path(file))
    print(json.dumps(result), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
