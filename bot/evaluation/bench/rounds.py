"""One step of one contender, timed from outside, and what its results are worth."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.evaluation.bench.contract import K
from bot.evaluation.bench.peers import Contender
from bot.evaluation.library import Item, article_of, known_items, read

_SECONDS = 3600  # for one step
_CONTRACT = Path(__file__).with_name("contract.py")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "TOKENIZERS_PARALLELISM": "false",
}

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Task:
    """What every contender gets.

    Attributes:
        articles, queries: files, as `contract` reads them.
        titles, sentences: known items; the queries are those of both, in this order.
        model: the embedding model's folder.
        threads: that numerical libraries may use; None: what each makes of the machine.
    """

    articles: Path
    queries: Path
    titles: Sequence[Item]
    sentences: Sequence[Item]
    model: Path
    threads: int | None


def prepare(corpus: Path, count: int, items: int, model: Path, threads: int | None, out: Path) -> Task:
    """Write the first `count` articles of a corpus, and queries of which it is known what they should find."""
    articles = list(islice(read(corpus), count))
    titles, sentences = known_items(articles, items)
    task = Task(out / "articles.jsonl", out / "queries.json", titles, sentences, model, threads)
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "published": one.published.isoformat() if one.published else None,
            "url": one.url,
            "authors": [one.byline] if one.byline else [],
            "paragraphs": [paragraph.text for paragraph in one.paragraphs],
        }
        for one in articles
    ]
    if any(article_of(row).id != row["id"] for row in rows):
        raise ValueError("An article written for the contenders is another article when it is read.")
    task.articles.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    task.queries.write_text(json.dumps([asked for asked, _, _ in [*titles, *sentences]]), "utf-8")
    return task


def measure(contender: Contender, task: Task, out: Path) -> Row:
    """One round of one contender: index anew, then search in a new process.

    Raises:
        subprocess.CalledProcessError: a step failed; `stderr` says why.
        subprocess.TimeoutExpired: a step took more than an hour.
    """
    store = out / "stores" / contender.script
    shutil.rmtree(store, ignore_errors=True)
    store.parent.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    began, built = _step(contender, "index", store, task, out)
    opened, asked = _step(contender, "search", store, task, out)
    first = len(task.titles)
    return {
        "throughput": built["paragraphs"] / (built["done"] - began),
        "index_cpu": 1000 * built["cpu"] / built["paragraphs"],
        "cold": asked["first"] - opened,
        "p50": median(asked["times"]),
        "p95": quantiles(asked["times"], n=20, method="inclusive")[-1],
        "cold_cpu": asked["started"],
        "query_cpu": asked["cpu"],
        "headline": recall(asked["found"][:first], task.titles),
        "words": recall(asked["found"][first:], task.sentences),
        "index_memory": built["memory"],
        "search_memory": asked["memory"],
        "disk": sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e6,
        "load": load,
    }


def recall(found: Sequence[Sequence[str]], items: Sequence[Item]) -> float:
    """The share of known items that are among the first K of what was found, "ID:NUMBER" each."""
    hits = 0
    for names, (_, article_id, number) in zip(found, items, strict=True):
        places = [name.rpartition(":") for name in names[:K]]
        hits += any(one == article_id and number in (None, int(place)) for one, _, place in places)
    return hits / max(len(items), 1)


def _step(contender: Contender, step: str, store: Path, task: Task, out: Path) -> tuple[float, dict[str, Any]]:
    """When the process was started, and what it printed."""
    file = {"index": task.articles, "search": task.queries}[step]
    command: list[str | Path] = [contender.python(out), "-P", _CONTRACT, contender.file, step, store, task.model, file]
    env = {**os.environ, **_OFFLINE} | ({"OMP_NUM_THREADS": str(task.threads)} if task.threads else {})
    began = time.time()
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_SECONDS, env=env)
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return began, result
