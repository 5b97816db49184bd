"""How much one caller may ask for: a token bucket for each key, kept for the latest keys only."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable


class Buckets:
    """A bucket of tokens for each key, which fills up again with time. For one thread, such as an event loop's.

    Args:
        burst: tokens in a full bucket, at least 1.
        per_second: tokens that flow back.
        keys: buckets remembered; of more, the one used longest ago is forgotten, that is, full again.
        clock: seconds, never going back.
    """

    def __init__(
        self, burst: float, per_second: float, keys: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._keys = keys
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when there were so many

    def take(self, key: str) -> bool:
        """Take a token; False where the bucket is empty."""
        left = self._left(key)
        self._set(key, left - 1 if left >= 1 else left)
        return left >= 1

    def give(self, key: str) -> None:
        """Put a token back that was taken for nothing."""
        self._set(key, min(self._left(key) + 1, self._burst))

    def wait(self, key: str) -> int:
        """Whole seconds until there is a token again, at least 1."""
        missing = 1 - self._left(key)
        return max(1, int(missing / self._per_second + 0.999))

    def _left(self, key: str) -> float:
        tokens, since = self._held.get(key, (self._burst, self._clock()))
        return min(tokens + (self._clock() - since) * self._per_second, self._burst)

    def _set(self, key: str, tokens: float) -> None:
        self._held[key] = tokens, self._clock()
        self._held.move_to_end(key)
        while len(self._held) > self._keys:
            self._held.popitem(last=False)
