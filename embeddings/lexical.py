"""BM25 over an inverted index in numpy arrays: exact, incremental, and one file on disk."""

import zipfile
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from embeddings.errors import IndexFileError, InputError
from embeddings.store import Ids, Scores, as_ids, best, check_k, check_known, check_new
from embeddings.words import WORDS_VERSION, WordReader

Rows = npt.NDArray[np.int32]

# Term frequency saturation and length normalisation, Lucene's defaults.
_K1 = 1.2
_B = 0.75
_MOST_COUNTED = 65_535  # of one word in one text: the counts are uint16


class LexicalIndex:
    """Texts under int64 ids, searched by BM25. A `Store` of texts, asked with a text. Not thread-safe.

    The score of a text is the sum over the query's distinct words w, less stop words, of
    `idf(w) * tf / (tf + k1 * (1 - b + b * length / average length))`, with
    `idf(w) = ln(1 + (n - df + 0.5) / (df + 0.5))`, k1 = 1.2, b = 0.75, and lengths counted in words.
    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; this
    variant is Lucene's, with exact lengths: Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020.

    Removing leaves no trace: n, df and the average length count the texts that are held, so a score depends
    on those alone and never on the history. Why no library: tantivy keeps counting removed texts and rounds
    lengths to a byte, bm25s cannot add, SQLite's FTS5 takes 0.7 s a query at 300,000 paragraphs.

    A text is a row, numbered in the order of adding. A word's postings are two arrays: rows, ascending, and
    the counts of the word in them. A removed row stays, marked dead, until half of the rows are.
    """

    def __init__(self) -> None:
        self._reader = WordReader()
        self._words: dict[str, int] = {}  # word -> its place in the two lists below
        self._rows: list[array[int]] = []  # int32, ascending
        self._counts: list[array[int]] = []  # uint16
        self._ids = array("q")  # of each row
        self._lengths = array("i")  # of each row, in words
        self._alive = bytearray()  # of each row, 0 or 1
        self._row_of: dict[int, int] = {}  # id -> row, of the living
        self._total = 0  # words in all living rows

    def __len__(self) -> int:
        return len(self._row_of)

    def ids(self) -> Ids:
        """The ids held, int64 [n], ascending."""
        return np.array(sorted(self._row_of), np.int64)

    def add(self, ids: Ids, items: Sequence[str]) -> None:
        """Add texts under new ids: all of them, or none where an error is raised.

        Args:
            ids: int64 [n], at least 0.
            items: n texts; one without a word is held and never found.

        Raises:
            DuplicateKeyError: an id is held already or comes twice.
            InputError: there are more or fewer texts than ids.
        """
        ids = as_ids(ids)
        if ids.size != len(items):
            raise InputError(f"{ids.size} ids came with {len(items)} texts.", "one id a text.", "Pair them.")
        check_new(ids, ids[self._holds(ids)])
        counted = [Counter(self._reader.read(text)) for text in items]
        for number, counts in zip(ids.tolist(), counted, strict=True):
            self._append(number, counts)

    def remove(self, ids: Ids) -> None:
        """Remove texts by id: all of them, or none where an error is raised.

        Args:
            ids: int64 [n], each held and named once.

        Raises:
            UnknownKeyError: an id is not held.
            DuplicateKeyError: an id is named twice.
        """
        ids = as_ids(ids)
        check_known(ids, self._holds(ids))
        for number in ids.tolist():
            row = self._row_of.pop(number)
            self._alive[row] = 0
            self._total -= self._lengths[row]
        if 2 * len(self) < len(self._ids):
            self._compact()

    def search(self, query: str, k: int, within: Ids | None = None) -> tuple[Ids, Scores]:
        """Find the texts that share words with a query. No text is a syntax error: nothing is parsed.

        Args:
            query: any text; without a word that is held it finds nothing.
            k: the most results; at least 1.
            within: int64 [m], search among these only; ids that are not held match nothing. None: all.

        Returns:
            ids int64 [r] and scores float64 [r] above 0, best first, equal ones by id; r <= k.

        Raises:
            InputError: k is below 1.
        """
        check_k(k)
        if within is None:
            ids, scores = np.frombuffer(self._ids, np.int64), self._score_all(query)
        else:
            ids = np.unique(as_ids(within))
            ids = ids[self._holds(ids)]
            scores = self.scores(query, ids)
        found = np.flatnonzero(scores > 0.0)
        return best(ids[found], scores[found], k)

    def scores(self, query: str, ids: Ids) -> Scores:
        """Return the scores of these texts for a query.

        Args:
            query: any text.
            ids: int64 [n], each held and named once.

        Returns:
            float64 [n], at least 0, in the order of `ids`; 0 where no word is shared.

        Raises:
            UnknownKeyError: an id is not held.
            DuplicateKeyError: an id is named twice.
        """
        ids = as_ids(ids)
        check_known(ids, self._holds(ids))
        wanted = np.array([self._row_of[number] for number in ids.tolist()], np.int32)
        drag = self._drag(np.frombuffer(self._lengths, np.int32)[wanted])
        scores = np.zeros(ids.size, np.float64)
        for rows, counts, idf in self._postings(query):
            places = np.minimum(np.searchsorted(rows, wanted), rows.size - 1)
            hit = np.flatnonzero(rows[places] == wanted)
            count = counts[places[hit]].astype(np.float64)
            scores[hit] += idf * (count / (count + drag[hit]))
        return scores

    def save(self, path: Path) -> None:
        """Write the index to one file. Not synced to disk and not hashed: that is the caller's.

        Raises:
            OSError: the file cannot be written.
        """
        self._compact()
        sizes = np.array([len(rows) for rows in self._rows], np.int64)
        with path.open("wb") as file:
            np.savez(
                file,
                version=np.array([WORDS_VERSION], np.int64),
                ids=np.frombuffer(self._ids, np.int64),
                lengths=np.frombuffer(self._lengths, np.int32),
                words=np.frombuffer("\n".join(self._words).encode(), np.uint8),
                sizes=sizes,
                rows=np.frombuffer(b"".join(rows.tobytes() for rows in self._rows), np.int32),
                counts=np.frombuffer(b"".join(counts.tobytes() for counts in self._counts), np.uint16),
            )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexFileError: the file is missing, damaged, or counts words by another rule.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                parts = {name: arrays[name] for name in arrays.files}
            index = cls()
            index._restore(parts)
        except (
            OSError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            EOFError,
            zipfile.BadZipFile,
        ) as error:
            raise IndexFileError(
                f"{path} is not an index of words: {error}.",
                f"a file that LexicalIndex.save wrote, words version {WORDS_VERSION}.",
                "Delete it and index the texts again.",
            ) from error
        return index

    def _append(self, number: int, counts: Counter[str]) -> None:
        row = len(self._ids)
        for word, count in counts.items():
            place = self._words.setdefault(word, len(self._rows))
            if place == len(self._rows):
                self._rows.append(array("i"))
                self._counts.append(array("H"))
            self._rows[place].append(row)
            self._counts[place].append(min(count, _MOST_COUNTED))
        length = counts.total()
        self._ids.append(number)
        self._lengths.append(length)
        self._alive.append(1)
        self._row_of[number] = row
        self._total += length

    def _holds(self, ids: Ids) -> npt.NDArray[np.bool_]:
        return np.fromiter((number in self._row_of for number in ids.tolist()), np.bool_, ids.size)

    def _drag(self, lengths: Rows) -> Scores:
        """`k1 * (1 - b + b * length / average)`: how much a text's length holds its counts back."""
        average = self._total / max(len(self), 1) or 1.0
        drag: Scores = _K1 * (1.0 - _B + _B * lengths.astype(np.float64) / average)
        return drag

    def _postings(self, query: str) -> list[tuple[Rows, npt.NDArray[np.uint16], float]]:
        """Rows (some may be dead), counts and idf of each distinct word that a living text holds.

        In the order of the alphabet: then a text's sum is rounded alike whatever the store's history.
        """
        postings = []
        alive = np.frombuffer(self._alive, np.uint8)
        for word in sorted(self._reader.ask(query) & self._words.keys()):
            place = self._words[word]
            rows = np.frombuffer(self._rows[place], np.int32)
            frequency = rows.size if len(self) == len(self._ids) else int(np.count_nonzero(alive[rows]))
            if frequency:
                idf = float(np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5)))
                postings.append((rows, np.frombuffer(self._counts[place], np.uint16), idf))
        return postings

    def _score_all(self, query: str) -> Scores:
        """The score of every row, float64 [rows]; 0 for the dead."""
        drag = self._drag(np.frombuffer(self._lengths, np.int32))
        scores = np.zeros(len(self._ids), np.float64)
        for rows, counts, idf in self._postings(query):
            count = counts.astype(np.float64)
            scores[rows] += idf * (count / (count + drag[rows]))
        if len(self) < len(self._ids):
            scores *= np.frombuffer(self._alive, np.uint8)
        return scores

    def _compact(self) -> None:
        """Drop the dead rows and the words that only they held; the order of the living stays."""
        if len(self) == len(self._ids):
            return
        alive = np.frombuffer(self._alive, np.uint8).astype(np.bool_)
        renumbered = (np.cumsum(alive) - 1).astype(np.int32)
        words, old_rows, old_counts = self._words, self._rows, self._counts
        self._words, self._rows, self._counts = {}, [], []
        for word, place in words.items():
            rows = np.frombuffer(old_rows[place], np.int32)
            kept = alive[rows]
            if kept.any():
                self._words[word] = len(self._rows)
                self._rows.append(array("i", renumbered[rows[kept]].tobytes()))
                self._counts.append(array("H", np.frombuffer(old_counts[place], np.uint16)[kept].tobytes()))
        self._ids = array("q", np.frombuffer(self._ids, np.int64)[alive].tobytes())
        self._lengths = array("i", np.frombuffer(self._lengths, np.int32)[alive].tobytes())
        self._alive = bytearray(b"\x01" * len(self._ids))
        self._row_of = {number: row for row, number in enumerate(self._ids)}

    def _restore(self, parts: dict[str, npt.NDArray[np.generic]]) -> None:
        """Take over the arrays of a file.

        Raises:
            ValueError, KeyError: they do not fit together.
        """
        kinds = {"version": "i8", "ids": "i8", "lengths": "i4", "words": "u1", "sizes": "i8", "rows": "i4"}
        for name, kind in (kinds | {"counts": "u2"}).items():
            if parts[name].ndim != 1 or parts[name].dtype != np.dtype(kind):
                raise ValueError(f"the array {name} has another type or shape")
        if parts["version"].tolist() != [WORDS_VERSION]:
            raise ValueError(f"its words are of version {parts['version'].tolist()}")
        text = parts["words"].tobytes().decode()
        words = text.split("\n") if text else []
        ids, rows, ends = parts["ids"], parts["rows"], np.cumsum(parts["sizes"])
        whole = len(words) == ends.size == len(set(words)) and len(rows) == len(parts["counts"])
        whole = whole and (ends[-1] if ends.size else 0) == len(rows) and len(ids) == len(parts["lengths"])
        if not whole or np.unique(ids).size != ids.size or (rows.size and not 0 <= rows.min() <= rows.max() < ids.size):
            raise ValueError("its arrays do not fit together")
        self._words = {word: place for place, word in enumerate(words)}
        self._rows = [array("i", part.tobytes()) for part in np.split(rows, ends[:-1])][: len(words)]
        self._counts = [array("H", part.tobytes()) for part in np.split(parts["counts"], ends[:-1])][: len(words)]
        self._ids, self._lengths = array("q", ids.tobytes()), array("i", parts["lengths"].tobytes())
        self._alive = bytearray(b"\x01" * len(ids))
        self._row_of = {number: row for row, number in enumerate(self._ids)}
        self._total = sum(self._lengths)
