"""Days and runs of days: months, years, weeks, weekends, quarters, seasons, and parts of them. `dateutil` counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import dateutil  # its sub-modules load on first use

if TYPE_CHECKING:
    import dateutil.easter
    import dateutil.relativedelta

AS_WRITTEN = "as written"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, and for people how it follows from the words."""

    first: date
    last: date
    rule: str = AS_WRITTEN


def day_of(year: int, month: int, day: int) -> date | None:
    """That day; None where no calendar has it, such as 31 February."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> Days:
    """A whole month."""
    first = date(year, month, 1)
    return Days(first, shifted(first, months=1) - ONE_DAY)


def year_of(year: int) -> Days:
    """A whole year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def week_of(day: date) -> Days:
    """The week that holds a day, Monday to Sunday."""
    first = day - day.weekday() * ONE_DAY
    return Days(first, first + 6 * ONE_DAY)


def quarter_of(year: int, quarter: int) -> Days:
    """The first, second, third or fourth three months of a year."""
    return Days(date(year, 3 * quarter - 2, 1), month_of(year, 3 * quarter).last)


def season_of(year: int, season: int) -> Days:
    """Spring (0) to winter (3) of the northern hemisphere, in whole months; a winter begins in the year named."""
    first = date(year, 3 * season + 3, 1)
    return Days(first, shifted(first, months=3) - ONE_DAY)


def shifted(day: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """The day so much later, or earlier; a 31st becomes the last day of a shorter month. Raises `OverflowError`."""
    try:
        return day + dateutil.relativedelta.relativedelta(years=years, months=months, days=days)
    except ValueError as error:  # a year before 1 or after 9999
        raise OverflowError(f"no calendar reaches {years} years, {months} months, {days} days from {day}") from error


def easter_of(year: int) -> date:
    """Easter Sunday of the western churches, 1583 to 4099."""
    return dateutil.easter.easter(year)


def last_weekday(weekday: int, until: date) -> date:
    """The latest such day of the week, Monday 0, up to and with a day."""
    return until - (until.weekday() - weekday) % 7 * ONE_DAY


def next_weekday(weekday: int, since: date) -> date:
    """The first such day of the week from a day on, that day included."""
    return since + (weekday - since.weekday()) % 7 * ONE_DAY


def part_of(days: Days, part: str) -> Days:
    """The early, middle or late third of a run of days, or its beginning or end, a sixth.

    Of a month the thirds are days 1 to 10, 11 to 20 and the rest; of a decade years 0 to 3, 4 to 6 and 7 to 9.

    Args:
        days: a week or more.
        part: a word such as "early", "mid-", "late", "the end of"; anything else is the whole.
    """
    first, last = days.first, days.last
    length = (last - first).days + 1
    cuts = _cuts(first, last, length)
    words = part.lower()
    if "early" in words:
        return _part(first, cuts[0] - ONE_DAY, days.rule, "first third")
    if "mid" in words:
        return _part(cuts[0], cuts[1] - ONE_DAY, days.rule, "middle third")
    if "late" in words:
        return _part(cuts[1], last, days.rule, "last third")
    if "start" in words or "beginning" in words:
        return _part(first, first + length // 6 * ONE_DAY, days.rule, "first sixth")
    if "end" in words:
        return _part(last - length // 6 * ONE_DAY, last, days.rule, "last sixth")
    return days


def _part(first: date, last: date, rule: str, name: str) -> Days:
    return Days(first, last, f"the {name} of it" if rule == AS_WRITTEN else f"the {name} of this: {rule}")


def _cuts(first: date, last: date, length: int) -> tuple[date, date]:
    """The first day of the middle third and that of the last."""
    years = last.year - first.year + 1
    if first.day != 1 or length < 28:
        return first + length // 3 * ONE_DAY, last - (length // 3 - 1) * ONE_DAY
    if length < 32:
        return first + 10 * ONE_DAY, first + 20 * ONE_DAY
    if years % 10 == 0:
        return shifted(first, years=2 * years // 5), shifted(first, years=7 * years // 10)
    months = 12 * (years - 1) + last.month - first.month + 1
    return shifted(first, months=months // 3), shifted(first, months=2 * months // 3)
