"""RSS and Atom feeds: an article for each entry, from what the feed itself carries. No link is followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import feedparser

from bot.article import Article
from bot.errors import ArticleError, DamagedFileError, EmptyTextError, UnsafeFileError
from bot.ingest.eml import mail_date
from bot.ingest.html import fragment_lines, plain_title
from bot.ingest.visible import visible
from bot.ingest.wire import Hint, Refused, as_moment, web_address
from bot.layout.words import is_agency

__all__ = ["read"]

_MOST_ENTRIES = 5_000
_END = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)


def read(data: bytes, hint: Hint) -> Iterator[Article | Refused]:
    """The entries in the feed's order; one without text, or cut off with the feed's end, is refused alone.

    Raises:
        UnsafeFileError: the feed declares entities.
        DamagedFileError: it has no entry that can be made out.
        EmptyTextError: it has none at all.
    """
    bare = data[:100_000].replace(b"\x00", b"").upper()
    if b"<!ENTITY" in bare or re.search(rb"<!DOCTYPE[^>\[]{0,500}\[", bare):
        raise UnsafeFileError(
            f"{hint.name} declares entities of its own.",
            "a feed as newspapers publish it.",
            "Report it to its editors.",
        )
    whole = _END.search(data.replace(b"\x00", b"")[-4_096:].rstrip(b"\r\n\t >") + b">") is not None
    # feedparser's own sanitising would hide from `fragment_lines` what is hidden.
    entries = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False).entries[:_MOST_ENTRIES]
    if not entries:
        broken = DamagedFileError if not whole else EmptyTextError
        raise broken(f"{hint.name} is a feed without entries.", "a feed with articles.", "Fetch it again later.")
    for number, entry in enumerate(entries, start=1):
        place = f"{hint.name}, entry {number}"
        try:
            if number == len(entries) and not whole:
                raise DamagedFileError(f"{place} is cut off with the feed.", "a whole feed.", "Fetch it again.")
            yield _article(entry, place)
        except ArticleError as error:
            yield Refused(place, error)


def _article(entry: Any, place: str) -> Article:
    title = visible(plain_title(entry.get("title", "")))
    link = web_address(entry.get("link"))
    standfirst = "\n\n".join(fragment_lines(entry.get("summary", "")))
    full = [one.get("value", "") for one in entry.get("content", [])]
    text = max(["\n\n".join(fragment_lines(one)) for one in full], key=len, default="") or standfirst
    if not text.strip():
        raise EmptyTextError(
            f"{place} ({title[:80] or 'without a title'}) has no text.",
            "an entry with its text or a summary.",
            f"Read the page itself: {link}" if link else "Read the page it stands for.",
        )
    article = Article.from_text(visible(text), title=title or None)
    writer = visible(plain_title(entry.get("author", "")))
    writer = re.sub(r"^\S+@\S+\s*\(([^()]+)\)$", r"\1", writer)  # RSS 2.0: "lee@paper.example (Ann Lee)"
    agency = writer if is_agency(writer) else None
    tags = [visible(plain_title(tag.get("term") or "")) for tag in entry.get("tags", [])]
    return Article.from_paragraphs(
        [(paragraph.text, paragraph.role) for paragraph in article.paragraphs],
        title=article.title,
        published=_moment(entry.get("published") or entry.get("created")) or article.published,
        updated=_updated(entry) or article.updated,
        byline=(None if agency or "@" in writer else writer or None) or article.byline,
        agency=agency or article.agency,
        dateline=article.dateline,
        url=link,
        tags=filter(None, tags),
        standfirst=visible(standfirst) if full and standfirst and len(standfirst) < len(text) else None,
    )


def _moment(text: str | None) -> date | datetime | None:
    return (as_moment(text) or mail_date(text)) if text else None


def _updated(entry: Any) -> date | datetime | None:
    """When it was last changed; feedparser says "updated" of an entry that only names when it was published."""
    return _moment(entry.get("updated")) if entry.get("updated") != entry.get("published") else None
