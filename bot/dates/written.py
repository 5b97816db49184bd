"""Days that are written out: "12 December 2025", "Friday (Dec. 12)", "Dec. 12-14", "2025-12-12"."""

from __future__ import annotations

import re
from datetime import date

from bot.dates.forms import Form, Moment, nearest, year_said
from bot.dates.periods import Days, day_of
from bot.dates.words import (
    DASH,
    DAY,
    DAY_AFTER_A_DASH,
    MONTH,
    SHORT_WEEKDAY,
    WEEKDAY,
    YEAR,
    YEARISH,
    day_number,
    month_number,
    weekday_number,
)
from bot.layout.patterns import Pattern

_TO = rf"(?:{DASH}|\s(?:to|through|until|till)\s)"
_BEFORE = rf"(?:(?P<weekday>{SHORT_WEEKDAY})(?:,?\s(?:the\s)?|\s\())?"
_AFTER = r"(?(weekday)\)?)"


def _day(match: re.Match[str], at: Moment) -> Days | None:
    """A day of a month, with or without its year and its day of the week."""
    month, day = month_number(match["month"]), day_number(match["day"])
    return _settled(match["weekday"], day, month, match["year"], at)


def _settled(weekday: str | None, day: int, month: int, year_words: str | None, at: Moment) -> Days | None:
    year, rule = year_said(year_words, at)
    if year is not None:
        found = day_of(year, month, day)
        return Days(found, found, rule) if found and _fits(found, weekday) else None
    years = range(at.day.year - 2, at.day.year + 3) if not weekday else range(at.day.year - 1, at.day.year + 2)
    found_days = [one for one in (day_of(year, month, day) for year in years) if one and _fits(one, weekday)]
    name = f"{day} {date(2000, month, 1):%B}"
    return nearest(name, [Days(one, one) for one in found_days], at)


def _fits(day: date, weekday: str | None) -> bool:
    """Whether a day is the day of the week named; "Tuesday, 12 December 2025", a Friday, contradicts itself."""
    return weekday is None or weekday_number(weekday) == day.weekday()


def _day_range(match: re.Match[str], at: Moment) -> Days | None:
    """Days of one or two months, "12-14 December", "Dec. 30 to Jan. 2, 2019"."""
    late_year, rule = year_said(match["year"], at)
    month_1, month_2 = month_number(match["month"]), month_number(match["month2"] or match["month"])
    ends = (month_1, day_number(match["day"])), (month_2, day_number(match["day2"]))
    if ends[1] < ends[0] and month_1 == month_2:
        return None
    wraps = ends[1] < ends[0]  # over New Year
    years = range(at.day.year - 1, at.day.year + 2) if late_year is None else [late_year]
    runs = []
    for year in years:
        first, last = day_of(year - wraps, *ends[0]), day_of(year, *ends[1])
        runs.append(Days(first, last, rule) if first and last else None)
    if late_year is not None:
        return runs[0]
    return nearest(f"{_name(ends[0])} to {_name(ends[1])}", runs, at)


def _name(month_and_day: tuple[int, int]) -> str:
    return f"{month_and_day[1]} {date(2000, month_and_day[0], 1):%B}"


def _two_full_days(match: re.Match[str], at: Moment) -> Days | None:
    """Two days, each with its year."""
    first = day_of(int(match["year"]), month_number(match["month"]), day_number(match["day"]))
    last = day_of(int(match["year2"]), month_number(match["month2"]), day_number(match["day2"]))
    return Days(first, last) if first and last and first <= last else None


def _numeric(match: re.Match[str], at: Moment) -> Days | None:
    """A day in figures only, where no other reading is possible."""
    if match["iso"]:
        found = day_of(*map(int, match["iso"].split("-")))
        return Days(found, found) if found else None
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    readings = {found for found in (day_of(year, two, one), day_of(year, one, two)) if found}
    return Days(day := readings.pop(), day) if len(readings) == 1 else None


