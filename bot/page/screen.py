"""A visit drawn: the parts of the page that change, and which of them changed since they were last sent."""

from __future__ import annotations

import threading
import weakref

from bot.page.frame import scope_html, views_html
from bot.page.library import library_html
from bot.page.messages import welcome_html
from bot.page.sheet import article_html, strip_html
from bot.page.talk import talk_html
from bot.page.visit import Visit

_SUGGESTED = 3


def draw(visit: Visit) -> dict[str, str]:
    """HTML by the part of the page it stands in: library, scope, talk, views, sheet, strip."""
    article = visit.article
    turns = visit.talk.turns
    return {
        "library": library_html(visit),
        "scope": scope_html(visit),
        "talk": talk_html(turns, welcome_html(len(visit.desk.archive), visit.shelf.kind), suggestions(visit)),
        "views": views_html(visit),
        "sheet": article_html(article),
        "strip": strip_html(article, visit.bearing(), visit.asked),
    }


def suggestions(visit: Visit) -> list[str]:
    """Questions that the article shown can answer and that were not asked; none while an answer is awaited."""
    article = visit.article
    if article is None or visit.talk.working:
        return []
    asked = {turn.question.strip().casefold() for turn in visit.talk.turns}
    return [one for one in visit.shelf.questions(article) if one.casefold() not in asked][:_SUGGESTED]


class Seat:
    """One browser window in front of a visit: what it has been sent. Safe from several threads.

    Args:
        visit: what it shows; a window that was reloaded shows the same again. A seat alone keeps no visit.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = weakref.ref(visit)  # gradio keeps seats for long; visits are kept, and counted, in `Visits`
        self._last: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def visit(self) -> Visit | None:
        """The visit; None where it has been forgotten."""
        return self._visit()

    def changes(self) -> dict[str, str]:
        """The parts that look otherwise than when they were last sent; none of a visit that has been forgotten."""
        visit = self.visit
        with self._lock:
            drawn = draw(visit) if visit else {}
            changed = {name: html for name, html in drawn.items() if self._last.get(name) != hash(html)}
            self._last = {name: hash(html) for name, html in drawn.items()}
        return changed
