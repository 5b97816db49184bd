"""Fluent replies: a generative model writes, the articles decide what stands.

The extractive reply comes first, and where it abstains nothing is written. Each sentence of the model is held against
the articles as soon as it is complete; what they support becomes a statement, cited by us, and what they do not is
struck and counted. So neither a model that lies nor one that obeys an order planted in an article is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, zip_longest

from bot.article import Article
from bot.drafting import sentences_of
from bot.generator import Generator
from bot.generator.prompts import STOPS, Piece, Task, answering, fitted, pieces_of, summarising
from bot.reply import Citation, Reply, Statement
from bot.review import Label
from bot.support import Check
from bot.windows import Passage
from bot.wording import words_of
from embeddings import Encoder

_ANSWER_SENTENCES = 3
_ANSWER_TOKENS = 200
_SENTENCE_TOKENS = 70  # of a summary; a news sentence has about 30
_MOST_STRUCK = 4  # sentences; who has written so many that are not supported will not write better ones


class Writer:
    """Puts a generative model's words in the place of extracted ones, as far as the articles support them.

    Safe from several threads.

    Args:
        generator: who writes.
        check: what the articles say of a draft.
        encoder: ranks what the model is shown.
    """

    def __init__(self, generator: Generator, check: Check, encoder: Encoder) -> None:
        self._generator = generator
        self._check = check
        self._encoder = encoder

    def answers(self, reply: Reply, passages: Sequence[Passage]) -> Iterator[Reply]:
        """The reply as it grows: the extractive one, then one for each sentence that holds; the last one counts.

        Args:
            reply: the extractive answer. An abstention, and one that says how articles differ, stays as it is.
            passages: what may be shown to the model.

        Raises:
            GeneratorError: while iterating: the model failed.
        """
        yield reply
        if reply.abstained or reply.differs:
            return
        question = reply.understood or reply.question
        pieces = [piece for one in passages for piece in pieces_of(one.article, one.numbers)]
        ranked = self._ranked(question, pieces, reply.citations)
        articles = list({one.article.id: one.article for one in passages}.values())
        for held, struck in self._written(answering(question), ranked, articles, _ANSWER_SENTENCES, _ANSWER_TOKENS):
            yield _answer_of(reply, held, struck)

    def summaries(self, reply: Reply, articles: Sequence[Article], sentences: int) -> Iterator[Reply]:
        """The summary as it grows: the extractive one, then one for each sentence that holds; the last one counts.

        Args:
            reply: the extractive summary; an abstention stays as it is.
            articles: what is summarised.
            sentences: at most so many, at least 1.

        Raises:
            GeneratorError: while iterating: the model failed.
        """
        yield reply
        if reply.abstained:
            return
        pieces = _in_turns([pieces_of(one, [paragraph.number for paragraph in one.body]) for one in articles])
        ranked = sorted(pieces, key=lambda piece: not _is_cited(piece, reply.citations))
        task, most = summarising(sentences, reply.question or None), _SENTENCE_TOKENS * sentences
        for held, struck in self._written(task, ranked, articles, sentences, most):
            yield replace(reply, statements=held or reply.statements, struck=struck)

    def _written(
        self, task: Task, ranked: Sequence[Piece], articles: Sequence[Article], sentences: int, tokens: int
    ) -> Iterator[tuple[tuple[Statement, ...], int]]:
        """The statements that hold so far and how many sentences were struck, after each one that is written."""
        messages = fitted(task, ranked, self._generator, tokens)
        held: list[Statement] = []
        struck = 0
        seen: set[str] = set()
        with closing(self._generator.generate(messages, tokens, STOPS)) as pieces:
            for sentence in sentences_of(pieces):
                if sentence in seen:
                    break  # a model that repeats itself does not stop
                seen.add(sentence)
                statement = self._supported(sentence, articles)
                if statement is None:
                    struck += 1
                else:
                    held.append(statement)
                yield tuple(held), struck
                if len(held) == sentences or struck == _MOST_STRUCK:
                    break

    def _supported(self, sentence: str, articles: Sequence[Article]) -> Statement | None:
        checked = self._check(sentence, articles).sentences
        if not checked or any(one.label is not Label.SUPPORTED for one in checked):
            return None
        return Statement(sentence, tuple(dict.fromkeys(chain.from_iterable(one.citations for one in checked))))

    def _ranked(self, question: str, pieces: Sequence[Piece], cited: Sequence[Citation]) -> list[Piece]:
        """What the extractive answer cites first, then what is nearest to the question."""
        if not pieces:
            return []
        near = (
            self._encoder.encode_passages([piece.text for piece in pieces])
            @ self._encoder.encode_queries([question])[0]
        )
        order = sorted(range(len(pieces)), key=lambda place: (not _is_cited(pieces[place], cited), -near[place]))
        return [pieces[place] for place in order]


def _answer_of(reply: Reply, held: tuple[Statement, ...], struck: int) -> Reply:
    """The extractive answer with what holds in the place of its sentences, but for those whose answer would be lost."""
    kept = tuple(
        one
        for one in reply.statements
        if any(_holds(one, answer) and not any(_tells(other, answer) for other in held) for answer in reply.answers)
    )
    return replace(reply, statements=(*kept, *held) if held else reply.statements, struck=struck)


def _holds(statement: Statement, answer: Citation) -> bool:
    """Whether the statement cites the place that the answer stands in."""
    return any(
        (one.article_id, one.paragraph) == (answer.article_id, answer.paragraph)
        and one.start <= answer.start < answer.end <= one.end
        for one in statement.citations
    )


def _tells(statement: Statement, answer: Citation) -> bool:
    """Whether the statement cites the answer's place and has its words."""
    said = {word.stem for word in words_of(statement.text)}
    return _holds(statement, answer) and all(word.stem in said for word in words_of(answer.quote) if not word.is_light)


def _is_cited(piece: Piece, cited: Sequence[Citation]) -> bool:
    return any(
        (one.article_id, one.paragraph) == (piece.article.id, piece.paragraph)
        and one.start < piece.span.end
        and piece.span.start < one.end
        for one in cited
    )


def _in_turns(lists: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The first of each list, then the second of each, and so on."""
    return [piece for turn in zip_longest(*lists) for piece in turn if piece]
