"""ParagraphIndex: vectors + words + fusion. Keys and texts in, scored keys out."""

import json
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from embeddings import snapshot
from embeddings.encoder import Encoder
from embeddings.errors import DuplicateKeyError, IndexFileError, InputError, UnknownKeyError
from embeddings.hybrid import HybridIndex, check_query
from embeddings.lexical import LexicalIndex
from embeddings.store import Ids, Vectors
from embeddings.vectors import VectorIndex
from embeddings.words import under

_VECTORS, _WORDS, _KEYS = "vectors.faiss", "words.zip", "keys.json"


@dataclass(frozen=True, slots=True)
class Hit:
    """A key that a search found.

    Attributes:
        key: as it was added.
        score: fused, in [0, 1]. It ranks the candidates of one search; it says nothing across searches, as
            the best candidate of a hopeless query scores high too. `similarity` and `bm25` do.
        similarity: cosine of the query and the key's nearest window, in [-1, 1].
        bm25: BM25 of the key's best window, at least 0; 0 where it shares no word with the query.
    """

    key: str
    score: float
    similarity: float
    bm25: float


class ParagraphIndex:
    """Texts under opaque keys, searched by meaning and by words at once.

    A text that is longer than the encoder reads is held as overlapping windows, and scores as its best one.
    A search takes the `depth` best windows by vector and by words each, computes both scores for all of
    them, and fuses these by `fusion.fuse`. So an index of at most `depth` windows is ranked in full, and a
    larger one as far as its two heads reach.

    Thread-safe: one lock guards the stores; texts and queries are encoded outside it, so searches wait for
    one another and for additions only while the stores are read or written.

    Args:
        encoder: what turns texts into vectors.
        words: an empty index of words; None for one in files. With `LexicalIndex.in_memory()` nothing can be saved,
            and nothing is left on a disk.
        weight: the share of the vectors' score, in [0, 1].
        depth: candidates taken from each store; at least 1.

    Raises:
        InputError: the weight or the depth is outside its range.
    """

    def __init__(
        self, encoder: Encoder, words: LexicalIndex | None = None, *, weight: float = 0.5, depth: int = 200
    ) -> None:
        self._encoder = encoder
        self._lock = threading.RLock()
        words = LexicalIndex() if words is None else words
        self._stores = HybridIndex(VectorIndex(encoder.dimension), words, weight=weight, depth=depth)
        self._windows: dict[str, range] = {}  # key -> the ids of its windows
        self._key_of: dict[int, str] = {}  # id of a window -> its key
        self._next = 0  # ids are never used twice

    def __len__(self) -> int:
        return len(self._windows)

    def __contains__(self, key: object) -> bool:
        return key in self._windows

    def add(self, keys: Sequence[str], texts: Sequence[str], headings: Sequence[str] | None = None) -> None:
        """Add texts under new keys: all of them, or none where an error is raised.

        Args:
            keys: n unique strings.
            texts: n texts, each with more than white space, of any length.
            headings: what each text stands under, n texts, empty for none; its words count for BM25 as the text's own.

        Raises:
            DuplicateKeyError: a key is held already or comes twice; delete it first to replace its text.
            InputError: there are more or fewer texts or headings than keys, or a text is empty.
            OSError: no room for the temporary files.
        """
        self._check_new(keys)
        above = [""] * len(texts) if headings is None else headings
        if not len(keys) == len(texts) == len(above):
            counts = f"{len(keys)} keys came with {len(texts)} texts under {len(above)} headings."
            raise InputError(counts, "one key a text.", "Pair them.")
        for key, text in zip(keys, texts, strict=True):
            if not text.strip():
                raise InputError(f"The text of {key!r} is empty.", "a text with words.", "Leave it out.")
        cuts = [self._encoder.split(text) for text in texts]
        windows = [text[start:end] for text, spans in zip(texts, cuts, strict=True) for start, end in spans]
        if not windows:
            return
        vectors = self._encoder.encode_passages(windows)
        with self._lock:
            self._check_new(keys)  # again: another thread may have added one meanwhile
            worded = [under(one, text) for one, text in zip(_each(above, cuts), windows, strict=True)]
            self._insert(keys, [len(spans) for spans in cuts], worded, vectors)

    def delete(self, keys: Collection[str]) -> None:
        """Delete keys: all of them, or none where an error is raised. A key named twice counts once.

        Raises:
            UnknownKeyError: a key is not held.
            OSError: no room for the temporary files.
        """
        with self._lock:
            gone = dict.fromkeys(keys)
            unknown = [key for key in gone if key not in self._windows]
            if unknown:
                raise UnknownKeyError(
                    f"{len(unknown)} of {len(gone)} keys are not held, the first is {unknown[0]!r}.",
                    "keys that were added and not deleted.",
                    "Nothing was deleted; check with `key in index`.",
                )
            ids = self._ids(gone)
            self._stores.remove(ids)
            for number in ids.tolist():
                del self._key_of[number]
            for key in gone:
                del self._windows[key]

    def search(self, query: str, k: int, within: Collection[str] | None = None) -> list[Hit]:
        """Find the keys whose texts answer a query best.

        Args:
            query: any text with more than white space; what the encoder does not read of it counts for BM25.
            k: the most hits; at least 1.
            within: search among these keys only; keys that are not held match nothing. None: all.

        Returns:
            At most k hits, best first; equal scores in the order of adding. Fewer only where fewer keys are
            held (or are in `within`); empty for an empty index. Hits may be far from the query.

        Raises:
            InputError: k is below 1, or the query is empty.
        """
        check_query(query, k)
        if not self._windows:
            return []
        vector = self._encoder.encode_queries([query])[0]
        with self._lock:
            chosen = None
            if within is not None:
                chosen = self._ids([key for key in dict.fromkeys(within) if key in self._windows])
            ranked = self._stores.search(query, vector, k, self._groups, chosen)
            return [Hit(self._key_of[one.group], one.score, one.similarity, one.bm25) for one in ranked]

    def save(self, folder: Path | str) -> None:
        """Save everything but the encoder to a folder; what was saved there before is replaced at once.

        A save that is interrupted leaves the previous one loadable. One process at a time per folder.

        Args:
            folder: made if missing; other files in it are left alone.

        Raises:
            OSError: no room, or no right to write.
            IndexFileError: the vectors cannot be written.
            InputError: the words are in memory.
        """
        with self._lock:
            manifest = snapshot.Manifest(
                self._encoder.name, self._encoder.dimension, len(self._windows), len(self._stores)
            )
            spans = [[key, ids.start, ids.stop] for key, ids in self._windows.items()]
            table = json.dumps({"next": self._next, "keys": spans}).encode()
            parts = {
                _VECTORS: self._stores.vectors.save,
                _WORDS: self._stores.words.save,
                _KEYS: lambda path: _put(path, table),
            }
            snapshot.write(Path(folder), manifest, parts)

    @classmethod
    def load(cls, folder: Path | str, encoder: Encoder, *, weight: float = 0.5, depth: int = 200) -> Self:
        """Load what `save` wrote, after checking every byte of it.

        Args:
            folder: where it was saved. Never one that came from a stranger: hashes show damage, not malice.
            encoder: the one the index was made with, by name and dimension.
            weight: as for the constructor.
            depth: as for the constructor.

        Raises:
            IndexFileError: a file is missing or damaged, or the index was made with another encoder.
            InputError: the weight or the depth is outside its range.
        """
        index = cls(encoder, weight=weight, depth=depth)
        manifest, paths = snapshot.read(Path(folder), frozenset({_VECTORS, _WORDS, _KEYS}))
        if (manifest.encoder, manifest.dimension) != (encoder.name, encoder.dimension):
            raise IndexFileError(
                f"{folder} was made with {manifest.encoder}, dimension {manifest.dimension}.",
                f"{encoder.name}, dimension {encoder.dimension}.",
                "Load it with the encoder that made it, or index the texts again.",
            )
        vectors, words = VectorIndex.load(paths[_VECTORS]), LexicalIndex.load(paths[_WORDS])
        index._restore(json.loads(paths[_KEYS].read_bytes()))
        held = (vectors.dimension, len(index), len(vectors))
        ids = np.array(sorted(index._key_of), np.int64)
        whole = np.array_equal(ids, vectors.ids()) and np.array_equal(ids, words.ids())
        if not whole or held != (manifest.dimension, manifest.paragraphs, manifest.windows):
            raise IndexFileError(
                f"The files in {folder} do not belong together.",
                "vectors, words and keys of one save.",
                "Delete the folder and index the texts again.",
            )
        index._stores = HybridIndex(vectors, words, weight=weight, depth=depth)
        return index

    def _check_new(self, keys: Sequence[str]) -> None:
        seen: set[str] = set()
        for key in keys:
            if key in self._windows or key in seen:
                raise DuplicateKeyError(
                    f"The key {key!r} is held already or comes twice.",
                    "keys that are new to the index.",
                    "Nothing was added; delete the key first to replace its text.",
                )
            seen.add(key)

    def _insert(self, keys: Sequence[str], sizes: Sequence[int], windows: list[str], vectors: Vectors) -> None:
        ids = np.arange(self._next, self._next + len(windows), dtype=np.int64)
        self._stores.add(ids, windows, vectors)
        for key, size in zip(keys, sizes, strict=True):
            self._assign(key, range(self._next, self._next + size))

    def _assign(self, key: str, ids: range) -> None:
        self._windows[key] = ids
        self._key_of.update(dict.fromkeys(ids, key))
        self._next = max(self._next, ids.stop)

    def _restore(self, table: dict[str, Any]) -> None:
        for key, start, stop in table["keys"]:
            self._assign(key, range(start, stop))
        self._next = table["next"]

    def _ids(self, keys: Collection[str]) -> Ids:
        """The ids of these keys' windows, int64 [n]."""
        return np.array([number for key in keys for number in self._windows[key]], np.int64)

    def _groups(self, ids: Ids) -> tuple[Ids, Ids]:
        """The windows of the texts that these are windows of; a text is named by its first window."""
        spans = [self._windows[key] for key in dict.fromkeys(self._key_of[number] for number in ids.tolist())]
        found = np.array([number for span in spans for number in span], np.int64)
        return found, np.array([span.start for span in spans for _ in span], np.int64)


def _each(values: Sequence[str], cuts: Sequence[Sequence[object]]) -> list[str]:
    """The value of each text for each of its windows."""
    return [value for value, windows in zip(values, cuts, strict=True) for _ in windows]


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
