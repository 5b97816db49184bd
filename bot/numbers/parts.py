"""Numbers that are no plain count: "two-thirds", "one in five", "dozens", "a few hundred", "third", the age "54"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.numbers.figure import Qualifier
from bot.numbers.joining import Raw
from bot.numbers.words import ORDINALS, PARTS, SCALES, WORDS, value_of

_PERCENT = Fraction(100)
_AFTER_A_PART = r"(?=[ -](?:of|the|a\b|an\b|its|their|his|her|our|my|all|majority|as|say|said|are|were)|[,.;:)]|$)"
_PART = re.compile(
    rf"\b(?:(?P<count>an?|one|two|three|four|five|seven|nine)[ -])(?P<part>{'|'.join(list(PARTS)[1:])})s?\b"
    rf"{_AFTER_A_PART}|"
    r"(?<!first )(?<!second )(?<!other )(?<!-)\bhalf\b(?=[ -](?:of|the|its|their|his|her|our|my|all|as)\b)",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"\b(?=[\daefhnostAEFHNOST])(?P<part>\d{{1,4}}|{WORDS}) (?:in|out of) (?:every )?(?P<whole>\d{{1,5}}|{WORDS})\b"
    r"(?! (?:years?|months?|days?|weeks?|hours?|minutes?|seconds?|games?|matches|overs|attempts)\b)"
    r"(?![,.]\d|[-–]\d|%| per)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:(?P<tens>tens|hundreds|thousands) of )?(?P<scale>dozens|hundreds|thousands|millions|billions)\b|"
    r"\b(?P<scores>scores)(?= of)|"
    r"\b(?P<few>a few|several|a couple(?: of)?|many) (?P<of>dozen|hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}))\b(?!-hand)", re.IGNORECASE
)
_SECOND_OF_TIME = re.compile(r"(?:\b(?:a|per|every|split|\d) |-)$", re.IGNORECASE)
_AGE = re.compile(r"(?:(?<=[a-z], )|(?<=\b[Aa]ged ))\d{1,3}(?=[,)](?!\d)| and |\.?$|\. )|(?<=[a-z] \()\d{1,2}(?=\))")
_HEIGHT = re.compile(
    r"\b(?P<feet>\d)(?:ft|-foot|-feet| feet| foot)[ -]?(?P<inches>\d{1,2})"
    r"(?:[ -]?in(?:ch(?:es)?)?)?\b"
)
_MOST_TIMES = 10  # "hundreds" are 200 to 1,000


def parts(text: str) -> Iterator[Raw]:
    """Fractions of a whole, in percent: "two-thirds of", "half the", "three quarters"."""
    for found in _PART.finditer(text):
        if found["part"] is None:
            yield Raw(found.start(), found.end(), Fraction(1, 2) * _PERCENT, "percent")
            continue
        count = Fraction(1) if found["count"].lower() in {"a", "an"} else value_of(found["count"])[0]
        share = count / PARTS[found["part"].lower()]
        if share < 1:
            yield Raw(found.start(), found.end(), share * _PERCENT, "percent")


def ratios(text: str) -> Iterator[Raw]:
    """Shares, in percent: "one in five", "nine out of 10"."""
    for found in _RATIO.finditer(text):
        part, whole = value_of(found["part"])[0], value_of(found["whole"])[0]
        if 0 < part < whole:
            yield Raw(found.start(), found.end(), part / whole * _PERCENT, "percent")


def vague(text: str) -> Iterator[Raw]:
    """Numbers that say no more than their size: "dozens", "tens of thousands", "a few hundred"."""
    for found in _VAGUE.finditer(text):
        if found["few"]:
            least, scale, most = 2, SCALES[found["of"].lower()], 10
        elif found["scores"]:
            least, scale, most = 2, 20, _MOST_TIMES
        else:
            scale = SCALES[found["scale"].lower().removesuffix("s")]
            least, most = 2, _MOST_TIMES
            if found["tens"]:
                scale *= {"tens": 10, "hundreds": 100, "thousands": 1000}[found["tens"].lower()]
        low = Fraction(least * scale)
        yield Raw(
            found.start(),
            found.end(),
            low,
            step=Fraction(scale),
            qualifier=Qualifier.VAGUE,
            last=Fraction(most * scale),
        )


def ordinals(text: str) -> Iterator[Raw]:
    """Places in an order: "first", "98th"; not the second of a minute."""
    for found in _ORDINAL.finditer(text):
        if found["word"] and found["word"].lower() == "second" and _SECOND_OF_TIME.search(text[: found.start()][-7:]):
            continue
        value = found["digits"] or str(ORDINALS[found["word"].lower()])
        yield Raw(found.start(), found.end(), Fraction(value), "ordinal")


def ages(text: str) -> Iterator[Raw]:
    """Ages set off by commas, as newspapers give them: "Ann Lee, 54, said"; "aged 9"; "Lee (54)"."""
    for found in _AGE.finditer(text):
        yield Raw(found.start(), found.end(), Fraction(found.group()), "year")


def heights(text: str) -> Iterator[Raw]:
    """Feet and inches that are one length: "6ft 2in", "6-foot-2"."""
    for found in _HEIGHT.finditer(text):
        yield Raw(found.start(), found.end(), int(found["feet"]) + Fraction(int(found["inches"]), 12), "foot")
