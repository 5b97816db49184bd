"""Extractive summaries: sentences of the articles themselves, each cited.

A sentence's salience is its cosine to the centroid of all sentences (Radev et al. 2004, MEAD), to the headline, and
to the focus if there is one, and how early it stands; maximal marginal relevance (Carbonell & Goldstein 1998) keeps
the chosen ones apart. A sentence whose first word points at something unseen ("He", "But") is left out.
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
from bot.reply import Citation, Reply, Statement
from bot.sentences import sentence_spans
from embeddings import Encoder

_DANGLING = re.compile(
    r"[“\"‘'(\[]*(?:he|she|it|they|him|her|his|hers|its|their|theirs|this|that|these|those|such|both|neither|"
    r"the (?:two|latter|former|pair|move|decision|comments?|remarks?)|"
    r"but|and|or|so|yet|nor|however|meanwhile|instead|moreover|furthermore|therefore|thus|then|also|still|"
    r"nevertheless|nonetheless|in (?:addition|contrast|turn|fact)|by contrast|for example|for instance|as a result|"
    r"on the other hand|afterwards?|later|earlier|there|here|one|another|others?|i|we|you|my|our|your)\b",
    re.IGNORECASE,
)
_MIN_WORDS = 7
_CENTRALITY, _HEADLINE, _EARLY, _FOCUS = 1.0, 0.5, 0.6, 3.0
_REDUNDANCY = 0.6
_FOCUS_FOUND = 0.25  # cosine below which no sentence is about the focus; unrelated sentences lie near 0.05


class Summariser(Protocol):
    """What makes summaries."""

    def summarise(self, articles: Sequence[Article], sentences: int, focus: str | None) -> Reply:
        """A reply of at most `sentences` statements, in reading order, each with its citation."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    citation: Citation
    article: int
    place: float  # 0 for the article's first sentence, towards 1 for its last


class ExtractiveSummariser:
    """Picks the sentences that say most of what the articles say.

    Args:
        encoder: turns sentences into vectors.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def summarise(self, articles: Sequence[Article], sentences: int, focus: str | None) -> Reply:
        """Summarise one or several articles; every paragraph of the body is read.

        Args:
            articles: at least one.
            sentences: the most statements, at least 1.
            focus: what the summary should be about; None for the articles' own gist.

        Returns:
            A reply whose statements are verbatim sentences in reading order. It abstains, with the nearest sentence,
            where no sentence is about the focus.

        Raises:
            SummaryLengthError: `sentences` is below 1.
        """
        if sentences < 1:
            raise SummaryLengthError(
                f"A summary of {sentences} sentences was asked for.", "at least 1.", "Ask for more."
            )
        candidates = _candidates(articles)
        if not candidates:
            return Reply(focus or "")
        vectors = self._encoder.encode_passages([candidate.citation.quote for candidate in candidates])
        salience = self._salience(articles, candidates, vectors)
        if focus:
            nearness = vectors @ self._encoder.encode_queries([focus])[0]
            nearest = int(nearness.argmax())
            if nearness[nearest] < _FOCUS_FOUND:
                return Reply(
                    focus, confidence=1.0 - max(float(nearness[nearest]), 0.0), nearest=candidates[nearest].citation
                )
            salience = salience + _FOCUS * nearness
        chosen = sorted(_spread(salience, vectors, sentences))
        statements = tuple(
            Statement(candidates[index].citation.quote, (candidates[index].citation,)) for index in chosen
        )
        return Reply(focus or "", statements, confidence=1.0)

    def _salience(
        self, articles: Sequence[Article], candidates: Sequence[_Candidate], vectors: NDArray[Any]
    ) -> NDArray[Any]:
        """One weight a candidate, float [n]; comparable within one call."""
        centroid = vectors.mean(axis=0)
        centroid /= np.linalg.norm(centroid) or 1.0
        titles = self._encoder.encode_queries([article.title or " " for article in articles])
        owner = np.array([candidate.article for candidate in candidates])
        titled = np.array([bool(article.title) for article in articles])[owner]
        headline = np.where(titled, np.einsum("nd,nd->n", vectors, titles[owner]), 0.0)
        early = np.array([1.0 / (1.0 + 10.0 * candidate.place) for candidate in candidates])
        return np.asarray(_CENTRALITY * (vectors @ centroid) + _HEADLINE * headline + _EARLY * early)


def _candidates(articles: Sequence[Article]) -> list[_Candidate]:
    """Every body sentence that can stand alone; where none can, every one."""
    alone, every = [], []
    for index, article in enumerate(articles):
        spans = [(paragraph, span) for paragraph in article.body for span in sentence_spans(paragraph.text)]
        for order, (paragraph, span) in enumerate(spans):
            candidate = _Candidate(Citation.of(article, paragraph.number, span), index, order / len(spans))
            every.append(candidate)
            if _stands_alone(paragraph.text, span):
                alone.append(candidate)
    return alone or every


def _stands_alone(text: str, span: Span) -> bool:
    quote = text[span.start : span.end]
    whole_quotations = quote.count("“") == quote.count("”") and quote.count('"') % 2 == 0
    return whole_quotations and len(quote.split()) >= _MIN_WORDS and not _DANGLING.match(quote)


def _spread(salience: NDArray[Any], vectors: NDArray[Any], count: int) -> list[int]:
    """Indices of at most `count` candidates: the most salient, each unlike those before it."""
    chosen: list[int] = []
    likeness = np.zeros(len(salience))
    while len(chosen) < min(count, len(salience)):
        worth = salience - _REDUNDANCY * likeness
        worth[chosen] = -np.inf
        best = int(worth.argmax())
        chosen.append(best)
        likeness = np.maximum(likeness, vectors @ vectors[best])
    return chosen
