"""What to read for a question: an article or two whole, a library through its index."""

from __future__ import annotations

from collections.abc import Collection

from bot.archive import Archive
from bot.article import Article
from bot.windows import Passage

_WHOLE_ARTICLES = 2
_WHOLE_CHARACTERS = 24_000  # two long news articles; read whole in about half a second on two cores
_PARAGRAPHS = 12


def passages_for(question: str, archive: Archive, within: Collection[str] | None = None) -> list[Passage]:
    """The passages that a reader should read.

    Args:
        question: what is asked.
        archive: where to look.
        within: ids of the articles asked about; None for all.

    Returns:
        Every paragraph where the articles are few and short; else the paragraphs that bear most on the question,
        by article, the most relevant article first.

    Raises:
        UnknownArticleError: an id in `within` is not held.
    """
    # One look at the archive: an article that is removed meanwhile is still read here, and in no later reply.
    articles = archive.articles() if within is None else tuple(archive.get(one) for one in dict.fromkeys(within))
    if len(articles) <= _WHOLE_ARTICLES and sum(map(_length, articles)) <= _WHOLE_CHARACTERS:
        return [Passage.whole(article) for article in articles]
    held = {article.id: article for article in articles}
    chosen: dict[str, list[int]] = {}
    for hit in archive.search(question, _PARAGRAPHS, None if within is None else list(held)):
        if hit.article_id in held:
            chosen.setdefault(hit.article_id, []).append(hit.paragraph)
    return [Passage(held[one], tuple(sorted(numbers))) for one, numbers in chosen.items()]


def _length(article: Article) -> int:
    return sum(len(paragraph.text) for paragraph in article.paragraphs)
