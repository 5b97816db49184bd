"""Suites of open question answering: `squad2`, `shifts-wiki`, `shifts-reddit` by the paragraph, `long` by 600 words.

By the paragraph it is what SQuAD measures. `long` joins neighbouring passages of the same article to some 600 words,
as long as a news article, and asks the same questions of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.article import Article
from bot.evaluation import measures
from bot.evaluation.asking import Asked, Figures, Outcome
from bot.evaluation.data import Row, located, read_rows

_LONG_WORDS = 600


@dataclass(frozen=True, slots=True)
class SpanSuite:
    """Questions of a file of passages.

    Attributes:
        name: of the suite.
        file: in the data's folder.
        words: passages are joined until they have so many; 0 for each by itself.
        every: only each such question is asked.
    """

    name: str
    file: str
    words: int = 0
    every: int = 1

    def questions(self, data: Path) -> Iterator[Asked]:
        """The questions, each with its article. Raises `TrainingDataError`."""
        rows = list(read_rows(located(data, self.file)))
        every_question = (asked for group in self._groups(rows) for asked in _of_group(group))
        return (asked for place, asked in enumerate(every_question) if place % self.every == 0)

    def figures(self, outcomes: Sequence[Outcome]) -> Figures:
        """F1, EM, silence and citations."""
        found = measures.spans(outcomes)
        if any(not one.asked.answerable for one in outcomes):
            found |= measures.silence(outcomes, measures.attributed_correct)
        return found | measures.citations(outcomes)

    def _groups(self, rows: list[Row]) -> list[list[Row]]:
        groups: list[list[Row]] = []
        room = 0
        for row in rows:
            if not groups or room <= 0 or row.title != groups[-1][0].title:
                groups.append([])
                room = self.words
            groups[-1].append(row)
            room -= len(row.passage.split())
        return groups


SUITES = (
    SpanSuite("squad2", "squad2-style.jsonl.gz"),
    SpanSuite("shifts-wiki", "shifts-wiki.jsonl.gz"),
    SpanSuite("shifts-reddit", "shifts-reddit.jsonl.gz"),
    SpanSuite("long", "squad2-style.jsonl.gz", words=_LONG_WORDS, every=10),
)


def _of_group(rows: Sequence[Row]) -> Iterator[Asked]:
    article = Article.from_paragraphs(row.passage for row in rows)
    for number, row in enumerate(rows, start=1):
        for question in row.questions:
            golds = tuple(row.passage[span.start : span.end] for span in question.answers)
            yield Asked(
                article,
                question.text,
                golds,
                frozenset((number,) if golds else ()),
                "span" if golds else "unanswerable",
            )
