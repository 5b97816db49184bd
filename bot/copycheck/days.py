"""Days, months and years in a text, as written; what a relative date resolves to is not known here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates.words import FULL_MONTH, WEEKDAY, month_number, weekday_number

_MONTH = rf"(?:{FULL_MONTH}|(?:Feb|Mar|Apr|Jun|Jul|Sep)\.)"
_DATE = re.compile(
    rf"\b(?P<weekday>{WEEKDAY})|"
    rf"(?:\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? )?\b(?P<month>{_MONTH})(?! (?:have|be|not|also|well))"
    rf"(?: (?P<later>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:.]\d|,\d))?|"
    r"(?<![\d,.$£€-])(?P<year>(?:1[5-9]|20)\d\d)(?!\w|[,.]\d| (?:people|percent|per cent))"
)
_ALONE_MAY = re.compile(r"(?:[Ii]n|[Bb]y|[Oo]f|[Ss]ince|[Uu]ntil|[Ee]arly|[Ll]ate|[Ll]ast|[Tt]his|[Nn]ext|[Mm]id-) ?$")


@dataclass(frozen=True, slots=True)
class Day:
    """A part of a date as written.

    Attributes:
        start, end: its characters.
        kind: "weekday", "month", "day" or "year".
        value: weekday from 1 for Monday, month from 1, day of the month, or year.
    """

    start: int
    end: int
    kind: str
    value: int


def days_in(text: str) -> list[Day]:
    """The parts of the dates of a text in order.

    >>> [(one.kind, one.value) for one in days_in("on Friday, 12 December 2025, and in Jan.")]
    [('weekday', 5), ('day', 12), ('month', 12), ('year', 2025), ('month', 1)]
    """
    found = []
    for match in _DATE.finditer(text):
        if match["weekday"]:
            found.append(Day(*match.span(), "weekday", weekday_number(match["weekday"]) + 1))
        elif match["year"]:
            found.append(Day(*match.span(), "year", int(match["year"])))
        elif match["month"]:
            found += _month(text, match)
    return found


def _month(text: str, match: re.Match[str]) -> list[Day]:
    """A month and its day; nothing for a "May" or "March" that may be a verb or a name."""
    day = "day" if match["day"] else "later" if match["later"] else None
    ambiguous = match["month"] in {"May", "March", "August", "April", "June"}
    if day is None and ambiguous and not _ALONE_MAY.search(text[: match.start("month")]):
        return []
    found = [Day(*match.span("month"), "month", month_number(match["month"]))]
    if day is not None:
        found.append(Day(*match.span(day), "day", int(match[day])))
    return sorted(found, key=lambda one: one.start)
