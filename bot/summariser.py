"""Extractive summaries: sentences of the articles themselves, each cited, in reading order.

A sentence is worth its learned salience (`bot.salience`) and, with a focus, how it bears on that (`bot.focus`); maximal
marginal relevance (Carbonell & Goldstein 1998) keeps the chosen ones apart, and no figure is said twice. A sentence
that cannot be read alone is taken only with the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.article import Article, Span
from bot.errors import SummaryLengthError
from bot.focus import Bearing, bearing
from bot.headline_piece import MOST_CHARACTERS, headline_span
from bot.reply import Citation, Reply, Statement
from bot.salience import Salience, Sentence, Values, features, sentences_of
from bot.standing import refers_back, takes_for_known, tells
from embeddings import Encoder

_EARLY = 1.0  # what standing first adds, falling as 1 / (1 + place)
_REDUNDANCY = 0.5
_SAME = 0.97  # cosine from which two sentences say the same
_FOCUS = 15.0
_BRIEF = 0.06  # a key point's cost a word
_LEADING = 3.0  # what standing first adds for a headline
LONG_HEADLINE = 130  # characters, where none is short
_HEADLINES = 2  # sentences that a headline may come from
_FIGURE = re.compile(r"\d[\d.,]*(?: ?%| (?:per ?cent|[mb]illion|trillion)\b)|\d[\d.,]*\d")
_DAY = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|"
    r"May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
)
_YEAR = re.compile(r"(?:19|20)\d\d\W?$")


class Summariser(Protocol):
    """What makes summaries."""

    def summarise(
        self, articles: Sequence[Article], sentences: int, focus: str | None, words: int | None = None
    ) -> Reply:
        """A reply of at most `sentences` statements or `words` words, in reading order, each with its citation."""

    def points(self, articles: Sequence[Article], count: int, focus: str | None) -> Reply:
        """At most `count` key points, the weightiest first, each with its citation."""

    def headline(self, articles: Sequence[Article]) -> Reply:
        """One line that says what happened, in the words of one sentence, with its citation."""


@dataclass(frozen=True, slots=True)
class _Pool:
    """The sentences to choose from, all that is known of them, and which can be chosen together.

    Attributes:
        units: indices of one sentence, or of one that needs the sentence before it, and that one.
    """

    articles: Sequence[Article]
    sentences: list[Sentence]
    vectors: NDArray[Any]
    worth: Values
    units: list[tuple[int, ...]]

    def statement(self, index: int, span: Span | None = None) -> Statement:
        """A sentence, or a piece of it by characters of the sentence, as a statement."""
        one = self.sentences[index]
        place = one.span if span is None else Span(one.span.start + span.start, one.span.start + span.end)
        citation = Citation.of(self.articles[one.article], one.paragraph, place)
        return Statement(citation.quote, (citation,))


class ExtractiveSummariser:
    """Picks the sentences that say most of what the articles say.

    Args:
        encoder: turns sentences into vectors.
        salience: what a sentence is worth by itself; None for the shipped weights.
    """

    def __init__(self, encoder: Encoder, salience: Salience | None = None) -> None:
        self._encoder = encoder
        self._salience = Salience.read() if salience is None else salience

    def summarise(
        self, articles: Sequence[Article], sentences: int, focus: str | None, words: int | None = None
    ) -> Reply:
        """Summarise one or several articles; every paragraph of the body is read.

        Args:
            articles: at least one.
            sentences: the most statements, at least 1; not looked at where `words` is given.
            focus: what the summary should be about; None for the articles' own gist.
            words: the most words, at least 1; None for a length in sentences. Where no sentence is that short, the
                shortest one is the summary.

        Returns:
            A reply whose statements are verbatim sentences in reading order. It abstains, with the nearest sentence,
            where no sentence is about the focus.

        Raises:
            SummaryLengthError: `sentences` or `words` is below 1.
        """
        _check_length(sentences, "sentences")
        _check_length(1 if words is None else words, "words")
        pool = self._pool(articles)
        bears = self._bearing(pool, focus)
        if silence := _silence(pool, focus, bears):
            return silence
        counts = [1 if words is None else len(one.text.split()) for one in pool.sentences]
        worth = pool.worth if bears is None else pool.worth + _FOCUS * bears.values
        units = _about(pool.units, bears)
        chosen = _spread(pool, worth, units, counts, sentences if words is None else words)
        if not chosen:  # nothing is so short: the shortest, by preference one that stands alone
            chosen = [min(units, key=lambda unit: (len(unit), counts[unit[-1]]))[-1]]
        return Reply(focus or "", tuple(pool.statement(index) for index in sorted(chosen)), confidence=1.0)

    def points(self, articles: Sequence[Article], count: int, focus: str | None) -> Reply:
        """Key points: short sentences on different things, the weightiest first. As `summarise` otherwise."""
        _check_length(count, "key points")
        pool = self._pool(articles)
        bears = self._bearing(pool, focus)
        if silence := _silence(pool, focus, bears):
            return silence
        lengths = np.array([len(one.text.split()) for one in pool.sentences])
        worth = pool.worth - _BRIEF * lengths + (0.0 if bears is None else _FOCUS * bears.values)
        units = [unit for unit in _about(pool.units, bears) if len(unit) == 1] or _about(pool.units, bears)
        chosen = _spread(pool, worth, units, [1] * len(lengths), count)
        return Reply(focus or "", tuple(pool.statement(index) for index in chosen), confidence=1.0)

    def headline(self, articles: Sequence[Article]) -> Reply:
        """A line of at most 90 characters, from the beginning of the weightiest sentence that offers one.

        Where neither of the weightiest two does, one of 130 characters, or the shorter sentence. It abstains only where
        there is no body.
        """
        pool = self._pool(articles)
        if not pool.units:
            return Reply("")
        singles = [unit[0] for unit in pool.units if len(unit) == 1] or [unit[0] for unit in pool.units]
        worth = pool.worth + np.array([_LEADING / (1 + one.order) for one in pool.sentences])
        weightiest = sorted(singles, key=lambda one: -worth[one])[:_HEADLINES]
        for most in (MOST_CHARACTERS, LONG_HEADLINE):
            for index in weightiest:
                if span := headline_span(pool.sentences[index].text, most):
                    return Reply("", (pool.statement(index, span),), confidence=1.0)
        shortest = min(weightiest, key=lambda one: len(pool.sentences[one].text))
        return Reply("", (pool.statement(shortest),), confidence=1.0)

    def _bearing(self, pool: _Pool, focus: str | None) -> Bearing | None:
        if not focus or not pool.sentences:
            return None
        return bearing(focus, pool.sentences, pool.vectors, self._encoder.encode_queries([focus])[0])

    def _pool(self, articles: Sequence[Article]) -> _Pool:
        sentences = sentences_of(articles)
        vectors = self._encoder.encode_passages([one.text for one in sentences])
        if not sentences:
            return _Pool(articles, [], vectors, np.zeros(0), [])
        titles = [article.title for article in articles]
        seen = features(sentences, titles, vectors, self._encoder.encode_queries([title or " " for title in titles]))
        early = np.array([1 / (1 + one.order) for one in sentences])
        worth = np.asarray(self._salience.of(seen) + _EARLY * early, np.float64)
        return _Pool(articles, sentences, vectors, worth, _units(sentences))


def _check_length(count: int, of: str) -> None:
    if count < 1:
        raise SummaryLengthError(f"A summary of {count} {of} was asked for.", "at least 1.", "Ask for more.")


def _silence(pool: _Pool, focus: str | None, bears: Bearing | None) -> Reply | None:
    """The abstention where there is nothing to read, or nothing about the focus."""
    if not pool.units:
        return Reply(focus or "")
    if bears is None or bears.about.any():
        return None
    nearest = int(bears.values.argmax())
    confidence = 1.0 - min(max(float(bears.values[nearest]), 0.0), 1.0)
    return Reply(focus or "", confidence=confidence, nearest=pool.statement(nearest).citations[0])


def _units(sentences: Sequence[Sentence]) -> list[tuple[int, ...]]:
    """What can be chosen; where nothing can be read alone, every sentence that tells something, or else every one."""
    telling = [tells(one.text) for one in sentences]
    alone = [
        telling[place] and not refers_back(one.text) and (one.order == 0 or not takes_for_known(one.text))
        for place, one in enumerate(sentences)
    ]
    found: list[tuple[int, ...]] = [(place,) for place, stands in enumerate(alone) if stands]
    found += [
        (place - 1, place)
        for place, one in enumerate(sentences)
        if telling[place] and not alone[place] and one.order > 0 and alone[place - 1]
    ]
    every = range(len(sentences))
    return sorted(found) or [(place,) for place in every if telling[place]] or [(place,) for place in every]


def _about(units: Sequence[tuple[int, ...]], bears: Bearing | None) -> Sequence[tuple[int, ...]]:
    """Those whose last sentence, which the one before it only introduces, is about the focus; all without a focus."""
    if bears is None:
        return units
    found = [unit for unit in units if bears.about[unit[-1]]]
    return found or [(place - 1, place) if place else (place,) for place, about in enumerate(bears.about) if about]


def _spread(
    pool: _Pool, worth: Values, units: Sequence[tuple[int, ...]], counts: Sequence[int], most: int
) -> list[int]:
    """Indices in the order of choosing: the worthiest units that fit, each unlike those before, no figure twice."""
    chosen: list[int] = []
    likeness = np.zeros(len(worth))
    said: set[str] = set()
    left = list(units)
    room = most
    while left and room > 0:
        now = worth - _REDUNDANCY * likeness
        values = [float(np.mean([now[one] for one in unit if one not in chosen])) for unit in left]
        fitting = None
        for place in np.argsort(-np.array(values), kind="stable"):
            new = [one for one in left[place] if one not in chosen]
            fits = sum(counts[one] for one in new) <= room and max(likeness[one] for one in new) < _SAME
            if fits and _says_no_figure_again(pool, new, said):
                fitting = new
                break
        if fitting is None:
            break
        for one in fitting:
            chosen.append(one)
            room -= counts[one]
            said |= figures_of(pool.sentences[one].text)
            likeness = np.maximum(likeness, pool.vectors @ pool.vectors[one])
        left = [unit for unit in left if not set(unit) <= set(chosen)]
    return chosen


def _says_no_figure_again(pool: _Pool, new: Sequence[int], said: set[str]) -> bool:
    seen = set(said)
    for one in new:
        figures = figures_of(pool.sentences[one].text)
        if figures & seen:
            return False
        seen |= figures
    return True


def figures_of(text: str) -> set[str]:
    """The figures of two digits or with a unit, without days and years, which may be said twice.

    >>> sorted(figures_of("On 12 May 2019 about 1,200 people, 40% of them under 30, paid $3 million."))
    ['1200', '3 million', '30', '40%']
    """
    found = (match[0] for match in _FIGURE.finditer(_DAY.sub("", text)))
    return {re.sub(r",|\.$", "", one) for one in found if not _YEAR.match(one)}
