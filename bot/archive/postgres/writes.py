"""What a library on a server writes, inside a transaction of the caller's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from bot.archive.base import supersedes, unknown
from bot.archive.filters import day_of, outlet_of, page_of
from bot.archive.likeness import Signature, bands
from bot.archive.rows import COLUMNS, Window, article_of, fields_of, sha256_of, vector_of
from bot.article import Article
from embeddings import WordRule, under

Made: TypeAlias = tuple[Sequence[Window], Signature]


def number_of(db: Any, article_id: str) -> int | None:
    """The number under which an article is held; None where it is not."""
    row = db.execute("SELECT number FROM articles WHERE id = %s", (article_id,)).fetchone()
    return None if row is None else int(row[0])


def pages_of(db: Any, article_ids: Sequence[str], pages: Sequence[str]) -> list[tuple[str, str | None]]:
    """Id and page of what is held of some ids and some pages, older versions included."""
    query = "SELECT id, page FROM articles WHERE id = ANY(%s) OR page = ANY(%s)"
    return list(db.execute(query, (list(article_ids), list(pages))).fetchall())


def known(db: Any, article_id: str) -> int:
    """The same. Raises `UnknownArticleError`."""
    number = number_of(db, article_id)
    if number is None:
        (count,) = db.execute("SELECT count(*) FROM articles").fetchone()
        raise unknown(article_id, count)
    return number


def read(db: Any, number: int) -> Article:
    """The article of this number. Raises `LibraryDamagedError`."""
    columns = COLUMNS.replace("tags", "tags::text")
    sha256, *fields = db.execute(f"SELECT sha256, {columns} FROM articles WHERE number = %s", (number,)).fetchone()
    texts = db.execute("SELECT number, role, text FROM paragraphs WHERE article = %s ORDER BY number", (number,))
    return article_of(number, fields, texts.fetchall(), sha256)


def read_windows(db: Any, number: int) -> tuple[Window, ...]:
    """The windows of the article of this number, by paragraph and place."""
    rows = db.execute(
        "SELECT p.number, w.start, w.stop, w.vector::real[] FROM windows w JOIN paragraphs p ON p.id = w.paragraph"
        " WHERE w.article = %s ORDER BY p.number, w.start",
        (number,),
    ).fetchall()
    return tuple(Window(place, start, stop, np.array(vector, "<f2").tobytes()) for place, start, stop, vector in rows)


def alone_with(db: Any, articles: Sequence[Article]) -> None:
    """Until the transaction ends nobody else adds a version of these articles' pages, or these articles."""
    # In one order for all writers: so two that add the same wait for one another, and do not deadlock.
    for key in sorted({page_of(one.url) or one.id for one in articles} | {one.id for one in articles}):
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (key,))


def numbers_for(db: Any, articles: Sequence[Article]) -> dict[str, int]:
    """A new number for each article, by id, in the order given: whoever is added later has a higher one.

    When the transaction has ended, no number is given again, even by a server that was killed at that moment: with an
    id of its own the transaction is written to the server's disk, and all that came before it.
    """
    db.execute("SELECT pg_current_xact_id()")
    rows = db.execute("SELECT nextval('articles_number_seq') FROM generate_series(1, %s)", (len(articles),)).fetchall()
    return {one.id: number for one, (number,) in zip(reversed(articles), reversed(rows), strict=True)}


def put(db: Any, articles: Sequence[Article], made: Mapping[str, Made], numbers: Mapping[str, int]) -> None:
    """Keep articles; one that is held already is made current.

    Args:
        db: a connection, in a transaction that is `alone_with` them.
        articles: what is kept.
        made: the windows and the signature of each that is not held.
        numbers: for those likewise.
    """
    rule = WordRule()
    for article in articles:
        held = number_of(db, article.id)
        if held is None:
            _insert(db, numbers[article.id], article, *made[article.id], rule)
        else:
            make_current(db, held)


