"""Words of a text with their places: what alignment, overlap and names are computed from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

_TOKEN = re.compile(r"\d[\d.,]*\d|\w+(?:[’'](?:s|t|re|ve|ll|d|m)\b)?(?:\.(?=\w\.))?", re.UNICODE)
_POSSESSIVE = re.compile(r"[’']s?$")
_SUFFIXES = ("ings", "ing", "edly", "ies", "ied", "ed", "es", "ly", "s", "e")
_STOP = (
    "a about after again all also an and any are as at be because been before being both but by can could did do "
    "does for from had has have he her here hers him his how i if in into is it its just may me might more most "
    "must my no not of on one or other our out over own said say says she should so some such than that the their "
    "them then there these they this those through to told too under until up upon us very was we were what when "
    "where which while who whom why will with would you your"
)
STOP = frozenset(_STOP.split())
_SLACK = 4  # words by which two texts may differ at one place and still say it of the same thing


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start, end: its characters.
        text: as written.
        stem: lower-case, without its ending: what is compared.
    """

    start: int
    end: int
    text: str
    stem: str

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.text.lower() not in STOP


def words_of(text: str) -> list[Word]:
    """The words of a text in order.

    >>> [word.stem for word in words_of("The mayor’s boats landed 1,200 people.")]
    ['the', 'mayor', 'boat', 'land', '1,200', 'peopl']
    """
    return [Word(*found.span(), found.group(), stem(found.group())) for found in _TOKEN.finditer(text)]


def stem(word: str) -> str:
    """A word without possessive and ending; crude, and the same for both sides.

    >>> stem("Carried"), stem("carries"), stem("voting"), stem("votes")
    ('carr', 'carr', 'vot', 'vot')
    """
    lower = _POSSESSIVE.sub("", word.lower())
    for suffix in _SUFFIXES:
        if lower.endswith(suffix) and len(lower) - len(suffix) >= 3:
            return lower[: -len(suffix)]
    return lower[:-1] if len(lower) > 4 and lower.endswith("y") else lower


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
