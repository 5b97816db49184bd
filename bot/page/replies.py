"""Replies as escaped HTML: an answer, articles that differ, a summary, and "the articles do not say"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.article import Article
from bot.dates import AS_WRITTEN
from bot.page.html import (
    citation_link,
    day_html,
    day_of,
    days_html,
    days_text,
    escape,
    isolated,
    quote_html,
    source_html,
    title_of,
)
from bot.render import NOT_SAID_ONE, NOT_SAID_SEVERAL, confidence_words
from bot.reply import Citation, Reply, ResolvedDate, Statement

Articles = Mapping[str, Article]


def reply_html(reply: Reply, articles: Articles, asked: int) -> str:
    """A reply with its proof.

    Args:
        reply: an answer, a summary or an abstention.
        articles: by id, every article that the reply may cite.
        asked: how many articles were asked.
    """
    if reply.abstained:
        return _abstention(reply, articles, asked)
    if reply.differs and len(reply.answers) > 1:
        return _sides(reply, articles)
    return _answer(reply, articles) if reply.answers else _summary(reply, articles)


def cited(reply: Reply) -> set[str]:
    """The ids of all articles that a reply points into."""
    found = [*reply.citations, *reply.answers, *([reply.nearest] if reply.nearest else [])]
    return {one.article_id for one in found}


def confidence_html(confidence: float, of_what: str, further: str = "") -> str:
    """A probability in words, with the figure where one rests.

    Args:
        confidence: in [0, 1].
        of_what: what is probable, for the figure.
        further: said after the words, such as " of this".
    """
    figure = f"Estimated probability {of_what}: {confidence:.0%}"
    words = confidence_words(confidence)
    meter = f'<i class="meter" aria-hidden="true"><i style="width:{confidence:.0%}"></i></i>'
    return f'<span class="sure" tabindex="0" title="{escape(figure)}">{meter}{words}{further}</span>'


def statement_html(statement: Statement, articles: Articles, answers: tuple[Citation, ...] = ()) -> str:
    """A sentence, its marks, who says it, when, and where it stands.

    Args:
        statement: of a reply.
        articles: by id.
        answers: short answers; those that the sentence holds are marked stronger in it.
    """
    first = statement.citations[0]
    answer = next((one for one in answers if _holds(first, one)), None)
    words = quote_html(first, answer) if statement.text == first.quote else isolated(statement.text)
    links = " ".join(citation_link(one, articles, answer) for one in statement.citations)
    speaker = f'<p class="speaker">—&#160;{isolated(statement.speaker)}</p>' if statement.speaker else ""
    worked_out = [one for one in statement.dates if one.rule != AS_WRITTEN]
    days = f'<p class="dates">{" · ".join(map(days_html, worked_out))}</p>' if worked_out else ""
    sources = dict.fromkeys(source_html(one, articles) for one in statement.citations)
    source = "".join(f'<p class="source">{one}</p>' for one in sources)
    return f"<blockquote><p>{words}&#160;{links}</p>{speaker}{days}{source}</blockquote>"


def _answer(reply: Reply, articles: Articles) -> str:
    shorts = dict.fromkeys(_short(one, reply.statements) for one in reply.answers)
    if len(shorts) == 1:
        head = f'<p class="short">{next(iter(shorts))}</p>'
    else:
        head = f'<ul class="short several">{"".join(f"<li>{one}</li>" for one in shorts)}</ul>'
    proof = "".join(statement_html(one, articles, reply.answers) for one in reply.statements)
    sure = confidence_html(reply.confidence, "that this is right")
    return f'<div class="reply answer">{head}{proof}<p class="footing">{sure}</p></div>'


def _short(answer: Citation, statements: tuple[Statement, ...]) -> str:
    """The answer's words, with the day that they mean where they name one."""
    dates = [
        one
        for statement in statements
        for one in statement.dates
        if one.rule != AS_WRITTEN and _holds(answer, one.citation)
    ]
    return isolated(answer.quote) + (_meant(dates[0]) if len(dates) == 1 else "")


def _meant(dated: ResolvedDate) -> str:
    return f' <span class="meant" title="{escape(dated.rule)}">({days_text(dated)})</span>'


def _sides(reply: Reply, articles: Articles) -> str:
    """Answers that differ, side by side, the newest article first."""
    pairs = [(answer, _statement_of(answer, reply.statements)) for answer in reply.answers]
    pairs.sort(key=lambda pair: _newest(articles[pair[0].article_id]), reverse=True)
    sides = ""
    for answer, statement in pairs:
        proof = statement_html(statement, articles, (answer,)) if statement else citation_link(answer, articles)
        sides += f'<li><p class="short">{_short(answer, (statement,) if statement else ())}</p>{proof}</li>'
    sure = confidence_html(reply.confidence, "that these are the answers")
    return (
        '<div class="reply differs"><p class="verdict"><span class="sign" aria-hidden="true">≠</span> '
        f'The articles differ. The newest comes first.</p><ol class="sides">{sides}</ol><p class="footing">{sure}'
        "</p></div>"
    )


def _summary(reply: Reply, articles: Articles) -> str:
    """Sentences with their marks, under the headline of each article."""
    parts = ['<div class="reply summary">']
    above = None
    for statement in reply.statements:
        first = statement.citations[0]
        if first.article_id != above:
            article = articles[first.article_id]
            when = f", {day_html(article.published)}" if article.published else ""
            parts.append(f'<p class="source"><cite dir="auto">{escape(title_of(article))}</cite>{when}</p>')
            above = first.article_id
        links = " ".join(citation_link(one, articles) for one in statement.citations)
        speaker = f' <span class="speaker">—&#160;{isolated(statement.speaker)}</span>' if statement.speaker else ""
        parts.append(f'<p class="sentence">{isolated(statement.text)}{speaker}&#160;{links}</p>')
    return "".join([*parts, "</div>"])


def _abstention(reply: Reply, articles: Articles, asked: int) -> str:
    words = NOT_SAID_ONE if asked == 1 else NOT_SAID_SEVERAL
    sign = '<span class="sign" aria-hidden="true">∅</span>'
    parts = [f'<div class="reply abstained"><p class="refusal">{sign} {escape(words)}</p>']
    if reply.nearest:
        link = citation_link(reply.nearest, articles)
        parts.append(
            '<p class="near-label">What comes nearest:</p><blockquote>'
            f"<p>{isolated(reply.nearest.quote)}&#160;{link}</p>"
            f'<p class="source">{source_html(reply.nearest, articles)}</p></blockquote>'
        )
    sure = confidence_html(reply.confidence, "that the articles do not say", " of this")
    parts.append(f'<p class="footing">{sure}</p>')
    return "".join([*parts, "</div>"])


def _statement_of(answer: Citation, statements: tuple[Statement, ...]) -> Statement | None:
    return next((one for one in statements if any(_holds(cited, answer) for cited in one.citations)), None)


def _newest(article: Article) -> date:
    """The day it was last changed; the earliest of all where it names none."""
    moment = article.updated or article.published
    return date.min if moment is None else day_of(moment)


def _holds(whole: Citation, part: Citation) -> bool:
    same = (whole.article_id, whole.paragraph) == (part.article_id, part.paragraph)
    return same and whole.start <= part.start < part.end <= whole.end