def _insert(
    db: Any, number: int, article: Article, windows: Sequence[Window], likeness: Signature, rule: WordRule
) -> None:
    """Keep a new article with what was made of it; it is current unless its page has a version of a later date."""
    other = _other(db, article, None)
    current = other is None or supersedes(article, read(db, other))
    texts = {one.number: one.text for one in article.paragraphs}
    words = [rule.of_text(under(article.title, texts[one.paragraph][one.start : one.stop])) for one in windows]
    fixed = [day_of(article), outlet_of(article.url), page_of(article.url), current, sha256_of(article)]
    values = [number, *fields_of(article), *fixed, likeness.astype("<u4").tobytes(), len(windows), sum(map(len, words))]
    db.execute(
        f"INSERT INTO articles (number, {COLUMNS}, day, outlet, page, current, sha256, signature, windows, words)"
        f" OVERRIDING SYSTEM VALUE VALUES ({', '.join(['%s'] * len(values))})",
        values,
    )
    _put_texts(db, number, article)
    _put_windows(db, number, windows, words, current)
    db.execute(
        "INSERT INTO bands (band, article) SELECT DISTINCT band, %s::bigint FROM unnest(%s::bigint[]) AS band",
        (number, bands(likeness)),
    )
    if current and other is not None:
        _replace(db, other, number)


def make_current(db: Any, number: int) -> None:
    """Let an article answer in place of the version that does, unless that is of a later date."""
    (current,) = db.execute("SELECT current FROM articles WHERE number = %s", (number,)).fetchone()
    if current:
        return
    article = read(db, number)
    other = _other(db, article, number)
    if other is not None:
        if not supersedes(article, read(db, other)):
            return
        _replace(db, other, number)
    _mark(db, number, current=True)


def _other(db: Any, article: Article, number: int | None) -> int | None:
    """The current version of an article's page, where that is not the article with this number."""
    row = db.execute(
        "SELECT number FROM articles WHERE page = %s AND current AND number IS DISTINCT FROM %s",
        (page_of(article.url), number),
    ).fetchone()
    return None if row is None else int(row[0])


def _replace(db: Any, older: int, newer: int) -> None:
    """Let a version answer no more, and another be in its collections."""
    _mark(db, older, current=False)
    db.execute(
        "INSERT INTO collected (collection, article) SELECT collection, %s FROM collected WHERE article = %s"
        " ON CONFLICT DO NOTHING",
        (newer, older),
    )


def _mark(db: Any, number: int, *, current: bool) -> None:
    db.execute("UPDATE articles SET current = %s WHERE number = %s", (current, number))
    db.execute("UPDATE windows SET current = %s WHERE article = %s", (current, number))
    db.execute(
        "UPDATE postings SET current = %s WHERE win IN (SELECT id FROM windows WHERE article = %s)", (current, number)
    )


def _put_texts(db: Any, number: int, article: Article) -> None:
    rows = [(one.number, str(one.role), one.text) for one in article.paragraphs]
    db.execute(
        "INSERT INTO paragraphs (article, number, role, text)"
        " SELECT %s, * FROM unnest(%s::integer[], %s::text[], %s::text[])",
        (number, *_columns(rows, 3)),
    )


def _put_windows(db: Any, number: int, windows: Sequence[Window], words: list[list[str]], current: bool) -> None:
    """Windows, and for each of its words a posting."""
    paragraphs = dict(db.execute("SELECT number, id FROM paragraphs WHERE article = %s", (number,)).fetchall())
    places = [
        (paragraphs[one.paragraph], one.start, one.stop, json.dumps(vector_of(one.vector).tolist())) for one in windows
    ]
    ids = db.execute(
        "INSERT INTO windows (article, paragraph, start, stop, current, vector)"
        " SELECT %s, paragraph, start, stop, %s, vector::halfvec"
        " FROM unnest(%s::bigint[], %s::integer[], %s::integer[], %s::text[]) WITH ORDINALITY"
        " AS t (paragraph, start, stop, vector, place) ORDER BY place RETURNING id",
        (number, current, *_columns(places, 4)),
    ).fetchall()
    postings = [
        (word, win, count, len(own))
        for (win,), own in zip(ids, words, strict=True)
        for word, count in Counter(own).items()
    ]
    db.execute(
        "INSERT INTO postings (word, win, count, length, current)"
        " SELECT *, %s FROM unnest(%s::text[], %s::bigint[], %s::smallint[], %s::integer[])",
        (current, *_columns(postings, 4)),
    )


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[list[Any]]:
    """Rows as so many columns: one statement for all of them, where COPY would not mind who owns what."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]
