"""Unit vectors as one bit a dimension: 57 bytes each at 384 dimensions, where a whole vector takes 1,536."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from embeddings.errors import IndexFileError, InputError
from embeddings.store import Ids, Scores, Vectors, as_ids, best, check_k, check_known, check_new
from embeddings.vectors import FaissIds, damaged, faiss_module, known, unit_vectors

# ids int64 [n] -> float32 [n, dimension], the whole vectors in that order.
Exact: TypeAlias = Callable[[Ids], Vectors]

_WIDER = 2  # candidates by code for each result: at 318,000 vectors 400 hold 0.995 of the true ten, 200 hold 0.984
_LEAST = 20  # candidates: among two or three alike a code is easily the wrong one's
_QUERY_BITS = 8
_MANY = 100_000  # vectors whose codes are read in some 3 ms


class CodeIndex(FaissIds):
    """Unit vectors under int64 ids, found by RaBitQ codes and scored by the whole vectors. Not thread-safe.

    Every code is read, one bit a dimension (Gao and Long, "RaBitQ", SIGMOD 2024): 8 ms at 318,000 vectors of 384
    dimensions on one core. The rotation and the centre are fixed, so a vector's code depends, but for rounding, on
    nothing but the vector: an index that grew equals one that was built at once.

    The whole vectors stay with the caller, who hands them out by id. A `Store` of float32 [n, dimension].

    Args:
        dimension: length of the vectors, at least 1.
        exact: gives the whole vectors of ids that are held.

    Raises:
        InputError: the dimension is below 1.
    """

    def __init__(self, dimension: int, exact: Exact) -> None:
        if dimension < 1:
            raise InputError(f"The dimension is {dimension}.", "at least 1.", "Pass the encoder's dimension.")
        faiss = faiss_module()
        inner = faiss.IndexRaBitQ(dimension, faiss.METRIC_INNER_PRODUCT)
        inner.train(np.zeros((1, dimension), np.float32))  # the centre is the origin
        self._index = faiss.IndexIDMap2(inner)
        self._exact = exact
        self._rotation = rotation(dimension)

    @property
    def outgrown(self) -> bool:
        """Whether there are so many vectors that clusters of them would be quicker."""
        return len(self) >= _MANY

    def add(self, ids: Ids, items: Vectors) -> None:
        """Add vectors under new ids: all of them, or none where an error is raised.

        Raises:
            DuplicateKeyError: an id is held already or comes twice.
            InputError: the shape is another than [n, dimension], or a vector is not of length 1.
        """
        ids = as_ids(ids)
        vectors = unit_vectors(items, ids.size, self.dimension)
        check_new(ids, ids[self._holds(ids)])
        if ids.size:
            self._index.add_with_ids(vectors @ self._rotation, ids)

    def near(self, query: Vectors, k: int, within: Ids | None = None) -> Ids:
        """The ids of the 2 k vectors, at least 20, whose codes are nearest, in no order; fewer where fewer are held."""
        check_k(k)
        vector = unit_vectors(query[None, :], 1, self.dimension)
        if within is not None:
            within = as_ids(within)
        limit = min(max(_WIDER * k, _LEAST), len(self) if within is None else within.size)
        if limit == 0 or len(self) == 0:
            return np.empty(0, np.int64)
        params = self._parameters(within)
        params.qb = _QUERY_BITS
        # A bitmap would be quicker than a hash table, but ids are never used again and so grow without end.
        selector = None if within is None else faiss_module().IDSelectorBatch(within)
        if selector is not None:
            params.sel = selector
        _, ids = self._index.search(vector @ self._rotation, limit, params=params)
        found: Ids = ids[0][ids[0] >= 0]  # FAISS pads with -1 where it finds fewer
        return found

    def search(self, query: Vectors, k: int, within: Ids | None = None) -> tuple[Ids, Scores]:
        """Find the vectors nearest to a query, scored exactly.

        Returns:
            ids int64 [r] and cosines float64 [r] in [-1, 1], best first, equal ones by id; r <= k. Among many, one
            of the true k may be missing: see the module's figures.

        Raises:
            InputError: k is below 1, or the query's shape is another.
        """
        ids = self.near(query, k, within)
        return best(ids, self.scores(query, ids), k)

    def scores(self, query: Vectors, ids: Ids) -> Scores:
        """The exact cosine of a query with each of these vectors, float64 [n] in the order of `ids`.

        Raises:
            UnknownKeyError: an id is not held.
        """
        ids = as_ids(ids)
        check_known(ids, self._holds(ids))
        if not ids.size:
            return np.empty(0, np.float64)
        products = np.einsum("nd,d->n", self._exact(ids).astype(np.float64), query.astype(np.float64))
        cosines: Scores = np.clip(products, -1.0, 1.0)
        return cosines

    def differing(self, other: Self) -> npt.NDArray[np.bool_]:
        """Whether each vector is another in another index of the same ids, bool [n], in the order of `ids()`.

        One bit in sixteen may differ, as the last bit of a product depends on how many vectors came at once.
        """
        bits = np.unpackbits(self._codes() ^ other._codes(), axis=1).sum(axis=1)
        found: npt.NDArray[np.bool_] = bits > max(1, self.dimension // 16)
        return found

    def _parameters(self, within: Ids | None) -> Any:
        """How FAISS is to search: here, all codes."""
        del within
        return faiss_module().RaBitQSearchParameters()

    def _holds(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Whether each id is held, bool [n]."""
        return known(self._index, ids)

    def _codes(self) -> npt.NDArray[np.uint8]:
        """The sign bits in the order of `ids()`, uint8 [n, bytes]."""
        faiss = faiss_module()
        inner = faiss.downcast_index(self._index.index)
        rows = faiss.vector_to_array(inner.codes).reshape(len(self), -1)[:, : (self.dimension + 7) // 8]
        order: npt.NDArray[np.uint8] = rows[np.argsort(faiss.vector_to_array(self._index.id_map))]
        return order

    def save(self, path: Path) -> None:
        """Write the codes to one file. Not synced to disk and not hashed: that is the caller's.

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
    def load(cls, path: Path, exact: Exact) -> Self:
        """Read what `save` wrote. FAISS does not notice a flipped bit: check a hash before.

        Raises:
            IndexFileError: the file is missing, is no FAISS index, or one of another kind.
        """
        faiss = faiss_module()
        index = code_file(path)
        if type(index) is not faiss.IndexIDMap2 or type(faiss.downcast_index(index.index)) is not faiss.IndexRaBitQ:
            raise damaged(path, f"it is a {type(index).__name__}")
        if faiss.vector_to_array(index.id_map).size != index.ntotal or index.index.ntotal != index.ntotal:
            raise damaged(path, "its ids and its codes differ in number")
        loaded = cls(int(index.d), exact)
        loaded._index = index
        return loaded


def code_file(path: Path) -> Any:
    """What FAISS reads from a file. Raises `IndexFileError`."""
    try:
        return faiss_module().read_index(str(path))
    except (RuntimeError, MemoryError) as error:
        raise damaged(path, str(error)) from error


def rotation(dimension: int) -> Vectors:
    """A rotation that is always the same: codes are good where a vector's parts are of like size."""
    drawn = np.random.default_rng(dimension).standard_normal((dimension, dimension))
    turned: Vectors = np.linalg.qr(drawn)[0].astype(np.float32)
    return turned
