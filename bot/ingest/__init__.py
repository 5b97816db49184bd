"""Makes articles out of whatever a user has: files of many kinds, links, feeds, folders, or the text itself.

What the bytes are decides, not the name of the file. `read_article` is for sources that hold one article,
`read_articles` for those that hold many, and for the others too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bot.article import Article
from bot.errors import ArticleError, UnsupportedSourceError
from bot.ingest.files import Known, read_bytes, read_many, read_one
from bot.ingest.folder import files_in
from bot.ingest.visible import visible
from bot.ingest.wire import Hint, Refused
from bot.settings import Cage

if TYPE_CHECKING:
    from bot.ingest.network import Network

__all__ = ["Refused", "read_article", "read_articles", "read_stream"]

_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S*$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
_LONGEST_PATH = 1_000  # characters; Linux allows 4,096, and no one types as many


def read_article(
    source: Article | Path | str,
    *,
    title: str | None = None,
    published: date | datetime | None = None,
    url: str | None = None,
    network: Network | None = None,
    cage: Cage | None = None,
) -> Article:
    """Read one article.

    Args:
        source: an `Article`, which is returned as it is; a `Path`; or a string, which is a link if it has the
            form of one, or names a file if there is one of that name, or if it looks like a path (a short line
            that ends in a suffix such as ".txt", or has folders in it and no spaces); anything else is the
            text itself. A file or a page is text, Markdown, HTML, PDF, .docx or .eml, by its bytes.
        title, published, url: what is known beforehand; each wins over what the source says, save an `Article`.
        network: where links may lead; None for the open internet.
        cage: what reading a file may cost; None for the defaults.

    Raises:
        SourceNotFoundError, UnsupportedSourceError: there is no such file; it holds many articles.
        LinkRefusedError, LinkFailedError: see `bot.ingest.web.fetch`.
        NotTextError, EncodingError, EmptyTextError, NoBodyError, TooLargeError: see `Article.from_text`.
        DamagedFileError, EncryptedFileError, ScannedFileError, UnsafeFileError, ReaderStoppedError: the file is
            of a kind that is read, and this one cannot be.
    """
    if isinstance(source, Article):
        return source
    place = _place(source)
    if place is None:
        return Article.from_text(visible(str(source)), title=title, published=published, url=url)
    cage, known = cage or Cage(), Known(title, published, url)
    if isinstance(place, Path):
        return read_one(place, cage, known)
    return read_bytes(*_fetched(place, network), cage, known)


def read_articles(
    source: Article | Path | str, *, network: Network | None = None, cage: Cage | None = None
) -> Iterator[Article | Refused]:
    """Read all the articles of a source, one after the other.

    Args:
        source: as for `read_article`; or a folder, an RSS or Atom feed, a JSON Lines or a CSV file, by path or link.
        network, cage: as for `read_article`.

    Yields:
        Each article as soon as it is read; and in its place among them, each that could not be read, `Refused`
        with its error. The others are not lost, and whoever has enough stops.

    Raises:
        ArticleError: the source itself cannot be read, or holds a single article that cannot.
    """
    if isinstance(source, Article):
        yield source
        return
    place = _place(source)
    cage = cage or Cage()
    if place is None:
        yield Article.from_text(visible(str(source)))
    elif isinstance(place, str):
        yield from read_many(*_fetched(place, network), cage)
    elif os.path.isdir(place):
        yield from _in_folder(place, cage)
    else:
        yield from read_many(place, Hint(str(place)), cage)


def read_stream(stream: BinaryIO, name: str) -> Iterator[Article | Refused]:
    """As `read_articles`, from a file that is open already, such as standard input; `name` is for errors."""
    yield from read_many(stream.read(), Hint(name), Cage())


def _in_folder(folder: Path, cage: Cage) -> Iterator[Article | Refused]:
    for path in files_in(folder):
        try:
            yield from read_many(path, Hint(str(path)), cage)
        except ArticleError as error:
            yield Refused(str(path), error)


def _fetched(link: str, network: Network | None) -> tuple[bytes, Hint]:
    from bot.ingest.network import Network  # noqa: PLC0415  httpx takes 50 ms to load, which a file never needs
    from bot.ingest.web import fetch  # noqa: PLC0415

    page = fetch(link, network or Network())
    return page.data, Hint(link, page.url, page.charset)


def _place(source: object) -> Path | str | None:
    """The path or the link that `source` is or looks like; None where it is an article's text."""
    if isinstance(source, Path):
        return source
    if not isinstance(source, str):
        raise UnsupportedSourceError(
            f"The source is of type {type(source).__name__}.",
            "an Article, a pathlib.Path, or a str that is a path, a link or the article's text.",
            "Decode bytes first, or pass the path of the file they came from.",
        )
    line = source.strip()
    if not line or len(line) > _LONGEST_PATH or "\n" in line or "\r" in line or "\x00" in line:
        return None
    if _LINK.match(line):
        return line
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
