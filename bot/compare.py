"""Whether two answers to one question say the same: figures, days and times by their value, names by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Comparison(StrEnum):
    """How two answers stand to each other."""

    SAME = "same"
    DIFFERENT = "different"
    UNLIKE = "unlike"  # not of one kind: no ground to say that they differ


_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_UNITS = {word: number for number, word in enumerate(_SMALL.split())}
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * number for number, word in enumerate(_ROUND.split(), start=2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9}
_SCALES |= {"trillion": 1e12, "tn": 1e12, "dozen": 12.0}
_PARTS = {"half": 0.5, "quarter": 0.25, "fourth": 0.25, "third": 1 / 3, "two-thirds": 2 / 3, "three-quarters": 0.75}
_FIGURE = re.compile(
    rf"(?P<digits>\d[\d,]*(?:\.\d+)?)(?:\s?-?\s?(?P<scale>{'|'.join(_SCALES)})\b)?"
    rf"|\b(?P<words>(?:{'|'.join([*_UNITS, *_TENS])})(?:[- ](?:{'|'.join(_UNITS)}))?)"
    rf"(?:[- ](?P<scaled>{'|'.join(_SCALES)}))?\b"
    rf"|\b(?P<part>{'|'.join(_PARTS)})\b|\b(?P<bare>(?:a )?(?:dozen|hundred|thousand|million))\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?m\b|\b(\d{1,2}):(\d{2})\b|\b(noon|midnight)\b", re.IGNORECASE
)
_DAY = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?\b(?!,?\d)|"
    r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|close to|an estimated|or so)\b", re.IGNORECASE
)
_BOUND = re.compile(
    r"\b(?:more|fewer|less) than\b|\b(?:over|under|above|below|up to|as many as|at most|or more|or less)\b",
    re.IGNORECASE,
)
_NEAR, _WITHIN_BOUND = 0.02, 0.2  # shares of a value: "about 1,000" and 1,012; "more than 30" and 35
_MEASURES = (
    "mph|mile|kilomet|km|feet|foot|metre|meter|yard|acre|hectare|year|month|week|day|hour|minute|second|degree|point"
)
# What somebody is, before the name.
_ROLE = re.compile(
    r"\b(?:the |former |acting |deputy |club |team |vice )*(?:captain|coach|manager|president|minister|mayor|judge|"
    r"chief|director|chairman|chairwoman|chair|striker|defender|goalkeeper|midfielder|driver|pilot|officer|executive|"
    r"secretary|senator|governor|spokesman|spokeswoman|professor|lawyer|actor|singer)s? (?=[A-Z])"
)
_NAME = re.compile(r"\b[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    kind: str  # "%", a currency's sign, a measure or "" for a count


def compared(one: str, other: str) -> Comparison:
    """Compare two answers to one question.

    >>> compared("around 1,000 engineers", "1,000").value, compared("at least 22", "23 people").value
    ('same', 'different')
    >>> compared("the mayor", "Ann Lee").value
    'unlike'
    """
    if _plain(one) == _plain(other):
        return Comparison.SAME
    for of_kind in (_by_clock, _by_day, _by_amount):
        found = of_kind(one, other)
        if found is not None:
            return found
    mine, theirs = _plain(one).split(), _plain(other).split()
    if f" {' '.join(mine)} " in f" {' '.join(theirs)} " or f" {' '.join(theirs)} " in f" {' '.join(mine)} ":
        return Comparison.SAME
    names, others = set(_NAME.findall(one)), set(_NAME.findall(other))
    if names & others:
        return Comparison.SAME
    return Comparison.DIFFERENT if _all_names(one) and _all_names(other) else Comparison.UNLIKE


def bounded(text: str) -> bool:
    """Whether a figure's words leave it open to one side: "more than 30", "up to 30"."""
    return bool(_BOUND.search(text))


def counted(text: str) -> set[str]:
    """What the figure of an answer counts, as lower-case words: "crew", "members"; empty where it does not tell."""
    match = _FIGURE.search(text)
    after = text[match.end() :] if match else ""
    return {word for word in re.findall(r"[a-z]{3,}", after) if not re.match(_MEASURES, word) and word not in _SCALES}


