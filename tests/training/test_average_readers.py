"""Averaging readers: the mean of each weight, and only of readers that are alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bot.errors import ModelError
from bot.training.average import main


def reader(folder: Path, **weights: object) -> Path:
    folder.mkdir()
    save_file({name: np.array(values, np.float16) for name, values in weights.items()}, folder / "model.safetensors")
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_text(f"{folder.name} {name}")
    return folder


def test_weights_are_averaged_and_the_rest_is_the_firsts(tmp_path: Path) -> None:
    one, other = reader(tmp_path / "one", a=[1.0, 3.0], b=[[0.5]]), reader(tmp_path / "other", a=[2.0, 5.0], b=[[0.0]])
    assert main([str(one), str(other), "--out", str(tmp_path / "mean")]) == 0
    found = load_file(tmp_path / "mean" / "model.safetensors")
    assert found["a"].tolist() == [1.5, 4.0]
    assert found["b"].tolist() == [[0.25]]
    assert found["a"].dtype == np.float16
    assert (tmp_path / "mean" / "config.json").read_text() == "one config.json"


def test_other_shapes_are_refused(tmp_path: Path) -> None:
    one, other = reader(tmp_path / "one", a=[1.0]), reader(tmp_path / "other", a=[1.0, 2.0])
    with pytest.raises(ModelError, match="other are not those"):
        main([str(one), str(other), "--out", str(tmp_path / "mean")])
