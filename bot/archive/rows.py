"""Articles to rows of the library's database and back, checked to the character."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.archive.base import Entry
from bot.archive.filters import Filters, day_of, outlet_of, page_of
from bot.article import Article, Paragraph, Role
from bot.errors import LibraryDamagedError, NotTextError
from embeddings import Encoder
from embeddings.store import Ids

COLUMNS = "id, title, published, updated, byline, agency, dateline, url, tags, standfirst, section"


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a paragraph and its vector: characters [start, stop), float16 [dimension] as little-endian bytes."""

    paragraph: int
    start: int
    stop: int
    vector: bytes


def windows_of(articles: list[Article], encoder: Encoder) -> list[list[Window]]:
    """The windows of each article, embedded together so that a batch is sorted by length across them.

    Vectors are kept as float16: 11 bits a part, more than the 8 that a model in bfloat16 computes with.
    """
    places = [
        [
            (paragraph.number, start, stop)
            for paragraph in article.paragraphs
            if paragraph.text.strip()
            for start, stop in encoder.split(paragraph.text)
        ]
        for article in articles
    ]
    texts = [
        article.paragraph(number).text[start:stop]
        for article, own in zip(articles, places, strict=True)
        for number, start, stop in own
    ]
    vectors = iter(encoder.encode_passages(texts).astype("<f2"))
    return [[Window(*place, next(vectors).tobytes()) for place in own] for own in places]


def vector_of(blob: bytes) -> NDArray[np.float32]:
    """The unit vector that was stored, float32 [dimension]."""
    return np.frombuffer(blob, "<f2").astype(np.float32)


def groups(db: sqlite3.Connection, ids: Ids) -> tuple[Ids, Ids]:
    """All windows of the paragraphs that these are windows of, and the paragraph of each, by paragraph."""
    rows = db.execute(
        "SELECT id, paragraph FROM windows WHERE paragraph IN (SELECT paragraph FROM windows WHERE id IN"
        " (SELECT value FROM json_each(?))) ORDER BY paragraph, id",
        (json.dumps(ids.tolist()),),
    ).fetchall()
    pairs = np.array(rows, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def put_article(db: sqlite3.Connection, article: Article, current: bool) -> int:
    """Insert an article with its paragraphs and return its number.

    Raises:
        NotTextError: it holds half a character, which cannot be stored.
    """
    fields = fields_of(article)
    try:
        cursor = db.execute(
            f"INSERT INTO articles ({COLUMNS}, day, outlet, page, current, sha256) VALUES ({', '.join('?' * 16)})",
            (*fields, day_of(article), outlet_of(article.url), page_of(article.url), current, sha256_of(article)),
        )
        number = int(cursor.lastrowid or 0)
        db.executemany(
            "INSERT INTO paragraphs (article, number, role, text) VALUES (?, ?, ?, ?)",
            [(number, one.number, str(one.role), one.text) for one in article.paragraphs],
        )
    except UnicodeEncodeError as error:
        raise NotTextError(
            f"The article {article.title!r} holds half a character (a lone surrogate).",
            "whole characters.",
            "Copy or save it again.",
        ) from error
    return number


def put_windows(db: sqlite3.Connection, table: str, number: int, windows: list[Window]) -> tuple[int, int] | None:
    """Insert an article's windows under ids that follow one another; the first and the last, None without any."""
    if not windows:
        return None
    held = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    first = held[0] + 1 if held else 1
    paragraphs = dict(db.execute("SELECT number, id FROM paragraphs WHERE article = ?", (number,)))
    db.executemany(
        f"INSERT INTO {table} (id, paragraph, start, stop, vector, crc) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (first + place, paragraphs[one.paragraph], one.start, one.stop, one.vector, zlib.crc32(one.vector))
            for place, one in enumerate(windows)
        ],
    )
    return first, first + len(windows) - 1


def read_article(db: sqlite3.Connection, number: int) -> Article:
    """The article of this number.

    Raises:
        LibraryDamagedError: it is not what was stored.
    """
    try:
        row = db.execute(f"SELECT sha256, {COLUMNS} FROM articles WHERE number = ?", (number,)).fetchone()
        texts = db.execute("SELECT number, role, text FROM paragraphs WHERE article = ? ORDER BY number", (number,))
        sha256, *fields = row
        return article_of(number, fields, list(texts), sha256)
    except (ValueError, TypeError, sqlite3.OperationalError) as error:  # the last: text that is no UTF-8
        raise _damaged(number, str(error)) from error


