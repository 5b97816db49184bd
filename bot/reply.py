"""What comes back: `Citation`, `Statement`, `Reply`, `Match`. A citation is data, never parsed out of text."""

from __future__ import annotations

from dataclasses import dataclass

from bot.article import Article, Span


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
class Statement:
    """A sentence of a reply and what proves it.

    Attributes:
        text: the sentence.
        citations: at least one.
    """

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a statement needs at least one citation: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a question, or a summary, or an honest "the articles do not say".

    Attributes:
        question: as asked; for a summary, its focus or the empty string.
        statements: the sentences of the reply, each cited.
        answer: the short answer with its exact place, for a question that has one.
        confidence: calibrated probability in [0, 1] that an answer is right; for an abstention, that the articles
            indeed do not say. It is 1 for a summary, which quotes whole sentences and claims no more.
        nearest: of an abstention, the passage that comes closest.
    """

    question: str
    statements: tuple[Statement, ...] = ()
    answer: Citation | None = None
    confidence: float = 0.0
    nearest: Citation | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is a probability in [0, 1], got {self.confidence}")

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
        return self.answer is None and not self.statements


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
