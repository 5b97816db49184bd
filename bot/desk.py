"""Desk: the articles that an assistant holds, and how they are found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.archive import Archive, Entry, Filters, MemoryArchive, open_archive
from bot.article import Article, Span
from bot.bearing import bearing
from bot.errors import NoArticlesError, TooManyArticlesError, UnknownArticleError
from bot.export import with_provenance
from bot.generator import Generator
from bot.mentions import mention, mention_count
from bot.models import Models
from bot.question import checked, quoted_phrases, says_all
from bot.reply import Citation, Match, Reply
from bot.retriever import passages_for, spread
from bot.settings import MAX_QUESTION_CHARACTERS, MAX_SUMMARISED_ARTICLES
from bot.windows import Passage

_MOST_SEARCHED = 1_000  # articles that are read through for a name
_BEARINGS = 256  # kept; one is a number a paragraph
_MATCHES_OF_ONE_ARTICLE = 3  # while others have any to offer


class Desk:
    """Articles in memory or in a library. Safe from several threads.

    Args:
        archive: where the articles live; None for memory.
        models: what reads and summarises; None for models of its own. Share one `Models` among desks.
        generator: a generative model that writes answers and summaries; None for the articles' own sentences.
    """

    def __init__(
        self, archive: Archive | None = None, models: Models | None = None, generator: Generator | None = None
    ) -> None:
        self._models = Models() if models is None else models
        self._generator = generator
        self._archive: Archive = MemoryArchive(lambda: self._models.encoder) if archive is None else archive
        self._bearing = lru_cache(_BEARINGS)(self._measured)

    @classmethod
    def open(cls, place: Path | str, models: Models | None = None, generator: Generator | None = None) -> Self:
        """A desk whose articles live in a library, which several processes may open at once.

        What `add` has returned survives a kill. Use it in a `with` block, or `close` it.

        Args:
            place: a folder, made if it is missing; or `postgresql://user@host/database`.
            models: as for a desk in memory.

        Raises:
            ArchiveError: the library cannot be used, is damaged, or was written by a newer version.
            MissingPackageError: it is on a server, and the extra `postgres` is not installed.
        """
        shared = Models() if models is None else models
        return cls(open_archive(place, lambda: shared.encoder), shared, generator)

    def close(self) -> None:
        """Let go of the library. Nothing that was acknowledged depends on it."""
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def models(self) -> Models:
        """What reads and summarises; loaded when first needed."""
        return self._models

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
            At most k matches, at most three of one article while others have any to offer; first those that have, word
            for word, what the query puts in double quotation marks.

        Raises:
            QuestionError: the query is empty, has no words, or is too long.
            InputError: k is below 1.
            ModelError, EncoderError, ArchiveError: the encoder cannot be loaded, or the library cannot be read.
        """
        found = self._archive.search(checked(query), k if k < 1 else 3 * k, None, filters)
        phrases = quoted_phrases(query)
        held: dict[str, Article | None] = {}
        matches = []
        for hit in found if phrases else spread(found, k, _MATCHES_OF_ONE_ARTICLE):
            if hit.article_id not in held:
                held[hit.article_id] = self._if_held(hit.article_id)
            article = held[hit.article_id]
            if article is not None:
                whole = Span(0, len(article.paragraph(hit.paragraph).text))
                matches.append(Match(Citation.of(article, hit.paragraph, whole), hit.score, hit.similarity))
        if phrases:
            matches.sort(key=lambda match: not says_all(phrases, match.citation.quote))
        return matches[:k]

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
        asked = checked(question)
        self._archive.get(article_id)  # what is remembered of an article goes with it
        return self._bearing(asked, article_id)

    def mentions(self, name: str, within: Collection[str] | None = None, filters: Filters | None = None) -> list[Match]:
        """The articles that have a name or phrase as whole words, in any case: one match each, the newest first.

        Args:
            name: up to 2,000 characters.
            within, filters: as for `answer`.

        Returns:
            A match cites the first sentence that has it; its score says how often the article has it beside the one
            that has it most, its similarity is 1. Of more than 1,000 articles, only those among the 1,000 paragraphs
            that bear most on the name are looked at.

        Raises:
            QuestionError: the name is empty, has no words, or is too long.
            NoArticlesError, UnknownArticleError: as for `answer`.
        """
        wanted = checked(name)
        self._require_articles(within, filters)
        held = [self._if_held(one) for one in self._to_look_at(wanted, within, filters)]
        found = [(article, cited) for article in held if article and (cited := mention(article, wanted))]
        found.sort(key=lambda one: _day(one[0]), reverse=True)
        counts = [mention_count(article, wanted) for article, _ in found]
        return [Match(cited, count / max(counts), 1.0) for (_, cited), count in zip(found, counts, strict=True)]

    def _to_look_at(self, name: str, within: Collection[str] | None, filters: Filters | None) -> list[str]:
        """The ids of the articles that may have a name: all of a few, those that a search finds of many."""
        few = [one.id for one in self._archive.entries(filters, _MOST_SEARCHED + 1)]
        if within is not None:
            for one in within:
                self.article(one)
            passing = set(few if len(few) <= _MOST_SEARCHED else (one.id for one in self._archive.entries(filters)))
            few = [one for one in dict.fromkeys(within) if filters is None or one in passing]
        if len(few) <= _MOST_SEARCHED:
            return few
        hits = self._archive.search(name, _MOST_SEARCHED, None if within is None else few, filters)
        return list(dict.fromkeys(hit.article_id for hit in hits))

    def _passages(self, text: str, within: Collection[str] | None, filters: Filters | None) -> list[Passage]:
        return passages_for(text[:MAX_QUESTION_CHARACTERS], self._archive, within, filters)

    def _chosen(self, within: Collection[str] | None, filters: Filters | None, purpose: str) -> tuple[Article, ...]:
        """The articles asked for, at most 200, to `purpose`, such as "summarise"."""
        self._require_articles(within, filters)
        if within is None:
            chosen = [one.id for one in self._archive.entries(filters, MAX_SUMMARISED_ARTICLES + 1)]
        else:
            passing = None if filters is None else {one.id for one in self._archive.entries(filters)}
            chosen = [one for one in dict.fromkeys(within) if passing is None or one in passing]
        if len(chosen) > MAX_SUMMARISED_ARTICLES:
            raise TooManyArticlesError(
                f"There are too many articles to {purpose}.",
                f"at most {MAX_SUMMARISED_ARTICLES}.",
                "Name some of them, or filter by date, outlet, byline, tag or collection.",
            )
        return tuple(self.article(one) for one in chosen)

    def _provable(self, reply: Reply) -> Reply:
        """The reply with what exporting it needs."""
        return with_provenance(reply, self._if_held, self._models)

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


def _day(article: Article) -> date:
    """When it was published; the first day there is where it does not say."""
    published = article.published
    return date.min if published is None else date(published.year, published.month, published.day)
