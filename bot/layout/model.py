"""What a newspaper's plain text holds: `Role` and `Layout`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

__all__ = ["Layout", "Role"]


class Role(StrEnum):
    """What a paragraph is for: telling the story, dividing it, or describing a picture."""

    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Layout:
    """A text taken apart. Nothing is stored twice, and what no rule knows for sure stays a body paragraph.

    Attributes:
        title: the headline; empty where the text has none.
        paragraphs: (text, role) in document order, at least one of them `Role.BODY`. A paragraph that was
            one line in the source is a substring of it; a hard-wrapped one has its lines joined by a space.
        published: an aware `datetime` where the source gives a known time zone, a `date` where it gives
            none, None where it gives no date, an ambiguous one, or one without a year.
        updated: likewise, the last change the source names.
        byline: the writers as printed, without "By", their titles, papers and e-mail addresses.
        agency: the news agency that supplied the text, as printed.
        dateline: the place and date before the first paragraph, as printed, without the dash.
        url: the address the text itself names.
        tags: the source's own keywords.
    """

    title: str
    paragraphs: tuple[tuple[str, Role], ...]
    published: date | datetime | None = None
    updated: date | datetime | None = None
    byline: str | None = None
    agency: str | None = None
    dateline: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
