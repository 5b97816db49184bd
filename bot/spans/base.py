"""What an engine promises, and how its scores become spans: one decoding for all of them.

The score of a span is Devlin et al.'s (2019, SQuAD 2.0): its start and end logits less those of `[CLS]`, "no answer
here".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.windows import Window

Logits: TypeAlias = NDArray[np.float32]  # [t, 2]: of each token, that an answer starts here, that it ends here


class SpanModel(Protocol):
    """A question-answering transformer and its tokenizer, ready to read. Safe from several threads."""

    @property
    def tokenizer(self) -> Tokenizer:
        """Neither pads nor truncates."""
        ...

    @property
    def positions(self) -> int:
        """Tokens a window may have."""
        ...

    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        """Read n windows, n may be 0.

        Returns:
            n arrays, in the order of the windows, float32 [tokens of the window, 2]. What else is read at the same
            time does not matter beyond rounding.
        """
        ...


def best_spans(logits: Logits, window: Window, longest: int, count: int) -> list[tuple[int, int, float]]:
    """A window's best spans of tokens.

    Args:
        logits: of the window's tokens, [t, 2].
        window: tells which tokens may answer.
        longest: tokens in a span at most, at least 1.
        count: spans at most, at least 1.

    Returns:
        (first token, last token, score), best first, equal ones in reading order; both tokens lie in the same
        paragraph. Scores are logits less those of "no answer".
    """
    starts, ends = logits[:, 0], logits[:, 1]
    paragraph = np.array([-1 if place is None else place.paragraph for place in window.places])
    # Row i, column j: the span from token i to token i + j.
    first = np.arange(len(paragraph))[:, None]
    last = first + np.arange(longest)
    inside = last < len(paragraph)
    last = np.where(inside, last, first)
    allowed = inside & (paragraph[first] >= 0) & (paragraph[last] == paragraph[first])
    places = np.flatnonzero(allowed)
    scores = (starts[first] + ends[last]).flat[places]
    if len(scores) > count:
        worst = np.partition(scores, -count)[-count]
        places, scores = places[scores >= worst], scores[scores >= worst]
    order = np.argsort(-scores, kind="stable")[:count]
    null = float(starts[0] + ends[0])
    return [
        (place // longest, place // longest + place % longest, score - null)
        for place, score in zip(places[order].tolist(), scores[order].tolist(), strict=True)
    ]
