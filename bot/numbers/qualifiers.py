"""The words around a number that narrow or widen it: "more than", "around", "up to", "or so"."""

from __future__ import annotations

import re

from bot.numbers.figure import Qualifier

_BEFORE: dict[Qualifier, str] = {
    Qualifier.AT_MOST: r"up to|at (?:the )?most|no (?:more|greater|higher) than|not more than|as (?:many|much|high) as|"
    r"a maximum(?: of)?|(?:a )?maximum of|capped at",
    Qualifier.AT_LEAST: r"at (?:the very )?least|no (?:fewer|less|lower) than|not (?:fewer|less) than|a minimum of|"
    r"as (?:few|little|low) as",
    Qualifier.OVER: r"(?:(?:well|just|slightly|a little|far|many|slightly|significantly|much) )?"
    r"(?:over|above|more than|higher than|greater than|larger than|upwards? of|in excess of|exceeding|exceeded|"
    r"topping|topped|surpassing)|barely",
    Qualifier.UNDER: r"not quite|"
    r"(?:(?:well|just|slightly|a little|far|much) )?(?:under|below|(?:fewer|less|lower) than)",
    Qualifier.NEARLY: r"nearly|almost|approaching|close to|just short of|virtually",
    Qualifier.ABOUT: r"around|about|approximately|approx\.?|roughly|some|circa|an? estimated|estimated|"
    r"an? average(?: of)?|in the region of|something like|or so|perhaps|~",
    Qualifier.EXACT: r"exactly|precisely",
}
_AFTER: dict[Qualifier, str] = {
    Qualifier.AT_LEAST: r" or (?:more|above|over|higher|older)|\+| (?:and|or) (?:above|over)| at (?:the )?least| plus",
    Qualifier.AT_MOST: r" or (?:fewer|less|below|under|lower|younger)| (?:and|or) under| at (?:the )?most",
    Qualifier.ABOUT: r" or so| or thereabouts",
}
_ALL_BEFORE = re.compile(
    "|".join(rf"(?P<{kind.name}>{words})" for kind, words in _BEFORE.items()).join((r"(?<!\w)(?:", r")\s+$")),
    re.IGNORECASE,
)
_ALL_AFTER = re.compile("|".join(rf"(?P<{kind.name}>{words})(?!\w)" for kind, words in _AFTER.items()), re.IGNORECASE)
_REACH = 32  # characters that the longest qualifier fills


def before(text: str, start: int) -> tuple[int, Qualifier] | None:
    """Where the qualifier that ends at `start` begins, and which it is; None where there is none."""
    floor = max(0, start - _REACH)
    found = _ALL_BEFORE.search(text[floor:start])
    return (floor + found.start(), Qualifier[str(found.lastgroup)]) if found else None


def after(text: str, end: int) -> tuple[int, Qualifier] | None:
    """Where the qualifier that begins at `end` ends, and which it is; None where there is none."""
    found = _ALL_AFTER.match(text, end)
    return (found.end(), Qualifier[str(found.lastgroup)]) if found else None
