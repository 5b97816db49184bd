"""A timeline as a figure: SVG, written here, so that it needs no plotting library and scales to any screen.

Read from top to bottom: the days at the left, a line with a dot for each day and a bar for each run of days, the
sentences at the right. Each event has as much room as its sentence needs, so that nothing overlaps; what lies far
apart in time stands further apart, by the logarithm, and a note says that the line is not to scale.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from bot.article import Article
from bot.errors import PlotError
from bot.render import format_days
from bot.timeline import Event

_WIDTH, _TOP, _BOTTOM = 860, 64, 48
_AXIS, _DATES, _TEXT = 232, 212, 276  # x of the line, of the days' right edge, of the sentences' left edge
_LANE, _LANES = 7, 5  # bars that overlap in time stand side by side
_LINE, _SOURCE, _PAD = 19, 15, 14  # heights in pixels
_CHARACTERS, _MOST_LINES = 74, 3
_FARTHEST = 40  # pixels that a long silence adds at most
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The page may set the variables; alone, the figure is ink on paper.
_STYLE = """
.paper { fill: var(--timeline-paper, #fffefb) } .ink { fill: var(--timeline-ink, #1f1d1a) }
.quiet { fill: var(--timeline-quiet, #6b665e) } .mark { fill: var(--timeline-mark, #8c2f1b) }
.line { stroke: var(--timeline-rule, #c9c3b8); stroke-width: 1 }
text { font-family: Georgia, 'Times New Roman', serif; font-size: 14px }
.date { font-size: 13px; font-weight: bold } .source, .note { font-size: 11px }
.heading { font-size: 20px } .bar { opacity: 0.45 }
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """An event in its place: the middle of its first line, the lines of its sentence, and its height in pixels."""

    event: Event
    y: float
    lines: tuple[str, ...]
    height: float


def timeline_svg(events: Sequence[Event], articles: Mapping[str, Article]) -> str:
    """The figure, as the text of an SVG file. Nothing in it is fetched from anywhere.

    Args:
        events: in order, as `bot.timeline.timeline` gives them.
        articles: by id, every article that they cite.

    Returns:
        SVG. Each event is a `<g class="event">` that carries its place as `data-article`, `data-paragraph`,
        `data-start` and `data-end`.

    Raises:
        PlotError: there is no event.
    """
    if not events:
        raise PlotError(
            "There is no event to draw.",
            "at least one sentence whose date can be worked out.",
            "Give the articles their dates, or choose others.",
        )
    rows = _rows(events)
    height = rows[-1].y + rows[-1].height + _BOTTOM
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" width="{_WIDTH}" '
        f'height="{height:.0f}" role="img" aria-label="Timeline of {len(events)} events">',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{height:.0f}"/>',
        f'<text class="ink heading" x="{_TEXT}" y="34">Timeline</text>',
        f'<line class="line" x1="{_AXIS}" y1="{_TOP - 14}" x2="{_AXIS}" y2="{height - _BOTTOM + 6:.1f}"/>',
        *_bars(rows, height - _BOTTOM),
        *(_drawn(row, articles) for row in rows),
        f'<text class="quiet note" x="{_TEXT}" y="{height - 14:.0f}">'
        "A dot is a day, a bar a run of days. Distances along the line are not to scale.</text>",
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def write_plot(svg: str, place: str) -> None:
    """Write a figure to a file, whole or not at all.

    Raises:
        PlotError: the file's name ends otherwise than in ".svg", or it cannot be written.
    """
    path = Path(place)
    if path.suffix.lower() != ".svg":
        raise PlotError(
            f"A plot cannot be written as {path.name!r}.",
            "a name that ends in .svg.",
            "Write SVG; a browser shows it, and prints it as PDF.",
        )
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(svg, "utf-8")
        part.replace(path)
    except OSError as error:
        raise PlotError(
            f"{place} cannot be written: {error.strerror}.", "a folder with room.", "Name another."
        ) from error


def _rows(events: Sequence[Event]) -> list[_Row]:
    rows: list[_Row] = []
    y = float(_TOP)
    for index, event in enumerate(events):
        if index:
            days = (event.date.first - events[index - 1].date.first).days
            y += rows[-1].height + min(_FARTHEST, 4 * math.log2(1 + days))
        lines = tuple(
            textwrap.wrap(event.statement.text, _CHARACTERS, max_lines=_MOST_LINES, placeholder=" …") or ["…"]
        )
        rows.append(_Row(event, y, lines, len(lines) * _LINE + _SOURCE + _PAD))
    return rows


def _bars(rows: Sequence[_Row], end: float) -> list[str]:
    """A bar for each run of days, from its first day's place to its last's, in the leftmost lane that is free."""
    free = [-math.inf] * _LANES
    bars = []
    for row in rows:
        event = row.event
        if event.date.first == event.date.last:
            continue
        bottom = max(_place(event.date.last, rows, end), row.y + _LINE)
        lane = next((index for index, taken in enumerate(free) if taken < row.y - 6), _LANES - 1)
        free[lane] = max(free[lane], bottom)
        bars.append(
            f'<rect class="mark bar" x="{_AXIS + 2 + lane * _LANE}" y="{row.y - 9:.1f}" width="4" rx="2" '
            f'height="{bottom - row.y + 9:.1f}"/>'
        )
    return bars


def _place(day: date, rows: Sequence[_Row], end: float) -> float:
    """How far down a day lies: between the rows before and after it, in proportion."""
    before = [row for row in rows if row.event.date.first <= day]
    after = next((row for row in rows if row.event.date.first > day), None)
    low = before[-1]
    if after is None:
        return end if day > low.event.date.first else low.y
    share = (day - low.event.date.first) / (after.event.date.first - low.event.date.first)
    return low.y + share * (after.y - low.y - _LINE)


def _drawn(row: _Row, articles: Mapping[str, Article]) -> str:
    """One event: its days, its mark on the line, its sentence and where that stands."""
    event, citation = row.event, row.event.statement.citations[0]
    title = articles[citation.article_id].title
    others = len(event.statement.citations) - 1
    source = " · ".join(
        part for part in (f"¶{citation.paragraph}", textwrap.shorten(title, 70, placeholder=" …")) if part
    )
    source += f" · and {others} more" if others else ""
    days = _split(format_days(event.date.first, event.date.last))
    parts = [
        f'<g class="event" data-article="{citation.article_id}" data-paragraph="{citation.paragraph}" '
        f'data-start="{citation.start}" data-end="{citation.end}">',
        f"<title>{_text(f'{event.date.citation.quote}: {event.date.rule}')}</title>",
        *(
            f'<text class="ink date" text-anchor="end" x="{_DATES}" y="{row.y + index * 16:.1f}">{_text(line)}</text>'
            for index, line in enumerate(days)
        ),
    ]
    if event.date.first == event.date.last:
        parts.append(f'<circle class="mark" cx="{_AXIS}" cy="{row.y - 4.5:.1f}" r="4"/>')
    for index, line in enumerate(row.lines):
        parts.append(f'<text class="ink" x="{_TEXT}" y="{row.y + index * _LINE:.1f}">{_text(line)}</text>')
    below = row.y + len(row.lines) * _LINE - 2
    parts.append(f'<text class="quiet source" x="{_TEXT}" y="{below:.1f}">{_text(source)}</text>')
    return "\n".join([*parts, "</g>"])


def _split(days: str) -> list[str]:
    """A long run of days on two lines."""
    if len(days) <= 26 or " – " not in days:
        return [days]
    first, last = days.split(" – ")
    return [f"{first} –", last]


def _text(words: str) -> str:
    """Words as XML text; characters that XML has not become spaces."""
    return escape(_NOT_XML.sub(" ", words))
