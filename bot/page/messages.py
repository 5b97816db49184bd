"""What is said in the conversation, as escaped HTML: questions, answers, summaries, abstentions, errors."""

from __future__ import annotations

from collections.abc import Mapping

from bot.article import Article
from bot.errors import CopydeskError
from bot.page.html import citation_link, date_html, escape, isolated, quote_html, shortened, title_of
from bot.render import NOT_SAID_ONE, NOT_SAID_SEVERAL, confidence_words
from bot.reply import Citation, Reply

_ECHOED_CHARACTERS = 400
_OTHERS = "Only the article shown was asked. Untick the box below to ask all of them."


def question_html(question: str) -> str:
    """The question as asked; of a very long one, its beginning."""
    shown = " ".join(question[: 10 * _ECHOED_CHARACTERS].split()) or "…"
    return f'<div class="question" dir="auto">{escape(shortened(shown, _ECHOED_CHARACTERS))}</div>'


def welcome_html(count: int) -> str:
    """The first message."""
    loaded = "A sample article is loaded" if count == 1 else f"{_counted(count)} sample articles are loaded"
    return (
        f'<div class="said welcome"><p>{loaded}: ask a question, or add an article of your own.</p>'
        "<p>Every answer cites the paragraph that proves it. Click its <span class='cite'>¶</span>, "
        "and the exact words are marked in the article.</p></div>"
    )


def pending_html(text: str) -> str:
    """What stands in the place of an answer that is being worked on."""
    return f'<div class="said pending" role="status">{escape(text)}</div>'


def said_html(text: str) -> str:
    """A plain message from the desk."""
    return f'<div class="said"><p>{isolated(text)}</p></div>'


def error_html(error: CopydeskError) -> str:
    """What was got, what was expected, and what to do, each on its line."""
    lines = (f"<p><b>{isolated(error.got)}</b></p>", f"<p>Expected: {isolated(error.expected)}</p>")
    return f'<div class="said error" role="alert">{"".join(lines)}<p>{isolated(error.remedy)}</p></div>'


def reply_html(reply: Reply, articles: Mapping[str, Article], *, single: bool) -> str:
    """A reply with its proof.

    Args:
        reply: an answer, a summary or an abstention.
        articles: by id, every article that the reply may cite.
        single: whether only one article was asked, so that its headline need not be repeated.
    """
    if reply.abstained:
        return _abstention(reply, articles, single=single)
    return _answer(reply, articles, single=single) if reply.answer else _summary(reply, articles, single=single)


def _answer(reply: Reply, articles: Mapping[str, Article], *, single: bool) -> str:
    quotes = ""
    for statement in reply.statements:
        for citation in statement.citations:
            title = "" if single else _title(citation, articles)
            link = citation_link(citation, reply.answer, title=title)
            quotes += f"<blockquote>{quote_html(citation, reply.answer)}&#160;{link}</blockquote>"
    source = "" if single or reply.answer is None else _source(reply.answer, articles)
    sure = _confidence(reply.confidence, "that this is right")
    footer = f'<p class="source">{" · ".join(part for part in (source, sure) if part)}</p>'
    return f'<div class="reply"><p class="short">{isolated(reply.short or "")}</p>{quotes}{footer}</div>'


def _summary(reply: Reply, articles: Mapping[str, Article], *, single: bool) -> str:
    parts = ['<div class="reply summary">']
    above = None
    for statement in reply.statements:
        first = statement.citations[0]
        if not single and first.article_id != above:
            parts.append(f'<p class="source">{_source(first, articles)}</p>')
            above = first.article_id
        links = " ".join(
            citation_link(one, title="" if single else _title(one, articles)) for one in statement.citations
        )
        parts.append(f"<p>{isolated(statement.text)}&#160;{links}</p>")
    return "".join([*parts, "</div>"])


def _abstention(reply: Reply, articles: Mapping[str, Article], *, single: bool) -> str:
    words = NOT_SAID_ONE if single else NOT_SAID_SEVERAL
    parts = [f'<div class="reply abstained"><p class="refusal">{escape(words)}</p>']
    if reply.nearest:
        title = "" if single else _title(reply.nearest, articles)
        link = citation_link(reply.nearest, title=title)
        parts.append(f'<p class="nearest">Nearest, {link}: {isolated(reply.nearest.quote)}</p>')
        if not single:
            parts.append(f'<p class="source">{_source(reply.nearest, articles)}</p>')
    if single and len(articles) > 1:
        parts.append(f'<p class="source">{_OTHERS}</p>')
    return "".join([*parts, "</div>"])


def _title(citation: Citation, articles: Mapping[str, Article]) -> str:
    return title_of(articles[citation.article_id])


def _source(citation: Citation, articles: Mapping[str, Article]) -> str:
    """Headline and date of the article cited."""
    article = articles[citation.article_id]
    when = f", {date_html(article.published)}" if article.published else ""
    return f'<cite dir="auto">{escape(title_of(article))}</cite>{when}'


def _confidence(confidence: float, of_what: str) -> str:
    words = confidence_words(confidence)
    figure = f"Estimated probability {of_what}: {confidence:.0%}"
    return f'<span class="sure" tabindex="0" title="{escape(figure)}">{words}</span>'


def _counted(count: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[count] if count < len(words) else f"{count:,}"
