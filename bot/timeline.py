"""Dated events of articles in the order of their days, each the sentence that tells it.

Which date of a sentence is its event's? There is no parser here, so it is chosen by where the dates stand. A date
counts that says when ("on Friday", "in 2019"), not one that belongs to a noun ("Friday's vote", "the 2016 law"), bounds
a stretch ("since Monday", "by June", "the past year"), or stands in somebody's quoted words. Of those that count, the
first wins of those that rank best: beside another verb than "said", outside a side clause ("which opened in 2001"), the
finer one. A sentence without such a date, or whose date cannot be resolved, tells no event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.article import Article, Span
from bot.dates import dates_of
from bot.layout.patterns import Pattern
from bot.reply import Citation, ResolvedDate, Statement
from bot.sentences import sentence_spans

_FEWEST_WORDS = 4
_ALIKE = 0.7  # share of words that two tellings of one event have in common
_NEARLY_EQUAL = 0.85  # the same, where one tells the day and the other the week

_BOUND = Pattern(
    r"(?i)\b(?:since|until|till|by|before|after|following|ahead\sof|from|through|between|of|than|as\sof|despite|for|"
    r"like|unlike|about|regarding|in\sthe\swake\sof|prior\sto|up\sto)\s(?:the\s|late\s|early\s|at\sleast\s|\w+[’']s\s|"
    r"his\s|her\s|its\s|their\s)?$"
)
_OWNED = Pattern(r"(?i)(?:\b(?:the|a|an|his|her|its|their|our|my)|[’']s)\s$")
_OWNS = Pattern(r"^[’'](?:s\b|(?=\s))|^-")
_NOUN_AFTER = Pattern(
    r"^\s(?!(?:and|but|or|when|where|after|before|because|as|while|that|which|who|in|on|at|to|for|with|by|from|against|"
    r"near|during|over|amid|following|despite|he|she|it|they|we|the|a|an)\b)[A-Za-z]"
)
_STRETCH = Pattern(r"(?i)^(?:over\s)?(?:the\s|this\s)(?:past|last|next|coming)\b|^(?:every|each)\b|century$")
_SAYING = (
    r"(?:said|says|told|tells|added|adds|wrote|writes|announced|reported|reports|confirmed|tweeted|posted|statement|"
    r"interview|e-?mail|spokes\w+)\b"
)
_SAID = Pattern(rf"(?i)\b{_SAYING}(?:\s(?!that\b)[\w’'-]+){{0,3}}\s$|\b{_SAYING},?\s$")
_TO_SAY = Pattern(rf"(?i)^,?\s(?:[\w’'-]+\s){{0,4}}{_SAYING}")
_SIDE = Pattern(
    r"(?i)\b(?:which|who|whom|whose|where|when|after|before|since|because|although|though|while|if|unless|than|as)\b"
)
_HOLIDAY = Pattern(r"[A-Z][a-z’'.]+\s(?:Day|Eve|Friday|Monday|Sunday|Tuesday|Wednesday|Night)\b|Halloween|Fourth")
_ON = Pattern(r"(?i)\b(?:on|at|in)\s(?:the\s)?$")
_TOLD = Pattern(r"[.!…][”\"’')]*$")  # neither a question nor a headline
_WORD = Pattern(r"\w+")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an article tells of a day, or of a run of days.

    Attributes:
        date: when, with the words that say so.
        statement: the sentence; its citations are every sentence that tells the same, its own the first.
    """

    date: ResolvedDate
    statement: Statement


def timeline(articles: Iterable[Article]) -> tuple[Event, ...]:
    """The dated events of articles, in the order of their days and then of their telling.

    An event that several sentences tell in nearly the same words comes once, with every one of them cited.

    >>> from datetime import date
    >>> text = "Ann Lee resigned on Friday. She had joined the board in May 2019. Her successor starts next Tuesday."
    >>> for event in timeline([Article.from_paragraphs([text], published=date(2025, 12, 13))]):
    ...     print(event.date.first, event.statement.text)
    2019-05-01 She had joined the board in May 2019.
    2025-12-12 Ann Lee resigned on Friday.
    2025-12-16 Her successor starts next Tuesday.
    """
    told = [event for article in sorted(articles, key=_age) for event in _events(article)]
    merged: list[_Told] = []
    open_still: list[int] = []  # of these, the ones whose days reach the event at hand
    for event in sorted(told, key=_days):
        one = _Told(event, _words(event))
        open_still = [index for index in open_still if merged[index].event.date.last >= event.date.first]
        twin = next((index for index in open_still if _same(one, merged[index])), None)
        if twin is None:
            open_still.append(len(merged))
            merged.append(one)
        else:
            merged[twin] = _joined(merged[twin], one)
    return tuple(sorted((one.event for one in merged), key=_days))


