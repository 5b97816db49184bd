"""Finds the figures of a text with regular expressions; time grows with its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile

from bot.article import Span
from bot.numbers import qualifiers
from bot.numbers.figure import Figure, Qualifier, bounds
from bot.numbers.joining import Raw, joined
from bot.numbers.others import not_figures
from bot.numbers.parts import ages, heights, ordinals, parts, ratios, vague
from bot.numbers.units import CURRENCIES, CURRENCY, unit_at
from bot.numbers.words import DIGITS, SCALES, SHORT_SCALES, WORDS, value_of

_LARGEST = 10**18  # what is larger is a code, not a quantity
_PLAIN = re.compile(
    rf"(?=[\d½⅓⅔¼¾⅕-⅞$£€¥₩₹₽₺₦₪]|(?<!\w)[aefhnostunrcgAEFHNOSTUNRCG])(?P<currency>{CURRENCY} ?)?"
    rf"(?:(?P<digits>(?<![\w.])(?<!\d,)(?:{DIGITS})|(?<=[$£€¥₩₹₽₺₦₪])(?:{DIGITS})|(?<=[$£€¥₩₹₽₺₦₪sDRP.] )(?:{DIGITS}))"
    rf"(?P<scale>[ \u00a0-]?(?:{'|'.join(SCALES)})\b|[ \u00a0]?(?:mn|bn|tn)\b|[km]\b)?"
    rf"|\b(?P<words>{WORDS})\b)",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:(?<=\s)|^)(?:[-−–]|minus )$")
_METRES = re.compile(
    r"[.,;:)]|$|-| (?:race|sprint|hurdles|final|heats?|freestyle|butterfly|backstroke|breaststroke|relay|deep|high|"
    r"long|wide|tall|away|from|above|below|under|at|in|and|of|to|by|x|record|champion|title|pool|track)\b"
)
_COUNTED = re.compile(r"[ -](?:of (?:the )?)?(?:[A-Z][\w’'-]* ){0,2}(?P<words>[a-z][\w’'-]*(?: [a-z][\w’'-]*){0,3})")
_FUNCTION_WORDS = (
    "a all an and are as at be been by but can could died during each ever every for from had has have in into is it "
    "its less more nor not of off on or other out over per said say says since so than that the their them then they "
    "this those to under until up was were when where which while who will with would"
)
_NOT_COUNTED = frozenset(_FUNCTION_WORDS.split())
_STRONG = re.compile(r"-(?:strong|seat|seater|member|page|room|bed|point)\b")


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order, none overlapping another.

    >>> [(one.qualifier.value, one.value, one.unit) for one in figures("more than $1.2bn, a dozen ships, 20 per cent")]
    [('more than', 1200000000.0, 'dollar'), ('exact', 12.0, ''), ('exact', 20.0, 'percent')]
    """
    taken = bytearray(len(text))
    for span in not_figures(text):
        taken[span.start : span.end] = b"\1" * len(span)
    found: list[Raw] = []
    for search in (heights, vague, ratios, parts, ages, ordinals, _plain):
        for one in search(text):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
                found.append(one)
    found.sort(key=lambda one: one.start)
    return tuple(_figure(text, one) for one in joined(text, found))


def _plain(text: str) -> Iterator[Raw]:
    """Numbers in digits or words with their currency, scale and unit."""
    for found in _PLAIN.finditer(text):
        written = found["digits"] or found["words"]
        value, step = value_of(written)
        start, end = found.start(), found.end()
        scaled = measure = Fraction(1)
        if scale := (found["scale"] or "").strip(" \u00a0-").lower():
            if scale == "m" and not found["currency"] and _METRES.match(text, end):
                end -= 1  # metres, as "a 100m race"
            else:
                scaled = Fraction(SCALES.get(scale) or SHORT_SCALES[scale])
        unit = CURRENCIES[key] if (key := _currency(found["currency"])) else ""
        if not unit and (measured := unit_at(text, end)):
            end, unit, measure = measured
        elif unit and (again := unit_at(text, end)) and again[1] in {unit, "dollar"}:
            end = again[0]
        elif strong := _STRONG.match(text, end):
            end = strong.end()
        if minus := _MINUS.search(text, max(0, start - 7), start):
            start, value = minus.start(), -value
        if abs(value) <= _LARGEST and not text[end : end + 1].isalnum():
            yield Raw(start, end, value, unit, step, scaled, measure)


def _currency(written: str | None) -> str:
    """The key of a currency sign in the table; empty where there is none."""
    sign = (written or "").strip()
    return sign if sign in CURRENCIES else sign.upper() if sign.upper() in CURRENCIES else sign.lower()


def _figure(text: str, raw: Raw) -> Figure:
    """The figure with its qualifier and with what it counts."""
    start, end, qualifier = raw.start, raw.end, raw.qualifier
    if qualifier is Qualifier.EXACT:
        if later := qualifiers.after(text, end):
            end, qualifier = later
        if earlier := qualifiers.before(text, start):
            start, qualifier = earlier
    elif earlier := qualifiers.before(text, start):
        start = earlier[0]
    value = float(raw.total)
    low, high = bounds(value, qualifier)
    if raw.last is not None:
        low, value, high = value, float((raw.total + raw.last) / 2), float(raw.last)
    other = None if raw.other is None else float(raw.other)
    step = float(raw.step * raw.scale * raw.measure)
    return Figure(Span(start, end), value, low, high, raw.unit, qualifier, step, _counted(text, raw.end), other)


def _counted(text: str, end: int) -> str:
    """The words after a figure as far as they name what it counts."""
    found = _COUNTED.match(text, end)
    words = found["words"].lower().split() if found else []
    return " ".join(takewhile(lambda word: word not in _NOT_COUNTED, words))
