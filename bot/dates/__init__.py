"""Date expressions of a newspaper, resolved against the article's own day and never against today.

`dates_in` gives those of a piece of an article, each with its words, its days and the rule by which they follow.
What rests on the article's day is not resolved where the article has none; `undated_words` lists that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.article import Article, Role, Span
from bot.dates.anchor import dateline_span, own_day
from bot.dates.asking import asks_when, dated_answer, end_asked
from bot.dates.finding import Expression, Scope, find_expressions
from bot.dates.periods import AS_WRITTEN
from bot.dates.tense import tense_at, tense_in_caption
from bot.layout.captions import is_caption
from bot.reply import Citation, Reply, ResolvedDate, Statement
from bot.sentences import covering_sentences

__all__ = [
    "AS_WRITTEN",
    "asks_when",
    "dates_in",
    "dates_of",
    "expressions_in",
    "own_day",
    "undated_words",
    "when_said",
    "with_dates",
]


_NEAR = 4_000  # characters: longer than any paragraph that was written as one


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
    found = _resolved(article, paragraph, expressions_in(article, paragraph, span))
    return tuple(one for one in found if span.start <= one.citation.start and one.citation.end <= span.end)


def dates_of(article: Article) -> dict[int, tuple[ResolvedDate, ...]]:
    """The resolved dates of each paragraph of the body, by its number."""
    scope = _scope(article)
    return {
        one.number: _resolved(article, one.number, _expressions(article, one.number, scope)) for one in article.body
    }


def _resolved(article: Article, paragraph: int, found: Iterable[Expression]) -> tuple[ResolvedDate, ...]:
    return tuple(
        ResolvedDate(Citation.of(article, paragraph, one.span), one.days.first, one.days.last, one.days.rule)
        for one in found
        if one.days
    )


def with_dates(reply: Reply, articles: Iterable[Article]) -> Reply:
    """A reply whose statements name their dates, those of each statement's citations.

    Args:
        reply: any.
        articles: all that it cites.
    """
    by_id = {one.id: one for one in articles}

    def of(statement: Statement) -> Statement:
        found = [
            each
            for one in statement.citations
            for each in dates_in(by_id[one.article_id], one.paragraph, Span(one.start, one.end))
        ]
        return replace(statement, dates=tuple(dict.fromkeys(found)))

    return replace(reply, statements=tuple(of(one) for one in reply.statements))


def undated_words(article: Article, paragraph: int, span: Span) -> tuple[str, ...]:
    """The words in a part of a paragraph that name a day which only the article's missing date would settle."""
    text = article.paragraph(paragraph).text
    return tuple(
        text[one.span.start : one.span.end]
        for one in expressions_in(article, paragraph, span)
        if one.undated and span.start <= one.span.start and one.span.end <= span.end
    )


def when_said(question: str, article: Article, paragraph: int, span: Span) -> Span:
    """The span of an answer to a "when" question, with no half of a date at its ends and with the date it lacks.

    Args:
        question: as asked; the span of any other is returned as it is.
        article, paragraph: where the answer stands.
        span: the answer as read.

    >>> text = "The gates open at 8 a.m. on Sunday, 14 June 2026."
    >>> article = Article.from_paragraphs([text])
    >>> found = when_said("When do the gates open?", article, 1, Span(18, 24))
    >>> text[found.start : found.end]
    '8 a.m. on Sunday, 14 June 2026'
    """
    if not asks_when(question):
        return span
    found = expressions_in(article, paragraph, span)
    for one in found:
        if one.span.start < span.end and span.start < one.span.end:
            span = Span(min(span.start, one.span.start), max(span.end, one.span.end))
    text = article.paragraph(paragraph).text
    span = end_asked(question, text, span, found)
    sentence = covering_sentences(text, span)
    return dated_answer(question, article, paragraph, sentence, span, found)


def expressions_in(article: Article, paragraph: int, near: Span | None = None) -> tuple[Expression, ...]:
    """The date expressions of a paragraph in order, resolved or not, its dateline's left out.

    Args:
        article, paragraph: where to look.
        near: a part of the paragraph; of a very long one, what is far from it is not looked at. None for all.
    """
    return _expressions(article, paragraph, _scope(article), near)


def _scope(article: Article) -> Scope:
    return Scope.of([one.text for one in article.paragraphs], own_day(article))


def _expressions(article: Article, paragraph: int, scope: Scope, near: Span | None = None) -> tuple[Expression, ...]:
    whole, skipped = article.paragraph(paragraph), dateline_span(article, paragraph)
    text = whole.text
    tense_of = tense_in_caption if whole.role is Role.CAPTION or is_caption(text) else tense_at
    start = max(0, near.start - _NEAR) if near else 0
    found = find_expressions(text[start : near.end + _NEAR] if near else text, scope, tense_of)
    moved = (replace(one, span=Span(one.span.start + start, one.span.end + start)) for one in found)
    return tuple(one for one in moved if skipped is None or one.span.start >= skipped.end)