@dataclass(frozen=True, slots=True)
class _Told:
    """An event and the words that tell it."""

    event: Event
    words: frozenset[str]


def _age(article: Article) -> tuple[bool, date, str]:
    """Sorts articles by day, the undated last; a day and a moment do not compare."""
    day = article.published.date() if isinstance(article.published, datetime) else article.published
    return day is None, day or date.max, article.id


def _days(event: Event) -> tuple[object, ...]:
    return event.date.first, event.date.last


def _events(article: Article) -> Iterator[Event]:
    found = dates_of(article)
    for paragraph in article.body:
        for span in sentence_spans(paragraph.text) if found[paragraph.number] else ():
            dates = _between(found[paragraph.number], span)
            text = paragraph.text[span.start : span.end]
            if not dates or len(text.split()) < _FEWEST_WORDS or not _TOLD.search(text):
                continue
            when = _of_the_event(text, span, dates)
            if when is not None:
                citation = Citation.of(article, paragraph.number, span)
                yield Event(when, Statement(citation.quote, (citation,), dates=dates))


def _between(dates: Sequence[ResolvedDate], span: Span) -> tuple[ResolvedDate, ...]:
    """Of dates in their order, those that lie in a span."""
    first = bisect_left(dates, span.start, key=lambda one: one.citation.start)
    after = bisect_left(dates, span.end, key=lambda one: one.citation.start)
    return tuple(one for one in dates[first:after] if one.citation.end <= span.end)


def _of_the_event(sentence: str, span: Span, dates: Sequence[ResolvedDate]) -> ResolvedDate | None:
    """The date that says when a sentence's event was; None where none does."""
    ranked = []
    for one in dates:
        start, end = one.citation.start - span.start, one.citation.end - span.start
        if _says_when(sentence, start, end):
            before = sentence[:start]
            side = max((match.end() for match in _SIDE.finditer(before)), default=-1) > before.rfind(",") > 0
            said = _SAID.search(before) is not None or _TO_SAY.search(sentence[end:]) is not None
            ranked.append(((said, side, (one.last - one.first).days, start), one))
    return min(ranked, key=lambda rank: rank[0])[1] if ranked else None


def _says_when(sentence: str, start: int, end: int) -> bool:
    """Whether a date stands by a verb, and in the article's own words."""
    before, words, after = sentence[:start], sentence[start:end], sentence[end:]
    if before.count("“") > before.count("”") or before.count('"') % 2:
        return False
    if _BOUND.search(before) or _OWNS.match(after) or _STRETCH.search(words):
        return False
    if _HOLIDAY.search(words) and not _ON.search(before):
        return False
    if _OWNED.search(before) and not words.lower().startswith("the "):
        return False
    return not (
        re.fullmatch(r"\d{4}|9/11|[A-Z][a-z]+\.?(?:\s\d{1,2})?", words)
        and _OWNED.search(before)
        and _NOUN_AFTER.match(after)
    )


def _same(one: _Told, other: _Told) -> bool:
    """Whether two sentences tell one event: the same days in like words, or days that overlap in nearly equal ones."""
    mine, yours = one.event.date, other.event.date
    if mine.first > yours.last or yours.first > mine.last:
        return False
    least = _ALIKE if (mine.first, mine.last) == (yours.first, yours.last) else _NEARLY_EQUAL
    return len(one.words & other.words) >= least * max(1, len(one.words | other.words))


def _words(event: Event) -> frozenset[str]:
    """The words that tell an event, but for those that say when."""
    text = event.statement.text.replace(event.date.citation.quote, " ")
    return frozenset(match[0].lower() for match in _WORD.finditer(text)) - {"on", "in", "at"}


def _joined(kept: _Told, twin: _Told) -> _Told:
    """One event of two tellings: the narrower days, and every citation."""
    narrow, other = sorted((kept, twin), key=lambda one: (one.event.date.last - one.event.date.first).days)
    citations = dict.fromkeys((*narrow.event.statement.citations, *other.event.statement.citations))
    return _Told(Event(narrow.event.date, replace(narrow.event.statement, citations=tuple(citations))), narrow.words)
