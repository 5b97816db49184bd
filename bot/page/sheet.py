"""The article as a newspaper sets it, and the strip beside it that shows where the evidence lies."""

from __future__ import annotations

from collections.abc import Sequence

from bot.archive.filters import outlet_of
from bot.article import Article, Paragraph, Role
from bot.page.html import date_html, escape, isolated, link_html, shortened, title_of

_CELLS = 160  # of a strip; a longer article shares its cells among neighbours
_STRONG = 0.35
_NAMED = 3


def article_html(article: Article | None) -> str:
    """An article set like a newspaper's, its paragraphs numbered in the margin.

    Each paragraph's text is one text node, `.text` inside `[data-paragraph="n"]`, so that a script can mark
    a citation by its character offsets. None gives the empty desk.
    """
    if article is None:
        return (
            '<article class="sheet empty" tabindex="0" data-article="" aria-label="No article"><h2>No article is '
            "open</h2>"
            "<p>Add one in the library: paste its text or a link, or choose files.</p></article>"
        )
    paragraphs = "".join(_paragraph(one, article.dateline if one.number == 1 else None) for one in article.paragraphs)
    return (
        f'<article class="sheet" tabindex="0" data-article="{escape(article.id)}" '
        f'aria-label="{escape(title_of(article))}">'
        f"<header>{_kicker(article)}{_headline(article)}{_credits(article)}</header>"
        f"{paragraphs}{_tags(article.tags)}</article>"
    )


def strip_html(article: Article | None, values: Sequence[float], question: str) -> str:
    """The article at a glance: one bar a paragraph, as long as it bears on the question; a click turns to it.

    Each bar has as much room as its paragraph has of the article.

    Args:
        article: the one shown.
        values: one a paragraph, in [0, 1].
        question: what they bear on; empty where nothing was asked.
    """
    if article is None or not values or not question:
        return ""
    lengths = [len(one.text) for one in article.paragraphs]
    share = max(1, -(-len(values) // _CELLS))
    cells = ""
    for first in range(0, len(values), share):
        best = max(range(first, min(first + share, len(values))), key=lambda place: values[place])
        width = round(values[best] * 100)
        room = sum(lengths[first : first + share])
        cells += (
            f'<button type="button" tabindex="-1" aria-hidden="true" data-turn-to="{best + 1}" '
            f'data-first="{first + 1}" style="flex-grow:{room}" title="¶{best + 1}: {_bears(values[best])}">'
            f'<i style="width:{width}%"></i></button>'
        )
    label = f"How strongly each paragraph bears on “{shortened(question, 120)}”. {_strongest(values)}"
    return f'<div class="strip" role="group" aria-label="{escape(label)}">{cells}</div>'


def _strongest(values: Sequence[float]) -> str:
    best = sorted(range(len(values)), key=lambda place: -values[place])[:_NAMED]
    named = [str(place + 1) for place in best if values[place] >= _STRONG]
    return f"Most of all: paragraph {', '.join(named)}." if named else "None does strongly."


def _bears(value: float) -> str:
    words = "bears strongly on it" if value >= 0.66 else "bears on it" if value >= _STRONG else "hardly bears on it"
    return f"{words} ({value:.0%})"


def _kicker(article: Article) -> str:
    parts = [part for part in (article.section, article.agency) if part]
    outlet = outlet_of(article.url)
    if outlet and article.url:
        parts_html = [link_html(article.url, outlet), *map(isolated, parts)]
    else:
        parts_html = [isolated(part) for part in parts]
        if article.url:
            parts_html.append(isolated(shortened(article.url)))
    return f'<p class="kicker">{" <i>·</i> ".join(parts_html)}</p>' if parts_html else ""


def _headline(article: Article) -> str:
    return f'<h2 class="headline" dir="auto">{escape(title_of(article))}</h2>'


def _credits(article: Article) -> str:
    parts = [f'<span class="byline">By {isolated(article.byline)}</span>'] if article.byline else []
    if article.published:
        parts.append(date_html(article.published))
    if article.updated and article.updated != article.published:
        parts.append(f"updated {date_html(article.updated)}")
    return f'<p class="credits">{" <i>·</i> ".join(parts)}</p>' if parts else ""


def _paragraph(paragraph: Paragraph, dateline: str | None) -> str:
    number = paragraph.number
    lead = f'<span class="dateline">{isolated(dateline)} — </span>' if dateline else ""
    tag = "h3" if paragraph.role is Role.HEADING else "p"
    return (
        f'<div class="paragraph {paragraph.role.value}" data-paragraph="{number}">'
        f'<span class="number" aria-hidden="true">{number}</span>'
        f'<{tag} dir="auto">{lead}<span class="text">{escape(paragraph.text)}</span></{tag}></div>'
    )


def _tags(tags: Sequence[str]) -> str:
    return f'<p class="tags">{" <i>·</i> ".join(isolated(tag) for tag in tags)}</p>' if tags else ""
