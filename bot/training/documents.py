"""Turns rows of passages into articles, so that training reads what answering reads: paragraphs among paragraphs.

Passages of an encyclopedia follow one another in the data, so consecutive rows are taken for one article. A passage
is cut into paragraphs of a newspaper's size at its line and sentence ends.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.article import Article, Span
from bot.evaluation.data import Row
from bot.sentences import sentence_spans

_PARAGRAPH_CHARACTERS = (80, 480)  # shortest and longest size a passage is cut to; drawn for each passage
_TITLED = 0.6  # share of articles that keep their title: users paste text without one, too


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about an article.

    Attributes:
        question: its text.
        article: what it is asked of.
        answers: (paragraph number, span) alternatives; empty where the article does not answer.
        home: the numbers of the paragraphs that its passage became.
    """

    question: str
    article: Article
    answers: tuple[tuple[int, Span], ...]
    home: range


def documents(rows: Sequence[Row], together: int, rng: random.Random) -> Iterator[Asked]:
    """Every question of the rows that keeps its answer, asked of an article of `together` consecutive passages.

    Args:
        rows: in the order of the file.
        together: passages an article, at least 1.
        rng: draws the paragraphs' sizes and which articles keep their title.
    """
    for first in range(0, len(rows), together):
        group = rows[first : first + together]
        cuts = [_paragraphs(row.passage, rng.randint(*_PARAGRAPH_CHARACTERS)) for row in group]
        article = Article.from_paragraphs(
            (row.passage[span.start : span.end] for row, spans in zip(group, cuts, strict=True) for span in spans),
            title=group[0].title if rng.random() < _TITLED else "",
        )
        number = 1
        for row, spans in zip(group, cuts, strict=True):
            home = range(number, number + len(spans))
            for question in row.questions:
                answers = tuple(one for answer in question.answers if (one := _placed(answer, spans, number)))
                if bool(answers) == bool(question.answers) and home:
                    yield Asked(question.text, article, answers, home)
            number += len(spans)


def _paragraphs(passage: str, size: int) -> list[Span]:
    """Runs of whole sentences of about `size` characters that never cross a line end."""
    found: list[Span] = []
    line_start = 0
    for line in passage.splitlines(keepends=True):
        fresh = True
        for sentence in sentence_spans(line):
            start, end = line_start + sentence.start, line_start + sentence.end
            if not fresh and end - found[-1].start <= size:
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
            fresh = False
        line_start += len(line)
    return found


def _placed(answer: Span, paragraphs: Sequence[Span], first: int) -> tuple[int, Span] | None:
    """The answer within its paragraph; None where it crosses from one to the next."""
    for number, paragraph in enumerate(paragraphs, start=first):
        if paragraph.start <= answer.start and answer.end <= paragraph.end:
            return number, Span(answer.start - paragraph.start, answer.end - paragraph.start)
    return None
