"""Codes by cluster: a search reads those of the clusters nearest to the query, and not of all vectors."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.codes import CodeIndex, Exact, code_file, rotation
from embeddings.errors import IndexFileError, InputError
from embeddings.store import Ids, Vectors, as_ids, check_known, check_new
from embeddings.vectors import damaged, faiss_module, unit_vectors

_FROM = 50_000  # vectors that are worth clusters; fewer are read in a millisecond or two
_A_CLUSTER = 40  # vectors of the sample a cluster: FAISS asks for 39
_ROUNDS = 8  # of k-means; more moves the centres little
_READ = 8  # the share of clusters that a search reads is one in so many; at least `_READ_AT_LEAST`
_READ_AT_LEAST = 160
_AT_CENTRE = 1e-6
_GROWN = 4  # times as many clusters would be right: then it is time for others


def clusters_for(count: int) -> int:
    """How many clusters suit so many vectors: the power of two nearest to 4 sqrt(count), and 0 for fewer than 50,000.

    >>> [clusters_for(count) for count in (1_000, 318_000, 1_000_000, 10_000_000)]
    [0, 2048, 4096, 8192]
    """
    return 0 if count < _FROM else 1 << round(np.log2(4 * np.sqrt(count)) - 0.25)


def codes_read(count: int) -> int:
    """How many codes a search reads of so many vectors, in clusters of like size.

    >>> [codes_read(count) for count in (10_000, 1_000_000)]
    [10000, 125000]
    """
    clusters = clusters_for(count)
    return round(count * _probes(clusters) / clusters) if clusters else count


def centres_of(count: int, sample: Callable[[int], Vectors]) -> Vectors | None:
    """Centres of clusters for so many vectors, found by k-means; None where they are too few to need any.

    Args:
        count: the vectors there are, or will be.
        sample: gives so many of them, float32 [m, dimension] of length 1, drawn evenly.

    Returns:
        float32 [clusters, dimension] of length 1, always the same for the same sample.
    """
    clusters = clusters_for(count)
    if not clusters:
        return None
    vectors = np.ascontiguousarray(sample(_A_CLUSTER * clusters), np.float32)
    means = faiss_module().Kmeans(vectors.shape[1], clusters, niter=_ROUNDS, spherical=True, seed=1)
    means.train(vectors)
    centres: Vectors = means.centroids
    return centres


class ClusteredCodes(CodeIndex):
    """A `CodeIndex` whose codes lie in clusters (IVF): a vector's code tells how it differs from its centre.

    With the centres it was made with, an index that grew equals one that was built at once. When it has `outgrown`
    them, searches get slower, not worse.

    Args:
        centres: float32 [clusters, dimension], of length 1: of `centres_of`.
        exact: gives the whole vectors of ids that are held.

    Raises:
        InputError: there is no centre, or one is not of length 1.
    """

    def __init__(self, centres: Vectors, exact: Exact) -> None:
        if centres.ndim != 2 or not centres.size:
            raise InputError(f"The centres have shape {centres.shape}.", "[clusters, dimension].", "Use centres_of.")
        faiss = faiss_module()
        count, dimension = centres.shape
        self._exact = exact
        self._rotation = rotation(dimension)
        nearest = faiss.IndexFlatIP(dimension)
        nearest.add(unit_vectors(centres, count, dimension) @ self._rotation)
        self._index = faiss.IndexIVFRaBitQ(nearest, dimension, count, faiss.METRIC_INNER_PRODUCT)
        self._index.train(np.zeros((1, dimension), np.float32))  # the centres are there
        self._nearest = nearest  # FAISS points at it
        self._ids = np.empty(0, np.int64)

    @property
    def centres(self) -> Vectors:
        """float32 [clusters, dimension], of length 1."""
        turned: Vectors = self._nearest.reconstruct_n(0, self._nearest.ntotal)
        return np.ascontiguousarray(turned @ self._rotation.T)

    @property
    def outgrown(self) -> bool:
        """Whether there are so many vectors that other clusters would be much quicker."""
        return clusters_for(len(self)) >= _GROWN * int(self._index.nlist)

    def ids(self) -> Ids:
        """The ids held, int64 [n], ascending."""
        return self._ids.copy()

    def add(self, ids: Ids, items: Vectors) -> None:
        """As `CodeIndex.add`."""
        ids = as_ids(ids)
        vectors = unit_vectors(items, ids.size, self.dimension)
        check_new(ids, ids[self._holds(ids)])
        if ids.size:
            self._index.add_with_ids(vectors @ self._rotation, ids)
            new = np.sort(ids)
            self._ids = np.insert(self._ids, np.searchsorted(self._ids, new), new)

    def remove(self, ids: Ids) -> None:
        """As `CodeIndex.remove`."""
        ids = as_ids(ids)
        check_known(ids, self._holds(ids))
        if ids.size:
            self._index.remove_ids(faiss_module().IDSelectorBatch(ids))
            self._ids = np.delete(self._ids, np.searchsorted(self._ids, ids))

    def _parameters(self, within: Ids | None) -> Any:
        faiss = faiss_module()
        params = faiss.IVFRaBitQSearchParameters()
        clusters = self._index.nlist
        # What passes a filter may lie in any cluster, and is too little to be found by looking into some.
        params.nprobe = clusters if within is not None else _probes(clusters)
        return params

    def _holds(self, ids: Ids) -> npt.NDArray[np.bool_]:
        place = np.minimum(np.searchsorted(self._ids, ids), max(self._ids.size - 1, 0))
        return self._ids[place] == ids if self._ids.size else np.zeros(ids.size, np.bool_)

    def _codes(self) -> npt.NDArray[np.uint8]:
        ids, codes = zip(*(self._cluster(number) for number in range(self._index.nlist)), strict=True)
        order: npt.NDArray[np.uint8] = np.concatenate(codes)[np.argsort(np.concatenate(ids))]
        return order

    def _cluster(self, number: int) -> tuple[Ids, npt.NDArray[np.uint8]]:
        """The ids and the sign bits of one cluster."""
        faiss = faiss_module()
        lists = self._index.invlists
        size, width = lists.list_size(number), lists.code_size
        if not size:
            return np.empty(0, np.int64), np.empty((0, (self.dimension + 7) // 8), np.uint8)
        ids = faiss.rev_swig_ptr(lists.get_ids(number), size).copy()
        rows = faiss.rev_swig_ptr(lists.get_codes(number), size * width).reshape(size, width)
        bits = (self.dimension + 7) // 8
        codes = rows[:, :bits].copy()
        # Behind the bits stands how far the vector lies from its centre, squared; of one that is the centre, such as
        # a line that stands in hundreds of articles, the bits are rounding.
        codes[rows[:, bits : bits + 4].copy().view("<f4")[:, 0] < _AT_CENTRE] = 0
        return ids, codes

    @classmethod
    def load(cls, path: Path, exact: Exact) -> Self:
        """As `CodeIndex.load`."""
        faiss = faiss_module()
        index = code_file(path)
        if type(index) is not faiss.IndexIVFRaBitQ:
            raise damaged(path, f"it is a {type(index).__name__}")
        nearest = faiss.downcast_index(index.quantizer)
        if type(nearest) is not faiss.IndexFlatIP or nearest.ntotal != index.nlist or not index.nlist:
            raise damaged(path, "its centres are not those of its clusters")
        loaded = cls.__new__(cls)
        loaded._exact, loaded._rotation = exact, rotation(int(index.d))
        loaded._index, loaded._nearest = index, nearest
        ids = np.sort(np.concatenate([loaded._cluster(number)[0] for number in range(index.nlist)]))
        if ids.size != index.ntotal or (ids.size > 1 and not (np.diff(ids) > 0).all()):
            raise damaged(path, "its ids and its codes differ in number")
        loaded._ids = ids
        return loaded


def _probes(clusters: int) -> int:
    """Clusters that a search reads."""
    return min(clusters, max(_READ_AT_LEAST, clusters // _READ))


def make_codes(dimension: int, centres: Vectors | None, exact: Exact) -> CodeIndex:
    """An empty index with these centres, or one without clusters."""
    return CodeIndex(dimension, exact) if centres is None else ClusteredCodes(centres, exact)


def load_codes(path: Path, exact: Exact) -> CodeIndex:
    """Read what either kind's `save` wrote. Raises `IndexFileError`."""
    try:
        return ClusteredCodes.load(path, exact)
    except IndexFileError:
        return CodeIndex.load(path, exact)
