from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation.growth import batches, carried


def test_made_up_vectors_are_of_length_one_and_always_the_same() -> None:
    real = np.eye(8, dtype=np.float32)
    first, second = (np.concatenate(list(batches(real, 60_000))) for _ in range(2))
    assert first.shape == (60_000, 8)
    np.testing.assert_array_equal(first[:8], real)
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(first, second)


def test_costs_are_carried_along_a_line() -> None:
    small = {"vectors": 500_000.0, "p50": 3.0, "memory": 60.0, "build": 30.0, "disk": 400.0}
    large = {"vectors": 1_000_000.0, "p50": 5.0, "memory": 110.0, "build": 90.0, "disk": 800.0}
    assert carried(small, large, 1_000_000) == pytest.approx(large)
    ten = carried(small, large, 10_000_000)
    assert ten["memory"] == pytest.approx(110 + 9_000_000 * 50 / 500_000)
    assert ten["disk"] == pytest.approx(8_000)
    assert ten["p50"] == pytest.approx(5 + (1_250_000 - 125_000) * 2 / 62_500)
    assert ten["build"] == pytest.approx(90 * 10 * 2)
