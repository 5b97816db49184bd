"""Min-max score fusion: two score lists of different scales become one ranking."""

import math
from collections.abc import Iterable, Mapping

from embeddings.errors import InputError

# Relative; float32 vectors of one text differ by less, whichever batch they were computed in.
_ROUNDING = 1e-6


def normalise(scores: Mapping[int, float]) -> dict[int, float]:
    """Bring scores of any scale to [0, 1].

    `(s - min) / (max - min)`. Where all scores are equal there is no scale: they become 1.0 if they are
    positive (all match alike) and 0.0 if not (none matches). Equal is what differs by rounding only, a
    millionth of the largest: else the last bit of two like texts would be stretched to the whole range.

    Args:
        scores: id -> score; higher is better; finite.

    Returns:
        id -> score in [0, 1], in the order given; empty for an empty mapping.

    Raises:
        InputError: a score is NaN or infinite.
    """
    if not scores:
        return {}
    if not all(map(math.isfinite, scores.values())):
        raise InputError("A score is NaN or infinite.", "finite scores.", "Check the vectors that were added.")
    low, high = min(scores.values()), max(scores.values())
    span = high - low
    if span <= _ROUNDING * max(abs(low), abs(high)):
        return dict.fromkeys(scores, 1.0 if high > 0.0 else 0.0)
    return {key: (score - low) / span for key, score in scores.items()}


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float], weight: float = 0.5) -> dict[int, float]:
    """Fuse dense and lexical scores by a weighted mean of their min-max normalised values.

    `weight * minmax(dense)[id] + (1 - weight) * minmax(lexical)[id]`, where an id that one side lacks
    counts 0 there. With one side empty the other keeps its share only, so scores stay at or below it.

    Source: "CombSUM with min-max", Fox and Shaw 1994, Lee 1997; as a convex combination for hybrid
    retrieval, and better there than reciprocal rank fusion: Bruch, Gai and Ingber, "An Analysis of Fusion
    Functions for Hybrid Retrieval", ACM TOIS 2023.

    Args:
        dense: id -> cosine, in [-1, 1] (any finite scale works).
        lexical: id -> BM25, at least 0 (any finite scale works).
        weight: the dense side's share, in [0, 1].

    Returns:
        id -> fused score in [0, 1], best first; equal scores are ordered by id.

    Raises:
        InputError: the weight is outside [0, 1], or a score is not finite.
    """
    check_weight(weight)
    near, match = normalise(dense), normalise(lexical)
    ids: Iterable[int] = near.keys() | match.keys()
    fused = {key: weight * near.get(key, 0.0) + (1.0 - weight) * match.get(key, 0.0) for key in ids}
    return dict(sorted(fused.items(), key=lambda item: (-item[1], item[0])))


def check_weight(weight: float) -> None:
    """Refuse a dense share outside [0, 1] (NaN included).

    Raises:
        InputError: the weight is outside [0, 1].
    """
    if not 0.0 <= weight <= 1.0:
        raise InputError(f"The weight is {weight}.", "a number from 0 to 1.", "Use 0.5 for equal shares.")
