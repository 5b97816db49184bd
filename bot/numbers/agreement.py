"""Whether two figures say the same, and whether both may be true."""

from __future__ import annotations

from bot.numbers.figure import Figure, Qualifier

_ALIKE = [  # units that may be one: a bare "$" is some country's dollar, a "pound" money or weight
    {"dollar", "USD"},
    {"dollar", "AUD"},
    {"dollar", "CAD"},
    {"dollar", "NZD"},
    {"dollar", "HKD"},
    {"dollar", "SGD"},
    {"pound", "GBP"},
    {"yen or yuan", "JPY"},
    {"yen or yuan", "CNY"},
    {"degree", "degree Celsius"},
    {"degree", "degree Fahrenheit"},
]
_EXACTLY = 1e-12  # relative: two roundings of one exact number
_BEYOND = 1.3  # how far above its number "more than" is still said: nobody calls 1,400 "more than 400"
_COARSE = 0.1  # the last digit of a rounded number is worth at most so much of it
_OPEN_ABOVE = {Qualifier.OVER, Qualifier.AT_LEAST}
_OPEN_BELOW = {Qualifier.UNDER, Qualifier.AT_MOST}


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: value, unit and qualifier, with exact conversions only.

    >>> from bot.numbers.scan import figures
    >>> texts = ["1.2bn people", "1,200 million people", "some 1.2 billion people", "1,200 million km"]
    >>> first, *others = [figures(text)[0] for text in texts]
    >>> [agree(first, each) for each in others]
    [True, False, False]
    """
    return one.qualifier is other.qualifier and same_value(one, other)


def same_value(one: Figure, other: Figure) -> bool:
    """Whether two figures name the same number of the same unit, whatever their qualifiers."""
    if not same_unit(one, other) or (one.other is None) != (other.other is None):
        return False
    if one.other is not None and other.other is not None and not _close(one.other, other.other):
        return False
    if Qualifier.RANGE in {one.qualifier, other.qualifier} or Qualifier.VAGUE in {one.qualifier, other.qualifier}:
        return one.qualifier is other.qualifier and _close(one.low, other.low) and _close(one.high, other.high)
    return _close(one.value, other.value)


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether what both are measured in can be one thing."""
    return one.unit == other.unit or {one.unit, other.unit} in _ALIKE


def compatible(one: Figure, other: Figure) -> bool:
    """Whether two figures may both be said of one thing: "around 1,000" of 1,043, "1.2 million" of 1,234,567.

    A dropped "about" or "at least" is compatible; "at most" for "at least" is not.
    """
    if not same_unit(one, other) or (one.other is None) != (other.other is None):
        return False
    if one.other is not None or one.unit == "ordinal" or one.qualifier is other.qualifier is Qualifier.RANGE:
        return same_value(one, other)
    opposite = {one.qualifier, other.qualifier}
    if opposite & _OPEN_ABOVE and opposite & _OPEN_BELOW:
        return False
    if _close(one.value, other.value):
        return True
    if one.qualifier is other.qualifier is Qualifier.ABOUT:  # one slack, not two: "about 45,000" is not "about 54,000"
        return one.low <= other.value <= one.high or other.low <= one.value <= other.high
    (low, high), (least, most) = _reach(one), _reach(other)
    return low <= most and least <= high


def _reach(one: Figure) -> tuple[float, float]:
    """Between which numbers a figure may be said in good faith."""
    low, high = one.low, one.high
    if one.qualifier in _OPEN_ABOVE:
        high = max(one.value * _BEYOND, one.value)
    elif one.qualifier in _OPEN_BELOW:
        low = min(one.value / _BEYOND, one.value)
    elif one.qualifier is Qualifier.EXACT and 1 < one.step <= abs(one.value) * _COARSE:
        low, high = one.value - one.step / 2, one.value + one.step / 2
    return low, high


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACTLY * max(abs(one), abs(other))
