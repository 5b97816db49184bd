"""What has been found while a text is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.layout.credits import Credit
from bot.layout.model import Role

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """What has been found so far. The first line to name a field settles it."""

    published: date | datetime | None = None
    updated: date | datetime | None = None
    byline: str | None = None
    agency: str | None = None
    dateline: str | None = None
    url: str | None = None
    tags: str | None = None
    paragraphs: list[tuple[str, Role]] = field(default_factory=list)

    def add(self, credit: Credit) -> None:
        """Take over what a credit line says, where nothing was known yet."""
        self.published = self.published or credit.published
        self.updated = self.updated or credit.updated
        self.byline = self.byline or credit.byline
        self.agency = self.agency or credit.agency
        self.dateline = self.dateline or credit.dateline
        self.url = self.url or credit.url
        self.tags = self.tags or credit.tags