def names_in(text: str) -> set[str]:
    """The capitalised words of a text."""
    return set(_NAME.findall(text))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s$£€¥₩₹%]", " ", re.sub(r"\b(?:the|a|an)\b", " ", text.casefold())).split())


def _all_names(text: str) -> bool:
    """Whether every word of weight is a name: "Sue Hill", "the United States", "captain Leo Marsh"; not "the mayor"."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", _ROLE.sub("", text)) if len(word) > 2]
    return bool(words) and all(word[0].isupper() for word in words)


def _by_clock(one: str, other: str) -> Comparison | None:
    mine, theirs = _clock(one), _clock(other)
    if mine is None and theirs is None:
        return None
    if mine is None or theirs is None:
        return Comparison.UNLIKE
    same = mine == theirs or (mine % 720 == theirs % 720 and not ("m" in one.lower() and "m" in other.lower()))
    return Comparison.SAME if same else Comparison.DIFFERENT


def _clock(text: str) -> int | None:
    """Minutes since midnight; None where the text names no time of day."""
    match = _CLOCK.search(text)
    if match is None:
        return None
    hour, minute, half, hour24, minute24, word = match.groups()
    if word:
        return 720 if word.lower() == "noon" else 0
    if hour24:
        return int(hour24) * 60 + int(minute24)
    return (int(hour) % 12 + (12 if half.lower() == "p" else 0)) * 60 + int(minute or 0)


def _by_day(one: str, other: str) -> Comparison | None:
    """By month and day, else by weekday, else by year, whichever both have."""
    parts = [(_month_day(one), _month_day(other)), (_found(_WEEKDAY, one), _found(_WEEKDAY, other))]
    if any(any(pair) for pair in parts):
        both = next((pair for pair in parts if all(pair)), None)
        if both is None:
            return Comparison.UNLIKE
        return Comparison.SAME if both[0] == both[1] else Comparison.DIFFERENT
    years = _found(_YEAR, one), _found(_YEAR, other)
    if all(years) and not ("," in one + other or "$" in one + other):
        return Comparison.SAME if years[0] == years[1] else Comparison.DIFFERENT
    return None


def _month_day(text: str) -> str:
    match = _DAY.search(text)
    if match is None:
        return ""
    return f"{(match[1] or match[4]).lower()[:3]} {int(match[2] or match[3])}"


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group().lower() if match else ""


def _by_amount(one: str, other: str) -> Comparison | None:
    mine, theirs = _amount(one), _amount(other)
    if mine is None and theirs is None:
        return None
    if mine is None or theirs is None:
        return Comparison.UNLIKE
    kinds = {mine.kind, theirs.kind}
    if len(kinds) > 1 and ("" not in kinds or "%" in kinds):
        return Comparison.UNLIKE
    low, high = sorted((mine.value, theirs.value))
    about = any(_ABOUT.search(text) for text in (one, other))
    bound = any(_BOUND.search(text) for text in (one, other))
    room = _WITHIN_BOUND if bound and low % 10 == 0 else _NEAR if about or bound else 0.0
    return Comparison.SAME if high - low <= room * high + 1e-9 else Comparison.DIFFERENT


def _amount(text: str) -> _Amount | None:
    """The first figure of a text that is mostly that figure; None of others."""
    match = _FIGURE.search(text)
    if match is None or len(text.split()) > 8:
        return None
    if match["digits"]:
        value = float(match["digits"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
    elif match["words"]:
        words = re.split("[- ]", match["words"].lower())
        value = float(sum(_UNITS.get(word, _TENS.get(word, 0)) for word in words))
        value *= _SCALES.get((match["scaled"] or "").lower(), 1.0)
    elif match["part"]:
        value = _PARTS[match["part"].lower()]
    else:
        value = _SCALES[match["bare"].lower().removeprefix("a ")]
    return _Amount(value, _kind(text, match))


def _kind(text: str, match: re.Match[str]) -> str:
    if re.match(r"\s?(?:%|per ?cent)", text[match.end() :], re.IGNORECASE):
        return "%"
    if sign := re.search(r"[$£€¥₩₹]\s?$", text[: match.start()]):
        return sign.group().strip()
    measure = re.search(rf"\b(?:{_MEASURES})", text[match.end() :], re.IGNORECASE)
    return measure.group().lower() if measure else ""
