"""A library on a PostgreSQL server with pgvector, for archives that outgrow a machine. Extra: `postgres`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from bot.archive.base import Alike, Entry, Found, unknown
from bot.archive.filters import Filters, page_of
from bot.archive.lazy import LazyArticles
from bot.archive.likeness import bands, near, signature
from bot.archive.postgres.connection import Connections
from bot.archive.postgres.schema import check_model, check_shards, model_of, note_model, prepare, shards_of
from bot.archive.postgres.search import Asked, Row, Tally, candidates, search, tally, where
from bot.archive.postgres.writes import alone_with, known, number_of, numbers_for, put, read, read_windows
from bot.archive.ready import Keeping, Model, Ready
from bot.archive.rows import stamp_of
from bot.article import Article
from bot.errors import FilterError
from embeddings import Encoder, WordRule, check_query

_ENTRY = """SELECT a.number, a.id, a.title, a.published, a.byline, a.url, a.tags,
  (SELECT count(*) FROM paragraphs p WHERE p.article = a.number),
  ARRAY(SELECT collection FROM collected c WHERE c.article = a.number ORDER BY collection COLLATE "C")
FROM articles a WHERE {} ORDER BY a.number LIMIT %(limit)s"""


class PostgresArchive(Keeping):
    """Articles on a server. Safe from several threads and any number of processes and machines.

    What `add` has returned is on the server's disk. Each row belongs to the user of the connection and the server shows
    it to nobody else; `?options=-c%20role%3DNAME` in the URL makes it a role's that several users may take. What may
    be done twice is tried again for 20 seconds while the server is away.

    Args:
        url: `postgresql://user@host/database`.
        load_encoder: gives the encoder; called at the first addition or search.
        shards: the places of all servers of a library that this one keeps a part of (`ShardedArchive`).

    Raises:
        MissingPackageError: the extra is not installed, or the server has no pgvector.
        LibraryUnreachableError, LibraryVersionError, ArchiveError: the database cannot be used.
    """

    def __init__(self, url: str, load_encoder: Callable[[], Encoder], shards: Sequence[str] = ()) -> None:
        self._load_encoder = load_encoder
        self._rule = WordRule()
        self.shards = shards
        self.connections = Connections(url)
        self.connections.again(lambda db: prepare(db, shards))

    def __len__(self) -> int:
        count = self.connections.again(
            lambda db: db.execute("SELECT articles FROM owners WHERE number = me()").fetchone()[0]
        )
        return int(count)

    def expect(self, model: Model) -> None:
        """Refuse another model than the library's. Raises `LibraryModelError`."""
        self.connections.again(lambda db: check_model(db, model))

    _expect = expect

    def ready(self, article_ids: Sequence[str]) -> list[Ready]:
        """Articles with their vectors. Raises `UnknownArticleError`, `LibraryDamagedError`."""

        def look(db: object) -> list[Ready]:
            numbers = [known(db, one) for one in article_ids]
            return [Ready(read(db, one), read_windows(db, one)) for one in numbers]

        return self.connections.again(look)

    def holds(self, article_ids: Collection[str]) -> set[str]:
        """Those of the ids that are held, as current articles or as older versions."""
        query = "SELECT id FROM articles WHERE id = ANY(%s)"
        rows = self.connections.again(lambda db: db.execute(query, (list(article_ids),)).fetchall())
        return {one for (one,) in rows}

    def remove(self, article_id: str) -> None:
        """Forget an article at once; its older versions stay what they are. Raises `UnknownArticleError`."""
        with self.connections.transaction() as db:
            db.execute("DELETE FROM articles WHERE number = %s", (known(db, article_id),))

    def get(self, article_id: str) -> Article:
        """The article, or the older version. Raises `UnknownArticleError`, `LibraryDamagedError`."""
        return self.connections.again(lambda db: read(db, known(db, article_id)))

    def articles(self) -> Sequence[Article]:
        """The current ones as they are now, in the order of adding; each is read when it is asked for."""
        rows = self.connections.again(
            lambda db: db.execute("SELECT id FROM articles WHERE current ORDER BY number").fetchall()
        )
        return LazyArticles([one for (one,) in rows], self.get)

    def entries(self, filters: Filters | None = None, limit: int | None = None) -> list[Entry]:
        """The first `limit` current articles that pass, without their text, in the order of adding."""
        return [entry for _, entry in self.numbered(filters, limit)]

    def numbered(self, filters: Filters | None = None, limit: int | None = None) -> list[tuple[int, Entry]]:
        """The same, each with its number: what was added later has a higher one."""
        condition, values = where(filters)
        rows = self.connections.again(
            lambda db: db.execute(_ENTRY.format(condition), values | {"limit": limit}).fetchall()
        )
        return [
            (number, Entry(one, title, stamp_of(day), byline, url, tuple(tags), count, tuple(names)))
            for number, one, title, day, byline, url, tags, count, names in rows
        ]

    def versions(self, article_id: str) -> list[str]:
        """The ids of all that has its URL, in order of adding; without one its own. Raises `UnknownArticleError`."""
        query = "SELECT id FROM articles WHERE page = (SELECT page FROM articles WHERE number = %s) ORDER BY number"
        rows = self.connections.again(lambda db: db.execute(query, (known(db, article_id),)).fetchall())
        return [one for (one,) in rows] or [article_id]

    def collect(self, collection: str, article_ids: Collection[str]) -> None:
        """Put articles into a collection. Raises `UnknownArticleError`, `FilterError`."""
        if not collection.strip():
            raise FilterError("The collection's name is empty.", "a name.", "Name it after a story, a desk or a day.")
        query = "INSERT INTO collected (collection, article) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        self.connections.again(
            lambda db: db.cursor().executemany(query, [(collection, known(db, one)) for one in article_ids])
        )

    def uncollect(self, collection: str, article_ids: Collection[str]) -> None:
        """Take articles out of a collection, which ends with its last."""
        chosen = "article IN (SELECT number FROM articles WHERE id = ANY(%s))"
        query = f"DELETE FROM collected WHERE collection = %s AND {chosen}"
        self.connections.again(lambda db: db.execute(query, (collection, list(article_ids))))

    def collections(self) -> dict[str, int]:
        """Collections by name, sorted, and how many current articles each has."""
        query = (
            "SELECT collection, sum(current::int) FROM collected JOIN articles ON number = article"
            ' GROUP BY collection ORDER BY collection COLLATE "C"'
        )
        return {name: int(count) for name, count in self.connections.again(lambda db: db.execute(query).fetchall())}

    def alike(self, article: Article) -> list[Alike]:
        """Current articles, other than itself and its versions, that are nearly the same; the nearest first."""
        values = signature(article)
        query = (
            "SELECT id, signature FROM articles WHERE current AND id <> %s AND page IS DISTINCT FROM %s"
            " AND number IN (SELECT article FROM bands WHERE band = ANY(%s))"
        )
        # A page of its own where it has none: then every other article is another page's.
        asked = (article.id, page_of(article.url) or "", bands(values))
        rows = self.connections.again(lambda db: db.execute(query, asked).fetchall())
        return near(values, ((one, np.frombuffer(blob, "<u4").astype(np.uint32)) for one, blob in rows))

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        """As the protocol says, on the server.

        Raises:
            InputError: k is below 1, or the query is empty.
            UnknownArticleError: an id in `within` is not held.
            LibraryModelError: the library's vectors are another model's.
            EncoderError: the embedding model cannot be loaded.
        """
        check_query(query, k)
        held = self.holds(within) if within else set()
        for one in within or []:
            if one not in held:
                raise unknown(one, len(self))
        if not len(self):
            return []
        encoder = self._load_encoder()
        vector = encoder.encode_queries([query])[0]
        counted = self.tally(self._rule.of_question(query), (encoder.name, encoder.dimension))
        return search([counted], lambda asked: [self.candidates(asked)], vector, k, within, filters)

    def tally(self, words: Sequence[str], model: Model) -> Tally:
        """What the server has of a question's words. Raises `LibraryModelError`."""

        def look(db: object) -> Tally:
            check_model(db, model)
            return tally(db, words)

        return self.connections.again(look)

    def candidates(self, asked: Asked) -> list[Row]:
        """What the server finds for a question. Raises `ArchiveError`: it has joined others since it was opened."""

        def look(db: object) -> list[Row]:
            check_shards(shards_of(db), self.shards)
            return candidates(db, asked)

        return self.connections.again(look)

    def model(self) -> Model | None:
        """The name and the dimension of the model that made the vectors; None where there are none yet."""
        return self.connections.again(model_of)

    def _keep(self, articles: Sequence[Article], ready: Sequence[Ready], model: Model | None) -> bool:
        """Keep articles in one transaction; False, and nothing is kept, where one is neither held nor ready."""
        made = {one.article.id: (one.windows, signature(one.article)) for one in ready}

        def write(db: object) -> bool:
            check_shards(shards_of(db), self.shards)
            if model is not None:
                note_model(db, model)
            alone_with(db, articles)
            if any(one.id not in made and number_of(db, one.id) is None for one in articles):
                return False
            put(db, articles, made, numbers_for(db, articles))
            return True

        return self.connections.again(write)

    def close(self) -> None:
        """Let go of the connections."""
        self.connections.close()
