"""Cuts sources into pieces of work that are the same whenever the sources are: so what is done is known by its name."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.article import Article
from bot.errors import ArticleError, DamagedFileError, SourceNotFoundError, UnsupportedSourceError
from bot.ingest import Refused, read_articles
from bot.ingest.folder import files_in
from bot.ingest.jsonl import read_lines
from bot.ingest.kinds import HEAD, Kind, kind_of

_LINES = 32  # of a JSON Lines file in a unit, an article each
_FILES = 16
_BYTES = 4_000_000  # at which a unit ends
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of work: some lines of a JSON Lines file, or some files.

    Attributes:
        id: 24 hex digits of a SHA-256 of what is to be read.
        paths: one file where there is a stop.
        start, stop: the bytes of the lines; stop is 0 for whole files.
        before: lines of the file that stand before the first, for errors.
    """

    id: str
    paths: tuple[str, ...]
    start: int = 0
    stop: int = 0
    before: int = 0


def cut(sources: Sequence[Path], unpacked: Path) -> Iterator[Unit | Refused]:
    """The units of some sources, in order; and in its place what cannot be read, with its error.

    Args:
        sources: files and folders; JSON Lines may be packed with gzip.
        unpacked: a folder for what is unpacked.

    Raises:
        SourceNotFoundError: a source is not there.
    """
    for source in sources:
        if not source.exists():
            raise SourceNotFoundError(
                f"There is no {source}.",
                "the path of a file or a folder.",
                "Check the path; links go to `copydesk add`.",
            )
    some: list[Path] = []
    for path in (one for source in sources for one in (files_in(source) if source.is_dir() else [source])):
        try:
            lines = _lines_of(path, unpacked)
        except ArticleError as error:
            yield Refused(str(path), error)
            continue
        if lines is not None:
            yield from _of_files(some)
            some = []
            yield from _of_lines(lines)
        else:
            some.append(path)
            if len(some) == _FILES or sum(one.stat().st_size for one in some) >= _BYTES:
                yield from _of_files(some)
                some = []
    yield from _of_files(some)


def read_unit(unit: Unit) -> Iterator[Article | Refused]:
    """The articles of a unit, and in its place each that cannot be read."""
    if unit.stop:
        with open(unit.paths[0], "rb") as file:
            file.seek(unit.start)
            yield from read_lines(_Stretch(file, unit.stop), unit.paths[0], unit.before)
        return
    for path in unit.paths:
        try:
            yield from read_articles(Path(path))
        except ArticleError as error:
            yield Refused(path, error)


class _Stretch:
    """The lines of an open file up to a byte."""

    def __init__(self, file: BinaryIO, stop: int) -> None:
        self._file = file
        self._stop = stop

    def readline(self, size: int) -> bytes:
        """A line, or `size` bytes of it; nothing behind the stop."""
        return self._file.readline(min(size, self._stop - self._file.tell()))


def _lines_of(path: Path, unpacked: Path) -> Path | None:
    """The file itself where it is JSON Lines, what it unpacks to where it is packed, None where it is no such file."""
    with _opened(path) as file:
        head = file.read(HEAD)
    if not head.startswith(_GZIP):
        return path if kind_of(head) is Kind.JSONL else None
    lines = _unpack(path, unpacked)
    with lines.open("rb") as file:
        if kind_of(file.read(HEAD)) is not Kind.JSONL:
            raise UnsupportedSourceError(
                f"{path} is packed and holds no JSON Lines.", "a .jsonl.gz file.", "Unpack it, and name what is in it."
            )
    return lines


def _unpack(path: Path, folder: Path) -> Path:
    """The unpacked file; one that is there already is of the same packed one."""
    found = path.stat()
    digest = hashlib.sha256(f"{path.resolve()} {found.st_size} {found.st_mtime_ns}".encode()).hexdigest()[:12]
    target = folder / f"{path.stem}-{digest}"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    begun = target.with_suffix(".begun")
    try:
        with gzip.open(path) as packed, begun.open("wb") as file:
            while chunk := packed.read(_CHUNK):
                file.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        begun.unlink()
        raise DamagedFileError(
            f"{path} cannot be unpacked: {error}.", "a whole gzip file.", "Copy it again."
        ) from error
    os.replace(begun, target)
    return target


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise SourceNotFoundError(
            f"{path} cannot be read: {error.strerror}.", "a file that may be read.", "Check its permissions."
        ) from error


def _of_lines(path: Path) -> Iterator[Unit]:
    """Stretches of whole lines; a file is gone through once, a megabyte at a time however long a line is."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        start = at = before = lines = 0
        while piece := file.readline(_CHUNK):
            digest.update(piece)
            at += len(piece)
            lines += piece.endswith(b"\n")
            if piece.endswith(b"\n") and (lines == _LINES or at - start >= _BYTES):
                yield Unit(digest.hexdigest()[:24], (str(path),), start, at, before)
                digest, start, before, lines = hashlib.sha256(), at, before + lines, 0
        if at > start:
            yield Unit(digest.hexdigest()[:24], (str(path),), start, at, before)


def _of_files(paths: Sequence[Path]) -> Iterator[Unit]:
    if not paths:
        return
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    yield Unit(digest.hexdigest()[:24], tuple(map(str, paths)))
