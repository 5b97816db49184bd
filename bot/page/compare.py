"""One question put to several articles, their answers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.article import Article
from bot.page.html import citation_link, day_html, day_of, escape, isolated, quote_html, title_of
from bot.page.replies import confidence_html
from bot.reply import Reply
from bot.same_story import same_story

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Side:
    """An article and what it answers on its own."""

    article: Article
    reply: Reply


def compare_html(question: str, sides: Sequence[Side], together: Reply) -> str:
    """What each article answers, the newest first, and whether they differ.

    Args:
        question: as put.
        sides: of each article asked.
        together: the answer of all of them at once, which knows whether they differ.
    """
    answering = sorted((one for one in sides if one.reply.answer), key=lambda one: _day(one.article), reverse=True)
    silent = [one for one in sides if not one.reply.answer]
    answering, strangers = _of_one_story(question, answering, together)
    columns = "".join(_column(one) for one in answering)
    cards = f'<ol class="sides">{columns}</ol>' if columns else ""
    names = "; ".join(isolated(title_of(one.article)) for one in silent)
    quiet = (
        f'<p class="quiet-ones"><span class="sign" aria-hidden="true">∅</span> Does not say: {names}</p>'
        if silent
        else ""
    )
    quiet += "".join(
        f'<p class="quiet-ones"><span class="sign" aria-hidden="true">↷</span> Another story, so not compared: '
        f"{isolated(title_of(one.article))}: {isolated(one.reply.short or '')}</p>"
        for one in strangers
    )
    return (
        f'<div class="reply compared"><h3 class="question" dir="auto">{escape(question)}</h3>'
        f"{_verdict(answering, together)}{cards}{quiet}</div>"
    )


def _of_one_story(question: str, answering: Sequence[Side], together: Reply) -> tuple[list[Side], list[Side]]:
    """Those that tell of the story which answers best, and the others: what is another story is no disagreement.

    Two are compared in any case: somebody chose them.
    """
    if len(answering) <= _PAIR:
        return list(answering), []
    best = next((one for one in answering if together.answer and one.article.id == together.answer.article_id), None)
    kin = [one for one in answering if best in (None, one) or same_story(one.article, best.article, question)]
    return kin, [one for one in answering if one not in kin]


def _verdict(answering: Sequence[Side], together: Reply) -> str:
    words = {(one.reply.short or "").casefold() for one in answering}
    if not answering:
        sign, verdict = "∅", "None of the articles says."
    elif together.differs:
        sign, verdict = "≠", "The articles differ."
    elif len(answering) == 1:
        sign, verdict = "1", "One article says."
    elif len(words) == 1:
        sign, verdict = "=", "The articles agree."
    else:
        sign, verdict = "…", "The articles put it in different words: compare them."
    return f'<p class="verdict"><span class="sign" aria-hidden="true">{sign}</span> {verdict}</p>'


def _column(side: Side) -> str:
    article, reply = side.article, side.reply
    when = day_html(article.published) if article.published else "No date"
    quotes = "".join(
        f"<blockquote><p>{quote_html(one, reply.answer)}&#160;"
        f"{citation_link(one, {article.id: article}, reply.answer)}</p></blockquote>"
        for statement in reply.statements
        for one in statement.citations
    )
    sure = confidence_html(reply.confidence, "that this is right")
    return (
        f'<li><p class="short">{isolated(reply.short or "")}</p>'
        f'<p class="source"><span class="when">{when}</span> <cite dir="auto">{escape(title_of(article))}</cite></p>'
        f'<div class="quotes">{quotes}</div>'
        f'<p class="footing">{sure}</p></li>'
    )


def _day(article: Article) -> date:
    moment = article.updated or article.published
    return date.min if moment is None else day_of(moment)
