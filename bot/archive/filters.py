"""Which articles a question or a search is about: by date, outlet, byline, tag and collection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from bot.article import Article
from bot.errors import FilterError


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article must be to be searched; None does not restrict. All of them must hold.

    Attributes:
        since: published on this day or later, by the date the article itself gives.
        until: published on this day or before.
        outlet: the host of its URL, such as "example.org"; "www." is left out, and sub-domains count.
        byline: words that occur in the byline, in any case.
        tag: one of its tags, in any case.
        collection: the name of a collection that it was put into.

    Raises:
        FilterError: a filter is empty, or `since` is after `until`.

    >>> Filters(outlet="https://www.example.org/news").outlet
    'example.org'
    """

    since: date | None = None
    until: date | None = None
    outlet: str | None = None
    byline: str | None = None
    tag: str | None = None
    collection: str | None = None

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            value = getattr(self, name)
            if isinstance(value, datetime):
                object.__setattr__(self, name, value.date())
        if self.since and self.until and self.since > self.until:
            raise FilterError(f"since {self.since} is after until {self.until}.", "a range of days.", "Swap them.")
        for name in ("outlet", "byline", "tag", "collection"):
            value = getattr(self, name)
            if value is not None and not value.strip():
                raise FilterError(f"The filter {name} is empty.", "a word.", "Leave it out to allow any.")
        if self.outlet is not None:
            asked = self.outlet.strip()
            object.__setattr__(self, "outlet", outlet_of(asked if "//" in asked else f"//{asked}"))

    def allow(self, article: Article, collections: Collection[str] = ()) -> bool:
        """Whether an article that is in these collections passes."""
        day, outlet = day_of(article), outlet_of(article.url)
        return (
            (self.since is None or (day is not None and day >= self.since.isoformat()))
            and (self.until is None or (day is not None and day <= self.until.isoformat()))
            and (self.outlet is None or (outlet is not None and f".{outlet}".endswith(f".{self.outlet}")))
            and (self.byline is None or self.byline.strip().casefold() in (article.byline or "").casefold())
            and (self.tag is None or self.tag.strip().casefold() in {one.casefold() for one in article.tags})
            and (self.collection is None or self.collection in collections)
        )


def day_of(article: Article) -> str | None:
    """The day of publication by the article's own clock, such as "2025-12-13"; None where it gives none."""
    return article.published.isoformat()[:10] if article.published else None


def outlet_of(url: str | None) -> str | None:
    """The host of a URL without "www."; None where there is no URL or no host in it."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def page_of(url: str | None) -> str | None:
    """What is the same for every address of one page: no scheme, "www.", fragment or last slash.

    >>> page_of("https://www.Example.org/a/#top") == page_of("http://example.org/a")
    True
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    outlet = outlet_of(url)
    if outlet is None:
        return None
    return f"{outlet}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")
