"""`Figure`: a number as a text gives it, with its qualifier, as a value with bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from bot.article import Span


class Qualifier(StrEnum):
    """What the words around a number make of it."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "more than"
    AT_LEAST = "at least"
    UNDER = "less than"
    AT_MOST = "at most"
    RANGE = "between"
    VAGUE = "some number of"


ABOUT_SHARE = 0.1  # how far off "around" may be


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text.

    Attributes:
        span: its characters, with qualifier, currency, scale and unit.
        value: the number itself, in `unit`; of a range, and of "dozens", its middle.
        low, high: between which it lies as worded, both possible; -inf or inf where the wording leaves it open.
        unit: what it is measured in, spelt in one way: "percent", "USD", "metre", "year", "ordinal", "score"; empty for
            a plain count.
        qualifier: what the words around it make of it.
        step: the worth of the last digit written: 100,000 for "1.2 million", 1 for "1,234".
        counted: the words that follow, lower-case, up to four: what is counted, if it says; may be empty.
        other: of a score, the second number; else None.
    """

    span: Span
    value: float
    low: float
    high: float
    unit: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    step: float = 1.0
    counted: str = ""
    other: float | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.high or not math.isfinite(self.value):
            raise ValueError(f"a figure needs a finite value and low <= high, got {self}")


def bounds(value: float, qualifier: Qualifier) -> tuple[float, float]:
    """Between which numbers a qualified value lies.

    >>> bounds(200, Qualifier.ABOUT), bounds(200, Qualifier.AT_MOST), bounds(200, Qualifier.EXACT)
    ((180.0, 220.0), (-inf, 200), (200, 200))
    """
    slack = abs(value) * ABOUT_SHARE
    match qualifier:
        case Qualifier.ABOUT:
            return value - slack, value + slack
        case Qualifier.NEARLY:
            return value - slack, value
        case Qualifier.OVER | Qualifier.AT_LEAST:
            return value, math.inf
        case Qualifier.UNDER | Qualifier.AT_MOST:
            return -math.inf, value
        case _:
            return value, value
