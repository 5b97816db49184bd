"""How strongly each paragraph of an article bears on a question: evidence at a glance."""

from __future__ import annotations

from bot.archive import Archive
from bot.article import Article

_UNRELATED = 0.12  # cosine of a question and a paragraph about something else: most lie below
_PLAIN = 0.62  # of a question and a paragraph that is about nothing but it: few lie above


def bearing(question: str, article: Article, archive: Archive) -> tuple[float, ...]:
    """The cosine of the question and each paragraph, rescaled from what is usual to [0, 1].

    Args:
        question: any text with words.
        article: one that the archive holds.
        archive: it has the paragraphs' vectors, so that only the question is embedded.

    Returns:
        One value a paragraph, in their order; 0 for one without words, and for all of an article that a newer
        version has replaced, since it is not searched any more.
    """
    values = [0.0] * len(article.paragraphs)
    if values:
        for hit in archive.search(question, len(values), [article.id]):
            scaled = (hit.similarity - _UNRELATED) / (_PLAIN - _UNRELATED)
            values[hit.paragraph - 1] = min(1.0, max(0.0, scaled))
    return tuple(values)
