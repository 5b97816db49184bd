"""Units, currencies and scales: each spelling's one name, and the exact factor to it. Miles stay miles."""

from __future__ import annotations

import re
from fractions import Fraction

CURRENCIES = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "R$": "BRL", "$": "dollar", "£": "GBP", "€": "EUR", "¥": "yen or yuan", "₩": "KRW", "₹": "INR", "rs": "INR",
    "rs.": "INR", "₽": "RUB", "₺": "TRY", "₦": "NGN", "₪": "ILS", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
CURRENCY = r"(?:(?:US|AU?|CA?|NZ|HK|S|R)\$|[$£€¥₩₹₽₺₦₪]|\bRs\.?|\b(?:USD|EUR|GBP))"

# spelling, as a regular expression: (the unit's name, how many of it)
_SPELLINGS: dict[str, tuple[str, Fraction]] = {
    r"%|per ?cent|percent|pc|pct": ("percent", Fraction(1)),
    r"percentage[ -]points?": ("percentage point", Fraction(1)),
    r"basis points?": ("percentage point", Fraction(1, 100)),
    r"(?:u\.?s\.? |american )dollars?": ("USD", Fraction(1)),
    r"australian dollars?": ("AUD", Fraction(1)),
    r"canadian dollars?": ("CAD", Fraction(1)),
    r"dollars?": ("dollar", Fraction(1)),
    r"cents?": ("dollar", Fraction(1, 100)),
    r"euros?": ("EUR", Fraction(1)),
    r"(?:british )?pounds?(?: sterling)?": ("pound", Fraction(1)),
    r"pence|p": ("GBP", Fraction(1, 100)),
    r"(?:south korean )?won": ("KRW", Fraction(1)),
    r"(?:japanese )?yen": ("JPY", Fraction(1)),
    r"(?:chinese )?(?:yuan|renminbi)": ("CNY", Fraction(1)),
    r"(?:indian )?rupees?": ("INR", Fraction(1)),
    r"(?:russian )?rou?bles?": ("RUB", Fraction(1)),
    r"(?:swiss )?francs?": ("CHF", Fraction(1)),
    r"kilomet(?:er|re)s?|kms?": ("metre", Fraction(1000)),
    r"centimet(?:er|re)s?|cm": ("metre", Fraction(1, 100)),
    r"millimet(?:er|re)s?|mm": ("metre", Fraction(1, 1000)),
    r"met(?:er|re)s?|m": ("metre", Fraction(1)),
    r"miles an hour|miles per hour|mph": ("mile an hour", Fraction(1)),
    r"(?:kilomet(?:er|re)s|km) (?:an|per) hour|km/h|kph|kmh": ("kilometre an hour", Fraction(1)),
    r"square miles?": ("square mile", Fraction(1)),
    r"square (?:kilomet(?:er|re)s?|km)|km²": ("square metre", Fraction(10**6)),
    r"square met(?:er|re)s?|m²": ("square metre", Fraction(1)),
    r"square f(?:ee|oo)t": ("square foot", Fraction(1)),
    r"hectares?": ("square metre", Fraction(10**4)),
    r"acres?": ("acre", Fraction(1)),
    r"miles?": ("foot", Fraction(5280)),
    r"yards?": ("foot", Fraction(3)),
    r"f(?:ee|oo)t|ft": ("foot", Fraction(1)),
    r"inch(?:es)?": ("foot", Fraction(1, 12)),
    r"kilogram(?:me)?s?|kilos?|kgs?": ("gram", Fraction(1000)),
    r"milligram(?:me)?s?|mg": ("gram", Fraction(1, 1000)),
    r"gram(?:me)?s?|g": ("gram", Fraction(1)),
    r"(?:metric tons?|tonnes?)": ("gram", Fraction(10**6)),
    r"tons?": ("ton", Fraction(1)),
    r"ounces?|oz": ("ounce", Fraction(1)),
    r"millilit(?:er|re)s?|ml": ("litre", Fraction(1, 1000)),
    r"lit(?:er|re)s?": ("litre", Fraction(1)),
    r"gallons?": ("gallon", Fraction(1)),
    r"barrels?": ("barrel", Fraction(1)),
    r"degrees? (?:celsius|centigrade)|° ?c|degrees c|(?-i:C)": ("degree Celsius", Fraction(1)),
    r"degrees? fahrenheit|° ?f|degrees f|(?-i:F)": ("degree Fahrenheit", Fraction(1)),
    r"degrees?|°": ("degree", Fraction(1)),
    r"gigawatts?|gw": ("watt", Fraction(10**9)),
    r"megawatts?|mw": ("watt", Fraction(10**6)),
    r"kilowatts?|kw": ("watt", Fraction(1000)),
    r"years?[ -]olds?|years? of age": ("year", Fraction(1)),
    r"years?|yrs?": ("year", Fraction(1)),
    r"decades?": ("year", Fraction(10)),
    r"centur(?:y|ies)": ("year", Fraction(100)),
    r"months?": ("year", Fraction(1, 12)),
    r"weeks?": ("second", Fraction(604_800)),
    r"days?": ("second", Fraction(86_400)),
    r"hours?|hrs?": ("second", Fraction(3_600)),
    r"minutes?|mins?": ("second", Fraction(60)),
    r"seconds?|secs?": ("second", Fraction(1)),
}
_TABLE = [(re.compile(pattern, re.IGNORECASE), *named) for pattern, named in _SPELLINGS.items()]
_SHORT = {"c", "f", "p", "m", "g", "k", "pc"}  # only directly after a digit: "50p", "20pc"


def unit_at(text: str, place: int) -> tuple[int, str, Fraction] | None:
    """The unit that a number ending at `place` has: where it ends, its name and factor; None where there is none.

    >>> unit_at("20 per cent of it", 2), unit_at("a 3km tunnel", 3), unit_at("54-year-old", 2)
    ((11, 'percent', Fraction(1, 1)), (5, 'metre', Fraction(1000, 1)), (11, 'year', Fraction(1, 1)))
    """
    start = place
    if text[start : start + 1] in {" ", "-", "\u00a0", "\u2009", "\u202f"} and start + 1 < len(text):
        start += 1
    best: tuple[int, str, Fraction] | None = None
    for pattern, name, factor in _TABLE:
        found = pattern.match(text, start)
        if found is None or (best is not None and found.end() <= best[0]):
            continue
        written, after = found.group().lower(), text[found.end() : found.end() + 1]
        if (after.isalnum() and written[-1].isalnum()) or (written in _SHORT and start != place):
            continue
        best = (found.end(), name, factor)
    return best
