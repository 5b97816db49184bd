"""The nouns an answer points into: `Article`, `Paragraph` and `Span`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import EllipsisType

from bot.layout import Role, read_layout

__all__ = ["Article", "Paragraph", "Role", "Span"]

_ID_DIGITS = 16  # 64 bits of SHA-256: one chance in 10^8 of a clash among half a million articles


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of character offsets, `start <= end`, in one paragraph's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, with the number it is cited by.

    Attributes:
        number: counts from 1 within its article and never changes.
        text: exactly as the source has it, without the line breaks around it.
        role: body, heading (a cross-head) or caption.
    """

    number: int
    text: str
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Article:
    """A news article: who published what, when, in numbered paragraphs.

    Make one with `Article.from_text` (a newspaper's plain text) or `Article.from_paragraphs` (a source that
    is already taken apart); both compute `id`, so that the same content always has the same id.

    Attributes:
        id: 16 hexadecimal digits, a hash of the title, the publication date and the paragraphs.
        title: the headline; empty where the source has none.
        paragraphs: `paragraphs[n - 1].number == n` for every n.
        published: an aware `datetime` where the source gives a time zone, a `date` where it does not, or None.
        updated: likewise, the last change the source names.
        byline: the writers as printed, without "By"; None where unsigned.
        agency: the news agency that supplied the text, such as "Reuters" or "Yonhap".
        dateline: place and date line as printed before the first paragraph, such as "SEOUL, Dec. 13 (Yonhap)".
        url: where it was published, if known.
        tags: the source's own keywords.
        standfirst: the introduction that the source names as such; where it is printed below the headline it
            is a paragraph too, so that it can be cited.
        section: the part of the newspaper, such as "World".
    """

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    published: date | datetime | None = None
    updated: date | datetime | None = None
    byline: str | None = None
    agency: str | None = None
    dateline: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    standfirst: str | None = None
    section: str | None = None

    def __post_init__(self) -> None:
        numbers = [paragraph.number for paragraph in self.paragraphs]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError(f"paragraphs must be numbered 1, 2, 3 … in order, got {numbers}")

    def paragraph(self, number: int) -> Paragraph:
        """The paragraph cited as `number`, from 1. Raises `IndexError` where there is none."""
        if not 1 <= number <= len(self.paragraphs):
            raise IndexError(f"article {self.id} has paragraphs 1 to {len(self.paragraphs)}, got {number}")
        return self.paragraphs[number - 1]

    @property
    def content_sha256(self) -> str:
        """64 hexadecimal digits of the hash that the id is the beginning of, for evidence."""
        return _content_hash(self.title, self.published, self.paragraphs)

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs that tell the story: neither captions nor cross-heads."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.role is Role.BODY)

    def corrected(
        self,
        *,
        title: str | EllipsisType = ...,
        byline: str | EllipsisType | None = ...,
        published: date | datetime | EllipsisType | None = ...,
        url: str | EllipsisType | None = ...,
    ) -> Article:
        """This article with what an editor put right before it is kept; `...` leaves a field as it is.

        The id is that of the corrected content: another one where title or date changed.

        >>> article = Article.from_paragraphs(["The bridge reopened."], title="Brigde reopens")
        >>> article.corrected(title="Bridge reopens", byline="Ann Lee").title
        'Bridge reopens'
        """
        title = self.title if isinstance(title, EllipsisType) else title
        byline = self.byline if isinstance(byline, EllipsisType) else byline
        published = self.published if isinstance(published, EllipsisType) else published
        url = self.url if isinstance(url, EllipsisType) else url
        new_id = _content_id(title, published, self.paragraphs)
        return replace(self, id=new_id, title=title, byline=byline, published=published, url=url)

    @classmethod
    def from_paragraphs(
        cls,
        paragraphs: Iterable[str | tuple[str, Role]],
        *,
        title: str = "",
        published: date | datetime | None = None,
        updated: date | datetime | None = None,
        byline: str | None = None,
        agency: str | None = None,
        dateline: str | None = None,
        url: str | None = None,
        tags: Iterable[str] = (),
        standfirst: str | None = None,
        section: str | None = None,
    ) -> Article:
        """An article from paragraphs that are already apart, numbered 1, 2, 3 … in the order given.

        Args:
            paragraphs: texts, taken for body, or (text, role) pairs. Kept to the character.
            title, published, updated, byline, agency, dateline, url, tags, standfirst, section: as the
                attributes.
        """
        numbered = tuple(
            Paragraph(number, *((item, Role.BODY) if isinstance(item, str) else item))
            for number, item in enumerate(paragraphs, start=1)
        )
        return cls(
            _content_id(title, published, numbered),
            title,
            numbered,
            published,
            updated,
            byline,
            agency,
            dateline,
            url,
            tuple(tags),
            standfirst,
            section,
        )

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str | None = None,
        published: date | datetime | None = None,
        url: str | None = None,
    ) -> Article:
        """Read a newspaper's plain text: headline, dates, byline, dateline, captions and tags apart from the body.

        Body paragraphs and cross-heads are numbered from 1 in reading order; captions follow them, so that a
        photograph does not shift the paragraphs a reader counts.

        Args:
            text: the article as copied from a page or a file.
            title, published, url: what is known beforehand; each wins over what the text says.

        Raises:
            EmptyTextError: nothing but white space.
            NoBodyError: a headline or credits at most.
            NotTextError: it holds NUL or half a surrogate pair, which no text has.
            TooLargeError: longer than an article may be.

        >>> article = Article.from_text("Bridge reopens\\n\\nBy Ann Lee\\n\\nThe bridge reopened on Monday.")
        >>> article.title, article.byline, article.paragraphs[0].text
        ('Bridge reopens', 'Ann Lee', 'The bridge reopened on Monday.')
        """
        layout = read_layout(text, title=title)
        in_order = sorted(layout.paragraphs, key=lambda item: item[1] is Role.CAPTION)
        return cls.from_paragraphs(
            in_order,
            title=layout.title,
            published=published or layout.published,
            updated=layout.updated,
            byline=layout.byline,
            agency=layout.agency,
            dateline=layout.dateline,
            url=url or layout.url,
            tags=layout.tags,
        )


def _content_id(title: str, published: date | datetime | None, paragraphs: Iterable[Paragraph]) -> str:
    return _content_hash(title, published, paragraphs)[:_ID_DIGITS]


def _content_hash(title: str, published: date | datetime | None, paragraphs: Iterable[Paragraph]) -> str:
    """Hash what the reader would call the article: its words and its date, not where it came from."""
    digest = hashlib.sha256()
    parts = [title, published.isoformat() if published else ""]
    parts += [f"{paragraph.role}\x1f{paragraph.text}" for paragraph in paragraphs]
    # surrogatepass: an id must exist for any str, even one that could not be written to a file
    digest.update("\x1e".join(parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
