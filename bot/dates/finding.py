"""Finds the date expressions of a text, and resolves each that can be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.article import Span
from bot.dates import holidays, months, seasons, units, weekdays, written
from bot.dates.forms import Form, Moment, NoDayError
from bot.dates.periods import AS_WRITTEN, Days
from bot.dates.tense import TenseOf, tense_at
from bot.dates.words import FULL_MONTH, WEEKDAY, YEAR
from bot.layout.patterns import Pattern
from bot.sentences import sentence_spans

_FORMS: tuple[Form, ...] = (
    *holidays.FORMS, *written.FORMS, *months.FORMS, *weekdays.FORMS, *units.FORMS, *seasons.FORMS,
)  # fmt: skip

# A text without any of these holds no expression: most sentences, and cheap to see.
_TRIGGER = Pattern(
    rf"{WEEKDAY}|{FULL_MONTH}|\b[A-Z][a-z]{{2,3}}\.?\s\d|\d\s[A-Z][a-z]{{2}}|\d{{4}}|\d0s|[Dd]ay\b|[Tt]onight|[Tt]omorrow|"
    r"[Nn]ight\b|[Mm]orning|[Aa]fternoon|[Ee]vening|\b(?:ago|now|hence|time|week|weeks|weekend|month|months|years?|"
    r"decades?|century|centuries|quarter|fortnight)\b|[Ss]pring|[Ss]ummer|[Aa]utumn|\b[Ff]all\b|[Ww]inter|Halloween|"
    r"[Cc]hristmas|Q[1-4]\b|half\sof|Eve\b|Bonfire|9/11"
)
# "In a Tuesday statement": what is made or held once.
_MADE = (
    r"(?:statements?|news|press|interview|tweet|post|hearing|meeting|reports?|letter|memo|vote|rulings?|decision|e-?mail|"
    r"speech|appearance|filing|announcement|deadline|phone|call|debate|ceremony|briefing)\b"
)
# Names, habits and days of a story's own calendar, which the article's date does not settle.
_OTHER = Pattern(
    rf"""\b[A-Z][A-Za-z]+\sToday\b|\bin\s(?:the|our)\s(?:world|society)\stoday\b
    |\b(?:typically|usually|normally|generally|traditionally|always|often)\s(?:\w+\s){{0,4}}on\s{WEEKDAY}
    |[-–](?:\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\.?|midnight|noon)\s{WEEKDAY}(?:\s?(?:,|to|through|[-–]|and)\s?{WEEKDAY}){{1,4}}
    |\bScience\sFriday\b|[“"‘']To(?:day|morrow|night)[”"’']|\b(?:The|Country|Casual)\s(?:Tomorrow|Today|Tonight|Sunday)\b
    |\bToday[’']s\s[A-Z]|\b[Ee]very\s(?:\w+\s){{1,3}}on\s{WEEKDAY}|\bMonday\sNight\sCountdown\b|\b[Tt]he\s[“"]?Tonight\b|\bTonight\s[Ss]how\b|(?<=[a-z]\s)Tonight\b
    |\bToday\s(?:[Ss]how|programme|FM)\b|[Tt]oday[’']s\s(?:world|society|youth|kids|young|children|culture|age|climate)\b
    |\b[Yy]oung\s(?:people|men|women)\stoday\b|\b(?:of|still|than\sit\sis)\stoday(?=[.,]?[”"’]?$)
    |\b(?:Mail|Herald|Scotland|Independent|Express|Telegraph|Mirror|Sun|Star|Post)\son\sSunday\b
    |\bSunday\s(?:Times|Telegraph|Mirror|People|Express|Post|Mail|Independent|Herald|Sun|World|League|School|Mass|Service|Brunch)\b
    |\b(?:Sunday|Monday|Thursday|Friday|Saturday)\sNight\s(?:Football|Live|Raw|Fever|Lights|Dinner|Baseball|Takeaway|SmackDown)\b
    |\b(?:Freaky|Super|Bloody|Sheffield|Ruby|Giving|Taco|Casual|Man|Girl|Sheffield|Red|Dress-down|Fat|Throwback|
        Ruby|Wild)\s(?:Friday|Tuesday|Wednesday|Sunday|Thursday|Monday)\b
    |\b(?:[Ee]very|[Ee]ach|[Aa]ny|[Aa]n|[Aa]|[Aa]nother|[Oo]ne|[Ss]ome|[Mm]ost|[Aa]lternate|[Oo]n\sthat|[Tt]he\s(?:following|previous|next|same|
        first|second|third|fourth|last|other|preceding)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Oo]n\sthe|[Oo]f\sthe)\s(?:other\s|single\s)?{WEEKDAY}
        (?:\s(?:morning|afternoon|evening|night))?
        (?:\s(?:in|of)\s(?:{FULL_MONTH}(?:\s{YEAR})?|(?:each|every|the)\s\w+))?(?!\s(?:{FULL_MONTH}|\d))(?!\s(?:\w+\s)?{_MADE})
    |\b{WEEKDAY}\sbefore\slast\b|\b[Tt]he\s{WEEKDAY}\s(?:before|after|prior|following)\b
    |\b(?:{WEEKDAY}(?:,|,?\sand|\sor)\s){{1,6}}{WEEKDAY}\s(?:nights|mornings|afternoons|evenings)\b
    |\b{WEEKDAY}s\b|\b{WEEKDAY}\s(?:nights|mornings|afternoons|evenings)\b
    |\bMarch\sMadness\b|\b(?:Women[’']s|the|Million\sMan)\sMarch\b(?!\s\d|\s[a-z])|\bMarch\s(?:for|on|Against)\b
    |\bLast\sJudge?ment\b|\bthis\stime\slast\s(?:year|week|month)\b
    |\b(?:every|each|any)\s(?:other\s)?(?:spring|summer|autumn|fall|winter|January|February|March|April|May|June|July|August|
        September|October|November|December)\b
    |\b(?:[Tt]his|[Nn]ext|[Ll]ast)\sfall\s(?:in|to|from|by)\b|\bage\sof\s\d+
    """,
    re.VERBOSE,
)
_NAMED = Pattern(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Minister|President|Theresa|Brian|Judge|Justice|Sgt|Sen|Rep)\.?\s(?P<after>May|April|June|"
    r"August|March)\b|(?<![a-z]\s)(?<!In\s)(?P<subject>May|April|June|August)\s(?:said|says|told|tells|added|insisted|argued|herself|himself)\b"
    r"|\b(?P<first>April|June|August|Summer|Autumn)\s(?!The|On|In|At|It|He|She|But)[A-Z][a-z]{2,}\s(?:said|says|told|added|was)\b"
)
_STORY_YEAR = Pattern(rf"\b(?:[Ii]n|[Ss]ince|[Oo]f|[Dd]uring|[Bb]efore|[Aa]fter|{FULL_MONTH}|\d,)\s(?P<year>{YEAR})")
_STORY_TIMES = 3  # an article that names a year so often tells its story
_SIGHT = 300  # characters either side of an expression that are read for its verb: a long sentence, and no more
_CLOCK_END = Pattern(r"\d\s?[ap]\.m\.$")
_PROSE_YEAR = Pattern(rf"\b(?:[Ii]n|{FULL_MONTH}|\d,)\s(?:the\syear\s|of\s)?(?P<year>{YEAR})")


_Candidate: TypeAlias = tuple[Span, Form | None, re.Match[str]]


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of a text that name days.

    Attributes:
        span: where they stand in the text.
        days: which days; None where that cannot be worked out.
        undated: whether that is only because the article has no date.
    """

    span: Span
    days: Days | None
    undated: bool = False

    @property
    def written(self) -> bool:
        """Whether the words themselves name the days, and nothing had to be worked out."""
        return self.days is not None and self.days.rule == AS_WRITTEN


@dataclass(frozen=True, slots=True)
class Scope:
    """What an article says about its dates as a whole.

    Attributes:
        day: its own day; None where it is not known, so that nothing relative is resolved.
        names: what looks like a date in it and is none, such as "May" where it writes "Mrs May".
        year: an earlier year that it is the story of; None where it is of its own days.
    """

    day: date | None
    names: frozenset[str] = frozenset()
    year: int | None = None

    @classmethod
    def of(cls, texts: Collection[str], day: date | None) -> Scope:
        """The scope of an article with these paragraphs and this day."""
        return cls(day, _names_like_dates(texts), _year_told_of(texts, day) if day else None)


def _names_like_dates(texts: Collection[str]) -> frozenset[str]:
    """As "May" beside "Mrs May", and "Jan. 6" beside "the Jan. 6 riot"."""
    found = {match["after"] or match["subject"] or match["first"] for text in texts for match in _NAMED.finditer(text)}
    riot = any(holidays.CAPITOL.search(text) for text in texts)
    return frozenset(found | {"Jan. 6", "January 6"} if riot else found)


def _year_told_of(texts: Collection[str], day: date) -> int | None:
    """The year that an article names most, where that is long past and it hardly names another."""
    years = Counter(int(match["year"]) for text in texts for match in _STORY_YEAR.finditer(text))
    year, times = years.most_common(1)[0] if years else (day.year, 0)
    told = times >= _STORY_TIMES and 2 * times > sum(years.values()) and year < day.year - 1
    return year if told else None


def find_expressions(text: str, scope: Scope, tense_of: TenseOf = tense_at) -> tuple[Expression, ...]:
    """The date expressions of a paragraph, in order, none overlapping.

    Args:
        text: the paragraph's.
        scope: its article's.
        tense_of: tells where an expression points; captions have a way of their own.
    """
    if not _TRIGGER.search(text):
        return ()
    sentences = _whole(text, sentence_spans(text))
    return tuple(
        _resolved(text, span, form, match, sentences, scope, tense_of)
        for span, form, match in _longest(_candidates(text))
        if form is not None and (form in holidays.FORMS or text[span.start : span.end] not in scope.names)
    )


def _whole(text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences, joined where one was cut after "6 p.m."; what follows tells of the same time."""
    joined: list[Span] = []
    for one in sentences:
        if joined and _CLOCK_END.search(text[joined[-1].start : joined[-1].end]):
            joined[-1] = Span(joined[-1].start, one.end)
        else:
            joined.append(one)
    return joined


def _candidates(text: str) -> Iterator[_Candidate]:
    """Whatever looks like an expression, and with no form what looks like one and is none; they overlap."""
    for match in _OTHER.finditer(text):
        yield Span(match.start(), match.end()), None, match
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            group = "words" if "words" in match.re.groupindex else 0
            yield Span(match.start(group), match.end(group)), form, match


def _longest(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Of candidates that overlap the longest, in order: "Friday, Dec. 12" and neither of its parts."""
    starts: list[int] = []
    kept: list[_Candidate] = []
    for one in sorted(candidates, key=lambda candidate: (-len(candidate[0]), candidate[0].start)):
        place = bisect_right(starts, one[0].start)
        free = place == 0 or kept[place - 1][0].end <= one[0].start
        if free and (place == len(kept) or one[0].end <= kept[place][0].start):
            starts.insert(place, one[0].start)
            kept.insert(place, one)
    return kept


def _resolved(
    text: str,
    span: Span,
    form: Form,
    match: re.Match[str],
    sentences: Sequence[Span],
    scope: Scope,
    tense_of: TenseOf,
) -> Expression:
    whole = _sentence(sentences, span, len(text))
    start, end = max(whole.start, span.start - _SIGHT), min(whole.end, span.end + _SIGHT)
    local = Span(span.start - start, span.end - start)
    other_year = _other_year(text[max(0, span.start - 5 * _SIGHT) : span.start], scope.day) or scope.year
    at = Moment(scope.day, text[start:end], local, other_year, tense_of)
    try:
        return Expression(span, form.resolve(match, at))
    except NoDayError:
        return Expression(span, None, undated=True)
    except (OverflowError, ValueError):  # beyond the calendar's first or last year
        return Expression(span, None)


def _sentence(sentences: Sequence[Span], span: Span, length: int) -> Span:
    """The sentence that holds a span, or the run of sentences where one was cut within it."""
    first = max(0, bisect_right(sentences, span.start, key=lambda one: one.start) - 1)
    last = max(first, bisect_right(sentences, span.end - 1, key=lambda one: one.start) - 1)
    if not sentences:
        return Span(0, length)
    return Span(min(sentences[first].start, span.start), max(sentences[last].end, span.end))


def _other_year(before: str, day: date | None) -> int | None:
    """The year that a paragraph has been speaking of, where it is an earlier one than the article's."""
    years = [int(match["year"]) for match in _PROSE_YEAR.finditer(before)]
    return years[-1] if day and years and years[-1] < day.year else None
