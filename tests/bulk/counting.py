"""An encoder that writes down what it embeds; and a run to be killed: `counting.py SOURCE LIBRARY LOG`."""

from __future__ import annotations

import os
import re
import signal
import sys
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.archive import SqliteArchive
from bot.bulk import Job, Watch, fill


class CountingEncoder:
    """Counts words in buckets, and appends each text that it embeds to a file; one text may bring it down.

    Args:
        log: the file.
        poison: the text; None for none.
        fall: what then happens, once for all workers.
    """

    name = "words"
    dimension = 32

    def __init__(self, log: Path, poison: str | None = None, fall: Callable[[], None] | None = None) -> None:
        self._log = log
        self._poison = poison
        self._fall = fall

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), self.dimension), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._poison in texts and self._fall is not None and self._first():
            self._fall()
        with self._log.open("a", encoding="utf-8") as file:
            file.write("".join(f"{text}\n" for text in texts))
        return self.encode_queries(texts)

    def split(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]

    def _first(self) -> bool:
        try:
            self._log.with_suffix(".fallen").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def kill_worker() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def give_up() -> None:
    raise OSError(28, "No space left on device")


def run(source: Path, library: Path, log: Path) -> None:
    """Embed with two workers, and be killed at the text "Boat 200 left at noon.", as is this process."""
    pid = os.getpid()
    job = Job(
        (source,),
        library.with_suffix(".parts"),
        2,
        partial(CountingEncoder, log, "Boat 200 left at noon.", partial(os.kill, pid, signal.SIGKILL)),
    )
    archive = SqliteArchive(library, partial(CountingEncoder, log))
    fill(archive, job, Watch(lambda *_: None, lambda refused: None))


if __name__ == "__main__":
    run(*map(Path, sys.argv[1:]))
