"""Sentences of a paragraph as character spans. The library `sentencex` finds the ends; it keeps quotations whole."""

from __future__ import annotations

import sentencex

from bot.article import Span


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them.

    >>> text = "Mr. Kim left on Dec. 3. “We lost. It hurts,” he said."
    >>> [text[span.start:span.end] for span in sentence_spans(text)]
    ['Mr. Kim left on Dec. 3.', '“We lost. It hurts,” he said.']
    """
    spans = []
    for boundary in sentencex.get_sentence_boundaries("en", text):
        start, end = boundary["start_index"], boundary["end_index"]
        sentence = text[start:end]
        stripped = sentence.strip()
        if stripped:
            start += sentence.index(stripped)
            spans.append(Span(start, start + len(stripped)))
    return tuple(spans)


def covering_sentences(text: str, span: Span) -> Span:
    """The shortest run of whole sentences of `text` that holds `span`."""
    touched = [found for found in sentence_spans(text) if found.start < span.end and span.start < found.end]
    if not touched:
        return span
    return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end))
