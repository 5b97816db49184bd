"""From a few words to the clause they stand in, which is what answers "why" and "how"."""

from __future__ import annotations

import re

from bot.article import Span
from bot.sentences import covering_sentences

# What opens a clause of reason, time, purpose or condition, and belongs to it.
_OPENERS = re.compile(
    r"\b(?:(?:largely |partly |mainly |mostly |apparently |possibly |only |just |in part )?(?:because(?: of)?|due to|"
    r"owing to|thanks to|as a result of|after|before|since|when|while|until|unless|although|though|whereas|so that|"
    r"in order to|in an (?:attempt|effort|bid) to|in response to|in protest at|amid|following|given that|given|citing|"
    r"if|by \w+ing))\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[,;:](?=\s)|(?<=[,;:][”\"’])\s|\s[–—-]\s|—|\n")
_DASH = re.compile(r"\s[–—-]\s|—")
_LEFT_OUT = " \t\n,;:–—-"
_FEWEST_WORDS = 3  # what is shorter is no clause: the next one is taken in as well


def clause_around(text: str, span: Span) -> Span:
    """The clause of a sentence that holds `span`; the words that open it ("because", "after") included.

    Args:
        text: a paragraph.
        span: of it, not empty.

    Returns:
        A span that holds `span` and lies in its sentences.

    >>> text = "The ferry turned back, the coast guard said, because its engine had failed in high seas."
    >>> found = clause_around(text, Span(text.index("engine"), text.index(" in high")))
    >>> text[found.start : found.end]
    'because its engine had failed in high seas'
    """
    whole = covering_sentences(text, span)
    cuts = _outside_an_aside(text, whole, span, _cuts(text, whole))
    before = [cut for cut in cuts if cut <= span.start]
    after = [cut for cut in cuts if cut >= span.end]
    start, end = before[-1], after[0]
    while len(text[start:end].split()) < _FEWEST_WORDS and after[1:]:
        after.pop(0)
        end = after[0]
    start, end = _without_edges(text, start, end)
    return Span(min(start, span.start), max(end, span.end))


def _cuts(text: str, whole: Span) -> list[int]:
    """Where clauses of these sentences meet, in order, with both ends; a comma within a figure is none."""
    inner = {match.start() for match in _ENDS.finditer(text, whole.start, whole.end)}
    inner |= {match.start() for match in _OPENERS.finditer(text, whole.start, whole.end)}
    return sorted({whole.start, whole.end} | inner)


def _outside_an_aside(text: str, whole: Span, span: Span, cuts: list[int]) -> list[int]:
    """The cuts without those that two dashes and what stands between them make, unless `span` stands there too."""
    dashes = [match.start() for match in _DASH.finditer(text, whole.start, whole.end)]
    if len(dashes) != 2 or (dashes[0] <= span.start and span.end <= dashes[1]):
        return cuts
    return [cut for cut in cuts if not dashes[0] <= cut <= dashes[1]]


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause without the marks at its ends, and without a quotation mark whose other half is outside."""
    if text[start:end].count("”") > text[start:end].count("“") and text[start:end].endswith("”"):
        end -= 1
    elif text[start:end].startswith("“") and "”" not in text[start:end]:
        start += 1
    while end > start and (text[end - 1] in _LEFT_OUT or text[end - 1] == "."):
        end -= 1
    while start < end and text[start] in _LEFT_OUT:
        start += 1
    return start, end
