"""Word documents (.docx): paragraphs in order, titles and captions by their styles, hidden and deleted text out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.article import Article, Role
from bot.errors import DamagedFileError, EncryptedFileError, NotTextError, TooLargeError, UnsafeFileError
from bot.ingest.visible import visible
from bot.ingest.wire import Hint
from bot.layout import read_layout

__all__ = ["read"]

_MOST_UNPACKED = 100_000_000  # bytes; the pictures of a long report
_MOST_XML = 30_000_000  # bytes of one part, such as the text itself
_MOST_PARTS = 5_000


def read(data: bytes, hint: Hint) -> Iterator[Article]:
    """The article in a Word document.

    The author in the file's own properties is not taken: it names whoever typed.

    Raises:
        NotTextError: an archive that is no Word document.
        DamagedFileError: the archive is cut off or wrong.
        EncryptedFileError: it opens only with a password.
        TooLargeError: it unpacks to more than 100,000,000 bytes. Nothing is unpacked to find out.
        UnsafeFileError: its XML declares entities, or its parts have names that lead out of it.
        EmptyTextError, NoBodyError: as for plain text.
    """
    _check(data, hint)
    try:
        document = Document(io.BytesIO(data))
    except (OpcError, KeyError, ValueError) as error:
        raise _no_document(hint) from error
    yield _article(list(_blocks(document)))


def _article(blocks: Sequence[tuple[str, str]]) -> Article:
    """The article in (style, text) pairs."""
    title = next((text for style, text in blocks[:3] if style == "title"), None)
    standfirst = next((text for style, text in blocks if style == "subtitle"), None)
    lines = [f"{_mark(style)}{text}" for style, text in blocks if style not in ("title", "caption")]
    if title is None and lines and lines[0].startswith("## "):
        lines[0] = lines[0].removeprefix("#")  # one mark: the first heading is the headline
    layout = read_layout("\n\n".join(lines) or " ", title=title)
    captions = [(text, role) for text, role in layout.paragraphs if role is Role.CAPTION]
    captions += [(text, Role.CAPTION) for style, text in blocks if style == "caption"]
    body = [
        (text, Role.BODY if text == standfirst else role)
        for text, role in layout.paragraphs
        if role is not Role.CAPTION
    ]
    return Article.from_paragraphs(
        [*body, *captions],
        title=layout.title,
        published=layout.published,
        updated=layout.updated,
        byline=layout.byline,
        agency=layout.agency,
        dateline=layout.dateline,
        url=layout.url,
        tags=layout.tags,
        standfirst=standfirst,
    )


def _mark(style: str) -> str:
    return "## " if style.startswith("heading") else ""


def _check(data: bytes, hint: Hint) -> None:
    """Look at the archive's table of contents and its XML before anything is made of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "word/document.xml" not in names and "[Content_Types].xml" not in names:
                raise _no_document(hint)
            _check_sizes(parts, hint)
            for part in parts:
                if ".." in PurePosixPath(part.filename.replace("\\", "/")).parts or part.filename[:1] in "/\\":
                    raise _unsafe(hint, f"a part with a name that leads out of it ({part.filename[:80]!r})")
                if part.flag_bits & 1:
                    raise EncryptedFileError(
                        f"{hint.name} is locked with a password.", "a document without.", "Save a copy without it."
                    )
                if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise _unsafe(hint, f"XML that declares entities ({part.filename[:80]})")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise DamagedFileError(
            f"{hint.name} begins like an Office document, and is damaged: {error}.",
            "a whole file.",
            "Download or copy it again, or open it in Word and save it anew.",
        ) from error


def _check_sizes(parts: list[zipfile.ZipInfo], hint: Hint) -> None:
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if total > _MOST_UNPACKED or largest > _MOST_XML or len(parts) > _MOST_PARTS:
        raise TooLargeError(
            f"{hint.name} has {len(parts):,} parts that unpack to {total:,} bytes, the largest text to {largest:,}.",
            f"at most {_MOST_UNPACKED:,} bytes in all and {_MOST_XML:,} in one text.",
            "Copy the article's text, and read that.",
        )


def _declares(xml: bytes) -> bool:
    """True where XML, in whatever encoding, has a document type; Office's own never has."""
    bare = xml.replace(b"\x00", b"")
    return b"<!DOCTYPE" in bare or b"<!ENTITY" in bare


def _blocks(document: Any) -> Iterator[tuple[str, str]]:
    """(style in small letters, text) of each paragraph that has text; a table's row is one line."""
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            text = _text(block._p)
            style = (block.style.name or "").casefold() if block.style is not None else ""
            yield from ((style, part) for part in text.split("\n") if part.strip())
        elif isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(row._tr.tc_lst)  # a merged cell is there once
                line = " | ".join(filter(None, (" ".join(_text(cell).split()) for cell in cells)))
                if line:
                    yield "table", line


def _text(element: Any) -> str:
    """The text of a paragraph or cell as Word shows it: insertions in, deletions and hidden text out."""
    pieces = []
    for node in element.iter():
        if node.tag not in _SHOWN or _is_unseen(node, element):
            continue
        pieces.append((node.text or "") if node.tag == qn("w:t") else _SHOWN[node.tag])
    return visible("".join(pieces)).strip()


_SHOWN = {qn("w:t"): "", qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_ELSEWHERE = {qn("w:del"), qn("w:txbxContent"), qn("w:pPr"), qn("w:moveFrom")}


def _is_unseen(node: Any, top: Any) -> bool:
    for above in node.iterancestors():
        if above is top:
            return False
        if above.tag in _ELSEWHERE:
            return True
        if above.tag == qn("w:r"):
            hidden = above.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
            if hidden is not None and hidden.get(qn("w:val"), "true") not in ("0", "false", "off"):
                return True
    return False


def _no_document(hint: Hint) -> NotTextError:
    return NotTextError(
        f"{hint.name} is not text: it seems to be a ZIP archive or an Office document other than .docx.",
        "a Word document (.docx), or another kind that is read.",
        "Unpack it and read the articles in it, or save the document as .docx or plain text.",
    )


def _unsafe(hint: Hint, what: str) -> UnsafeFileError:
    return UnsafeFileError(
        f"{hint.name} holds {what}.", "a document as Word saves it.", "Copy its text from Word, and read that."
    )
