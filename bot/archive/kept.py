"""What every search asks of many windows, their vectors and their paragraphs, in files that are mapped, not loaded."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.archive.rows import groups, vector_of
from embeddings import IndexFileError
from embeddings.store import Ids, Vectors

_BATCH = 20_000
_CURRENT = (
    " FROM windows w JOIN paragraphs p ON p.id = w.paragraph JOIN articles a ON a.number = p.article"
    " WHERE a.current = 1"
)


class Kept:
    """A copy of the database's vectors and of which window is of which paragraph. Not thread-safe.

    What is not in the files, the database tells: whatever was added since they were written. What was removed since
    is in them still, and nobody asks for it.

    Args:
        db: the database.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._ids = np.empty(0, np.int64)
        self._owners = np.empty(0, np.int64)
        self._wholes: npt.NDArray[np.float16] = np.empty((0, 0), np.float16)

    def adopt(self, rows: Path, wholes: Path) -> None:
        """Use the files that `write_table` and `write_wholes` wrote.

        Raises:
            IndexFileError: they are not such files, or do not belong together.
        """
        try:
            table = np.load(rows, allow_pickle=False)
            vectors = np.load(wholes, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise _damaged(rows, str(error)) from error
        if table.ndim != 2 or table.shape[1] != 2 or vectors.ndim != 2 or len(table) != len(vectors):
            raise _damaged(rows, f"shapes {table.shape} and {vectors.shape}")
        if (np.diff(table[:, 0]) <= 0).any():
            raise _damaged(rows, "its ids do not ascend")
        # Paragraphs that do not ascend with their windows cannot be looked up in order: the database tells them.
        usable = not (np.diff(table[:, 1]) < 0).any()
        self._ids = np.ascontiguousarray(table[:, 0])
        self._owners = np.ascontiguousarray(table[:, 1]) if usable else np.empty(0, np.int64)
        self._wholes = vectors

    def vectors(self, ids: Ids) -> Vectors:
        """The whole vectors of windows, float32 [n, dimension], in the order of `ids`."""
        place, inside = self._places(ids)
        if inside.all():
            return np.asarray(self._wholes[place], np.float32)
        rest = self._out_of_the_database(ids[~inside])
        found = np.empty((ids.size, rest.shape[1]), np.float32)
        found[~inside] = rest
        if inside.any():
            found[inside] = self._wholes[place[inside]]
        return found

    def groups(self, ids: Ids) -> tuple[Ids, Ids]:
        """All windows of the paragraphs that these are windows of, and the paragraph of each, by paragraph."""
        if not self._owners.size:
            return groups(self._db, ids)
        place, inside = self._places(ids)
        owners = np.unique(self._owners[place[inside]])
        firsts = np.searchsorted(self._owners, owners, "left")
        sizes = np.searchsorted(self._owners, owners, "right") - firsts
        rows = np.repeat(firsts - np.r_[0, np.cumsum(sizes)[:-1]], sizes) + np.arange(sizes.sum())
        windows, paragraphs = self._ids[rows], self._owners[rows]
        if inside.all():
            return windows, paragraphs
        more, others = groups(self._db, ids[~inside])
        windows, paragraphs = np.concatenate([windows, more]), np.concatenate([paragraphs, others])
        order = np.lexsort((windows, paragraphs))
        return windows[order], paragraphs[order]

    def table(self) -> Ids:
        """Id and paragraph of every current window, int64 [n, 2], by id."""
        rows = self._db.execute(f"SELECT w.id, w.paragraph{_CURRENT} ORDER BY w.id").fetchall()
        return np.array(rows, np.int64).reshape(-1, 2)

    def write_wholes(self, ids: Ids, dimension: int, path: Path) -> None:
        """Write the vectors of windows, float16 [n, dimension]; zeros for one that was removed meanwhile."""
        with path.open("wb") as file:
            header = {"descr": "<f2", "fortran_order": False, "shape": (ids.size, dimension)}
            np.lib.format.write_array_header_1_0(file, header)
            for first in range(0, ids.size, _BATCH):
                some = ids[first : first + _BATCH].tolist()
                held = self._stored(some)
                file.write(b"".join(held.get(number, bytes(2 * dimension)) for number in some))

    def _places(self, ids: Ids) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Where each id stands in the files, and whether it does."""
        if not self._ids.size:
            return np.zeros(ids.size, np.intp), np.zeros(ids.size, np.bool_)
        place = np.minimum(np.searchsorted(self._ids, ids), self._ids.size - 1)
        return place, self._ids[place] == ids

    def _out_of_the_database(self, ids: Ids) -> Vectors:
        held = self._stored(ids.tolist())
        return vector_of(b"".join(held[number] for number in ids.tolist())).reshape(ids.size, -1)

    def _stored(self, ids: list[int]) -> dict[int, bytes]:
        query = "SELECT id, vector FROM windows WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(query, (json.dumps(ids),)))


def write_table(table: Ids, path: Path) -> None:
    """Write what `Kept.table` gave."""
    with path.open("wb") as file:
        np.save(file, table)


def _damaged(path: Path, reason: str) -> IndexFileError:
    return IndexFileError(
        f"{path} is no table of windows: {reason}.", "a file that a library wrote.", "Delete it; it is made anew."
    )
