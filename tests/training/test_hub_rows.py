"""Records in SQuAD's form, as the hub gives them, become the rows that training reads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.errors import TrainingDataError
from bot.evaluation.data import read_rows
from bot.training import hub

FERRY = "The Lady Ann carried 214 passengers on Friday."


def record(number: int, question: str, *answers: str, passage: str = FERRY, title: str = "") -> dict[str, object]:
    places = [passage.index(answer) for answer in answers]
    return {
        "id": str(number),
        "title": title,
        "context": passage,
        "question": question,
        "answers": {"text": list(answers), "answer_start": places},
    }


RECORDS = [
    record(1, " How many passengers?", "214", "214 passengers", title="Lady Ann"),
    record(2, "On what day?", "Friday", title="Lady Ann"),
    record(3, "Who was the captain?", title="Lady Ann"),
    record(4, "What rained?", "It", passage="It rained."),
]


def test_neighbours_of_a_passage_become_one_row(tmp_path: Path) -> None:
    count = hub.write(hub.rows(RECORDS, hub.SETS["squad11"].takes), tmp_path / "set.jsonl.gz")
    found = list(read_rows(tmp_path / "set.jsonl.gz"))
    assert count == len(found) == 2
    assert [question.text for question in found[0].questions] == ["How many passengers?", "On what day?"]
    assert found[0].title == "Lady Ann"
    assert [FERRY[span.start : span.end] for span in found[0].questions[0].answers] == ["214", "214 passengers"]


def test_the_unanswerable_half_takes_the_unanswerable(tmp_path: Path) -> None:
    (row,) = hub.rows(RECORDS, hub.SETS["squad2-unanswerable"].takes)
    assert [one["q"] for one in row["qas"]] == ["Who was the captain?"]


def test_an_answer_that_is_not_where_it_should_be_is_left_out() -> None:
    wrong = record(5, "How many?", "214") | {"answers": {"text": ["214"], "answer_start": [2]}}
    assert [row["qas"] for row in hub.rows([wrong], lambda _record: True)] == [[]]


def test_what_is_there_is_not_fetched_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in hub.SETS:
        (tmp_path / f"{name}.jsonl.gz").touch()
    assert hub.main(["--to", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("is there already") == len(hub.SETS)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(TrainingDataError, match="pip install datasets"):
        list(hub.fetch("squad11"))
