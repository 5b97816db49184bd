"""Days of the week, and today, yesterday and tomorrow, seen from the article's own day."""

from __future__ import annotations

import re

from bot.dates.forms import Form, Moment
from bot.dates.periods import ONE_DAY, Days, last_weekday, next_weekday, week_of
from bot.dates.tense import Tense
from bot.dates.words import DASH, NUMBER, WEEKDAY, WEEKDAYS, count, weekday_number
from bot.layout.patterns import Pattern


def _weekday(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Friday": the last one, or the next where the verb points ahead; the article's own day is both."""
    weekday = weekday_number(match["weekday"])
    if at.tense is Tense.AHEAD:
        return _ahead(weekday, at)
    return _back(weekday, at)


def _back(weekday: int, at: Moment) -> Days:
    day = last_weekday(weekday, at.day)
    return Days(day, day, f"the last {WEEKDAYS[weekday]} up to {at.named}")


def _ahead(weekday: int, at: Moment) -> Days:
    day = next_weekday(weekday, at.day)
    return Days(day, day, f"the first {WEEKDAYS[weekday]} from {at.named}, on")


def _chosen(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Last Friday", "next Friday", "this coming Friday".

    Yesterday is not called "last Friday", nor tomorrow "next Friday": papers mean the one a week off.
    """
    weekday, which = weekday_number(match["weekday"]), match["which"].lower()
    name = WEEKDAYS[weekday]
    if which in ("this past", "past"):
        day = last_weekday(weekday, at.day - ONE_DAY)
        return Days(day, day, f"the last {name} before {at.named}")
    if which.startswith("last"):
        day = last_weekday(weekday, at.day - 2 * ONE_DAY)
        return Days(day, day, f"the last {name} before the eve of {at.named}")
    if which.startswith("next"):
        day = week_of(at.day).last + (weekday + 1) * ONE_DAY
        return Days(day, day, f"the {name} of the week after that of {at.named}")
    if which == "this" and at.tense is Tense.PAST:
        return _back(weekday, at)
    return _ahead(weekday, at)


def _of_a_week(match: re.Match[str], at: Moment) -> Days | None:
    """Of "Monday of last week", "Friday next week"."""
    weekday, shift = weekday_number(match["weekday"]), {"last": -1, "this": 0, "next": 1}[match["which"]]
    day = week_of(at.day).first + (7 * shift + weekday) * ONE_DAY
    which = ("before that", "", "after that")[shift + 1]
    return Days(day, day, f"the {WEEKDAYS[weekday]} of the week {which} of {at.named}".replace("  ", " "))


def _weeks_from(match: re.Match[str], at: Moment) -> Days | None:
    """Of "A week on Friday", "Friday week", "a week ago Friday"."""
    found = match.groupdict()
    weekday, weeks = weekday_number(match["weekday"]), count(found.get("count") or "a")
    if found.get("ago"):
        day = last_weekday(weekday, at.day) - 7 * weeks * ONE_DAY
        return Days(day, day, f"{weeks} weeks before the last {WEEKDAYS[weekday]} up to {at.named}")
    day = next_weekday(weekday, at.day) + 7 * weeks * ONE_DAY
    return Days(day, day, f"{weeks} weeks after the first {WEEKDAYS[weekday]} from {at.named}, on")


def _weekday_range(match: re.Match[str], at: Moment) -> Days | None:
    """Of "From Tuesday to Thursday"; "Monday to Friday" alone tells of opening hours and names no days."""
    one, two = weekday_number(match["weekday"]), weekday_number(match["weekday2"])
    length = (two - one) % 7
    if (one, two) == (0, 4) or not length:
        return None
    if at.tense is Tense.AHEAD:
        first = next_weekday(one, at.day)
        return Days(first, first + length * ONE_DAY, f"the first such days from {at.named}, on")
    first = last_weekday(one, at.day)
    return Days(first, first + length * ONE_DAY, f"from the last {WEEKDAYS[one]} up to {at.named}")


_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_SAYS = {-2: "two days before", -1: "the day before", 0: "the day of", 1: "the day after", 2: "two days after"}


def _near(match: re.Match[str], at: Moment) -> Days | None:
    """Today, yesterday, tomorrow and the days beside them."""
    words = match[0].lower()
    if words.startswith("the day "):
        shift = -2 if "before" in words else 2
    elif words == "last night":
        shift = -1
    else:
        shift = next((_NEAR[word] for word in _NEAR if word in words), 0)
    day = at.day + shift * ONE_DAY
    return Days(day, day, f"{_SAYS[shift]} {at.named}")


_TIME = r"(?:\s(?:morning|afternoon|evening|night|lunchtime|teatime|mid-?day))?(?![A-Za-z])"
_DAY = rf"\b(?P<weekday>{WEEKDAY})"
_NO_HABIT = r"(?!s\b|\s(?:nights|mornings|afternoons|evenings|lunchtimes)\b)"

FORMS = (
    Form(Pattern(rf"{_DAY}{_NO_HABIT}{_TIME}"), _weekday),
    Form(
        Pattern(
            rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his\scoming|[Tt]he\scoming|[Cc]oming|[Tt]his\spast|[Pp]ast|[Tt]his)\s"
            rf"(?P<weekday>{WEEKDAY}){_NO_HABIT}{_TIME}"
        ),
        _chosen,
    ),
    Form(Pattern(rf"{_DAY}{_TIME},?\s(?:of\s)?(?P<which>last|this|next)\sweek\b"), _of_a_week),
    Form(Pattern(rf"\b(?P<count>{NUMBER})\sweeks?\s(?:on|from)\s(?P<weekday>{WEEKDAY})"), _weeks_from),
    Form(Pattern(rf"\b(?P<count>{NUMBER})\sweeks?\s(?P<ago>ago)\s(?:on\s)?(?P<weekday>{WEEKDAY})"), _weeks_from),
    Form(Pattern(rf"{_DAY}\sweek\b"), _weeks_from),
    Form(
        Pattern(
            rf"\b(?:(?P<between>[Bb]etween\s)|[Ff]rom\s)?(?P<weekday>{WEEKDAY})(?:\s(?:morning|evening|night))?"
            rf"(?(between)\sand\s|(?:{DASH}|\s(?:to|through|until)\s))(?P<weekday2>{WEEKDAY})"
        ),
        _weekday_range,
    ),
    Form(
        Pattern(
            r"\b(?:[Tt]he\sday\s(?:before\syesterday|after\stomorrow)|[Yy]esterday(?:\s(?:morning|afternoon|evening|night))?"
            r"|[Tt]omorrow(?:\s(?:morning|afternoon|evening|night))?|[Tt]oday|[Tt]onight|[Ll]ast\snight"
            r"|(?:[Ee]arlier\s)?[Tt]his\s(?:morning|afternoon|evening))\b"
        ),
        _near,
    ),
)
