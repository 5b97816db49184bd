"""What an answer is worth: the probability that it is right, and where to keep silent."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Self

from bot.errors import ModelError


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a finding.

    Attributes:
        score: the reader's, unbounded.
        again: its score when its paragraph is read alone.
        margin: how far both together lie above those of the best other words, in [0, 10].
    """

    score: float
    again: float = 0.0
    margin: float = 0.0


NAMES = tuple(one.name for one in fields(Signals))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regression on the signals of an answer (Platt 1999; Kamath et al. 2020 for questions of other kinds).

    Attributes:
        weights: log-odds a unit of each signal, by its name; a signal that is not named counts nothing.
        intercept: log-odds where every signal is 0.
        threshold: confidence below which the reply is "the articles do not say", in [0, 1].
    """

    weights: Mapping[str, float] = field(default_factory=lambda: {"score": 0.5})
    intercept: float = 0.0
    threshold: float = 0.5

    def confidence(self, signals: Signals) -> float:
        """Probability in [0, 1] that the answer with these signals is right."""
        odds = self.intercept + sum(weight * getattr(signals, name) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote; the neutral calibration, of the score alone, where there is no such file.

        Raises:
            ModelError: the file is damaged, or names a signal that there is not.
        """
        if not path.is_file():
            return cls()
        try:
            values = json.loads(path.read_text("utf-8"))
            weights = {str(name): float(weight) for name, weight in values["weights"].items()}
            found = cls(weights, float(values["intercept"]), float(values["threshold"]))
            if unknown := sorted(set(weights) - set(NAMES)):
                raise ValueError(f"there is no signal {unknown[0]!r}")
            if not (math.isfinite(sum(weights.values()) + found.intercept) and 0 <= found.threshold <= 1):
                raise ValueError(f"weights and intercept must be finite and threshold in [0, 1], got {found}")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{path} is damaged: {error!r}.",
                "weights of signals, intercept and threshold.",
                "Reinstall copydesk, or make the file again with `python -m bot.training.calibrate`.",
            ) from error
        return found

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        values = {"weights": dict(self.weights), "intercept": self.intercept, "threshold": self.threshold}
        path.write_text(json.dumps(values, indent=2) + "\n", "utf-8")
