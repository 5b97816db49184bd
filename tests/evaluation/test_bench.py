"""The bench's own parts, on made-up results; and Copydesk as a contender, so that the command keeps working."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.bench import contract
from bot.evaluation.bench.contenders import copydesk
from bot.evaluation.bench.peers import CONTENDERS
from bot.evaluation.bench.rounds import prepare, recall
from bot.evaluation.bench.table import MEASURES, leaders, markdown, summarise


def row(value: float) -> dict[str, float]:
    return {one.key: value for one in MEASURES}


def test_medians_spreads_ratios_and_who_leads() -> None:
    summary = summarise({"Own": [row(4), row(1), row(2)], "Peer": [row(3), row(3), row(3)], "Absent": []})
    assert list(summary) == ["Own", "Peer"]
    assert summary["Own"]["p50"] == {"median": 2, "low": 1, "high": 4, "ratio": 1}
    assert summary["Peer"]["p50"]["ratio"] == 1.5
    by_key = {one.key: one for one in MEASURES}
    assert leaders(summary, by_key["p50"]) == ["Own"]
    assert leaders(summary, by_key["throughput"]) == ["Peer"]
    shown = markdown(summary).splitlines()
    assert shown[0] == "| | Own | Peer |"
    assert "| search, median, ms | **2.0** (1.0 to 4.0) | 3.0 ×1.50 |" in shown
    assert len(shown) == 2 + len(MEASURES)


def test_equal_contenders_both_lead() -> None:
    summary = summarise({"Own": [row(1.0001)], "Peer": [row(1.0002)]})
    assert all(leaders(summary, one) == ["Own", "Peer"] for one in MEASURES)


@pytest.mark.parametrize(
    ("found", "number", "expected"),
    [
        (["a:1", "b:2"], 2, 1.0),
        (["a:1", "b:3"], 2, 0.0),
        (["a:1", "b:3"], None, 1.0),
        (["a:1", "a:2", "a:3", "a:4", "a:5", "b:2"], 2, 0.0),  # the sixth
        ([], None, 0.0),
    ],
)
def test_recall_looks_at_the_first_five(found: list[str], number: int | None, expected: float) -> None:
    assert recall([found], [("query", "b", number)]) == expected


def test_every_contender_has_its_script() -> None:
    for one in CONTENDERS:
        text = one.file.read_text("utf-8")
        assert "def build(" in text, one.name
        assert "def load(" in text, one.name


class _Held:
    """Models that have only an encoder."""

    def __init__(self, encoder: Any) -> None:
        self.encoder = encoder


def test_copydesk_indexes_and_answers(tmp_path: Path, word_encoder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["quay", "ledger", "orchard", "turbine", "glacier", "ballot", "violin", "quarry", "lantern", "ferry"]
    rows = [
        {
            "title": f"The {word}",
            "published": "2025-03-04",
            "authors": ["Ann Lee"],
            "url": f"https://example.org/{word}",
            "paragraphs": [
                f"Nobody had seen the {word} since the flood of March, said those who live beside it.",
                f"Repairs to the {word} cost 4,000 euros and were paid for by subscription among the neighbours.",
            ],
        }
        for word in words
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    task = prepare(corpus, 10, 10, tmp_path, None, tmp_path)
    monkeypatch.setattr(copydesk, "Models", lambda settings: _Held(word_encoder))
    contender = vars(copydesk)
    built = contract.index(contender, tmp_path / "store", task.model, task.articles)
    asked = contract.search(contender, tmp_path / "store", task.model, task.queries)
    assert built["paragraphs"] == 20
    assert len(asked["times"]) == len(task.titles) + len(task.sentences) == 20
    assert recall(asked["found"][:10], task.titles) == 1.0
