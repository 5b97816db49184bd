"""The visits that a reload can find again: by a secret of the browser window, and for the visitor who began them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from bot.page.shelf import Shelf
from bot.page.visit import Visit


class Visits:
    """The visits of a server, each by its token. Safe from several threads.

    Args:
        shelf: what visitors find.
        most: visits kept; the one that was used longest ago goes first.
        idle_seconds: how long one is kept without an action.
    """

    def __init__(self, shelf: Shelf, most: int = 500, idle_seconds: float = 24 * 3600) -> None:
        self._shelf = shelf
        self._most = most
        self._idle = idle_seconds
        self._held: OrderedDict[str, tuple[float, Visit]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def begin(self, owner: str = "") -> Visit:
        """A new visit of a visitor's."""
        visit = Visit(self._shelf, owner)
        self.used(visit)
        return visit

    def used(self, visit: Visit) -> None:
        """Keep a visit for another while."""
        now = time.monotonic()
        with self._lock:
            self._held[visit.token] = (now, visit)
            self._held.move_to_end(visit.token)
            while len(self._held) > self._most or self._oldest() < now - self._idle:
                self._held.popitem(last=False)

    def find(self, token: str, owner: str = "") -> Visit | None:
        """The visit of that token; None where it is another visitor's, was never given or has been forgotten."""
        with self._lock:
            used, visit = self._held.get(token, (0.0, None))
        return visit if visit and visit.owner == owner and used >= time.monotonic() - self._idle else None

    def _oldest(self) -> float:
        """When the visit that was used longest ago was used."""
        return next(iter(self._held.values()))[0]
