"""What a reader's score is worth: the probability that the answer is right, and where to keep silent."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

from bot.errors import ModelError


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling (1999) of a reader's score.

    Attributes:
        slope: log-odds a unit of score.
        intercept: log-odds at a score of 0.
        threshold: confidence below which the reply is "the articles do not say", in [0, 1].
    """

    slope: float = 0.5
    intercept: float = 0.0
    threshold: float = 0.5

    def confidence(self, score: float) -> float:
        """Probability in [0, 1] that an answer with this score is right."""
        odds = self.slope * score + self.intercept
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote; the neutral calibration where there is no such file.

        Raises:
            ModelError: the file is damaged.
        """
        if not path.is_file():
            return cls()
        try:
            values = json.loads(path.read_text("utf-8"))
            found = cls(**{field.name: float(values[field.name]) for field in fields(cls)})
            if not (math.isfinite(found.slope + found.intercept) and 0 <= found.threshold <= 1):
                raise ValueError(f"slope and intercept must be finite and threshold in [0, 1], got {found}")
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{path} is damaged: {error!r}.", "slope, intercept and threshold.", "Reinstall copydesk."
            ) from error
        return found

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")
