"""How sure to be of what the reader found: a second look at it, and the signals around it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.finding import Finding
from bot.reader import Reader
from bot.signals import signals
from bot.windows import Passage


def confidence(question: str, passages: Sequence[Passage], findings: Sequence[Finding], reader: Reader) -> float:
    """The calibrated probability in [0, 1] that the best finding answers; 0 where there is none.

    The best finding's paragraph is read once more, alone: what only looked right among its neighbours seldom does so
    twice. That costs one short window.

    Args:
        question: as asked.
        passages: what was read.
        findings: what the reader found there, best first.
        reader: the same.
    """
    if not findings:
        return 0.0
    best = findings[0]
    alone = Passage(passages[best.passage].article, (best.paragraph,))
    return reader.calibration.confidence(signals(question, passages, findings, reader.read(question, [alone])))
