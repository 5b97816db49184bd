"""From what the reader found to a reply: the short answer, the sentence that says it, and where both stand."""

from __future__ import annotations

from collections.abc import Sequence

from bot.article import Span
from bot.calibration import Calibration
from bot.numbers import whole_figure
from bot.reader import Finding
from bot.reply import Citation, Reply, Statement
from bot.sentences import covering_sentences
from bot.windows import Passage

_PAIRS = {"“": "”", "(": ")", "[": "]", "‘": "’"}
_EDGES = " \t\n,;:–—-"


def compose(question: str, passages: Sequence[Passage], findings: Sequence[Finding], calibration: Calibration) -> Reply:
    """The reply that the best finding supports, or an abstention that names the nearest passage.

    Args:
        question: as asked.
        passages: what was read.
        findings: best first, of these passages.
        calibration: what their scores are worth.
    """
    if not findings:
        return Reply(question)
    best = findings[0]
    article = passages[best.passage].article
    text = article.paragraph(best.paragraph).text
    span = tidy(text, best.span)
    sentence = Citation.of(article, best.paragraph, covering_sentences(text, span))
    confidence = calibration.confidence(best.score)
    if confidence < calibration.threshold:
        return Reply(question, confidence=1 - confidence, nearest=sentence)
    answer = Citation.of(article, best.paragraph, span)
    return Reply(question, (Statement(sentence.quote, (sentence,)),), answer, confidence)


def tidy(text: str, span: Span) -> Span:
    """The span as an editor would quote it: whole words and figures, brackets and quotation marks in pairs.

    >>> text = "He called it “a grave error”, and some 1,200 people left (all by bus)."
    >>> for part in ("“a grave error", "1,200 peo", "all by bus)", ", and"):
    ...     span = tidy(text, Span(text.index(part), text.index(part) + len(part)))
    ...     print(text[span.start : span.end])
    “a grave error”
    some 1,200 people
    all by bus
    and
    """
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    start, end = _paired(text, start, end)
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return whole_figure(text, Span(start, end)) if start < end else span


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
    return start, end
