"""A list of articles that holds their ids and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from bot.article import Article


class LazyArticles(Sequence[Article]):
    """Articles that are read when they are asked for.

    Args:
        ids: of the articles.
        get: reads one; raises `UnknownArticleError` where it was removed meanwhile.
    """

    def __init__(self, ids: Sequence[str], get: Callable[[str], Article]) -> None:
        self._ids = ids
        self._get = get

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Article: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Article]: ...

    def __getitem__(self, place: int | slice) -> Article | Sequence[Article]:
        if isinstance(place, slice):
            return LazyArticles(self._ids[place], self._get)
        return self._get(self._ids[place])
