"""Date lines: "Published: 13 Dec. 2025, 10:21 Updated: …" and their many wordings.

A line is cut into tokens (labels, dates, times with zones, filler); what no token covers is the residue,
and a line with a residue that is not itself a credit is no date line. `dateutil` reads each date; nothing
it would have to guess is handed to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import dateutil  # its sub-modules load on first use: 45 ms that a text without a date never pays

from bot.layout.patterns import Pattern

if TYPE_CHECKING:
    import dateutil.parser
    import dateutil.tz

__all__ = ["MONTH", "Stamps", "read_stamps"]

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
# CST and IST are missing on purpose: each names several zones on different continents.
_OFFSETS = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "wat": 60, "cest": 120,
    "eet": 120, "cat": 120, "sast": 120, "eest": 180, "msk": 180, "eat": 180, "gst": 240, "pkt": 300,
    "npt": 345, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "awst": 480,
    "jst": 540, "kst": 540, "aest": 600, "acst": 570, "aedt": 660, "nzst": 720, "nzdt": 780, "est":
    -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540,
    "akdt": -480, "hst": -600, "ndt": -150, "nst": -210,
}  # fmt: skip
_AMERICAN = {"et": "EST5EDT", "ct": "CST6CDT", "mt": "MST7MDT", "pt": "PST8PDT"}
_ZONE = (
    r"\(?(?:(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d|(?:"
    + "|".join(sorted([*_OFFSETS, *_AMERICAN, "cst", "ist"], key=len, reverse=True))
    + r")\b)\)?"
)
_TOKEN = Pattern(
    rf"""(?P<label>\b(?:first\s|originally\s|last\s|date\s|article\s)?
            (?:(?P<early>published|publication\sdate|publish\sdate|pub\sdate|posted|created|issued|released|filed|date)
            |(?P<late>updated|update|modified|edited|revised|amended))
            (?:\s(?:online|date|time))?\b\s?:?(?:\s(?:on|at)\b)?)
    |(?P<iso>\b{_YEAR}(?:-\d\d-\d\d(?:[T\s]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z\b|[+-]\d\d:?\d\d)?)?
            |/\d\d?/\d\d?|\.\s?\d\d?\.\s?\d\d?\.?)(?!\d))
    |(?P<number>\b\d\d?(?P<sep>[/.-])\d\d?(?P=sep){_YEAR}\b)
    |(?P<named>\b(?:{_DAY}(?:\sof)?[\s-]?{MONTH}|{MONTH}[\s-]?{_DAY})(?!\d|:\d)(?:,?[\s-]{_YEAR}\b)?)
    |(?P<time>\b(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?|(?:1[0-2]|0?[1-9])\s?[ap]\.?m\b\.?
            |(?:[01]\d|2[0-3])[0-5]\d(?=\s?(?:gmt|utc|hrs|h)\b))(?:\s?(?P<zone>{_ZONE}))?(?:\s?(?:hrs|h|local\stime)\b)?)
    |(?P<weekday>\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)
    |(?P<ago>\b(?:\d{{1,3}}|an?|a\sfew)\s(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\sago\b|\bjust\snow\b)
    |(?P<issue>\b(?:late|early|first|second|final|city|morning|evening|weekend|print|online|international)\sedition\b
            |\b(?:spring|summer|autumn|fall|winter)(?:\sissue)?(?=,?\s{_YEAR})|\bno\.\s?\d+\b|\bvol\.\s?\d+\b
            |\bissue\s\d+\b)
    |(?P<year>\b{_YEAR}\b)
    |(?P<filler>\b\d{{1,2}}[\s-]min(?:ute)?s?(?:\sread)?\b|\b(?:on|at|the|in\sprint|reading\stime|local\stime)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_HANGING = " \t\xa0,;:|•·/[–—-*_"
_LONGEST = 240  # characters of a date line


@dataclass(frozen=True, slots=True)
class Stamps:
    """What the tokens of one line say.

    Attributes:
        published, updated: as in `Layout`; None where not said or not settled.
        labelled: True where a word such as "Published" introduces a date.
        dated: True where the line names a day at all, settled or not, or says "2 hours ago".
        full: True where a day is named with its year.
        timed: True where a time of day is named.
        residue: what no token covers, without the punctuation around it.
    """

    published: date | datetime | None
    updated: date | datetime | None
    labelled: bool
    dated: bool
    full: bool
    timed: bool
    residue: str


def read_stamps(line: str) -> Stamps:
    """Read the dates of one line of at most 240 characters; of a longer one, nothing."""
    if len(line) > _LONGEST:
        return Stamps(None, None, False, False, False, False, line)
    tokens = list(_TOKEN.finditer(line))
    kinds = {_kind(token) for token in tokens}
    groups: dict[bool, list[re.Match[str]]] = {False: [], True: []}
    late = False
    for token in tokens:
        if _kind(token) == "label":
            late = token["late"] is not None
        elif not groups[late] or _kind(token) not in map(_kind, groups[late]):
            groups[late].append(token)
    years = {token[0][-4:] for token in tokens if _kind(token) in ("named", "year") and token[0][-4:].isdigit()}
    order = _day_order(tokens)
    return Stamps(
        published=_moment(groups[False], order, years),
        updated=_moment(groups[True], order, years),
        labelled="label" in kinds,
        dated=bool(kinds & {"iso", "number", "named", "ago"}),
        full=any(_kind(token) in ("iso", "number") or token[0][-4:].isdigit() for token in tokens if _is_day(token)),
        timed="time" in kinds,
        residue=_residue(line, tokens),
    )


def _kind(token: re.Match[str]) -> str:
    """The outermost named group of a token."""
    kinds = ("label", "iso", "number", "named", "time", "weekday", "ago", "issue", "year", "filler")
    return next(kind for kind in kinds if token[kind] is not None)


def _is_day(token: re.Match[str]) -> bool:
    return _kind(token) in ("iso", "number", "named")


def _residue(line: str, tokens: list[re.Match[str]]) -> str:
    """`line` without its tokens; separators left hanging at the cuts go too."""
    rest, start = [], 0
    for token in tokens:
        rest.append(line[start : token.start()])
        start = token.end()
    rest.append(line[start:])
    pieces = [rest[0].strip(_HANGING), *(piece.strip(_HANGING + "()].") for piece in rest[1:])]
    return " ".join(filter(None, pieces))


def _day_order(tokens: list[re.Match[str]]) -> bool | None:
    """Whether the line's numeric dates have the day first, as far as one of them settles it; else None."""
    for token in tokens:
        if token["number"]:
            first, second = (int(part) for part in re.split(r"[/.-]", token["number"])[:2])
            if (first > 12) != (second > 12):
                return first > 12
    return None


def _moment(tokens: list[re.Match[str]], dayfirst: bool | None, years: set[str]) -> date | datetime | None:
    """The date or aware datetime that one label's tokens settle, or None."""
    found = {_kind(token): token for token in tokens}
    day = next((token for token in tokens if _is_day(token)), None)
    if day is None:
        return None
    if (day["iso"] and "T" in day[0].upper()) or (day["iso"] and ":" in day[0]):
        return _parsed_iso(day[0])
    weekday = found["weekday"][0] if "weekday" in found else ""
    on = _parsed_number(day[0], dayfirst, weekday) if day["number"] else _parsed_day(day[0], years)
    time = found.get("time")
    if on is None or time is None or time["zone"] is None:
        return on
    return _zoned(on, time[0][: time.start("zone") - time.start()], time["zone"])


def _parse(text: str, *, dayfirst: bool = False) -> datetime | None:
    """`dateutil` on a fragment that names day, month and year; None for a day that no calendar has."""
    try:
        return dateutil.parser.parse(text, dayfirst=dayfirst, default=datetime(2000, 1, 1))
    except (ValueError, OverflowError):
        return None


def _parsed_iso(text: str) -> date | datetime | None:
    moment = _parse(text)
    if moment is None or moment.tzinfo is None:
        return moment and moment.date()
    offset = moment.utcoffset() or timedelta()
    return moment.replace(tzinfo=timezone(offset))


def _parsed_day(text: str, years: set[str]) -> date | None:
    """A day with its month in letters, or year first; a missing year is taken from the line's only one."""
    if not re.search(rf"{_YEAR}\b", text):
        if len(years) != 1:
            return None
        text = f"{text} {next(iter(years))}"
    clean = re.sub(r"\bof\b", " ", re.sub(r"[./,-]", " ", text))
    numbers = clean.split()
    if all(number.isdigit() for number in numbers):
        clean = "-".join(number.zfill(2) for number in numbers)
    moment = _parse(clean)
    return moment and moment.date()


def _parsed_number(text: str, dayfirst: bool | None, weekday: str) -> date | None:
    """A date all in figures, if its parts, the line's other dates or its weekday settle which is the day."""
    readings = {order: _parse(text, dayfirst=order) for order in (True, False)}
    if dayfirst is None and readings[True] != readings[False]:
        fitting = [
            order
            for order, moment in readings.items()
            if moment and weekday and moment.strftime("%a").casefold() == weekday[:3].casefold()
        ]
        if len(fitting) != 1:
            return None
        dayfirst = fitting[0]
    moment = readings[bool(dayfirst)]
    return moment and moment.date()


def _zoned(on: date, clock: str, zone: str) -> date | datetime:
    """`on` at `clock` in `zone`; `on` alone where the zone's name does not settle its offset."""
    digits = clock.strip()
    if re.fullmatch(r"\d{4}", digits):
        digits = f"{digits[:2]}:{digits[2:]}"
    time = _parse(f"2000-01-01 {re.sub(r'(?<=[0-9])[.h](?=[0-9])', ':', digits).replace('.', '')}")
    offset = _offset(zone.strip("() ").casefold(), on)
    if time is None or offset is None:
        return on
    return datetime.combine(on, time.time(), timezone(offset))


def _offset(zone: str, on: date) -> timedelta | None:
    """How far `zone` is ahead of UTC on that day."""
    if match := re.search(r"([+-])(\d{1,2}):?(\d\d)?$", zone):
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if ahead >= timedelta(hours=24):
            return None
        return -ahead if match[1] == "-" else ahead
    if zone in _AMERICAN:
        # The rule of 2007 and the one before it; needs no time zone database on the user's machine.
        change = ",M3.2.0,M11.1.0" if on.year >= 2007 else ",M4.1.0,M10.5.0"
        return dateutil.tz.tzstr(_AMERICAN[zone] + change).utcoffset(datetime(on.year, on.month, on.day, 12))
    minutes = _OFFSETS.get(zone)
    return None if minutes is None else timedelta(minutes=minutes)
