"""From a file, or the bytes of one, to its reader: one table, by what the bytes are."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from bot.article import Article
from bot.errors import SourceNotFoundError, TooLargeError, UnsupportedSourceError
from bot.ingest.cage import read_apart
from bot.ingest.jsonl import read_lines
from bot.ingest.kinds import HEAD, MOST_BYTES, Kind, kind_of
from bot.ingest.plain import decode
from bot.ingest.sheet import read_rows
from bot.ingest.visible import visible
from bot.ingest.wire import Hint, Refused
from bot.settings import MAX_ARTICLE_CHARACTERS, Cage

__all__ = ["Known", "read_bytes", "read_many", "read_one"]

_OF_MANY = {Kind.FEED: "a feed", Kind.JSONL: "a JSON Lines file", Kind.CSV: "a CSV file"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article beforehand; each field wins over what the source says."""

    title: str | None = None
    published: date | datetime | None = None
    url: str | None = None


def read_one(path: Path, cage: Cage, known: Known) -> Article:
    """The article in the file at `path`. Errors are those of `bot.read_article`."""
    if os.path.isdir(path):  # not Path.is_dir, which raises for a name that no file can have
        raise UnsupportedSourceError(
            f"{path} is a folder.", "one article's file.", "Read all the files in it with bot.read_articles."
        )
    with _opened(path) as file:
        head = file.read(HEAD)
        kind = kind_of(head)
        data = head if kind in _OF_MANY else _whole(file, head, kind, str(path))
    return _single(kind, data, Hint(str(path)), cage, known)


def read_bytes(data: bytes, hint: Hint, cage: Cage, known: Known) -> Article:
    """The article in `data`, a whole file or page; see `read_one`."""
    kind = kind_of(data)
    return _single(kind, _whole(io.BytesIO(), data, kind, hint.name), hint, cage, known)


def read_many(source: Path | bytes, hint: Hint, cage: Cage) -> Iterator[Article | Refused]:
    """The articles in a file, or in the bytes of one; see `bot.read_articles`."""
    with _opened(source) if isinstance(source, Path) else io.BytesIO(source) as file:
        head = file.read(HEAD)
        kind = kind_of(head)
        if kind is Kind.JSONL and file.seekable():  # a pipe is not, and read whole below
            file.seek(0)
            yield from read_lines(file, hint.name)
            return
        data = _whole(file, head, kind, hint.name)
    if kind is Kind.JSONL:
        yield from read_lines(io.BytesIO(data), hint.name)
    elif kind is Kind.CSV:
        yield from read_rows(data, hint.name)
    elif kind is Kind.TEXT:
        yield Article.from_text(visible(decode(data, hint.name)), url=hint.url)
    else:
        yield from read_apart(kind, data, hint, cage)


def _single(kind: Kind, data: bytes, hint: Hint, cage: Cage, known: Known) -> Article:
    if kind in _OF_MANY:
        raise UnsupportedSourceError(
            f"{hint.name} is {_OF_MANY[kind]}.", "a source with one article.", "Read it with bot.read_articles."
        )
    if kind is Kind.TEXT:
        text = visible(decode(data, hint.name))
        return Article.from_text(text, title=known.title, published=known.published, url=known.url or hint.url)
    article = next(item for item in read_apart(kind, data, hint, cage) if isinstance(item, Article))
    return article.corrected(title=known.title or ..., published=known.published or ..., url=known.url or ...)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceNotFoundError(
            f"{path} cannot be read: {reason}.",
            "the path of a file with an article.",
            "Check the path and the file's permissions; a text itself is passed as more than one line.",
        ) from error


def _whole(file: BinaryIO, head: bytes, kind: Kind, name: str) -> bytes:
    """The file that begins with `head`, if it is no larger than its kind may be."""
    most = MOST_BYTES[kind]
    data = head + file.read(max(most + 1 - len(head), 0))
    if len(data) > most:
        limit = f"at most {MAX_ARTICLE_CHARACTERS:,} characters in one article"
        raise TooLargeError(
            f"{name} has more than {most:,} bytes.",
            f"{limit}, and {most:,} bytes in a file of this kind ({kind.value}).",
            "Split it into its articles and read them one by one.",
        )
    return data
