"""PDF files: the text of their pages, with running heads and feet out and words joined that a line break cut."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from bot.article import Article
from bot.errors import DamagedFileError, EncryptedFileError, ScannedFileError, TooLargeError
from bot.ingest.visible import visible
from bot.ingest.wire import Hint
from bot.settings import MAX_ARTICLE_CHARACTERS

__all__ = ["read"]

_MOST_PAGES = 500
_END_REACH = 4_096  # bytes before the end of the file within which "%%EOF" stands
_EDGE = 2  # lines at a page's top and bottom that may be running heads and feet
_LEAST_LETTERS = 20  # on all pages; fewer are a scanner's stamp


def read(data: bytes, hint: Hint) -> Iterator[Article]:
    """The article on a PDF's pages.

    Title and author in the file's own properties are not taken: they name templates and typists.

    Raises:
        DamagedFileError: the file is cut off, or no PDF behind its first bytes.
        EncryptedFileError: it opens only with a password.
        ScannedFileError: its pages are pictures.
        TooLargeError: more than 500 pages, or a page unpacks to more than pypdf allows.
        NoBodyError: as for plain text.
    """
    if b"%%EOF" not in data[-_END_REACH:]:
        raise DamagedFileError(
            f"{hint.name} is cut off: a PDF ends with %%EOF, and this one does not.",
            "the whole file.",
            "Download or copy it again.",
        )
    pages = _page_texts(data, hint)
    text = visible("\n".join(_without_running_lines(pages)))
    if sum(map(str.isalnum, text)) < _LEAST_LETTERS:
        raise ScannedFileError(
            f"{hint.name} has {len(pages)} page(s) and no text on them: they seem to be scanned.",
            "a PDF with text that can be selected.",
            "Run text recognition (OCR) over it first, or copy the text by hand.",
        )
    yield Article.from_text(_joined_words(text))


def _page_texts(data: bytes, hint: Hint) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):  # an empty password opens what only forbids printing
            raise _locked(hint)
        if len(reader.pages) > _MOST_PAGES:
            raise TooLargeError(
                f"{hint.name} has {len(reader.pages)} pages.",
                f"at most {_MOST_PAGES} pages in one article.",
                "Save the pages with the article as a file of their own.",
            )
        texts, length = [], 0
        for page in reader.pages:
            texts.append(page.extract_text())
            length += len(texts[-1])
            if length > MAX_ARTICLE_CHARACTERS:
                break  # `Article.from_text` says what is wrong
    except (FileNotDecryptedError, DependencyError) as error:
        raise _locked(hint) from error
    except LimitReachedError as error:
        raise TooLargeError(
            f"{hint.name} goes beyond what a page may hold ({error}).",
            "pages of text.",
            "Copy its text, and read that.",
        ) from error
    return texts


def _without_running_lines(pages: Sequence[str]) -> list[str]:
    """The pages without page numbers, and without the lines that stand at the edge of most of them."""
    split = [[line for line in page.splitlines() if line.strip()] for page in pages]
    edges = Counter(key for lines in split for key in {_key(line) for line in [*lines[:_EDGE], *lines[-_EDGE:]]})
    running = {key for key, count in edges.items() if key == "" or (count > 1 and count > len(pages) / 2)}
    kept = []
    for page, lines in enumerate(split):
        last = len(lines) - _EDGE
        for n, line in enumerate(lines):
            # The first page's head stays: it may name the day.
            first = page == 0 and n < _EDGE and _key(line) != ""
            if first or _EDGE <= n < last or _key(line) not in running:
                kept.append(line)
    return kept


def _key(line: str) -> str:
    """A line without its figures: "Page 3 of 9" and "Page 4 of 9" are the same running line."""
    bare = " ".join(re.sub(r"\d+", " ", line).split()).strip(" -–—|./").casefold()
    return "" if bare in ("page", "page of", "p", "of") else bare


def _joined_words(text: str) -> str:
    """Words that a hyphen cuts at a line's end, joined; the hyphen stays where the text has it elsewhere too."""

    def join(match: re.Match[str]) -> str:
        return match[0] if f"{match[1]}-{match[2]}" in text else match[1] + match[2]

    joined = re.sub(r"([^\W\d_]+)-\n([a-z][^\W\d_]*)", join, text)
    return re.sub(r"([^\W\d_]+)-\n(?=[a-z])", r"\1-", joined)


def _locked(hint: Hint) -> EncryptedFileError:
    return EncryptedFileError(
        f"{hint.name} is locked with a password.",
        "a PDF that opens without one.",
        "Open it with its password, and save a copy without, or copy its text.",
    )
