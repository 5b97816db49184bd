"""An archive for as long as the process lives. Embedding waits for the first search: a short article needs none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence

from bot.archive.base import Alike, Entry, Found, supersedes, unknown
from bot.archive.filters import Filters, page_of
from bot.archive.likeness import near, signature
from bot.article import Article, Paragraph
from bot.errors import FilterError
from embeddings import Encoder, LexicalIndex, ParagraphIndex


class MemoryArchive:
    """Articles in a dict, their paragraphs in a `ParagraphIndex`. Safe from several threads.

    Args:
        load_encoder: gives the encoder; called once, at the first search.
    """

    def __init__(self, load_encoder: Callable[[], Encoder]) -> None:
        self._load_encoder = load_encoder
        self._paragraphs = _Paragraphs(load_encoder)
        self._shared = False  # whether a copy reads the same paragraphs
        self._articles: dict[str, Article] = {}
        self._superseded: set[str] = set()
        self._collections: dict[str, set[str]] = {}
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._articles) - len(self._superseded)

    def copy(self) -> MemoryArchive:
        """An archive that holds the same, and no change of either reaches the other.

        Both read one index until one of them changes its articles: that one then makes an index of its own, so that
        many copies which only ask cost no indexing. The encoder is the same too.
        """
        with self._lock:
            self._shared = True
            made = MemoryArchive(self._load_encoder)
            made._paragraphs, made._shared = self._paragraphs, True
            made._articles, made._superseded = dict(self._articles), set(self._superseded)
            made._collections = {name: set(held) for name, held in self._collections.items()}
        return made

    def add(self, article: Article) -> str:
        """Keep an article and return its id; one that is held already stays as it is, and is current again."""
        with self._lock:
            held = self._articles.get(article.id)
            if held is not None and held.id not in self._superseded:
                return article.id
            article = held or article
            current = self._current_of(article)
            paragraphs = self._own_paragraphs()
            self._articles[article.id] = article
            if current is not None and not supersedes(article, current):
                self._superseded.add(article.id)
                return article.id
            if current is not None:
                self._superseded.add(current.id)
                paragraphs.remove(current)
                for held_there in self._collections.values():
                    held_there.update({article.id} if current.id in held_there else ())
            self._superseded.discard(article.id)
            paragraphs.add(article)
        return article.id

    def add_many(self, articles: Sequence[Article]) -> list[str]:
        """Keep articles as `add` does."""
        with self._lock:
            return [self.add(article) for article in articles]

    def remove(self, article_id: str) -> None:
        """Forget an article at once; its older versions stay what they are. Raises `UnknownArticleError`."""
        with self._lock:
            article = self.get(article_id)
            if article_id not in self._superseded:
                self._own_paragraphs().remove(article)
            self._superseded.discard(article_id)
            for name in list(self._collections):
                self.uncollect(name, [article_id])
            del self._articles[article_id]

    def get(self, article_id: str) -> Article:
        """The article, or the older version. Raises `UnknownArticleError`."""
        try:
            return self._articles[article_id]
        except KeyError:
            raise unknown(article_id, len(self)) from None

    def articles(self) -> Sequence[Article]:
        """The current ones as they are now, in the order of adding."""
        with self._lock:
            return tuple(one for one in self._articles.values() if one.id not in self._superseded)

    def entries(self, filters: Filters | None = None, limit: int | None = None) -> list[Entry]:
        """The first `limit` current articles that pass, without their text, in the order of adding."""
        with self._lock:
            return [self._entry(one) for one in self.articles() if self._allowed(one, filters)][:limit]

    def versions(self, article_id: str) -> list[str]:
        """The ids of all that has its URL, in order of adding; without one its own. Raises `UnknownArticleError`."""
        with self._lock:
            page = page_of(self.get(article_id).url)
            if page is None:
                return [article_id]
            return [one.id for one in self._articles.values() if page_of(one.url) == page]

    def collect(self, collection: str, article_ids: Collection[str]) -> None:
        """Put articles into a collection. Raises `UnknownArticleError`, `FilterError`."""
        if not collection.strip():
            raise FilterError("The collection's name is empty.", "a name.", "Name it after a story, a desk or a day.")
        with self._lock:
            ids = {self.get(one).id for one in article_ids}
            if ids:
                self._collections.setdefault(collection, set()).update(ids)

    def uncollect(self, collection: str, article_ids: Collection[str]) -> None:
        """Take articles out of a collection, which ends with its last."""
        with self._lock:
            held = self._collections.get(collection, set())
            held.difference_update(article_ids)
            if not held:
                self._collections.pop(collection, None)

    def collections(self) -> dict[str, int]:
        """Collections by name, sorted, and how many current articles each has."""
        with self._lock:
            return {name: len(held - self._superseded) for name, held in sorted(self._collections.items())}

    def alike(self, article: Article) -> list[Alike]:
        """Current articles, other than itself and its versions, that are nearly the same; the nearest first."""
        page = page_of(article.url)
        others = [one for one in self.articles() if one.id != article.id and (page is None or page_of(one.url) != page)]
        return near(signature(article), ((one.id, signature(one)) for one in others))

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        """As the protocol says; the first search embeds what has been added."""
        with self._lock:
            index = self._paragraphs.indexed()
            keys = None
            if within is not None or filters is not None:
                asked = self.articles() if within is None else [self.get(one) for one in within]
                chosen = [one for one in asked if one.id not in self._superseded and self._allowed(one, filters)]
                keys = [key for one in chosen for key in _keys(one)]
            hits = index.search(query, k, keys)
        return [Found(*_article_and_number(hit.key), hit.score, hit.similarity) for hit in hits]

    def close(self) -> None:
        """Nothing to let go of."""

    def _current_of(self, article: Article) -> Article | None:
        """The current article with another's URL."""
        page = page_of(article.url)
        if page is None:
            return None
        return next((one for one in self.articles() if page_of(one.url) == page), None)

    def _allowed(self, article: Article, filters: Filters | None) -> bool:
        return filters is None or filters.allow(article, self._in(article))

    def _in(self, article: Article) -> list[str]:
        return sorted(name for name, held in self._collections.items() if article.id in held)

    def _entry(self, one: Article) -> Entry:
        count, names = len(one.paragraphs), tuple(self._in(one))
        return Entry(one.id, one.title, one.published, one.byline, one.url, one.tags, count, names)

    def _own_paragraphs(self) -> _Paragraphs:
        """The paragraphs, about to be changed: anew from the current articles where a copy reads them too."""
        if self._shared:
            self._paragraphs, self._shared = _Paragraphs(self._load_encoder, self.articles()), False
        return self._paragraphs


