"""From what the reader found to a reply: the short answer, the sentence that says it, and where both stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.article import Article, Span
from bot.attribution import speaker_of
from bot.dates import when_said
from bot.finding import Finding
from bot.numbers import whole_figure
from bot.question import Wanted, wanted
from bot.reply import Citation, Statement
from bot.sentences import covering_sentences, sentence_spans
from bot.windows import Passage

_PAIRS = {"“": "”", "(": ")", "[": "]", "‘": "’"}
_EDGES = " \t\n,;:–—-"
_OWNER = re.compile(r"(?<=[a-z])[’']s$")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]$")  # "a.m", "U.S": what lacks its last full stop


@dataclass(frozen=True, slots=True)
class Proof:
    """What a finding says and what proves it.

    Attributes:
        article: where both stand.
        answer: the words that answer.
        sentence: the whole sentences that hold them.
    """

    article: Article
    answer: Citation
    sentence: Citation

    @classmethod
    def of(cls, article: Article, paragraph: int, span: Span) -> Proof:
        """The proof that these characters of the numbered paragraph are."""
        text = article.paragraph(paragraph).text
        sentence = Citation.of(article, paragraph, covering_sentences(text, span))
        return cls(article, Citation.of(article, paragraph, span), sentence)

    @property
    def span(self) -> Span:
        """Where the answer stands in its paragraph."""
        return Span(self.answer.start, self.answer.end)

    @property
    def text(self) -> str:
        """The paragraph's text."""
        return self.article.paragraph(self.answer.paragraph).text


def proven(question: str, passages: Sequence[Passage], finding: Finding) -> Proof:
    """What a finding in these passages says, as an editor would quote it; to "when", the words that name the day."""
    article = passages[finding.passage].article
    text = article.paragraph(finding.paragraph).text
    span = tidy(text, _without_a_stray_end(text, finding.span))
    if wanted(question) in (Wanted.PERSON, Wanted.SPEAKER) and (owner := _OWNER.search(text, span.start, span.end)):
        span = Span(span.start, owner.start())  # who scored is Phil Lee, where "Phil Lee’s goal" says so
    return Proof.of(article, finding.paragraph, when_said(question, article, finding.paragraph, span))


def stated(proof: Proof, *others: Proof) -> Statement:
    """The sentence that says it, cited; with the sentences of others that say the same."""
    citations = tuple(dict.fromkeys(one.sentence for one in (proof, *others)))
    return Statement(proof.sentence.quote, citations, speaker_of(proof.article, proof.answer.paragraph, proof.span))


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
