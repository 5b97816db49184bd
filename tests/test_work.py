"""What the hot paths cost: counted, or timed against a yardstick beside them, so that a busy machine does not matter.

Counts are of calls, tokens and statements. They are the same in each run; a ceiling lies half above what was counted,
so that a doubling fails and another Python does not. Where the work is native, its processor time is compared with that
of numpy's products of the same size, the least of several rounds of both.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import numpy as np
import pytest

import bot
from bot.archive import SqliteArchive
from bot.reader import SHIPPED_READER, ExtractiveReader
from bot.spans import Logits, SpanModel
from bot.spans.bert import read_reader
from bot.spans.onnx_model import OnnxSpanModel
from bot.windows import Passage, Window
from embeddings import CodeIndex, SentenceEncoder
from embeddings.bert import BertSizes
from embeddings.runtime import best_precision
from tests.conftest import WordEncoder

QUESTIONS = ("How many engineers were deployed?", "When was the ceremony held?", "What did Vladimir Putin say?")
THINGS = ("harbour", "bridge", "school", "court", "market", "storm", "choir", "bakery")
ROUNDS = 7

Action = Callable[[], object]


def calls(action: Action) -> int:
    """How many functions an action calls, Python's and C's."""
    number = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal number
        number += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return number


def ratio(action: Action, yardstick: Action) -> float:
    """Processor time of an action as a multiple of the yardstick's: the least of each, in turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for timed, times in zip((action, yardstick), taken, strict=True):
            begun = time.process_time()
            timed()
            times.append(time.process_time() - begun)
    return min(taken[0]) / min(taken[1])


def products(sizes: BertSizes, tokens: int) -> Action:
    """The products of a BERT's layers for so many tokens, in numpy."""
    rows = np.ones((tokens, sizes.hidden_size), np.float32)
    wide = np.ones((sizes.hidden_size, sizes.intermediate_size), np.float32)
    square = np.ones((sizes.hidden_size, sizes.hidden_size), np.float32)

    def multiply() -> None:
        for _ in range(sizes.num_hidden_layers):
            for _ in range(4):
                _ = rows @ square
            _ = (rows @ wide) @ wide.T

    return multiply


class Counting:
    """A `SpanModel` that notes how many tokens each window has."""

    def __init__(self, model: SpanModel) -> None:
        self._model = model
        self.tokenizer, self.positions = model.tokenizer, model.positions
        self.read: list[int] = []

    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        self.read += [len(window.token_ids) for window in windows]
        return self._model.logits(windows)


class CountingModels(bot.Models):
    """The shipped models; the reader counts."""

    def __init__(self, shared: bot.Models) -> None:
        super().__init__()
        reader = shared.reader
        assert isinstance(reader, ExtractiveReader)
        self.model = Counting(OnnxSpanModel(SHIPPED_READER))
        self.__dict__["_reader"] = ExtractiveReader(self.model, reader.calibration, reader.name)
        self.__dict__["_encoder"] = shared.encoder


def article(number: int) -> bot.Article:
    thing = THINGS[number % len(THINGS)]
    said = (f"The {thing} of district {number} has {place} doors, said Ann Lee, a pilot." for place in range(6))
    return bot.Article.from_text("\n\n".join([f"The {thing} of district {number}", *said]))


