"""The FAISS index of unit vectors."""

from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.errors import IndexFileError, InputError
from embeddings.store import Ids, Scores, Vectors, as_ids, best, check_k, check_known, check_new

# How far a vector's length may be from 1: room for rounding, none for a forgotten normalisation.
_LENGTH_TOLERANCE = 1e-2


class FaissIds:
    """What indexes of unit vectors share: a FAISS index with ids around it, `_index`."""

    _index: Any

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def ids(self) -> Ids:
        """The ids held, int64 [n], ascending."""
        return np.sort(faiss_module().vector_to_array(self._index.id_map)).astype(np.int64)

    def remove(self, ids: Ids) -> None:
        """Remove vectors by id: all of them, or none where an error is raised.

        Args:
            ids: int64 [n], each held and named once.

        Raises:
            UnknownKeyError: an id is not held.
            DuplicateKeyError: an id is named twice.
        """
        ids = as_ids(ids)
        check_known(ids, known(self._index, ids))
        if ids.size:
            self._index.remove_ids(faiss_module().IDSelectorBatch(ids))


class VectorIndex(FaissIds):
    """Unit vectors under int64 ids, searched by exact inner product, which is their cosine.

    Exact search reads every vector: 4 bytes x dimension each, in memory too. Not thread-safe.
    A `Store` of float32 [n, dimension], asked with float32 [dimension].

    Args:
        dimension: length of the vectors, at least 1.

    Raises:
        InputError: the dimension is below 1.
    """

    def __init__(self, dimension: int) -> None:
        if dimension < 1:
            raise InputError(f"The dimension is {dimension}.", "at least 1.", "Pass the encoder's dimension.")
        faiss = faiss_module()
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def add(self, ids: Ids, items: Vectors) -> None:
        """Add vectors under new ids: all of them, or none where an error is raised.

        Args:
            ids: int64 [n], at least 0.
            items: float32 [n, dimension], of length 1 each.

        Raises:
            DuplicateKeyError: an id is held already or comes twice.
            InputError: the shape is another, or a vector is not of length 1.
        """
        ids = as_ids(ids)
        vectors = unit_vectors(items, ids.size, self.dimension)
        check_new(ids, ids[self._holds(ids)])
        self._index.add_with_ids(vectors, ids)

    def search(self, query: Vectors, k: int, within: Ids | None = None) -> tuple[Ids, Scores]:
        """Find the vectors nearest to a query.

        Args:
            query: float32 [dimension], of length 1.
            k: the most results; at least 1.
            within: int64 [m], search among these only; ids that are not held match nothing. None: all.

        Returns:
            ids int64 [r] and cosines float64 [r] in [-1, 1], best first, equal ones by id; r <= k.

        Raises:
            InputError: k is below 1, or the query's shape is another.
        """
        check_k(k)
        vector = self._query(query)
        faiss = faiss_module()
        if within is not None:
            within = as_ids(within)
        k = min(k, len(self) if within is None else within.size)
        if k == 0 or len(self) == 0:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        chosen: dict[str, Any] = {}
        if within is not None:
            chosen["params"] = faiss.SearchParameters(sel=faiss.IDSelectorBatch(within))
        _, ids = self._index.search(vector[None, :], k, **chosen)
        found = ids[0] >= 0  # FAISS pads with -1 where it finds fewer than k
        # Scored again, so that a vector's cosine does not depend on the path that found it.
        return best(ids[0][found], self.scores(vector, ids[0][found]), k)

    def near(self, query: Vectors, k: int, within: Ids | None = None) -> Ids:
        """The ids that `search` finds."""
        return self.search(query, k, within)[0]

    def scores(self, query: Vectors, ids: Ids) -> Scores:
        """Return the cosines of a query with these vectors.

        Args:
            query: float32 [dimension], of length 1.
            ids: int64 [n], each held.

        Returns:
            float64 [n] in [-1, 1], in the order of `ids`.

        Raises:
            UnknownKeyError: an id is not held.
            InputError: the query's shape is another.
        """
        ids, vector = as_ids(ids), self._query(query)
        try:
            vectors = self._index.reconstruct_batch(ids)
        except RuntimeError:
            check_known(ids, self._holds(ids))
            raise
        # One row at a time and not by BLAS, whose rounding depends on how many rows there are.
        products = np.einsum("nd,d->n", vectors.astype(np.float64), vector.astype(np.float64))
        cosines: Scores = np.clip(products, -1.0, 1.0)
        return cosines

    def save(self, path: Path) -> None:
        """Write the index to one file. Not synced to disk and not hashed: that is the caller's.

        Raises:
            IndexFileError: the file cannot be written.
        """
        try:
            faiss_module().write_index(self._index, str(path))
        except RuntimeError as error:
            raise IndexFileError(
                f"{path} could not be written: {error}.", "a writable folder.", "Make room or choose another."
            ) from error

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. FAISS does not notice a flipped bit: check a hash before.

        Raises:
            IndexFileError: the file is missing, is no FAISS index, or one of another kind.
        """
        faiss = faiss_module()
        try:
            index = faiss.read_index(str(path))
        except (RuntimeError, MemoryError) as error:
            raise damaged(path, str(error)) from error
        if type(index) is not faiss.IndexIDMap2 or type(faiss.downcast_index(index.index)) is not faiss.IndexFlatIP:
            raise damaged(path, f"it is a {type(index).__name__}")
        if faiss.vector_to_array(index.id_map).size != index.ntotal or index.index.ntotal != index.ntotal:
            raise damaged(path, "its ids and its vectors differ in number")
        loaded = cls(int(index.d))
        loaded._index = index
        return loaded

    def _holds(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Whether each id is held, bool [n]."""
        return known(self._index, ids)

    def _query(self, query: Vectors) -> Vectors:
        """The query as float32 [dimension], checked."""
        vector = np.ascontiguousarray(query, np.float32)
        if vector.shape != (self.dimension,) or not np.isfinite(vector).all():
            raise _refusal(f"a query of shape {vector.shape}", f"finite, [{self.dimension}]")
        return vector


def unit_vectors(items: Vectors, count: int, dimension: int) -> Vectors:
    """The vectors as contiguous float32 [count, dimension].

    Raises:
        InputError: the shape is another, or a vector is not of length 1.
    """
    vectors = np.ascontiguousarray(items, np.float32)
    if vectors.shape != (count, dimension):
        raise _refusal(f"{count} ids with vectors of shape {vectors.shape}", f"[n, {dimension}]")
    if not (np.abs(np.linalg.norm(vectors, axis=1) - 1.0) <= _LENGTH_TOLERANCE).all():
        raise _refusal("a vector whose length is not 1", "L2-normalised, finite vectors")
    return vectors


def known(index: Any, ids: Ids) -> npt.NDArray[np.bool_]:
    """Whether an IDMap2 holds each id, bool [n]."""
    return np.isin(ids, faiss_module().vector_to_array(index.id_map))


def faiss_module() -> Any:
    """The faiss module, imported on first use: 0.1 to 0.3 s that `import embeddings` need not pay."""
    import faiss  # noqa: PLC0415

    return faiss


def _refusal(got: str, expected: str) -> InputError:
    return InputError(f"Got {got}.", f"float32, {expected}.", "Use the encoder the index was made with.")


def damaged(path: Path, reason: str) -> IndexFileError:
    """The error for a file that holds no vectors."""
    return IndexFileError(
        f"{path} is not an index of vectors: {reason}.",
        "a file that VectorIndex.save wrote.",
        "Delete it and index the texts again.",
    )
