"""Dated events in order: a plot of when, and beneath it what, each with its paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from bot.article import Article
from bot.page.html import citation_link, counted, days_text, escape, isolated, source_html
from bot.render import format_date
from bot.timeline import Event

_TICKS = 3
_HIGHEST = 6  # dots above one another; further ones of a day lie on the last


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
    first, last = min(one.date.first for one in events), max(one.date.last for one in events)
    days = max((last - first).days, 1)
    dots = ""
    stacked: dict[int, int] = {}
    for event in events:
        middle = event.date.first + (event.date.last - event.date.first) / 2
        place = round(100 * (middle - first).days / days)
        height = stacked[place] = stacked.get(place, -1) + 1
        link = citation_link(event.statement.citations[0], articles, event.date.citation)
        dot = link.replace('class="cite"', 'class="cite dot"', 1)
        dots += f'<li style="--at:{place}%;--up:{min(height, _HIGHEST)}">{dot}</li>'
    ticks = "".join(
        f'<span style="--at:{at}%">{escape(format_date(_between(first, last, at)))}</span>' for at in _places(days)
    )
    label = f"{counted(len(events), 'event')} from {format_date(first)} to {format_date(last)}"
    return (
        f'<div class="plot"><ol class="dots" aria-label="{escape(label)}">{dots}</ol><p class="ticks">{ticks}</p></div>'
    )


def _places(days: int) -> list[int]:
    count = min(_TICKS, days + 1)
    return [round(100 * number / (count - 1)) for number in range(count)]


def _between(first: date, last: date, percent: int) -> date:
    return first + (last - first) * percent / 100
