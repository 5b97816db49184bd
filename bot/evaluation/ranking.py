"""How high the paragraphs that answer are ranked: recall at k and nDCG."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence


def recall_at(k: int, ranked: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """1 where one of the first k is relevant, else 0: a reader needs one paragraph that answers."""
    return float(any(one in relevant for one in ranked[:k]))


def ndcg_at(k: int, ranked: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Normalised discounted cumulative gain with binary relevance (Järvelin and Kekäläinen 2002), in [0, 1]."""
    gain = sum(1 / math.log2(place + 2) for place, one in enumerate(ranked[:k]) if one in relevant)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(k, len(relevant))))
    return gain / ideal if ideal else 0.0
