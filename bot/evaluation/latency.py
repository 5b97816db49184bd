"""What a user waits for, and what it takes in memory: `python -m bot.evaluation.latency [--library DIR] [--json]`.

Each figure is a median; processes are started anew where the start is what counts. With a library, whole answers over
it too: each question is asked once, drawn with a fixed seed from those that its own articles suggest, unless a file has
others, one a line. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from bot.assistant import Assistant
from bot.ingest import read_article
from bot.suggestions import suggest_questions

SAMPLES = Path(__file__).parent.parent / "samples"
_ARTICLE = SAMPLES / "engineers.txt"  # 12 paragraphs
_QUESTIONS = (
    "how many engineers were deployed",
    "When was the ceremony held?",
    "What title did the dead receive?",
    "How many combat troops were sent?",
    "What did Vladimir Putin say?",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: what, its median and 95th percentile in `unit`, and how often it was taken."""

    what: str
    median: float
    p95: float
    unit: str
    runs: int


def measure(starts: int = 5, rounds: int = 10) -> list[Figure]:
    """Every figure, in the order of the table.

    Args:
        starts: processes to start for each figure of a start, at least 2.
        rounds: how often each question is asked, at least 1.
    """
    python = [sys.executable, "-m", "bot"]
    imported = [
        sys.executable,
        "-c",
        "import time; t = time.perf_counter(); import bot; print(time.perf_counter() - t)",
    ]
    figures = [
        _figure("import bot", [float(_run(imported)) for _ in range(starts)], "s"),
        _figure("copydesk --help", _times(lambda: _run([*python, "--help"]), starts), "s"),
        _figure(
            "copydesk ask, from cold", _times(lambda: _run([*python, "ask", str(_ARTICLE), _QUESTIONS[0]]), starts), "s"
        ),
    ]
    desk = Assistant()
    desk.add(read_article(_ARTICLE))
    desk.answer(_QUESTIONS[0])
    figures.append(_memory("memory with the reader"))
    asked = [_times(partial(desk.answer, question), rounds) for question in _QUESTIONS]
    figures.append(_figure("answer, 12 paragraphs", [1000 * one for times in asked for one in times], "ms"))
    desk.summarise()
    figures.append(_figure("summary, 12 paragraphs", [1000 * one for one in _times(desk.summarise, rounds)], "ms"))
    figures.append(_memory("memory with the encoder too"))
    return figures


def measure_library(folder: Path, questions: Sequence[str] = (), count: int = 100) -> list[Figure]:
    """Whole answers over a library, and searches of it; the models' libraries should have been imported before.

    Args:
        folder: a library; it is not changed.
        questions: at least three; none for `count` of those that its articles suggest.
        count: how many to draw, at least 3.
    """
    with Assistant.open(folder) as desk:
        asked = list(questions) or drawn(desk, count)
        (first,) = _times(partial(desk.answer, asked[0]), 1)
        held = f"{len(desk.archive):,} articles"
        answers = [1000 * _times(partial(desk.answer, question), 1)[0] for question in asked[1:]]
        # In other words: the vector of a question that was asked is remembered.
        searches = [1000 * _times(partial(desk.search, f"{question} Where?"), 1)[0] for question in asked[1:]]
        return [
            Figure("opening, with the first answer", first, first, "s", 1),
            _figure(f"answer, {held}", answers, "ms"),
            _figure(f"search, {held}", searches, "ms"),
            _memory("memory with the library too"),
        ]


def drawn(desk: Assistant, count: int, seed: int = 0) -> list[str]:
    """Questions that articles of a desk suggest, one an article, drawn with a seed; fewer where they suggest fewer."""
    articles = desk.articles()
    order = random.Random(seed).sample(range(len(articles)), len(articles))
    found = (suggest_questions(articles[place], 1) for place in order)
    return list(islice((one for suggested in found for one in suggested), count))


def _times(action: Callable[[], object], count: int) -> list[float]:
    """Seconds of each of `count` calls."""
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return seconds


def _run(command: Sequence[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _figure(what: str, values: list[float], unit: str) -> Figure:
    return Figure(what, median(values), quantiles(values, n=20, method="inclusive")[-1], unit, len(values))


def _memory(what: str) -> Figure:
    """The process's greatest resident size so far."""
    per_megabyte = 2**20 if sys.platform == "darwin" else 2**10
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_megabyte
    return Figure(what, size, size, "MB", 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.latency", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--starts", type=int, default=5, metavar="N", help="processes started a figure (default: 5)")
    parser.add_argument("--library", type=Path, metavar="DIR", help="measure whole answers over this library too")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="to ask of it, one a line")
    options = parser.parse_args(argv)
    figures = measure(starts=options.starts)
    if options.library:
        asked = options.questions.read_text("utf-8").splitlines() if options.questions else []
        figures += measure_library(options.library, asked)
    if options.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=2))
        return 0
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(f"{'':32}{'median':>10}{'p95':>10}{'runs':>8}")
    for figure in figures:
        digits = 2 if figure.unit == "s" else 0
        print(
            f"{figure.what:32}{figure.median:>7.{digits}f} {figure.unit:2}{figure.p95:>7.{digits}f} {figure.unit:2}"
            f"{figure.runs:>8}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
