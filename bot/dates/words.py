"""The words that dates are made of, as regular expressions, and what they count."""

from __future__ import annotations

import re

FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = ("spring", "summer", "autumn", "winter")
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}

# Capitals matter: "may", "march" and "sat" are other words.
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![A-Za-z])"
)
FULL_MONTH = rf"(?:{'|'.join(FULL_MONTHS)}|Sept\.|Aug\.|Dec\.|Nov\.|Oct\.|Jan\.|Feb\.)(?![A-Za-z])"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})(?![A-Za-z])"
SHORT_WEEKDAY = rf"(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?![A-Za-z])\.?)"
DAY = r"(?<![\d.,/$£€-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|\s?(?:[ap]\.?m\b|per\s?cent|%))"
DAY_AFTER_A_DASH = DAY.removeprefix(r"(?<![\d.,/$£€-])")
YEAR = r"(?<![\d$£€.,])(?:1[5-9]|20)\d\d(?!\d|[.,]\d|\s?%)"
# "June 2019", "June last year"; what it says is read by `forms.year_said`.
YEARISH = rf"(?:{YEAR}|(?:of\s)?(?:last|this|next)\syear(?![’'-]|\s(?:and|to|or)\s(?:this|next)))"
SEASON = r"(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Fall|Winter)\b"
_ONES = "|".join(_NUMBERS[1:10])
NUMBER = rf"(?:\d{{1,3}}|an?|{'|'.join(_NUMBERS[1:])}|(?:{'|'.join(_TENS)})(?:-(?:{_ONES}))?|a\scouple\sof)"
UNIT = r"(?:days?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies))"
PART = (
    r"(?:(?:very\s)?(?:early|late)(?:\sin)?|[Mm]id(?:dle)?[\s-]?(?:of\s)?|(?:the\s)?(?:end|start|beginning|middle)\sof)"
)
DASH = r"\s?[-–—]\s?"


def month_number(word: str) -> int:
    """1 for "January" or "Jan."."""
    return [name[:3] for name in FULL_MONTHS].index(word[:3]) + 1


def weekday_number(word: str) -> int:
    """0 for "Monday" or "Mon."."""
    return [name[:3] for name in WEEKDAYS].index(word[:3])


def season_number(word: str) -> int:
    """0 for "spring" to 3 for "winter"."""
    return SEASONS.index("autumn" if word.lower() == "fall" else word.lower())


def day_number(word: str) -> int:
    """12 for "12" or "12th"."""
    return int(re.sub(r"\D", "", word))


def ordinal(word: str) -> int:
    """3 for "third"; of four, the last is the fourth."""
    return _ORDINALS[word.lower()]


def count(word: str) -> int:
    """3 for "3" or "three", 1 for "a", 2 for "a couple of", 25 for "twenty-five"."""
    word = word.lower()
    if word.isdigit():
        return int(word)
    if word in ("a", "an"):
        return 1
    if word.startswith("a"):
        return 2
    tens, _, ones = word.partition("-")
    if tens in _TENS:
        return _TENS[tens] + (_NUMBERS.index(ones) if ones else 0)
    return _NUMBERS.index(word)
