"""Every quote of an evidence file proved again from the articles themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.article import Article
from bot.export.reading import Quote, Source, read_evidence

_NO_ARTICLE = "no article of this content or URL was given"


class Proof(StrEnum):
    """How a quote stands to the articles."""

    HOLDS = "ok"
    CHANGED = "article changed"
    NOT_THERE = "not there"
    NO_ARTICLE = "article not available"


@dataclass(frozen=True, slots=True)
class Proved:
    """A quote and what became of it.

    Attributes:
        quote: with its place, as the file has them.
        title: the article's headline, as the file has it; empty where it has none.
        proof: what was found.
        note: why it does not hold, for people; empty where it does.
    """

    quote: Quote
    title: str
    proof: Proof
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """An evidence file checked.

    Attributes:
        intact: whether the file is as it was exported. The hash that tells is no signature: a forger can renew it,
            and only the quotes themselves are proof.
        quotes: each of its quotes, in the order of the file.
    """

    intact: bool
    quotes: tuple[Proved, ...]

    @property
    def holds(self) -> bool:
        """Whether the file is as exported and every quote stands where it says."""
        return self.intact and all(one.proof is Proof.HOLDS for one in self.quotes)


def prove(
    data: bytes, find: Callable[[str], Article | None], later: Callable[[Source], Article | None]
) -> EvidenceCheck:
    """Prove an evidence file.

    Args:
        data: the file, of any kind that `Reply.export` writes.
        find: the article with an id, or None.
        later: where `find` has none, what may have become of an article: one of the same URL or headline, or None.

    Raises:
        EvidenceError: the file is no evidence, or damaged.
    """
    evidence = read_evidence(data)
    return EvidenceCheck(
        evidence.intact,
        tuple(_proved(one, evidence.sources.get(one.article), find, later) for one in evidence.quotes),
    )


def _proved(
    quote: Quote,
    source: Source | None,
    find: Callable[[str], Article | None],
    later: Callable[[Source], Article | None],
) -> Proved:
    title = source.title if source else ""
    if source is None:
        return Proved(quote, title, Proof.NO_ARTICLE, "the file does not describe its article")
    article = find(quote.article)
    if article is None:
        other = later(source)
        if other is None:
            return Proved(quote, title, Proof.NO_ARTICLE, _NO_ARTICLE)
        return Proved(quote, title, Proof.CHANGED, _now(quote, other))
    if wrong := _misdescribed(source, article):
        return Proved(quote, title, Proof.CHANGED, wrong)
    if 1 <= quote.paragraph <= len(article.paragraphs):
        text = article.paragraph(quote.paragraph).text
        if quote.start < quote.end and text[quote.start : quote.end] == quote.quote:
            return Proved(quote, title, Proof.HOLDS)
    return Proved(quote, title, Proof.NOT_THERE, _now(quote, article))


def _misdescribed(source: Source, article: Article) -> str:
    """What the file says of the article that is not so; empty where all is."""
    published = article.published.isoformat() if article.published else None
    if source.content_sha256 != article.content_sha256:
        return "the article's content has another hash than the file says"
    if source.title != article.title:
        return "the article has another headline than the file says"
    return "" if source.published == published else "the article has another date than the file says"


def _now(quote: Quote, article: Article) -> str:
    """Where the words of a quote stand in an article, for people."""
    places = [str(one.number) for one in article.paragraphs if quote.quote and quote.quote in one.text]
    if str(quote.paragraph) in places:
        return f"the words stand in ¶{quote.paragraph} of what is there now"
    return f"the words stand in ¶{places[0]} of what is there now" if places else "its words are nowhere in it"
