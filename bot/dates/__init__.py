"""Date expressions of a newspaper, resolved against the article's own day and never against today.

`dates_in` gives those of a piece of an article, each with its words, its days and the rule by which they follow.
What rests on the article's day is not resolved where the article has none; `undated_words` lists that.
"""

from __future__ import annotations

from bot.article import Article, Span
from bot.dates.anchor import dateline_span, own_day
from bot.dates.finding import Expression, find_expressions, months_as_names
from bot.dates.periods import AS_WRITTEN
from bot.reply import Citation, ResolvedDate

__all__ = ["AS_WRITTEN", "dates_in", "expressions_in", "own_day", "undated_words", "whole_date"]


def dates_in(article: Article, paragraph: int, span: Span) -> tuple[ResolvedDate, ...]:
    """The dates that a part of a paragraph names, resolved, in their order.

    Args:
        article: the article.
        paragraph: its number, from 1.
        span: the part, in characters of its text; an expression counts where it lies wholly within.

    >>> from datetime import date
    >>> text = "Dana Roe resigned on Friday. The board will meet next Tuesday."
    >>> article = Article.from_paragraphs([text], published=date(2025, 12, 13))
    >>> for found in dates_in(article, 1, Span(0, len(text))):
    ...     print(found.citation.quote, found.first, found.rule, sep="; ")
    Friday; 2025-12-12; the last Friday up to the article's date, 13 December 2025
    next Tuesday; 2025-12-16; the Tuesday of the week after that of the article's date, 13 December 2025
    """
    return tuple(
        ResolvedDate(Citation.of(article, paragraph, one.span), one.days.first, one.days.last, one.days.rule)
        for one in expressions_in(article, paragraph)
        if one.days and span.start <= one.span.start and one.span.end <= span.end
    )


def undated_words(article: Article, paragraph: int, span: Span) -> tuple[str, ...]:
    """The words in a part of a paragraph that name a day which only the article's missing date would settle."""
    text = article.paragraph(paragraph).text
    return tuple(
        text[one.span.start : one.span.end]
        for one in expressions_in(article, paragraph)
        if one.undated and span.start <= one.span.start and one.span.end <= span.end
    )


def whole_date(article: Article, paragraph: int, span: Span) -> Span:
    """Grow a span so that it holds no half of an expression: "June" in "June last year" becomes all of it."""
    for one in expressions_in(article, paragraph):
        if one.span.start < span.end and span.start < one.span.end:
            span = Span(min(span.start, one.span.start), max(span.end, one.span.end))
    return span


def expressions_in(article: Article, paragraph: int) -> tuple[Expression, ...]:
    """The date expressions of a paragraph in order, resolved or not, its dateline's left out."""
    text = article.paragraph(paragraph).text
    skipped = dateline_span(article, paragraph)
    names = months_as_names([one.text for one in article.paragraphs])
    found = find_expressions(text, own_day(article), names)
    return tuple(one for one in found if skipped is None or one.span.start >= skipped.end)
