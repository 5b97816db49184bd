"""Fetch open question-answering sets from the Hugging Face hub: `python -m bot.training.hub --to FOLDER [NAME …]`.

For a machine that reaches the hub; `pip install datasets` first. Each set becomes a file that `bot.training.reader`
reads, under the name its recipe uses. Sets that the hub does not have in SQuAD's form (QED, QAMR, QA-SRL, OneStopQA …)
are not fetched: their authors' releases have to be converted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import TrainingDataError

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HubSet:
    """Where a set is, its licence, and which of its records are taken.

    Attributes:
        path: on the hub.
        config: of several; None where there is one.
        split: of several.
        licence: of the set.
        takes: whether a record belongs to the set.
    """

    path: str
    config: str | None
    split: str
    licence: str
    takes: Callable[[Record], bool] = lambda record: bool(record["answers"]["text"])


SETS = {
    "squad11": HubSet("rajpurkar/squad", None, "train", "CC BY-SA 4.0"),
    "squad2-unanswerable": HubSet(
        "rajpurkar/squad_v2", None, "train", "CC BY-SA 4.0", lambda record: not record["answers"]["text"]
    ),
    "shifts-wiki": HubSet("ludwigschmidt/squadshifts", "new_wiki", "test", "CC BY 4.0"),
    "shifts-reddit": HubSet("ludwigschmidt/squadshifts", "reddit", "test", "CC BY 4.0"),
    "shifts-amazon": HubSet("ludwigschmidt/squadshifts", "amazon", "test", "CC BY 4.0"),
    "tydiqa_en": HubSet(
        "google-research-datasets/tydiqa",
        "secondary_task",
        "train",
        "Apache-2.0",
        lambda record: str(record["id"]).startswith("english"),
    ),
}


def rows(records: Iterable[Record], takes: Callable[[Record], bool]) -> Iterator[dict[str, Any]]:
    """Records in SQuAD's form, `{"id", "context", "question", "answers": {"text", "answer_start"}}`, by passage.

    Neighbouring records of one passage become one row; an answer that is not where its record says is left out.
    """
    row: dict[str, Any] | None = None
    for record in records:
        if not takes(record):
            continue
        passage = record["context"]
        if row is None or row["ctx"] != passage:
            if row is not None:
                yield row
            row = {"ctx": passage, "qas": []}
        answers = record["answers"]
        found = [
            [start, text]
            for start, text in zip(answers["answer_start"], answers["text"], strict=True)
            if passage[start : start + len(text)] == text
        ]
        if found or not answers["text"]:
            name = str(record.get("title") or "").replace(" ", "_")
            identity = f"sq/{name}/0/{record['id']}" if name else record["id"]
            row["qas"].append({"id": identity, "q": record["question"].strip(), "ans": found})
    if row is not None:
        yield row


def write(found: Iterable[dict[str, Any]], path: Path) -> int:
    """Write rows as `read_rows` reads them; returns how many. The file appears once it is whole."""
    count = 0
    unfinished = path.with_suffix(".new")
    with gzip.open(unfinished, "wt", encoding="utf-8") as file:
        for row in found:
            if row["qas"]:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
    unfinished.replace(path)
    return count


def fetch(name: str) -> Iterator[Record]:
    """The records of a set, from the hub.

    Raises:
        TrainingDataError: the library `datasets` is missing, or the hub does not give the set.
    """
    try:
        import datasets  # noqa: PLC0415 - only who trains needs it
    except ImportError as error:
        raise TrainingDataError(
            "The library `datasets` is not installed.", "it, to fetch from the hub.", "pip install datasets"
        ) from error
    wanted = SETS[name]
    try:
        # The hub's own conversion: sets that came with a loading script no longer load by it.
        yield from datasets.load_dataset(
            wanted.path, wanted.config, split=wanted.split, revision="refs/convert/parquet"
        )
    except (OSError, ValueError) as error:  # ConnectionError and a dozen of the library's own derive from these
        raise TrainingDataError(
            f"{wanted.path} could not be fetched: {error}.",
            "a hub that can be reached, or a set that was fetched before.",
            "Check the connection, or give `bot.training.reader` a folder of files that are already here.",
        ) from error


def main(argv: Sequence[str] | None = None) -> int:
    """Fetch the sets that are not in the folder yet."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.hub", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*SETS, []], metavar="NAME", help=f"of {', '.join(SETS)}")
    parser.add_argument("--to", type=Path, required=True, help="folder for the files")
    options = parser.parse_args(argv)
    options.to.mkdir(parents=True, exist_ok=True)
    for name in options.names or SETS:
        path = options.to / f"{name}.jsonl.gz"
        if path.exists():
            print(f"{path} is there already")
        else:
            print(f"{path}: {write(rows(fetch(name), SETS[name].takes), path):,} passages, {SETS[name].licence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
