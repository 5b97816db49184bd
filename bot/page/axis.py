"""A line of days for a plot: long stretches in which nothing happens are left out, and the line is broken there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.render import format_date

_EMPTY = 0.2  # share of the whole time: a longer stretch without events is left out, so at most four are
_MANY = 8  # days, below which the line is never broken: they have room
_BREAK = 5.0  # percent of the line that a break takes
_LEAST = 9.0  # percent of the line that a part takes, however short its time: its label must fit
_WIDE = 30.0  # percent of the line from which a part is labelled at both ends
_YEARS, _MONTHS = 3 * 365, 62  # days of the whole line from which it is labelled with years, with months


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the line.

    Attributes:
        first, last: its days; the same for a single one.
        left, right: where they lie, in percent of the line.
    """

    first: date
    last: date
    left: float
    right: float

    def place(self, day: date) -> float:
        """Where a day of this stretch lies, in percent of the line."""
        days = (self.last - self.first).days
        if not days:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * (day - self.first).days / days


@dataclass(frozen=True, slots=True)
class Axis:
    """The whole line: its parts, from the left, with a break between each two."""

    parts: tuple[Part, ...]

    def place(self, day: date) -> float:
        """Where one of the days that the line was made for lies, in percent of it."""
        return next(part for part in reversed(self.parts) if part.first <= day).place(day)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Where the line is broken, in percent of it."""
        return tuple((one.right + other.left) / 2 for one, other in pairwise(self.parts))

    @property
    def labels(self) -> tuple[tuple[float, int, str], ...]:
        """What stands under the line.

        Returns:
            Of each label: where it stands, in percent of the line; how far to the left of that, in percent of the
            label; and its words.
        """
        days = (self.parts[-1].last - self.parts[0].first).days
        found: list[tuple[float, int, str]] = []
        for part in self.parts:
            begin, end = _label(part.first, days), _label(part.last, days)
            if begin == end or part.right - part.left < _WIDE:
                found.append(((part.left + part.right) / 2, 50, begin if begin == end else f"{begin}–{end}"))
            else:
                found += [(part.left, 0, begin), (part.right, 100, end)]
        return tuple(found)


def axis_of(days: Iterable[date]) -> Axis:
    """A line on which some days lie, at least one, in their order and, within a part, to scale."""
    points = sorted(set(days))
    ends = sorted(_breaks(points))
    stretches = [(points[begin], points[end - 1]) for begin, end in zip([0, *ends], [*ends, len(points)], strict=True)]
    lengths = [(last - first).days for first, last in stretches]
    room = 100.0 - _BREAK * len(ends) - _LEAST * len(stretches)
    parts = []
    left = 0.0
    for (first, last), length in zip(stretches, lengths, strict=True):
        share = length / sum(lengths) if any(lengths) else 1 / len(lengths)
        right = left + _LEAST + room * share
        parts.append(Part(first, last, left, right))
        left = right + _BREAK
    return Axis(tuple(parts))


def _breaks(points: Sequence[date]) -> set[int]:
    """The places in `points` before which the line is broken."""
    if len(points) < _MANY:
        return set()
    whole = (points[-1] - points[0]).days
    gaps = {place: (points[place] - points[place - 1]).days for place in range(1, len(points))}
    return {place for place, gap in gaps.items() if gap > _EMPTY * whole}


def _label(day: date, days: int) -> str:
    if days >= _YEARS:
        return str(day.year)
    return f"{day:%b} {day.year}" if days >= _MONTHS else format_date(day)
