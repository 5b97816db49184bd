"""Sentences of a paragraph as character spans. The library `sentencex` finds the ends; it keeps quotations whole."""

from __future__ import annotations

import re

import sentencex

from bot.article import Span

# "At 11 a.m. July 29": what follows the last full stop of a time goes on with it.
_CLOCK = re.compile(r"\d\s?[ap]\.m\.$")
_GOES_ON = re.compile(
    r"(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|[a-z]+)?|May) \d|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?! (?:morning|afternoon|evening|night|was|is)\b|[’'])|"
    r"[ECMP][SD]?T\b|GMT\b|BST\b|UTC\b"
)
# "J.D. Vance": initials before a surname; those of places and of hours may end a sentence.
_INITIALS = re.compile(
    r"(?<![\w.])(?!(?:U\.S|U\.K|U\.N|E\.U|D\.C|L\.A|N\.[CDHJMY]|S\.[CD]|R\.I|B\.C|A\.[DM]|P\.M)\.)(?:[A-Z]\.){2,3}$"
)
_SURNAME = re.compile(
    r"(?!(?:The|An?|He|She|It|They|We|I|You|His|Her|Its|Their|This|That|These|Those|Then|There|In|On|At|By|But|And|For|"
    r"From|To|With|When|While|After|Before|As|If|So|No|Not|Mr|Mrs|Ms|Dr|Police|Officials|Nobody|Some|Many|Most)\b)[A-Z][a-z]"
)
_BEFORE = 12  # characters of a sentence's end that are looked at


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them.

    >>> text = "Mr. Kim left on Dec. 3. “We lost. It hurts,” he said."
    >>> [text[span.start:span.end] for span in sentence_spans(text)]
    ['Mr. Kim left on Dec. 3.', '“We lost. It hurts,” he said.']
    """
    spans: list[Span] = []
    for boundary in sentencex.get_sentence_boundaries("en", text):
        start = boundary["start_index"]
        sentence = text[start : boundary["end_index"]]
        stripped = sentence.strip()
        if not stripped:
            continue
        start += sentence.index(stripped)
        end = start + len(stripped)
        if spans and _goes_on(text, spans[-1].end, start):
            start = spans.pop().start
        spans.append(Span(start, end))
    return tuple(spans)


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether the full stop before `end` ends no sentence, seen from what starts at `start`."""
    before = text[max(0, end - _BEFORE) : end]
    if _CLOCK.search(before):
        return _GOES_ON.match(text, start) is not None
    return _INITIALS.search(before) is not None and _SURNAME.match(text, start) is not None


def covering_sentences(text: str, span: Span) -> Span:
    """The shortest run of whole sentences of `text` that holds `span`."""
    touched = [found for found in sentence_spans(text) if found.start < span.end and span.start < found.end]
    if not touched:
        return span
    return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end))
