"""From rows on disk to windows whose answers stand where they should."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from bot.errors import TrainingDataError
from bot.evaluation.data import Row, read_rows
from bot.reader import SHIPPED_READER
from bot.training.documents import documents
from bot.training.examples import Shape, examples
from bot.training.negatives import answer_texts, names, swapped, tempting, without
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
        FERRY,
        **{
            "How many passengers?": "214",
            "Where did the fire start?": "the engine room",
            "Who won?": None,
            "When did the Lady Ann leave?": "Friday",
        },
    )
    return list(read_rows(written(tmp_path, ferry, row(BRIDGE, **{"When was the bridge closed?": "March"}))))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(SHIPPED_READER / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


@pytest.fixture(scope="module")
def maker(tokenizer: Tokenizer) -> WindowMaker:
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


SHAPES = {
    "plain": Shape(),
    "tempting": Shape(tempting=1.0),
    "withheld": Shape(withheld=1.0),
    "swapped": Shape(swapped=1.0),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_window_marks_the_answers_tokens_and_silent_ones_hold_none(
    rows: list[Row], maker: WindowMaker, tokenizer: Tokenizer, shape: Shape
) -> None:
    rng = random.Random(2)
    answering = silent = 0
    for asked in documents(rows, 2, rng):
        answers = answer_texts(asked)
        for one in examples(asked, maker, shape, ["Ruth Dane"], rng):
            said = tokenizer.decode(one.token_ids[one.first : one.last + 1]).replace(" ", "")
            question = tokenizer.decode(one.token_ids[: one.question_tokens])
            if one.first:
                answering += 1
                assert said in {answer.replace(" ", "") for answer in answers}
                assert one.own <= one.first <= one.last < len(one.token_ids) - 1
            else:
                silent += 1
                assert one.last == 0
                text = tokenizer.decode(one.token_ids[one.question_tokens :])
                assert not any(answer in text for answer in answers) or "ruth dane" in question or asked.answers
    assert answering >= 3
    assert silent >= (1 if shape is SHAPES["plain"] else 2)


def test_an_answer_that_is_too_long_is_not_learned(rows: list[Row], maker: WindowMaker) -> None:
    rng = random.Random(2)
    made = [one for asked in documents(rows, 2, rng) for one in examples(asked, maker, Shape(longest=1), [], rng)]
    assert all(one.last == one.first for one in made)


def test_withheld_leaves_the_rest_of_the_paragraph() -> None:
    text = "Nine people were hurt. A fire broke out in the engine room an hour later, the coast guard said."
    assert without(text, {"nine"}) == "A fire broke out in the engine room an hour later, the coast guard said."
    assert without(text, {"fire"}) == ""
    assert without(text, {"swan"}) == text


@pytest.mark.parametrize("seed", range(20))
def test_a_swapped_question_asks_of_what_the_text_lacks(seed: int) -> None:
    question = "How many people did the Lady Ann carry in 2019?"
    made = swapped(question, ["Ruth Dane"], FERRY, random.Random(seed))
    assert made is not None
    assert made != question
    assert ("Ruth Dane" in made) != ("2019" not in made)


def test_nothing_to_swap_is_no_question() -> None:
    assert swapped("how many people?", ["Ruth Dane"], FERRY, random.Random(1)) is None
    assert swapped("What did the Lady Ann carry?", ["Friday"], FERRY, random.Random(1)) is None


def test_the_most_tempting_paragraph_shares_the_rarest_words(rows: list[Row]) -> None:
    asked = {one.question: one for one in documents(rows, 2, random.Random(1))}["Where did the fire start?"]
    others = [one.number for one in asked.article.paragraphs if "engine room" not in one.text]
    assert tempting(asked, 9) == sorted(tempting(asked, 9), key=tempting(asked, 9).index)
    assert set(tempting(asked, 9)) == set(others)
    assert tempting(asked, 0) == []


def test_names_are_capitalised_past_the_first_word() -> None:
    assert names(["Who is Ruth Dane?", "When was the Bank of Elmouth robbed?", "why?"]) == [
        "Ruth Dane",
        "Bank of Elmouth",
    ]
