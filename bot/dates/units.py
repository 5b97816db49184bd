"""Weeks, months and years counted from the article's own day: "last month", "two days ago", "the past year"."""

from __future__ import annotations

import re
from datetime import date

from bot.dates.forms import Form, Moment
from bot.dates.periods import ONE_DAY, Days, month_of, part_of, shifted, week_of, year_of
from bot.dates.tense import Tense
from bot.dates.words import NUMBER, PART, UNIT, count
from bot.layout.patterns import Pattern

_WHICH = {"last": -1, "this": 0, "the": 0, "current": 0, "next": 1, "coming": 1}
_SAYS = ("before that", "", "after that")


def _whole(unit: str, day: date, shift: int) -> Days:
    """The calendar week, month, year, decade or century so many after that of a day."""
    if unit.startswith("week"):
        return week_of(day + 7 * shift * ONE_DAY)
    if unit.startswith("fortnight"):
        return week_of(day + 14 * shift * ONE_DAY)
    if unit.startswith("month"):
        moved = shifted(day.replace(day=1), months=shift)
        return month_of(moved.year, moved.month)
    if unit.startswith("year"):
        return year_of(day.year + shift)
    size = 10 if unit.startswith("decade") else 100
    first = (day.year - size // 100) // size * size + size // 100 + size * shift
    return Days(date(first, 1, 1), date(first + size - 1, 12, 31))


def _unit(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Last week", "early next year", "later this month", "the end of the year"."""
    found = match.groupdict()
    which, unit, part = found["which"].lower(), found["unit"], found["part"] or ""
    if which == "the" and at.tense is Tense.PAST:
        return None  # "by the end of the year he had resigned": some year
    shift = next(step for word, step in _WHICH.items() if word in which)
    whole = _whole(unit, at.day, shift)
    rule = f"the {unit} {_SAYS[shift + 1]} of {at.named}".replace("  ", " ")
    if which == "the" and part_of(whole, part).last < at.day and at.tense is Tense.AHEAD:
        whole, rule = _whole(unit, at.day, 1), f"the {unit} after that of {at.named}"
    if part.lower() == "earlier":
        return Days(whole.first, at.day, f"{rule}, up to it")
    if part.lower() == "later":
        return Days(at.day, whole.last, f"{rule}, from it on")
    return part_of(Days(whole.first, whole.last, rule), part)


def _earlier_in(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Earlier in the week": what of it has passed."""
    whole = _whole(match["unit"], at.day, 0)
    return Days(whole.first, at.day, f"the {match['unit']} of {at.named}, up to it")


def _weekend(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Last weekend", "at the weekend"; a Saturday and a Sunday."""
    which = match["which"].lower()
    this = week_of(at.day).first + 5 * ONE_DAY
    if which == "next" or (which in ("this coming", "the coming") and at.day >= this):
        saturday = this + 7 * ONE_DAY
    elif which in ("last", "this past", "past", "the past"):
        saturday = this - 7 * ONE_DAY
    elif (
        at.tense is Tense.AHEAD
        or which in ("this coming", "the coming")
        or at.day >= this
        or (which == "this" and at.day.weekday() >= (2 if at.tense is Tense.UNKNOWN else 3))
    ):
        saturday = this
    else:
        saturday = this - 7 * ONE_DAY
    side = "last" if saturday <= at.day else "first"
    up_to = "up to" if saturday <= at.day else "after"
    return Days(saturday, saturday + ONE_DAY, f"the {side} Saturday and Sunday {up_to} {at.named}")


def _ago(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Two days ago" is a day; so many weeks, seven days about that day; months and years, calendar ones."""
    number, unit, exact = count(match["count"]), match["unit"], match["exact"]
    sign = 1 if match["hence"] else -1
    if not 1 <= number <= 500:
        return None
    days, months, years = _sizes(unit, sign * number)
    there = shifted(at.day, days=days, months=months, years=years)
    said = f"{match['count']} {unit} {'after' if sign > 0 else 'before'} {at.named}"
    if exact in ("today", "to the day") or unit.startswith("day"):
        return Days(there, there, said)
    if exact:
        whole = _whole(exact.split()[-1], there, 0)
        return Days(whole.first, whole.last, f"the {exact.split()[-1]} {said}")
    if unit.startswith(("week", "fortnight")):
        return Days(there - 3 * ONE_DAY, there + 3 * ONE_DAY, f"the seven days about the day {said}")
    name = "month" if unit.startswith("month") else "year"
    whole = _whole(name, there, 0)
    return Days(whole.first, whole.last, f"the {name} that is {said}")


def _sizes(unit: str, number: int) -> tuple[int, int, int]:
    """Days, months and years of so many units."""
    days = {"day": number, "wee": 7 * number, "for": 14 * number}.get(unit[:3], 0)
    years = {"yea": number, "dec": 10 * number, "cen": 100 * number}.get(unit[:3], 0)
    return days, number if unit.startswith("month") else 0, years


def _stretch(match: re.Match[str], at: Moment) -> Days | None:
    """Of "The past two weeks", "over the next year": so long up to, or from, the article's own day."""
    number, unit = count(match["count"] or "a"), match["units"] or match["unit"]
    ahead = match["which"].lower() in ("next", "coming")
    if ahead and at.tense is not Tense.AHEAD:
        return None
    days, months, years = _sizes(unit, number if ahead else -number)
    there = shifted(at.day, days=days, months=months, years=years)
    said = f"{match['count'] or 'one'} {unit}"
    if ahead:
        return Days(at.day, there, f"the {said} from {at.named}, on")
    return Days(there, at.day, f"the {said} up to {at.named}")


_UNIT = r"(?P<unit>week|month|year|decade|century)(?![A-Za-z-])"
_ONE_UNIT = r"(?:day|week|fortnight|month|year|decade|century)"
_OVER = r"(?:[Oo]ver|[Ii]n|[Ww]ithin|[Dd]uring|[Ff]or|[Aa]cross|[Tt]hroughout|[Oo]f)"
_NO_BOUND = r"(?<!more than )(?<!less than )(?<!at least )(?<!nearly )(?<!almost )(?<!over )(?<!fewer than )"

FORMS = (
    Form(
        Pattern(
            rf"\b(?:(?P<part>{PART}|[Ee]arlier|[Ll]ater)[\s-]?)?\b(?<![Tt]he\s)(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he\scurrent)\s{_UNIT}"
            r"(?!\sof\s(?:the|his|her|their|its|a)\b)"
        ),
        _unit,
    ),
    Form(Pattern(rf"\b(?P<part>(?:the\s)?(?:end|start|beginning|middle)\sof)\s(?P<which>the)\s{_UNIT}"), _unit),
    Form(Pattern(r"\b[Ee]arlier\sin\sthe\s(?P<unit>week|month|year)\b"), _earlier_in),
    Form(
        Pattern(
            r"\b(?P<which>[Ll]ast|[Tt]his\scoming|[Tt]he\scoming|[Tt]his\spast|[Tt]he\spast|[Tt]his|[Nn]ext"
            r"|(?<=[Aa]t )the|(?<=[Oo]ver )the|(?<=[Aa]fter )the|(?<=[Bb]efore )the|(?<=since )the|(?<=by )the"
            r"|(?<=during )the)"
            r"\sweekend\b(?!\s(?:of|before|after|in)\b)"
        ),
        _weekend,
    ),
    Form(
        Pattern(
            rf"{_NO_BOUND}\b(?P<count>{NUMBER})\s(?P<unit>{UNIT})\s"
            r"(?:ago(?:\s(?P<exact>today|to\sthe\sday|this\s(?:week|month|year)))?|(?P<hence>from\s(?:now|today)|hence))\b"
        ),
        _ago,
    ),
    Form(
        Pattern(
            rf"\b[Ii]n\s(?P<words>(?P<count>{NUMBER})\s(?P<unit>{UNIT})[’']?s?(?P<hence>[’']?\stime)\b(?P<exact>)?)"
        ),
        _ago,
    ),
    Form(
        Pattern(
            rf"\b(?P<words>[Tt]he\s(?P<which>past|last)\s(?P<count>{NUMBER})\s(?P<units>{UNIT})(?P<unit>))\b(?!\sof\b)"
        ),
        _stretch,
    ),
    Form(
        Pattern(
            rf"\b{_OVER}\s(?P<words>(?:the|this)\s(?P<which>past|last|next|coming)\s(?:(?P<count>{NUMBER})\s"
            rf"(?P<units>{UNIT})|(?P<unit>{_ONE_UNIT})))\b(?!\sof\b)"
        ),
        _stretch,
    ),
)
