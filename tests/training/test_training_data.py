"""From rows on disk to windows whose answers stand where they should."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from bot.errors import TrainingDataError
from bot.reader import SHIPPED_READER
from bot.training.data import Row, read_rows
from bot.training.documents import documents
from bot.training.examples import Example, examples
from bot.windows import WindowMaker

FERRY = (
    "The Lady Ann left Port Moss at 6 a.m. on Friday with 214 passengers. She was due in Elmouth by noon.\n"
    "A fire broke out in the engine room an hour later, the coast guard said. Nine people were hurt."
)
BRIDGE = "The bridge at Elmouth was closed for repairs in March. It carries 9,000 cars a day, the council said."


def written(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "rows.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def row(passage: str, **questions: str | None) -> dict[str, object]:
    """A row whose questions are answered by the given words, or by nothing."""
    return {
        "ctx": passage,
        "qas": [
            {"q": question, "ans": [] if answer is None else [[passage.index(answer), answer]]}
            for question, answer in questions.items()
        ],
    }


@pytest.fixture
def rows(tmp_path: Path) -> list[Row]:
    ferry = row(
        FERRY, **{"How many passengers?": "214", "Where did the fire start?": "the engine room", "Who won?": None}
    )
    return list(read_rows(written(tmp_path, ferry, row(BRIDGE, **{"When was the bridge closed?": "March"}))))


@pytest.fixture(scope="module")
def maker() -> WindowMaker:
    tokenizer = Tokenizer.from_file(str(SHIPPED_READER / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return WindowMaker(tokenizer, 256)


def test_rows_are_read_as_they_stand(rows: list[Row]) -> None:
    assert [one.passage for one in rows] == [FERRY, BRIDGE]
    span = rows[0].questions[0].answers[0]
    assert FERRY[span.start : span.end] == "214"
    assert rows[0].questions[2].answers == ()


@pytest.mark.parametrize(
    "bad",
    [
        {"ctx": FERRY, "qas": [{"q": "How many?", "ans": [[3, "214"]]}]},
        {"ctx": FERRY, "qas": [{"q": "How many?"}]},
        {"ctx": FERRY, "qas": [{"q": 5, "ans": []}]},
        {"qas": []},
    ],
    ids=["wrong offset", "no answers", "no text", "no passage"],
)
def test_a_bad_row_is_refused_by_its_number(tmp_path: Path, bad: dict[str, object]) -> None:
    path = written(tmp_path, row(BRIDGE), bad)
    with pytest.raises(TrainingDataError, match=r"Row 2 of .*rows\.jsonl\.gz"):
        list(read_rows(path))


@pytest.mark.parametrize("together", [1, 2])
def test_answers_keep_their_place_in_the_article(rows: list[Row], together: int) -> None:
    asked = {one.question: one for one in documents(rows, together, random.Random(1))}
    for question, answer in (("How many passengers?", "214"), ("When was the bridge closed?", "March")):
        number, span = asked[question].answers[0]
        assert asked[question].article.paragraph(number).text[span.start : span.end] == answer
        assert number in asked[question].home
    assert asked["Who won?"].answers == ()


def test_a_window_marks_the_answers_tokens_and_negatives_hold_none(rows: list[Row], maker: WindowMaker) -> None:
    rng = random.Random(2)
    for asked in documents(rows, 2, rng):
        made = list(examples(asked, maker, 1.0, rng))
        assert made
        answers = {asked.article.paragraph(number).text[span.start : span.end] for number, span in asked.answers}
        for one in made:
            said = _text(asked.article, one)
            if one.first:
                assert said in answers
            else:
                assert one.last == 0
                texts = {asked.article.paragraph(place.paragraph).text for place in one.window.places if place}
                assert not any(answer in text for answer in answers for text in texts)


def _text(article, one: Example) -> str:
    first, last = one.window.places[one.first], one.window.places[one.last]
    if first is None or last is None:
        return ""
    return article.paragraph(first.paragraph).text[first.start : last.end]
