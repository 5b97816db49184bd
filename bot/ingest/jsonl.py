"""JSON Lines: one article a line, read one at a time, so that a file of any length does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Protocol

from bot.article import Article
from bot.errors import ArticleError, RowError, TooLargeError
from bot.ingest.kinds import MOST_BYTES, Kind
from bot.ingest.rows import article_of_row
from bot.ingest.wire import Refused

__all__ = ["read_lines"]

_LONGEST = MOST_BYTES[Kind.JSONL]


class _Lines(Protocol):
    """What has lines: a file, or a stretch of one."""

    def readline(self, size: int, /) -> bytes:
        """The next line, or the first `size` bytes of it."""


def read_lines(file: _Lines, name: str, before: int = 0) -> Iterator[Article | Refused]:
    """An article, or why there is none, for each line with something on it; see `article_of_row`.

    Args:
        file: the lines.
        name: their file's.
        before: lines of that file that stand before them.
    """
    number = before
    while line := file.readline(_LONGEST + 1):
        number += 1
        place = f"{name}, line {number}"
        try:
            if len(line) > _LONGEST:
                while line and not line.endswith(b"\n"):  # step over the rest of it
                    line = file.readline(_LONGEST)
                raise TooLargeError(f"{place} has more than {_LONGEST:,} bytes.", "an article a line.", "Split it.")
            if line.strip():
                yield _article(line, place)
        except ArticleError as error:
            yield Refused(place, error)


def _article(line: bytes, place: str) -> Article:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RowError(f"{place} is no JSON: {error}.", "an object in UTF-8 on one line.", "Put it right.") from error
    if not isinstance(row, dict):
        raise RowError(f"{place} is of type {type(row).__name__}.", "a JSON object.", "Put it right.")
    return article_of_row(row, place)
