"""Of the figures that may answer "how many", those that count what is asked: ages and years count no engineers.

So with "how high" and its like: a speed is no height.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.article import Span
from bot.finding import Finding
from bot.numbers import Figure, figures
from bot.numbers.units import unit_at
from bot.question import bare
from bot.same_story import stem
from bot.windows import Passage

_ASKED = re.compile(
    r"^(?:(?:in|by|for|to|of|at|on|from|with|about|over) )?"
    r"how (?P<which>many|much|high|tall|deep|wide|long|far|fast|old|heavy|hot|cold)\b ?(?P<words>[\w’' -]*)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must|in|on|at|to|from|"
    r"by|for|with|that|who|which|when|after|before|during|since|and|or|not|there|per|a|old|\w+ed|came|went|left|took|won|"
    r"lost|got)\b",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"^(?:of )?(?:the|these|those|them|his|her|its|their)\b ?", re.IGNORECASE)
_WITHIN = 0.5  # logits below the best, within which what counts the thing asked is preferred to what counts another
_LENGTHS, _TIMES = frozenset(("foot", "metre")), frozenset(("second", "year"))
_DEGREES = frozenset(("degree", "degree Celsius", "degree Fahrenheit"))
_OF_COUNTS = frozenset(("", "percent"))  # "a third of the engineers" counts engineers
_CURRENCIES = (
    "dollar USD AUD CAD NZD HKD SGD BRL GBP pound EUR JPY CNY KRW INR RUB TRY NGN ILS CHF"  # and "yen or yuan"
)
_OF_PRICES = frozenset(("", "percent", "yen or yuan", *_CURRENCIES.split()))
_BEHIND = re.compile(r"[ -](?:(?:of |more |other )+(?:the )?)?[^\W\d][\w’'-]*(?: [^\W\d][\w’'-]*){0,3}")
_PLENTY = frozenset(("", "percent", "percentage point", "second"))  # how far shares fell, how high a share is
_HOW = {
    "high": _LENGTHS | _DEGREES | _OF_PRICES | _PLENTY, "tall": _LENGTHS, "deep": _LENGTHS | _OF_PRICES | _PLENTY,
    "wide": _LENGTHS | _PLENTY, "long": _LENGTHS | _TIMES, "far": _LENGTHS | _TIMES | _OF_PRICES | _PLENTY,
    "fast": {"mile an hour", "kilometre an hour", "year"} | _PLENTY, "old": _TIMES,
    "heavy": {"gram", "pound", "ton", "ounce"}, "hot": _DEGREES, "cold": _DEGREES,
}  # fmt: skip
_SEVERAL = re.compile(r"\d.*(?:,? and |, | plus | while ).*\d", re.DOTALL)
_PRICED = re.compile(
    r"\b(?:costs?|pa(?:y|ys|id)|worth|spen[dt]|rais(?:e|ed)|earn(?:s|ed)?|owes?|owed|invest(?:ed)?|charged?|fined?|sold|"
    r"sell|bought|buy|money|donated?|price|bid)\b",
    re.IGNORECASE,
)


def counting(question: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
    """To "how many", "how much" or "how high", the findings whose figure can be meant, in order; all where none can.

    A figure of another unit cannot. Where one that counts the very thing asked is not far behind, one that counts
    another thing is not meant either. Of a finding with several figures the one that is meant stays.

    Args:
        question: as asked.
        passages: what was read.
        findings: what the reader found there, best first.
    """
    asked = _ASKED.match(bare(question))
    if asked is None or not findings:
        return list(findings)
    which = asked["which"].lower()
    noun = _noun(asked["words"]) if which in ("many", "much") else ""
    thing, units = stem(noun), _units(which, noun, question)
    seen = [(one, _figure(one, passages, thing)) for one in findings]
    fit = [(one, figure) for one, figure in seen if _is_of(one, figure, units, passages)] or seen
    least = fit[0][0].score - _WITHIN
    counted = [_counted(_text(one, passages), figure) if figure else [] for one, figure in fit]
    if thing and any(thing in words and one.score >= least for (one, _), words in zip(fit, counted, strict=True)):
        fit = [pair for pair, words in zip(fit, counted, strict=True) if not words or thing in words]
    return [_alone(one, figure, passages, thing) for one, figure in fit]


def _noun(words: str) -> str:
    """The noun that is to be counted: "engineers" of "of the engineers died"; empty where there is none."""
    words = _OF_THE.sub("", words)
    end = _ENDS.search(words)
    nouns = (words[: end.start()] if end else words).split()
    return nouns[-1].casefold() if nouns else ""


def _units(which: str, noun: str, question: str) -> frozenset[str] | None:
    """The units that the figure asked for may have; None for any."""
    if which in _HOW:
        return frozenset(_HOW[which])
    if which == "many":
        measured = unit_at(f"1 {noun}", 1)  # to "how many years" a figure of that unit is wanted, to others none is
        if measured is None or measured[0] < len(f"1 {noun}"):
            return _OF_COUNTS
        return _OF_PRICES - _OF_COUNTS if measured[1] in _OF_PRICES else frozenset((measured[1],))
    return _OF_PRICES if _PRICED.search(question) else None


def _text(finding: Finding, passages: Sequence[Passage]) -> str:
    return passages[finding.passage].article.paragraph(finding.paragraph).text


def _figures(finding: Finding, passages: Sequence[Passage]) -> list[Figure]:
    """The figures that a finding has, whole or in part."""
    span = finding.span
    return [one for one in figures(_text(finding, passages)) if one.span.start < span.end and span.start < one.span.end]


def _figure(finding: Finding, passages: Sequence[Passage], thing: str) -> Figure | None:
    """The figure that a finding gives: of several the one that counts the thing asked, else the first."""
    found, text = _figures(finding, passages), _text(finding, passages)
    return next((one for one in found if thing in _counted(text, one)), found[0] if found else None)


def _counted(text: str, figure: Figure) -> list[str]:
    """The stems of the words behind a figure, as far as no mark parts them: what it counts is among them."""
    behind = _BEHIND.match(text, figure.span.end)
    words = _ENDS.split(behind.group())[0] if behind else figure.counted
    return [stem(word) for word in words.casefold().split()]


def _is_of(finding: Finding, figure: Figure | None, units: frozenset[str] | None, passages: Sequence[Passage]) -> bool:
    """Whether a finding may be so many of it: it has such a figure, or words for one ("twice"), but no year or hour."""
    if figure is None:
        words = _text(finding, passages)[finding.span.start : finding.span.end]
        return not re.search(r"\d", words) or re.search(r"\d,\d{3}", words) is not None
    return units is None or (figure.unit in units and figure.other is None)


def _alone(finding: Finding, figure: Figure | None, passages: Sequence[Passage], thing: str) -> Finding:
    """The finding without other figures that count something else, as in "12 people and 48 others"."""
    text, found = _text(finding, passages), _figures(finding, passages)
    if figure is None or not _SEVERAL.search(text, finding.span.start, finding.span.end):
        return finding
    counts = [_counted(text, one) for one in found]
    if not all(counts) or sum(thing in words for words in counts) != 1:  # "400 pupils here and 115 there" stays
        return finding
    place = found.index(figure)
    start = figure.span.start if place else finding.span.start
    words = re.finditer(r"[\w’'-]+", text[figure.span.end : finding.span.end])
    ends = [figure.span.end + word.end() for word in words if stem(word.group().casefold()) == thing]
    return replace(finding, span=Span(start, ends[0] if ends and found[place + 1 :] else finding.span.end))
