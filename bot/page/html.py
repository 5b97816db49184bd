"""Articles and pieces of text as HTML in which nothing of the source is ever markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from bot.article import Article, Paragraph, Role
from bot.render import format_date
from bot.reply import Citation

MASTHEAD = """<header id="masthead"><h1>Copydesk</h1>
<p>Ask the articles. Every sentence that comes back shows the words that prove it.</p></header>"""
BACK = '<button type="button" id="back">↑ Back to the answer</button>'

_PUNCTUATION = {code: f"&#{code};" for code in range(128) if not (chr(code).isalnum() or chr(code) == " ")}
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.IGNORECASE)
_TITLE_CHARACTERS = 90


def escape(text: str) -> str:
    """Text that stands in HTML, and in Markdown too, for exactly the characters it has.

    Every ASCII character that is no letter, digit or space becomes a numeric reference: what either
    language could read as markup, and the line breaks that would end a block of HTML inside Markdown.

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


def article_html(article: Article | None) -> str:
    """An article set like a newspaper's, its paragraphs numbered in the margin.

    Each paragraph's text is one text node, `.text` inside `[data-paragraph="n"]`, so that a script can mark
    a citation by its character offsets. None gives the empty desk.
    """
    if article is None:
        return (
            '<article class="sheet empty" data-article=""><h1>No article is loaded</h1>'
            "<p>Add one above: paste its text, or upload a file.</p></article>"
        )
    paragraphs = "".join(_paragraph(one, article.dateline if one.number == 1 else None) for one in article.paragraphs)
    return (
        f'<article class="sheet" data-article="{escape(article.id)}" aria-label="{escape(title_of(article))}">'
        f"<header>{_headline(article)}{_credits(article)}</header>{paragraphs}{_tags(article.tags)}</article>"
    )


def citation_link(citation: Citation, answer: Citation | None = None, *, title: str = "") -> str:
    """The clickable mark "¶3". Its address holds the article, the paragraph, and start and end of quote and answer.

    Args:
        citation: what is cited.
        answer: the short answer, where it stands in the same paragraph.
        title: the article's headline, for the spoken label, where several are loaded.
    """
    place = [citation.article_id, citation.paragraph, citation.start, citation.end]
    if answer and (answer.article_id, answer.paragraph) == (citation.article_id, citation.paragraph):
        place += [answer.start, answer.end]
    label = f"Show paragraph {citation.paragraph}" + (f" of {shortened(title)}" if title else " in the article")
    target = "-".join(str(part) for part in place)
    return f'<a class="cite" href="#cite-{escape(target)}" title="{escape(label)}">¶{citation.paragraph}</a>'


def quote_html(citation: Citation, answer: Citation | None = None) -> str:
    """The quoted words, the short answer among them marked stronger."""
    if answer is None or not citation.start <= answer.start < answer.end <= citation.end:
        return isolated(citation.quote)
    before, end = answer.start - citation.start, answer.end - citation.start
    parts = citation.quote[:before], citation.quote[before:end], citation.quote[end:]
    return f'<bdi dir="auto">{escape(parts[0])}<b>{escape(parts[1])}</b>{escape(parts[2])}</bdi>'


def date_html(value: date | datetime) -> str:
    """A date for people and for programs."""
    return f'<time datetime="{escape(value.isoformat())}">{escape(format_date(value))}</time>'


def examples_html(questions: Iterable[str]) -> str:
    """Questions to click on."""
    buttons = "".join(f'<button type="button" dir="auto">{escape(one)}</button>' for one in questions)
    return f'<div class="examples" role="group" aria-label="Example questions">{buttons}</div>' if buttons else ""


def notice_html(text: str) -> str:
    """A message beside the controls; empty text, no message."""
    return f'<p class="notice" role="alert">{isolated(text)}</p>' if text else ""


def _headline(article: Article) -> str:
    return f'<h1 dir="auto">{escape(title_of(article))}</h1>'


def _credits(article: Article) -> str:
    names = [f'<span class="byline">By {isolated(article.byline)}</span>'] if article.byline else []
    names += [f'<span class="agency">{isolated(article.agency)}</span>'] if article.agency else []
    dates = [date_html(article.published)] if article.published else []
    if article.updated and article.updated != article.published:
        dates.append(f"Updated {date_html(article.updated)}")
    return f"{_line(names)}{_line(dates)}{_source(article.url)}"


def _line(parts: Sequence[str]) -> str:
    return f'<p class="credits">{" <i>·</i> ".join(parts)}</p>' if parts else ""


def _source(url: str | None) -> str:
    if not url:
        return ""
    link = safe_link(url)
    shown = isolated(shortened(url))
    if link is None:
        return f'<p class="credits">{shown}</p>'
    rel = 'target="_blank" rel="noopener noreferrer nofollow"'
    return f'<p class="credits"><a href="{html.escape(link)}" {rel}>{shown}</a></p>'


def _paragraph(paragraph: Paragraph, dateline: str | None) -> str:
    number = paragraph.number
    lead = f'<span class="dateline">{isolated(dateline)} — </span>' if dateline else ""
    tag = "h2" if paragraph.role is Role.HEADING else "p"
    return (
        f'<div class="paragraph {paragraph.role.value}" data-paragraph="{number}">'
        f'<span class="number" aria-hidden="true">¶&#8201;{number}</span>'
        f'<{tag} dir="auto">{lead}<span class="text">{escape(paragraph.text)}</span></{tag}></div>'
    )


def _tags(tags: Sequence[str]) -> str:
    return f'<p class="tags">{" <i>·</i> ".join(isolated(tag) for tag in tags)}</p>' if tags else ""