def _of_a_month_near(match: re.Match[str], at: Moment) -> Days | None:
    """Of "The 12th of this month"."""
    shift = {"last": -1, "this": 0, "next": 1}[match["which"]]
    index = 12 * at.day.year + at.day.month - 1 + shift
    found = day_of(index // 12, index % 12 + 1, day_number(match["day"]))
    return Days(found, found, f"the month {('before', 'of', 'after')[shift + 1]} {at.named}") if found else None


def _thirteenth(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Friday the 13th", the nearest."""
    weekday, day = weekday_number(match["weekday"]), day_number(match["day"])
    months = range(12 * at.day.year + at.day.month - 14, 12 * at.day.year + at.day.month + 13)
    found = [day_of(month // 12, month % 12 + 1, day) for month in months]
    name = f"{match['weekday']} that is the {match['day']}"
    return nearest(name, [Days(one, one) for one in found if one and one.weekday() == weekday], at)


_OF_YEAR = rf"(?:,?\s\(?(?P<year>{YEARISH}))?"
_FROM = r"(?:(?P<between>[Bb]etween\s(?:the\s)?)|(?:[Ff]rom\s(?:the\s)?))?"
_AND = rf"(?(between)\sand\s|{_TO})(?:the\s)?"
_DAY_1, _DAY_2 = rf"(?P<day>{DAY})(?:\sof)?", rf"(?P<day2>{DAY_AFTER_A_DASH})(?:\sof)?"
_MONTH_1, _MONTH_2 = rf"(?P<month>{MONTH})", rf"(?P<month2>{MONTH})"

FORMS = (
    Form(
        Pattern(
            rf"(?<![\d/.-])(?:(?P<iso>{YEAR}-\d\d-\d\d)"
            rf"|(?P<one>\d\d?)(?P<mark>[/.])(?P<two>\d\d?)(?P=mark)(?P<year>{YEAR}))(?![\d/-])"
        ),
        _numeric,
    ),
    Form(Pattern(rf"{_BEFORE}{_DAY_1}[\s-]{_MONTH_1}{_OF_YEAR}{_AFTER}"), _day),
    Form(Pattern(rf"{_BEFORE}{_MONTH_1}\s(?:the\s)?(?P<day>{DAY}){_OF_YEAR}{_AFTER}"), _day),
    Form(Pattern(rf"\b(?P<weekday>{WEEKDAY}),?\s(?:the\s)?(?P<day>{DAY})(?<=\D\D)(?!\s(?:{MONTH}|of\s))"), _thirteenth),
    Form(Pattern(rf"{_FROM}{_DAY_1}{_AND}{_DAY_2}\s{_MONTH_1}{_OF_YEAR}(?P<month2>)"), _day_range),
    Form(Pattern(rf"{_FROM}{_DAY_1}\s{_MONTH_1}{_AND}{_DAY_2}\s{_MONTH_2}{_OF_YEAR}"), _day_range),
    Form(Pattern(rf"{_FROM}{_MONTH_1}\s{_DAY_1}{_AND}{_DAY_2}{_OF_YEAR}(?P<month2>)"), _day_range),
    Form(Pattern(rf"{_FROM}{_MONTH_1}\s{_DAY_1}{_AND}{_MONTH_2}\s{_DAY_2}{_OF_YEAR}"), _day_range),
    Form(
        Pattern(rf"{_FROM}{_DAY_1}\s{_MONTH_1},?\s(?P<year>{YEAR}),?{_AND}{_DAY_2}\s{_MONTH_2},?\s(?P<year2>{YEAR})"),
        _two_full_days,
    ),
    Form(
        Pattern(rf"{_FROM}{_MONTH_1}\s{_DAY_1},?\s(?P<year>{YEAR}),?{_AND}{_MONTH_2}\s{_DAY_2},?\s(?P<year2>{YEAR})"),
        _two_full_days,
    ),
    Form(Pattern(rf"\b{_DAY_1}\s(?:(?P<which>last|this|next)\smonth)\b"), _of_a_month_near),
)
