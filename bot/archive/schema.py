"""The library's database: its tables, how it is opened, and how an older one is brought up to date."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from bot.archive.likeness import Signature, bands, signature
from bot.archive.rows import read_article
from bot.errors import (
    ArchiveError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryFullError,
    LibraryVersionError,
)

DATABASE = "library.sqlite"
APPLICATION = 0x436F7079  # "Copy": tells a library from any other SQLite file
_PATIENCE = 60.0  # seconds to wait for another process's transaction

# Windows are the pieces of paragraphs that have vectors. Ids are never used again, so that whoever keeps some (the
# index, the log) cannot take one thing for another. `spans` has the windows of each article, which follow one another.
_WINDOWS = """
CREATE TABLE {name} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  paragraph INTEGER NOT NULL REFERENCES paragraphs(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, stop INTEGER NOT NULL,
  vector BLOB NOT NULL, crc INTEGER NOT NULL,
  UNIQUE (paragraph, start)
) STRICT"""

_FIRST = [
    """CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE articles (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, published TEXT, updated TEXT, byline TEXT, agency TEXT, dateline TEXT,
  url TEXT, tags TEXT NOT NULL,
  standfirst TEXT, section TEXT, day TEXT, outlet TEXT, page TEXT, current INTEGER NOT NULL, sha256 BLOB NOT NULL
) STRICT""",
    "CREATE INDEX articles_by_page ON articles(page)",
    "CREATE INDEX articles_by_day ON articles(day)",
    """CREATE TABLE paragraphs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
  number INTEGER NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL,
  UNIQUE (article, number)
) STRICT""",
    _WINDOWS.format(name="windows"),
    """CREATE TABLE spans (
  article INTEGER PRIMARY KEY REFERENCES articles(number) ON DELETE CASCADE,
  first INTEGER NOT NULL, last INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('in', 'out', 'swap')),
  article INTEGER, first INTEGER, last INTEGER, token TEXT NOT NULL
) STRICT""",
]
_SECOND = [
    """CREATE TABLE collected (
  collection TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
  PRIMARY KEY (collection, article)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX collected_by_article ON collected(article)",
    """CREATE TABLE likeness (
  article INTEGER PRIMARY KEY REFERENCES articles(number) ON DELETE CASCADE, signature BLOB NOT NULL
) STRICT""",
    """CREATE TABLE bands (
  band INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
  PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX bands_by_article ON bands(article)",
]


def _first(db: sqlite3.Connection) -> None:
    """Articles, windows and the log of changes."""
    _run(db, _FIRST)


def _second(db: sqlite3.Connection) -> None:
    """Collections and near-duplicates, which all articles that are there get as well."""
    _run(db, _SECOND)
    for (number,) in db.execute("SELECT number FROM articles").fetchall():
        put_likeness(db, number, signature(read_article(db, number)))


# Step n brings a database of format n to n + 1. A new one takes them all.
STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first, _second)


def open_database(folder: Path, steps: tuple[Callable[[sqlite3.Connection], None], ...] = STEPS) -> sqlite3.Connection:
    """Open a library's database, which is made where there is none and brought up to date where it is older.

    Before it is changed, an older one is copied to `library.v1.sqlite` or the like beside it.

    Args:
        folder: the library's; made if missing.
        steps: to a test, the steps of an older version.

    Raises:
        LibraryVersionError: it is of a newer format, or no library.
        LibraryDamagedError, LibraryFullError, LibraryBusyError, ArchiveError: it cannot be read or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{folder} cannot be made or is no folder: {error.strerror}.", "a folder.", "Choose another."
        ) from error
    path = folder / DATABASE
    with named_errors(path):
        db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _set_up(db, path, steps)
        except BaseException:
            db.close()
            raise
    return db


def _set_up(db: sqlite3.Connection, path: Path, steps: tuple[Callable[[sqlite3.Connection], None], ...]) -> None:
    version = _checked_version(db, path, len(steps))
    db.create_function("casefold", 1, lambda text: text and text.casefold(), deterministic=True)
    _write_ahead(db)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "cache_size = -16000"):
        db.execute(f"PRAGMA {pragma}")
    if version == len(steps):
        return
    if version:
        _back_up(db, path.with_name(f"library.v{version}.sqlite"))
    with writing(db):
        version = _checked_version(db, path, len(steps))  # again: another process may have been quicker
        for step in steps[version:]:
            step(db)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {len(steps)}")


def _write_ahead(db: sqlite3.Connection) -> None:
    """Let readers go on while one writes. SQLite does not wait for who does the same to a new file at this moment."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _checked_version(db: sqlite3.Connection, path: Path, newest: int) -> int:
    # In this order: another process may be making the library now, all of it in one transaction. Who sees its
    # tables sees what is read after them.
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if tables and application != APPLICATION:
        raise LibraryVersionError(f"{path} is no library of Copydesk.", "one.", "Choose another folder.")
    if version > newest:
        raise LibraryVersionError(
            f"{path} has format {version}.", f"at most {newest}, which this version reads.", "Update Copydesk."
        )
    return int(version)


def _back_up(db: sqlite3.Connection, path: Path) -> None:
    """Copy the database as it is to a file that appears when it is whole."""
    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    copy = sqlite3.connect(draft)
    try:
        db.backup(copy)
    finally:
        copy.close()
    os.replace(draft, path)


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction that is on disk when the block has ended, or is not there at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def reading(db: sqlite3.Connection) -> Iterator[None]:
    """A view of one moment of the database, whatever others write meanwhile."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextmanager
def only_one(lock_file: Path) -> Iterator[bool]:
    """Whether no other process is in such a block; none enters before this one ends, and a kill ends it too."""
    with closing(sqlite3.connect(lock_file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Say what SQLite's errors mean to a user."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        name = getattr(error, "sqlite_errorname", None) or ""
        if code == sqlite3.SQLITE_FULL or name in {"SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"}:
            raise LibraryFullError(
                f"There is no room to write {path}: {error}.",
                "room on the disk.",
                "Make room and do it again; what was acknowledged is safe.",
            ) from error
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise LibraryBusyError(
                f"Another process keeps {path} locked.", "a turn to write.", "Try again when it has finished."
            ) from error
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise LibraryDamagedError(
                f"{path} is damaged: {error}.", "the file as it was written.", "Restore it from a backup."
            ) from error
        raise ArchiveError(
            f"{path} cannot be used: {error}.", "a file that can be read and written.", "Check the folder's rights."
        ) from error


def put_likeness(db: sqlite3.Connection, number: int, values: Signature) -> None:
    """Note the signature of an article that is held."""
    db.execute("INSERT OR REPLACE INTO likeness VALUES (?, ?)", (number, values.astype("<u4").tobytes()))
    db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, number) for band in bands(values)])


def likeness_of(blob: bytes) -> Signature:
    """A signature out of the database."""
    return np.frombuffer(blob, "<u4").astype(np.uint32)


def log(db: sqlite3.Connection, kind: str, article: int | None = None, span: tuple[int, int] | None = None) -> None:
    """Add to the log of changes; the token tells this history from that of a copy that went another way."""
    first, last = span or (None, None)
    db.execute(
        "INSERT INTO changes (kind, article, first, last, token) VALUES (?, ?, ?, ?, ?)",
        (kind, article, first, last, secrets.token_hex(8)),
    )


def new_windows_table(db: sqlite3.Connection, name: str) -> None:
    """Make a table for windows beside the one that is used."""
    db.execute(_WINDOWS.format(name=name))


def _run(db: sqlite3.Connection, statements: list[str]) -> None:
    for statement in statements:
        db.execute(statement)
