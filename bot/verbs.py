"""`bot.answer`, `bot.summarise`, `bot.check`, `bot.verify_evidence`: one call each, models loaded once a process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot.article import Article
from bot.assistant import Assistant
from bot.errors import UnknownArticleError
from bot.export import EvidenceCheck, EvidenceSource, prove
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


def summarise(
    articles: Source | Iterable[Source], sentences: int = 3, focus: str | None = None, words: int | None = None
) -> Reply:
    """Summarise one or several articles in their own sentences, each cited.

    Args:
        articles: as for `answer`.
        sentences: at most so many, at least 1.
        focus: what the summary should be about; None for the gist.
        words: at most so many, at least 1, instead of a number of sentences.

    Raises:
        ArticleError, NoArticlesError, QuestionError, SummaryLengthError: as for `Assistant.summarise`.

    >>> text = "Heavy snow closed the pass on Friday. The road stays shut until Sunday, police said."
    >>> summarise(text, sentences=1).text
    'Heavy snow closed the pass on Friday.'
    """
    return _desk(articles).summarise(sentences=sentences, focus=focus, words=words)


def verify_evidence(data: bytes, articles: Assistant | Source | Iterable[Source]) -> EvidenceCheck:
    """Prove every quote of an evidence file again.

    Args:
        data: a file of any kind that `Reply.export` writes.
        articles: a desk, or as for `answer`: what the quotes are looked up in. No model is loaded.

    Returns:
        Whether the file is as it was exported, and each quote with what became of it.

    Raises:
        EvidenceError: the file is no evidence, or too damaged to read.
        ArticleError: a source cannot be read.

    >>> text = "Mayor Ann Lee opened the bridge on Monday. It took six years."
    >>> data = answer("When did the bridge open?", text).export("json")
    >>> verify_evidence(data, text).holds
    True
    >>> verify_evidence(data.replace(b"Ann Lee", b"Ann Low"), text).intact
    False
    """
    desk = articles if isinstance(articles, Assistant) else _desk(articles)

    def find(article_id: str) -> Article | None:
        try:
            return desk.article(article_id)
        except UnknownArticleError:
            return None

    def later(source: EvidenceSource) -> Article | None:
        entries = desk.entries()
        same = [one.id for one in entries if source.url and one.url == source.url]
        same += [one.id for one in entries if source.title and one.title == source.title]
        return find(same[0]) if same else None

    return prove(data, find, later)


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
