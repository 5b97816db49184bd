"""Two numbers that are one figure: "20 to 30", "£3m–£4m", "between 5 and 7", and the score "5-3"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.numbers.figure import Qualifier

_DASHES = {"-", "–", "—"}
_JOIN = re.compile(r" ?[-–—] ?| to | and | or ")
_BETWEEN = re.compile(r"\b[Bb]etween $")
_CHANGES = re.compile(r"\b(?:[Ff]rom|[Bb]y|[Rr]ose|[Ff]ell|[Aa]dd(?:ed)?|[Vv]oted?|[Ww]on|[Ll]ost) $")
_AGES = re.compile(r"\b[Aa]ge[sd]? (?:between )?$")
_PLURAL = re.compile(r" (?:[a-z-]+ ){0,2}(?:people|men|women|children|percent|per cent|[a-z]{2,}s)\b")
_MOST_OF_A_SCORE = 200  # points


@dataclass(frozen=True, slots=True)
class Raw:
    """A number as found: characters [start, end), and the exact number written there.

    `step` is the worth of its last digit, `scale` that of its "million", `measure` that of its unit in the base unit;
    `last` is the end of a range, with scale and measure; `other` the second number of a score.
    """

    start: int
    end: int
    value: Fraction
    unit: str = ""
    step: Fraction = Fraction(1)
    scale: Fraction = Fraction(1)
    measure: Fraction = Fraction(1)
    qualifier: Qualifier = Qualifier.EXACT
    last: Fraction | None = None
    other: Fraction | None = None

    @property
    def total(self) -> Fraction:
        """The number in the base unit."""
        return self.value * self.scale * self.measure


def joined(text: str, found: Sequence[Raw]) -> Iterator[Raw]:
    """The numbers in order, with those that are one figure together made one."""
    index = 0
    while index < len(found):
        first = found[index]
        pair = found[index + 1] if index + 1 < len(found) else None
        both = _pair(text, first, pair) if pair is not None else None
        index += 1 if both is None else 2
        yield first if both is None else both


def _pair(text: str, first: Raw, second: Raw) -> Raw | None:
    """Both as one figure; None where they are two."""
    between = text[first.end : second.start]
    plain = first.qualifier is second.qualifier is Qualifier.EXACT
    if not plain or not _JOIN.fullmatch(between) or (first.unit and second.unit not in {"", first.unit}):
        return None
    if between.strip() in _DASHES:
        score = not first.unit and not second.unit and _is_score(text, first, second)
        return _score(first, second) if score else _range(first, second, first.start)
    if word := _BETWEEN.search(text[max(0, first.start - 9) : first.start]):
        return _range(first, second, first.start - len(word.group()))
    if between == " to " and not _CHANGES.search(text[max(0, first.start - 9) : first.start]):
        return _range(first, second, first.start)
    return None


def _is_score(text: str, first: Raw, second: Raw) -> bool:
    """Whether two plain numbers with a dash are the goals of two sides."""
    if not (first.scale == second.scale == 1 and min(first.value, second.value) >= 0):
        return False
    if max(first.value, second.value) > _MOST_OF_A_SCORE or max(first.step, second.step) < 1:
        return False
    if second.value <= first.value:
        return True
    return not (_PLURAL.match(text, second.end) or _AGES.search(text[max(0, first.start - 9) : first.start]))


def _score(first: Raw, second: Raw) -> Raw:
    high, low = max(first.value, second.value), min(first.value, second.value)
    return replace(first, end=second.end, value=high, unit="score", other=low)


def _range(first: Raw, second: Raw, start: int) -> Raw | None:
    """From the first number to the second, which may lend it scale and unit; None where that is no range."""
    scale = second.scale if first.scale == 1 and first.value < second.value else first.scale
    unit, measure = (first.unit, first.measure) if first.unit else (second.unit, second.measure)
    low, high = replace(first, scale=scale, measure=measure), replace(second, measure=measure)
    if low.total >= high.total:
        return None
    return replace(low, start=start, end=second.end, unit=unit, qualifier=Qualifier.RANGE, last=high.total)
