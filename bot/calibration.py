"""What an answer is worth: the probability that it is right, that there is one at all, and where to keep silent."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
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
        threshold: probability that the articles say it below which the reply is "the articles do not say", in [0, 1].
        told: as `weights`, but for whether the articles say it at all: what has rivals in the articles is seldom right,
            and still often said. Empty where nothing but `weights` was learned.
        told_intercept: as `intercept`.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: {"score": 0.5})
    intercept: float = 0.0
    threshold: float = 0.5
    told: Mapping[str, float] = field(default_factory=dict)
    told_intercept: float = 0.0

    def confidence(self, signals: Signals) -> float:
        """Probability in [0, 1] that the answer with these signals is right."""
        return _probability(self.weights, self.intercept, signals)

    def is_told(self, signals: Signals) -> float:
        """Probability in [0, 1] that the articles say what was asked, rightly found or not."""
        return _probability(self.told, self.told_intercept, signals) if self.told else self.confidence(signals)

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
            weights, told = _weights(values["weights"]), _weights(values.get("told", {}))
            intercepts = float(values["intercept"]), float(values.get("told_intercept", 0.0))
            found = cls(weights, intercepts[0], float(values["threshold"]), told, intercepts[1])
            if unknown := sorted({*weights, *told} - set(NAMES)):
                raise ValueError(f"there is no signal {unknown[0]!r}")
            finite = math.isfinite(sum([*weights.values(), *told.values(), *intercepts]))
            if not (finite and 0 <= found.threshold <= 1):
                raise ValueError(f"weights and intercepts must be finite and threshold in [0, 1], got {found}")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{path} is damaged: {error!r}.",
                "weights of signals, intercept and threshold.",
                "Reinstall copydesk, or make the file again with `python -m bot.training.calibrate`.",
            ) from error
        return found

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        values = asdict(self)
        path.write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def _weights(values: Mapping[str, object]) -> dict[str, float]:
    return {str(name): float(weight) for name, weight in values.items()}  # type: ignore[arg-type]  # TypeError is meant


def _probability(weights: Mapping[str, float], intercept: float, signals: Signals) -> float:
    odds = intercept + sum(weight * getattr(signals, name) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
