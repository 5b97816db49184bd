"""How a question and an article's paragraphs become what the reader reads. Training makes its windows here too.

A window is `[CLS] question [SEP] headline. context paragraph … own paragraphs [SEP]`. Answers may lie in the window's
own paragraphs only; the headline and the paragraph before them are there so that "he" and "the ceremony" are
understood. Every token of an own paragraph knows its place, so that an answer is mapped back to the character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from bot.article import Article
from bot.errors import ModelError

QUESTION_TOKENS = 64  # a longer question loses its middle: what is asked stands at either end
TITLE_TOKENS = 32
CONTEXT_TOKENS = 48  # of the paragraph before, its end: the nearest words say most about "he"
OVERLAP_TOKENS = 32  # between the parts of a paragraph that is too long for one window


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token comes from: characters [start, end) of the numbered paragraph."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """What to read of one article: the paragraphs with these numbers, ascending."""

    article: Article
    numbers: tuple[int, ...]

    @classmethod
    def whole(cls, article: Article) -> Passage:
        """Every paragraph of the article."""
        return cls(article, tuple(paragraph.number for paragraph in article.paragraphs))


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the reader.

    Attributes:
        passage: index of the passage this window was cut from.
        token_ids: at most `WindowMaker.limit` of them.
        question_tokens: how many of them, at the front, are `[CLS] question [SEP]`.
        places: for each token its place, or None where no answer may lie.
    """

    passage: int
    token_ids: list[int]
    question_tokens: int
    places: list[Place | None]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Tokens of one paragraph, or of a part of one that is too long for a window."""

    token_ids: list[int]
    places: list[Place]


class WindowMaker:
    """Packs passages into windows of at most `limit` tokens.

    Args:
        tokenizer: a BERT-style tokenizer with `[CLS]` and `[SEP]`.
        limit: tokens in a window, the question and the special tokens included.
    """

    def __init__(self, tokenizer: Tokenizer, limit: int) -> None:
        self._tokenizer = tokenizer
        self._cls, self._sep = (_special_id(tokenizer, name) for name in ("[CLS]", "[SEP]"))
        self.limit = limit

    def windows(self, question: str, passages: Sequence[Passage]) -> list[Window]:
        """Windows that hold every paragraph of every passage, in order; a long paragraph in overlapping parts."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids
        if len(asked) > QUESTION_TOKENS:
            asked = asked[: QUESTION_TOKENS // 2] + asked[-QUESTION_TOKENS // 2 :]
        front = [self._cls, *asked, self._sep]
        return [
            window
            for index, passage in enumerate(passages)
            for run in _runs(passage.numbers)
            for window in self._of_run(index, passage.article, run, front)
        ]

    def _of_run(self, index: int, article: Article, run: list[int], front: list[int]) -> Iterator[Window]:
        """Windows over consecutive paragraphs; each begins with the end of what stands before it."""
        title = self._title(article)
        before = self._tokens(article, run[0] - 1).token_ids[-CONTEXT_TOKENS:] if run[0] > 1 else []
        own: list[_Piece] = []
        room = self.limit - len(front) - len(title) - len(before) - 1
        for number in run:
            for piece in self._pieces(self._tokens(article, number), len(front) + len(title)):
                same = own and own[-1].places and piece.places and own[-1].places[0].paragraph == number
                if own and (same or len(piece.token_ids) > room):
                    yield self._window(index, front, title + before, own)
                    before, own = own[-1].token_ids[-CONTEXT_TOKENS:], []
                    room = self.limit - len(front) - len(title) - len(before) - 1
                own.append(piece)
                room -= len(piece.token_ids)
        if own:
            yield self._window(index, front, title + before, own)

    def _window(self, index: int, front: list[int], context: list[int], own: list[_Piece]) -> Window:
        token_ids = front + context
        places: list[Place | None] = [None] * len(token_ids)
        for piece in own:
            token_ids = token_ids + piece.token_ids
            places.extend(piece.places)
        return Window(index, [*token_ids, self._sep], len(front), [*places, None])

    def _title(self, article: Article) -> list[int]:
        if not article.title:
            return []
        return list(self._tokenizer.encode(f"{article.title}.", add_special_tokens=False).ids[:TITLE_TOKENS])

    def _tokens(self, article: Article, number: int) -> _Piece:
        encoding = self._tokenizer.encode(article.paragraph(number).text, add_special_tokens=False)
        return _Piece(encoding.ids, [Place(number, start, end) for start, end in encoding.offsets])

    def _pieces(self, paragraph: _Piece, taken: int) -> Iterator[_Piece]:
        """The paragraph, or overlapping parts that fit beside `taken` tokens and the context before them."""
        size = self.limit - taken - CONTEXT_TOKENS - 1
        step = size - OVERLAP_TOKENS
        count = len(paragraph.token_ids)
        for start in range(0, max(count - OVERLAP_TOKENS, 1), step):
            yield _Piece(paragraph.token_ids[start : start + size], paragraph.places[start : start + size])


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Split ascending numbers where they are not consecutive."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _special_id(tokenizer: Tokenizer, name: str) -> int:
    token_id: int | None = tokenizer.token_to_id(name)
    if token_id is None:
        raise ModelError(
            f"The reader's tokenizer has no {name} token.",
            "a BERT-style tokenizer.",
            "Give the folder of a reader whose tokenizer.json belongs to its model.",
        )
    return token_id
