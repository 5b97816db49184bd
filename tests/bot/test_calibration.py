"""A score becomes a probability, and the file that says how is read exactly or refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration import NAMES, Calibration, Signals
from bot.errors import ModelError
from bot.reader import SHIPPED_READER

calibrations = st.builds(
    Calibration,
    weights=st.dictionaries(st.sampled_from(NAMES), st.floats(0.01, 20)),
    intercept=st.floats(-20, 20),
    threshold=st.floats(0, 1),
)
scores = st.floats(-1e6, 1e6)


@given(calibrations)
def test_what_is_written_is_read_back(tmp_path: Path, calibration: Calibration) -> None:
    calibration.write(tmp_path / "calibration.json")
    assert Calibration.read(tmp_path / "calibration.json") == calibration


@given(calibrations, scores, scores)
def test_a_higher_score_is_never_less_likely(calibration: Calibration, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= calibration.confidence(Signals(low)) <= calibration.confidence(Signals(high)) <= 1.0


@pytest.mark.parametrize("score", [-1e308, -1e3, 1e3, 1e308])
def test_extreme_scores_do_not_overflow(score: float) -> None:
    assert 0.0 <= Calibration().confidence(Signals(score)) <= 1.0


def test_an_even_score_is_an_even_chance() -> None:
    assert Calibration().confidence(Signals(0.0)) == 0.5


def test_without_a_file_it_is_neutral(tmp_path: Path) -> None:
    assert Calibration.read(tmp_path / "none.json") == Calibration()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b'"weights"',
        b"{}",
        b'{"threshold": 0.5}',
        b'{"weights": {"score": "steep"}, "intercept": 0, "threshold": 0.5}',
        b'{"weights": {"score": null}, "intercept": 0, "threshold": 0.5}',
        b'{"weights": ["score"], "intercept": 0, "threshold": 0.5}',
        b'{"weights": {"luck": 1.0}, "intercept": 0, "threshold": 0.5}',
        b'{"weights": {"score": 1.0}, "intercept": NaN, "threshold": 0.5}',
        b"\xff\xfe\x00broken",
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"calibration\.json is damaged"):
        Calibration.read(path)


# A defect when this was written: such a file was read, and with NaN for a threshold nothing is ever refused.
@pytest.mark.parametrize("threshold", [float("nan"), float("inf"), -1.0, 1.5])
def test_a_threshold_that_is_no_probability_is_refused(tmp_path: Path, threshold: float) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"weights": {"score": 1.0}, "intercept": 0.0, "threshold": threshold}))
    with pytest.raises(ModelError, match=r"calibration\.json"):
        Calibration.read(path)


def test_the_shipped_reader_has_a_usable_one() -> None:
    calibration = Calibration.read(SHIPPED_READER / "calibration.json")
    assert calibration.weights["score"] > 0
    assert 0.0 < calibration.threshold < 1.0
