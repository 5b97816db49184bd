"""The process that reads one file: an order and the bytes on standard input, JSON on standard output.

Run by `bot.ingest.cage` as `python -m bot.ingest.child`. It limits itself before it looks at a byte of the file.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, cast

from bot.article import Article
from bot.errors import ArticleError, DamagedFileError, ReaderStoppedError
from bot.ingest.kinds import Kind
from bot.ingest.wire import Hint, Refused, as_data

__all__ = ["READERS", "main"]

_MOST_OUTPUT = 64_000_000  # bytes


class Reader(Protocol):
    """What each reader's module offers as `read`."""

    def __call__(self, data: bytes, hint: Hint) -> Iterable[Article | Refused]:
        """The articles in `data`, and what is said of those that could not be read."""


# From what the bytes are to the module that reads them; only the one that is needed is imported.
READERS = {
    Kind.HTML: "bot.ingest.html",
    Kind.PDF: "bot.ingest.pdf",
    Kind.OFFICE: "bot.ingest.docx",
    Kind.MAIL: "bot.ingest.eml",
    Kind.FEED: "bot.ingest.feed",
}


def main() -> int:
    """Read what is on standard input. Returns the exit status: 0 where an answer, even a refusal, was written."""
    order = json.loads(sys.stdin.buffer.readline())
    _limit(*order["limits"])
    items = _items(Kind(order["kind"]), Hint(*order["hint"]))
    sys.stdout.write(json.dumps([as_data(item) for item in items]))
    return 0


def _items(kind: Kind, hint: Hint) -> Sequence[Article | Refused]:
    """What the reader finds; whatever goes wrong in it becomes one refusal, of the whole."""
    try:
        reader = cast(Reader, importlib.import_module(READERS[kind]).read)
        return list(reader(sys.stdin.buffer.read(), hint))
    except ArticleError as error:
        return [Refused("", error)]
    except MemoryError:
        stopped = ReaderStoppedError(
            f"Reading {hint.name} took more memory than it may.",
            "a file of an article's size when unpacked.",
            "Open it in the program it belongs to, copy its text, and read that.",
        )
        return [Refused("", stopped)]
    except Exception as error:  # a parser that meets what it was not made for: the file is at fault, and is named
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        damaged = DamagedFileError(
            f"{hint.name} could not be read ({reason}).",
            "a whole file, as its program saves it.",
            "Open it in that program, save it again or copy its text, and read that.",
        )
        return [Refused("", damaged)]


def _limit(cpu_seconds: int, memory: int) -> None:
    """Take away what a reader never needs, where the system can: processor time, memory, files, processes."""
    try:
        import resource  # noqa: PLC0415  missing on Windows, where only the clock of the asking process limits
    except ImportError:
        return
    limits: list[tuple[Any, int]] = [
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ]
    for which, most in limits:
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses to set it
            resource.setrlimit(which, (most, most))


if __name__ == "__main__":
    sys.exit(main())
