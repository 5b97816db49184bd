"""The suites of lists, of articles that differ, and of follow-ups: their figures follow from what was replied."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.article import Span
from bot.calibration import Calibration
from bot.evaluation import __main__ as command
from bot.evaluation import chains, conflicts, lists
from bot.finding import Finding
from bot.windows import Passage

SANK = "{} people died when the ferry Marin Star sank off Westport, and {} boats searched."


class FigureReader:
    """Finds the first figure of each passage, or the first name where it is not asked how many."""

    name = "figures"
    calibration = Calibration(weights={"score": 1.0}, threshold=0.5)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        shape = r"\d+ boats" if "boats" in question else r"\d+" if "How many" in question else r"Westport"
        places = [(index, passage, number) for index, passage in enumerate(passages) for number in passage.numbers]
        return [
            Finding(index, number, Span(match.start(), match.end()), 3.0)
            for index, passage, number in places
            if (match := re.search(shape, passage.article.paragraph(number).text))
        ]

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        return self.read(question, passages)


MODELS: Any = SimpleNamespace(reader=FigureReader())


def asked(question: str, kind: str, answers: list[Any]) -> dict[str, Any]:
    return {"question": question, "kind": kind, "answerable": bool(answers), "answers": answers, "paragraphs": [1]}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    articles = [
        {"title": "Ferry sinks", "published": f"2024-05-0{day}", "paragraphs": [SANK.format(dead, 7)]}
        for day, dead in ((6, 12), (7, 15))
    ]
    chain = [
        asked("How many people died off Westport?", "number", ["12"]),
        asked("and where was that?", "where", ["Westport"]),
        asked("and boats?", "number", []),
    ]
    questions = [asked("Which towns are named?", "list", [["Westport"], ["Denton"]])]
    told = {**articles[0], "questions": questions, "chains": [{"turns": chain}]}
    sides = [{"answers": ["12"], "paragraphs": [1]}, {"answers": ["15"], "paragraphs": [1]}]
    same = [{"answers": ["7 boats"], "paragraphs": [1]}] * 2
    more = [{"question": "How many boats searched?", "label": "agree", "sides": same}]
    pair = {
        "articles": articles,
        "question": "How many people died?",
        "label": "conflict",
        "sides": sides,
        "more": more,
    }
    (tmp_path / "desk-valid.json").write_text(json.dumps({"articles": [told], "conflicts": [pair]}))
    return tmp_path


def test_articles_that_differ_are_shown_and_those_that_agree_raise_no_alarm(data: Path) -> None:
    figures = conflicts.figures(data, MODELS)
    assert figures["questions"] == 2
    assert figures["differ, both sides right and sourced"] == 1
    assert figures["agree, false alarms"] == 0
    assert figures["agree, both articles cited"] == 1


def test_items_are_scored_by_precision_and_recall(data: Path) -> None:
    figures = lists.figures(data, MODELS)
    assert (figures["item precision"], figures["item recall"]) == (1.0, 0.5)
    assert lists.items_scored(["Oslo", "the Bern canton"], [["Oslo"], ["Bern"], ["Rome"]]) == (1.0, 2 / 3, 2)
    assert lists.items_scored([], [["Oslo"]]) == (0.0, 0.0, 0)


def test_follow_ups_are_asked_after_the_gold_answers(data: Path) -> None:
    figures = chains.figures(data, MODELS)
    assert figures["follow-ups"] == 2
    assert figures["answerable, right and cited"] == 1
    assert figures["unanswerable, refused"] == 0


def test_the_command_runs_them(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "Models", lambda _settings: MODELS)
    written = tmp_path / "figures.json"
    assert command.main(["--data", str(data), "--suite", "lists", "conflicts", "chains", "--json", str(written)]) == 0
    assert set(json.loads(written.read_text())) == {"lists", "conflicts", "chains"}
