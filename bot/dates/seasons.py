"""Quarters, halves and seasons: "the third quarter of 2019", "last summer", "the first half of the year"."""

from __future__ import annotations

import re
from datetime import date

from bot.dates.forms import Form, Moment, nearest, year_said
from bot.dates.periods import Days, part_of, quarter_of, season_of
from bot.dates.words import PART, SEASON, YEARISH, ordinal, season_number
from bot.layout.patterns import Pattern

_CALENDAR = "the calendar quarter; a company’s own year may differ"
_MONEY = Pattern(
    r"\b(?:revenues?|profits?|sales|earnings?|earned|GDP|econom(?:y|ic|ists?)|shares?|analysts?|investors?|quarterly|"
    r"loss(?:es)?|incomes?|inflation|deliver(?:y|ies|ed)|growth|output|bank|exports?|shipments?|"
    r"dividends?|results|per\s?cent|billion|million)\b|[$£€%]"
)
_SPORT = Pattern(
    r"\b(?:touchdowns?|yards?|scor(?:e|ed|ing)|points?\sin|quarterback|rebounds?|pointers?|game|basket|interceptions?|"
    r"field\sgoals?|halftime|lead)\b"
)


def _quarter(match: re.Match[str], at: Moment) -> Days | None:
    """A quarter of a calendar year; one without a year only where the sentence is about money and not a match."""
    number = int(match["digit"]) if match["digit"] else ordinal(match["ordinal"])
    year, _ = year_said(match["year"], at)
    if year is None:
        if not _MONEY.search(at.sentence) or _SPORT.search(at.sentence):
            return None
        runs = [quarter_of(year, number) for year in range(at.day.year - 1, at.day.year + 2)]
        found = nearest(f"quarter {number}", runs, at)
        return found and Days(found.first, found.last, f"{found.rule}; {_CALENDAR}")
    days = quarter_of(year, number)
    return Days(days.first, days.last, _CALENDAR)


def _quarter_near(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Last quarter"."""
    if not _MONEY.search(at.sentence) or _SPORT.search(at.sentence):
        return None
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    index = 4 * at.day.year + (at.day.month - 1) // 3 + shift
    days = quarter_of(index // 4, index % 4 + 1)
    which = ("before that", "", "after that")[shift + 1]
    return Days(days.first, days.last, f"the quarter {which} of {at.named}; {_CALENDAR}".replace("  ", " "))


def _half(match: re.Match[str], at: Moment) -> Days | None:
    """Half a year."""
    year, rule = year_said(match["year"], at)
    if year is None:
        year, rule = at.day.year, f"in the year of {at.named}"
    if match["ordinal"].lower() == "first":
        return Days(date(year, 1, 1), date(year, 6, 30), rule)
    return Days(date(year, 7, 1), date(year, 12, 31), rule)


def _season_of_year(match: re.Match[str], at: Moment) -> Days | None:
    """Of "The summer of 2018"; a winter only where both its years are named or it is "the winter of last year"."""
    season, (year, _) = season_number(match["season"]), year_said(match["year"], at)
    if year is None or (season == 3 and not match["to"]):
        return None
    days = season_of(year, season)
    return part_of(Days(days.first, days.last, _months(days)), match["part"] or "")


def _season_near(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Last summer", "this winter"."""
    season, which = season_number(match["season"]), match["which"].lower()
    runs = [season_of(year, season) for year in range(at.day.year - 2, at.day.year + 3)]
    if which == "last":
        days = max((one for one in runs if one.last < at.day), key=lambda one: one.last)
    elif which == "next":
        days = min((one for one in runs if one.first > at.day), key=lambda one: one.first)
    elif which == "this":
        days = min(runs, key=lambda one: max((at.day - one.last).days, (one.first - at.day).days))
    else:
        days = max((one for one in runs if one.first <= at.day), key=lambda one: one.last)
    side = "before" if days.last < at.day else "after" if days.first > at.day else "of"
    rule = f"the {match['season'].lower()} {side} {at.named}: {_months(days)}"
    return part_of(Days(days.first, days.last, rule), match["part"] or "")


def _months(days: Days) -> str:
    return f"{days.first:%B} to {days.last:%B}, as in the northern hemisphere"


_PART = rf"(?:(?P<part>\b{PART})[\s-]?)?"
_ORDINAL = r"(?P<ordinal>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]inal|[Ll]ast)"
_NO_FISCAL = r"(?<!fiscal )(?<!financial )(?<!school )(?<!fiscal-)"

FORMS = (
    Form(
        Pattern(
            rf"\b(?:[Tt]he\s)?(?:{_ORDINAL}[\s-]quarter|Q(?P<digit>[1-4]))\b(?!\s(?:of\s)?(?:fiscal|financial|the\sfiscal))"
            rf"(?:(?:,?\s|\sof\s|\sin\s)(?P<year>{YEARISH}))?"
        ),
        _quarter,
    ),
    Form(Pattern(r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\squarter\b(?!-)"), _quarter_near),
    Form(
        Pattern(rf"\b[Tt]he\s(?P<ordinal>first|second)\shalf\sof\s(?:the\syear|this\syear|(?P<year>{YEARISH}))"), _half
    ),
    Form(
        Pattern(
            rf"{_PART}(?:\b[Tt]he\s)?\b(?P<season>{SEASON})(?:\sof\s|,?\s)(?P<year>{YEARISH})(?P<to>[-–—/](?:\d\d)?\d\d)?"
        ),
        _season_of_year,
    ),
    Form(Pattern(rf"{_PART}\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his\spast|[Tt]his)\s(?P<season>{SEASON})"), _season_near),
)
