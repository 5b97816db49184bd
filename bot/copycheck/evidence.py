"""Where in the articles a draft's sentence could come from: their sentences, by meaning and by shared words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.article import Article, Span
from bot.attribution import Attribution, attributions
from bot.reply import Citation
from bot.sentences import sentence_spans
from bot.windows import Passage
from bot.words import Word, words_of
from embeddings import Encoder
from embeddings.store import Vectors

_BEST = 5
_MEANING = 0.5  # what nearness of meaning counts; shared words count the rest
_CONTEXT = 2  # sentences before and after
_KEPT = 4_000  # paragraphs whose sentences and vectors are kept while a draft is checked

Passages = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of an article."""

    article: Article
    paragraph: int
    span: Span
    text: str
    words: tuple[Word, ...]

    @property
    def citation(self) -> Citation:
        """The sentence, cited."""
        return Citation.of(self.article, self.paragraph, self.span)

    def cite(self, start: int, end: int) -> Citation:
        """Characters [start, end) of the sentence, cited."""
        return Citation.of(self.article, self.paragraph, Span(self.span.start + start, self.span.start + end))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the articles have nearest to a sentence.

    Attributes:
        best: their nearest sentences, the nearest first; at least one.
        scores: how near each is, in [0, 1], in the same order.
        similarity: cosine of the nearest to the sentence.
        overlap: share of the sentence's words, weighed by their rarity, that the nearest holds, in [0, 1].
        around: the best, and for the nearest the sentences before and after it, each once.
        before: the sentences before the nearest in its article, the last first; few.
        everything: every sentence that was looked at.
    """

    best: tuple[Source, ...]
    scores: tuple[float, ...]
    similarity: float
    overlap: float
    around: tuple[Source, ...]
    before: tuple[Source, ...]
    everything: tuple[Source, ...]


class Finder:
    """Finds evidence for the sentences of one draft.

    Args:
        passages: gives the passages to look at for a sentence.
        encoder: turns sentences into vectors.
    """

    def __init__(self, passages: Passages, encoder: Encoder) -> None:
        self._passages = passages
        self._encoder = encoder
        self._sources: dict[tuple[str, int], list[Source]] = {}
        self._vectors: dict[tuple[str, int], Vectors] = {}
        self._said: dict[str, tuple[Attribution, ...]] = {}

    def said(self, article: Article) -> tuple[Attribution, ...]:
        """Who says what in an article."""
        if article.id not in self._said:
            self._said[article.id] = attributions(article)
        return self._said[article.id]

    def find(self, text: str, vector: Vectors) -> Evidence | None:
        """The evidence for a sentence with this vector; None where there is nothing to look at."""
        passages = self._passages(text)
        places = [(one.article, number) for one in passages for number in one.numbers]
        self._read(places)
        keys = [(article.id, number) for article, number in places]
        sources = [source for key in keys for source in self._sources[key]]
        if not sources:
            return None
        rows = np.concatenate([self._vectors[key] for key in keys if len(self._sources[key])])
        similarities = rows @ vector
        overlaps = _overlaps(words_of(text), sources)
        scores = _MEANING * similarities + (1 - _MEANING) * np.array(overlaps)
        order = [int(index) for index in np.argsort(-scores, kind="stable")[:_BEST]]
        near = order[0]
        before = [sources[index] for index in range(near - 1, max(-1, near - 6), -1) if _same(sources, index, near)]
        after = [
            sources[index]
            for index in range(near + 1, min(len(sources), near + 1 + _CONTEXT))
            if _same(sources, index, near)
        ]
        best = tuple(sources[index] for index in order)
        around = tuple(
            {(one.article.id, one.paragraph, one.span): one for one in (*best, *before[:_CONTEXT], *after)}.values()
        )
        return Evidence(
            best,
            tuple(float(scores[index]) for index in order),
            float(similarities[near]),
            overlaps[near],
            around,
            tuple(before),
            tuple(sources),
        )

    def _read(self, places: Sequence[tuple[Article, int]]) -> None:
        """Cut and embed what was not met before."""
        new = {(article.id, number): (article, number) for article, number in places}
        new = {key: place for key, place in new.items() if key not in self._sources}
        if len(self._sources) + len(new) > _KEPT:
            self._sources.clear()
            self._vectors.clear()
            self._said.clear()
            new = {(article.id, number): (article, number) for article, number in places}
        for key, (article, number) in new.items():
            self._sources[key] = _sentences(article, number)
        vectors = self._encoder.encode_passages([one.text for key in new for one in self._sources[key]])
        start = 0
        for key in new:
            end = start + len(self._sources[key])
            self._vectors[key] = vectors[start:end]
            start = end


def _sentences(article: Article, number: int) -> list[Source]:
    text = article.paragraph(number).text
    found = []
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        found.append(Source(article, number, span, sentence, tuple(words_of(sentence))))
    return found


def _same(sources: Sequence[Source], one: int, other: int) -> bool:
    return sources[one].article.id == sources[other].article.id


def _overlaps(mine: Sequence[Word], sources: Sequence[Source]) -> list[float]:
    """For each source the share of my content words, weighed by rarity among the sources, that it has."""
    held = [{word.stem for word in source.words} for source in sources]
    counts = Counter(one for each in held for one in each)
    wanted = {word.stem for word in mine if word.content}
    weights = {one: math.log(1 + len(sources) / (counts[one] or 0.5)) for one in wanted}
    total = sum(weights.values()) or 1.0
    return [sum(weights[one] for one in wanted & each) / total for each in held]
