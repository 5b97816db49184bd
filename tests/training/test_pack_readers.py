"""The command that packs a reader for shipping, and makes it whole again for training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from bot.spans.packing import is_packed
from bot.training.pack import main


def test_a_reader_is_packed_and_made_whole_again(tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    reader.mkdir()
    (reader / "config.json").write_text("{}")
    (reader / "calibration.json").write_text('{"intercept": 1}')
    matrix = np.random.default_rng(0).normal(size=(40, 30)).astype(np.float32)
    bias = np.arange(40, dtype=np.float32)
    save_file({"dense.weight": matrix, "dense.bias": bias}, reader / "model.safetensors")
    assert main([str(reader), "--out", str(tmp_path / "packed")]) == 0
    assert is_packed(tmp_path / "packed")
    assert main([str(tmp_path / "packed"), "--out", str(tmp_path / "whole")]) == 0
    found = load_file(tmp_path / "whole" / "model.safetensors")
    assert found.keys() == {"dense.weight", "dense.bias"}
    assert np.abs(found["dense.weight"] - matrix).max() <= np.abs(matrix).max() / 250
    np.testing.assert_array_equal(found["dense.bias"], bias)
    assert (tmp_path / "whole" / "calibration.json").read_text() == '{"intercept": 1}'
