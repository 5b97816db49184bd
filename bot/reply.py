"""What comes back: `Citation`, `Statement`, `Reply`, `Match`. A citation is data, never parsed out of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.article import Article, Span
from bot.errors import ExportError


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof, to the character: `article.paragraph(paragraph).text[start:end] == quote`, always.

    Make one with `Citation.of`, which cuts the quote out of the article itself.

    Attributes:
        article_id: the article's id.
        paragraph: the paragraph's number, from 1.
        start: first character of the quote in the paragraph's text.
        end: one past its last character.
        quote: the words themselves.
    """

    article_id: str
    paragraph: int
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not (0 <= self.start < self.end and self.end - self.start == len(self.quote)):
            raise ValueError(
                f"a citation's quote must fill its span: [{self.start}, {self.end}) holds "
                f"{self.end - self.start} characters, the quote {len(self.quote)}"
            )

    @classmethod
    def of(cls, article: Article, paragraph: int, span: Span) -> Citation:
        """Cite `span` of the numbered paragraph. Raises `ValueError` where the span is empty or leaves the text."""
        text = article.paragraph(paragraph).text
        if not span.start < span.end <= len(text):
            raise ValueError(f"paragraph {paragraph} has {len(text)} characters, got [{span.start}, {span.end})")
        return cls(article.id, paragraph, span.start, span.end, text[span.start : span.end])

    def holds(self, article: Article) -> bool:
        """Whether the article still says so, to the character."""
        if article.id != self.article_id or not 1 <= self.paragraph <= len(article.paragraphs):
            return False
        return article.paragraph(self.paragraph).text[self.start : self.end] == self.quote


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """Words that name a day or a span of days, and which days those are.

    Attributes:
        citation: the words, such as "Friday", where they stand.
        first: the first day meant.
        last: the last; the same for a single day.
        rule: how that follows, for people, such as "the last Friday up to the article's date, 13 December 2025".
    """

    citation: Citation
    first: date
    last: date
    rule: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a resolved date must not end before it begins: {self.first} to {self.last}")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a reply and what proves it.

    Attributes:
        text: the sentence.
        citations: at least one.
        speaker: to whom the article attributes it, in its words, such as "the coast guard"; None where to nobody.
        dates: the dates that its words name, resolved, in their order; not those that cannot be resolved.
    """

    text: str
    citations: tuple[Citation, ...]
    speaker: str | None = None
    dates: tuple[ResolvedDate, ...] = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a statement needs at least one citation: {self.text!r}")


class Provenance(Protocol):
    """Where a reply came from: what writing it down as evidence needs and the reply itself does not hold."""

    @property
    def articles(self) -> Mapping[str, Article]:
        """By id, the articles that the reply cites."""

    def export(self, replies: Sequence[Reply], kind: str, accessed: date | None) -> bytes:
        """The replies as a file, as `Reply.export` says."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a question, or a summary, or an honest "the articles do not say".

    Attributes:
        question: as asked; for a summary, its focus or the empty string.
        statements: the sentences of the reply, each cited.
        answers: the short answers with their exact places, the best first: one for most questions, several for a
            list or where articles differ, none for a summary or an abstention.
        confidence: calibrated probability in [0, 1] that an answer is right; for an abstention, that the articles
            indeed do not say. It is 1 for a summary, which quotes whole sentences and claims no more.
        nearest: of an abstention, the passage that comes closest.
        understood: of a follow-up, the question on its own that was answered; None where it was taken as asked.
        differs: whether the articles disagree; each answer is then one side, with a statement of its own.
        struck: sentences that a generative model wrote and the articles do not support; they are left out.
        provenance: what the desk that made it knows of its articles and models; no part of what the reply says.
    """

    question: str
    statements: tuple[Statement, ...] = ()
    answers: tuple[Citation, ...] = ()
    confidence: float = 0.0
    nearest: Citation | None = None
    understood: str | None = None
    differs: bool = False
    struck: int = 0
    provenance: Provenance | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is a probability in [0, 1], got {self.confidence}")

    @property
    def answer(self) -> Citation | None:
        """The best short answer; None for a summary or an abstention."""
        return self.answers[0] if self.answers else None

    @property
    def short(self) -> str | None:
        """The verbatim answer, such as "around 1,000"; None for a summary or an abstention."""
        return self.answer.quote if self.answer else None

    @property
    def text(self) -> str:
        """The whole reply as plain text, without its citations; empty where the articles do not say."""
        return " ".join(statement.text for statement in self.statements)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the statements."""
        found = (citation for statement in self.statements for citation in statement.citations)
        return tuple(dict.fromkeys(found))

    @property
    def abstained(self) -> bool:
        """True where the articles do not say."""
        return not self.answers and not self.statements

    def export(self, kind: str, accessed: date | None = None) -> bytes:
        """This reply as evidence: question, quotes, places, articles, models, and a hash that shows an edit.

        Args:
            kind: "md", "json" or "docx".
            accessed: the day on which the articles were read; None for today, and the file says which of both it is.

        Raises:
            ExportError: an unknown kind, or a reply that no desk made.
        """
        if self.provenance is None:
            raise ExportError(
                "This reply was not made by a desk: its articles and models are not known.",
                "a reply from `Assistant.answer`, `Assistant.summarise`, `bot.answer` or `bot.summarise`.",
                "Ask a desk, and export what it returns.",
            )
        return self.provenance.export([self], kind, accessed)


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph that a search found, cited whole.

    Attributes:
        citation: the paragraph.
        score: relevance in [0, 1]; it ranks the matches of one search and says nothing across searches.
        similarity: cosine of query and paragraph, in [-1, 1]; it can be compared.
    """

    citation: Citation
    score: float
    similarity: float
