"""The protocol every archive keeps. `tests/contracts` holds the suite that every implementation passes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.archive.filters import Filters
from bot.article import Article
from bot.errors import UnknownArticleError


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph that a search found.

    Attributes:
        article_id: the article's id.
        paragraph: the paragraph's number.
        score: fused relevance in [0, 1]; it ranks the hits of one search.
        similarity: cosine of question and paragraph, in [-1, 1].
    """

    article_id: str
    paragraph: int
    score: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Entry:
    """An article without its text, as a list shows it. The attributes are those of `Article`.

    Attributes:
        paragraphs: how many it has.
        collections: the names of those it is in, sorted.
    """

    id: str
    title: str
    published: date | datetime | None
    byline: str | None
    url: str | None
    tags: tuple[str, ...]
    paragraphs: int
    collections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """An article whose words are nearly those of another.

    Attributes:
        article_id: the article's id.
        similarity: share of five-word runs that both have, estimated, in [0, 1].
    """

    article_id: str
    similarity: float


class Archive(Protocol):
    """Articles by id, and their paragraphs by relevance.

    Articles with the same URL are versions of one: the one added last is current, unless it was published or updated
    before the one that is, and takes its place in its collections. Only current articles are listed, counted, searched
    and compared.
    """

    def __len__(self) -> int:
        """The number of current articles."""

    def add(self, article: Article) -> str:
        """Keep an article and return its id; one that is held already stays as it is, and is current again."""

    def add_many(self, articles: Sequence[Article]) -> list[str]:
        """Keep articles as `add` does, all of them or none; quicker than one by one."""

    def remove(self, article_id: str) -> None:
        """Forget an article at once; its older versions stay what they are. Raises `UnknownArticleError`."""

    def get(self, article_id: str) -> Article:
        """The article, or the older version. Raises `UnknownArticleError`."""

    def articles(self) -> Sequence[Article]:
        """The current ones as they are now, in the order of adding; each is read when it is asked for."""

    def entries(self, filters: Filters | None = None, limit: int | None = None) -> list[Entry]:
        """The first `limit` current articles that pass, without their text, in the order of adding."""

    def versions(self, article_id: str) -> list[str]:
        """The ids of all that has its URL, in order of adding; without one its own. Raises `UnknownArticleError`."""

    def collect(self, collection: str, article_ids: Collection[str]) -> None:
        """Put articles into a collection, which begins with its first. Raises `UnknownArticleError`, `FilterError`."""

    def uncollect(self, collection: str, article_ids: Collection[str]) -> None:
        """Take articles out of a collection, which ends with its last; those that are not in it do not matter."""

    def collections(self) -> dict[str, int]:
        """Collections by name, sorted, and how many current articles each has."""

    def alike(self, article: Article) -> list[Alike]:
        """Current articles, other than itself and its versions, that are nearly the same; the nearest first."""

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        """The paragraphs that bear most on a query.

        Args:
            query: any text with more than white space.
            k: hits at most, at least 1.
            within: article ids to search among; None for all.
            filters: what the articles must be; None for anything.

        Raises:
            InputError: k is below 1, or the query is empty.
            UnknownArticleError: an id in `within` is not held.
        """

    def close(self) -> None:
        """Let go of files and processes. Nothing that was acknowledged depends on it."""


def unknown(article_id: str, held: int) -> UnknownArticleError:
    """The error for an id that an archive of `held` articles does not hold."""
    return UnknownArticleError(
        f"No article has the id {article_id!r}.",
        f"the id of one of the {held} articles held.",
        "Add the article first; `add` returns its id.",
    )


def supersedes(article: Article, other: Article) -> bool:
    """Whether an article that comes after another of its URL takes its place: unless its date is an earlier one."""
    mine, theirs = article.updated or article.published, other.updated or other.published
    if mine is None or theirs is None:
        return True
    if isinstance(mine, datetime) and isinstance(theirs, datetime) and mine.tzinfo and theirs.tzinfo:
        return mine >= theirs
    return mine.isoformat()[:10] >= theirs.isoformat()[:10]
