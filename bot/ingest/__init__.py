"""Makes an `Article` out of whatever a user has: a path, or the text itself."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path

from bot.article import Article
from bot.errors import UnsupportedSourceError
from bot.ingest.plain import read_file

__all__ = ["read_article"]

_LINK = re.compile(r"https?://\S+$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
_LONGEST_PATH = 1_000  # characters; Linux allows 4,096, and no one types as many


def read_article(
    source: Article | Path | str,
    *,
    title: str | None = None,
    published: date | datetime | None = None,
    url: str | None = None,
) -> Article:
    """Read one article.

    Args:
        source: an `Article`, which is returned as it is; a `Path`; or a string, which names a file if there
            is one of that name, or if it looks like a path (a short line that ends in a suffix such as
            ".txt", or has folders in it and no spaces); anything else is the text itself.
        title: the headline, where it is known; it wins over the text's.
        published: likewise.
        url: likewise; none of the three changes an `Article` that is passed in.

    Raises:
        SourceNotFoundError: a path at which there is no file that can be read.
        UnsupportedSourceError: a folder, a link, or a source that is none of the three kinds.
        NotTextError: the file is a picture, an archive or the like; or the text holds characters that no text
            has (NUL, half a surrogate pair), which could be neither stored nor shown.
        EncodingError: the file's character encoding could not be established.
        EmptyTextError, NoBodyError, TooLargeError: see `Article.from_text`.
    """
    if isinstance(source, Article):
        return source
    if isinstance(source, Path):
        text = read_file(source)
    elif isinstance(source, str):
        path = _as_path(source)
        text = source if path is None else read_file(path)
    else:
        raise UnsupportedSourceError(
            f"The source is of type {type(source).__name__}.",
            "an Article, a pathlib.Path, or a str that is a path or the article's text.",
            "Decode bytes first, or pass the path of the file they came from.",
        )
    return Article.from_text(text, title=title, published=published, url=url)


def _as_path(source: str) -> Path | None:
    """The path that `source` names or looks like, or None where it is an article's text."""
    line = source.strip()
    if not line or len(line) > _LONGEST_PATH or "\n" in line or "\r" in line or "\x00" in line:
        return None
    if _LINK.match(line):
        raise UnsupportedSourceError(
            f"The source is a link: {line[:200]}",
            "a file or the article's text; links are not read yet.",
            "Open the page, save its text to a file or copy it, and read that.",
        )
    path = Path(line)
    if _exists(path):
        return path
    separators = "/" in line or (os.sep in line) or "\\" in line
    prose = line.count(" ") > 3 and not (separators and line[0] in "/~.\\")
    if not prose and (_SUFFIX.search(line) or (separators and " " not in line)):
        return path.expanduser() if line[0] == "~" else path
    return None


def _exists(path: Path) -> bool:
    """True where something is at `path`; a name that no file can have is not there."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
