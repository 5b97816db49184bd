"""Cutting a text that is longer than a model reads into overlapping windows. Knows offsets, no model."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

# The white space after a sentence's end: a full stop and the like, then closing quotes and brackets.
_SENTENCE_GAP = re.compile(r"[.!?…][\"'”’»)\]]*(\s+)")
_WORD_GAP = re.compile(r"\s+")


def cut(text: str, starts: Sequence[int], limit: int, overlap: int) -> list[tuple[int, int]]:
    """Cut a text into overlapping windows of at most `limit` tokens.

    A window ends after a sentence where one ends in its last half, else after a word where one ends there,
    else at its last token. The next one begins about `overlap` tokens before that end, likewise moved to
    the nearest later beginning of a sentence, or of a word.

    Args:
        text: any text.
        starts: the character offset at which each token begins, ascending, each below `len(text)`.
        limit: the most tokens that begin in one window; at least 1.
        overlap: tokens that a window shares with the one before it; below `limit`.

    Returns:
        Half-open character windows, in order; the first begins at 0, the last ends at `len(text)`, each
        begins and ends after the one before it does, with no gap between them. One window if the text fits.
    """
    sentences = [match.end() for match in _SENTENCE_GAP.finditer(text)]
    words = [match.end() for match in _WORD_GAP.finditer(text)]
    windows: list[tuple[int, int]] = []
    begin, first = 0, 0
    while len(starts) - first > limit:
        done = windows[-1][1] if windows else 0
        middle, last = max(starts[first + limit // 2], done), starts[first + limit]
        end = _latest(sentences, middle, last) or _latest(words, middle, last) or last
        end = max(end, begin + 1, done + 1)  # a character may be several tokens
        left = bisect_left(starts, end)
        if left == len(starts):
            break
        windows.append((begin, end))
        # Go back by the overlap from the token that opens the rest; but always on from where this window
        # began, or the loop would not end.
        back = starts[max(left - overlap, first)]
        back = max(back, begin + 1)
        begin = _earliest(sentences, back, end) or _earliest(words, back, end) or min(back, end)
        first = bisect_left(starts, begin)
    windows.append((begin, len(text)))
    return windows


def _latest(gaps: Sequence[int], low: int, high: int) -> int | None:
    """The last of `gaps` in (low, high], or None."""
    index = bisect_right(gaps, high) - 1
    return gaps[index] if index >= 0 and gaps[index] > low else None


def _earliest(gaps: Sequence[int], low: int, high: int) -> int | None:
    """The first of `gaps` in [low, high), or None."""
    index = bisect_left(gaps, low)
    return gaps[index] if index < len(gaps) and gaps[index] < high else None