class _Paragraphs:
    """What is searched of some articles. Indexing waits for the first search. Safe from several threads."""

    def __init__(self, load_encoder: Callable[[], Encoder], articles: Iterable[Article] = ()) -> None:
        self._load_encoder = load_encoder
        self._index: ParagraphIndex | None = None
        self._pending = {one.id: one for one in articles}
        self._lock = threading.Lock()

    def add(self, article: Article) -> None:
        """Find its paragraphs from now on."""
        with self._lock:
            self._pending[article.id] = article

    def remove(self, article: Article) -> None:
        """Find its paragraphs no more."""
        with self._lock:
            if self._pending.pop(article.id, None) is None and self._index is not None:
                self._index.delete(_keys(article))

    def indexed(self) -> ParagraphIndex:
        """The index of all that was added."""
        with self._lock:
            if self._index is None:
                self._index = ParagraphIndex(self._load_encoder(), LexicalIndex.in_memory())
            pending = list(self._pending.values())
            self._index.add(
                [key for article in pending for key in _keys(article)],
                [paragraph.text for article in pending for paragraph in _findable(article)],
                [article.title for article in pending for _ in _findable(article)],
            )
            self._pending.clear()
            return self._index


def _findable(article: Article) -> list[Paragraph]:
    """The paragraphs that hold anything: a source that is already taken apart may have empty ones."""
    return [paragraph for paragraph in article.paragraphs if paragraph.text.strip()]


def _keys(article: Article) -> list[str]:
    return [f"{article.id}:{paragraph.number}" for paragraph in _findable(article)]


def _article_and_number(key: str) -> tuple[str, int]:
    article_id, _, number = key.rpartition(":")
    return article_id, int(number)
