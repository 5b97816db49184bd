"""Question-answering data as it lies on disk: gzipped JSON Lines of `{"ctx": passage, "qas": [{"q", "ans"}]}`.

`bot.training.hub` turns the same sets, as the Hugging Face hub has them, into such files.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.article import Span
from bot.errors import TrainingDataError

_FOLDERS = ("valid", "look")  # for choosing, and for looking at


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a passage.

    Attributes:
        text: the question.
        answers: alternative spans of the passage, often one an annotator; empty where the passage does not answer.
    """

    text: str
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A passage, its questions, and the title of the article it is from; empty where the set does not tell."""

    passage: str
    questions: tuple[Question, ...]
    title: str = ""


def located(data: Path, name: str) -> Path:
    """Where a file of `data` lies: in it, or in its folder `valid` or `look`; in it where there is no such file.

    Never in `train`, whose files of the same names are for training.
    """
    places = (data / name, *(data / folder / name for folder in _FOLDERS))
    return next((path for path in places if path.is_file()), places[0])


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file, in order.

    Args:
        path: a `.jsonl.gz` file.

    Raises:
        TrainingDataError: a row is not as described, or an answer's offsets do not match its text; it names the row.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                passage = row["ctx"]
                questions = tuple(_question(passage, one) for one in row["qas"])
                title = _title(row["qas"])
            except (ValueError, KeyError, TypeError) as error:
                raise TrainingDataError(
                    f"Row {number} of {path} cannot be used: {error!r}.",
                    '{"ctx": passage, "qas": [{"q": question, "ans": [[start, text], …]}]}, with matching offsets.',
                    "Mend or remove the row.",
                ) from error
            yield Row(passage, questions, title)


def _question(passage: str, record: dict[str, object]) -> Question:
    answers = record["ans"]
    if not isinstance(answers, list) or not isinstance(record["q"], str):
        raise TypeError(f"question {record.get('id')!r} lacks a text or a list of answers")
    for start, text in answers:
        if passage[start : start + len(text)] != text:
            raise ValueError(f"answer {text!r} is not at {start}, which reads {passage[start : start + len(text)]!r}")
    return Question(record["q"], tuple(Span(start, start + len(text)) for start, text in answers))


def _title(questions: list[dict[str, object]]) -> str:
    """SQuAD's ids carry the article's title: "sq11/2008_Sichuan_earthquake/0/0"."""
    parts = str(questions[0].get("id", "")).split("/") if questions else []
    return parts[1].replace("_", " ") if len(parts) == 4 and parts[0].startswith("sq") else ""
