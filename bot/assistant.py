"""Assistant: articles in, cited replies out. The only place that wires the parts."""

from __future__ import annotations

from collections.abc import Collection

from bot.archive import Archive, MemoryArchive
from bot.article import Article
from bot.composer import compose
from bot.errors import NoArticlesError, QuestionError
from bot.models import Models
from bot.reply import Reply
from bot.retriever import passages_for
from bot.settings import MAX_QUESTION_CHARACTERS
from bot.verdict import confidence


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

    def add(self, article: Article) -> str:
        """Hold an article and return its id. The same content again is the same article."""
        return self._archive.add(article)

    def remove(self, article_id: str) -> None:
        """Forget an article; no later reply uses it. Raises `UnknownArticleError`."""
        self._archive.remove(article_id)

    def article(self, article_id: str) -> Article:
        """The article that a citation points into. Raises `UnknownArticleError`."""
        return self._archive.get(article_id)

    def articles(self) -> tuple[Article, ...]:
        """All articles held, in the order of adding."""
        return self._archive.articles()

    def answer(self, question: str, within: Collection[str] | None = None) -> Reply:
        """Answer from the articles, with the sentence that says so; or say that they do not say.

        Args:
            question: in English, up to 2,000 characters.
            within: ids of the articles to ask; None for all.

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
        self._require_articles(within)
        passages = passages_for(asked, self._archive, within)
        reader = self._models.reader
        findings = reader.read(asked, passages)
        sure = confidence(asked, passages, findings, reader)
        return compose(asked, passages, findings, sure, reader.calibration.threshold)

    def summarise(self, within: Collection[str] | None = None, sentences: int = 3, focus: str | None = None) -> Reply:
        """Summarise in sentences of the articles themselves, each cited, in reading order.

        Args:
            within: ids of the articles to summarise; None for all.
            sentences: at most so many, at least 1.
            focus: what the summary should be about.

        Raises:
            NoArticlesError: there is no article to summarise.
            UnknownArticleError: an id in `within` is not held.
            QuestionError: the focus is empty or too long.
            SummaryLengthError: `sentences` is below 1.
        """
        self._require_articles(within)
        held = self.articles() if within is None else tuple(self.article(one) for one in dict.fromkeys(within))
        return self._models.summariser.summarise(held, sentences, None if focus is None else _checked(focus))

    def _require_articles(self, within: Collection[str] | None) -> None:
        if not (self.articles() if within is None else within):
            raise NoArticlesError(
                "There is no article to read.", "at least one.", "Add one: a file, or the text itself."
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
