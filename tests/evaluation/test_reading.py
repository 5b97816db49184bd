"""Engines side by side: the same questions for all, the first one the measure."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bot.calibration import Calibration
from bot.evaluation.reading import Engine, cost, paragraphs, times
from bot.reader import SHIPPED_READER, ExtractiveReader
from bot.spans.onnx_model import OnnxSpanModel

PASSAGE = "The ferry carried 214 passengers. Its captain, Ruth Okafor, said that nobody was hurt."


@pytest.fixture(scope="module")
def engines() -> list[Engine]:
    return [
        Engine(precision, ExtractiveReader(OnnxSpanModel(SHIPPED_READER, precision), Calibration(), precision), 0.0)
        for precision in ("float32", "int8")
    ]


def test_eight_paragraphs_of_a_hundred_tokens(engines: list[Engine]) -> None:
    tokenizer = engines[0].reader.tokenizer
    passage = paragraphs(lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids))
    texts = [one.text for one in passage.article.paragraphs]
    assert passage.numbers == (1, 2, 3, 4, 5, 6, 7, 8)
    assert all(100 <= len(tokenizer.encode(text, add_special_tokens=False).ids) < 110 for text in texts)
    assert len(set(texts)) == 8


def test_each_engine_reads_each_question_in_each_round(engines: list[Engine]) -> None:
    taken = times(engines, paragraphs(lambda text: 100 * len(text)), 2)
    assert [len(one) for one in taken] == [8, 8]
    assert min(map(min, taken)) > 0


def test_the_cost_is_counted_against_the_first_engine(engines: list[Engine], tmp_path: Path) -> None:
    questions = [
        {"q": "How many passengers were on the ferry?", "ans": [[18, "214"]]},
        {"q": "Who is the captain?", "ans": [[34, "Its captain"], [47, "Ruth Okafor"]]},
        {"q": "What did the ferry cost?", "ans": []},
    ]
    rows = [{"ctx": PASSAGE, "qas": questions}, {"ctx": " ", "qas": questions[2:]}]
    data = tmp_path / "questions.jsonl.gz"
    data.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    exact, quantised = cost(engines, data, 10)
    assert (exact.f1, exact.same, exact.shift) == (100.0, 100.0, 0.0)
    assert quantised.f1 == 100.0
    assert 0 < quantised.shift < 1
    assert cost(engines[1:], data, 1)[0].same == 100.0
