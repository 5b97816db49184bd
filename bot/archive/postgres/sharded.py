"""One library on several servers, each with a part of the articles: for archives that outgrow a server.

Who asks fans out: every server searches its own part, by its own indexes and at the same time, and what they found is
ranked here as one server would rank all of it. Foreign tables (`postgres_fdw`) do not carry that. Asked for the nearest
of a table in partitions, PostgreSQL 15 hands them the order and not the limit, and asks one after the other; BM25's
matches would all come over the wire to be counted; and foreign tables refuse row-level security, on which it rests
whose row is whose.

There is no server in between, and no list of what is where that could go wrong: each server knows the places of all,
the address of any opens the library, and an article is where its page (or, without a URL, its id) is, or else where
its hash says. So servers can join a library that has articles already, and nothing moves. The first server gives the
numbers that say what was added later, and the locks by which nobody adds a page twice.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any, TypeVar

from bot.archive.base import Alike, Entry, Found, unknown
from bot.archive.filters import Filters, page_of
from bot.archive.lazy import LazyArticles
from bot.archive.likeness import signature
from bot.archive.postgres import PostgresArchive
from bot.archive.postgres.connection import Connections, beside, place_of
from bot.archive.postgres.schema import check_shards, note_model, note_shards, shards_of
from bot.archive.postgres.search import search
from bot.archive.postgres.writes import Made, alone_with, numbers_for, pages_of, put
from bot.archive.ready import Keeping, Library, Model, Ready
from bot.article import Article
from bot.errors import ArchiveError
from embeddings import Encoder, WordRule, check_query

T = TypeVar("T")

_THREADS = 8  # for each server, as it has connections


def open_server(url: str, load_encoder: Callable[[], Encoder]) -> Library:
    """The library at an address: on that server alone, or on all that it has joined.

    Raises:
        As `PostgresArchive`. With one server away there is no answer: what it has would seem not to be there.
    """
    with closing(Connections(url)) as server:
        shards = server.again(shards_of)
    if not shards:
        return PostgresArchive(url, load_encoder)
    with ExitStack() as stack:  # where one is away, those before it are let go
        parts = [
            stack.enter_context(closing(PostgresArchive(beside(url, one), load_encoder, shards))) for one in shards
        ]
        stack.pop_all()
    return ShardedArchive(parts, load_encoder)


def join(urls: Sequence[str]) -> None:
    """Make servers one library, or give it more servers: its own first, in their order. It may be done again.

    Whoever has the library open must open it again.

    Args:
        urls: of databases, as their tables' owner; only the first may hold articles. A server with standbys is named by
            all its hosts, as libpq does (`postgresql:///archive?host=a,b,c&target_session_attrs=read-write`).

    Raises:
        ArchiveError: a server other than the first has articles of its own, or belongs to another library.
        LibraryUnreachableError: one does not answer.
    """
    places = [place_of(url) for url in urls]
    if len(places) < 2 or len(set(places)) < len(places):
        raise ArchiveError(
            f"Got {len(places)} addresses, {len(set(places))} of them different.", "two or more.", "Name each once."
        )
    with ExitStack() as stack:  # commits are in the reverse order: until the first server's, the library is what it was
        for number, url in enumerate(urls):
            server = stack.enter_context(closing(Connections(url)))
            note_shards(stack.enter_context(server.transaction()), places, number)


class ShardedArchive(Keeping):
    """Articles on several servers. Safe from several threads and any number of processes and machines.

    What `add` has returned is on its server's disk. Articles that are added together and go to several servers are
    written on all of them before one commits; where a server dies between two commits, `add_many` fails with some of
    them kept, and adding them again keeps the rest.

    Args:
        parts: an archive for each server, the first's first; closed with this one.
        load_encoder: gives the encoder; called at the first addition or search.
    """

    def __init__(self, parts: Sequence[PostgresArchive], load_encoder: Callable[[], Encoder]) -> None:
        self._parts = parts
        self._load_encoder = load_encoder
        self._rule = WordRule()
        self._pool = ThreadPoolExecutor(_THREADS * len(parts), "shards")

    def __len__(self) -> int:
        return sum(self._each(len))

    def _each(self, ask: Callable[[PostgresArchive], T]) -> list[T]:
        """The answers of all servers, asked at once."""
        return list(self._pool.map(ask, self._parts))

    def _by_part(self, article_ids: Collection[str]) -> list[list[str]]:
        """Which of the ids each server holds, in their order. Raises `UnknownArticleError`."""
        held = self._each(lambda part: part.holds(article_ids))
        for one in article_ids:
            if not any(one in own for own in held):
                raise unknown(one, len(self))
        return [[one for one in article_ids if one in own] for own in held]

    def _part_of(self, article_id: str) -> PostgresArchive:
        (part,) = (one for one, own in zip(self._parts, self._by_part([article_id]), strict=True) if own)
        return part

    def holds(self, article_ids: Collection[str]) -> set[str]:
        """Those of the ids that are held, as current articles or as older versions."""
        return set().union(*self._each(lambda part: part.holds(article_ids)))

    def ready(self, article_ids: Sequence[str]) -> list[Ready]:
        """Articles with their vectors. Raises `UnknownArticleError`, `LibraryDamagedError`."""
        pairs = zip(self._parts, self._by_part(article_ids), strict=True)
        found = {one.article.id: one for part, own in pairs for one in part.ready(own)}
        return [found[one] for one in article_ids]

    def remove(self, article_id: str) -> None:
        """Forget an article at once; its older versions stay what they are. Raises `UnknownArticleError`."""
        self._part_of(article_id).remove(article_id)

    def get(self, article_id: str) -> Article:
        """The article, or the older version. Raises `UnknownArticleError`, `LibraryDamagedError`."""
        return self._part_of(article_id).get(article_id)

    def articles(self) -> Sequence[Article]:
        """The current ones as they are now, in the order of adding; each is read when it is asked for."""
        return LazyArticles([one.id for one in self.entries()], self.get)

    def entries(self, filters: Filters | None = None, limit: int | None = None) -> list[Entry]:
        """The first `limit` current articles that pass, without their text, in the order of adding."""
        found = [pair for own in self._each(lambda part: part.numbered(filters, limit)) for pair in own]
        return [entry for _, entry in sorted(found, key=lambda pair: pair[0])[:limit]]

    def versions(self, article_id: str) -> list[str]:
        """The ids of all that has its URL, in order of adding; without one its own. Raises `UnknownArticleError`."""
        return self._part_of(article_id).versions(article_id)

    def collect(self, collection: str, article_ids: Collection[str]) -> None:
        """Put articles into a collection. Raises `UnknownArticleError`, `FilterError`."""
        for part, own in zip(self._parts, self._by_part(article_ids), strict=True):
            part.collect(collection, own)

    def uncollect(self, collection: str, article_ids: Collection[str]) -> None:
        """Take articles out of a collection, which ends with its last."""
        self._each(lambda part: part.uncollect(collection, article_ids))

    def collections(self) -> dict[str, int]:
        """Collections by name, sorted, and how many current articles each has."""
        total: Counter[str] = Counter()
        for own in self._each(lambda part: part.collections()):
            total.update(own)
        return dict(sorted(total.items()))

    def alike(self, article: Article) -> list[Alike]:
        """Current articles, other than itself and its versions, that are nearly the same; the nearest first."""
        found = [one for own in self._each(lambda part: part.alike(article)) for one in own]
        return sorted(found, key=lambda one: (-one.similarity, one.article_id))

    def search(
        self, query: str, k: int, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> list[Found]:
        """As the protocol says, on all servers at once. Raises as `PostgresArchive.search` does."""
        check_query(query, k)
        if within:
            self._by_part(within)
        if not len(self):
            return []
        encoder = self._load_encoder()
        vector = encoder.encode_queries([query])[0]
        words, model = self._rule.of_question(query), (encoder.name, encoder.dimension)
        counted = self._each(lambda part: part.tally(words, model))
        return search(
            counted, lambda asked: self._each(lambda part: part.candidates(asked)), vector, k, within, filters
        )

    def model(self) -> Model | None:
        """The name and the dimension of the model that made the vectors; None where there are none yet."""
        return self._parts[0].model()

    def _expect(self, model: Model) -> None:
        self._parts[0].expect(model)

    def _keep(self, articles: Sequence[Article], ready: Sequence[Ready], model: Model | None) -> bool:
        """Keep articles; False, and nothing is kept, where one is neither held nor ready."""
        made: dict[str, Made] = {one.article.id: (one.windows, signature(one.article)) for one in ready}

        def write(first: Any) -> bool:
            check_shards(shards_of(first), self._parts[0].shards)
            if model is not None:
                note_model(first, model)
            alone_with(first, articles)
            held, homes = self._homes(first, articles)
            if any(one.id not in made and one.id not in held for one in articles):
                return False
            numbers = numbers_for(first, articles)
            with ExitStack() as stack:  # in the order of the servers, for all writers: they do not deadlock
                for number in sorted(set(homes.values())):
                    part = self._parts[number].connections
                    db = first if number == 0 else stack.enter_context(part.transaction())
                    if model is not None:
                        note_model(db, model)
                    put(db, [one for one in articles if homes[one.id] == number], made, numbers)
            return True

        return self._parts[0].connections.again(write)

    def _homes(self, first: Any, articles: Sequence[Article]) -> tuple[set[str], dict[str, int]]:
        """The ids that are held, and the number of the server that each article is on or belongs on."""

        def look(part: PostgresArchive) -> list[tuple[str, str | None]]:
            if part is self._parts[0]:  # by the connection that holds the locks: many writers would wait for a second
                return pages_of(first, ids, pages)
            with part.connections.transaction() as db:
                return pages_of(db, ids, pages)

        ids, pages = [one.id for one in articles], [page_of(one.url) or one.id for one in articles]
        held: dict[str, int] = {}
        found: dict[str, int] = {}
        for number, pairs in enumerate(self._each(look)):
            held.update((one, number) for one, _ in pairs)
            found.update((page, number) for _, page in pairs if page is not None)
        homes: dict[str, int] = {}
        for one, page in zip(ids, pages, strict=True):
            number = found.get(page, zlib.crc32(page.encode("utf-8", "replace")) % len(self._parts))
            homes.setdefault(one, held.get(one, number))
        return held.keys() & set(ids), homes

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.shutdown()
        for part in self._parts:
            part.close()
