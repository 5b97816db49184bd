"""An archive for as long as the process lives. Embedding waits for the first search: a short article needs none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

from bot.archive.base import Found
from bot.article import Article, Paragraph
from bot.errors import UnknownArticleError
from embeddings import Encoder, ParagraphIndex


class MemoryArchive:
    """Articles in a dict, their paragraphs in a `ParagraphIndex`. Safe from several threads.

    Args:
        load_encoder: gives the encoder; called once, at the first search.
    """

    def __init__(self, load_encoder: Callable[[], Encoder]) -> None:
        self._load_encoder = load_encoder
        self._index: ParagraphIndex | None = None
        self._articles: dict[str, Article] = {}
        self._unindexed: dict[str, Article] = {}
        self._lock = threading.RLock()

    def add(self, article: Article) -> str:
        """Keep an article and return its id; one that is held already stays as it is."""
        with self._lock:
            if article.id not in self._articles:
                self._articles[article.id] = self._unindexed[article.id] = article
        return article.id

    def remove(self, article_id: str) -> None:
        """Forget an article at once. Raises `UnknownArticleError`."""
        with self._lock:
            article = self.get(article_id)
            del self._articles[article_id]
            if self._unindexed.pop(article_id, None) is None and self._index is not None:
                self._index.delete(_keys(article))

    def get(self, article_id: str) -> Article:
        """The article. Raises `UnknownArticleError`."""
        try:
            return self._articles[article_id]
        except KeyError:
            raise UnknownArticleError(
                f"No article has the id {article_id!r}.",
                f"the id of one of the {len(self._articles)} articles held.",
                "Add the article first; `add` returns its id.",
            ) from None

    def articles(self) -> tuple[Article, ...]:
        """All of them, in the order of adding."""
        with self._lock:
            return tuple(self._articles.values())

    def search(self, query: str, k: int, within: Collection[str] | None = None) -> list[Found]:
        """As the protocol says; the first search embeds what has been added."""
        with self._lock:
            index = self._up_to_date()
            keys = None if within is None else [key for one in within for key in _keys(self.get(one))]
            hits = index.search(query, k, keys)
        return [Found(*_article_and_number(hit.key), hit.score, hit.similarity) for hit in hits]

    def _up_to_date(self) -> ParagraphIndex:
        if self._index is None:
            self._index = ParagraphIndex(self._load_encoder())
        pending = list(self._unindexed.values())
        self._index.add(
            [key for article in pending for key in _keys(article)],
            [paragraph.text for article in pending for paragraph in _findable(article)],
        )
        self._unindexed.clear()
        return self._index


def _findable(article: Article) -> list[Paragraph]:
    """The paragraphs that hold anything: a source that is already taken apart may have empty ones."""
    return [paragraph for paragraph in article.paragraphs if paragraph.text.strip()]


def _keys(article: Article) -> list[str]:
    return [f"{article.id}:{paragraph.number}" for paragraph in _findable(article)]


def _article_and_number(key: str) -> tuple[str, int]:
    article_id, _, number = key.rpartition(":")
    return article_id, int(number)
