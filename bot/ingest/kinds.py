"""Tells what a source is by its first bytes; its name plays no part."""

from __future__ import annotations

import csv
import re
from enum import StrEnum

from bot.ingest.plain import MARKS

__all__ = ["HEAD", "MOST_BYTES", "Kind", "kind_of"]

HEAD = 65_536  # bytes that are looked at

_MANY_COLUMNS = 100
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|atom:feed)[\s>]", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|meta|title|header|link|script)[\s>/]",
    re.IGNORECASE,
)
_MAIL_FIELD = r"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*\n)"
# Of the fields that a mail program writes and nobody types above a text.
_MAIL = rf"(?:From [^\n]*\n)?{_MAIL_FIELD}{{0,60}}?(?:MIME-Version|Message-ID|Received|Return-Path|Content-Type):"
_BODY_COLUMNS = {"text", "body", "content", "paragraphs"}
_COLUMNS = {"title", "headline", "published", "date", "url", "link", "byline", "author", "authors", "tags", "section"}


class Kind(StrEnum):
    """What the bytes are."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    OFFICE = "office"
    MAIL = "mail"
    FEED = "feed"
    JSONL = "jsonl"
    CSV = "csv"


# What a file of each kind may have at most; a JSON Lines file is read line by line, and each line may have as many.
MOST_BYTES = {
    Kind.TEXT: 8_000_000,
    Kind.HTML: 10_000_000,
    Kind.PDF: 64_000_000,
    Kind.OFFICE: 64_000_000,
    Kind.MAIL: 32_000_000,
    Kind.FEED: 16_000_000,
    Kind.JSONL: 16_000_000,
    Kind.CSV: 64_000_000,
}


def kind_of(head: bytes) -> Kind:
    """What a source is that begins with `head`, its first `HEAD` bytes; text where nothing else is sure.

    >>> kind_of(b"<!doctype html><p>Fire"), kind_of(b"%PDF-1.7"), kind_of(b"The fire broke out at 2 a.m.")
    (<Kind.HTML: 'html'>, <Kind.PDF: 'pdf'>, <Kind.TEXT: 'text'>)
    """
    head = head[:HEAD]
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.OFFICE
    text = _loosely(head)
    root = _root(text)
    if _FEED.match(text, root):
        return Kind.FEED
    if _HTML.match(text, root) or _HTML.match(text, _gap(text, 0)):
        return Kind.HTML
    if re.match(_MAIL, text, re.IGNORECASE):
        return Kind.MAIL
    if re.match(r'\s*\{\s*"[^"\n]{1,60}"\s*:\s*[\["{\dntf-]', text):
        return Kind.JSONL
    return Kind.CSV if _names_columns(text) else Kind.TEXT


def _loosely(head: bytes) -> str:
    """The head as characters, whatever its encoding; good enough to find markup in."""
    encoding = next((encoding for mark, encoding in MARKS if head.startswith(mark)), "utf-8")
    return head.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")


def _root(text: str) -> int:
    """Where the first element begins, behind a declaration, comments and a document type."""
    at = _gap(text, 0)
    while text.startswith(("<?", "<!"), at):
        end = "-->" if text.startswith("<!--", at) else ">"
        closed = text.find(end, at)
        if closed < 0:
            break
        if end == ">" and "[" in text[at:closed]:  # a document type with declarations of its own
            closed = max(text.find("]", at), closed)
            closed = text.find(">", closed)
        at = _gap(text, closed + len(end)) if closed >= 0 else len(text)
    return at


def _gap(text: str, at: int) -> int:
    """The first position from `at` that is not white space."""
    while at < len(text) and (text[at].isspace() or text[at] == "\ufeff"):
        at += 1
    return at


def _names_columns(text: str) -> bool:
    """True where the first line names columns, that of the text and another that is known among them."""
    line = text.lstrip("\n\ufeff ").split("\n", 1)[0]
    if len(line) > 2_000 or "\x00" in line:
        return False
    for separator in ",;\t":
        try:
            names = {name.strip().casefold() for name in next(csv.reader([line], delimiter=separator), [])}
        except csv.Error:
            continue
        if 1 < len(names) <= _MANY_COLUMNS and names & _BODY_COLUMNS and names & _COLUMNS:
            return True
    return False
