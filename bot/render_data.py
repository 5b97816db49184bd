"""Replies, reviews and timelines as JSON-ready data. One home for the names of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.article import Article
from bot.render import day_lines, with_days
from bot.reply import Citation, Match, Reply, ResolvedDate, Statement
from bot.review import Checked, Label, Review
from bot.timeline import Event


def reply_data(reply: Reply, articles: dict[str, Article]) -> dict[str, Any]:
    """A reply as JSON-ready data; offsets count characters of the paragraph's text, half-open."""
    return {
        "question": reply.question,
        "abstained": reply.abstained,
        "short": reply.short,
        "text": reply.text,
        "confidence": round(reply.confidence, 4),
        "understood": reply.understood,
        "differs": reply.differs,
        "struck": reply.struck,
        "answers": [_answer_data(one, reply.statements, articles) for one in reply.answers],
        "statements": [statement_data(one, articles) for one in reply.statements],
        "nearest": reply.nearest and citation_data(reply.nearest, articles),
    }


def _answer_data(citation: Citation, statements: Iterable[Statement], articles: dict[str, Article]) -> dict[str, Any]:
    """An answer with the days that its words mean, and how they follow or why they cannot be worked out."""
    return citation_data(citation, articles) | {
        "dated": with_days(citation, statements),
        "days": day_lines(citation, statements, articles),
    }


def statement_data(statement: Statement, articles: dict[str, Article]) -> dict[str, Any]:
    """A statement as JSON-ready data."""
    return {
        "text": statement.text,
        "speaker": statement.speaker,
        "dates": [date_data(one, articles) for one in statement.dates],
        "citations": [citation_data(one, articles) for one in statement.citations],
    }


def date_data(date: ResolvedDate, articles: dict[str, Article]) -> dict[str, Any]:
    """A resolved date as JSON-ready data."""
    return {
        "first": date.first.isoformat(),
        "last": date.last.isoformat(),
        "rule": date.rule,
        "words": citation_data(date.citation, articles),
    }


def timeline_data(events: Sequence[Event], articles: dict[str, Article]) -> list[dict[str, Any]]:
    """A timeline as JSON-ready data."""
    return [
        {"date": date_data(one.date, articles), "statement": statement_data(one.statement, articles)} for one in events
    ]


def match_data(match: Match, articles: dict[str, Article]) -> dict[str, Any]:
    """A paragraph that a search found as JSON-ready data: its citation, score and similarity."""
    scores = {"score": round(match.score, 4), "similarity": round(match.similarity, 4)}
    return scores | citation_data(match.citation, articles)


def citation_data(citation: Citation, articles: dict[str, Article]) -> dict[str, Any]:
    """A citation as JSON-ready data, with its article's headline, date and URL."""
    article = articles[citation.article_id]
    return {
        "article": citation.article_id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "paragraph": citation.paragraph,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def cited_ids(reply: Reply) -> set[str]:
    """The ids of every article that the reply cites anywhere."""
    dates = [one.citation for statement in reply.statements for one in statement.dates]
    nearest = [reply.nearest] if reply.nearest else []
    return {one.article_id for one in (*reply.citations, *reply.answers, *dates, *nearest)}


def reviewed_ids(review: Review) -> set[str]:
    """The ids of every article that the review cites."""
    sources = [one.source for checked in review.sentences for one in checked.differences if one.source]
    return {one.article_id for checked in review.sentences for one in (*checked.citations, *sources)}


def review_data(review: Review, articles: dict[str, Article]) -> dict[str, Any]:
    """A review as JSON-ready data; spans count characters of the draft, half-open."""
    return {
        "draft": review.draft,
        "flagged": len(review.flagged),
        "counts": {str(label): review.counts[label] for label in Label},
        "sentences": [_checked_data(one, articles) for one in review.sentences],
    }


def _checked_data(one: Checked, articles: dict[str, Article]) -> dict[str, Any]:
    return {
        "start": one.span.start,
        "end": one.span.end,
        "text": one.text,
        "label": str(one.label),
        "citations": [citation_data(each, articles) for each in one.citations],
        "differences": [
            {
                "kind": str(each.kind),
                "start": each.span.start,
                "end": each.span.end,
                "draft": each.draft,
                "source": each.source and citation_data(each.source, articles),
            }
            for each in one.differences
        ],
    }
