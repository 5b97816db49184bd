"""Whether what is cited is what proves the answer: precision, recall and hits of cited paragraphs."""

from __future__ import annotations

from collections.abc import Collection


def precision(cited: Collection[int], gold: Collection[int]) -> float:
    """Share of the cited paragraphs that are gold; 0 where none is cited."""
    return sum(one in gold for one in cited) / len(cited) if cited else 0.0


def recall(cited: Collection[int], gold: Collection[int]) -> float:
    """Share of the gold paragraphs that are cited; 0 where there is none."""
    return sum(one in cited for one in gold) / len(gold) if gold else 0.0


def hit(cited: Collection[int], gold: Collection[int]) -> bool:
    """Whether a gold paragraph is cited."""
    return any(one in gold for one in cited)
