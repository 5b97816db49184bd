"""What a library writes, inside a transaction of the caller's: articles come, go, and take one another's place."""

from __future__ import annotations

import sqlite3

from bot.archive.base import supersedes
from bot.archive.filters import page_of
from bot.archive.likeness import Signature
from bot.archive.rows import Window, put_article, put_windows, read_article
from bot.archive.schema import log, put_likeness
from bot.article import Article


def insert(db: sqlite3.Connection, article: Article, windows: list[Window], likeness: Signature) -> None:
    """Keep a new article with what was made of it; it is current unless its page has a version of a later date."""
    number = put_article(db, article, current=False)
    span = put_windows(db, "windows", number, windows)
    if span is not None:
        db.execute("INSERT INTO spans VALUES (?, ?, ?)", (number, *span))
    put_likeness(db, number, likeness)
    make_current(db, number)


def make_current(db: sqlite3.Connection, number: int) -> None:
    """Let an article answer in place of the version that does, unless that is of a later date."""
    (current,) = db.execute("SELECT current FROM articles WHERE number = ?", (number,)).fetchone()
    if current:
        return
    article = read_article(db, number)
    row = db.execute("SELECT number FROM articles WHERE page = ? AND current = 1", (page_of(article.url),)).fetchone()
    if row is not None:
        (other,) = row
        if not supersedes(article, read_article(db, other)):
            return
        take_out(db, other)
        db.execute(
            "INSERT OR IGNORE INTO collected SELECT collection, ? FROM collected WHERE article = ?", (number, other)
        )
    db.execute("UPDATE articles SET current = 1 WHERE number = ?", (number,))
    _log_span(db, "in", number)


def take_out(db: sqlite3.Connection, number: int) -> None:
    """Let an article answer no more."""
    (current,) = db.execute("SELECT current FROM articles WHERE number = ?", (number,)).fetchone()
    if current:
        db.execute("UPDATE articles SET current = 0 WHERE number = ?", (number,))
        _log_span(db, "out", number)


def _log_span(db: sqlite3.Connection, kind: str, number: int) -> None:
    span = db.execute("SELECT first, last FROM spans WHERE article = ?", (number,)).fetchone()
    log(db, kind, number, span)
