"""A reply as a person or a program reads it outside the page: plain text and JSON data. One home for wording."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.article import Article
from bot.reply import Citation, Match, Reply, Statement
from bot.review import Checked, Label, Review

NOT_SAID_ONE = "The article does not say."
NOT_SAID_SEVERAL = "The articles do not say."

Mark = Callable[[str, str], str]


def plain(text: str, kind: str) -> str:
    """The mark of plain text: none. `kind` is "answer", "quote", "source" or "refusal"."""
    del kind
    return text


def reply_text(reply: Reply, articles: dict[str, Article], mark: Mark = plain) -> str:
    """A reply with its proof, as lines of text.

    Args:
        reply: an answer, a summary or an abstention.
        articles: by id, every article that the reply may cite.
        mark: dresses a piece of text by its kind, such as with colour; plain by default.
    """
    if reply.abstained:
        lines = [mark(NOT_SAID_ONE if len(articles) == 1 else NOT_SAID_SEVERAL, "refusal")]
        if reply.nearest:
            lines.append(f"  nearest: {reply.nearest.quote}")
            lines.append(mark(f"           {source_line(reply.nearest, articles)}", "source"))
        return "\n".join(lines)
    lines = []
    if reply.short:
        lines.append(f"{mark(reply.short, 'answer')}  {mark(f'({confidence_words(reply.confidence)})', 'source')}")
    for statement in reply.statements:
        lines.append(f"  {_with_answer(statement, reply.answer, mark)}")
        lines += [mark(f"  {source_line(citation, articles)}", "source") for citation in statement.citations]
    return "\n".join(lines)


def source_line(citation: Citation, articles: dict[str, Article]) -> str:
    """Where a quote stands, such as "¶3, characters 64-203 · Headline · 13 December 2025"."""
    article = articles[citation.article_id]
    place = f"¶{citation.paragraph}, characters {citation.start}-{citation.end}"
    parts = [place, article.title, format_date(article.published) if article.published else ""]
    return " · ".join(part for part in parts if part)


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
        "answers": [_citation_data(one, articles) for one in reply.answers],
        "statements": [_statement_data(one, articles) for one in reply.statements],
        "nearest": reply.nearest and _citation_data(reply.nearest, articles),
    }


def _statement_data(statement: Statement, articles: dict[str, Article]) -> dict[str, Any]:
    return {
        "text": statement.text,
        "speaker": statement.speaker,
        "dates": [
            {"first": one.first.isoformat(), "last": one.last.isoformat(), "rule": one.rule}
            | {"words": _citation_data(one.citation, articles)}
            for one in statement.dates
        ],
        "citations": [_citation_data(one, articles) for one in statement.citations],
    }


def _citation_data(citation: Citation, articles: dict[str, Article]) -> dict[str, Any]:
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


def match_data(match: Match, articles: dict[str, Article]) -> dict[str, Any]:
    """A paragraph that a search found as JSON-ready data: its citation, score and similarity."""
    scores = {"score": round(match.score, 4), "similarity": round(match.similarity, 4)}
    return scores | _citation_data(match.citation, articles)


def reviewed_ids(review: Review) -> set[str]:
    """The ids of every article that the review cites."""
    sources = [one.source for checked in review.sentences for one in checked.differences if one.source]
    return {one.article_id for checked in review.sentences for one in (*checked.citations, *sources)}


def review_data(review: Review, articles: dict[str, Article]) -> dict[str, Any]:
    """A draft's review as JSON-ready data; `start` and `end` of sentences and differences count the draft's characters.

    Args:
        review: of the draft.
        articles: by id, every article that the review cites.
    """
    return {
        "draft": review.draft,
        "counts": {label.value: review.counts[label] for label in Label},
        "sentences": [_checked_data(one, articles) for one in review.sentences],
    }


def _checked_data(checked: Checked, articles: dict[str, Article]) -> dict[str, Any]:
    return {
        "text": checked.text,
        "start": checked.span.start,
        "end": checked.span.end,
        "label": checked.label.value,
        "citations": [_citation_data(one, articles) for one in checked.citations],
        "differences": [
            {"kind": one.kind.value, "start": one.span.start, "end": one.span.end, "draft": one.draft}
            | {"source": one.source and _citation_data(one.source, articles)}
            for one in checked.differences
        ],
    }


def format_date(value: date | datetime) -> str:
    """A date as a newspaper prints it: "13 December 2025", with "10:21 UTC+09:00" after it where a time is known.

    >>> format_date(date(2025, 12, 13))
    '13 December 2025'
    """
    day = f"{value.day} {value:%B} {value.year}"
    return f"{day}, {value:%H:%M} {value.tzname() or ''}".rstrip() if isinstance(value, datetime) else day


def confidence_words(confidence: float) -> str:
    """A probability in words.

    >>> [confidence_words(value) for value in (0.95, 0.7, 0.4)]
    ['confident', 'fairly sure', 'unsure']
    """
    if confidence >= 0.8:
        return "confident"
    return "fairly sure" if confidence >= 0.6 else "unsure"


def _with_answer(statement: Statement, answer: Citation | None, mark: Mark) -> str:
    """The statement with the short answer marked, where it quotes the sentence that the answer stands in."""
    text, quoted = statement.text, statement.citations[0]
    same = answer and (answer.article_id, answer.paragraph) == (quoted.article_id, quoted.paragraph)
    if not answer or not same or text != quoted.quote or not quoted.start <= answer.start < answer.end <= quoted.end:
        return mark(text, "quote")
    start, end = answer.start - quoted.start, answer.end - quoted.start
    pieces = ((text[:start], "quote"), (text[start:end], "answer"), (text[end:], "quote"))
    return "".join(mark(piece, kind) for piece, kind in pieces if piece)
