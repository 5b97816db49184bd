"""Assistant: articles in, cited replies out. The only place that wires the parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

from bot.answering import answered
from bot.archive import Filters
from bot.conversation import Conversation
from bot.copycheck import check, check_quote
from bot.dates import with_dates
from bot.desk import Desk
from bot.generator import Generator
from bot.question import checked, name_mentioned
from bot.reply import Reply, Statement
from bot.retriever import passages_for
from bot.review import QuoteCheck, Review
from bot.support import SupportChecker
from bot.timeline import Event, timeline
from bot.writer import Writer


class Assistant(Desk):
    """A desk: the articles it holds, and what can be asked of them. Safe from several threads.

    Args:
        archive: where the articles live; None for memory.
        models: what reads and summarises; None for models of its own. Share one `Models` among assistants.
        generator: what writes fluent answers and summaries, as far as the articles support them; None for replies in
            the articles' own sentences.

    >>> from bot.article import Article
    >>> desk = Assistant()
    >>> article = Article.from_text("The ferry carried 214 passengers. Nobody was hurt, the coast guard said.")
    >>> desk.add(article) == article.id
    True
    >>> desk.answer("How many passengers were on the ferry?").short
    '214'
    """

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
            yield self._provable(reply)
        else:
            passages = passages_for(reply.understood or reply.question, self._archive, within, filters)
            yield from map(self._provable, self._writer(self._generator).answers(reply, passages))

    def _extracted(self, question: str, within: Collection[str] | None, filters: Filters | None) -> Reply:
        """The answer in the articles' own words."""
        asked = checked(question)
        self._require_articles(within, filters)
        if (name := name_mentioned(asked)) is not None:
            found = [match.citation for match in self.mentions(name, within, filters)]
            return Reply(asked, tuple(Statement(one.quote, (one,)) for one in found), confidence=1.0)
        passages = passages_for(asked, self._archive, within, filters)
        return with_dates(answered(asked, passages, self._models.reader), [one.article for one in passages])

    def conversation(self, within: Collection[str] | None = None, filters: Filters | None = None) -> Conversation:
        """A talk about the articles, in which a question may lean on those before it; arguments as for `answer`."""
        return Conversation(lambda question: self.answer(question, within, filters))

    def summarise(
        self,
        within: Collection[str] | None = None,
        sentences: int = 3,
        focus: str | None = None,
        filters: Filters | None = None,
        words: int | None = None,
    ) -> Reply:
        """Summarise in sentences of the articles themselves, each cited, in reading order.

        Args:
            within: ids of the articles to summarise; None for all.
            sentences: at most so many, at least 1.
            focus: what the summary should be about.
            filters: what the articles must be; None for anything.
            words: at most so many, at least 1, instead of a number of sentences.

        Raises:
            NoArticlesError: there is no article to summarise.
            TooManyArticlesError: there are more than 200.
            UnknownArticleError: an id in `within` is not held.
            QuestionError: the focus is empty or too long.
            SummaryLengthError: `sentences` or `words` is below 1.
            GeneratorError: the generative model, if there is one, failed.
        """
        return _last(self.stream_summary(within, sentences, focus, filters, words))

    def stream_summary(
        self,
        within: Collection[str] | None = None,
        sentences: int = 3,
        focus: str | None = None,
        filters: Filters | None = None,
        words: int | None = None,
    ) -> Iterator[Reply]:
        """Summarise as `summarise` does, in replies that grow, as `stream` answers; the last one counts.

        Args:
            within, sentences, focus, filters, words: as for `summarise`.

        Raises:
            CopydeskError: while iterating, as `summarise` does.
        """
        held = self._chosen(within, filters, "summarise")
        about = None if focus is None else checked(focus)
        reply = with_dates(self._models.summariser.summarise(held, sentences, about, words), held)
        if self._generator is None:
            yield self._provable(reply)
        else:
            yield from map(self._provable, self._writer(self._generator).summaries(reply, held, sentences))

    def points(
        self,
        within: Collection[str] | None = None,
        count: int = 5,
        focus: str | None = None,
        filters: Filters | None = None,
    ) -> Reply:
        """Key points, the weightiest first, each a short sentence of the articles, cited. Arguments as `summarise`."""
        held = self._chosen(within, filters, "summarise")
        about = None if focus is None else checked(focus)
        return self._provable(with_dates(self._models.summariser.points(held, count, about), held))

    def headline(self, within: Collection[str] | None = None, filters: Filters | None = None) -> Reply:
        """A headline-length line in the articles' own words, a sentence or a clause of one, cited."""
        held = self._chosen(within, filters, "summarise")
        return self._provable(with_dates(self._models.summariser.headline(held), held))

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
        return check(
            draft,
            lambda text: self._passages(text, within, filters),
            self._models.encoder,
            lambda question, passages: self._models.reader.read(question, passages),  # loaded when first asked
        )

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

    def _writer(self, generator: Generator) -> Writer:
        encoder = self._models.encoder
        return Writer(generator, SupportChecker(encoder).check, encoder)


def _last(replies: Iterator[Reply]) -> Reply:
    return deque(replies, maxlen=1).pop()
