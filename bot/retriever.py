"""What to read for a question: an article or two whole, a library through its index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from bot.archive import Archive, Filters, Found
from bot.article import Article
from bot.errors import UnknownArticleError
from bot.premise import naming
from bot.windows import Passage

_WHOLE_ARTICLES = 2
_WHOLE_CHARACTERS = 24_000  # two long news articles; read whole in about half a second on two cores
_PARAGRAPHS = 8
_OF_ONE_ARTICLE = 5  # of those, while others have any to offer


def passages_for(
    question: str, archive: Archive, within: Collection[str] | None = None, filters: Filters | None = None
) -> list[Passage]:
    """The passages that a reader should read.

    Args:
        question: what is asked.
        archive: where to look.
        within: ids of the articles asked about; None for all.
        filters: what the articles must be; None for anything.

    Returns:
        Every paragraph where the articles are few and short; else the paragraphs that bear most on the question,
        by article, the most relevant article first, and only of the articles that name whom the question names where
        there are such.

    Raises:
        UnknownArticleError: an id in `within` is not held.
    """
    ids = _few(archive, within, filters)
    if len(ids) <= _WHOLE_ARTICLES:
        articles = list(_held(archive, ids).values()) if within is None else [archive.get(one) for one in ids]
        if sum(map(_length, articles)) <= _WHOLE_CHARACTERS:
            return [Passage.whole(article) for article in articles]
    wanted = None if within is None else list(dict.fromkeys(within))
    hits = archive.search(question, 3 * _PARAGRAPHS, wanted, filters)
    held = _held(archive, dict.fromkeys(hit.article_id for hit in hits))
    fit = naming(question, held.values())
    chosen: dict[str, list[int]] = {}
    for hit in spread([one for one in hits if one.article_id in fit], _PARAGRAPHS, _OF_ONE_ARTICLE):
        chosen.setdefault(hit.article_id, []).append(hit.paragraph)
    return [Passage(held[one], tuple(sorted(numbers))) for one, numbers in chosen.items()]


def spread(found: Sequence[Found], k: int, most: int) -> list[Found]:
    """The best k of some hits, with at most `most` of one article while others have any to offer.

    Args:
        found: best first.
        k: the most hits.
        most: at least 1.

    Returns:
        Hits in the order of `found`.
    """
    taken: Counter[str] = Counter()
    first: list[int] = []
    second: list[int] = []
    for place, hit in enumerate(found):
        taken[hit.article_id] += 1
        (first if taken[hit.article_id] <= most else second).append(place)
    return [found[place] for place in sorted((first + second)[:k])]


def _few(archive: Archive, within: Collection[str] | None, filters: Filters | None) -> list[str]:
    """The ids of the articles asked about, or of enough of them to see that they are many."""
    if within is None:
        return [one.id for one in archive.entries(filters, _WHOLE_ARTICLES + 1)]
    if filters is None:
        return list(dict.fromkeys(within))
    passing = {one.id for one in archive.entries(filters)}
    return [one for one in dict.fromkeys(within) if one in passing]


def _held(archive: Archive, ids: Collection[str]) -> dict[str, Article]:
    """These articles by id, without those that were removed meanwhile."""
    held = {}
    for one in ids:
        try:
            held[one] = archive.get(one)
        except UnknownArticleError:
            continue
    return held


def _length(article: Article) -> int:
    return sum(len(paragraph.text) for paragraph in article.paragraphs)
