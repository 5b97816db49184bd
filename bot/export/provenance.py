"""From replies to a file: what a desk attaches to each reply, and the way from there to Markdown, JSON or Word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, Self

from bot.article import Article
from bot.errors import ExportError
from bot.export.document import document, dumps, sealed
from bot.export.markdown import with_evidence
from bot.reply import Citation, Reply

KINDS = ("md", "json", "docx")


class Versioned(Protocol):
    """What can say which models it has used."""

    def versions(self) -> Mapping[str, str]:
        """A model's name and hash by the part it plays."""


class DeskProvenance:
    """The articles that a reply cites, and the models it was made with. Nothing changes it.

    Args:
        articles: by id.
        models: asked for their versions when a file is written, since hashing weights takes a while.
    """

    __slots__ = ("_articles", "_models")

    def __init__(self, articles: Mapping[str, Article], models: Versioned) -> None:
        self._articles = articles
        self._models = models

    @property
    def articles(self) -> Mapping[str, Article]:
        """By id, the articles that the reply cites."""
        return self._articles

    @property
    def models(self) -> Versioned:
        """What the reply was made with."""
        return self._models

    def export(self, replies: Sequence[Reply], kind: str, accessed: date | None) -> bytes:
        """The replies as a file, as `export_replies` says."""
        return export_replies(replies, kind, accessed)

    def __deepcopy__(self, memo: object) -> Self:
        """Itself: copying a reply, as `dataclasses.asdict` does, must not copy models."""
        return self


def with_provenance(reply: Reply, find: Callable[[str], Article | None], models: Versioned) -> Reply:
    """The reply with the articles it cites.

    Args:
        reply: as a desk made it.
        find: the article with an id; None where it was removed meanwhile.
        models: what the reply was made with.
    """
    found = {one: find(one) for one in dict.fromkeys(citation.article_id for citation in _cited(reply))}
    articles = {one: article for one, article in found.items() if article is not None}
    return replace(reply, provenance=DeskProvenance(articles, models))


def export_replies(replies: Sequence[Reply], kind: str, accessed: date | None = None) -> bytes:
    """Several replies, such as a conversation's, as one evidence file.

    Args:
        replies: at least one, each made by a desk; in the order of asking.
        kind: "md", "json" or "docx". Each holds the same data, so that each can be verified.
        accessed: the day on which the articles were read; None for today, and the file says which of both it is.

    Raises:
        ExportError: an unknown kind, no reply, a reply that no desk made, or an article removed while it was made.
    """
    if kind not in KINDS:
        raise ExportError(f"{kind!r} is no kind of evidence file.", f"one of {', '.join(KINDS)}.", "Name one of these.")
    if not replies:
        raise ExportError("There is no reply to export.", "at least one.", "Ask something first.")
    data = document(replies, *_behind(replies), accessed)
    if kind == "json":
        return (dumps(sealed(data)) + "\n").encode()
    if kind == "md":
        return with_evidence(data)
    from bot.export.word import word_file  # noqa: PLC0415  who answers in a terminal need not load python-docx

    return word_file(data)


def _behind(replies: Sequence[Reply]) -> tuple[dict[str, Article], dict[str, str]]:
    """The articles that replies cite, by id, and the models that made them. Raises `ExportError`."""
    articles: dict[str, Article] = {}
    models: dict[str, str] = {}
    for reply in replies:
        if not isinstance(reply.provenance, DeskProvenance):
            raise ExportError(
                f"The reply to {reply.question[:80]!r} was not made by a desk.",
                "replies from `Assistant.answer`, `Assistant.summarise` or a conversation.",
                "Ask a desk, and export what it returns.",
            )
        articles |= reply.provenance.articles
        models |= reply.provenance.models.versions()
        for citation in _cited(reply):
            if citation.article_id not in articles:
                raise ExportError(
                    f"The article {citation.article_id} was removed while the question was answered.",
                    "an article that is held.",
                    "Add it and ask again.",
                )
    return articles, models


def _cited(reply: Reply) -> Iterator[Citation]:
    """Every citation of a reply, the nearest passage and the words of dates included."""
    yield from reply.citations
    yield from reply.answers
    yield from (one.citation for statement in reply.statements for one in statement.dates)
    if reply.nearest:
        yield reply.nearest
