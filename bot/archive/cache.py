"""The index of a library: a checked copy of what the database says, in memory, with a snapshot on disk.

Opening is the snapshot and a replay of the log of changes behind it. On any doubt it is built anew.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np

from bot.archive.kept import Kept, write_table
from bot.archive.rows import vector_of
from bot.archive.schema import DATABASE, only_one, reading
from bot.errors import LibraryDamagedError, LibraryFullError
from embeddings import (
    ClusteredCodes,
    CodeIndex,
    HybridIndex,
    IndexFileError,
    LexicalIndex,
    centres_of,
    load_codes,
    make_codes,
    under,
)
from embeddings import snapshot as saved
from embeddings.store import Vectors

FOLDER = "index"

_CODES, _WORDS, _ROWS, _WHOLES = "codes.faiss", "words.zip", "rows.npy", "wholes.npy"
_PARTS = frozenset({_CODES, _WORDS, _ROWS, _WHOLES})
_BATCH = 20_000  # windows read and indexed at once: 31 MB of vectors
_SAVE_FROM = 2_000  # changed windows that are worth a snapshot, or a tenth of all that there are


class IndexCache:
    """The index of one library for one process. Not thread-safe.

    Args:
        folder: the library's; the snapshot is in `index/` in it.
        db: the database. `at_head` reads it in the caller's transaction.

    Attributes:
        kept: the vectors and paragraphs of windows, as quickly as they are there.
    """

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self._folder = folder / FOLDER
        self._lock_file = folder / "index.lock"
        self._db = db
        self._index: HybridIndex | None = None
        self.kept = Kept(db)
        self._model = ("", 0)
        self._generation = 0
        self._unsaved = 0
        self._renewal: threading.Thread | None = None

    def at_head(self, model: str, dimension: int) -> HybridIndex:
        """The index of what the database holds at this moment.

        Args:
            model: the name of the encoder whose vectors the database holds.
            dimension: their length.

        Raises:
            LibraryDamagedError: a vector or a text is not what was stored.
            LibraryFullError: no room for temporary files.
        """
        if self._renewal is not None and not self._renewal.is_alive():
            self._renewal = None
            self.forget()  # what was built meanwhile has a snapshot
        head = self._head()
        if self._index is not None and self._model == (model, dimension) and self._generation == head:
            return self._index
        try:
            return self._brought_to(head, model, dimension)
        except OSError as error:
            self.forget()
            raise LibraryFullError(
                f"The index cannot be written: {error}.", "room in the folder of temporary files.", "Make room there."
            ) from error
        except BaseException:
            self.forget()  # what is half applied is not used again
            raise

    def forget(self) -> None:
        """Let go of the index; the next use opens it again."""
        self._index, self.kept = None, Kept(self._db)

    def rebuild(self, model: str, dimension: int, centres: Vectors | None = None) -> HybridIndex:
        """Build the index from the database alone, with clusters of its own unless their centres are given."""
        self.kept = Kept(self._db)
        if centres is None:
            centres = centres_of(self._count(), self._sample)
        self._index = HybridIndex(make_codes(dimension, centres, self.kept.vectors), LexicalIndex())
        self._model = (model, dimension)
        self._generation, self._unsaved = self._head(), 0
        (last,) = self._db.execute("SELECT coalesce(max(last), 0) FROM spans").fetchone()
        # By ranges of ids: what is read of one is let go before the next.
        for first in range(1, last + 1, _BATCH):
            self._put(first, min(first + _BATCH - 1, last))
        return self._index

    def save_if_due(self) -> None:
        """Write a snapshot if enough has changed since the last, and no other process is at it.

        Where the index has outgrown its clusters, one with others is built and saved by a thread, and this one goes on
        answering meanwhile; the next search after that opens it.
        """
        if self._index is None or self._renewal is not None:
            return
        if isinstance(self._index.vectors, CodeIndex) and self._index.vectors.outgrown:
            self._renewal = threading.Thread(target=_renew, args=(self._folder.parent, *self._model), daemon=True)
            self._renewal.start()
        elif self._unsaved >= max(min(_SAVE_FROM, len(self._index)), len(self._index) // 10):
            self.save()

    def save(self) -> None:
        """Write a snapshot, unless another process is at it. A full disk leaves the one before: it is only a cache."""
        index = self._index
        if index is None:
            return
        manifest = saved.Manifest(*self._model, len(index), len(index), self._token(self._generation))
        with only_one(self._lock_file) as alone:
            if alone:
                table = self.kept.table()
                parts: dict[str, Callable[[Path], None]] = {
                    _CODES: index.vectors.save,
                    _WORDS: index.words.save,
                    _ROWS: partial(write_table, table),
                    _WHOLES: partial(self.kept.write_wholes, table[:, 0], self._model[1]),
                }
                try:
                    paths = saved.write(self._folder, manifest, parts)
                    self.kept.adopt(paths[_ROWS], paths[_WHOLES])
                except (OSError, IndexFileError):
                    return
                self._unsaved = 0

    def differences(self, model: str, dimension: int) -> list[str]:
        """What of the snapshot and of the index in memory is not what the database says; empty where all is well."""
        problems = []
        held = self.at_head(model, dimension)
        centres = held.vectors.centres if isinstance(held.vectors, ClusteredCodes) else None
        truth = IndexCache(self._folder.parent, self._db).rebuild(model, dimension, centres)
        if not np.array_equal(held.ids(), truth.ids()):
            problems.append("the index holds other paragraphs than the database")
        elif _vectors_differ(held, truth):
            problems.append("the index has other vectors than the database")
        if self._folder.is_dir():
            try:
                saved.read(self._folder, _PARTS)
            except IndexFileError as error:
                problems.append(f"the snapshot of the index is damaged: {error.got}")
        return problems

    def _brought_to(self, head: int, model: str, dimension: int) -> HybridIndex:
        if self._index is None or self._model != (model, dimension):
            index = self._opened(model, dimension)
            if index is None:
                index = self.rebuild(model, dimension)
                self._unsaved = len(index)
        elif not self._replay():
            index = self.rebuild(model, dimension)
        else:
            index = self._index
        self._generation = head
        return index

    def _opened(self, model: str, dimension: int) -> HybridIndex | None:
        """Snapshot and replay; None where there is any doubt."""
        try:
            manifest, paths = saved.read(self._folder, _PARTS)
            if (manifest.encoder, manifest.dimension) != (model, dimension):
                return None
            generation = self._generation_of(manifest.generation)
            if generation is None:
                return None
            self.kept.adopt(paths[_ROWS], paths[_WHOLES])
            vectors = load_codes(paths[_CODES], self.kept.vectors)
            index = HybridIndex(vectors, LexicalIndex.load(paths[_WORDS]))
        except IndexFileError:
            return None
        if vectors.dimension != dimension or len(index) != manifest.windows:
            return None
        self._index, self._model = index, (model, dimension)
        self._generation, self._unsaved = generation, 0
        whole = self._replay()
        return index if whole and len(index) == self._count() else None

    def _replay(self) -> bool:
        """Apply what has changed since; False where the log says that the vectors were swapped for others."""
        rows = self._db.execute(
            "SELECT kind, first, last FROM changes WHERE seq > ? ORDER BY seq", (self._generation,)
        ).fetchall()
        if any(kind == "swap" for kind, _, _ in rows):
            return False
        last_word = {(first, last): kind for kind, first, last in rows if first is not None}
        index = self._index
        if index is None or not last_word:
            return index is not None
        touched = np.concatenate([np.arange(first, last + 1) for first, last in last_word])
        held = set(touched[np.isin(touched, index.ids())].tolist())
        gone = [np.arange(*_half_open(span)) for span, kind in last_word.items() if kind == "out" and span[0] in held]
        if gone:
            index.remove(np.concatenate(gone))
        new = sorted(span for span, kind in last_word.items() if kind == "in" and span[0] not in held)
        for first, last in _joined(new):
            self._put(first, last)
        self._unsaved += len(touched)
        return True

    def _put(self, first: int, last: int) -> None:
        """Index the current windows with ids from `first` to `last`."""
        rows = self._db.execute(
            "SELECT w.id, substr(p.text, w.start + 1, w.stop - w.start), w.vector, w.crc, a.title FROM windows w"
            " JOIN paragraphs p ON p.id = w.paragraph JOIN articles a ON a.number = p.article"
            " WHERE w.id BETWEEN ? AND ? AND a.current = 1 ORDER BY w.id",
            (first, last),
        ).fetchall()
        if rows and self._index is not None:
            _check(rows, self._model[1])
            ids, vectors = np.array([row[0] for row in rows], np.int64), np.stack([vector_of(row[2]) for row in rows])
            self._index.add(ids, [under(title, text) for _, text, _, _, title in rows], vectors)

    def _count(self) -> int:
        """How many windows are current."""
        query = "SELECT coalesce(sum(last - first + 1), 0) FROM spans JOIN articles ON number = article WHERE current"
        (count,) = self._db.execute(query).fetchone()
        return int(count)

    def _sample(self, count: int) -> Vectors:
        """So many vectors of current windows, drawn evenly; always the same of the same library."""
        ids = self.kept.table()[:, 0]
        return self.kept.vectors(ids[np.linspace(0, ids.size - 1, min(count, ids.size)).astype(int)])

    def _head(self) -> int:
        (head,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()
        return int(head)

    def _token(self, generation: int) -> str:
        row = self._db.execute("SELECT token FROM changes WHERE seq = ?", (generation,)).fetchone()
        return f"{generation}:{row[0] if row else ''}"

    def _generation_of(self, noted: str) -> int | None:
        """The place in the log that a snapshot noted; None where this database's history is another."""
        number = noted.partition(":")[0]
        if not number.isdecimal() or self._token(int(number)) != noted:
            return None
        return int(number)


