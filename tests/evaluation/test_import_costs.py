from __future__ import annotations

from pathlib import Path

from bot.evaluation.imports import Cost, measure, read, table, write


def test_a_step_is_measured_kept_and_compared(tmp_path: Path) -> None:
    cost = measure("import bot", 2)
    assert 0 < cost.packages["bot"] <= cost.milliseconds
    assert cost.modules > 20
    assert 0 < cost.processor < 10
    write({"import bot": cost}, tmp_path / "costs.json")
    assert read(tmp_path / "costs.json") == {"import bot": cost}
    shown = table(
        {"import bot": Cost(0.03, 12.4, 3, {"bot": 8.0, "numpy": 4.4})}, {"import bot": Cost(2.0, 1_500.0, 2_000, {})}
    )
    assert shown.splitlines()[-1] == "| import bot | 2.00 → 0.03 | 1,500 → 12 | 2,000 → 3 | bot 8, numpy 4 |"
