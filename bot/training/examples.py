"""Windows to learn from, made by the code that makes them for reading: those that answer, and hard ones that do not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.article import Article, Span
from bot.training.documents import Asked
from bot.training.negatives import answer_texts, swapped, tempting, without
from bot.windows import Passage, Window, WindowMaker


@dataclass(frozen=True, slots=True)
class Example:
    """A window, and where its answer stands.

    Attributes:
        token_ids: of the window.
        question_tokens: how many of them, at the front, are `[CLS] question [SEP]`.
        own: index of the first token an answer may hold; they go on to the last but one, `[SEP]`.
        first: index of the answer's first token, 0 (`[CLS]`) where the window does not answer.
        last: index of its last token, or 0.
    """

    token_ids: list[int]
    question_tokens: int
    own: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How windows are cut and which negatives go beside them; shares are averages a question.

    Attributes:
        neighbours: numbers of paragraphs before, and after, to draw from; each entry is equally likely.
        tempting: windows of the article's most tempting wrong paragraphs.
        withheld: windows whose answering sentences were taken out.
        swapped: windows whose question had a name or a figure exchanged.
        longest: tokens of an answer at most; an example with a longer one is left out.
    """

    neighbours: tuple[int, ...] = (0, 0, 0, 0, 1, 1, 2)
    tempting: float = 0.0
    withheld: float = 0.0
    swapped: float = 0.0
    longest: int = 48


def examples(
    asked: Asked, maker: WindowMaker, shape: Shape, names: Sequence[str], rng: random.Random
) -> Iterator[Example]:
    """What one question teaches.

    Args:
        asked: the question and its article.
        maker: the windows of inference.
        shape: how many windows of which kind.
        names: to swap into questions.
        rng: draws neighbours, answers and negatives.
    """
    cutter = _Cutter(asked, maker, shape, rng)
    if not asked.answers:
        yield from cutter.silent(rng.choice(asked.home))
    else:
        number, span = rng.choice(asked.answers)
        yield from cutter.answering(number, span)
        if rng.random() < shape.withheld:
            yield from cutter.withheld(number)
        if rng.random() < shape.swapped:
            yield from cutter.swapped(number, names)
    for number in tempting(asked, int(shape.tempting) + (rng.random() < shape.tempting % 1)):
        yield from cutter.silent(number)


class _Cutter:
    """Cuts the windows of one question."""

    def __init__(self, asked: Asked, maker: WindowMaker, shape: Shape, rng: random.Random) -> None:
        self._asked, self._maker, self._shape, self._rng = asked, maker, shape, rng
        self._answers = answer_texts(asked)

    def answering(self, number: int, span: Span) -> Iterator[Example]:
        """The window that holds the answer whole, if there is one."""
        for window in self._windows(self._asked.question, self._asked.article, self._around(number)):
            tokens = _tokens_of(window, number, span)
            if tokens and tokens[1] - tokens[0] < self._shape.longest:
                yield _example(window, *tokens)
                return

    def silent(self, number: int) -> Iterator[Example]:
        """A window around a paragraph that does not answer, unless the answer's words stand in it."""
        numbers = self._around(number)
        texts = (self._asked.article.paragraph(one).text.lower() for one in numbers)
        if not any(answer in text for text in texts for answer in self._answers):
            yield from self._first(self._asked.question, self._asked.article, numbers)

    def withheld(self, number: int) -> Iterator[Example]:
        """The window around the answer without the sentences that say it."""
        texts = [without(self._asked.article.paragraph(one).text, self._answers) for one in self._around(number)]
        kept = [text for text in texts if text]
        if kept:
            article = Article.from_paragraphs(kept, title=self._asked.article.title)
            yield from self._first(self._asked.question, article, range(1, len(kept) + 1))

    def swapped(self, number: int, names: Sequence[str]) -> Iterator[Example]:
        """The window of the answer, asked another question."""
        numbers = self._around(number)
        text = " ".join(self._asked.article.paragraph(one).text for one in numbers) + self._asked.article.title
        question = swapped(self._asked.question, names, text, self._rng)
        if question:
            yield from self._first(question, self._asked.article, numbers)

    def _first(self, question: str, article: Article, numbers: range) -> Iterator[Example]:
        yield from (_example(window, 0, 0) for window in self._windows(question, article, numbers)[:1])

    def _windows(self, question: str, article: Article, numbers: range) -> list[Window]:
        return self._maker.windows(question, [Passage(article, tuple(numbers))])

    def _around(self, number: int) -> range:
        """A paragraph and a few of its neighbours, as a packed article has them."""
        draw = self._rng.choice
        count = len(self._asked.article.paragraphs)
        neighbours = self._shape.neighbours
        return range(max(1, number - draw(neighbours)), min(count, number + draw(neighbours)) + 1)


def _example(window: Window, first: int, last: int) -> Example:
    own = next(index for index, place in enumerate(window.places) if place)
    return Example(window.token_ids, window.question_tokens, own, first, last)


def _tokens_of(window: Window, number: int, span: Span) -> tuple[int, int] | None:
    """The first and last token of a span of the numbered paragraph; None where the window lacks either end."""
    inside = [
        index
        for index, place in enumerate(window.places)
        if place and place.paragraph == number and place.start < span.end and span.start < place.end
    ]
    if not inside:
        return None
    first, last = window.places[inside[0]], window.places[inside[-1]]
    if first is None or last is None or first.start > span.start or last.end < span.end:
        return None
    return inside[0], inside[-1]
