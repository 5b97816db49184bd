"""A progress bar for long work on the command line; where nobody watches, nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

_WIDTH = 30
_PAUSE = 0.1  # seconds between two drawings


class Progress:
    """Draws how far a work has come on standard error, if that is a terminal. Called with (done, total).

    Args:
        what: what is being done, such as "adding".
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty()
        self._begun = self._drawn = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def __call__(self, done: int, total: int | None) -> None:
        """Draw, if it is time to; a count alone where the total is not known."""
        now = time.monotonic()
        if not self._shown or (now - self._drawn < _PAUSE and done != total):
            return
        self._drawn = now
        if total is None:
            sys.stderr.write(f"\r{self._what} {done:,} \x1b[K")
            sys.stderr.flush()
            return
        filled = _WIDTH * done // max(total, 1)
        left = (now - self._begun) / max(done, 1) * (total - done)
        bar = "#" * filled + "." * (_WIDTH - filled)
        sys.stderr.write(f"\r{self._what} [{bar}] {done:,} of {total:,}, {left:.0f} s left \x1b[K")
        sys.stderr.flush()

    def step(self, what: str, done: int, total: int) -> None:
        """Draw another work of several, one after the other."""
        if what != self._what:
            self._what, self._begun = what, time.monotonic()
        self(done, total)

    def say(self, line: str) -> None:
        """Print a line that stays, above the bar."""
        self._clear()
        print(line, file=sys.stderr)

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
