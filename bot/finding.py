"""What a reader finds: a span that may answer, and its score."""

from __future__ import annotations

from dataclasses import dataclass

from bot.article import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """A span that may answer.

    Attributes:
        passage: index of the passage it lies in.
        paragraph: that paragraph's number.
        span: where in the paragraph's text.
        score: logits above "no answer"; unbounded, higher is likelier.
    """

    passage: int
    paragraph: int
    span: Span
    score: float
