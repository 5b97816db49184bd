"""Assistant: articles in, cited replies out. The only place that wires the parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.archive import Archive, Entry, Filters, MemoryArchive, SqliteArchive
from bot.article import Article, Span
from bot.bearing import bearing
from bot.composer import compose
from bot.errors import NoArticlesError, QuestionError, TooManyArticlesError, UnknownArticleError
from bot.models import Models
from bot.reply import Citation, Match, Reply
from bot.retriever import passages_for, spread
from bot.settings import MAX_QUESTION_CHARACTERS, MAX_SUMMARISED_ARTICLES
from bot.verdict import verdict

_MATCHES_OF_ONE_ARTICLE = 3  # while others have any to offer
_BEARINGS = 256  # kept; one is a number a paragraph


class Assistant:
    """A desk: the articles it holds, and what can be asked of them. Safe from several threads.

    Args:
        archive: where the articles live; None for memory.
        models: what reads and summarises; None for models of its own. Share one `Models` among assistants.

    >>> desk = Assistant()
    >>> article = Article.from_text("The ferry carried 214 passengers. Nobody was hurt, the coast guard said.")
    >>> desk.add(article) == article.id
    True
    >>> desk.answer("How many passengers were on the ferry?").short
    '214'
    """

    def __init__(self, archive: Archive | None = None, models: Models | None = None) -> None:
        self._models = Models() if models is None else models
        self._archive: Archive = MemoryArchive(lambda: self._models.encoder) if archive is None else archive
        self._bearing = lru_cache(_BEARINGS)(self._measured)

    @classmethod
    def open(cls, folder: Path | str, models: Models | None = None) -> Self:
        """A desk whose articles live in a folder, which is made if it is missing; several processes may open one.

        What `add` has returned survives a kill. Use it in a `with` block, or `close` it.

        Raises:
            ArchiveError: the folder cannot be used, is damaged, or was written by a newer version.
        """
        shared = Models() if models is None else models
        return cls(SqliteArchive(folder, lambda: shared.encoder), shared)

    def close(self) -> None:
        """Let go of the folder. Nothing that was acknowledged depends on it."""
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def archive(self) -> Archive:
        """Where the articles live: collections, versions and near-duplicates are asked there."""
        return self._archive

    def add(self, article: Article) -> str:
        """Hold an article and return its id. The same content again is the same article."""
        return self._archive.add(article)

    def remove(self, article_id: str) -> None:
        """Forget an article; no later reply uses it. Raises `UnknownArticleError`."""
        self._archive.remove(article_id)

    def article(self, article_id: str) -> Article:
        """The article that a citation points into. Raises `UnknownArticleError`."""
        return self._archive.get(article_id)

    def articles(self) -> Sequence[Article]:
        """All articles held, in the order of adding; each is read when it is asked for."""
        return self._archive.articles()

    def entries(self, filters: Filters | None = None) -> list[Entry]:
        """The articles held, without their text, in the order of adding."""
        return self._archive.entries(filters)

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Match]:
        """The paragraphs that bear most on a query, cited, the best first.

        Args:
            query: words or a question, up to 2,000 characters.
            k: the most paragraphs, at least 1.
            filters: what their articles must be; None for anything.

        Returns:
            At most k matches, at most three of one article while others have any to offer.

        Raises:
            QuestionError: the query is empty, has no words, or is too long.
            InputError: k is below 1.
            ModelError, EncoderError, ArchiveError: the encoder cannot be loaded, or the library cannot be read.
        """
        found = self._archive.search(_checked(query), k if k < 1 else 3 * k, None, filters)
        held: dict[str, Article | None] = {}
        matches = []
        for hit in spread(found, k, _MATCHES_OF_ONE_ARTICLE):
            if hit.article_id not in held:
                held[hit.article_id] = self._if_held(hit.article_id)
            article = held[hit.article_id]
            if article is not None:
                whole = Span(0, len(article.paragraph(hit.paragraph).text))
                matches.append(Match(Citation.of(article, hit.paragraph, whole), hit.score, hit.similarity))
        return matches

    def bearing(self, question: str, article_id: str) -> tuple[float, ...]:
        """How strongly each paragraph of an article bears on a question.

        Args:
            question: as for `answer`.
            article_id: of an article that is held.

        Returns:
            One value a paragraph, in [0, 1]: near 0 for what is about something else. Asking again costs nothing.

        Raises:
            QuestionError: the question is empty, has no words, or is too long.
            UnknownArticleError: the article is not held.
            EncoderError, ArchiveError: the encoder cannot be loaded, or the library cannot be read.
        """
        asked = _checked(question)
        self._archive.get(article_id)  # what is remembered of an article goes with it
        return self._bearing(asked, article_id)

    def answer(self, question: str, within: Collection[str] | None = None, filters: Filters | None = None) -> Reply:
        """Answer from the articles, with the sentence that says so; or say that they do not say.

        Args:
            question: in English, up to 2,000 characters.
            within: ids of the articles to ask; None for all.
            filters: what the articles must be; None for anything.

        Returns:
            A reply whose every quote is verbatim. `reply.abstained` is true where the articles do not say;
            `reply.nearest` is then the passage that comes closest.

        Raises:
            QuestionError: the question is empty, has no words, or is too long.
            NoArticlesError: there is no article to ask.
            UnknownArticleError: an id in `within` is not held.
            ModelError: a model cannot be loaded.
        """
        asked = _checked(question)
        self._require_articles(within, filters)
        passages = passages_for(asked, self._archive, within, filters)
        reader = self._models.reader
        found = verdict(asked, passages, reader.read(asked, passages), reader)
        if found is None:
            return Reply(asked)
        return compose(asked, passages, found.best, reader.calibration.confidence(found.signals), reader.calibration)

    def summarise(
        self,
        within: Collection[str] | None = None,
        sentences: int = 3,
        focus: str | None = None,
        filters: Filters | None = None,
    ) -> Reply:
        """Summarise in sentences of the articles themselves, each cited, in reading order.

        Args:
            within: ids of the articles to summarise; None for all.
            sentences: at most so many, at least 1.
            focus: what the summary should be about.
            filters: what the articles must be; None for anything.

        Raises:
            NoArticlesError: there is no article to summarise.
            TooManyArticlesError: there are more than 200.
            UnknownArticleError: an id in `within` is not held.
            QuestionError: the focus is empty or too long.
            SummaryLengthError: `sentences` is below 1.
        """
        self._require_articles(within, filters)
        if within is None:
            chosen = [one.id for one in self._archive.entries(filters, MAX_SUMMARISED_ARTICLES + 1)]
        else:
            passing = None if filters is None else {one.id for one in self._archive.entries(filters)}
            chosen = [one for one in dict.fromkeys(within) if passing is None or one in passing]
        if len(chosen) > MAX_SUMMARISED_ARTICLES:
            raise TooManyArticlesError(
                "There are too many articles to summarise.",
                f"at most {MAX_SUMMARISED_ARTICLES}.",
                "Name some of them, or filter by date, outlet, byline, tag or collection.",
            )
        held = tuple(self.article(one) for one in chosen)
        return self._models.summariser.summarise(held, sentences, None if focus is None else _checked(focus))

    def _measured(self, question: str, article_id: str) -> tuple[float, ...]:
        return bearing(question, self.article(article_id), self._archive)

    def _if_held(self, article_id: str) -> Article | None:
        try:
            return self.article(article_id)
        except UnknownArticleError:  # removed since the search
            return None

    def _require_articles(self, within: Collection[str] | None, filters: Filters | None) -> None:
        if not (self._archive.entries(filters, 1) if within is None else within):
            raise NoArticlesError(
                "There is no article to read.",
                "at least one.",
                "Add one: a file, or the text itself." if filters is None else "Ask with other filters.",
            )


def _checked(question: str) -> str:
    """The question without white space around it. Raises `QuestionError`."""
    asked = question.strip()
    if not any(character.isalnum() for character in asked):
        raise QuestionError("The question has no words.", "a question.", 'Ask something, such as "Who won?"')
    if any("\ud800" <= character <= "\udfff" for character in asked):
        raise QuestionError(
            "The question holds half a character (a lone surrogate).", "whole characters.", "Type or copy it again."
        )
    if len(asked) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            f"The question has {len(asked):,} characters.",
            f"at most {MAX_QUESTION_CHARACTERS:,}.",
            "Ask one thing at a time; to load an article, add it rather than asking it.",
        )
    return asked
