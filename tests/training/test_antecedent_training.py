"""What a pronoun meant, from follow-ups and what they were rewritten to."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np

from bot.antecedents import FEATURES, Pronoun
from bot.training import antecedents

ROWS = [
    {"history": ["Ann Lee", "Life"], "question": "where was she born?", "rewrite": "where was Ann Lee born?"},
    {
        "history": ["Ann Lee", "Life", "where was she born?", "in Marrick", "who taught her?", "Tom Roe did"],
        "question": "did he like her?",
        "rewrite": "did Tom Roe like Ann Lee?",
    },
    {"history": ["Ann Lee", "Life"], "question": "what happened?", "rewrite": "what happened?"},
]


def test_a_phrase_is_meant_if_the_rewrite_has_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in ROWS)
    found = antecedents.examples(path)
    assert {pronoun: len(of_it) for pronoun, of_it in found.items()} == {Pronoun.SHE: 2, Pronoun.HE: 1}
    first, second = found[Pronoun.SHE]
    assert first.meant.tolist() == [True]
    assert 1 <= second.meant.sum() < len(second.meant)
    assert found[Pronoun.HE][0].seen.shape == (len(found[Pronoun.HE][0].meant), len(FEATURES))


def test_weights_follow_what_was_meant() -> None:
    sure = np.eye(len(FEATURES))[:2]
    learned = [antecedents.Example("Ann Lee", sure, np.array([True, False]))] * 3
    weights = antecedents.fit(learned)
    assert weights[0] > 0.5 > -0.5 > weights[1]
