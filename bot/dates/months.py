"""Months, years, decades and centuries: "in early August", "June last year", "in 2019", "the 1990s"."""

from __future__ import annotations

import re
from datetime import date

from bot.dates.forms import Form, Moment, nearest, year_said
from bot.dates.periods import Days, month_of, part_of, year_of
from bot.dates.words import DASH, FULL_MONTH, MONTH, PART, YEAR, YEARISH, month_number
from bot.layout.patterns import Pattern


def _month(match: re.Match[str], at: Moment) -> Days | None:
    """A month, or a part of it."""
    found = match.groupdict()
    month, part = month_number(found["month"]), found.get("part") or ""
    year, rule = year_said(found.get("year"), at)
    if year is not None:
        whole = month_of(year, month)
        return part_of(Days(whole.first, whole.last, rule), part)
    runs = [month_of(year, month) for year in range(at.day.year - 1, at.day.year + 2)]
    nearby = nearest(_name(month), runs, at)
    return part_of(nearby, part) if nearby else None


def _name(month: int) -> str:
    return f"{date(2000, month, 1):%B}"


def _month_near(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Last June": the June before, but not the month just gone, which a paper would call "last month"."""
    month, now = month_number(match["month"]), 12 * at.day.year + at.day.month
    if match["which"].lower() == "this":
        days = month_of(at.day.year, month)
        return Days(days.first, days.last, f"in the year of {at.named}")
    if match["which"].lower() == "last":
        back = (at.day.month - month) % 12
        index, rule = now - (back if back > 1 else back + 12), f"the {_name(month)} before {at.named}"
    else:
        index, rule = now + ((month - at.day.month) % 12 or 12), f"the {_name(month)} after {at.named}"
    days = month_of((index - 1) // 12, (index - 1) % 12 + 1)
    return part_of(Days(days.first, days.last, rule), match["part"] or "")


def _month_range(match: re.Match[str], at: Moment) -> Days | None:
    """From one month to another."""
    one, two = month_number(match["month"]), month_number(match["month2"])
    year, rule = year_said(match["year2"], at)
    wraps = two < one
    if year is None:
        years = range(at.day.year - 1, at.day.year + 2)
        runs = [Days(month_of(last - wraps, one).first, month_of(last, two).last) for last in years]
        return nearest(f"{_name(one)} to {_name(two)}", runs, at)
    first = month_of(int(match["year"]) if match["year"] else year - wraps, one).first
    last = month_of(year, two).last
    return Days(first, last, rule) if first <= last else None


def _year(match: re.Match[str], at: Moment) -> Days | None:
    """A year, or a part of it."""
    return part_of(year_of(int(match["year"])), match.groupdict().get("part") or "")


def _years(match: re.Match[str], at: Moment) -> Days | None:
    """From one year to another, "2018-19"."""
    first, late = int(match["year"]), match["year2"]
    last = int(late) if len(late) == 4 else first - first % 100 + int(late)
    return Days(year_of(first).first, year_of(last).last) if first < last else None


def _decade(match: re.Match[str], at: Moment) -> Days | None:
    """Ten years, "the 1800s" a hundred; "the ’60s" are those of the century before this one."""
    digits = match["decade"]
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    length = 100 if first % 100 == 0 and first < 2000 else 10  # "the late 1800s" are of the century
    return part_of(Days(date(first, 1, 1), date(first + length - 1, 12, 31)), match["part"] or "")


_CENTURIES = {
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip


def _century(match: re.Match[str], at: Moment) -> Days | None:
    """A hundred years, the 19th century being 1801 to 1900."""
    word = match["century"].lower()
    number = _CENTURIES.get(word) or int(re.sub(r"\D", "", word))
    if not 1 <= number <= 21:
        return None
    days = Days(date(100 * number - 99, 1, 1), date(100 * number, 12, 31))
    return days if not match["part"] else part_of(days, match["part"])


_IN = (
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Tt]hrough|[Oo]f|[Ff]or|"
    r"[Aa]round|[Tt]o|[Bb]etween|[Bb]oth|[Ee]ither|[Tt]han|[Ii]nto)\s(?:the\smonth\sof\s|the\syear\s)?"
)
# "In April Ryan’s words" names a person; "in June Monday’s" hardly occurs.
_NO_NAME = r"(?![’']s\b|\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z])"
_PART = rf"(?P<part>\b{PART})[\s-]?"
_MONTH = rf"(?P<month>{FULL_MONTH})"
_NO_VERB = r"(?!\s(?:for|on|of|to|in|and|by|was|is|will|said|has|had|would|against|from|with|through)\b)"
_COUNTED = r"(?!\s(?:people|men|women|jobs|votes|dollars|pounds|euros|metres|meters|miles|feet|children|troops|\w+s\b))"

FORMS = (
    Form(Pattern(rf"\b(?P<words>(?P<month>{MONTH}))(?=\s(?:and|or)\s{MONTH}\s(?P<year>{YEAR}))"), _month),
    Form(Pattern(rf"(?:{_PART})?(?P<month>{MONTH})(?:,?\s|\sof\s|-)\(?(?P<year>{YEARISH})"), _month),
    Form(Pattern(rf"{_IN}(?P<words>(?:{_PART})?{_MONTH}){_NO_NAME}"), _month),
    Form(Pattern(rf"{_PART}{_MONTH}"), _month),
    Form(
        Pattern(rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s(?P<words>{_MONTH})(?=\s[a-z]{{3,}}){_NO_VERB}"),
        _month,
    ),
    Form(Pattern(rf"\b(?P<words>(?!May){_MONTH})[’']s\s(?=[“\"a-z])"), _month),
    Form(Pattern(rf"(?:{_PART})?\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s{_MONTH}(?!\s\d)"), _month_near),
    Form(
        Pattern(
            rf"\b(?:(?P<between>[Bb]etween\s)|[Ff]rom\s)?(?P<month>{MONTH})(?:\s(?P<year>{YEAR}))?"
            rf"(?(between)\sand\s|(?:{DASH}|\s(?:to|through|until)\s))(?P<month2>{MONTH})(?!\s\d\d?\b)(?:,?\s(?P<year2>{YEARISH}))?"
        ),
        _month_range,
    ),
    Form(
        Pattern(
            rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring)\s(?:the\syear\s)?(?P<words>(?P<year>{YEAR}))(?![-–—]\d|s)"
        ),
        _year,
    ),
    Form(Pattern(rf"{_IN}(?P<words>(?P<year>{YEAR}))(?![-–—]\d|s){_COUNTED}"), _year),
    Form(Pattern(rf"{_PART}(?P<year>{YEAR})(?!s)"), _year),
    Form(Pattern(rf"\((?P<words>(?P<year>{YEAR}))\)"), _year),
    Form(
        Pattern(
            rf"(?:^|[.,;]\s)(?P<words>(?P<year>{YEAR}))(?=[’']s\s[a-z]|:\s|\s(?:was|is|will|has|had|saw|marked|brought)\b)"
        ),
        _year,
    ),
    Form(Pattern(rf"\b(?P<words>(?P<year>{YEAR}))(?=[’']s\s)"), _year),
    Form(Pattern(rf"(?<=\d\d\d\d)(?:,|\sand|\sor|,\sand|,\sor)\s(?P<words>(?P<year>{YEAR}))(?=[\s,.;)])"), _year),
    Form(
        Pattern(
            rf"(?:\b(?:[Tt]he|[Aa]|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)|[’']s)\s(?P<words>(?P<year>{YEAR}))(?=\s[A-Za-z])(?!\s(?:people|men|women|jobs|votes|pounds|square|yards?|miles?|metres?)\b)"
        ),
        _year,
    ),
    Form(
        Pattern(
            rf"\b(?:(?P<between>[Bb]etween\s)|[Ff]rom\s)?(?P<year>{YEAR})"
            rf"(?(between)\sand\s|(?:\sto\s|\suntil\s|\sthrough\s|{DASH}))(?P<year2>{YEAR}|(?<=[-–—])\d\d)(?![\d-])"
        ),
        _years,
    ),
    Form(Pattern(rf"(?:\b[Tt]he\s)?(?:{_PART})?\b(?P<decade>(?:1[5-9]|20)\d0)[’']?s\b"), _decade),
    Form(Pattern(rf"\b[Tt]he\s(?:{_PART})?[’'‘](?P<decade>[2-9]0)s\b"), _decade),
    Form(
        Pattern(
            rf"(?:\b[Tt]he\s)?(?:{_PART})?\b(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_CENTURIES)})[\s-][Cc]entury\b"
        ),
        _century,
    ),
)