def _renew(folder: Path, model: str, dimension: int) -> None:
    """Build a library's index anew and save it, on a connection of its own."""
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as db, reading(db):
        cache = IndexCache(folder, db)
        cache.rebuild(model, dimension)
        cache.save()


def _half_open(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], span[1] + 1


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring spans made one, up to a batch: one commit of the words for many articles."""
    begun: tuple[int, int] | None = None
    for first, last in spans:
        if begun and begun[1] + 1 == first and last - begun[0] < _BATCH:
            begun = (begun[0], last)
        else:
            if begun:
                yield begun
            begun = (first, last)
    if begun:
        yield begun


def _check(rows: list[tuple[int, str, bytes, int, str]], dimension: int) -> None:
    for number, _, vector, crc, _ in rows:
        if len(vector) != 2 * dimension or zlib.crc32(vector) != crc:
            raise LibraryDamagedError(
                f"The vector of window {number} is damaged.",
                "the bytes that were stored.",
                "Run `copydesk reindex --all`, which embeds the texts again.",
            )


def _vectors_differ(index: HybridIndex, other: HybridIndex) -> bool:
    if not isinstance(index.vectors, CodeIndex) or not isinstance(other.vectors, CodeIndex):
        return True
    return bool(index.vectors.differing(other.vectors).any())
