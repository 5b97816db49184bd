"""How much confidences are worth: ranking (AUROC), calibration (ECE), and coverage at a wanted accuracy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Probability that a positive outranks a negative, ties counting half; 0.5 where one kind is missing."""
    score, yes = np.asarray(scores), np.asarray(positive, dtype=bool)
    if yes.all() or not yes.any():
        return 0.5
    differences = score[yes][:, None] - score[~yes][None, :]
    return float((differences > 0).mean() + 0.5 * (differences == 0).mean())


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over equally wide bins (Guo et al. 2017), in [0, 1]."""
    confidence, correct = np.asarray(confidences), np.asarray(right, dtype=float)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(confidence[place == one].mean() - correct[place == one].mean()) * (place == one).mean()
            for one in np.unique(place)
        )
    )


def coverage_at(accuracy: float, confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The largest share of questions, taken by falling confidence, that are answered with this accuracy."""
    order = np.argsort(-np.asarray(confidences), kind="stable")
    running = np.cumsum(np.asarray(right, dtype=float)[order]) / np.arange(1, len(order) + 1)
    reached = np.flatnonzero(running >= accuracy)
    return float((reached[-1] + 1) / len(order)) if len(reached) else 0.0
