"""What importing costs: `python -m bot.evaluation.imports [--before FILE.json] [--json FILE.json]` prints a table.

Each step is a process of its own under `-X importtime`, started several times; the run that took least counts. The
step's processor time and the number of modules hold on a busy machine; the milliseconds of imports are the clock's. A
package's are those of its own modules without what they import. `--before` compares with a file that `--json` wrote, on
another day or in another checkout.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_ARTICLE = Path(__file__).parent.parent / "samples" / "engineers.txt"
_QUESTION = "how many engineers were deployed"
_SEARCH = (
    "import bot, sys\ndesk = bot.Assistant()\n"
    f"desk.add(bot.read_article({str(_ARTICLE)!r}))\ndesk.search({_QUESTION!r})"
)
STEPS: Mapping[str, Sequence[str]] = {
    "import bot": ("-c", "import bot"),
    "copydesk --help": ("-m", "bot", "--help"),
    "copydesk ask": ("-m", "bot", "ask", str(_ARTICLE), _QUESTION),
    "a search": ("-c", _SEARCH),
    "import app": ("-c", "import app"),
}
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")
_SHOWN = 6  # packages of a step


@dataclass(frozen=True, slots=True)
class Cost:
    """What one step imports.

    Attributes:
        processor: seconds of processor time of the whole step.
        milliseconds: of all modules, by the clock.
        modules: how many.
        packages: milliseconds of each top-level package.
    """

    processor: float
    milliseconds: float
    modules: int
    packages: Mapping[str, float]


def measure(step: str, starts: int) -> Cost:
    """Start a step so many times, at least once. Raises `subprocess.CalledProcessError` where it fails."""
    command = [sys.executable, "-X", "importtime", *STEPS[step]]
    runs = []
    for _ in range(starts):
        before = _of_children()
        report = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        runs.append(cost_of(report, _of_children() - before))
    return min(runs, key=lambda cost: cost.processor)


def _of_children() -> float:
    """Seconds of processor time of processes that have ended."""
    used = os.times()
    return used.children_user + used.children_system


def cost_of(report: str, processor: float) -> Cost:
    """What `-X importtime` reported.

    >>> cost = cost_of("import time:  1500 |  1500 |   numpy.core\\nimport time:   500 |  2000 | numpy\\n", 0.1)
    >>> cost.milliseconds, cost.modules, cost.packages
    (2.0, 2, {'numpy': 2.0})
    """
    found = [(int(match[1]) / 1000, match[2].partition(".")[0]) for match in _LINE.finditer(report)]
    packages = dict.fromkeys((package for _, package in found), 0.0)
    for milliseconds, package in found:
        packages[package] += milliseconds
    return Cost(processor, sum(packages.values()), len(found), packages)


def table(costs: Mapping[str, Cost], before: Mapping[str, Cost]) -> str:
    """Markdown, a row each step, with what it was before where that is known."""
    lines = ["| step | processor, s | imports, ms | modules | most of it, ms |", "| --- | --- | --- | --- | --- |"]
    for step, cost in costs.items():
        was = before.get(step)
        packages = sorted(cost.packages.items(), key=lambda one: -one[1])[:_SHOWN]
        cells = [
            f"{was.processor:.2f} → {cost.processor:.2f}" if was else f"{cost.processor:.2f}",
            f"{was.milliseconds:,.0f} → {cost.milliseconds:,.0f}" if was else f"{cost.milliseconds:,.0f}",
            f"{was.modules:,} → {cost.modules:,}" if was else f"{cost.modules:,}",
            ", ".join(f"{name} {milliseconds:.0f}" for name, milliseconds in packages),
        ]
        lines.append(f"| {step} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write(costs: Mapping[str, Cost], path: Path) -> None:
    """Write what `read` reads."""
    path.write_text(json.dumps({step: asdict(cost) for step, cost in costs.items()}, indent=1) + "\n", "utf-8")


def read(path: Path) -> dict[str, Cost]:
    """What `write` wrote."""
    return {step: Cost(**one) for step, one in json.loads(path.read_text("utf-8")).items()}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, write JSON."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.imports", description=__doc__)
    parser.add_argument("--starts", type=int, default=3, metavar="N", help="processes started a step (default: 3)")
    parser.add_argument("--before", type=Path, metavar="FILE", help="compare with this")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    options = parser.parse_args(argv)
    costs = {step: measure(step, options.starts) for step in STEPS}
    print(table(costs, read(options.before) if options.before else {}))
    if options.json:
        write(costs, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
