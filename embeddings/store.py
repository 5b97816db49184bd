"""What the two searchable stores, vectors and words, have in common."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from embeddings.errors import DuplicateKeyError, InputError, UnknownKeyError

Ids: TypeAlias = npt.NDArray[np.int64]
Vectors: TypeAlias = npt.NDArray[np.float32]
Scores: TypeAlias = npt.NDArray[np.float64]

Items = TypeVar("Items", contravariant=True)
Query = TypeVar("Query", contravariant=True)


class Store(Protocol[Items, Query]):
    """Items under int64 ids, searched by score. Not thread-safe: who shares one brings the lock."""

    def __len__(self) -> int:
        """The number of items."""
        ...

    def ids(self) -> Ids:
        """The ids held, int64 [n], ascending."""
        ...

    def add(self, ids: Ids, items: Items) -> None:
        """Add items under new ids: all of them, or none where an error is raised."""
        ...

    def remove(self, ids: Ids) -> None:
        """Remove items by id: all of them, or none where an error is raised."""
        ...

    def search(self, query: Query, k: int, within: Ids | None = None) -> tuple[Ids, Scores]:
        """Return ids and scores of the at most k best items, best first, ties by id."""
        ...

    def scores(self, query: Query, ids: Ids) -> Scores:
        """Return the score of each of these items, float64 [n], in the order of `ids`."""
        ...

    def save(self, path: Path) -> None:
        """Write everything to one file."""
        ...

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        ...


def as_ids(ids: Ids | Sequence[int]) -> Ids:
    """Check ids and return them as int64 [n].

    Raises:
        InputError: they are not a flat list of whole numbers of at least 0.
    """
    array = np.asarray(ids)
    if array.size == 0 and array.ndim == 1:
        return np.empty(0, np.int64)
    if array.ndim != 1 or array.dtype.kind not in "iu" or array.min() < 0:
        raise InputError(
            f"The ids have shape {array.shape}, type {array.dtype}, or one is negative.",
            "a flat array of int64 ids from 0 on.",
            "FAISS keeps -1 for 'no result', so number the items from 0.",
        )
    return array.astype(np.int64)


def check_new(ids: Ids, held: Ids) -> None:
    """Refuse ids that come twice or are held already.

    Raises:
        DuplicateKeyError: an id comes twice, or is among `held`.
    """
    unique, counts = np.unique(ids, return_counts=True)
    clash = np.union1d(unique[counts > 1], held)
    if clash.size:
        raise DuplicateKeyError(
            f"{clash.size} of {ids.size} ids are taken or come twice, the first is {clash[0]}.",
            "ids that are new to the store.",
            "Remove the old item first.",
        )


def check_known(ids: Ids, known: npt.NDArray[np.bool_]) -> None:
    """Refuse ids that are not held, or named twice.

    Args:
        ids: int64 [n].
        known: bool [n], whether the store holds each of them.

    Raises:
        UnknownKeyError: an id is not held.
        DuplicateKeyError: an id is named twice.
    """
    if not known.all():
        raise UnknownKeyError(
            f"{int((~known).sum())} of {ids.size} ids are not held, the first is {ids[~known][0]}.",
            "ids that were added and not removed.",
            "Nothing was changed; ask for the ids that are held.",
        )
    check_new(ids, np.empty(0, np.int64))


def check_k(k: int) -> None:
    """Refuse to search for fewer than one.

    Raises:
        InputError: k is below 1.
    """
    if k < 1:
        raise InputError(f"k is {k}.", "a whole number of at least 1.", "Ask for one hit or more.")


def best(ids: Ids, scores: Scores, k: int) -> tuple[Ids, Scores]:
    """The k highest scores, best first; equal scores by id, at the cut as well.

    Args:
        ids: int64 [n].
        scores: float64 [n].
        k: at least 1.

    Returns:
        ids int64 [m] and scores float64 [m], m = min(k, n).
    """
    if ids.size > k:
        # Everything that ties with the k-th stays in until the ids have decided.
        floor = np.partition(scores, -k)[-k]
        kept = scores >= floor
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]
