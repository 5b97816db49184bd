"""A span that holds a number grows to the whole figure: qualifier, currency, scale and unit are one thing."""

from __future__ import annotations

import re

from bot.article import Span
from bot.numbers import qualifiers

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|"
    "trillion|dozen|dozens|hundreds|thousands|millions|billions|half|scores"
)
_CURRENCY = r"(?:[$£€¥₩₹]|(?:US|A|C|NZ|HK)\$|Rs\.? ?)"
_FIGURE = rf"(?:{_CURRENCY} ?)?(?:\d[\d,.  ]*\d|\d|\b(?:a dozen|{_WORDS})\b)"
_ENDS_WITH_FIGURE = re.compile(rf"(?:\d|\b(?:{_WORDS}))$", re.IGNORECASE)
_STARTS_WITH_FIGURE = re.compile(_FIGURE, re.IGNORECASE)

_CURRENCY_BEFORE = re.compile(rf"{_CURRENCY} ?$")
_UNIT_AFTER = re.compile(
    r"^(?:\s?%|(?:\s|-)(?:per ?cent|percent|percentage points?)\b|\s(?:million|billion|trillion|thousand|hundred)\b"
    r"(?:\s(?:dollars|euros|pounds|won|yen|yuan|rupees|rubles|roubles))?|(?:bn|m|k|km|kg)\b)",
    re.IGNORECASE,
)


def whole_figure(text: str, span: Span) -> Span:
    """Grow `span` so that a figure at its start keeps its qualifier and currency, and one at its end its unit.

    >>> text = "It cost more than $1.2 billion, and around 1,000 engineers came."
    >>> for part in ("1.2", "1,000 engineers", "engineers"):
    ...     span = whole_figure(text, Span(text.index(part), text.index(part) + len(part)))
    ...     print(text[span.start : span.end])
    more than $1.2 billion
    around 1,000 engineers
    engineers
    """
    start, end = span.start, span.end
    inside = text[start:end]
    if not _STARTS_WITH_FIGURE.match(inside):
        return _with_unit(text, start, end)
    if currency := _CURRENCY_BEFORE.search(text, 0, start):
        start = currency.start()
    if qualifier := qualifiers.before(text, start):
        start = qualifier[0]
    return _with_unit(text, start, end)


def _with_unit(text: str, start: int, end: int) -> Span:
    if _ENDS_WITH_FIGURE.search(text, start, end) and (unit := _UNIT_AFTER.match(text[end:])):
        end += unit.end()
    return Span(start, end)
