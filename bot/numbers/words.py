"""Numbers in words and digits to exact values: "two hundred and fifty", "1,234.5", "2,50,000", "2½", "a dozen"."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_ONE_TO_NINETEEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TWENTY_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_FIRST_TO_TWELFTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ONES = {word: value for value, word in enumerate(_ONE_TO_NINETEEN.split(), start=1)}
_TENS = {word: 10 * value for value, word in enumerate(_TWENTY_TO_NINETY.split(), start=2)}
ORDINALS = {word: value for value, word in enumerate(_FIRST_TO_TWELFTH.split(), start=1)}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
SHORT_SCALES = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}

_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[:9])}))?|{'|'.join(sorted(_ONES, key=len)[::-1])})"
_BIG = "thousand|million|billion|trillion|lakh|crore"
_HUNDREDS = rf"(?:{_SMALL}|an?)[ -]hundred(?: (?:and )?{_SMALL})?"
_GROUP = rf"(?:{_HUNDREDS}|{_SMALL})"
WORDS = (
    rf"(?:half[ -]an?[ -](?:dozen|{_BIG})|"
    rf"(?:{_GROUP}|an?)[ -](?:{_BIG})(?:,? (?:and )?{_GROUP}(?: (?:thousand))?)*|"
    rf"(?:an?|{_SMALL})[ -]dozen|{_HUNDREDS}|{_SMALL})(?: and (?:an? half|a quarter|a third))?"
)
_AND_A_PART = re.compile(r" and an? (half|quarter|third)$", re.IGNORECASE)
_MARKS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞"
DIGITS = (
    r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?![\d])|\d{1,15}(?:\.\d{1,9})?)"
    rf"[{_MARKS}]?|[{_MARKS}]"
)


def value_of(written: str) -> tuple[Fraction, Fraction]:
    """The value of digits or words that `DIGITS` or `WORDS` matched, and the worth of the last digit written.

    >>> [str(value_of(text)[0]) for text in ("1,234.5", "2½", "half a million", "two hundred and fifty", "a dozen")]
    ['2469/2', '5/2', '500000', '250', '12']
    """
    if written[0].isnumeric():
        return _of_digits(written)
    total, group, part = Fraction(0), Fraction(0), Fraction(0)
    step = 1
    if also := _AND_A_PART.search(written):
        part, written = Fraction(1, PARTS[also[1].lower()]), written[: also.start()]
    for word in re.split(r"[\s,-]+", written.lower()):
        if word in SCALES:
            scale = SCALES[word]
            step = scale
            group = (group or Fraction(1)) * scale
            if scale > 100:
                total, group = total + group, Fraction(0)
        elif word == "half":
            group = Fraction(1, 2)
        elif word in _ONES or word in _TENS:
            group += _ONES.get(word) or _TENS[word]
            step = 1
    return total + group + part, Fraction(step)


def _of_digits(written: str) -> tuple[Fraction, Fraction]:
    part = Fraction(0)
    if written[-1] in _MARKS:
        part = Fraction(unicodedata.numeric(written[-1])).limit_denominator(10)
        written = written[:-1]
    plain = re.sub(r"[^\d.]", "", written)
    if not plain:
        return part, part
    decimals = len(plain.partition(".")[2])
    zeros = len(plain) - len(plain.rstrip("0")) if not decimals else 0
    return Fraction(plain) + part, Fraction(10) ** (zeros - decimals)
