"""Windows to learn from: the one that holds the answer, and hard ones beside it that do not.

Hard negatives are the paragraphs of the same article that share most words with the question (weighted by rarity) and
do not contain the answer: what a reader over a whole article is tempted by.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.article import Article
from bot.training.documents import Asked
from bot.windows import Passage, Window, WindowMaker

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Example:
    """A window and the tokens its answer begins and ends with; both 0, `[CLS]`, where it holds none."""

    window: Window
    first: int
    last: int


def examples(asked: Asked, maker: WindowMaker, negatives: float, rng: random.Random) -> Iterator[Example]:
    """What one question teaches.

    Args:
        asked: the question and its article.
        maker: the windows of inference.
        negatives: hard negative windows a question, on average.
        rng: draws neighbours, answers and negatives.
    """
    if asked.answers:
        number, span = rng.choice(asked.answers)
        for window in _around(asked, number, maker, rng):
            tokens = _tokens_of(window, number, span.start, span.end)
            if tokens:
                yield Example(window, *tokens)
                break
    else:
        yield from (Example(window, 0, 0) for window in _around(asked, rng.choice(asked.home), maker, rng)[:1])
    count = int(negatives) + (rng.random() < negatives % 1)
    for number in _tempting(asked, count):
        yield from (Example(window, 0, 0) for window in _around(asked, number, maker, rng)[:1] if _free(window, asked))


def _around(asked: Asked, number: int, maker: WindowMaker, rng: random.Random) -> list[Window]:
    """Windows over a paragraph and a few of its neighbours, as a packed article has them."""
    first = max(1, number - rng.choice((0, 0, 1, 2)))
    last = min(len(asked.article.paragraphs), number + rng.choice((0, 0, 1, 2)))
    windows = maker.windows(asked.question, [Passage(asked.article, tuple(range(first, last + 1)))])
    return [window for window in windows if any(place and place.paragraph == number for place in window.places)]


def _tokens_of(window: Window, number: int, start: int, end: int) -> tuple[int, int] | None:
    """The first and last token of the characters [start, end); None where the window lacks either end."""
    inside = [
        index
        for index, place in enumerate(window.places)
        if place and place.paragraph == number and place.start < end and start < place.end
    ]
    if not inside:
        return None
    first, last = window.places[inside[0]], window.places[inside[-1]]
    if first is None or last is None or first.start > start or last.end < end:
        return None
    return inside[0], inside[-1]


def _tempting(asked: Asked, count: int) -> list[int]:
    """The `count` paragraphs that share most with the question and hold no answer."""
    if not count:
        return []
    texts = [Counter(_WORD.findall(paragraph.text.lower())) for paragraph in asked.article.paragraphs]
    words = set(_WORD.findall(asked.question.lower()))
    weight = {word: math.log(len(texts) / (1 + sum(word in text for text in texts)) + 1) for word in words}
    wrong = _answer_texts(asked)
    scored = [
        (sum(weight[word] for word in words if word in text), paragraph.number)
        for text, paragraph in zip(texts, asked.article.paragraphs, strict=True)
        if not any(answer in paragraph.text.lower() for answer in wrong)
        and (asked.answers or paragraph.number not in asked.home)
    ]
    return [number for _score, number in sorted(scored, reverse=True)[:count]]


def _answer_texts(asked: Asked) -> set[str]:
    return {_text(asked.article, number)[span.start : span.end].lower() for number, span in asked.answers}


def _free(window: Window, asked: Asked) -> bool:
    """Whether no paragraph of the window holds an answer's words."""
    numbers = {place.paragraph for place in window.places if place}
    answers = _answer_texts(asked)
    return not any(answer in _text(asked.article, number).lower() for number in numbers for answer in answers)


def _text(article: Article, number: int) -> str:
    return article.paragraph(number).text
