"""Windows that do not answer, of the kinds that tempt a reader most.

- *tempting*: the wrong paragraphs of the same article that share the most and rarest words with the question;
- *withheld*: the right paragraphs without the sentences that say it, as when an article is on the subject and silent
  on the point;
- *swapped*: the right paragraphs, and the question with one of its names, years or figures exchanged for another (the
  rule-made half of Rajpurkar et al. 2018's unanswerable questions).
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Collection, Sequence

from bot.sentences import sentence_spans
from bot.training.documents import Asked

_WORD = re.compile(r"\w+")
# A name inside a question: capitalised words after the first one, which is capitalised in any case.
_NAME = re.compile(r"(?<=\w )(?:[A-Z][\w’'.-]+)(?: (?:of |the |de )?[A-Z][\w’'.-]+)*")
_FIGURE = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_LEAST_LEFT = 60  # characters of a paragraph that lost sentences; less is no paragraph


def tempting(asked: Asked, count: int) -> list[int]:
    """Numbers of the `count` paragraphs that share most with the question and hold no answer, best first."""
    if not count:
        return []
    texts = [Counter(_WORD.findall(paragraph.text.lower())) for paragraph in asked.article.paragraphs]
    words = set(_WORD.findall(asked.question.lower()))
    weight = {word: math.log(len(texts) / (1 + sum(word in text for text in texts)) + 1) for word in words}
    wrong = answer_texts(asked)
    scored = [
        (sum(weight[word] for word in words if word in text), paragraph.number)
        for text, paragraph in zip(texts, asked.article.paragraphs, strict=True)
        if not any(answer in paragraph.text.lower() for answer in wrong)
        and (asked.answers or paragraph.number not in asked.home)
    ]
    return [number for _score, number in sorted(scored, reverse=True)[:count]]


def answer_texts(asked: Asked) -> set[str]:
    """The answers in lower case."""
    return {asked.article.paragraph(number).text[span.start : span.end].lower() for number, span in asked.answers}


def without(text: str, answers: Collection[str]) -> str:
    """The sentences of a paragraph that hold none of the answers; empty where too little is left.

    >>> without("The ferry left at noon with 214 people on board. It was bound for Elmouth, and late.", {"elmouth"})
    ''
    """
    spans = sentence_spans(text)
    kept = " ".join(
        sentence
        for span in spans
        if not any(answer in (sentence := text[span.start : span.end]).lower() for answer in answers)
    )
    return kept if len(kept) >= _LEAST_LEFT else ""


def names(questions: Sequence[str]) -> list[str]:
    """The names that the questions mention, as often as they do."""
    return [name for question in questions for name in _NAME.findall(question)]


def swapped(question: str, others: Sequence[str], text: str, rng: random.Random) -> str | None:
    """The question with one figure or name exchanged, so that `text` can no longer answer it; None where it has none.

    Args:
        question: one that `text` answers.
        others: names to draw from.
        text: what the new name or figure must not occur in.
        rng: draws which and for what.
    """
    found = [*_FIGURE.finditer(question), *_NAME.finditer(question)]
    if not found or not others:
        return None
    old = rng.choice(found)
    new = _other_figure(old[0], rng) if _FIGURE.fullmatch(old[0]) else rng.choice(others)
    if new.lower() in text.lower() or new in question:
        return None
    return question[: old.start()] + new + question[old.end() :]


def _other_figure(figure: str, rng: random.Random) -> str:
    """A figure of the same shape; a year stays a year nearby."""
    if re.fullmatch(r"1[5-9]\d\d|20\d\d", figure):
        return str(int(figure) + rng.choice((-1, 1)) * rng.randint(1, 12))
    first = rng.choice([digit for digit in "123456789" if digit != figure[0]])
    return first + "".join(str(rng.randint(0, 9)) if one.isdigit() else one for one in figure[1:])
