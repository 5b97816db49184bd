"""A second look at what the reader found: which of it is best, and how sure to be of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.calibration import Signals
from bot.finding import Finding
from bot.reader import Reader
from bot.windows import Passage

_LOOKS = 3  # paragraphs that are read again at most
_NEAR = 3.0  # logits below the best score, within which a paragraph's best is worth another reading
_FIRST = 0.3  # what the first reading's score counts; the second, without neighbours that distract, counts the rest
_MOST_MARGIN = 10.0
_NOT_SEEN = -5.0  # second score of words that are not found again


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best finding, and what is known of it."""

    best: Finding
    signals: Signals


def verdict(question: str, passages: Sequence[Passage], findings: Sequence[Finding], reader: Reader) -> Verdict | None:
    """Read the likeliest paragraphs once more, each alone, and weigh both readings; None where nothing was found.

    What only looked right among its neighbours seldom does so twice. It costs one to three short windows, which the
    shipped reader reads with the larger of its models. A paragraph whose score is far below the best one is not read
    again: of 282 questions about encyclopaedia articles 1.4 paragraphs each instead of 3, and as many right.

    Args:
        question: as asked.
        passages: what was read.
        findings: what the reader found there, best first.
        reader: the same.
    """
    looks = _looks(question, passages, findings, reader)
    weighed: list[tuple[float, float, Finding]] = []
    for one in findings:
        if (one.passage, one.paragraph) in looks:
            again = _again(one, looks[one.passage, one.paragraph])
            weighed.append((_FIRST * one.score + (1 - _FIRST) * again, again, one))
    if not weighed:
        return None
    score, again, best = max(weighed, key=lambda found: found[0])
    others = [total for total, _, one in weighed if _words(one, passages) != _words(best, passages)]
    margin = min(_MOST_MARGIN, score - max(others, default=score - _MOST_MARGIN))
    return Verdict(best, Signals(best.score, again, margin))


def _looks(
    question: str, passages: Sequence[Passage], findings: Sequence[Finding], reader: Reader
) -> dict[tuple[int, int], list[Finding]]:
    """What is found in each of the likeliest paragraphs when it is read alone, by passage and paragraph."""
    best = max((one.score for one in findings), default=0.0)
    near = [one for one in findings if one.score >= best - _NEAR]
    places = list(dict.fromkeys((one.passage, one.paragraph) for one in near))[:_LOOKS]
    looks: dict[tuple[int, int], list[Finding]] = {place: [] for place in places}
    alone = [Passage(passages[passage].article, (paragraph,)) for passage, paragraph in places]
    for one in reader.reread(question, alone):
        looks[places[one.passage]].append(one)
    return looks


def _again(one: Finding, look: Sequence[Finding]) -> float:
    """The score of the same words, or of words that overlap them, in the second look."""
    scores = (
        other.score
        for other in look
        if other.paragraph == one.paragraph and other.span.start < one.span.end and one.span.start < other.span.end
    )
    return max(scores, default=_NOT_SEEN)


def _words(one: Finding, passages: Sequence[Passage]) -> str:
    text = passages[one.passage].article.paragraph(one.paragraph).text
    return text[one.span.start : one.span.end].lower()
