"""The days, months and years of a sentence against those of its evidence, as both are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.copycheck.case import Case, within
from bot.copycheck.days import Day, days_in
from bot.review import Difference, Kind

_RELATIVE = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:(?:earlier |later )?this|last|next) (?:week|month|year|morning|night|"
    r"spring|summer|autumn|fall|winter)|(?:days?|weeks?|months?|years?) (?:ago|earlier|later|before))\b",
    re.IGNORECASE,
)
_SAME_MATTER = 0.5  # least overlap at which another day of the nearest sentence contradicts
_AROUND = timedelta(days=31)


def days(case: Case) -> Iterator[Difference]:
    """Each part of a date that the articles give otherwise, or do not give at all."""
    mine = [one for one in days_in(case.text) if case.free(one.start, one.end)]
    theirs = days_in(case.near.text)
    for one in mine:
        if _has(one, theirs):
            rival = _swapped(case, one, mine, theirs)
            if rival is None:
                continue
        else:
            rival = _rival(case, one, mine, theirs)
            if _may_be_meant(case, one, rival):
                continue
        source = None if rival is None else case.near.cite(rival.start, rival.end)
        yield case.difference(Kind.DATE, one.start, one.end, source)


def _may_be_meant(case: Case, one: Day, rival: Day | None) -> bool:
    """Whether the date can come from a sentence around, or from the article's own date."""
    if rival is None:
        return _is_said(case, one) or _follows(case, one)
    place = case.place(one.start, one.end)
    same_matter = case.evidence.overlap >= _SAME_MATTER or within(place, rival.start, rival.end)
    return not same_matter and _is_said(case, one)


def _has(one: Day, others: Sequence[Day]) -> bool:
    return any((one.kind, one.value) == (other.kind, other.value) for other in others)


def _swapped(case: Case, one: Day, mine: Sequence[Day], theirs: Sequence[Day]) -> Day | None:
    """What stands in its place where the date is said of something else that the draft also dates so."""
    claims = sum((each.kind, each.value) == (one.kind, one.value) for each in mine)
    held = sum((other.kind, other.value) == (one.kind, one.value) for other in theirs)
    return _rival(case, one, mine, theirs) if claims > held else None


def _rival(case: Case, one: Day, mine: Sequence[Day], theirs: Sequence[Day]) -> Day | None:
    """Another day, month or year that the nearest sentence gives in its place, or alone of its kind."""
    unlike = [other for other in theirs if other.kind == one.kind and not _has(other, mine)]
    place = case.place(one.start, one.end)
    there = [other for other in unlike if within(place, other.start, other.end)]
    if there:
        return there[0]
    return unlike[0] if len(unlike) == 1 or (unlike and one.kind != "year") else None


def _is_said(case: Case, one: Day) -> bool:
    return any(_has(one, days_in(source.text)) for source in case.others)


def _follows(case: Case, one: Day) -> bool:
    """Whether relative words near by, and the article's own date, can give it."""
    published = case.near.article.published
    if published is None or not any(
        _RELATIVE.search(text) for text in (case.near.text, *[s.text for s in case.others])
    ):
        return published is not None and _fits(one, date(published.year, published.month, published.day), timedelta(0))
    return _fits(one, date(published.year, published.month, published.day), _AROUND)


def _fits(one: Day, published: date, slack: timedelta) -> bool:
    """Whether the part of a date lies within some days of the article's."""
    first, last = published - slack, published + slack
    match one.kind:
        case "year":
            return first.year - (slack > timedelta(0)) <= one.value <= last.year + (slack > timedelta(0))
        case "month":
            return one.value in {first.month, published.month, last.month}
        case "weekday":
            days_off = {(published + timedelta(days=shift)).isoweekday() for shift in (-1, 0, 1)}
            return slack > timedelta(0) and one.value in days_off
        case _:
            return one.value == published.day
