"""Pieces of text as HTML in which nothing of the source is ever markup, and the marks that lead to a passage."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from bot.article import Article
from bot.render import format_date, format_days
from bot.reply import Citation, ResolvedDate

_PUNCTUATION = {code: f"&#{code};" for code in range(128) if not (chr(code).isalnum() or chr(code) == " ")}
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.IGNORECASE)
_TITLE_CHARACTERS = 90
_PEEKED_CHARACTERS = 420  # of a quote, where the pointer rests on its mark


def escape(text: str) -> str:
    """Text that stands in HTML for exactly the characters it has, between tags and in attributes.

    Every ASCII character that is no letter, digit or space becomes a numeric reference.

    >>> escape("<b>*1*")
    '&#60;b&#62;&#42;1&#42;'
    """
    return text.translate(_PUNCTUATION)


def isolated(text: str) -> str:
    """The text, escaped, in its own writing direction: what it holds cannot turn its surroundings around."""
    return f'<bdi dir="auto">{escape(text)}</bdi>'


def safe_link(url: str | None) -> str | None:
    """`url` where it is a web address that may be made a link; None for `javascript:` and everything else."""
    if url is None or not _PLAIN_LINK.match(url):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return url if host else None


def link_html(url: str, text: str) -> str:
    """A link to a page elsewhere that opens beside this one; plain text where the address is none to follow."""
    link = safe_link(url)
    if link is None:
        return isolated(text)
    rel = 'target="_blank" rel="noopener noreferrer nofollow"'
    return f'<a href="{html.escape(link)}" {rel}>{isolated(text)}</a>'


def title_of(article: Article) -> str:
    """The headline, or the first words where there is none."""
    if article.title:
        return article.title
    return shortened(article.paragraphs[0].text) if article.paragraphs else "Untitled"


def shortened(text: str, limit: int = _TITLE_CHARACTERS) -> str:
    """The text in one line of at most `limit` characters, cut between words and marked with "…"."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return f"{line[:limit].rsplit(' ', 1)[0][: limit - 1]}…"


def citation_link(citation: Citation, articles: Mapping[str, Article], answer: Citation | None = None) -> str:
    """The clickable mark "¶3". Its address holds the article, the paragraph, and start and end of quote and answer.

    Args:
        citation: what is cited.
        articles: by id; the cited one is among them.
        answer: the short answer, where it stands in the same paragraph.
    """
    article = articles[citation.article_id]
    place = [citation.article_id, citation.paragraph, citation.start, citation.end]
    if answer and (answer.article_id, answer.paragraph) == (citation.article_id, citation.paragraph):
        place += [answer.start, answer.end]
    target = "-".join(str(part) for part in place)
    source = source_text(citation, article)
    label = f"Show paragraph {citation.paragraph} of {shortened(title_of(article))}"
    return (
        f'<a class="cite" href="#cite-{escape(target)}" aria-label="{escape(label)}" data-source="{escape(source)}" '
        f'data-quote="{escape(shortened(citation.quote, _PEEKED_CHARACTERS))}">¶{citation.paragraph}</a>'
    )


def quote_html(citation: Citation, answer: Citation | None = None) -> str:
    """The quoted words, the short answer among them marked stronger."""
    if answer is None or not _inside(answer, citation):
        return isolated(citation.quote)
    before, end = answer.start - citation.start, answer.end - citation.start
    parts = citation.quote[:before], citation.quote[before:end], citation.quote[end:]
    return f'<bdi dir="auto">{escape(parts[0])}<b>{escape(parts[1])}</b>{escape(parts[2])}</bdi>'


def source_text(citation: Citation, article: Article) -> str:
    """Where a quote stands, in words: headline, paragraph and date."""
    when = f", {format_date(day_of(article.published))}" if article.published else ""
    return f"{shortened(title_of(article))}, paragraph {citation.paragraph}{when}"


def source_html(citation: Citation, articles: Mapping[str, Article]) -> str:
    """Headline, paragraph and date of what is cited."""
    article = articles[citation.article_id]
    when = f", {day_html(article.published)}" if article.published else ""
    return f'<cite dir="auto">{escape(title_of(article))}</cite>, paragraph&#160;{citation.paragraph}{when}'


def date_html(value: date | datetime) -> str:
    """A date for people and for programs."""
    return f'<time datetime="{escape(value.isoformat())}">{escape(format_date(value))}</time>'


def day_html(value: date | datetime) -> str:
    """The day of a date, without the hour: enough to tell articles apart."""
    return f'<time datetime="{escape(value.isoformat())}">{escape(format_date(day_of(value)))}</time>'


def day_of(value: date | datetime) -> date:
    """The day where the moment was named."""
    return date(value.year, value.month, value.day)


def days_html(dated: ResolvedDate) -> str:
    """The words of a date and the days they mean, such as "Friday (12 December 2025)"; the rule where one rests."""
    words = f"{isolated(dated.citation.quote)} ({days_text(dated)})"
    return f'<span class="days" tabindex="0" title="{escape(dated.rule)}">{words}</span>'


def days_text(dated: ResolvedDate) -> str:
    """The day or the days that are meant."""
    return format_days(dated.first, dated.last)


def notice_html(text: str) -> str:
    """A message beside the controls; empty text, no message."""
    return f'<p class="notice" role="alert">{isolated(text)}</p>' if text else ""


def options_html(options: Iterable[tuple[str, str]], chosen: str) -> str:
    """The options of a list to choose from: value and words of each."""
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in options
    )


def counted(count: int, one: str, many: str = "") -> str:
    """A count and what it counts.

    >>> counted(1, "article"), counted(1200, "article"), counted(2, "story", "stories")
    ('1 article', '1,200 articles', '2 stories')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _inside(answer: Citation, citation: Citation) -> bool:
    same = (answer.article_id, answer.paragraph) == (citation.article_id, citation.paragraph)
    return same and citation.start <= answer.start < answer.end <= citation.end
