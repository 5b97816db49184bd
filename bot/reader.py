"""Extractive question answering: where in these paragraphs do words stand that answer this question?

The model is any BERT-style question-answering transformer, the decoding is ours (`bot.spans`). Spans of all windows
compete on their score. Of the shipped reader's two models the smaller one, the scout, reads everything; the larger one,
twice as slow, reads again what looks likeliest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

from tokenizers import Tokenizer

from bot.article import Span
from bot.calibration import Calibration
from bot.errors import ModelError
from bot.finding import Finding
from bot.spans import SpanModel, best_spans, load_span_model
from bot.windows import Passage, Place, Window, WindowMaker

SHIPPED_READER = Path(__file__).parent / "weights" / "reader"
SHIPPED_SCOUT = Path(__file__).parent / "weights" / "scout"

_WINDOW_TOKENS = 256
_ANSWER_TOKENS = 30  # what is longer is a sentence, which the reply shows in any case
_SPANS_PER_WINDOW = 5
_REMEDY = "Reinstall copydesk, or give the folder of a complete extractive question-answering model."


class Reader(Protocol):
    """What finds answers in passages."""

    @property
    def name(self) -> str:
        """Which model this is, for evidence and messages."""

    @property
    def calibration(self) -> Calibration:
        """What this reader's scores are worth."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """Spans that may answer, best first; empty only where there is nothing to read."""

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """As `read`, of little that looks likely, and as well as this reader can."""


class ExtractiveReader:
    """A span-predicting transformer. Use `ExtractiveReader.load`; reading is safe from several threads.

    Args:
        model: scores spans of tokens.
        calibration: what the scores are worth.
        name: where the model came from.
        scout: a faster model that reads in its place, so that `model` only rereads; None for none.
    """

    def __init__(self, model: SpanModel, calibration: Calibration, name: str, scout: SpanModel | None = None) -> None:
        for one in (model, scout or model):
            if one.positions < _WINDOW_TOKENS:
                raise ModelError(
                    f"The reader {name} reads {one.positions} tokens at a time.", f"at least {_WINDOW_TOKENS}.", _REMEDY
                )
        self._model = model
        self._second = _SpanReader(model)
        self._first = _SpanReader(scout) if scout else self._second
        self._calibration = calibration
        self._name = name

    @property
    def name(self) -> str:
        """The folder or hub name the model came from."""
        return self._name

    @property
    def tokenizer(self) -> Tokenizer:
        """The model's; it neither pads nor truncates."""
        return self._model.tokenizer

    @property
    def calibration(self) -> Calibration:
        """What this reader's scores are worth; neutral where its folder says nothing."""
        return self._calibration

    @classmethod
    def load(cls, source: str | Path | None = None, scout: Path | None = None) -> Self:
        """Load a reader.

        Args:
            source: a folder, or a hub name, which is the one way the network is ever used; None for the shipped reader
                with its scout.
            scout: folder of a faster reader for the first reading; None for none.

        Raises:
            ModelError: a file is missing or damaged, or the model is not an extractive reader.
        """
        folder = Path(source or SHIPPED_READER)
        first = SHIPPED_SCOUT if source is None else scout
        if source is None or folder.is_dir():
            _check_folder(folder)
        if first is not None:
            _check_folder(first)
        name = str(folder if folder.is_dir() else source)
        calibration = Calibration.read(folder / "calibration.json")
        return cls(load_span_model(name), calibration, name, None if first is None else load_span_model(str(first)))

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """Read every paragraph of the passages. Spans that overlap a better one are left out.

        Args:
            question: any text; of a long one the beginning and the end are read.
            passages: what to read.

        Returns:
            Findings, best first; `_SPANS_PER_WINDOW` a window at most.
        """
        return self._first.read(question, passages)

    def reread(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """As `read`, with the model and not its scout."""
        return self._second.read(question, passages)


class _SpanReader:
    """A model and its windows."""

    def __init__(self, model: SpanModel) -> None:
        self._model = model
        self._windows = WindowMaker(model.tokenizer, _WINDOW_TOKENS)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Finding]:
        """See `ExtractiveReader.read`."""
        windows = self._windows.windows(question, passages)
        found = [
            _finding(window, *span)
            for window, logits in zip(windows, self._model.logits(windows), strict=True)
            for span in best_spans(logits, window, _ANSWER_TOKENS, _SPANS_PER_WINDOW)
        ]
        found.sort(key=lambda finding: (-finding.score, finding.passage, finding.paragraph, finding.span.start))
        return _without_overlaps(found)


def _finding(window: Window, first: int, last: int, score: float) -> Finding:
    start, end = window.places[first], window.places[last]
    assert isinstance(start, Place)
    assert isinstance(end, Place)
    return Finding(window.passage, start.paragraph, Span(start.start, end.end), score)


def _without_overlaps(findings: list[Finding]) -> list[Finding]:
    """Keep the best of spans that share characters: context and overlaps show the same words twice."""
    kept: list[Finding] = []
    taken: dict[tuple[int, int], list[Span]] = {}
    for finding in findings:
        spans = taken.setdefault((finding.passage, finding.paragraph), [])
        if not any(other.start < finding.span.end and finding.span.start < other.end for other in spans):
            spans.append(finding.span)
            kept.append(finding)
    return kept


def _check_folder(folder: Path) -> None:
    """Refuse what is visibly no reader before seconds go into loading it."""
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        if not (folder / name).is_file():
            raise ModelError(f"The reader's folder {folder} has no {name}.", "a complete folder.", _REMEDY)
    try:
        kinds = json.loads((folder / "config.json").read_text("utf-8")).get("architectures") or []
    except (ValueError, AttributeError) as error:
        raise ModelError(f"{folder / 'config.json'} is damaged: {error}.", "valid JSON.", _REMEDY) from error
    if not any(str(kind).endswith("ForQuestionAnswering") for kind in kinds):
        raise ModelError(
            f"{folder} holds {', '.join(map(str, kinds)) or 'a model of unknown kind'}.",
            "a model for extractive question answering.",
            _REMEDY,
        )
