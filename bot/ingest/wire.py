"""What passes between a file's reader and the process that asked: articles and refusals as plain JSON data.

JSON and no pickle: a reader that a hostile file has taken over can say something wrong, and run nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import bot.errors
from bot.article import Article, Role
from bot.errors import ArticleError

__all__ = ["Hint", "Refused", "as_data", "as_moment", "from_data", "web_address"]

_LONGEST_ADDRESS = 2_000  # characters
_PLAIN = ("title", "byline", "agency", "dateline", "url", "standfirst", "section")


@dataclass(frozen=True, slots=True)
class Refused:
    """One of many that could not be read, beside those that could.

    Attributes:
        source: which one: its path, its link, or its place such as "feed.xml, entry 3".
        error: why, and what can be done.
    """

    source: str
    error: ArticleError


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of some bytes beside themselves.

    Attributes:
        name: what to call them in an error.
        url: where they were fetched from.
        charset: what the server said of their encoding.
    """

    name: str
    url: str | None = None
    charset: str | None = None


def as_data(item: Article | Refused) -> dict[str, Any]:
    """An article or a refusal as JSON-ready data."""
    if isinstance(item, Refused):
        error = item.error
        return {
            "refused": item.source,
            "error": type(error).__name__,
            "says": [error.got, error.expected, error.remedy],
        }
    data: dict[str, Any] = {name: getattr(item, name) for name in _PLAIN}
    data["paragraphs"] = [[paragraph.text, paragraph.role.value] for paragraph in item.paragraphs]
    data["tags"] = list(item.tags)
    for name in ("published", "updated"):
        moment = getattr(item, name)
        data[name] = moment and moment.isoformat()
    return data


def from_data(data: dict[str, Any]) -> Article | Refused:
    """The article or refusal that `as_data` made. Raises KeyError, TypeError or ValueError for anything else."""
    if "refused" in data:
        kind = getattr(bot.errors, data["error"])
        if not issubclass(kind, ArticleError):
            raise TypeError(f"{data['error']} is no error of an article")
        got, expected, remedy = map(str, data["says"])
        return Refused(str(data["refused"]), kind(got, expected, remedy))
    for name in _PLAIN:
        if not isinstance(data[name], str | None):
            raise TypeError(f"{name} is of type {type(data[name]).__name__}")
    return Article.from_paragraphs(
        [(str(text), Role(role)) for text, role in data["paragraphs"]],
        published=_moment(data["published"]),
        updated=_moment(data["updated"]),
        tags=map(str, data["tags"]),
        **{name: data[name] for name in _PLAIN},
    )


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def as_moment(text: str) -> date | datetime | None:
    """What a machine-readable date says: an aware `datetime`, a `date` where it has no zone, None where it is none.

    >>> as_moment("2026-03-04T10:00:00"), as_moment("yesterday")
    (datetime.date(2026, 3, 4), None)
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.date() if moment.tzinfo is None else moment


def web_address(text: object) -> str | None:
    """`text` if it is an absolute http(s) address that names no user; None for anything else, javascript: too."""
    if not isinstance(text, str) or len(text) > _LONGEST_ADDRESS:
        return None
    match = re.fullmatch(r"https?://[^\s<>\"'`\\@/?#]+(?:[/?#][^\s<>\"`\\]*)?", text.strip(), re.IGNORECASE)
    return match and match[0]
