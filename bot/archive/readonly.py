"""An archive that many may ask and none can change."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.archive.base import Alike, Archive, Entry, Found
from bot.archive.filters import Filters
from bot.article import Article
from bot.errors import LibraryReadOnlyError


class ReadOnlyArchive:
    """Another archive as it is now; every change is refused. As safe from several threads as the other.

    Args:
        archive: what is read.

    All that changes an archive raises `LibraryReadOnlyError` here.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __len__(self) -> int:
        return len(self._archive)

    def add(self, article: Article) -> str:
        """Refused."""
        del article
        raise read_only()

    def add_many(self, articles: Sequence[Article]) -> list[str]:
        """Refused."""
        del articles
        raise read_only()

    def remove(self, article_id: str) -> None:
        """Refused."""
        del article_id
        raise read_only()

    def get(self, article_id: str) -> Article:
        """The article, or the older version. Raises `UnknownArticleError`."""
        return self._archive.get(article_id)

    def articles(self) -> Sequence[Article]:
        """The current ones as they are now, in the order of adding; each is read when it is asked for."""
        return self._archive.articles()

    def entries(self, filters: Filters | None = None, limit: int | None = None) -> list[Entry]:
        """The first `limit` current articles that pass, without their text, in the order of adding."""
        return self._archive.entries(filters, limit)

    def versions(self, article_id: str) -> list[str]:
        """The ids of all that has its URL, in order of adding; without one its own. Raises `UnknownArticleError`."""
        return self._archive.versions(article_id)

    def collect(self, collection: str, article_ids: Collection[str]) -> None:
        """Refused."""
        del collection, article_ids
        raise read_only()

    def uncollect(self, collection: str, article_ids: Collection[str]) -> None:
        """Refused."""
        del collection, article_ids
        raise read_only()

    def collections(self) -> dict[str, int]:
        """Collections by name, sorted, and how many current articles each has."""
        return self._archive.collections()

    def alike(self, article: Article) -> list[Alike]:
        """Current articles, other than itself and its versions, that are nearly the same; the nearest first."""
        return self._archive.alike(article)

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        """The paragraphs that bear most on a query, as the other archive finds them."""
        return self._archive.search(query, k, within, filters)

    def close(self) -> None:
        """Nothing: who opened the other archive closes it."""


def read_only() -> LibraryReadOnlyError:
    """The error for a change."""
    return LibraryReadOnlyError(
        "This library is shared and can only be read here.",
        "a question.",
        "Whoever runs the server changes it with `copydesk add` and `copydesk remove`.",
    )
