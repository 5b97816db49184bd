"""Labels of salience from what people did with texts, and weights that follow them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.salience import FEATURES
from bot.training import salience

LEAD = "Marrick is a harbour town on the Orr. Its ferry carries stone."
OWN = "The harbour of Marrick was built in 1912 by Tom Roe. The town has two schools, and it has a museum of glass too."


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)
    return path


def row(text: str, key: str, *answers: str) -> dict[str, Any]:
    questions = [
        {"id": f"{key}/{place}", "q": "Which?", "ans": [[text.index(one), one]]} for place, one in enumerate(answers)
    ]
    return {"ctx": text, "qas": questions}


def test_a_sentence_matters_by_what_beginners_are_left(tmp_path: Path) -> None:
    path = write(
        tmp_path / "onestop.jsonl.gz",
        [
            row("A bottle was found. It had drifted for a century.", "a-bottle/0/Adv", "bottle"),
            row("A fisherman found a bottle.", "a-bottle/0/Ele", "bottle"),
            row("Only the hard version is there.", "other/0/Adv", "hard"),
        ],
    )
    (one,) = salience.simplified(path)
    assert one.article.title == "a bottle"
    assert one.worth == (1.0, 0.0)


def test_a_sentence_matters_by_answers_and_by_the_first_paragraph(tmp_path: Path) -> None:
    path = write(
        tmp_path / "squad.jsonl.gz",
        [row(LEAD, "sq11/Marrick/0", "stone"), row(OWN, "sq11/Marrick/1", "1912", "Tom Roe", "two")],
    )
    asked, led = salience.wikipedia(path, 5)
    assert (asked.source, led.source) == ("asked", "led")
    assert asked.worth == (2.0, 1.0)
    assert led.worth[0] > led.worth[1] > 0
    assert [one.text for one in asked.article.paragraphs] == [OWN]


@pytest.mark.parametrize("name", ["length", "vocabulary", "early"])
def test_weights_follow_the_labels(name: str) -> None:
    rng = np.random.default_rng(0)
    column = FEATURES.index(name)
    learned = []
    for _ in range(20):
        seen = rng.normal(size=(12, len(FEATURES)))
        learned.append(salience.Example("made up", seen, seen[:, column] > 0.4))
    weights = salience.fit(learned).weights
    assert int(np.argmax(weights)) == column
    assert weights[column] > 0


def test_short_texts_are_no_examples_and_long_ones_are(word_encoder: Any) -> None:
    texts = [f"The council of Marrick voted for plan number {place} on Monday." for place in range(8)]
    long = salience.Labelled("asked", salience.Article.from_paragraphs(texts), tuple(map(float, range(8))))
    short = salience.Labelled("asked", salience.Article.from_paragraphs(texts[:3]), (0.0, 1.0, 2.0))
    (found,) = salience.examples([short, long], word_encoder)
    assert found.seen.shape == (8, len(FEATURES))
    assert list(found.matters) == [False] * 5 + [True] * 3
