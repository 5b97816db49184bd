"""Plain text and Markdown: from bytes to characters."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from bot.errors import EncodingError, NotTextError

__all__ = ["MARKS", "decode", "decode_declared"]

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an Office document, such as .docx"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document, such as .doc"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
# Byte order marks; those of four bytes first, since they begin with one of two.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages and messages are written in; none of Python's other codecs, such as unicode_escape and utf-7.
_ENCODINGS = (
    "utf-8",
    "ascii",
    "cp",
    "iso8859",
    "iso2022",
    "koi8",
    "mac",
    "gb",
    "big5",
    "shift_jis",
    "euc",
    "johab",
    "tis",
)
_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\r\x0b\x0c\x1a\x1b")))
_CONTROL_SHARE = 0.01
_MOST_CHAOS = 0.1  # charset-normalizer's measure of disorder in the decoded text, 0 to 1
_SAMPLE = 100_000  # bytes shown to charset-normalizer; it is slow, and a text keeps to one encoding


def decode(data: bytes, name: str) -> str:
    """The text in `data`.

    UTF-8 is tried first, then the byte order marks, then charset-normalizer's guess, if it is a clear one.

    Args:
        data: the whole file.
        name: what to call it in an error.

    Raises:
        NotTextError: the bytes are a picture, an archive, a program …
        EncodingError: they look like text, and no encoding reads them without doubt.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, name)
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is None and b"\x00" in data:
        kind = "binary data"
    if kind is None and len(data) - len(data.translate(None, _CONTROLS)) > _CONTROL_SHARE * len(data):
        kind = "binary data, by its control characters"
    if kind is not None:
        raise NotTextError(
            f"{name} is not text: it seems to be {kind}.",
            "text, Markdown, HTML, PDF, .docx, .eml, a feed, JSON Lines or CSV.",
            "Open it in the program it belongs to, save or copy its text, and read that.",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)


def decode_declared(data: bytes, names: Iterable[str | None], label: str) -> str:
    """The text in `data`, in the first of the encodings that a page or a message names for it and that fits.

    Where none does, or where a byte order mark says better, as `decode`; `label` is its `name`.
    """
    if not data.startswith(tuple(mark for mark, _encoding in MARKS)) and b"\x00" not in data:
        for name in names:
            try:
                known = codecs.lookup(name or "").name
                # A browser reads Latin-1 as Windows-1252, and pages count on it.
                if known.startswith(_ENCODINGS):
                    return data.decode({"iso8859-1": "cp1252", "ascii": "utf-8"}.get(known, known))
            except (LookupError, ValueError):
                continue
    return decode(data, label)


def _decode_marked(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name, f"it begins like {encoding}, and byte {error.start:,} does not fit") from error


def _guess(data: bytes, name: str) -> str:
    """The text by charset-normalizer's best match, where that is orderly and the whole file agrees."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  30 ms, for the rare file that is not UTF-8

    match = from_bytes(data[:_SAMPLE], threshold=_MOST_CHAOS).best()
    if match is None or match.chaos > _MOST_CHAOS:
        raise _unreadable(name, "no known encoding makes sense of it")
    try:
        return data.decode(_western(data, match.encoding))
    except UnicodeDecodeError as error:
        raise _unreadable(name, f"it looks like {match.encoding}, and byte {error.start:,} does not fit") from error


def _western(data: bytes, encoding: str) -> str:
    """`encoding`, or Windows-1252 where that reads the same bytes as the letters English papers use.

    The single-byte encodings of Europe agree on most of a French or Spanish name and differ in rare
    letters; a short English text gives a guesser nothing to tell them apart by.
    """
    if not encoding.startswith(("cp125", "iso8859", "latin", "mac", "cp85", "cp437", "cp775", "hp", "ptcp", "kz")):
        return encoding
    foreign = {byte for byte in data if byte > 127}
    usual = set("€‚„…‘’“”•–—™ £¥§©«»°±²³´·¼½¾¿ÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿ".encode("cp1252"))
    rare = sum(byte > 127 for byte in data) / max(len(data), 1)
    return "cp1252" if foreign <= usual and rare < 0.1 else encoding


def _unreadable(name: str, reason: str) -> EncodingError:
    return EncodingError(
        f"The character encoding of {name} could not be established: {reason}.",
        "UTF-8, or another encoding that leaves no doubt.",
        "Open it in an editor, check that it reads well, and save it as UTF-8.",
    )
