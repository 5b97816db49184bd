"""Asks the questions of a suite, of the same `Assistant` as the users do, and keeps what became of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

from bot.article import Article
from bot.assistant import Assistant
from bot.calibration import Calibration, Signals
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
        told: how likely it was held that the article says it, whatever was found; a refusal rests on it.
        refused: whether the reply as shipped is "the article does not say".
        verbatim: whether every citation equals what it cites.
        seconds: for the reply.
    """

    asked: Asked
    given: str
    cited: frozenset[int]
    confidence: float
    told: float
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


class OutspokenCalibration(Calibration):
    """A calibration whose reader never keeps silent, and which notes how likely it is that it should have."""

    noted: list[float]

    __slots__ = ("noted",)

    def __init__(self, calibration: Calibration) -> None:
        super().__init__(
            **{one.name: getattr(calibration, one.name) for one in fields(Calibration)} | {"threshold": 0.0}
        )
        object.__setattr__(self, "noted", [])

    def is_told(self, signals: Signals) -> float:
        """As the calibration says; the first of each reply is what its refusal rests on."""
        told = super().is_told(signals)
        self.noted.append(told)
        return told


class OutspokenReader:
    """A reader that never keeps silent: the answer behind a refusal is wanted too."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = reader.name
        self.calibration = OutspokenCalibration(reader.calibration)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """As the reader reads."""
        return self._reader.read(question, passages)

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """As the reader rereads."""
        return self._reader.reread(question, passages)


class OutspokenModels(Models):
    """Models whose reader never keeps silent."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self.outspoken = OutspokenReader(models.reader)

    @property
    def reader(self) -> Reader:
        """The models' reader with its threshold at 0."""
        return self.outspoken

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
    asked_models = OutspokenModels(models)
    desk, noted = Assistant(models=asked_models), asked_models.outspoken.calibration.noted
    threshold = models.reader.calibration.threshold
    for done, asked in enumerate(questions, start=1):
        desk.add(asked.article)
        noted.clear()
        start = time.perf_counter()
        reply = desk.answer(asked.question, within=[asked.article.id])
        seconds = time.perf_counter() - start
        yield Outcome(
            asked,
            reply.short or "",
            frozenset(citation.paragraph for citation in reply.citations),
            reply.confidence if reply.short else 0.0,
            told := noted[0] if noted and reply.short else 0.0,
            told < threshold or reply.short is None,
            _verbatim(reply, asked.article),
            seconds,
        )
        progress(done)


def _verbatim(reply: Reply, article: Article) -> bool:
    cited = [*reply.citations, *(one for one in (reply.answer, reply.nearest) if one)]
    return all(citation.holds(article) for citation in cited)
