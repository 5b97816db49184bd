"""From a row of named fields, of JSON Lines or CSV, to an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.article import Article
from bot.errors import NotTextError, RowError
from bot.ingest.visible import visible
from bot.ingest.wire import as_moment, web_address
from bot.settings import MAX_ARTICLE_CHARACTERS

__all__ = ["article_of_row"]

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # NUL, and half a surrogate pair
# Other names that fields go by, in small letters.
_NAMES = {
    "headline": "title", "body": "text", "content": "text", "date": "published", "datepublished": "published",
    "published_at": "published", "updated_at": "updated", "link": "url", "author": "byline", "authors": "byline",
    "keywords": "tags", "subtitle": "standfirst", "category": "section",
}  # fmt: skip


def article_of_row(row: Mapping[str, Any], place: str) -> Article:
    """The article that a row holds.

    Args:
        row: "text" (an article's plain text) or "paragraphs" (a list of texts, kept as they are apart), and any
            of "title", "published", "updated", "url", "byline", "agency", "section", "standfirst" and "tags" (a
            list, or a text with commas). Some other usual names are known too; further fields are left alone.
        place: where the row stands, for errors.

    Raises:
        RowError: neither text nor paragraphs, a field of the wrong type, a date that is not ISO 8601, an
            address that is not http(s).
        EmptyTextError, NoBodyError, NotTextError, TooLargeError: see `Article.from_text`.
    """
    fields: dict[str, Any] = {}
    for name, value in row.items():
        key = str(name).strip().casefold()
        key = _NAMES.get(key, key)
        if value is not None and value != "" and key not in fields:
            fields[key] = value
    given = _Given(
        title=_text(fields, "title", place),
        published=_date(fields, "published", place),
        updated=_date(fields, "updated", place),
        byline=_text(fields, "byline", place),
        agency=_text(fields, "agency", place),
        url=_url(fields, place),
        tags=_tags(fields, place),
        standfirst=_text(fields, "standfirst", place),
        section=_text(fields, "section", place),
    )
    if isinstance(fields.get("paragraphs"), list):
        paragraphs = _paragraphs(fields["paragraphs"], place)
        Article.from_text("\n\n".join(paragraphs))  # checked as any text is, and then kept as the row parts it
        return given.over(Article.from_paragraphs(paragraphs))
    text = _text(fields, "text", place) or _text(fields, "paragraphs", place)
    if text is None:
        raise RowError(f"{place} has no text.", 'a field "text" or "paragraphs".', "Name the column with the text so.")
    return given.over(Article.from_text(text, title=given.title))


@dataclass(frozen=True, slots=True)
class _Given:
    """The fields of `Article` that a row names beside its text."""

    title: str | None
    published: date | datetime | None
    updated: date | datetime | None
    byline: str | None
    agency: str | None
    url: str | None
    tags: tuple[str, ...]
    standfirst: str | None
    section: str | None

    def over(self, article: Article) -> Article:
        """`article` with what the row names in the place of what its text says."""
        return Article.from_paragraphs(
            [(paragraph.text, paragraph.role) for paragraph in article.paragraphs],
            title=self.title or article.title,
            published=self.published or article.published,
            updated=self.updated or article.updated,
            byline=self.byline or article.byline,
            agency=self.agency or article.agency,
            dateline=article.dateline,
            url=self.url or article.url,
            tags=self.tags or article.tags,
            standfirst=self.standfirst,
            section=self.section,
        )


def _text(fields: Mapping[str, Any], name: str, place: str) -> str | None:
    value = fields.get(name)
    if name == "byline" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    if value is None or isinstance(value, str):
        text = value and visible(value).strip()
        if text and (bad := _NO_TEXT.search(text)):
            raise NotTextError(
                f'{place} holds a character that no text has (U+{ord(bad[0]):04X}) in "{name}".',
                "text.",
                "Put it right.",
            )
        return (text if name in ("text", "paragraphs") else " ".join(text.split())) if text else None
    raise _wrong(place, name, value, "a text")


def _date(fields: Mapping[str, Any], name: str, place: str) -> date | datetime | None:
    value = fields.get(name)
    moment = as_moment(value) if isinstance(value, str) else None
    if value is not None and moment is None:
        raise _wrong(place, name, value, "a date such as 2026-03-04 or 2026-03-04T10:00:00+09:00")
    return moment


def _url(fields: Mapping[str, Any], place: str) -> str | None:
    value = fields.get("url")
    address = web_address(value)
    if value is not None and address is None:
        raise _wrong(place, "url", value, "an address that begins with http:// or https://")
    return address


def _tags(fields: Mapping[str, Any], place: str) -> tuple[str, ...]:
    value = fields.get("tags", [])
    if isinstance(value, str):
        value = re.split(r"[,;|]", value)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong(place, "tags", value, "a list of texts")
    return tuple(filter(None, (_text({"tags": one}, "tags", place) for one in value)))


def _paragraphs(values: list[Any], place: str) -> list[str]:
    if not values or not all(isinstance(one, str) and one.strip() for one in values):
        raise _wrong(place, "paragraphs", values, "a list of texts, none of them empty")
    if sum(map(len, values)) > MAX_ARTICLE_CHARACTERS:
        raise _wrong(place, "paragraphs", "", f"at most {MAX_ARTICLE_CHARACTERS:,} characters")
    return [" ".join(visible(one).split()) for one in values]


def _wrong(place: str, name: str, value: Any, expected: str) -> RowError:
    return RowError(f'{place} has {str(value)[:80]!r} in "{name}".', f"{expected}.", "Put the row right.")
