"""What a browser sends with an action. Anybody can send anything: each value is checked where it is taken out."""

from __future__ import annotations

from typing import Any


class Sent:
    """The data of one action.

    Args:
        data: as it came: a dict of the page's script, or anything else.
    """

    def __init__(self, data: Any) -> None:
        self._data: dict[Any, Any] = data if isinstance(data, dict) else {}

    def text(self, key: str) -> str:
        """A text, with "?" for each half of a surrogate pair; the empty string where there is none."""
        value = self._data.get(key)
        return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""

    def number(self, key: str, least: int, most: int, otherwise: int) -> int:
        """A whole number, moved into [least, most]; `otherwise` where there is none."""
        value = self._data.get(key)
        if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            return otherwise
        return max(least, min(most, value))

    def flag(self, key: str) -> bool:
        """Whether it is true."""
        return self._data.get(key) is True

    def rows(self, key: str, most: int) -> list[Sent]:
        """The first `most` of a list of such data; empty where there is none."""
        value = self._data.get(key)
        return [Sent(one) for one in value[:most]] if isinstance(value, list) else []