@pytest.fixture(scope="module", params=[50, 400])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of so many articles of six paragraphs, with a snapshot of its index."""
    place = tmp_path_factory.mktemp("library")
    archive = SqliteArchive(place, WordEncoder)
    archive.add_many([article(number) for number in range(request.param)])
    archive.rebuild_index()
    archive.close()
    return place


@pytest.fixture
def library(folder: Path) -> Iterator[SqliteArchive]:
    archive = SqliteArchive(folder, WordEncoder)
    archive.search("district", 1)
    yield archive
    archive.close()


def test_opening_a_library_costs_no_more_for_a_large_one(folder: Path) -> None:
    def opened() -> None:
        archive = SqliteArchive(folder, WordEncoder)
        archive.search("district", 1)
        archive.close()

    opened()  # imports
    assert calls(opened) < 10_800


def test_searching_costs_hardly_more_in_a_large_library(library: SqliteArchive) -> None:
    statements: list[str] = []
    library._db.set_trace_callback(statements.append)
    assert calls(lambda: library.search("harbour of district 8", 10)) < 5_200
    assert len(statements) <= 12


def test_adding_costs_no_more_in_a_large_library(library: SqliteArchive) -> None:
    statements: list[str] = []
    one = article(1_000)
    library._db.set_trace_callback(statements.append)
    assert calls(lambda: library.add(one)) < 1_200
    assert len(statements) <= 90
    assert calls(lambda: library.search("district", 10)) < 6_700  # the index takes it up
    library.remove(one.id)


def test_an_answer_reads_no_more_than_the_article_and_three_paragraphs_again(
    models: bot.Models, samples: dict[str, bot.Article]
) -> None:
    counting = CountingModels(models)
    desk = bot.Assistant(models=counting)
    desk.add(samples["engineers.txt"])
    desk.answer(QUESTIONS[0])  # imports
    for question in QUESTIONS:
        counting.model.read.clear()
        cost = calls(lambda: desk.answer(question))  # noqa: B023 - called at once
        assert sum(counting.model.read) < 1_460
        assert len(counting.model.read) <= 9
        assert cost < 22_000


def test_an_answer_from_a_library_embeds_once_and_reads_twelve_paragraphs(
    folder: Path, models: bot.Models, samples: dict[str, bot.Article]
) -> None:
    counting = CountingModels(models)
    encoded: list[str] = []

    class Noting(WordEncoder):
        def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
            encoded.extend(texts)
            return super().encode_queries(texts)

    desk = bot.Assistant(SqliteArchive(folder, Noting), counting)
    desk.answer("How many doors has the bridge of district 9?")
    encoded.clear()
    counting.model.read.clear()
    cost = calls(lambda: desk.answer("How many doors has the school of district 10?"))
    assert len(encoded) == 1
    assert len(counting.model.read) <= 25
    assert sum(counting.model.read) < 1_200
    assert cost < 33_000
    desk.close()


def test_reading_takes_what_its_products_take(samples: dict[str, bot.Article]) -> None:
    passages = [Passage.whole(samples["engineers.txt"])]
    sizes = read_reader(SHIPPED_READER).sizes
    exact = Counting(OnnxSpanModel(SHIPPED_READER, "float32"))
    reader = ExtractiveReader(exact, bot.Models().reader.calibration, "float32")
    reader.read(QUESTIONS[0], passages)
    yardstick = products(sizes, sum(exact.read))
    assert ratio(lambda: reader.read(QUESTIONS[0], passages), yardstick) < 1.6
    if best_precision() == "int8":
        quick = ExtractiveReader(OnnxSpanModel(SHIPPED_READER, "int8"), reader.calibration, "int8")
        assert ratio(lambda: quick.read(QUESTIONS[0], passages), yardstick) < 1.0


def test_embedding_takes_what_its_products_take() -> None:
    encoder = SentenceEncoder(dtype="float32")
    text = "The harbour was closed on Monday after a storm, the coast guard said. " * 15
    tokens = len(encoder._model.tokenizer.encode(text).ids)
    sizes = read_reader(SHIPPED_READER).sizes
    assert ratio(lambda: encoder.encode_passages([text] * 3), products(sizes, 3 * tokens)) < 1.4


def test_a_search_by_codes_takes_a_fraction_of_an_exact_one() -> None:
    vectors = np.random.default_rng(0).standard_normal((40_000, 384), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = CodeIndex(384, lambda ids: vectors[ids])
    index.add(np.arange(len(vectors)), vectors)
    assert ratio(lambda: index.search(vectors[0], 200), lambda: vectors @ vectors[0]) < 1.2
