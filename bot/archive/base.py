"""The protocol every archive keeps. `tests/contracts` holds the suite that every implementation passes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot.article import Article


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


class Archive(Protocol):
    """Articles by id, and their paragraphs by relevance."""

    def add(self, article: Article) -> str:
        """Keep an article and return its id; one that is held already stays as it is."""

    def remove(self, article_id: str) -> None:
        """Forget an article at once. Raises `UnknownArticleError`."""

    def get(self, article_id: str) -> Article:
        """The article. Raises `UnknownArticleError`."""

    def articles(self) -> tuple[Article, ...]:
        """All of them, in the order of adding."""

    def search(self, query: str, k: int, within: Collection[str] | None = None) -> list[Found]:
        """The paragraphs that bear most on a query.

        Args:
            query: any text with more than white space.
            k: hits at most, at least 1.
            within: article ids to search among; None for all.

        Raises:
            UnknownArticleError: an id in `within` is not held.
        """
