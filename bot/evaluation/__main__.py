"""Every figure of accuracy in one table: `python -m bot.evaluation --data FOLDER [--suite NAME …] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.evaluation import attribution, chains, conflicts, copy, desk, finding, lists, planted, summaries
from bot.evaluation.asking import Asked, Figures, Outcome, ask_all
from bot.evaluation.checking import judge
from bot.evaluation.spans import SUITES
from bot.models import Models
from bot.settings import Settings

# Suites that do their own asking.
_OWN: dict[str, Callable[[argparse.Namespace, Models], Figures]] = {
    finding.NAME: lambda options, models: finding.figures(options.data, models.encoder, options.corpus),
    finding.PASSAGES: lambda options, models: finding.passages(options.data, models.encoder),
    lists.NAME: lambda options, models: lists.figures(options.data, models),
    chains.NAME: lambda options, models: chains.figures(options.data, models),
    conflicts.NAME: lambda options, models: conflicts.figures(options.data, models),
    attribution.NAME: lambda options, _models: attribution.figures(options.attributions),
    copy.NAME: lambda options, models: copy.figures(list(judge(list(copy.drafts(options.data)), models))),
    planted.NAME: lambda options, models: planted.of_corpus(options.corpus, models),
    summaries.NAME: lambda options, models: summaries.figures(
        options.data,
        models.summariser,
        options.corpus,
        summaries.DEVELOPMENT if options.development else summaries.TEST,
        options.articles,
    ),
}
_ASKING: dict[str, Any] = {desk.NAME: desk} | {suite.name: suite for suite in SUITES}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the suites, print the table, write JSON."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder of desk-valid.json and .jsonl.gz files, in it or in valid/, look/",
    )
    parser.add_argument("--suite", nargs="+", choices=[*_ASKING, *_OWN], default=list(_ASKING), metavar="NAME")
    parser.add_argument("--reader", help="folder of another reader (default: the shipped one)")
    parser.add_argument("--corpus", type=Path, help="articles for the suites `finding`, `planted` and `summaries`")
    parser.add_argument("--attributions", type=Path, help="annotated articles, for the suite `attribution`")
    parser.add_argument("--development", action="store_true", help="of `summaries`: the half that chooses constants")
    parser.add_argument("--articles", type=int, default=200, help="of `summaries`: so many of each set (default: 200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and every outcome there")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args(argv)
    if attribution.NAME in options.suite and options.attributions is None:
        parser.error("the suite `attribution` needs --attributions FILE")
    models = Models(Settings(reader=options.reader))
    written: dict[str, Any] = {}
    for name in options.suite:
        if name in _OWN:
            written[name] = {"figures": _OWN[name](options, models)}
        else:
            outcomes = _asked(name, list(_ASKING[name].questions(options.data)), models)
            written[name] = {"figures": _ASKING[name].figures(outcomes), "outcomes": list(map(_plain, outcomes))}
            if options.misses:
                _print_misses(outcomes)
        _print(name, written[name]["figures"])
    if options.json:
        options.json.write_text(json.dumps(written, indent=1, ensure_ascii=False), "utf-8")
    return 0


def _asked(name: str, questions: Sequence[Asked], models: Models) -> list[Outcome]:
    def show(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{name}: {done} of {len(questions)} questions", end="", file=sys.stderr)

    return list(ask_all(questions, models, show))


def _print(name: str, figures: Figures) -> None:
    print(f"\n{name}")
    for what, value in figures.items():
        print(f"  {what:52}{value:8.3f}")


def _print_misses(outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        wrong = not one.refused if not one.asked.answerable else one.refused or not desk.right(one)
        if wrong:
            wanted = " | ".join(one.asked.golds[:3]) or "(silence)"
            print(f"{one.confidence:.2f} {one.asked.kind:12} {one.asked.question}  ->  {one.given}  /  {wanted}")


def _plain(outcome: Outcome) -> dict[str, Any]:
    asked = outcome.asked
    found = asdict(outcome) | {"cited": sorted(outcome.cited), "shown": outcome.shown}
    found["asked"] = {
        "article": asked.article.id,
        "question": asked.question,
        "golds": asked.golds,
        "paragraphs": sorted(asked.paragraphs),
        "kind": asked.kind,
    }
    return found


if __name__ == "__main__":
    sys.exit(main())
