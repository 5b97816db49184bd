"""What a user waits for, and what it takes in memory: `python -m bot.evaluation.latency [--json]`.

Each figure is a median; processes are started anew where the start is what counts. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bot.assistant import Assistant
from bot.ingest import read_article

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


def main() -> int:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.latency", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--starts", type=int, default=5, metavar="N", help="processes started a figure (default: 5)")
    options = parser.parse_args()
    figures = measure(starts=options.starts)
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
