"""Vectors and words under the same ids, and the one ranking of both. Who owns the ids says which belong together."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from embeddings.errors import IndexFileError, InputError
from embeddings.fusion import check_weight, fuse
from embeddings.lexical import LexicalIndex
from embeddings.store import Ids, Scores, Vectors, check_k

# The ids of some windows -> the ids of all windows of their groups, and the group of each; a group's ids together.
Groups: TypeAlias = Callable[[Ids], tuple[Ids, Ids]]


class Near(Protocol):
    """What `HybridIndex` asks of its vectors: `VectorIndex` and `CodeIndex` do it."""

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    def __len__(self) -> int:
        """The number of vectors."""
        ...

    def ids(self) -> Ids:
        """The ids held, int64 [n], ascending."""
        ...

    def add(self, ids: Ids, items: Vectors) -> None:
        """Add vectors under new ids: all of them, or none where an error is raised."""
        ...

    def remove(self, ids: Ids) -> None:
        """Remove vectors by id: all of them, or none where an error is raised."""
        ...

    def near(self, query: Vectors, k: int, within: Ids | None = None) -> Ids:
        """At least the k vectors that seem nearest, where there are so many; their ids in no order."""
        ...

    def scores(self, query: Vectors, ids: Ids) -> Scores:
        """The exact cosine of each of these vectors, float64 [n], in the order of `ids`."""
        ...

    def save(self, path: Path) -> None:
        """Write everything to one file."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group of windows that a search found.

    Attributes:
        group: as `Groups` named it.
        score: fused, in [0, 1].
        similarity: cosine of the query and the group's nearest window.
        bm25: of the group's best window.
    """

    group: int
    score: float
    similarity: float
    bm25: float


class HybridIndex:
    """Windows of texts under int64 ids, searched by meaning and by words at once. Not thread-safe.

    Args:
        vectors: an empty or a loaded store.
        words: likewise, of the same ids.
        weight: the share of the vectors' score, in [0, 1].
        depth: candidates taken from each store; at least 1.

    Raises:
        InputError: the weight or the depth is outside its range.
        IndexFileError: the stores do not hold the same ids.
    """

    def __init__(self, vectors: Near, words: LexicalIndex, *, weight: float = 0.5, depth: int = 200) -> None:
        check_weight(weight)
        check_k(depth)
        if not np.array_equal(vectors.ids(), words.ids()):
            raise IndexFileError(
                "The vectors and the words do not belong together.", "those of one save.", "Index the texts again."
            )
        self.vectors = vectors
        self.words = words
        self._weight = weight
        self._depth = depth

    def __len__(self) -> int:
        return len(self.vectors)

    def ids(self) -> Ids:
        """The ids held, int64 [n], ascending."""
        return self.vectors.ids()

    def add(self, ids: Ids, texts: list[str], vectors: Vectors) -> None:
        """Add windows under new ids: all of them, or none where an error is raised.

        Raises:
            DuplicateKeyError, InputError: as the stores'.
            OSError: no room for the temporary files.
        """
        self.vectors.add(ids, vectors)
        try:
            self.words.add(ids, texts)
        except BaseException:
            self.vectors.remove(ids)
            raise

    def remove(self, ids: Ids) -> None:
        """Remove windows by id: all of them, or none where an error is raised.

        Raises:
            UnknownKeyError, DuplicateKeyError: as the stores'.
            OSError: no room for the temporary files.
        """
        self.words.remove(ids)  # first: it writes to disk and may fail
        self.vectors.remove(ids)

    def search(self, query: str, vector: Vectors, k: int, groups: Groups, within: Ids | None = None) -> list[Ranked]:
        """Rank the groups that hold the best windows of either store.

        Args:
            query: any text.
            vector: float32 [dimension], the query's.
            k: the most groups; at least 1.
            groups: which windows belong together.
            within: ids of windows to search among; None for all.

        Returns:
            At most k groups, best first, equal ones by group; fewer only where there are fewer.
        """
        ids, owners = self._candidates(query, vector, k, groups, within)
        if not ids.size:
            return []
        named, firsts = _runs(owners)
        similarity = np.maximum.reduceat(self.vectors.scores(vector, ids), firsts).tolist()
        bm25 = np.maximum.reduceat(self.words.scores(query, ids), firsts).tolist()
        near, match = dict(zip(named, similarity, strict=True)), dict(zip(named, bm25, strict=True))
        ranked = list(fuse(near, match, self._weight).items())[:k]
        return [Ranked(group, score, near[group], match[group]) for group, score in ranked]

    def _candidates(self, query: str, vector: Vectors, k: int, groups: Groups, within: Ids | None) -> tuple[Ids, Ids]:
        """The windows of the best groups of either store: of k groups, if there are so many."""
        reachable = len(self) if within is None else within.size
        depth = max(self._depth, k)
        while True:
            near = self.vectors.near(vector, depth, within)
            match, _ = self.words.search(query, depth, within)
            ids, owners = groups(np.union1d(near, match))
            # Long texts put several windows on the list: go deeper until there are k groups, or all.
            if np.unique(owners).size >= k or depth >= reachable:
                return ids, owners
            depth *= 4


def check_query(query: str, k: int) -> None:
    """Refuse to search for nothing.

    Raises:
        InputError: k is below 1, or the query is empty.
    """
    check_k(k)
    if not query.strip():
        raise InputError("The query is empty.", "a text with words.", "Ask something.")


def _runs(owners: Ids) -> tuple[list[int], npt.NDArray[np.intp]]:
    """The groups in their order, and where the windows of each begin."""
    firsts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    return owners[firsts].tolist(), firsts
