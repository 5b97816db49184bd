"""A reply as a person or a program reads it outside the page: plain text and JSON data. One home for wording."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.article import Article
from bot.reply import Citation, Reply, Statement

NOT_SAID_ONE = "The article does not say."
DIFFER = "The articles differ."
UNDERSTOOD = "Understood as:"
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
        lines = [mark(f"{UNDERSTOOD} {reply.understood}", "source")] if reply.understood else []
        lines += [mark(NOT_SAID_ONE if len(articles) == 1 else NOT_SAID_SEVERAL, "refusal")]
        if reply.nearest:
            lines.append(f"  nearest: {reply.nearest.quote}")
            lines.append(mark(f"           {source_line(reply.nearest, articles)}", "source"))
        return "\n".join(lines)
    lines = _heading(reply, mark)
    for place, statement in enumerate(reply.statements):
        if reply.differs and place < len(reply.answers):
            side = reply.answers[place]
            lines.append(f"{mark(side.quote, 'answer')}  {mark(_article_line(articles[side.article_id]), 'source')}")
        lines.append(f"  {_with_answers(statement, reply.answers, mark)}")
        lines += [mark(f"  {source_line(citation, articles)}", "source") for citation in statement.citations]
    return "\n".join(lines)


def _heading(reply: Reply, mark: Mark) -> list[str]:
    """How the question was understood, and the short answers or that there are several sides."""
    sure = mark(f"({confidence_words(reply.confidence)})", "source")
    lines = [mark(f"{UNDERSTOOD} {reply.understood}", "source")] if reply.understood else []
    if reply.differs:
        return [*lines, mark(DIFFER, "refusal")]
    whole = len(reply.answers) == 1 and reply.short == reply.statements[0].text  # it stands below in any case
    if reply.answers and not whole:
        short = mark("; ".join(one.quote for one in reply.answers), "answer")
        lines.append(f"{short}  {sure}")
    return lines


def _article_line(article: Article) -> str:
    """Headline and date, of those that there are."""
    return " · ".join(
        part for part in (article.title, format_date(article.published) if article.published else "") if part
    )


def source_line(citation: Citation, articles: dict[str, Article]) -> str:
    """Where a quote stands, such as "¶3, characters 64-203 · Headline · 13 December 2025"."""
    place = f"¶{citation.paragraph}, characters {citation.start}-{citation.end}"
    return " · ".join(part for part in (place, _article_line(articles[citation.article_id])) if part)


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


def _with_answers(statement: Statement, answers: tuple[Citation, ...], mark: Mark) -> str:
    """The statement with the short answers marked, where it quotes the sentence that they stand in."""
    text, quoted = statement.text, statement.citations[0]
    if text != quoted.quote:
        return mark(text, "quote")
    pieces, done = [], quoted.start
    for one in sorted(answers, key=lambda answer: answer.start):
        same = (one.article_id, one.paragraph) == (quoted.article_id, quoted.paragraph)
        if same and done <= one.start and one.end <= quoted.end:
            pieces += [(text[done - quoted.start : one.start - quoted.start], "quote"), (one.quote, "answer")]
            done = one.end
    pieces.append((text[done - quoted.start :], "quote"))
    return "".join(mark(piece, kind) for piece, kind in pieces if piece)
