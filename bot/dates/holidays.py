"""Days that have names: "Christmas Day", "Good Friday". Only those that mean one day wherever the paper is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.dates.forms import Form, Moment, nearest, year_said
from bot.dates.periods import ONE_DAY, Days, easter_of, next_weekday
from bot.dates.words import YEARISH
from bot.layout.patterns import Pattern

_FIXED = {
    "new year’s day": (1, 1),
    "valentine’s day": (2, 14),
    "st patrick’s day": (3, 17),
    "april fools’ day": (4, 1),
    "anzac day": (4, 25),
    "may day": (5, 1),
    "canada day": (7, 1),
    "fourth of july": (7, 4),
    "july fourth": (7, 4),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "bonfire night": (11, 5),
    "armistice day": (11, 11),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year’s eve": (12, 31),
}
_BY_EASTER = {"shrove tuesday": -47, "ash wednesday": -46, "palm sunday": -7, "good friday": -2, "easter sunday": 0,
              "easter monday": 1}  # fmt: skip


def _black_friday(year: int) -> date:
    return next_weekday(3, date(year, 11, 22)) + ONE_DAY


_AMERICAN: dict[str, Callable[[int], date]] = {
    "black friday": _black_friday,
    "cyber monday": lambda year: _black_friday(year) + 3 * ONE_DAY,
    "martin luther king jr. day": lambda year: next_weekday(0, date(year, 1, 15)),
    "memorial day": lambda year: next_weekday(0, date(year, 5, 25)),
    "labor day": lambda year: next_weekday(0, date(year, 9, 1)),
}


def _holiday(match: re.Match[str], at: Moment) -> Days | None:
    """The day so named, of the year given or the nearest."""
    name = re.sub(r"\s+", " ", match["name"].replace("'", "’").lower()).replace("st. ", "st ")
    year, _ = year_said(match["year"], at)
    if year is None and match["which"]:
        shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
        days = [_on(name, each) for each in range(at.day.year - 1, at.day.year + 2)]
        if shift < 0:
            return max((one for one in days if one.last < at.day), key=lambda one: one.first, default=None)
        if shift > 0:
            return min((one for one in days if one.first > at.day), key=lambda one: one.first, default=None)
    if year is None:
        return nearest(match["name"], [_on(name, each) for each in range(at.day.year - 1, at.day.year + 2)], at)
    return _on(name, year)


def _on(name: str, year: int) -> Days:
    if name in _FIXED:
        day = date(year, *_FIXED[name])
    elif name in _BY_EASTER:
        day = easter_of(year) + _BY_EASTER[name] * ONE_DAY
    else:
        day = _AMERICAN[name](year)
    return Days(day, day, f"{day.day} {day:%B} {day.year} by the calendar")


def _event(match: re.Match[str], at: Moment) -> Days | None:
    """A day that is the name of what happened on it, long after and without its year."""
    if match["tower"]:
        return Days(date(2001, 9, 11), date(2001, 9, 11), "the attacks of 2001 in the United States, known by that day")
    day = date(2021, 1, 6)
    return Days(day, day, "the attack of 2021 on the United States Capitol, known by that day")


def _names() -> str:
    names = sorted([*_FIXED, *_BY_EASTER, *_AMERICAN], key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\ ", r"\s").replace("’", "[’']") for name in names)
    return joined.replace(r"st\spatrick", r"st\.?\spatrick")


CAPITOL = Pattern(
    r"\bJan(?:uary|\.)\s6(?:th)?(?=,?\s(?:U\.?S\.?\s)?(?:Capitol|attacks?|riots?|rioters?|insurrection\w*|"
    r"committee|select|hearings?|defendants?|investigations?|probe|panel)\b)"
)
FORMS = (
    Form(
        Pattern(
            r"(?P<tower>\b9/11\b|\bSept(?:ember|\.)\s11(?:th)?(?=,?\s(?:terror\w*\s)?(?:attacks?|hijack\w*)))|"
            + CAPITOL.source
        ),
        _event,
    ),
    Form(
        Pattern(
            rf"\b(?:(?P<which>last|next|this)\s)?(?P<name>(?-i:(?=[A-Z]))(?:{_names()}))\b(?:,?\s(?:in\s)?(?P<year>{YEARISH}))?",
            re.IGNORECASE,
        ),
        _holiday,
    ),
)
