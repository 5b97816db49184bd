"""Dated events in order: a plot of when, and beneath it what, each with its paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from bot.article import Article
from bot.page.axis import axis_of
from bot.page.html import citation_link, counted, days_text, escape, isolated, source_html
from bot.render import format_date
from bot.reply import ResolvedDate
from bot.timeline import Event

_COLUMN = 2.5  # percent of the line that a dot takes
_HIGHEST = 13  # dots above one another; further ones lie on the last


def timeline_html(events: Sequence[Event], articles: Mapping[str, Article]) -> str:
    """A plot of the days and the events beneath it.

    Args:
        events: in order.
        articles: by id, every article that they cite.
    """
    told = [one for one in events if all(place.article_id in articles for place in one.statement.citations)]
    if not told:
        return (
            '<div class="said"><p>The articles chosen name no day that could be worked out. '
            "A day needs a date in words, or an article with a date of its own.</p></div>"
        )
    groups = "".join(
        f'<li class="day"><h3><time datetime="{first.isoformat()}">{escape(words)}</time></h3>'
        f"<ul>{_told(found, articles)}</ul></li>"
        for (first, words), found in groupby(told, key=lambda one: (one.date.first, days_text(one.date)))
    )
    return f'<div class="reply timeline">{_plot(told, articles)}<ol class="days-told">{groups}</ol></div>'


def _told(events: Iterable[Event], articles: Mapping[str, Article]) -> str:
    return "".join(_event(event, articles) for event in events)


def _event(event: Event, articles: Mapping[str, Article]) -> str:
    statement, dated = event.statement, event.date
    links = " ".join(citation_link(one, articles, dated.citation) for one in statement.citations)
    speaker = f' <span class="speaker">—&#160;{isolated(statement.speaker)}</span>' if statement.speaker else ""
    rule = f'<span class="rule" tabindex="0" title="{escape(dated.rule)}">“{isolated(dated.citation.quote)}”</span>'
    source = source_html(statement.citations[0], articles)
    return f'<li><p>{isolated(statement.text)}{speaker}&#160;{links}</p><p class="source">{rule} · {source}</p></li>'


def _plot(events: Sequence[Event], articles: Mapping[str, Article]) -> str:
    """One dot an event on a line of days; a click turns to its paragraph."""
    axis = axis_of(_middle(one.date) for one in events)
    dots = ""
    stacked: Counter[int] = Counter()
    for event in events:
        column = round(axis.place(_middle(event.date)) / _COLUMN)
        link = citation_link(event.statement.citations[0], articles, event.date.citation)
        dot = link.replace('class="cite"', 'class="cite dot"', 1)
        dots += f'<li style="--at:{column * _COLUMN:.1f}%;--up:{min(stacked[column], _HIGHEST)}">{dot}</li>'
        stacked[column] += 1
    breaks = "".join(f'<span class="break" style="--at:{at:.1f}%" aria-hidden="true"></span>' for at in axis.breaks)
    ticks = "".join(f'<span style="--at:{at:.1f}%;--by:-{by}%">{escape(words)}</span>' for at, by, words in axis.labels)
    first, last = events[0].date.first, max(one.date.last for one in events)
    label = f"{counted(len(events), 'event')} from {format_date(first)} to {format_date(last)}"
    rows = min(max(stacked.values()), _HIGHEST + 1)
    return (
        f'<div class="plot" style="--rows:{rows}"><div class="line"><ol class="dots" aria-label="{escape(label)}">'
        f'{dots}</ol>{breaks}<p class="ticks">{ticks}</p></div></div>'
    )


def _middle(dated: ResolvedDate) -> date:
    return dated.first + (dated.last - dated.first) / 2
