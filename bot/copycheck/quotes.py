"""Quotations looked up in articles: word for word, altered, or not there.

Allowed by convention: the other kind of quotation marks, another first letter's case, the comma or full stop before the
closing mark, an ellipsis for words left out, and square brackets for what the writer put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.article import Article, Span
from bot.quotes import outermost, quotations
from bot.reply import Citation
from bot.review import Wording

_MARKS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " ", "\n": " ", "\t": " "}
)
_CUT = re.compile(r"\s*(?:\[?(?:…|\.\s?\.\s?\.)\]?)\s*|\s*\[[^\]]*\]\s*")
_EDGES = " ,.;:!?-'\""
_WORD = re.compile(r"[\w'’]+|[^\w\s]")
_Words: TypeAlias = list["re.Match[str]"]
_MARGIN = 40  # characters on either side in which a left-out word may stand
_ALTERED = 72.0  # least likeness, of 100, of an altered quotation to its original
_SHARED = 0.5  # least share of its words that an altered quotation has in common


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a quotation: its wording, where it stands, and the pairs of changed words."""

    wording: Wording
    citation: Citation | None
    changes: tuple[tuple[str, str], ...] = ()


def quoted(text: str) -> list[Span]:
    """The quotations of a sentence, between their marks, in order; a mark that is never closed opens none.

    >>> text = 'He called it “a grave error” and "sad".'
    >>> [text[span.start : span.end] for span in quoted(text)]
    ['a grave error', 'sad']
    """
    return [one.inside for one in outermost(quotations(text)) if one.closed and len(one.inside) > 1]


def look_up(quote: str, places: Iterable[tuple[Article, int]]) -> Found:
    """Find a quotation in paragraphs.

    Args:
        quote: without quotation marks around it.
        places: articles and numbers of their paragraphs, those first that should win.
    """
    kept = list(dict.fromkeys(places))
    pieces = [piece for piece in _CUT.split(_flat(quote)) if piece.strip(_EDGES)]
    for article, number in kept:
        if span := _exact(pieces, _flat(article.paragraph(number).text)):
            return Found(Wording.EXACT, Citation.of(article, number, span))
    return _altered(quote, kept)


def _flat(text: str) -> str:
    """The text with one kind of marks and white space, each character in its place."""
    return text.translate(_MARKS)


def _exact(pieces: list[str], text: str) -> Span | None:
    """Where the pieces stand in order; None where they do not."""
    first, place = None, 0
    for piece in pieces:
        pattern = r"\s+".join(map(re.escape, piece.strip(_EDGES).split()))
        start = pattern[:1]
        if start.isalpha():
            pattern = f"[{start.lower()}{start.upper()}]{pattern[1:]}"
        found = re.compile(rf"(?<!\w){pattern}(?!\w)").search(text, place)
        if found is None:
            return None
        first, place = found.start() if first is None else first, found.end()
    return None if first is None else Span(first, place)


def _altered(quote: str, places: list[tuple[Article, int]]) -> Found:
    """The likest words of the paragraphs, if they are like enough."""
    plain = _flat(quote).strip(_EDGES).lower()
    best: tuple[float, Article, int, Span] | None = None
    for article, number in places:
        text = _flat(article.paragraph(number).text).lower()
        least = best[0] if best else 50.0
        found = fuzz.partial_ratio_alignment(plain, text, score_cutoff=least) if len(text) >= len(plain) else None
        if found is None and len(text) < len(plain):
            score = fuzz.ratio(plain, text)
            if score > least:
                best = (score, article, number, Span(0, len(text)))
        elif found is not None and (best is None or found.score > best[0]):
            best = (found.score, article, number, _whole_words(text, found.dest_start, found.dest_end))
    if best is None:
        return Found(Wording.ABSENT, None)
    score, article, number, span = best
    text = article.paragraph(number).text
    mine = list(_WORD.finditer(_flat(quote).strip(_EDGES)))
    theirs = list(_WORD.finditer(text, max(0, span.start - _MARGIN), min(len(text), span.end + _MARGIN)))
    blocks = [one for one in _blocks(mine, theirs) if one.tag == "equal"]
    same = sum(block.dest_end - block.dest_start for block in blocks)
    if score < _ALTERED or same < _SHARED * len(mine):
        return Found(Wording.ABSENT, Citation.of(article, number, span))
    first = max(0, blocks[0].dest_start - blocks[0].src_start)
    theirs = theirs[first : blocks[-1].dest_end + len(mine) - blocks[-1].src_end]
    citation = Citation.of(article, number, Span(theirs[0].start(), theirs[-1].end()))
    changes = tuple(_changes(mine, theirs))
    return Found(Wording.ALTERED if changes else Wording.EXACT, citation, changes)


def _blocks(mine: _Words, theirs: _Words) -> list[Any]:
    """How one run of words becomes the other: rapidfuzz's opcodes."""
    return list(Indel.opcodes(*([_flat(word.group()).lower() for word in words] for words in (mine, theirs))))


def _changes(mine: _Words, theirs: _Words) -> Iterator[tuple[str, str]]:
    """Runs of words that differ, mine and theirs; differences of punctuation alone are none."""
    left: list[str] = []
    right: list[str] = []
    for block in _blocks(mine, theirs):
        if block.tag == "equal":
            yield from _pair(left, right)
            left, right = [], []
        else:
            left += [word.group() for word in mine[block.src_start : block.src_end]]
            right += [word.group() for word in theirs[block.dest_start : block.dest_end]]
    yield from _pair(left, right)


def _pair(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    one, other = (" ".join(word for word in words if word[0].isalnum()) for words in (left, right))
    if one or other:
        yield one, other


def _whole_words(text: str, start: int, end: int) -> Span:
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)


def without_marks(quote: str) -> str:
    """A quotation without white space and one pair of quotation marks around it.

    >>> without_marks(' “We lost,” ')
    'We lost,'
    """
    bare = quote.strip()
    if len(bare) > 2 and (bare[0], bare[-1]) in {("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'")}:
        bare = bare[1:-1].strip()
    return bare
