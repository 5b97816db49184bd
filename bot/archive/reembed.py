"""Another embedding model: vectors are made beside the old ones, which answer meanwhile, and then take their place.

It may be stopped at any point and goes on where it stopped: what is embedded is noted with the model's name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager

from bot.archive.rows import put_windows, read_article, windows_of
from bot.archive.schema import log, new_windows_table
from bot.archive.verify import Progress
from embeddings import Encoder

_NEXT = "windows_next"
_BATCH = 16  # articles in a transaction
_LAST_FEW = 4  # articles that may be embedded while writers wait


def reembed(
    db: sqlite3.Connection,
    encoder: Encoder,
    transaction: Callable[[], AbstractContextManager[None]],
    progress: Progress | None = None,
) -> None:
    """Embed every article with another model and swap its vectors in.

    Args:
        db: the database.
        encoder: the new model.
        transaction: a write transaction, held for a moment at a time.
        progress: told how many articles of how many are done.
    """
    with transaction():
        _begin(db, encoder)
    while True:
        with transaction():
            left = _left(db)
            (total,) = db.execute("SELECT count(*) FROM articles").fetchone()
            if len(left) <= _LAST_FEW:
                # Articles that came meanwhile: so few that whoever writes can wait for them.
                _embed(db, encoder, left)
                _swap(db, encoder)
                break
            articles = [read_article(db, number) for number in left[:_BATCH]]
        # Outside the transaction: others write meanwhile.
        if progress is not None:
            progress(total - len(left), total)
        windows = windows_of(articles, encoder)
        with transaction():
            for number, article, own in zip(left, articles, windows, strict=False):
                row = db.execute("SELECT id FROM articles WHERE number = ?", (number,)).fetchone()
                done = db.execute("SELECT 1 FROM spans_next WHERE article = ?", (number,)).fetchone()
                if row == (article.id,) and done is None:  # else it was removed, or another process was quicker
                    _put(db, number, put_windows(db, _NEXT, number, own))
    if progress is not None:
        progress(total, total)


def _begin(db: sqlite3.Connection, encoder: Encoder) -> None:
    """Make the table for the new vectors, or go on with the one that this model has begun."""
    row = db.execute("SELECT value FROM settings WHERE name = 'next'").fetchone()
    model = f"{encoder.name} {encoder.dimension}"
    if row is not None and row[0] == model:
        return
    db.execute(f"DROP TABLE IF EXISTS {_NEXT}")
    db.execute("DROP TABLE IF EXISTS spans_next")
    new_windows_table(db, _NEXT)
    # Article -> its windows; first is NULL where it has none. A removed article's row goes with it.
    db.execute(
        "CREATE TABLE spans_next (article INTEGER PRIMARY KEY REFERENCES articles(number) ON DELETE CASCADE,"
        " first INTEGER, last INTEGER) STRICT"
    )
    db.execute("INSERT OR REPLACE INTO settings VALUES ('next', ?)", (model,))


def _left(db: sqlite3.Connection) -> list[int]:
    rows = db.execute(
        "SELECT number FROM articles WHERE number NOT IN (SELECT article FROM spans_next) ORDER BY number"
    )
    return [number for (number,) in rows]


def _embed(db: sqlite3.Connection, encoder: Encoder, numbers: list[int]) -> None:
    articles = [read_article(db, number) for number in numbers]
    for number, own in zip(numbers, windows_of(articles, encoder), strict=True):
        _put(db, number, put_windows(db, _NEXT, number, own))


def _put(db: sqlite3.Connection, number: int, span: tuple[int, int] | None) -> None:
    db.execute("INSERT INTO spans_next VALUES (?, ?, ?)", (number, *(span or (None, None))))


def _swap(db: sqlite3.Connection, encoder: Encoder) -> None:
    """Let the new vectors answer. Whoever has the old ones in memory learns of it from the log of changes."""
    db.execute("DROP TABLE windows")
    db.execute(f"ALTER TABLE {_NEXT} RENAME TO windows")
    db.execute("DELETE FROM spans")
    db.execute("INSERT INTO spans SELECT article, first, last FROM spans_next WHERE first IS NOT NULL")
    db.execute("DROP TABLE spans_next")
    db.execute("DELETE FROM settings WHERE name = 'next'")
    values = [("encoder", encoder.name), ("dimension", str(encoder.dimension))]
    db.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", values)
    log(db, "swap")
