"""How fast each engine reads, side by side: `python -m bot.evaluation.reading [--data FILE]`.

Eight paragraphs of 100 tokens are read with one question after another, the engines taking turns, so that all of them
meet the same other work on the machine. With `--data` it also tells what an engine's rounding costs in answers.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bot.article import Article
from bot.calibration import Calibration
from bot.evaluation.data import read_rows
from bot.evaluation.squad import token_f1
from bot.ingest import read_article
from bot.reader import SHIPPED_READER, ExtractiveReader
from bot.spans import SpanModel
from bot.spans.packing import is_packed, unpack
from bot.windows import Passage

_ARTICLE = Path(__file__).parent.parent / "samples" / "engineers.txt"
_PARAGRAPHS, _TOKENS = 8, 100
# Of unlike length: an engine that prepares itself for each length anew must show it.
_QUESTIONS = (
    "who won",
    "how many engineers were deployed",
    "When was the ceremony held, and who was there to see it?",
    "What did the president say about the combat troops that were sent there a year before?",
)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is measured: its reader, and what it took to import and load it, seconds."""

    name: str
    reader: ExtractiveReader
    start: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What an engine answers in comparison with the first one, over the same questions.

    Attributes:
        f1: mean token F1 of the best span over the answerable questions, per cent.
        same: share of questions with the same best span, per cent.
        shift: root mean square of the scores' differences, logits.
    """

    f1: float
    same: float
    shift: float


def load_engines(folder: Path = SHIPPED_READER) -> list[Engine]:
    """Every engine that reads a BERT folder, the exact one first.

    Args:
        folder: a BERT reader.

    Raises:
        ModelError: the folder cannot be read.
    """
    makers = {"torch, float32": _torch, "onnxruntime, float32": _exact, "onnxruntime, int8": _quantised}
    engines = []
    for name, make in makers.items():
        begun = time.perf_counter()
        reader = ExtractiveReader(make(folder), Calibration(), name)
        engines.append(Engine(name, reader, time.perf_counter() - begun))
    return engines


# The imports are part of what is measured.
def _torch(folder: Path) -> SpanModel:
    from bot.spans.torch_model import TorchSpanModel  # noqa: PLC0415

    if not is_packed(folder):
        return TorchSpanModel(str(folder))
    with tempfile.TemporaryDirectory() as unpacked:
        unpack(folder, Path(unpacked))
        return TorchSpanModel(unpacked)


def _exact(folder: Path) -> SpanModel:
    from bot.spans.onnx_model import OnnxSpanModel  # noqa: PLC0415

    return OnnxSpanModel(folder, "float32")


def _quantised(folder: Path) -> SpanModel:
    from bot.spans.onnx_model import OnnxSpanModel  # noqa: PLC0415

    return OnnxSpanModel(folder, "int8")


def paragraphs(count_tokens: Callable[[str], int]) -> Passage:
    """Eight paragraphs, the words of a sample article over and over, each the shortest of at least 100 tokens."""
    words = " ".join(one.text for one in read_article(_ARTICLE).paragraphs).split()
    made: list[str] = []
    at = 0
    for _ in range(_PARAGRAPHS):
        size = 1
        while count_tokens(" ".join(words[at : at + size])) < _TOKENS:
            size += 1
        made.append(" ".join(words[at : at + size]))
        at = (at + size) % (len(words) - 2 * _TOKENS)
    return Passage.whole(Article.from_paragraphs(made, title="Engineers welcomed home"))


def times(engines: Sequence[Engine], passage: Passage, rounds: int) -> list[list[float]]:
    """Seconds of each reading, by engine; the engines take turns, and one round beforehand does not count."""
    taken: list[list[float]] = [[] for _ in engines]
    for number in range(rounds + 1):
        for question in _QUESTIONS:
            for engine, found in zip(engines, taken, strict=True):
                time.sleep(0.005)  # the other engine's idle threads go to sleep meanwhile
                begun = time.perf_counter()
                engine.reader.read(question, [passage])
                if number:
                    found.append(time.perf_counter() - begun)
    return taken


def cost(engines: Sequence[Engine], data: Path, questions: int) -> list[Cost]:
    """What each engine answers to the questions of a data file, compared with the first engine.

    Args:
        engines: at least one.
        data: a `.jsonl.gz` file as `bot.evaluation.data` reads it.
        questions: how many of it, drawn with a fixed seed.

    Raises:
        TrainingDataError: a row is not as it should be.
    """
    asked = [(row.passage, one) for row in read_rows(data) if row.passage.strip() for one in row.questions]
    asked = random.Random(0).sample(asked, min(questions, len(asked)))
    golds = [[passage[span.start : span.end] for span in one.answers] for passage, one in asked]
    answers = [[_answer(engine.reader, one.text, passage) for passage, one in asked] for engine in engines]
    found = []
    for own in answers:
        right = [token_f1(answer, gold) for (answer, _), gold in zip(own, golds, strict=True) if gold]
        pairs = list(zip(own, answers[0], strict=True))
        shift = sum((one[1] - first[1]) ** 2 for one, first in pairs) / len(pairs)
        same = sum(one[0] == first[0] for one, first in pairs) / len(pairs)
        found.append(Cost(100 * sum(right) / max(len(right), 1), 100 * same, shift**0.5))
    return found


def _answer(reader: ExtractiveReader, question: str, passage: str) -> tuple[str, float]:
    """The words of the best span, and its score."""
    article = Article.from_paragraphs([passage])
    best = reader.read(question, [Passage.whole(article)])[0]
    return article.paragraph(best.paragraph).text[best.span.start : best.span.end], best.score


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.reading", description=__doc__.splitlines()[0])
    parser.add_argument("--reader", type=Path, default=SHIPPED_READER, metavar="FOLDER", help="a BERT reader's folder")
    parser.add_argument("--rounds", type=int, default=10, metavar="N", help="of four questions each (default: 10)")
    parser.add_argument("--data", type=Path, metavar="FILE", help="questions (.jsonl.gz) on which answers are compared")
    parser.add_argument("--questions", type=int, default=1000, metavar="N", help="of the file (default: 1000)")
    options = parser.parse_args(argv)
    engines = load_engines(options.reader)
    tokenizer = engines[0].reader.tokenizer
    passage = paragraphs(lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids))
    print(f"{os.cpu_count()} CPUs, {_PARAGRAPHS} paragraphs of {_TOKENS} tokens\n")
    print(f"{'':24}{'start':>9}{'median':>10}{'p95':>10}")
    for engine, taken in zip(engines, times(engines, passage, options.rounds), strict=True):
        middle, high = 1000 * median(taken), 1000 * quantiles(taken, n=20, method="inclusive")[-1]
        print(f"{engine.name:24}{engine.start:>7.2f} s{middle:>7.0f} ms{high:>7.0f} ms")
    if options.data:
        print(f"\n{'':24}{'F1':>9}{'same span':>12}{'score off by':>15}")
        for engine, one in zip(engines, cost(engines, options.data, options.questions), strict=True):
            print(f"{engine.name:24}{one.f1:>9.2f}{one.same:>10.1f} %{one.shift:>15.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
