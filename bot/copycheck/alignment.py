"""Two texts side by side: which words of one stand where in the other, and what stands in a word's place."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from bot.words import Word

_SLACK = 4  # words by which two texts may differ at one place and still say it of the same thing


def anchors(mine: Sequence[Word], theirs: Sequence[Word]) -> dict[int, int]:
    """Which of my words stand where in their text, as index to index, in an order-keeping alignment."""
    pairs: dict[int, int] = {}
    for block in Indel.opcodes([word.stem for word in mine], [word.stem for word in theirs]):
        if block.tag == "equal":
            pairs.update(
                zip(range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True)
            )
    return pairs


def slot(mine: Sequence[Word], theirs: Sequence[Word], pairs: dict[int, int], start: int, end: int) -> tuple[int, int]:
    """What their text has in place of characters [start, end) of mine: characters between the nearest shared words.

    Args:
        mine, theirs: both texts' words.
        pairs: their `anchors`.
        start, end: in my text.

    Returns:
        Half-open characters of their text; empty where nothing stands there, or too much to be the same place.
    """
    inside = [index for index, word in enumerate(mine) if word.start < end and start < word.end]
    if not inside:
        return 0, 0
    left = max((index for index in pairs if index < inside[0]), default=-1)
    right = min((index for index in pairs if index > inside[-1]), default=len(mine))
    first = pairs[left] + 1 if left >= 0 else 0
    last = pairs[right] if right < len(mine) else len(theirs)
    near = inside[0] - left == 1 or right - inside[-1] == 1
    if first >= last or not near or last - first > len(inside) + _SLACK:
        return 0, 0
    return theirs[first].start, theirs[last - 1].end
