"""Asks the questions of a suite, of the same `Assistant` as the users do, and keeps what became of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.article import Article
from bot.assistant import Assistant
from bot.calibration import Calibration
from bot.evaluation import citing
from bot.finding import Finding
from bot.models import Models
from bot.reader import Reader
from bot.reply import Reply
from bot.windows import Passage
from embeddings import Encoder

Figures: TypeAlias = dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a suite.

    Attributes:
        article: what it is asked of, alone.
        question: its text.
        golds: acceptable answers; empty where the article does not say.
        paragraphs: numbers of the paragraphs that say it.
        kind: the suite's own name for its kind.
    """

    article: Article
    question: str
    golds: tuple[str, ...]
    paragraphs: frozenset[int]
    kind: str

    @property
    def answerable(self) -> bool:
        """Whether the article says it."""
        return bool(self.golds)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question.

    Attributes:
        asked: the question.
        given: the best short answer, even where the reply as shipped is a refusal; empty where there is none.
        cited: numbers of the paragraphs cited for it.
        confidence: that it is right.
        refused: whether the reply as shipped is "the article does not say".
        verbatim: whether every citation equals what it cites.
        seconds: for the reply.
    """

    asked: Asked
    given: str
    cited: frozenset[int]
    confidence: float
    refused: bool
    verbatim: bool
    seconds: float

    @property
    def shown(self) -> str:
        """The short answer as shipped: empty for a refusal."""
        return "" if self.refused else self.given

    @property
    def hit(self) -> bool:
        """Whether a paragraph that says it is cited."""
        return citing.hit(self.cited, self.asked.paragraphs)


class OutspokenReader:
    """A reader that never keeps silent: the answer behind a refusal is wanted too."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = reader.name
        self.calibration: Calibration = replace(reader.calibration, threshold=0.0)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """As the reader reads."""
        return self._reader.read(question, passages)


class OutspokenModels(Models):
    """Models whose reader never keeps silent."""

    def __init__(self, models: Models) -> None:
        self._models = models

    @property
    def reader(self) -> Reader:
        """The models' reader with its threshold at 0."""
        return OutspokenReader(self._models.reader)

    @property
    def encoder(self) -> Encoder:
        """The models' encoder."""
        return self._models.encoder


def ask_all(
    questions: Iterable[Asked], models: Models, progress: Callable[[int], None] = lambda _done: None
) -> Iterator[Outcome]:
    """Ask every question of its own article.

    Args:
        questions: of a suite.
        models: what answers.
        progress: told how many are done.
    """
    desk = Assistant(models=OutspokenModels(models))
    threshold = models.reader.calibration.threshold
    for done, asked in enumerate(questions, start=1):
        desk.add(asked.article)
        start = time.perf_counter()
        reply = desk.answer(asked.question, within=[asked.article.id])
        seconds = time.perf_counter() - start
        yield Outcome(
            asked,
            reply.short or "",
            frozenset(citation.paragraph for citation in reply.citations),
            reply.confidence if reply.short else 0.0,
            reply.short is None or reply.confidence < threshold,
            _verbatim(reply, asked.article),
            seconds,
        )
        progress(done)


def _verbatim(reply: Reply, article: Article) -> bool:
    cited = [*reply.citations, *(one for one in (reply.answer, reply.nearest) if one)]
    return all(citation.holds(article) for citation in cited)