def read_windows(db: sqlite3.Connection, number: int) -> tuple[Window, ...]:
    """The windows of the article of this number, by paragraph and place."""
    rows = db.execute(
        "SELECT p.number, w.start, w.stop, w.vector FROM windows w JOIN paragraphs p ON p.id = w.paragraph"
        " WHERE p.article = ? ORDER BY p.number, w.start",
        (number,),
    )
    return tuple(Window(*row) for row in rows)


def places_of(db: sqlite3.Connection, paragraphs: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Article id and paragraph number of each row of paragraphs."""
    rows = db.execute(
        "SELECT p.id, a.id, p.number FROM paragraphs p JOIN articles a ON a.number = p.article"
        " WHERE p.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(paragraphs)),),
    )
    return {row: (article_id, number) for row, article_id, number in rows}


def article_of(
    number: int, fields: Sequence[Any], texts: Sequence[tuple[int, str, str]], sha256: bytes | memoryview
) -> Article:
    """The article that was stored.

    Args:
        number: the archive's, for the error.
        fields: the values of `COLUMNS`.
        texts: number, role and text of each paragraph, in order.
        sha256: of `sha256_of` when it was stored.

    Raises:
        LibraryDamagedError: it is not what was stored.
        ValueError, TypeError: a field is none of its kind.
    """
    paragraphs = tuple(Paragraph(place, text, Role(role)) for place, role, text in texts)
    article_id, title, published, updated, byline, agency, dateline, url, tags, *rest = fields
    stamps = (stamp_of(published), stamp_of(updated))
    more = (byline, agency, dateline, url, tuple(json.loads(tags)), *rest)
    article = Article(article_id, title, paragraphs, *stamps, *more)
    if sha256_of(article) != bytes(sha256):  # the id is part of it
        raise _damaged(number, "its hash is another")
    return article


def read_entries(db: sqlite3.Connection, filters: Filters | None, limit: int | None) -> list[Entry]:
    """The first `limit` current articles that pass, in the order of adding."""
    condition, values = where(filters)
    rows = db.execute(
        "SELECT a.id, a.title, a.published, a.byline, a.url, a.tags,"
        " (SELECT count(*) FROM paragraphs WHERE article = a.number),"
        " (SELECT json_group_array(collection) FROM collected WHERE article = a.number)"
        f" FROM articles a WHERE {condition} ORDER BY a.number LIMIT ?",
        (*values, -1 if limit is None else limit),
    )
    return [
        Entry(one, title, stamp_of(day), byline, url, tuple(json.loads(tags)), count, tuple(sorted(json.loads(names))))
        for one, title, day, byline, url, tags, count, names in rows
    ]


def where(filters: Filters | None) -> tuple[str, list[str]]:
    """What SQL asks of the table of articles `a`, current ones only, and the values for its question marks."""
    if filters is None:
        return "a.current = 1", []
    host = filters.outlet and f".{filters.outlet}"
    given: list[tuple[str, str | None]] = [
        ("a.day >= ?", filters.since.isoformat() if filters.since else None),
        ("a.day <= ?", filters.until.isoformat() if filters.until else None),
        ("substr('.' || a.outlet, -length(?)) = ?", host),
        ("instr(casefold(a.byline), ?) > 0", filters.byline and filters.byline.strip().casefold()),
        (
            "EXISTS (SELECT 1 FROM json_each(a.tags) WHERE casefold(value) = ?)",
            filters.tag and filters.tag.strip().casefold(),
        ),
        ("EXISTS (SELECT 1 FROM collected WHERE article = a.number AND collection = ?)", filters.collection),
    ]
    asked = [(part, value) for part, value in given if value is not None]
    values = [value for part, value in asked for _ in range(part.count("?"))]
    return " AND ".join(["a.current = 1", *(part for part, _ in asked)]), values


def fields_of(article: Article) -> tuple[str | None, ...]:
    """The values of `COLUMNS`."""
    stamps = [one.isoformat() if one else None for one in (article.published, article.updated)]
    more = (article.byline, article.agency, article.dateline, article.url)
    return (article.id, article.title, *stamps, *more, json.dumps(article.tags), article.standfirst, article.section)


def sha256_of(article: Article) -> bytes:
    """Of everything that an article is, not only of what makes its id."""
    parts = [*fields_of(article), *(f"{one.role}\x1f{one.text}" for one in article.paragraphs)]
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def stamp_of(text: str | None) -> date | datetime | None:
    """A date or a time out of a column."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _damaged(number: int, reason: str) -> LibraryDamagedError:
    return LibraryDamagedError(
        f"Article number {number} of the library is damaged: {reason}.",
        "the article as it was stored.",
        "Remove it and add it again; `copydesk verify` lists all that is damaged.",
    )
