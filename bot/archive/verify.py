"""Is the library what was stored? Every row, offset and hash is read; the index is repaired, a text cannot be."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from bot.archive.cache import IndexCache
from bot.archive.filters import day_of, outlet_of, page_of
from bot.archive.rows import read_article, vector_of
from bot.errors import LibraryDamagedError

Progress = Callable[[int, int], None]

_LENGTH_TOLERANCE = 1e-2


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        articles: how many were read, older versions among them.
        windows: how many pieces with a vector.
        damage: what is not as it was stored and cannot be mended here, a line each.
        repaired: what was not as it should be and now is, a line each.
    """

    articles: int
    windows: int
    damage: tuple[str, ...]
    repaired: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """True where nothing is damaged any more."""
        return not self.damage


def verify(
    db: sqlite3.Connection, cache: IndexCache, model: tuple[str, int] | None, progress: Progress | None = None
) -> Report:
    """Check a library within one transaction of the caller's, and build its index anew if that is wrong.

    Args:
        db: the database.
        cache: its index.
        model: name and dimension of the encoder that made the vectors; None where there are none.
        progress: told how many articles of how many are read.
    """
    damage = [f"the file: {row}" for (row,) in db.execute("PRAGMA integrity_check") if row != "ok"]
    damage += [f"the file: a row of {table} belongs to nothing" for table, *_ in db.execute("PRAGMA foreign_key_check")]
    numbers = [number for (number,) in db.execute("SELECT number FROM articles ORDER BY number")]
    windows = 0
    for done, number in enumerate(numbers, start=1):
        found = list(_of_article(db, number, 0 if model is None else model[1]))
        damage += [f"article {number}: {one}" for one in found if one]
        windows += sum(not one for one in found)
        if progress is not None:
            progress(done, len(numbers))
    repaired: list[str] = []
    if not damage and model is not None:
        repaired = cache.differences(*model)
        if repaired:
            cache.rebuild(*model)
            cache.save()
    return Report(len(numbers), windows, tuple(damage), tuple(repaired))


def _of_article(db: sqlite3.Connection, number: int, dimension: int) -> Iterator[str]:
    """A line for each thing that is wrong, and an empty one for each window that is right."""
    try:
        article = read_article(db, number)
    except LibraryDamagedError as error:
        yield error.got
        return
    kept = db.execute("SELECT day, outlet, page FROM articles WHERE number = ?", (number,)).fetchone()
    if kept != (day_of(article), outlet_of(article.url), page_of(article.url)):
        yield "what filters look at differs from the article"
    rows = db.execute(
        "SELECT w.id, p.number, w.start, w.stop, w.vector, w.crc FROM windows w JOIN paragraphs p ON p.id = w.paragraph"
        " WHERE p.article = ? ORDER BY w.id",
        (number,),
    ).fetchall()
    span = db.execute("SELECT first, last FROM spans WHERE article = ?", (number,)).fetchone()
    ids = [row[0] for row in rows]
    if ids != ([] if span is None else list(range(span[0], span[1] + 1))):
        yield "its windows are not those that were counted"
    reached = {one.number: 0 for one in article.paragraphs if one.text.strip()}
    for _, paragraph, start, stop, vector, crc in rows:
        if paragraph not in reached or not 0 <= start <= reached[paragraph] or stop < start:
            yield f"a window of paragraph {paragraph} begins at {start}, after a gap"
            continue
        reached[paragraph] = max(reached[paragraph], stop)
        whole = len(vector) == 2 * dimension and zlib.crc32(vector) == crc
        yield (
            "" if whole and _is_unit(vector) else f"the vector of paragraph {paragraph}, character {start}, is damaged"
        )
    if any(reached[place] != len(article.paragraph(place).text) for place in reached):
        yield "its windows do not cover its text"


def _is_unit(vector: bytes) -> bool:
    return bool(abs(float(np.linalg.norm(vector_of(vector))) - 1.0) <= _LENGTH_TOLERANCE)
