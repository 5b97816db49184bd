"""A library: articles in a folder that survive a kill, for several processes at once. SQLite is the only truth."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bot.archive.base import Alike, Entry, Found, unknown
from bot.archive.cache import IndexCache
from bot.archive.filters import Filters, page_of
from bot.archive.lazy import LazyArticles
from bot.archive.likeness import bands, near, signature
from bot.archive.ready import Keeping, Model, Ready
from bot.archive.reembed import reembed
from bot.archive.rows import places_of, read_article, read_entries, read_windows, where
from bot.archive.schema import DATABASE, likeness_of, named_errors, open_database, reading, writing
from bot.archive.verify import Progress, Report, verify
from bot.archive.writes import insert, make_current, take_out
from bot.article import Article
from bot.errors import FilterError, LibraryModelError
from embeddings import Encoder, check_query
from embeddings.store import Ids


class SqliteArchive(Keeping):
    """Articles in a folder. Safe from several threads, and from several processes that open the same folder.

    What `add` has returned is on disk, with its vectors. The index in memory is a copy that follows the database's log
    of changes: every search first takes up what this or another process has changed.

    Args:
        folder: made if missing. Never one that came from a stranger.
        load_encoder: gives the encoder; called at the first addition or search.

    Raises:
        LibraryVersionError: the folder holds something else, or a library of a newer version.
        LibraryDamagedError, LibraryFullError, LibraryBusyError, ArchiveError: it cannot be read or written.
    """

    def __init__(self, folder: Path | str, load_encoder: Callable[[], Encoder]) -> None:
        self.folder = Path(folder)
        self._load_encoder = load_encoder
        self._lock = threading.RLock()
        self._path = self.folder / DATABASE
        self._db = open_database(self.folder)
        self._cache = IndexCache(self.folder, self._db)

    def __len__(self) -> int:
        with self._reading():
            count: int = self._one("SELECT count(*) FROM articles WHERE current = 1")
        return count

    def ready(self, article_ids: Sequence[str]) -> list[Ready]:
        """Articles with their vectors. Raises `UnknownArticleError`, `LibraryDamagedError`."""
        with self._reading():
            numbers = [self._known(one) for one in article_ids]
            return [Ready(read_article(self._db, one), read_windows(self._db, one)) for one in numbers]

    def holds(self, article_ids: Collection[str]) -> set[str]:
        """Those of the ids that are held, as current articles or as older versions."""
        with self._reading():
            return {one for one in article_ids if self._number(one) is not None}

    def remove(self, article_id: str) -> None:
        """Forget an article at once; its older versions stay what they are. Raises `UnknownArticleError`."""
        with self._writing():
            number = self._known(article_id)
            take_out(self._db, number)
            self._db.execute("DELETE FROM articles WHERE number = ?", (number,))

    def get(self, article_id: str) -> Article:
        """The article, or the older version. Raises `UnknownArticleError`, `LibraryDamagedError`."""
        with self._reading():
            return read_article(self._db, self._known(article_id))

    def articles(self) -> Sequence[Article]:
        """The current ones as they are now, in the order of adding; each is read when it is asked for."""
        with self._reading():
            rows = self._db.execute("SELECT id FROM articles WHERE current = 1 ORDER BY number").fetchall()
        return LazyArticles([one for (one,) in rows], self.get)

    def entries(self, filters: Filters | None = None, limit: int | None = None) -> list[Entry]:
        """The first `limit` current articles that pass, without their text, in the order of adding."""
        with self._reading():
            return read_entries(self._db, filters, limit)

    def versions(self, article_id: str) -> list[str]:
        """The ids of all that has its URL, in order of adding; without one its own. Raises `UnknownArticleError`."""
        with self._reading():
            page = self._one("SELECT page FROM articles WHERE number = ?", self._known(article_id))
            rows = self._db.execute("SELECT id FROM articles WHERE page = ? ORDER BY number", (page,)).fetchall()
        return [one for (one,) in rows] or [article_id]

    def collect(self, collection: str, article_ids: Collection[str]) -> None:
        """Put articles into a collection. Raises `UnknownArticleError`, `FilterError`."""
        if not collection.strip():
            raise FilterError("The collection's name is empty.", "a name.", "Name it after a story, a desk or a day.")
        with self._writing():
            rows = [(collection, self._known(one)) for one in article_ids]
            self._db.executemany("INSERT OR IGNORE INTO collected VALUES (?, ?)", rows)

    def uncollect(self, collection: str, article_ids: Collection[str]) -> None:
        """Take articles out of a collection, which ends with its last."""
        with self._writing():
            self._db.executemany(
                "DELETE FROM collected WHERE collection = ? AND article = (SELECT number FROM articles WHERE id = ?)",
                [(collection, one) for one in article_ids],
            )

    def collections(self) -> dict[str, int]:
        """Collections by name, sorted, and how many current articles each has."""
        with self._reading():
            return dict(
                self._db.execute(
                    "SELECT collection, sum(current) FROM collected JOIN articles ON number = article"
                    " GROUP BY collection ORDER BY collection"
                )
            )

    def alike(self, article: Article) -> list[Alike]:
        """Current articles, other than itself and its versions, that are nearly the same; the nearest first."""
        values = signature(article)
        with self._reading():
            rows = self._db.execute(
                "SELECT a.id, l.signature FROM articles a JOIN likeness l ON l.article = a.number WHERE a.current = 1"
                " AND a.id <> ? AND a.page IS NOT coalesce(?, '')"
                " AND a.number IN (SELECT article FROM bands WHERE band IN (SELECT value FROM json_each(?)))",
                (article.id, page_of(article.url), json.dumps(bands(values))),
            ).fetchall()
        return near(values, ((one, likeness_of(blob)) for one, blob in rows))

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        """As the protocol says. The first search opens the index.

        Raises:
            InputError: k is below 1, or the query is empty.
            UnknownArticleError: an id in `within` is not held.
            LibraryModelError: the library's vectors are another model's.
            LibraryDamagedError: the index had to be built, and the database is not what was stored.
            EncoderError: the embedding model cannot be loaded.
        """
        check_query(query, k)
        if not len(self):
            return []
        encoder = self._load_encoder()
        vector = encoder.encode_queries([query])[0]
        with self._reading():
            self._check_model((encoder.name, encoder.dimension))
            index = self._cache.at_head(encoder.name, encoder.dimension)
            chosen = None if within is None and filters is None else self._chosen(within, filters)
            ranked = index.search(query, vector, k, self._cache.kept.groups, chosen)
            places = places_of(self._db, [one.group for one in ranked])
        with self._lock, named_errors(self._path):
            self._cache.save_if_due()
        return [Found(*places[one.group], one.score, one.similarity) for one in ranked]

    def verify(self, progress: Progress | None = None) -> Report:
        """Check every row, offset and hash; an index that is wrong is built anew."""
        with self._reading():
            return verify(self._db, self._cache, self._model(), progress)

    def reembed(self, encoder: Encoder, progress: Progress | None = None) -> None:
        """Embed everything with another model and use that from then on; searches go on with the old one meanwhile.

        Other processes that have the library open are told, by a `LibraryModelError`, to open it again.

        Raises:
            LibraryFullError: no room; the old vectors stay, and what was embedded is not embedded again.
        """
        reembed(self._db, encoder, self._writing, progress)
        self._load_encoder = lambda: encoder

    def rebuild_index(self) -> None:
        """Build the index from the database alone and save it."""
        with self._reading():
            model = self._model()
            if model is not None:
                self._cache.rebuild(*model)
                self._cache.save()

    def close(self) -> None:
        """Write the snapshot of the index if much has changed, and let go of the database."""
        with self._lock, named_errors(self._path):
            try:
                self._cache.save_if_due()
            finally:
                self._cache.forget()
                self._db.close()

    def model(self) -> Model | None:
        """The name and the dimension of the model that made the vectors; None where there are none yet."""
        with self._reading():
            return self._model()

    def _keep(self, articles: Sequence[Article], ready: Sequence[Ready], model: Model | None) -> bool:
        """Keep articles in one transaction; False, and nothing is kept, where one is neither held nor ready."""
        made = {one.article.id: (list(one.windows), signature(one.article)) for one in ready}
        with self._writing():
            if model is not None:
                self._check_model(model)
            if any(one.id not in made and self._number(one.id) is None for one in articles):
                return False
            for article in articles:
                number = self._number(article.id)
                if number is not None:
                    make_current(self._db, number)
                else:
                    insert(self._db, article, *made[article.id])
        return True

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, named_errors(self._path), reading(self._db):
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, named_errors(self._path), writing(self._db):
            yield

    def _model(self) -> Model | None:
        rows = dict(self._db.execute("SELECT name, value FROM settings"))
        return (rows["encoder"], int(rows["dimension"])) if "encoder" in rows else None

    def _check_model(self, model: Model) -> None:
        """Note the encoder of the first addition, and refuse another from then on."""
        noted = self._model()
        if noted is None:
            values = [("encoder", model[0]), ("dimension", str(model[1]))]
            self._db.executemany("INSERT INTO settings VALUES (?, ?)", values)
        elif noted != model:
            raise LibraryModelError(
                f"{self.folder} has vectors by {noted[0]}, dimension {noted[1]}.",
                f"vectors by {model[0]}, dimension {model[1]}.",
                "Open it with the model that made them, or run `copydesk reindex` to embed it anew.",
            )

    def _one(self, query: str, *values: str | int) -> Any:
        return self._db.execute(query, values).fetchone()[0]

    def _number(self, article_id: str) -> int | None:
        row = self._db.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else int(row[0])

    def _known(self, article_id: str) -> int:
        number = self._number(article_id)
        if number is None:
            raise unknown(article_id, self._one("SELECT count(*) FROM articles"))
        return number

    def _chosen(self, within: Collection[str] | None, filters: Filters | None) -> Ids:
        """The windows of the articles that may be searched, int64 [n]."""
        condition, values = where(filters)
        if within is not None:
            numbers = [self._known(one) for one in within]
            condition += " AND a.number IN (SELECT value FROM json_each(?))"
            values = [*values, json.dumps(numbers)]
        spans = self._db.execute(
            f"SELECT first, last FROM spans JOIN articles a ON a.number = article WHERE {condition}", values
        ).fetchall()
        return np.concatenate([np.empty(0, np.int64), *(np.arange(first, last + 1) for first, last in spans)])
