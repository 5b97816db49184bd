"""`bot.answer`, `bot.summarise` and `bot.check`: one call, with models loaded once a process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot.article import Article
from bot.assistant import Assistant
from bot.ingest import read_article
from bot.models import Models
from bot.reply import Reply
from bot.review import Review

Source = Article | Path | str


def answer(question: str, articles: Source | Iterable[Source]) -> Reply:
    """Answer a question from one or several articles, or say that they do not say.

    Args:
        question: in English, up to 2,000 characters.
        articles: an `Article`, a path, a link, or the text itself; one of them or several.

    Returns:
        A reply; `reply.short` is the verbatim answer and `reply.citations` say where it stands.

    Raises:
        ArticleError: a source cannot be read.
        QuestionError: the question is empty or too long.
        NoArticlesError: `articles` is empty.

    >>> reply = answer("When did the bridge open?", "Mayor Ann Lee opened the bridge on Monday. It took six years.")
    >>> reply.text
    'Mayor Ann Lee opened the bridge on Monday.'
    >>> answer("What did the bridge cost?", "Mayor Ann Lee opened the bridge on Monday.").abstained
    True
    """
    return _desk(articles).answer(question)


def summarise(articles: Source | Iterable[Source], sentences: int = 3, focus: str | None = None) -> Reply:
    """Summarise one or several articles in their own sentences, each cited.

    Args:
        articles: as for `answer`.
        sentences: at most so many, at least 1.
        focus: what the summary should be about; None for the gist.

    Raises:
        ArticleError, NoArticlesError, QuestionError, SummaryLengthError: as for `Assistant.summarise`.

    >>> text = "Heavy snow closed the pass on Friday. The road stays shut until Sunday, police said."
    >>> summarise(text, sentences=1).text
    'Heavy snow closed the pass on Friday.'
    """
    return _desk(articles).summarise(sentences=sentences, focus=focus)


def check(draft: str, articles: Source | Iterable[Source]) -> Review:
    """Check a draft against one or several articles, sentence by sentence.

    Args:
        draft: plain text in English, up to 200,000 characters.
        articles: as for `answer`.

    Raises:
        ArticleError, NoArticlesError, DraftError: as for `Assistant.check`.

    >>> review = check("Eight people were hurt.", "A fire broke out on Monday. Nine people were hurt in it.")
    >>> [(one.draft, one.source.quote) for one in review.flagged[0].differences]
    [('Eight', 'Nine')]
    """
    return _desk(articles).check(draft)


@cache
def _models() -> Models:
    return Models()


def _desk(articles: Source | Iterable[Source]) -> Assistant:
    desk = Assistant(models=_models())
    for source in [articles] if isinstance(articles, Article | Path | str) else articles:
        desk.add(read_article(source))
    return desk
