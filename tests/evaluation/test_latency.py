from __future__ import annotations

from pathlib import Path

import pytest

import bot
from bot.evaluation.latency import drawn, measure_library

THINGS = ("harbour", "bridge", "school")


@pytest.fixture
def library(models: bot.Models, tmp_path: Path) -> Path:
    with bot.Assistant.open(tmp_path, models) as desk:
        for number, thing in enumerate(THINGS, start=2):
            desk.add(
                bot.Article.from_text(f"A {thing}\n\nThe {thing} was closed on Monday, and {number} ferries waited.")
            )
    return tmp_path


def test_each_article_suggests_a_question_and_the_draw_is_always_the_same(models: bot.Models, library: Path) -> None:
    with bot.Assistant.open(library, models) as desk:
        asked = drawn(desk, 9)
        assert drawn(desk, 9) == asked
        assert drawn(desk, 2) == asked[:2]
    assert len(asked) == len(THINGS)
    assert set(asked) <= {"How many ferries?", *(f"When was the {thing} closed?" for thing in THINGS)}


def test_every_question_but_the_first_is_one_run(library: Path) -> None:
    found = {figure.what: figure for figure in measure_library(library, ["How many ferries waited?"] * 4)}
    assert found["answer, 3 articles"].runs == found["search, 3 articles"].runs == 3
    assert 0 < found["answer, 3 articles"].median <= found["answer, 3 articles"].p95
    assert found["opening, with the first answer"].unit == "s"
    assert found["memory with the library too"].median > 50
