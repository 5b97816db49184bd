"""A library that many read, and above it what one of them adds: their articles are nobody else's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import overload

from bot.archive.base import Alike, Archive, Entry, Found
from bot.archive.filters import Filters
from bot.article import Article
from bot.errors import LibraryReadOnlyError, UnknownArticleError


class LayeredArchive:
    """Reads two archives as one, and writes to the upper only. As safe from several threads as they are.

    Each layer keeps its own versions: an article of the upper does not replace one of the lower with its URL.

    Args:
        lower: read, never changed, and left open by `close`.
        upper: takes what is added.
    """

    def __init__(self, lower: Archive, upper: Archive) -> None:
        self._lower = lower
        self._upper = upper

    def __len__(self) -> int:
        return len(self._lower) + len(self._upper)

    def add(self, article: Article) -> str:
        """Keep an article in the upper archive, unless the lower holds it; return its id."""
        return article.id if _holds(self._lower, article.id) else self._upper.add(article)

    def add_many(self, articles: Sequence[Article]) -> list[str]:
        """Keep articles as `add` does, all of them or none."""
        self._upper.add_many([one for one in articles if not _holds(self._lower, one.id)])
        return [one.id for one in articles]

    def own(self, article_id: str) -> bool:
        """Whether the upper archive holds it, so that it can be removed."""
        return _holds(self._upper, article_id)

    def remove(self, article_id: str) -> None:
        """Forget an article of the upper. Raises `UnknownArticleError`, `LibraryReadOnlyError`."""
        self._require_own([article_id])
        self._upper.remove(article_id)

    def get(self, article_id: str) -> Article:
        """The article, or the older version. Raises `UnknownArticleError`."""
        return (self._upper if self.own(article_id) else self._lower).get(article_id)

    def articles(self) -> Sequence[Article]:
        """The current ones of both, the lower's first; each is read when it is asked for."""
        return _Joined(self._lower.articles(), self._upper.articles())

    def entries(self, filters: Filters | None = None, limit: int | None = None) -> list[Entry]:
        """The first `limit` that pass, the lower's first."""
        below = self._lower.entries(filters, limit)
        return below + self._upper.entries(filters, None if limit is None else limit - len(below))

    def versions(self, article_id: str) -> list[str]:
        """The versions in the layer that holds it. Raises `UnknownArticleError`."""
        return (self._upper if self.own(article_id) else self._lower).versions(article_id)

    def collect(self, collection: str, article_ids: Collection[str]) -> None:
        """As the protocol says, for articles of the upper. Raises `LibraryReadOnlyError` for the others."""
        self._require_own(article_ids)
        self._upper.collect(collection, article_ids)

    def uncollect(self, collection: str, article_ids: Collection[str]) -> None:
        """As the protocol says, for articles of the upper. Raises `LibraryReadOnlyError` for the others."""
        self._require_own(one for one in article_ids if _holds(self._lower, one))
        self._upper.uncollect(collection, article_ids)

    def collections(self) -> dict[str, int]:
        """Those of both, by name."""
        return dict(sorted((Counter(self._lower.collections()) + Counter(self._upper.collections())).items()))

    def alike(self, article: Article) -> list[Alike]:
        """Nearly the same ones of both, the nearest first."""
        both = [*self._lower.alike(article), *self._upper.alike(article)]
        return sorted(both, key=lambda one: -one.similarity)

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        """As the protocol says. A layer's scores count by how near its nearest paragraph is, against the other's."""
        if within is None:
            found = [layer.search(query, k, None, filters) for layer in (self._lower, self._upper)]
        else:
            above = [one for one in within if self.own(one)]
            below = [one for one in within if one not in set(above)]
            found = [self._lower.search(query, k, below, filters), self._upper.search(query, k, above, filters)]
        return _merged(found, k)

    def close(self) -> None:
        """Let go of the upper archive."""
        self._upper.close()

    def _require_own(self, article_ids: Collection[str] | Iterator[str]) -> None:
        for one in article_ids:
            if not self.own(one):
                title = self._lower.get(one).title or one
                raise LibraryReadOnlyError(
                    f"“{title}” belongs to the library, which is open for reading.",
                    "an article that you added.",
                    "Ask whoever keeps the library to change it.",
                )


class _Joined(Sequence[Article]):
    """Two sequences, one after the other."""

    def __init__(self, first: Sequence[Article], second: Sequence[Article]) -> None:
        self._parts = first, second

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    @overload
    def __getitem__(self, index: int) -> Article: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Article]: ...

    def __getitem__(self, index: int | slice) -> Article | Sequence[Article]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        first, second = self._parts
        place = range(len(self))[index]
        return first[place] if place < len(first) else second[place - len(first)]

    def __iter__(self) -> Iterator[Article]:
        return chain(*self._parts)


def _holds(archive: Archive, article_id: str) -> bool:
    try:
        archive.get(article_id)
    except UnknownArticleError:
        return False
    return True


def _merged(found: Sequence[list[Found]], k: int) -> list[Found]:
    """Hits of both, with the scores of the layer whose best hit is farther from the query made smaller."""
    nearest = [max((hit.similarity for hit in hits), default=0.0) for hits in found]
    best = max(nearest)
    weights = [near / best if 0 < near < best else 1.0 for near in nearest]
    scaled = [
        replace(hit, score=hit.score * weight) for hits, weight in zip(found, weights, strict=True) for hit in hits
    ]
    return sorted(scaled, key=lambda hit: (-hit.score, -hit.similarity))[:k]
