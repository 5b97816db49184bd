"""What tells a right answer from a tempting one, besides the reader's own score.

A reader that compares one window with "no answer here" is fooled by what looks like an answer: a name where a name is
wanted. These signals look at the answer from outside: is it found again when its paragraph is read alone, do the words
of the question stand near it, does the article know the names that the question uses? `bot.calibration` weighs them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from bot.finding import Finding
from bot.sentences import covering_sentences
from bot.windows import Passage
from embeddings.lexical import content_words

_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|"
    r"million|billion|half|none|no|twice|both|single|couple|several|few|many)s?\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"\b(?:today|yesterday|tomorrow|morning|evening|night|noon|week|month|year|decade|century|hour|ago|since|after|"
    r"before|during|when|while|until|spring|summer|autumn|fall|winter|last|next|early|late|day)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^\W*[A-Z0-9]")
_WANTED = (
    (re.compile(r"\bhow (?:many|much|old|long|far|big|high|tall|large|fast|often)\b", re.IGNORECASE), _FIGURE),
    (re.compile(r"\b(?:when|what (?:year|day|date|time|month))\b", re.IGNORECASE), _TIME),
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of the best finding.

    Attributes:
        score: the reader's, unbounded.
        again: the score of the same words when their paragraph is read alone.
        margin: how far both scores together lie above those of the best other words, in [0, 10].
        sentence: share of the question's words, weighted by rarity, in the answer's sentence and the headline; [0, 1].
        paragraph: the same of its paragraph, the one before, and the headline.
        article: the same of everything that was read.
        strange: how many of the question's names and figures occur nowhere in what was read.
        misfit: 1 where a figure or a time is asked for and the answer holds none, else 0.
        echo: share of the answer's own words that the question said already, in [0, 1].
        length: natural logarithm of the answer's number of words.
    """

    score: float
    again: float = 0.0
    margin: float = 0.0
    sentence: float = 0.0
    paragraph: float = 0.0
    article: float = 0.0
    strange: float = 0.0
    misfit: float = 0.0
    echo: float = 0.0
    length: float = 0.0


NAMES = tuple(field.name for field in fields(Signals))


def signals(question: str, passages: Sequence[Passage], best: Finding, again: float, margin: float) -> Signals:
    """What is known of a finding.

    Args:
        question: as asked.
        passages: what was read.
        best: the finding.
        again: its score when its paragraph is read alone.
        margin: how far it lies above the best other words.
    """
    article = passages[best.passage].article
    text = article.paragraph(best.paragraph).text
    answer = text[best.span.start : best.span.end]
    near = covering_sentences(text, best.span)
    before = article.paragraph(best.paragraph - 1).text if best.paragraph > 1 else ""
    texts = [one.article.paragraph(number).text for one in passages for number in one.numbers]
    titles = " ".join(one.article.title for one in passages)
    wanted = _weights(question, texts)
    said = _words(answer)
    return Signals(
        score=best.score,
        again=again,
        margin=min(10.0, margin),
        sentence=_share(wanted, [text[near.start : near.end], article.title]),
        paragraph=_share(wanted, [text, before, article.title]),
        article=_share(wanted, [*texts, titles]),
        strange=float(_strange(question, [*texts, titles])),
        misfit=float(any(asks.search(question) and not has.search(answer) for asks, has in _WANTED)),
        echo=len(said & _words(question)) / len(said) if said else 1.0,
        length=math.log(max(len(answer.split()), 1)),
    )


def _weights(question: str, texts: Sequence[str]) -> dict[str, float]:
    """The question's words by rarity among the texts (inverse document frequency)."""
    stemmed = [_words(text) for text in texts]
    return {word: math.log(1 + len(texts) / (0.5 + sum(word in text for text in stemmed))) for word in _words(question)}


def _share(wanted: dict[str, float], texts: Iterable[str]) -> float:
    found = set().union(*map(_words, texts))
    total = sum(wanted.values())
    return sum(weight for word, weight in wanted.items() if word in found) / total if total else 1.0


def _words(text: str) -> frozenset[str]:
    return frozenset(content_words(text))


def _strange(question: str, texts: Iterable[str]) -> int:
    """Names (capitalised past the first word) and figures of the question that no text has."""
    known = set().union(*map(_words, texts))
    first, *others = question.split() or [""]
    named = [word for word in others if _NAMED.search(word)] + ([first] if first[:1].isdigit() else [])
    return sum(not _words(word) <= known for word in named)
