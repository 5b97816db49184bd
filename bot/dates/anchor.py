"""The day an article speaks from: the one in its dateline, else the day it was published where it was published."""

from __future__ import annotations

from datetime import date, datetime

from bot.article import Article, Role, Span
from bot.dates.periods import day_of
from bot.dates.words import MONTH, YEAR, day_number, month_number
from bot.layout.datelines import read_dateline
from bot.layout.patterns import Pattern

_DAY = Pattern(
    rf"(?:(?P<month>{MONTH})\s(?P<day>\d\d?)|(?P<day_>\d\d?)\s(?P<month_>{MONTH}))(?!\d)(?:,?\s(?P<year>{YEAR}))?"
)
_MOST_DAYS_HELD = 31  # between a dateline and the page: older is a misprint, or another story's


def own_day(article: Article) -> date | None:
    """The day that "today" means in an article; None where neither its dateline nor its page names one.

    A moment counts by the clock of its own time zone: 1 a.m. on the 13th in Seoul is the 13th.
    """
    page = article.published.date() if isinstance(article.published, datetime) else article.published
    return _dateline_day(article, page) or page


def dateline_span(article: Article, paragraph: int) -> Span | None:
    """Where a dateline stands in a paragraph's own text, as it does where the source keeps it there."""
    first = next((one.number for one in article.paragraphs if one.role is Role.BODY), None)
    if paragraph != first:
        return None
    found = read_dateline(article.paragraph(paragraph).text)
    return Span(0, found.end) if found else None


def _dateline_day(article: Article, page: date | None) -> date | None:
    printed = article.dateline or ""
    if not printed and article.body and (span := dateline_span(article, article.body[0].number)):
        printed = article.body[0].text[: span.end]
    match = _DAY.search(printed)
    if match is None:
        return None
    month, day = month_number(match["month"] or match["month_"]), day_number(match["day"] or match["day_"])
    years = [int(match["year"])] if match["year"] else [page.year - 1, page.year, page.year + 1] if page else []
    days = [found for year in years if (found := day_of(year, month, day))]
    if page is None:
        return days[0] if days else None
    near = [one for one in days if -1 <= (page - one).days <= _MOST_DAYS_HELD]
    return min(near, key=lambda one: abs((page - one).days), default=None)
