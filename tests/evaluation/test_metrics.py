"""The measures against cases worked out by hand."""

from __future__ import annotations

import pytest

from bot.evaluation.confidence import auroc, calibration_error, coverage_at
from bot.evaluation.matching import acceptable, best_f1


@pytest.mark.parametrize(
    ("answer", "golds", "kind", "expected"),
    [
        ("around 1,000", ["about 1,000"], "number", True),
        ("1,000", ["1,200"], "number", False),
        ("the Mayor, Ann Lee", ["Ann Lee"], "who", True),
        ("Lee", ["Leeds"], "where", False),
        ("because the road had iced over", ["the road iced over in the night"], "why", True),
        ("because the road had iced over", ["the road iced over in the night"], "what", False),
        ("", ["Ann Lee"], "who", False),
        ("5.25%", ["5.25 %"], "number", False),
        ("“Never again”", ['"never again"'], "quote", True),
    ],
)
def test_what_an_editor_would_take(answer: str, golds: list[str], kind: str, expected: bool) -> None:
    assert acceptable(answer, golds, kind) is expected


def test_best_f1() -> None:
    assert best_f1("red green blue", ["red green", "yellow"]) == pytest.approx(0.8)
    assert best_f1("red", ["blue"]) == 0.0


def test_auroc_calibration_and_coverage() -> None:
    assert auroc([0.9, 0.8, 0.3, 0.1], [True, False, True, False]) == 0.75
    assert auroc([0.5, 0.5], [True, False]) == 0.5
    assert auroc([0.5], [True]) == 0.5
    assert calibration_error([0.95, 0.95, 0.05, 0.05], [True, True, False, False]) == pytest.approx(0.05)
    assert calibration_error([1.0, 1.0], [False, False]) == 1.0
    assert coverage_at(1.0, [0.9, 0.8, 0.7], [True, True, False]) == pytest.approx(2 / 3)
    assert coverage_at(0.9, [0.9, 0.8], [False, True]) == 0.0
