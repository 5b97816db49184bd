"""Matrices in 8-bit integers, a scale for each row: a quarter of float32's bytes, and what the int8 engine takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

_MOST = 127  # -128 is left out, so that a row and its negative have the same levels


@dataclass(frozen=True, slots=True)
class Levels:
    """A matrix whose row i is `levels[i] * steps[i]`.

    Attributes:
        levels: int8 [rows, columns], in [-127, 127].
        steps: float32 [rows], positive.
    """

    levels: npt.NDArray[np.int8]
    steps: npt.NDArray[np.float32]

    @classmethod
    def of(cls, matrix: npt.NDArray[Any]) -> Self:
        """The nearest levels; of a matrix that was made from levels whose rows reach 127, those levels."""
        exact = matrix.astype(np.float32)
        steps = np.maximum(np.abs(exact).max(axis=1) / _MOST, np.finfo(np.float32).tiny)
        return cls(np.rint(exact / steps[:, None]).astype(np.int8), steps.astype(np.float32))

    def rows(self, numbers: Sequence[int] | slice) -> npt.NDArray[np.float32]:
        """Some of its rows in float32."""
        return self.levels[numbers].astype(np.float32) * self.steps[numbers, None]


Weight: TypeAlias = npt.NDArray[Any] | Levels


def exactly(weight: Weight) -> npt.NDArray[np.float32]:
    """A weight in float32."""
    return weight.rows(slice(None)) if isinstance(weight, Levels) else weight.astype(np.float32)


def rows_of(weight: Weight, numbers: Sequence[int]) -> npt.NDArray[np.float32]:
    """Some rows of a matrix in float32."""
    return weight.rows(numbers) if isinstance(weight, Levels) else weight[numbers].astype(np.float32)


def levels_of(weight: Weight) -> Levels:
    """A matrix in levels, as it is stored or made now."""
    return weight if isinstance(weight, Levels) else Levels.of(weight)
