"""Calibrating learns what tells right answers from wrong ones, and sets the threshold where it was told to."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.article import Span
from bot.calibration import Calibration, Signals
from bot.finding import Finding
from bot.training import calibrate
from bot.training.calibrate import Judged
from bot.windows import Passage

FERRY = "Nine people were hurt in the fire on board. The mayor, Ruth Dane, came to the harbour on Friday to see it."


def judged(count: int) -> list[Judged]:
    """Answers whose rightness follows from the second look, whatever the score says."""
    rng = random.Random(5)
    made = []
    for _ in range(count):
        again = rng.uniform(-4, 4)
        made.append(Judged(Signals(rng.uniform(-4, 4), again=again), again + rng.gauss(0, 1) > 0, True, "said"))
    return made


def test_what_tells_right_from_wrong_weighs_most() -> None:
    fitted = calibrate.fit(judged(600))
    assert fitted.weights["again"] > 5 * abs(fitted.weights["score"])
    assert fitted.confidence(Signals(0.0, again=3.0)) > 0.9
    assert fitted.confidence(Signals(0.0, again=-3.0)) < 0.1


def test_the_threshold_refuses_the_share_it_was_told() -> None:
    answers = judged(600)
    fitted = calibrate.fit(answers)
    threshold = calibrate.threshold_for(0.1, fitted, answers)
    below = sum(fitted.confidence(one.signals) < threshold for one in answers)
    assert below / len(answers) == pytest.approx(0.1, abs=0.01)


class NineReader:
    """Finds "Nine" where it is, else the first word."""

    name = "nine"
    calibration = Calibration()
    tokenizer = None

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        for index, passage in enumerate(passages):
            for number in passage.numbers:
                if (start := passage.article.paragraph(number).text.find("Nine")) >= 0:
                    return [Finding(index, number, Span(start, start + 4), 2.0)]
        return [Finding(0, passages[0].numbers[0], Span(0, 3), -2.0)]

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        return self.read(question, passages)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    questions = [{"q": "How many were hurt?", "ans": [[0, "Nine"]]}, {"q": "Who was the captain?", "ans": []}]
    with gzip.open(tmp_path / "set.jsonl.gz", "wt") as file:
        file.writelines(json.dumps({"ctx": f"{FERRY} It was day {n}.", "qas": questions}) + "\n" for n in range(20))
    article = {
        "title": "Fire",
        "paragraphs": [FERRY],
        "questions": [
            {
                "question": "How many were hurt?",
                "kind": "number",
                "answerable": True,
                "answers": ["nine"],
                "paragraphs": [1],
            },
            {"question": "Who won?", "kind": "unanswerable", "answerable": False, "answers": [], "paragraphs": []},
        ],
    }
    (tmp_path / "desk-valid.json").write_text(json.dumps({"articles": [article]}))
    return tmp_path


def test_articles_are_asked_again_once_they_are_silent(data: Path) -> None:
    asked = list(calibrate.questions(data / "set.jsonl.gz", 40, random.Random(0)))
    kinds = {one.kind for one in asked}
    assert kinds == {"said", "near miss", "withheld"}
    for one in asked:
        texts = " ".join(paragraph.text for paragraph in one.article.paragraphs)
        assert ("Nine" in texts) == (one.kind != "withheld")
        assert one.answerable == (one.kind == "said")


def test_the_command_writes_what_the_reader_reads(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calibrate, "ExtractiveReader", SimpleNamespace(load=lambda _folder, _scout: NineReader()))
    options = ["--reader", str(data), "--learn", str(data / "set.jsonl.gz"), "--desk", str(data), "--questions", "40"]
    assert calibrate.main(options) == 0
    found = Calibration.read(data / "calibration.json")
    assert found.weights
    assert 0 < found.threshold < 1
    assert "AUROC" in capsys.readouterr().out
