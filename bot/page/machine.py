"""What programs may ask of the server: four functions, typed and documented as a schema needs it, JSON in and out.

Both of the server's interfaces for programs, gradio's and MCP's, are made from their signatures and docstrings.
"""

# No `from __future__ import annotations`: gradio reads the return types as they stand.
import inspect
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.archive import Filters, MemoryArchive
from bot.article import Article
from bot.assistant import Assistant
from bot.errors import FilterError, NoArticlesError, TooLargeError
from bot.ingest.visible import visible
from bot.models import Models
from bot.render_data import cited_ids, match_data, reply_data, review_data, reviewed_ids

MOST_TEXTS = 200
MOST_CHARACTERS = 1_000_000  # of one call's texts together: they are embedded while the caller waits
MOST_MATCHES = 100

Data = dict[str, Any]

_ARGUMENT = re.compile(r" {4}(\w+): (.+)")


class Machine:
    """The functions for programs. What one call brings along is gone when it has been answered. Safe from threads.

    Args:
        models: shared with everything else.
        library: articles that every caller may ask, and none can change; None for no such.
    """

    def __init__(self, models: Models, library: Assistant | None = None) -> None:
        self._models = models
        self._library = library

    def functions(self) -> list[Callable[..., Data]]:
        """All of them, for an interface to offer under their names."""
        return [self.ask, self.summarise, self.check, self.search]

    def ask(
        self,
        question: str,
        articles: list[str] | None = None,
        article_ids: list[str] | None = None,
        collection: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Data:
        """Answer a question from news articles, in their own words, with exact citations; or say that they do not say.

        Args:
            question: In English, up to 2,000 characters.
            articles: Texts of articles to ask, headline, date and byline included; nothing of them is kept. Without any, the server's library is asked.
            article_ids: Ids of articles of the server's library to ask, besides the texts; without texts and ids all of it is asked.
            collection: Ask only articles of this collection of the library.
            since: Ask only articles published on this day or later, such as 2025-12-31.
            until: Ask only articles published on this day or before.

        Returns:
            question, abstained (true where the articles do not say), short (the verbatim answer), text, confidence (a probability), understood, differs (whether articles disagree), answers, statements (each with citations, speaker and dates), nearest (the closest passage where the articles do not say), articles (the ids of the texts given, in their order). A citation has article, title, published, url, paragraph (from 1), start, end (characters of the paragraph, half-open) and quote.
        """  # noqa: E501 - a description is one line, or the schemas lose what follows
        desk, ids, within = self._desk(articles, article_ids)
        reply = desk.answer(question, within, _filters(collection, since, until))
        return reply_data(reply, _named(desk, cited_ids(reply))) | {"articles": ids}

    def summarise(
        self,
        articles: list[str] | None = None,
        article_ids: list[str] | None = None,
        sentences: int = 3,
        focus: str | None = None,
        collection: str | None = None,
    ) -> Data:
        """Summarise news articles in sentences of their own, each with its citation.

        Args:
            articles: Texts of articles to summarise; nothing of them is kept. Without any, the server's library is summarised, up to 200 articles of it.
            article_ids: Ids of articles of the server's library to summarise, besides the texts.
            sentences: At most so many, at least 1.
            focus: What the summary should be about, such as "the casualties".
            collection: Summarise only articles of this collection of the library.

        Returns:
            As ask does: the sentences are the statements.
        """  # noqa: E501
        desk, ids, within = self._desk(articles, article_ids)
        reply = desk.summarise(within, sentences, focus or None, _filters(collection, None, None))
        return reply_data(reply, _named(desk, cited_ids(reply))) | {"articles": ids}

    def check(self, draft: str, articles: list[str] | None = None, article_ids: list[str] | None = None) -> Data:
        """Check a draft against news articles, sentence by sentence: figures, names, dates and quotations.

        Args:
            draft: The text to check, such as an article before it is published.
            articles: Texts of articles to check it against; nothing of them is kept. Without any, the server's library is taken.
            article_ids: Ids of articles of the server's library to check against, besides the texts.

        Returns:
            draft, counts (sentences by label), sentences (each with start and end in the draft, text, label: supported, contradicted, quote altered, quote absent or not found, citations and differences), articles (the ids of the texts given, in their order).
        """  # noqa: E501
        desk, ids, within = self._desk(articles, article_ids)
        review = desk.check(draft, within)
        return review_data(review, _named(desk, reviewed_ids(review))) | {"articles": ids}

    def search(
        self,
        query: str,
        articles: list[str] | None = None,
        article_ids: list[str] | None = None,
        count: int = 10,
        collection: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Data:
        """Find the paragraphs of news articles that bear most on a query, by meaning and by words.

        Args:
            query: Words or a question, up to 2,000 characters.
            articles: Texts of articles to search; nothing of them is kept. Without any, the server's library is searched.
            article_ids: Ids of articles of the server's library to search, together with the texts.
            count: At most so many paragraphs, from 1 to 100.
            collection: Search only articles of this collection of the library.
            since: Search only articles published on this day or later, such as 2025-12-31.
            until: Search only articles published on this day or before.

        Returns:
            query, matches (the best first: score, similarity, and the paragraph's citation), articles (the ids of the texts given, in their order).
        """  # noqa: E501
        desk, ids, within = self._desk(articles, article_ids)
        if within is not None:
            desk = self._of_texts([desk.article(one) for one in within])
        found = desk.search(query, min(count, MOST_MATCHES), _filters(collection, since, until))
        named = _named(desk, {match.citation.article_id for match in found})
        return {"query": query, "matches": [match_data(match, named) for match in found], "articles": ids}

    def _desk(
        self, texts: Sequence[str] | None, article_ids: Sequence[str] | None
    ) -> tuple[Assistant, list[str], list[str] | None]:
        """The desk to ask, the ids of the texts, and which of the desk's articles to ask; None for all."""
        if not texts and self._library is None:
            raise NoArticlesError(
                "There is no article to read, and this server has no library.",
                "the text of at least one.",
                "Send the articles' texts along; or start the server with --library.",
            )
        if self._library is not None and not texts:
            return self._library, [], list(article_ids) if article_ids else None
        if article_ids and self._library is None:
            raise NoArticlesError("This server has no library.", "texts alone.", "Leave the ids out.")
        own = [Article.from_text(visible(text)) for text in _checked(texts or ())]
        held = [self._library.article(one) for one in article_ids or ()] if self._library else []
        return self._of_texts([*own, *held]), [one.id for one in own], None

    def _of_texts(self, articles: Sequence[Article]) -> Assistant:
        desk = Assistant(MemoryArchive(lambda: self._models.encoder), self._models)
        for article in articles:
            desk.add(article)
        return desk


def _checked(texts: Sequence[str]) -> Sequence[str]:
    characters = sum(map(len, texts))
    if len(texts) > MOST_TEXTS or characters > MOST_CHARACTERS:
        raise TooLargeError(
            f"{len(texts):,} texts with {characters:,} characters came at once.",
            f"at most {MOST_TEXTS} with {MOST_CHARACTERS:,} in all.",
            "Send fewer, or have them put into the server's library.",
        )
    return texts


def _filters(collection: str | None, since: str | None, until: str | None) -> Filters | None:
    if not (collection or since or until):
        return None
    return Filters(since=_day(since), until=_day(until), collection=collection or None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise FilterError(f"{text!r} is no day.", "one such as 2025-12-31.", "Write it that way.") from None


def _named(desk: Assistant, ids: set[str]) -> dict[str, Article]:
    return {one: desk.article(one) for one in ids}


def documented(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """The docstring of a function in parts: what it does and returns, and what each argument is."""
    text = inspect.getdoc(function) or ""
    summary, _, rest = text.partition("\n\nArgs:\n")
    arguments, _, returned = rest.partition("\n\nReturns:\n")
    found = {match[1]: match[2] for match in map(_ARGUMENT.fullmatch, arguments.splitlines()) if match}
    return f"{summary} Returns: {returned.strip()}", found
