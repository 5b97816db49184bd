"""What a form of date expression is: a pattern, and how its words become days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.article import Span
from bot.dates.periods import AS_WRITTEN, Days
from bot.dates.tense import Tense, TenseOf, is_sure, tense_at
from bot.dates.words import YEAR
from bot.layout.patterns import Pattern

_YEAR = Pattern(YEAR)
# How much farther a day seems that lies where the verb does not point: another clause's verb, and its own.
# What was, was; but what is to come, "could" or "may", is often told of days gone by.
_AGAINST_A_VERB, _AGAINST_ITS_VERB = 3.5, {Tense.PAST: 1e6, Tense.AHEAD: 8.0, Tense.UNKNOWN: 1.0}


class NoDayError(Exception):
    """The words are relative, and nothing says to which day."""


class Moment:
    """What an expression is seen from.

    Args:
        day: the article's own day; None where it is not known.
        sentence: that holds the expression.
        span: the expression in it.
        other_year: a year that the text before speaks of, other than the article's; None where it does not.
        tense_of: tells where an expression of such a sentence points.
    """

    def __init__(
        self,
        day: date | None,
        sentence: str,
        span: Span,
        other_year: int | None = None,
        tense_of: TenseOf = tense_at,
    ) -> None:
        self._day = day
        self._tense_of = tense_of
        self.sentence = sentence
        self.span = span
        self.other_year = other_year

    @property
    def day(self) -> date:
        """The article's own day. Raises `NoDayError`."""
        if self._day is None:
            raise NoDayError
        return self._day

    @property
    def named(self) -> str:
        """The article's own day in words: "the article's date, 13 December 2025"."""
        return f"the article's date, {self.day.day} {self.day:%B} {self.day.year}"

    @cached_property
    def tense(self) -> Tense:
        """Where the sentence points."""
        return self._tense_of(self.sentence, self.span)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of expression.

    Attributes:
        pattern: matches it in a paragraph.
        resolve: the days meant; None where the words name none. May raise `NoDayError` or `OverflowError`.
    """

    pattern: Pattern
    resolve: Callable[[re.Match[str], Moment], Days | None]


def year_said(words: str | None, at: Moment) -> tuple[int | None, str]:
    """The year that "2019" or "of last year" names, and the rule; None where no words are given."""
    if not words:
        return None, ""
    if written := _YEAR.search(words):
        return int(written[0]), AS_WRITTEN
    if "last" in words:
        return at.day.year - 1, f"in the year before {at.named}"
    if "next" in words:
        return at.day.year + 1, f"in the year after {at.named}"
    return at.day.year, f"in the year of {at.named}"


def nearest(name: str, candidates: Iterable[Days | None], at: Moment) -> Days | None:
    """The run of days that a name without a year means: the nearest, with a bias for where the verb points.

    Args:
        name: for the rule, such as "20 January".
        candidates: the days so named, of several years; None among them are left out.
        at: the moment. Where its text has been speaking of another year, and that is not the nearest, nothing is
            settled and None is returned.
    """
    against = _AGAINST_ITS_VERB[at.tense] if is_sure(at.sentence, at.span) else _AGAINST_A_VERB

    def distance(days: Days) -> float:
        back, ahead = (at.day - days.last).days, (days.first - at.day).days
        if back > 0:
            return back * (against if at.tense is Tense.AHEAD else 1.0)
        return max(ahead, 0) * (against if at.tense is Tense.PAST else 1.0)

    best = min((days for days in candidates if days), key=distance, default=None)
    if best is None or (at.other_year not in (None, best.first.year) and at.tense is not Tense.AHEAD):
        return None
    if best.first > at.day:
        return Days(best.first, best.last, f"the next {name} after {at.named}")
    if best.last < at.day:
        return Days(best.first, best.last, f"the last {name} before {at.named}")
    return Days(best.first, best.last, f"the {name} of {at.named}")
