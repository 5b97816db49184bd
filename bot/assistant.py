"""Assistant: articles in, cited replies out. The only place that wires the parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.answering import answered
from bot.archive import Archive, Entry, Filters, MemoryArchive, open_archive
from bot.article import Article, Span
from bot.conversation import Conversation
from bot.copycheck import check, check_quote
from bot.dates import with_dates
from bot.errors import NoArticlesError, TooManyArticlesError, UnknownArticleError
from bot.generator import Generator
from bot.mentions import mention, mention_count
from bot.models import Models
from bot.question import checked, name_mentioned
from bot.reply import Citation, Match, Reply, Statement
from bot.retriever import passages_for, spread
from bot.review import QuoteCheck, Review
from bot.settings import MAX_QUESTION_CHARACTERS, MAX_SUMMARISED_ARTICLES
from bot.support import SupportChecker
from bot.timeline import Event, timeline
from bot.windows import Passage
from bot.writer import Writer

_MOST_SEARCHED = 1_000  # articles that are read through for a name
_MATCHES_OF_ONE_ARTICLE = 3  # while others have any to offer


class Assistant:
    """A desk: the articles it holds, and what can be asked of them. Safe from several threads.

    Args:
        archive: where the articles live; None for memory.
        models: what reads and summarises; None for models of its own. Share one `Models` among assistants.
        generator: what writes fluent answers and summaries, as far as the articles support them; None for replies in
            the articles' own sentences.

    >>> desk = Assistant()
    >>> article = Article.from_text("The ferry carried 214 passengers. Nobody was hurt, the coast guard said.")
    >>> desk.add(article) == article.id
    True
    >>> desk.answer("How many passengers were on the ferry?").short
    '214'
    """

    def __init__(
        self, archive: Archive | None = None, models: Models | None = None, generator: Generator | None = None
    ) -> None:
        self._models = Models() if models is None else models
        self._generator = generator
        self._archive: Archive = MemoryArchive(lambda: self._models.encoder) if archive is None else archive

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
            At most k matches, at most three of one article while others have any to offer.

        Raises:
            QuestionError: the query is empty, has no words, or is too long.
            InputError: k is below 1.
            ModelError, EncoderError, ArchiveError: the encoder cannot be loaded, or the library cannot be read.
        """
        found = self._archive.search(checked(query), k if k < 1 else 3 * k, None, filters)
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
            GeneratorError: the generative model, if there is one, failed.
        """
        return _last(self.stream(question, within, filters))

    def stream(
        self, question: str, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> Iterator[Reply]:
        """Answer as `answer` does, in replies that grow; the last one is what `answer` returns.

        The first is the extractive answer. With a generative model one more follows for each sentence it writes, and
        none shows a sentence that the articles do not support. Closing the iterator stops the model.

        Args:
            question: in English, up to 2,000 characters.
            within: ids of the articles to ask; None for all.
            filters: what the articles must be; None for anything.

        Raises:
            CopydeskError: while iterating, as `answer` does.
        """
        reply = self._extracted(question, within, filters)
        if self._generator is None:
            yield reply
        else:
            passages = passages_for(reply.understood or reply.question, self._archive, within, filters)
            yield from self._writer(self._generator).answers(reply, passages)

    def _extracted(self, question: str, within: Collection[str] | None, filters: Filters | None) -> Reply:
        """The answer in the articles' own words."""
        asked = checked(question)
        self._require_articles(within, filters)
        if (name := name_mentioned(asked)) is not None:
            found = [match.citation for match in self.mentions(name, within, filters)]
            return Reply(asked, tuple(Statement(one.quote, (one,)) for one in found), confidence=1.0)
        passages = passages_for(asked, self._archive, within, filters)
        return with_dates(answered(asked, passages, self._models.reader), [one.article for one in passages])

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

    def conversation(self, within: Collection[str] | None = None, filters: Filters | None = None) -> Conversation:
        """A talk about the articles, in which a question may lean on those before it; arguments as for `answer`."""
        return Conversation(lambda question: self.answer(question, within, filters))

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
            GeneratorError: the generative model, if there is one, failed.
        """
        return _last(self.stream_summary(within, sentences, focus, filters))

    def stream_summary(
        self,
        within: Collection[str] | None = None,
        sentences: int = 3,
        focus: str | None = None,
        filters: Filters | None = None,
    ) -> Iterator[Reply]:
        """Summarise as `summarise` does, in replies that grow, as `stream` answers; the last one counts.

        Args:
            within, sentences, focus, filters: as for `summarise`.

        Raises:
            CopydeskError: while iterating, as `summarise` does.
        """
        held = self._chosen(within, filters, "summarise")
        summary = self._models.summariser.summarise(held, sentences, None if focus is None else checked(focus))
        reply = with_dates(summary, held)
        if self._generator is None:
            yield reply
        else:
            yield from self._writer(self._generator).summaries(reply, held, sentences)

    def _writer(self, generator: Generator) -> Writer:
        encoder = self._models.encoder
        return Writer(generator, SupportChecker(encoder).check, encoder)

    def timeline(self, within: Collection[str] | None = None, filters: Filters | None = None) -> tuple[Event, ...]:
        """The dated events of articles in the order of their days, each the sentence that tells it, cited.

        Args:
            within: ids of the articles; None for all.
            filters: what the articles must be; None for anything.

        Returns:
            Events; none where no sentence has a date that can be resolved, as in articles without a date of their own.

        Raises:
            NoArticlesError, TooManyArticlesError, UnknownArticleError: as for `summarise`.
        """
        return timeline(self._chosen(within, filters, "put in order"))

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

    def check(self, draft: str, within: Collection[str] | None = None, filters: Filters | None = None) -> Review:
        """Check a draft against the articles, sentence by sentence: numbers, names, dates, negations, speakers, quotes.

        Args:
            draft: plain text in English, up to 200,000 characters.
            within: ids of the articles to check it against; None for all.
            filters: what the articles must be; None for anything.

        Raises:
            DraftError: the draft is empty, too long, or mostly in another script.
            NoArticlesError: there is no article to check it against.
            UnknownArticleError: an id in `within` is not held.
            ModelError, EncoderError: a model cannot be loaded.
        """
        self._require_articles(within, filters)
        return check(draft, lambda text: self._passages(text, within, filters), self._models.encoder)

    def check_quote(
        self, quote: str, within: Collection[str] | None = None, filters: Filters | None = None
    ) -> QuoteCheck:
        """Look a quotation up in the articles: exact, altered or absent, with its place and what was changed.

        Args:
            quote: the words, with or without quotation marks around them.
            within, filters: as for `check`.

        Raises:
            DraftError, NoArticlesError, UnknownArticleError, ModelError, EncoderError: as for `check`.
        """
        self._require_articles(within, filters)
        return check_quote(quote, lambda text: self._passages(text, within, filters))

    def _passages(self, text: str, within: Collection[str] | None, filters: Filters | None) -> list[Passage]:
        return passages_for(text[:MAX_QUESTION_CHARACTERS], self._archive, within, filters)

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


def _last(replies: Iterator[Reply]) -> Reply:
    return deque(replies, maxlen=1).pop()
