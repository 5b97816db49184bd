"""From what the reader found to a reply: the short answer, the sentence that says it, and where both stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.article import Span
from bot.attribution import speaker_of
from bot.calibration import Calibration
from bot.finding import Finding
from bot.numbers import whole_figure
from bot.reply import Citation, Reply, Statement
from bot.sentences import covering_sentences, sentence_spans
from bot.windows import Passage

_PAIRS = {"“": "”", "(": ")", "[": "]", "‘": "’"}
_EDGES = " \t\n,;:–—-"
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]$")  # "a.m", "U.S": what lacks its last full stop


def compose(
    question: str, passages: Sequence[Passage], best: Finding, confidence: float, calibration: Calibration
) -> Reply:
    """The reply that a finding supports, or an abstention that names it as the nearest passage.

    Args:
        question: as asked.
        passages: what was read.
        best: of these passages.
        confidence: that it answers, in [0, 1].
        calibration: below its threshold the reply abstains.
    """
    article = passages[best.passage].article
    text = article.paragraph(best.paragraph).text
    span = tidy(text, _without_a_stray_end(text, best.span))
    sentence = Citation.of(article, best.paragraph, covering_sentences(text, span))
    if confidence < calibration.threshold:
        return Reply(question, confidence=1 - confidence, nearest=sentence)
    answer = Citation.of(article, best.paragraph, span)
    speaker = speaker_of(article, best.paragraph, span)
    return Reply(question, (Statement(sentence.quote, (sentence,), speaker),), (answer,), confidence)


def _without_a_stray_end(text: str, span: Span) -> Span:
    """A span that runs from one sentence into a part of the next, cut to the larger side; whole sentences stay."""
    parts = [
        Span(max(one.start, span.start), min(one.end, span.end))
        for one in sentence_spans(text)
        if one.start < span.end and span.start < one.end
    ]
    if len(parts) != 2 or covering_sentences(text, span) == span:
        return span
    return max(parts, key=len)


def tidy(text: str, span: Span) -> Span:
    """The span as an editor would quote it: whole words and figures, brackets and quotation marks in pairs.

    >>> text = "He called it “a grave error”, and some 1,200 people left (all by bus)."
    >>> for part in ("“a grave error", "1,200 peo", "all by bus)", ", and"):
    ...     span = tidy(text, Span(text.index(part), text.index(part) + len(part)))
    ...     print(text[span.start : span.end])
    “a grave error”
    some 1,200 people
    (all by bus)
    and
    """
    start, end = span.start, span.end
    while 0 < start < len(text) and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    if text[end : end + 1] == "." and _INITIALS.search(text, max(0, end - 12), end):
        end += 1
    start, end = _paired(text, start, end)
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return whole_figure(text, Span(start, end)) if start < end else span


def _joined(text: str, place: int) -> bool:
    """Whether the characters before and at `place` belong to one word ("don’t") or one figure ("1,200", "8.15pm")."""
    before, after = text[place - 1], text[place]
    if before.isalnum() and after.isalnum():
        return True
    if before.isalnum():
        mark, left, right = after, before, text[place + 1 : place + 2]
    else:
        mark, left, right = before, text[max(place - 2, 0) : place - 1], after
    if mark in "’'":
        return left.isalpha() and right.isalpha()
    return mark in ".,:" and left.isdigit() and right.isdigit()


def _paired(text: str, start: int, end: int) -> tuple[int, int]:
    """Close what the span leaves open where the very next character does, else leave the odd mark out."""
    for opening, closing in _PAIRS.items():
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing):
            if text[end : end + 1] == closing:
                end += 1
            elif inside.startswith(opening):
                start += 1
        elif closing != "’" and inside.count(closing) > inside.count(opening):
            if start > 0 and text[start - 1] == opening:
                start -= 1
            elif inside.endswith(closing):
                end -= 1
    if text[start:end].count('"') % 2:
        if text[end : end + 1] == '"':
            end += 1
        elif text[max(start - 1, 0) : start] == '"':
            start -= 1
        else:
            start, end = start + (text[start] == '"'), end - (text[end - 1] == '"')
    return start, end
